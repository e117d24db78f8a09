"""How the fields of a form that is written here, and not read off a rule's model, are put together."""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

from jineng.kernel.text import Text
from jineng.policy.forms.fields import Field
from jineng.policy.kinds.terms import UNIT_NAMES

if TYPE_CHECKING:
    from jineng.policy.document import Head, Rounding
    from jineng.policy.examples import Expected
    from jineng.policy.forms.fields import Control

Options = tuple[tuple[str, Text], ...]


def field_of(
    name: str,
    control: Control,
    zh: str,
    en: str,
    help_: tuple[str, str] = ("", ""),
    *,
    required: bool = True,
    options: Options = (),
    unit: str = "",
    rows: tuple[Field, ...] = (),
    advanced: bool = False,
) -> Field:
    """Return a field: its name and control, its label and help in both languages, and what it may hold."""
    return Field(
        name,
        Text(zh, en),
        Text(*help_),
        control,
        unit=UNIT_NAMES[unit] if unit else None,
        options=options,
        required=required,
        rows=rows,
        advanced=advanced,
    )


def named(values: tuple[str, ...], names: dict[str, Text]) -> Options:
    """Return values with what they are called."""
    return tuple((value, names[value]) for value in values)


def choices_of(model: type[Head | Rounding | Expected], field: str, names: dict[str, Text]) -> Options:
    """Return the values that a model's field may have, with what they are called."""
    return named(get_args(model.model_fields[field].annotation), names)
