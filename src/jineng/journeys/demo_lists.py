"""The demonstration's townships' lists, comparison sets of other departments, and a judged comparison of Lan County.

Every step looks first whether it was done, so that an interrupted demonstration goes on where it stopped.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from django.utils import timezone

from jineng.domain.eligibility.comparison_kinds import COMPARISON_KINDS
from jineng.domain.eligibility.models import Batch, BatchDecision, BatchFinding, BatchVerdict, ComparisonSet
from jineng.domain.eligibility.operations.batches import ask_batch, decide
from jineng.domain.eligibility.operations.comparison_sets import upload_set
from jineng.domain.eligibility.states import BatchState
from jineng.domain.imports.models import Import
from jineng.domain.imports.states import ImportState
from jineng.domain.registry.models import Person
from jineng.domain.registry.states import PersonState
from jineng.domain.tasks.models import SelectionEntry, SelectionList
from jineng.domain.tasks.operations import enter_people, send_people, set_quota
from jineng.journeys.batch_sources import choose_source
from jineng.journeys.demo_people import ROSTER, hand_in, lan_people
from jineng.platform.scope import acting, scope_of
from jineng.workbook.synthetic.registry import registry_people, write_list, write_rows

if TYPE_CHECKING:
    from datetime import datetime

    from jineng.journeys.demo_people import Lan
    from jineng.platform.identity.models import User

_PLAN: Final = "lanxian-2022"
_YEAR: Final = 2022
_DAY: Final = date(2022, 7, 4)
_QUOTAS: Final = (
    # Township, group, quota, days until it is due, how many hundredths of the quota are sent.
    ("141127100", "rural_migrant", 30, 30, 60),
    ("141127100", "poverty_lifted", 12, 30, 40),
    ("141127101", "rural_migrant", 25, -20, 30),
    ("141127102", "rural_migrant", 20, 30, 80),
    ("141127103", "rural_migrant", 20, 30, 10),
)
_SELECTED: Final = "东村镇选送名单（演示）.xlsx"
_SETS: Final = (
    # Kind, how many people of the roster are on it, first day.
    ("deceased", 2, "2022-03-05"),
    ("in_custody", 1, "2021-11-02"),
    ("public_payroll", 3, "2019-07-01"),
    ("pensioner", 3, "2021-06-01"),
    ("student", 4, "2020-09-01"),
    ("company_owner", 5, "2018-05-20"),
)
_DATA_DAYS_AGO: Final = 12
_VALID_DAYS: Final = 80
_FILL_UP: Final = 30
"""Of each list so many are people who are not registered here, as on real ones."""


def lay_out_lists(*, who: Lan, at: datetime) -> None:
    """Give townships quotas and put people on their lists; a township's own list waits to be confirmed."""
    today = timezone.localdate(at)
    for township, group, quota, days, hundredths in _QUOTAS:
        with acting(who.officer, scope_of(who.officer)):
            key = {"township_code": township, "year": _YEAR, "policy_id": _PLAN, "group": group}
            chosen = SelectionList.objects.filter(**key).first() or set_quota(
                actor=who.officer,
                at=at,
                **key,  # type: ignore[arg-type]
                quota=quota,
                overrun="refuse" if group == "rural_migrant" else "warn",
                due_on=today + timedelta(days=days),
            )
            if chosen.listed_count == 0:
                _enter(who.officer, at, chosen, quota * 9 // 10, quota * hundredths // 100)
    _hand_in_selected(who.clerk, at)


def hand_in_sets(*, officer: User, at: datetime) -> None:
    """Hand in lists of other departments on which some people of the roster stand."""
    today = timezone.localdate(at)
    roster, others = lan_people()[:420], registry_people("changzhixian-2018", _FILL_UP)
    first = 20
    with acting(officer, scope_of(officer)):
        for kind, count, from_on in _SETS:
            on_it = [*roster[first : first + count], *others]
            first += count
            if ComparisonSet.objects.filter(kind=kind).exists():
                continue
            rows = [{"name": each.values["name"], "id_number": each.id_number, "from_on": from_on} for each in on_it]
            upload_set(
                actor=officer,
                at=at,
                kind=kind,
                source=f"{COMPARISON_KINDS[kind].keeper.zh}（演示）",
                data_on=today - timedelta(days=_DATA_DAYS_AGO),
                valid_until=today + timedelta(days=_VALID_DAYS),
                effect=COMPARISON_KINDS[kind].effect,
                content=write_list(rows),
            )


def ask_comparison(*, officer: User, at: datetime) -> None:
    """Ask for the people of the roster to be compared with the county's plan, once that roster is imported."""
    with acting(officer, scope_of(officer)):
        imported = Import.objects.filter(uploaded_by=officer, filename=ROSTER, state=ImportState.COMMITTED).first()
        if imported is None or Batch.objects.filter(source_uid=imported.uid).exists():
            return
        chosen = choose_source(officer, f"import:{imported.uid}")
        if chosen is not None:
            ask_batch(
                actor=officer,
                at=at,
                policy_id=_PLAN,
                kind="order",
                day=_DAY,
                person_keys=chosen.person_keys,
                source=chosen.source.kind,
                source_uid=chosen.source.uid,
                title=chosen.source.title,
            )


def set_one_aside(*, officer: User, at: datetime) -> None:
    """Set one refusal aside on a paper that was seen, so that it waits for the second person."""
    with acting(officer, scope_of(officer)):
        batch = Batch.objects.filter(asked_by=officer, state=BatchState.JUDGED, source="import").first()
        if batch is None or BatchDecision.objects.filter(batch=batch).exists():
            return
        finding = BatchFinding.objects.filter(batch=batch, outcome="does_not_fit", set__kind="student").first()
        verdict = BatchVerdict.objects.filter(finding=finding).order_by("pk").first()
        if finding is None or verdict is None:
            return
        decide(
            actor=officer,
            at=at,
            batch_uid=batch.uid,
            check_code=finding.check_code,
            was="does_not_fit",
            becomes="fits",
            reason="已看毕业证书原件，2021 年 7 月毕业",
            entry_key=verdict.entry_id,
        )


def _enter(officer: User, at: datetime, chosen: SelectionList, listed: int, sent: int) -> None:
    placed = SelectionEntry.objects.filter(year=chosen.year, policy_id=chosen.policy_id).values("person_id")
    people = Person.objects.filter(
        township_code=chosen.township_code, state=PersonState.LIVE, tags__group=chosen.group
    ).exclude(pk__in=placed)
    keys = list(people.order_by("pk").values_list("pk", flat=True)[:listed])
    if keys:
        enter_people(actor=officer, at=at, list_uid=chosen.uid, person_keys=keys)
        entries = SelectionEntry.objects.filter(list=chosen).order_by("pk").values_list("pk", flat=True)
        send_people(actor=officer, at=at, list_uid=chosen.uid, entry_keys=list(entries[:sent]))


def _hand_in_selected(clerk: User, at: datetime) -> None:
    with acting(clerk, scope_of(clerk)):
        chosen = SelectionList.objects.filter(township_code=clerk.region_code, group="poverty_lifted").first()
    rows = [each.values for each in lan_people()[500:506]]
    if chosen is not None:
        hand_in(clerk, at, "selection", _SELECTED, write_rows("selection", rows), selection=chosen)
