"""From TOML bytes to a typed document, every fault with its rule, field and mend."""

from __future__ import annotations

import re
import tomllib
from datetime import date
from typing import TYPE_CHECKING, Any, Final, TypeVar

from pydantic import BaseModel, ValidationError

from jineng.kernel.problems import Place, Problem, UnusableError
from jineng.kernel.text import Text
from jineng.policy.document import Document
from jineng.policy.parts import HOLDS_PARTS, OfClass, written_names

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pydantic_core import ErrorDetails

M = TypeVar("M", bound=BaseModel)

_CODES: Final = {
    "missing": "missing_field",
    "extra_forbidden": "unknown_field",
    "literal_error": "value_not_listed",
    "union_tag_invalid": "unknown_kind",
    "union_tag_not_found": "missing_field",
    "yuan": "money_form",
    "percent": "percent_form",
    "whole_number": "number_form",
    "figure": "figure_form",
    "period_order": "period_order",
    "share": "percent_over",
    "too_short": "list_empty",
    "string_too_short": "text_empty",
    "string_pattern_mismatch": "text_form",
    "too_much": "money_over",
    "bilingual": "bilingual_form",
    "one_number": "goal_number",
    "general_last": "fallback_missing",
    "quantity": "quantity_form",
    "empty_test": "empty_test",
    "cap_form": "cap_form",
    "one_price": "one_price",
    "no_cells": "no_cells",
    "share_of": "share_of",
    "adjust_form": "adjust_form",
    "index_source": "index_source",
    "limit_form": "limit_form",
    "band_form": "band_form",
    "gate_form": "gate_form",
    "milestone_form": "milestone_form",
    "claim_form": "claim_form",
    "budget_form": "budget_form",
}

_WITH_FOUND: Final = {
    "money_form", "percent_form", "number_form", "figure_form", "bilingual_form", "money_over", "quantity_form",
}  # fmt: skip
"""Codes whose message ends with the value that was found; the others are about several fields at once."""

_UNION_TAGS: Final = {"given", "open", "word", "band"}
"""Pydantic's names for the forms of a term, which stand in no document."""

_FORMS: Final = {
    r"^\d{6}$": Text("6 位行政区划代码", "a region code of 6 digits"),
    r"^[a-z][a-z0-9_]*$": Text(
        "小写字母开头，由小写字母、数字和下划线组成的编号", "an id of small letters, digits and _"
    ),
    r"^[a-z0-9_]+$": Text("由小写字母、数字和下划线组成的编号", "an id of small letters, digits and _"),
    r"^[a-z0-9][a-z0-9-]*$": Text("由小写字母、数字和连字符组成的编号", "an id of small letters, digits and -"),
    r"^[A-Za-z0-9.]+$": Text("由字母、数字和点组成的编号", "an id of letters, digits and dots"),
}
_TYPES: Final = {
    "string_type": Text("带引号的文字", "quoted text"),
    "date_type": Text("日期，例如 2022-11-30（不加引号）", "a date such as 2022-11-30, without quotes"),
    "date_from_datetime_parsing": Text(
        "日期，例如 2022-11-30（不加引号）", "a date such as 2022-11-30, without quotes"
    ),
    "tuple_type": Text("列表 [ … ]", "a list [ … ]"),
    "dict_type": Text("表 { … }", "a table { … }"),
    "model_type": Text("表 { … }", "a table { … }"),
    "bool_type": Text("true 或 false", "true or false"),
    "bool_parsing": Text("true 或 false", "true or false"),
    "date_from_datetime_inexact": Text("不带时间的日期，例如 2022-11-30", "a date without a time, such as 2022-11-30"),
    "int_type": Text("整数", "a whole number"),
    "int_parsing": Text("整数", "a whole number"),
    "int_from_float": Text("整数", "a whole number"),
}
_CAP: Final = Text('带引号的元，例如 "800"，或表 { … }', 'quoted yuan, such as "800", or a table { … }')


