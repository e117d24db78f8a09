"""What a form of the desk posts: rows added and taken away, a figure put into a field, and the table that it all makes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from jineng.policy.forms.entry import to_dict
from jineng.policy.forms.posted import SEPARATOR
from jineng.policy.forms.typed import day, quantity
from jineng.web.desk.slots import next_number

if TYPE_CHECKING:
    from django.http import QueryDict

    from jineng.policy.forms.fields import RuleForm
    from jineng.web.desk.entries import Table
    from jineng.web.desk.slots import Values

DO: Final = "_do"
ADD: Final = "_add"
REMOVE: Final = "_remove"
FILL: Final = "_fill"
FACT: Final = "_fact-"
BASED_ON: Final = "_based_on"
PICKED: Final = "_picked"
WORDS: Final = "_q"
"""Names of buttons and of what a form carries along; no field's name begins with an underline."""

FIND: Final = "find"
"""What the button beside the search of the original does."""

_NAME_MAX: Final = 200


def posted_values(posted: QueryDict) -> Values:
    """Return the fields of a posted form after the button that was pressed: a row more or less, or a figure filled in."""
    values: Values = {
        name: [str(value).replace("\x00", "") for value in posted.getlist(name)]
        for name in posted
        if not name.startswith(("_", "csrf")) and len(name) <= _NAME_MAX
    }
    filled, _, figure = posted.get(FILL, "").partition("=")
    if filled and figure:
        values[filled] = [figure]
    removed = posted.get(REMOVE, "")
    if removed:
        start = f"{removed}{SEPARATOR}"
        values = {name: kept for name, kept in values.items() if name != removed and not name.startswith(start)}
    added = posted.get(ADD, "")
    if added:
        fact = posted.get(f"{FACT}{added}", "")
        if fact:
            values[f"{added}{SEPARATOR}{fact}"] = [""]
        elif f"{FACT}{added}" not in posted:
            values[f"{added}{SEPARATOR}{next_number(values, added)}"] = [""]
    return values


def table_of(form: RuleForm, values: Values, section: str) -> Table:
    """Return the table that a form's values make, as TOML would hold it."""
    table = to_dict(form, values)
    if section != "rule":
        table.pop("kind", None)
    if isinstance(table.get("figures"), list):
        table["figures"] = [written_figure(figure) for figure in table["figures"]]
    for row in table.get("not_computed", []) if isinstance(table.get("not_computed"), list) else []:
        if isinstance(row, dict) and isinstance(row.get("figure"), str):
            row["figure"] = written_figure(row["figure"])
    fill_english(table)
    return table


def written_figure(text: str) -> str:
    """Return a figure as documents write it; what cannot be understood stays as it was typed.

    >>> written_figure("150元"), written_figure("８０％"), written_figure("2022年11月30日"), written_figure("10 days")
    ('150 yuan', '80 %', '2022-11-30 date', '10 days')
    """
    on = day(text.removesuffix(" date"))
    return quantity(text, "") if isinstance(on, str) else f"{on.isoformat()} date"


def fill_english(value: Any) -> None:
    """Put the Chinese of a two-language text in the place of the English that nobody wrote."""
    if isinstance(value, dict):
        if set(value) == {"zh"} and isinstance(value["zh"], str):
            value["en"] = value["zh"]
        for part in value.values():
            fill_english(part)
    elif isinstance(value, list):
        for part in value:
            fill_english(part)
