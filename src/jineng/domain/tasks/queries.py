"""Reads of townships' lists, in the person's scope."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import F, Max, Min, Sum

from jineng.domain.permitted import require
from jineng.domain.plans.queries import list_plans
from jineng.domain.tasks.errors import ListNotFoundError
from jineng.domain.tasks.models import SelectionEntry, SelectionList
from jineng.domain.tasks.states import EntryState, Overrun
from jineng.kernel.region_codes import is_wide
from jineng.kernel.target_groups import TARGET_GROUPS
from jineng.kernel.text import Text
from jineng.platform.regions.queries import former_codes, region_names

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from uuid import UUID

    from jineng.domain.plans.queries import PlanRow
    from jineng.platform.identity.models import User


@dataclass(frozen=True, slots=True)
class PlaceProgress:
    """How far a township or county is over all its lists of a year; ``rank`` counts from 1, equals share it."""

    code: str
    name: str
    quota: int
    listed_count: int
    sent_count: int
    rank: int

    @property
    def percent(self) -> int:
        """Sent people per hundred of the quota, rounded down; 0 where there is no quota."""
        return self.sent_count * 100 // self.quota if self.quota else 0


def plans_of(county_code: str) -> list[PlanRow]:
    """Return the plans of a county, also those that it issued under an earlier code (上党区 as 长治县)."""
    codes = (county_code, *former_codes(county_code))
    return [plan for code in codes for plan in list_plans(region_code=code, records=None)]


def list_years(actor: User) -> list[int]:
    """Return the years from the newest with lists to the oldest.

    Raises:
        NotAllowedError: the person's role sees no lists.
    """
    require(actor, "selections.read")
    years = SelectionList.objects.aggregate(first=Min("year"), last=Max("year"))
    return list(range(years["last"], years["first"] - 1, -1)) if years["last"] is not None else []


def list_lists(actor: User, year: int, *, offset: int = 0, limit: int | None = None) -> list[SelectionList]:
    """Return the lists of a year in the person's scope, by township; all from ``offset`` on where no ``limit`` is given.

    Raises:
        NotAllowedError: the person's role sees no lists.
    """
    require(actor, "selections.read")
    found = SelectionList.objects.filter(year=year).order_by("township_code", "policy_id", "group")
    return list(found[offset : None if limit is None else offset + limit])


def count_lists(actor: User, year: int) -> int:
    """Return how many lists of a year there are in the person's scope.

    Raises:
        NotAllowedError: the person's role sees no lists.
    """
    require(actor, "selections.read")
    return SelectionList.objects.filter(year=year).count()


def list_progress(actor: User, year: int) -> list[PlaceProgress]:
    """Return every township with a quota in a year, for cities and provinces every county; in two queries.

    Who has sent the largest share comes first.

    Raises:
        NotAllowedError: the person's role sees no lists.
    """
    require(actor, "selections.read")
    place = "county_code" if is_wide(actor.region_code) else "township_code"
    rows = (
        SelectionList.objects.filter(year=year)
        .values(place)
        .annotate(quota_sum=Sum("quota"), listed_sum=Sum("listed_count"), sent_sum=Sum("sent_count"))
    )
    names = region_names([row[place] for row in rows], is_full=False)
    shares = [row["sent_sum"] / row["quota_sum"] if row["quota_sum"] else 0.0 for row in rows]
    progress = [
        PlaceProgress(
            row[place],
            names[row[place]],
            row["quota_sum"],
            row["listed_sum"],
            row["sent_sum"],
            1 + sum(other > share for other in shares),
        )
        for row, share in zip(rows, shares, strict=True)
    ]
    return sorted(progress, key=lambda each: (each.rank, each.code))


def get_list(actor: User, uid: UUID) -> SelectionList:
    """Return a list of the person's scope.

    Raises:
        NotAllowedError: the person's role sees no lists.
        ListNotFoundError: there is none, or it is out of scope.
    """
    require(actor, "selections.read")
    found = SelectionList.objects.select_related("made_by").filter(uid=uid).first()
    if found is None:
        raise ListNotFoundError(str(uid))
    return found


def list_entries(actor: User, chosen: SelectionList, *, state: str, after: int, limit: int) -> Sequence[SelectionEntry]:
    """Return people of a list in the order in which they were entered, by key; one query whatever the list's length.

    Args:
        actor: who reads.
        chosen: a list of the person's scope.
        state: one state, or "" for those who stand on the list.
        after: the key of the last entry already shown, or 0.
        limit: how many at most.

    Raises:
        NotAllowedError: the person's role sees no lists.
    """
    require(actor, "selections.read")
    entries = SelectionEntry.objects.filter(list=chosen, pk__gt=after).select_related("person")
    entries = entries.filter(state=state) if state else entries.exclude(state=EntryState.WITHDRAWN)
    return list(entries.order_by("pk")[:limit])


def lists_open_to(actor: User) -> list[SelectionList]:
    """Return the lists that people can be put on: not full, or open beyond their quota; the newest year first.

    Raises:
        NotAllowedError: the person's role sees no lists.
    """
    require(actor, "selections.read")
    lists = SelectionList.objects.exclude(overrun="refuse", listed_count__gte=F("quota"))
    return list(lists.order_by("-year", "township_code", "group"))


def places_left(chosen: SelectionList, person_keys: Sequence[int]) -> tuple[int | None, int]:
    """Return how many places a list has left, None where it may be longer than its quota, and how many of these need one.

    Who is on the list already, or on another of the plan and year as far as the asker's scope shows, needs none.
    """
    standing = SelectionEntry.objects.filter(person__in=list(person_keys), year=chosen.year, policy_id=chosen.policy_id)
    placed = standing.exclude(state=EntryState.WITHDRAWN).count()
    left = max(chosen.quota - chosen.listed_count, 0) if chosen.overrun == Overrun.REFUSE else None
    return left, len(person_keys) - placed


def titles_of(lists: Iterable[SelectionList]) -> dict[int, Text]:
    """Return what people call lists (东村镇 2022 年 脱贫劳动力), by key; in one query."""
    chosen = list(lists)
    names = region_names([each.township_code for each in chosen], is_full=False)
    return {
        each.pk: Text(
            f"{names[each.township_code]} {each.year} 年 {TARGET_GROUPS[each.group].title.zh}",
            f"{names[each.township_code]} {each.year}, {TARGET_GROUPS[each.group].title.en}",
        )
        for each in chosen
    }
