"""Whom a comparison can be asked for: the people of an import, of a township's list, or one person."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from uuid import UUID

from jineng.domain.imports.models import ImportOutcome
from jineng.domain.permitted import may
from jineng.domain.registry.models import Person
from jineng.domain.registry.states import PersonState
from jineng.domain.tasks.models import SelectionEntry, SelectionList
from jineng.domain.tasks.queries import titles_of
from jineng.domain.tasks.states import EntryState
from jineng.kernel.text import Text
from jineng.workbook.registry_forms.forms import FORMS, OF_PEOPLE

if TYPE_CHECKING:
    from jineng.platform.identity.models import User

OFFERED_MAX: Final = 50
"""How many imports and how many lists are offered, the newest first."""


@dataclass(frozen=True, slots=True)
class Source:
    """Somebody to compare: ``code`` names it in forms, ``kind`` and ``uid`` in the batch."""

    code: str
    kind: str
    uid: UUID | None
    title: Text


@dataclass(frozen=True, slots=True)
class Chosen:
    """A source with the keys of its people."""

    source: Source
    person_keys: list[int]


def offered_sources(actor: User) -> list[Source]:
    """Return the lists and imports in the person's scope that have people, lists first."""
    return [*_lists(actor), *_imports(actor)]


def choose_source(actor: User, code: str) -> Chosen | None:
    """Return the people of a source; None if there is no such one in the person's scope."""
    kind, _colon, written = code.partition(":")
    try:
        uid = UUID(written)
    except ValueError:
        return None
    if kind == "person":
        return _one_person(code, uid)
    source = next((each for each in offered_sources(actor) if each.code == code), None)
    if source is None:
        return None
    if kind == "import":
        outcome = ImportOutcome.objects.get(import_of__uid=uid)
        return Chosen(source, list(outcome.keys))
    entries = SelectionEntry.objects.filter(list__uid=uid).exclude(state=EntryState.WITHDRAWN)
    return Chosen(source, list(entries.values_list("person_id", flat=True)))


def _lists(actor: User) -> list[Source]:
    if not may(actor, "selections.read"):
        return []
    lists = list(SelectionList.objects.filter(listed_count__gt=0).order_by("-year", "-pk")[:OFFERED_MAX])
    titles = titles_of(lists)
    return [
        Source(
            f"selection:{each.uid}",
            "selection",
            each.uid,
            Text(
                f"选送名单：{titles[each.pk].zh}（{each.listed_count} 人）",
                f"selection list: {titles[each.pk].en} ({each.listed_count} people)",
            ),
        )
        for each in lists
    ]


def _imports(actor: User) -> list[Source]:
    if not may(actor, "imports.read"):
        return []
    found = ImportOutcome.objects.filter(import_of__form__in=sorted(OF_PEOPLE)).select_related("import_of")
    return [
        Source(
            f"import:{each.import_of.uid}",
            "import",
            each.import_of.uid,
            Text(
                f"导入：{FORMS[each.import_of.form].name.zh} 编号 {each.import_of.pk}（{len(each.keys)} 人）",
                f"import: {FORMS[each.import_of.form].name.en} no. {each.import_of.pk} ({len(each.keys)} people)",
            ),
        )
        for each in found.order_by("-pk")[:OFFERED_MAX]
        if each.keys
    ]


def _one_person(code: str, uid: UUID) -> Chosen | None:
    key = Person.objects.filter(uid=uid, state=PersonState.LIVE).values_list("pk", flat=True).first()
    if key is None:
        return None
    return Chosen(Source(code, "picked", None, Text("单人比对", "one person")), [key])
