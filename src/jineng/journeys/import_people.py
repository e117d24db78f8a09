"""Rosters, registration lists and townships' lists: rows of people compared with the registry, and taken into it."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any, Final

import polars as pl

from jineng.domain.imports.parts import StagedRow
from jineng.domain.imports.states import Verdict
from jineng.domain.registry.names import NameFaultError, normalised_name
from jineng.domain.registry.operations.many_people import register_people
from jineng.domain.registry.people_comparison import Verdict as Became
from jineng.domain.registry.people_comparison import compare_people
from jineng.domain.registry.people_facts import ADDRESS_LENGTH_MAX, PersonRow
from jineng.domain.tasks.operations import enter_people
from jineng.domain.tasks.queries import places_left
from jineng.journeys.import_places import Places
from jineng.kernel.problems import Place, Problem
from jineng.kernel.text import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from jineng.domain.imports.models import Import
    from jineng.domain.registry.people_comparison import Comparison
    from jineng.workbook.registry_forms.reading import ReadForm

_COMPARED_AT_ONCE: Final = 5_000
_LETTERS: Final = {
    Became.CREATED: Verdict.CREATE,
    Became.CHANGED: Verdict.CHANGE,
    Became.SAME: Verdict.SAME,
    Became.ASKED: Verdict.ASK,
    Became.REFUSED: Verdict.REFUSE,
}
_BY_NUMBER: Final = ("resident_id", "hmt_residence")
_FIELDS: Final = PersonRow._fields
_BORN_ON: Final = _FIELDS.index("born_on")
_GROUPS: Final = _FIELDS.index("groups")
_ON_ANOTHER_LIST: Final = Text(
    "此人已在本方案本年度的其他选送名单上；未列入本名单",
    "the person is on another list of this plan and year, so not put on this one",
)


def stage(
    imported: Import, read: ReadForm, today: date, report: Callable[[str, int, int], None]
) -> tuple[list[StagedRow], list[Problem]]:
    """Return the rows with what each would do, or what is wrong with them beyond their form."""
    problems: list[Problem] = []
    table = _whole(imported, read.table, today, problems)
    if problems:
        return [], sorted(problems, key=lambda problem: problem.place)
    places = table.select("sheet", "row").rows()
    values = [list(row) for row in table.select(_FIELDS).iter_rows()]
    staged: list[StagedRow] = []
    keys: list[int | None] = []
    for start in range(0, len(values), _COMPARED_AT_ONCE):
        report("compare", start, len(values))
        some = values[start : start + _COMPARED_AT_ONCE]
        compared = compare_people(
            imported.uploaded_by, [_person(row) for row in some], overwrite=imported.organisation_id is None
        )
        staged += [
            _staged(place, row, outcome)
            for place, row, outcome in zip(places[start : start + _COMPARED_AT_ONCE], some, compared, strict=True)
        ]
        keys += [outcome.person_key for outcome in compared]
    if imported.selection is not None:
        needed = [key for key, row in zip(keys, staged, strict=True) if row.verdict != Verdict.REFUSE]
        problems += _check_quota(imported, needed)
    return staged, problems


def commit(
    imported: Import, rows: Sequence[StagedRow], at: datetime, report: Callable[[str, int, int], None]
) -> tuple[list[StagedRow], list[int]]:
    """Register the people of the rows, and put them on the township's list if the form is for one.

    Raises:
        QuotaExceededError: the list has meanwhile become too full; nothing is registered then.
    """
    if imported.committed_by is None:
        raise ValueError(f"import {imported.pk} was confirmed by nobody")
    registered = register_people(
        actor=imported.committed_by,
        at=at,
        rows=[_person(row.values) for row in rows],
        source_key=str(imported.uid),
        overwrite=imported.organisation_id is None,
        organisation_key=imported.organisation_id,
        progress=partial(report, "register"),
    )
    became = [
        _staged((row.sheet, row.row), [], outcome) for row, outcome in zip(rows, registered.outcomes, strict=True)
    ]
    keys = [key for key in registered.person_keys if key is not None]
    if imported.selection is not None:
        entered = enter_people(
            actor=imported.committed_by,
            at=at,
            list_uid=imported.selection.uid,
            person_keys=keys,
            source_key=str(imported.uid),
        )
        became = [
            row._replace(verdict=Verdict.REFUSE.value, reason=_ON_ANOTHER_LIST) if key in entered.elsewhere else row
            for row, key in zip(became, registered.person_keys, strict=True)
        ]
    return became, keys


def _whole(imported: Import, table: pl.DataFrame, today: date, problems: list[Problem]) -> pl.DataFrame:
    """Return the table with a column for each field of a person, uniform as the registry keeps them."""
    missing = [name for name in (*_FIELDS, "township") if name not in table.columns]
    table = table.with_columns(pl.lit(None, dtype=pl.String).alias(name) for name in missing)
    number = pl.col("id_number")
    tells = pl.col("id_kind").is_in(_BY_NUMBER)
    born = number.str.slice(6, 4) + "-" + number.str.slice(10, 2) + "-" + number.str.slice(12, 2)
    sex = pl.when(number.str.slice(16, 1).is_in(list("13579"))).then(pl.lit("1")).otherwise(pl.lit("2"))
    table = table.with_columns(
        born_on=pl.when(tells).then(born).otherwise(pl.col("born_on")),
        sex=pl.when(tells).then(sex).otherwise(pl.col("sex")),
    )
    table = _with_names(table, problems)
    table = _with_places(imported, table, today, problems)
    _check_told(table, problems)
    if imported.selection is not None:
        table = table.with_columns(pl.lit(imported.selection.group).alias("groups"))
    return table.with_columns(pl.col(name).fill_null("") for name in _FIELDS if name != "born_on")


def _with_names(table: pl.DataFrame, problems: list[Problem]) -> pl.DataFrame:
    """Write names as the registry does; each different one that is not plainly fine is looked at once."""
    names = table["name"]
    odd = names.filter(~names.str.contains(r"^[\x{4e00}-\x{9fff}]{1,20}$")).unique().to_list()
    kept: dict[str, str] = {}
    for name in odd:
        try:
            kept[name] = normalised_name(name)
        except NameFaultError as fault:
            rows = table.filter(names == name).select("sheet", "row").iter_rows()
            problems += [Problem("bad_name", Place(sheet, row, "姓名"), fault.text) for sheet, row in rows]
    return table.with_columns(names.replace(kept)) if kept else table


def _with_places(imported: Import, table: pl.DataFrame, today: date, problems: list[Problem]) -> pl.DataFrame:
    places = Places.of(imported, today)
    codes, faults = {}, {}
    for written in table["township"].unique().drop_nulls().to_list():
        found = places.find(written)
        if isinstance(found, str):
            codes[written] = found
        else:
            faults[written] = found
    for sheet, row, written in table.select("sheet", "row", "township").iter_rows():
        if written in faults:
            problems.append(Problem("unknown_township", Place(sheet, row, "乡镇"), faults[written]))
    told = table["township"].replace_strict(codes, default=None, return_dtype=pl.String)
    return table.with_columns(told.fill_null(places.own).alias("township_code"))


def _check_told(table: pl.DataFrame, problems: list[Problem]) -> None:
    """Report what documents other than identity cards do not tell and the form does not either, and addresses too long."""
    untold = Text(
        "不是居民身份证的，须填性别和出生日期；请补上",
        "with documents other than identity cards sex and birth date are needed; fill them in",
    )
    for key, heading in (("sex", "性别"), ("born_on", "出生日期")):
        rows = table.filter(pl.col(key).is_null()).select("sheet", "row").iter_rows()
        problems += [Problem("untold", Place(sheet, row, heading), untold) for sheet, row in rows]
    long = Text(
        f"住址最多 {ADDRESS_LENGTH_MAX} 个字；请写简短些",
        f"an address has at most {ADDRESS_LENGTH_MAX} characters; shorten it",
    )
    rows = table.filter(pl.col("address").str.len_chars() > ADDRESS_LENGTH_MAX).select("sheet", "row").iter_rows()
    problems += [Problem("long_address", Place(sheet, row, "家庭住址"), long) for sheet, row in rows]


def _check_quota(imported: Import, keys: Sequence[int | None]) -> list[Problem]:
    chosen = imported.selection
    if chosen is None:
        return []
    left, needed = places_left(chosen, [key for key in keys if key is not None])
    needed += sum(key is None for key in keys)
    if left is None or needed <= left:
        return []
    text = Text(
        f"名单指标 {chosen.quota} 人，还可列入 {left} 人，这份名单要列入 {needed} 人，超出 {needed - left} 人；"
        "请减少人数，或请县人社局调整指标",
        f"the list's quota is {chosen.quota} with {left} places left, this file needs {needed}, {needed - left} too many; "
        "leave some out, or ask the bureau to change the quota",
    )
    return [Problem("quota_exceeded", Place(), text)]


def _person(values: Sequence[Any]) -> PersonRow:
    told = list(values)
    told[_BORN_ON] = date.fromisoformat(told[_BORN_ON])
    told[_GROUPS] = tuple(told[_GROUPS].split(",")) if told[_GROUPS] else ()
    return PersonRow(*told)


def _staged(place: tuple[str, int], values: list[Any], outcome: Comparison) -> StagedRow:
    return StagedRow(*place, values, _LETTERS[outcome.verdict].value, outcome.fields, outcome.reason)
