"""Rules and figures of a draft in plain words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pydantic import TypeAdapter, ValidationError

from jineng.kernel.text import Text
from jineng.policy.forms.typed import parts_of_quantity
from jineng.policy.kinds import Rule
from jineng.policy.kinds.terms import UNIT_NAMES

if TYPE_CHECKING:
    from jineng.web.desk.entries import Table

_RULE: Final = TypeAdapter[Rule](Rule)


def describe(table: Table) -> Text | None:
    """Return what a rule says, or None while it is not whole."""
    try:
        return _RULE.validate_python(table).describe()
    except ValidationError:
        return None


def say_figure(figure: str) -> Text:
    """Return a clause's figure as people read it.

    >>> say_figure("150 yuan").zh, say_figure("80 %").zh, say_figure("2022-11-30 date").zh
    ('150 元', '80%', '2022-11-30')
    """
    value, unit = parts_of_quantity(figure)
    if unit == "%":
        return Text(f"{value}%", f"{value}%")
    if not unit:
        plain = value.removesuffix(" date")
        return Text(plain, plain)
    return Text(f"{value} {UNIT_NAMES[unit].zh}", f"{value} {unit}")
