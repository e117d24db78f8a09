"""A document and its worked examples as TOML tables, and the text that they are kept and hashed as. Pure.

The text is JSON: UTF-8, one line, no blanks, keys in the order in which they were written. Dates and times, which JSON has
not, are objects such as ``{"$date": "2022-06-25"}``, so that what is read back equals what was kept, type by type.
"""

from __future__ import annotations

import hashlib
import json
import math
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any, Final

from jineng.domain.drafts.errors import FieldRefusedError
from jineng.kernel.problems import Place, Problem, UnusableError
from jineng.kernel.text import Text
from jineng.policy.loader import DOCUMENT_NAME, EXAMPLES_NAME
from jineng.policy.parsing import read_toml

TEXT_BYTES_MAX: Final = 2 * 2**20
"""The largest document with its examples, as kept; a county's has some 30 KB."""

DEPTH_MAX: Final = 40
"""How deep tables may lie in tables; a document needs six."""

INTEGER_MAX: Final = 2**63 - 1
"""The largest whole number of TOML."""

_MOMENTS: Final[dict[str, type[datetime | date | time]]] = {
    "$datetime": datetime,
    "$date": date,
    "$time": time,
}
"""A datetime is also a date, so it is looked for first."""


@dataclass(frozen=True, slots=True)
class Contents:
    """What a revision says: the tables of ``policy.toml`` and the ``example`` tables of ``examples.toml``."""

    content: dict[str, Any] = field(default_factory=dict)
    examples: list[dict[str, Any]] = field(default_factory=list)

    def text(self) -> str:
        """Return the text that is kept.

        Raises:
            FieldRefusedError: something in it could not stand in a TOML file, or it is too large.
        """
        tables = {
            "content": _checked(self.content, "content", dict),
            "examples": _checked(self.examples, "examples", list),
        }
        written = json.dumps(tables, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
        if len(written.encode()) > TEXT_BYTES_MAX:
            raise FieldRefusedError(
                "content",
                Text(
                    f"方案连同算例超过 {TEXT_BYTES_MAX // 2**20} MB；请拆成几个文件",
                    f"document and examples are larger than {TEXT_BYTES_MAX // 2**20} MB; split the document",
                ),
            )
        return written


def contents_of(text: str) -> Contents:
    """Return the tables of a kept text, dates as dates."""
    tables = json.loads(text, object_hook=_moment)
    return Contents(tables["content"], tables["examples"])


def digest_of(text: str) -> str:
    """Return the SHA-256 of a kept text, in hex; the database computes the same."""
    return hashlib.sha256(text.encode()).hexdigest()


def contents_of_toml(document: bytes, examples: bytes | None) -> Contents:
    """Return the tables of a document's TOML file and, if there is one, of the file of its worked examples.

    Raises:
        UnusableError: one of them is no TOML, or the examples hold something else than ``[[example]]`` tables.
    """
    content = read_toml(document, DOCUMENT_NAME)
    tables = {} if examples is None else read_toml(examples, EXAMPLES_NAME)
    for key in tables.keys() - {"example"}:
        text = Text(
            "算例文件中只应有 [[example]]，请删去这一项", "a file of examples holds only [[example]]: remove this"
        )
        raise UnusableError([Problem("unknown_field", Place(sheet=EXAMPLES_NAME, field=key), text)])
    return Contents(content, tables.get("example", []))


def _moment(table: dict[str, Any]) -> Any:
    if len(table) == 1:
        ((key, value),) = table.items()
        if key in _MOMENTS:
            return _MOMENTS[key].fromisoformat(value)
    return table


def plain(value: Any, where: str) -> Any:
    """Return a value of tables, lists, texts, numbers and dates as JSON can write it.

    Raises:
        FieldRefusedError: it holds something that could not stand in a TOML file, or in a text of the database.
    """
    return _plain(value, where, DEPTH_MAX)


def _checked(value: Any, where: str, wanted: type) -> Any:
    if not isinstance(value, wanted):
        shape = Text("表", "a table") if wanted is dict else Text("列表", "a list")
        raise _refusal(where, f"应为{shape.zh}", f"expected {shape.en}", value)
    return plain(value, where)


def _plain(value: Any, where: str, depth: int) -> Any:
    """Return a value as JSON writes it, refusing what TOML could not hold."""
    if depth == 0:
        raise FieldRefusedError(where, Text(f"嵌套超过 {DEPTH_MAX} 层", f"nested deeper than {DEPTH_MAX}"))
    match value:
        case dict():
            return {_key(key, where): _plain(inner, f"{where}.{key}", depth - 1) for key, inner in value.items()}
        case list() | tuple():
            return [_plain(inner, f"{where}[{number}]", depth - 1) for number, inner in enumerate(value, start=1)]
        case str():
            return _word(value, where)
        case float() if math.isfinite(value):
            return value
        case int() if abs(value) <= INTEGER_MAX:
            return value
        case datetime() | date() | time():
            tag = next(tag for tag, kind in _MOMENTS.items() if isinstance(value, kind))
            return {tag: value.isoformat()}
    raise _refusal(
        where,
        "应为文字、整数、日期、true 或 false、列表或表；没有的项请不写",
        "expected text, a whole number, a date, true or false, a list or a table; leave out what there is not",
        value,
    )


def _key(key: Any, where: str) -> str:
    if not isinstance(key, str) or key.startswith("$"):
        raise _refusal(where, "项名应为不以 $ 开头的文字", "expected field names that do not begin with $", key)
    return _word(key, where)


def is_storable(text: str) -> bool:
    """Say whether the database's text can hold this: no character 0, and no half of a surrogate pair."""
    return not any(character == "\0" or "\ud800" <= character <= "\udfff" for character in text)


def _word(text: str, where: str) -> str:
    if not is_storable(text):
        raise _refusal(
            where, "含有不能保存的字符，请重新输入", "holds a character that cannot be kept: type it again", text
        )
    return text


def _refusal(where: str, zh: str, en: str, found: Any) -> FieldRefusedError:
    shown = ascii(found)[:40] if isinstance(found, str | int | float) else type(found).__name__
    return FieldRefusedError(where, Text(f"{zh}；收到 {shown}", f"{en}; found {shown}"))
