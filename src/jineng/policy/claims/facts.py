"""Facts as people write them, in documents' examples and in tables, turned into their integer forms."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final

from jineng.kernel.hours import parse_hours
from jineng.kernel.money import parse_yuan
from jineng.kernel.text import Text
from jineng.policy.claims.nodes import day_number
from jineng.policy.vocabulary import FACTS, LARGEST, FactSpec, Value

if TYPE_CHECKING:
    from collections.abc import Mapping

    from jineng.policy.document import Document

_EXPECTED: Final = {
    "word": Text("文字", "a word"),
    "flag": Text("是或否", "yes or no"),
    "date": Text("日期，例如 2022-11-30", "a day such as 2022-11-30"),
    "money": Text("元，例如 1500 或 1500.50", "yuan such as 1500 or 1500.50"),
    "hours": Text("课时，例如 64 或 7.5", "class hours such as 64 or 7.5"),
}
_WHOLE: Final = Text("不小于 0 的整数", "a whole number, 0 or more")
_YES: Final = {"yes", "true", "是", "1", "有"}
_NO: Final = {"no", "false", "否", "0", "无"}
_WHOLE_FORM: Final = re.compile(r"\d{1,9}")


class FactError(ValueError):
    """A fact is not written as its type is; ``text`` says what was expected and what was found."""

    def __init__(self, fact: str, text: Text) -> None:
        """Name the fact."""
        super().__init__(f"{fact}: {text.en}")
        self.fact, self.text = fact, text


def specs_of(document: Document) -> dict[str, FactSpec]:
    """Return the vocabulary's facts and those that the document declares, by id."""
    return {**FACTS, **{fact.id: fact.spec for fact in document.fact}}


def read_facts(specs: Mapping[str, FactSpec], written: Mapping[str, object]) -> dict[str, Value]:
    """Return facts in their integer forms; what is written as nothing ("" or None) is missing.

    Raises:
        FactError: a fact is not known, not written as its type is, too large, or none of its words.
    """
    return {fact: read_fact(specs, fact, value) for fact, value in written.items()}


def read_fact(specs: Mapping[str, FactSpec], fact: str, value: object) -> Value:
    """Return one fact in its integer form; see ``read_facts``."""
    spec = specs.get(fact)
    if spec is None:
        text = Text(f"没有“{fact}”这个事实", f"there is no fact {fact!r}")
        raise FactError(fact, text)
    if value is None or value == "":
        return None
    result = _parsed(spec, value)
    if result is None:
        wanted = _EXPECTED.get(spec.type, _WHOLE)
        text = Text(
            f"“{spec.title.zh}”应为{wanted.zh}；收到 {value!s}",
            f"{spec.title.en}: expected {wanted.en}, found {value!s}",
        )
        raise FactError(fact, text)
    largest = LARGEST.get(spec.type)
    if largest is not None and isinstance(result, int) and result > largest:
        text = Text(f"“{spec.title.zh}”太大：{value!s}", f"{spec.title.en} is too large: {value!s}")
        raise FactError(fact, text)
    if spec.values and result not in spec.values:
        text = Text(
            f"“{spec.title.zh}”应为{'、'.join(spec.values)}之一；收到 {value!s}",
            f"{spec.title.en}: expected one of {', '.join(spec.values)}, found {value!s}",
        )
        raise FactError(fact, text)
    return result


def _parsed(spec: FactSpec, value: Any) -> Value:
    """Return the value, or None where it is not written as its type is."""
    match spec.type:
        case "word":
            return str(value) if isinstance(value, str | int) and not isinstance(value, bool) else None
        case "flag":
            return _flag(value)
        case "date":
            return _day(value)
    if isinstance(value, bool):
        return None
    text = str(value).strip()
    try:
        if spec.type == "money":
            amount = parse_yuan(text)
            return amount if amount >= 0 else None
        if spec.type == "hours":
            return parse_hours(text)
    except ValueError:
        return None
    return int(text) if _WHOLE_FORM.fullmatch(text) else None


def _flag(value: Any) -> int | None:
    if isinstance(value, bool):
        return int(value)
    text = str(value).strip().lower()
    if text in _YES:
        return 1
    return 0 if text in _NO else None


def _day(value: Any) -> int | None:
    if isinstance(value, datetime):
        return None
    if isinstance(value, date):
        return day_number(value)
    try:
        return day_number(date.fromisoformat(str(value).strip()))
    except ValueError:
        return None
