"""From TOML bytes to a typed document, every fault with its rule, field and mend."""

from __future__ import annotations

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
    "one_number": "goal_number",
    "general_last": "fallback_missing",
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
        text = Text(f"不是有效的 TOML：{error}", f"not valid TOML: {error}")
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
        raise UnusableError([_problem(detail, data, name) for detail in error.errors()]) from error


def _problem(detail: ErrorDetails, data: dict[str, Any], name: str) -> Problem:
    code = _CODES.get(detail["type"], "wrong_value")
    return Problem(code, Place(sheet=name, column=_path(detail["loc"], data)), _text(code, detail))


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
            allowed = str(detail.get("ctx", {}).get("expected") or detail.get("ctx", {}).get("expected_tags"))
            return Text(f"{shown} 不在可选值中，可选：{allowed}", f"{shown} is not one of {allowed}")
        case "money_form" | "percent_form" | "number_form" | "figure_form":
            zh, en = detail["msg"].split("|", 1)
            return Text(f"{zh}；收到 {shown}", f"{en}; found {shown}")
        case "period_order" | "percent_over" | "goal_number" | "fallback_missing":
            zh, en = detail["msg"].split("|", 1)
            return Text(zh, en)
    return Text(f"内容不合要求（{detail['msg']}）；收到 {shown}", f"not as required ({detail['msg']}); found {shown}")
