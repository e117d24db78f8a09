"""What describes a form: its columns, what counties call them, and what their cells may hold."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from jineng.kernel.text import Language, Text

CellType = Literal[
    "text", "name", "document", "mobile", "phone", "account", "date", "choice", "choices", "whole", "credit_code"
]
"""What a cell holds: a document is the number of an identity document, a phone may be a landline, choices are several separated by 、 or a comma."""

_DROPPED = str.maketrans("", "", " \t\r\n\u00a0\u3000\u200b\ufeff*＊:：、.")


@dataclass(frozen=True, slots=True)
class Option:
    """One value of a closed list: its code, its label and what else people write for it."""

    code: str
    label: Text
    also: tuple[str, ...] = ()


@dataclass(frozen=True)
class Column:
    """One column of a form.

    ``also`` are other headings that counties use. A column that ``may_span`` may be merged over rows, each row having the
    value then; one that is ``derived`` repeats what the document's number says, so that a formula in it does no harm.
    """

    key: str
    name: Text
    holds: CellType
    note: Text
    example: str
    required: bool = False
    also: tuple[str, ...] = ()
    options: tuple[Option, ...] = ()
    may_span: bool = False
    derived: bool = False

    @cached_property
    def codes(self) -> dict[str, str]:
        """Codes by everything that may be written for them, simplified."""
        return {
            simplify(written): option.code
            for option in self.options
            for written in (option.code, option.label.zh, option.label.en, *option.also)
        }

    def offered(self, language: Language) -> list[str]:
        """Return what the drop-down of a template offers."""
        return [option.label.in_(language) for option in self.options]


@dataclass(frozen=True)
class Form:
    """One form: names, what it is for, its columns, and those by which a heading row is known."""

    key: str
    name: Text
    note: Text
    columns: tuple[Column, ...]
    known_by: tuple[str, ...]

    @cached_property
    def by_heading(self) -> dict[str, Column]:
        """Columns by every heading that stands for them, simplified."""
        return {
            simplify(heading): column for column in self.columns for heading in (column.key, *column.name, *column.also)
        }

    def column(self, key: str) -> Column:
        """Return a column by its key.

        Raises:
            KeyError: the form has no such column.
        """
        for column in self.columns:
            if column.key == key:
                return column
        raise KeyError(key)


def simplify(written: str) -> str:
    r"""Return a heading or choice without what makes no difference: spaces, line ends, stars, width, letter case, notes.

    >>> simplify(" 身 份证号码\n（18位）* ")
    '身份证号码'
    """
    text = unicodedata.normalize("NFKC", written).translate(_DROPPED).casefold()
    bare, bracket, _ = text.partition("(")
    return bare if bracket and bare else text