def _wanted(detail: ErrorDetails) -> Text:
    """Say what a value should have been."""
    context = detail.get("ctx", {})
    match detail["type"]:
        case "model_type" if context.get("class_name") == "Cap":
            return _CAP
        case "too_long":
            most = context["max_length"]
            return Text(f"最多 {most} 项", f"{most} entries at most")
        case "too_short":
            least = context["min_length"]
            return Text(f"至少 {least} 项", f"at least {least} entries")
        case "greater_than_equal":
            return Text(f"不小于 {context['ge']} 的数", f"{context['ge']} or more")
        case "less_than_equal":
            return Text(f"不大于 {context['le']} 的数", f"{context['le']} or less")
    return _TYPES.get(detail["type"], Text("另一种写法", detail["msg"]))


def read_toml(content: bytes, name: str) -> dict[str, Any]:
    """Return the tables of a TOML file.

    Raises:
        UnusableError: the bytes are not UTF-8, not TOML, or hold a text that cannot be kept (codes ``encoding``,
            ``toml_syntax``, ``text_form``).
    """
    try:
        tables = tomllib.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        text = Text(
            f"第 {error.start} 字节起不是 UTF-8，请另存为 UTF-8",
            f"not UTF-8 from byte {error.start} on: save the file as UTF-8",
        )
        raise UnusableError([Problem("encoding", Place(sheet=name), text)]) from error
    except tomllib.TOMLDecodeError as error:
        where = re.search(r"line (\d+), column (\d+)", str(error))
        row = int(where[1]) if where else content.count(b"\n") + 1
        place = Text(f"第 {where[2]} 列", f"column {where[2]}") if where else Text("文件末尾", "the end of the file")
        text = Text(
            f"{place.zh}起不是有效的 TOML：请检查引号、括号和等号",
            f"not valid TOML at {place.en}: check quotes, brackets and equal signs",
        )
        raise UnusableError([Problem("toml_syntax", Place(sheet=name, row=row), text)]) from error
    except (ValueError, RecursionError) as error:
        text = Text(
            "有过长的数字或层数过多的括号，无法读取；请改短",
            "a number is too long or brackets are nested too deeply to be read: shorten it",
        )
        raise UnusableError([Problem("toml_syntax", Place(sheet=name), text)]) from error
    unwritable = [*_with_nul(tables, "")] if b"u0000" in content or b"U00000000" in content else []
    if unwritable:
        text = Text(
            "文字中有空字符（\\u0000），无法保存；请删去",
            "the text holds the character \\u0000, which cannot be kept: remove it",
        )
        raise UnusableError([Problem("text_form", Place(sheet=name, field=path), text) for path in unwritable])
    return tables


def _with_nul(value: Any, path: str) -> Iterator[str]:
    """Yield the place of every key and text that holds the character 0."""
    if isinstance(value, str) and "\0" in value:
        yield path
    elif isinstance(value, dict):
        for key, item in value.items():
            shown = key.replace("\0", "\\u0000")
            if shown != key:
                yield f"{path}.{shown}".lstrip(".")
            yield from _with_nul(item, f"{path}.{shown}".lstrip("."))
    elif isinstance(value, list):
        for index, item in enumerate(value, 1):
            yield from _with_nul(item, f"{path}[{index}]")


def parse_document(content: bytes, name: str) -> Document:
    """Return the typed document of a TOML file; its cross references are not checked yet.

    Raises:
        UnusableError: with every field that is missing, unknown or not written as its type is.
    """
    return parse(Document, content, name)


def parse(model: type[M], content: bytes, name: str) -> M:
    """Return a TOML file as a model; days must be TOML dates, since a quoted day is another file of the same plan.

    Raises:
        UnusableError: with every field that is missing, unknown or not written as its type is.
    """
    tables = read_toml(content, name)
    typed = validate(model, tables, name)
    wanted = _TYPES["date_type"]
    problems = [
        Problem(
            "wrong_value",
            Place(sheet=name, field=_path(location, tables)),
            Text(f"应为 {wanted.zh}；收到 {found!r}", f"expected {wanted.en}; found {found!r}"),
        )
        for location, found in _undated(typed, tables, ())
    ]
    if problems:
        raise UnusableError(problems)
    return typed


