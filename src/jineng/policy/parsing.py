"""From TOML bytes to a typed document, every fault with its rule, field and mend."""

from __future__ import annotations

import re
import tomllib
from typing import TYPE_CHECKING, Any, Final, TypeVar

from pydantic import BaseModel, ValidationError

from jineng.kernel.problems import Place, Problem, UnusableError
from jineng.kernel.text import Text
from jineng.policy.document import Document

if TYPE_CHECKING:
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
}


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
    "too_long": Text("更少的项数（最多两项）", "fewer entries (two at most)"),
    "date_from_datetime_inexact": Text("不带时间的日期，例如 2022-11-30", "a date without a time, such as 2022-11-30"),
    "int_type": Text("整数", "a whole number"),
}


def read_toml(content: bytes, name: str) -> dict[str, Any]:
    """Return the tables of a TOML file.

    Raises:
        UnusableError: the bytes are not UTF-8 or not TOML (codes ``encoding``, ``toml_syntax``).
    """
    try:
        return tomllib.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        text = Text(
            f"第 {error.start} 字节起不是 UTF-8，请另存为 UTF-8",
            f"not UTF-8 from byte {error.start} on: save the file as UTF-8",
        )
        raise UnusableError([Problem("encoding", Place(sheet=name), text)]) from error
    except tomllib.TOMLDecodeError as error:
        where = re.search(r"line (\d+), column (\d+)", str(error))
        place = (
            Text(f"第 {where[1]} 行第 {where[2]} 列", f"line {where[1]}, column {where[2]}")
            if where
            else Text("末尾", "the end")
        )
        text = Text(
            f"{place.zh}不是有效的 TOML：请检查引号、括号和等号",
            f"not valid TOML at {place.en}: check quotes, brackets and equal signs",
        )
        raise UnusableError([Problem("toml_syntax", Place(sheet=name), text)]) from error


def parse_document(content: bytes, name: str) -> Document:
    """Return the typed document of a TOML file; its cross references are not checked yet.

    Raises:
        UnusableError: with every field that is missing, unknown or not written as its type is.
    """
    return validate(Document, read_toml(content, name), name)


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
        elif isinstance(node, dict) and node.get("kind") != part and node.get("subject") != part:
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
        case "money_form" | "percent_form" | "number_form" | "figure_form" | "bilingual_form" | "money_over":
            zh, en = detail["msg"].split("|", 1)
            return Text(f"{zh}；收到 {shown}", f"{en}; found {shown}")
        case "period_order" | "percent_over" | "goal_number" | "fallback_missing":
            zh, en = detail["msg"].split("|", 1)
            return Text(zh, en)
    wanted = _TYPES.get(detail["type"], Text("另一种写法", detail["msg"]))
    return Text(f"应为 {wanted.zh}；收到 {shown}", f"expected {wanted.en}; found {shown}")
