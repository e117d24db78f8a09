"""Reads of comparison sets, in the person's scope."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings

from jineng.domain.eligibility.comparison_kinds import COMPARISON_KINDS, Effect
from jineng.domain.eligibility.errors import SetNotFoundError
from jineng.domain.eligibility.models import ComparisonPart, ComparisonSet
from jineng.domain.eligibility.operations.comparison_sets import part_context
from jineng.domain.eligibility.states import SetState
from jineng.domain.permitted import require
from jineng.kernel.problems import Place, Problem
from jineng.kernel.text import Text

if TYPE_CHECKING:
    from datetime import date
    from uuid import UUID

    from jineng.domain.eligibility.comparison_kinds import ComparisonKind
    from jineng.platform.identity.models import User


@dataclass(frozen=True, slots=True)
class KindRow:
    """A kind with the lists of it: the newest in use first; ``is_current`` says whether one may be relied on today."""

    code: str
    kind: ComparisonKind
    sets: list[ComparisonSet]
    is_current: bool


def list_kinds(actor: User, today: date) -> list[KindRow]:
    """Return every kind with its lists in the person's scope, in one query.

    Raises:
        NotAllowedError: the person's role sees no lists.
    """
    require(actor, "comparison.read")
    found = ComparisonSet.objects.select_related("uploaded_by", "retired_by", "run").order_by("-data_on", "-pk")
    by_kind: dict[str, list[ComparisonSet]] = {code: [] for code in COMPARISON_KINDS}
    for each in found:
        by_kind[each.kind].append(each)
    return [
        KindRow(code, COMPARISON_KINDS[code], sets, any(_is_current(each, today) for each in sets))
        for code, sets in by_kind.items()
    ]


def get_set(actor: User, uid: UUID) -> ComparisonSet:
    """Return a list of the person's scope.

    Raises:
        NotAllowedError: the person's role sees no lists.
        SetNotFoundError: there is none, or it is out of scope.
    """
    require(actor, "comparison.read")
    found = ComparisonSet.objects.select_related("uploaded_by", "retired_by", "run").filter(uid=uid).first()
    if found is None:
        raise SetNotFoundError(str(uid))
    return found


def get_set_of_run(run_key: int) -> ComparisonSet:
    """Return the list that a run is to read, for the run itself."""
    return ComparisonSet.objects.get(run=run_key)


def read_upload(found: ComparisonSet) -> bytes:
    """Return the uploaded file.

    Raises:
        SetNotFoundError: it was wiped.
        SealError: it was changed.
    """
    return _part(found, "file")


def read_problems(found: ComparisonSet) -> list[Problem]:
    """Return what is wrong with a list; empty where it was read."""
    if found.state != SetState.FAULTY:
        return []
    return [
        Problem(code, Place(sheet, row, column), Text(zh, en))
        for code, sheet, row, column, zh, en in json.loads(_part(found, "problems"))
    ]


def may_be_retired_by(actor: User, found: ComparisonSet) -> bool:
    """Say whether this person may retire this list: another uploaded it."""
    return found.state == SetState.LIVE and found.uploaded_by_id != actor.pk


def effect_of(found: ComparisonSet) -> Effect:
    """Return what a hit means."""
    return Effect(found.effect)


def _is_current(found: ComparisonSet, today: date) -> bool:
    fresh = (today - found.data_on).days <= COMPARISON_KINDS[found.kind].current_days
    return found.state == SetState.LIVE and fresh and today <= found.valid_until


def _part(found: ComparisonSet, kind: str) -> bytes:
    content = ComparisonPart.objects.filter(set=found, kind=kind).values_list("content", flat=True).first()
    if content is None:
        raise SetNotFoundError(f"{found.uid}: {kind}")
    return settings.KEY_RING.open(bytes(content), part_context(found.pk, kind))