def _undated(typed: Any, raw: Any, location: tuple[int | str, ...]) -> Iterator[tuple[tuple[int | str, ...], Any]]:
    """Yield the place and value of every day that is not written as a TOML date."""
    if isinstance(typed, date):
        if type(raw) is not date:
            yield location, raw
    elif isinstance(raw, list):
        if isinstance(typed, tuple):
            for index, (item, written) in enumerate(zip(typed, raw, strict=False)):
                if _HOLDS_DAYS[type(item)]:
                    yield from _undated(item, written, (*location, index))
    elif isinstance(raw, dict) and isinstance(typed, BaseModel):
        names = written_names(type(typed))
        for name, item in typed.__dict__.items():
            if _HOLDS_DAYS[type(item)] and names[name] in raw:
                yield from _undated(item, raw[names[name]], (*location, names[name]))


_HOLDS_DAYS: Final = OfClass(lambda kind: issubclass(kind, date) or (HOLDS_PARTS[kind] and not issubclass(kind, dict)))


def validate(model: type[M], data: dict[str, Any], name: str) -> M:
    """Validate TOML tables against a model, turning every fault into a problem.

    Raises:
        UnusableError: with one problem a fault.
    """
    try:
        return model.model_validate(data)
    except ValidationError as error:
        faults = [detail for detail in error.errors() if not _follows_from_another(detail)]
        raise UnusableError([_problem(detail, data, name) for detail in faults]) from error


def _follows_from_another(detail: ErrorDetails) -> bool:
    """A list whose entries are faulty is also told to be too short; only a list that is really empty is."""
    return detail["type"] == "too_short" and bool(detail["input"])


def _problem(detail: ErrorDetails, data: dict[str, Any], name: str) -> Problem:
    code = _CODES.get(detail["type"], "wrong_value")
    return Problem(code, Place(sheet=name, field=_path(detail["loc"], data)), _text(code, detail))


def _path(location: tuple[int | str, ...], data: Any) -> str:
    """Write where a value stands; a list's entry is named by its id where it has one."""
    parts: list[str] = []
    node: Any = data
    for part in location:
        if isinstance(part, int) and isinstance(node, list | tuple):
            node = node[part] if part < len(node) else None
            named = isinstance(node, dict) and isinstance(node.get("id"), str)
            parts[-1] += f" {node['id']}" if named else f"[{part + 1}]"
        elif isinstance(node, dict) and part in node:
            parts.append(str(part))
            node = node[part]
        elif isinstance(node, dict) and part not in (node.get("kind"), node.get("subject"), *_UNION_TAGS):
            parts.append(str(part))
            node = None
    return ".".join(parts)


def _text(code: str, detail: ErrorDetails) -> Text:
    found = detail["input"]
    shown = repr(found) if isinstance(found, str | int | float | bool) else type(found).__name__
    match code:
        case "missing_field":
            return Text("缺少这一项，请补上", "this field is missing: add it")
        case "unknown_field":
            return Text("没有这一项，请检查拼写或删去", "there is no such field: check the spelling or remove it")
        case "value_not_listed" | "unknown_kind":
            context = detail.get("ctx", {})
            allowed = re.findall(r"'([^']*)'", str(context.get("expected") or context.get("expected_tags")))
            chosen = repr(context["tag"]) if "tag" in context else shown
            return Text(
                f"{chosen} 不在可选值中，可选：{'、'.join(allowed)}", f"{chosen} is not one of: {', '.join(allowed)}"
            )
        case "list_empty":
            return Text("至少写一项", "give at least one entry")
        case "text_empty":
            return Text("不能为空，请填写", "this cannot be empty: fill it in")
        case "text_form":
            pattern = str(detail.get("ctx", {}).get("pattern"))
            wanted = _FORMS.get(pattern, Text(pattern, pattern))
            return Text(f"应为 {wanted.zh}；收到 {shown}", f"expected {wanted.en}; found {shown}")
    if "|" in detail["msg"] and code != "wrong_value":
        zh, en = detail["msg"].split("|", 1)
        return Text(f"{zh}；收到 {shown}", f"{en}; found {shown}") if code in _WITH_FOUND else Text(zh, en)
    wanted = _wanted(detail)
    return Text(f"应为 {wanted.zh}；收到 {shown}", f"expected {wanted.en}; found {shown}")
