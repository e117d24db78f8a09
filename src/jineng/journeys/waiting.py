"""What waits for somebody (待办): how much of each kind of work they may do now, by one query a kind.

Counts stop at ``COUNTED_UP_TO``: whoever has more to do than that learns nothing from the exact number.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from django.db.models import Exists, F, OuterRef

from jineng.domain.drafts.models import Draft
from jineng.domain.drafts.permissions import can_review
from jineng.domain.drafts.states import DraftState
from jineng.domain.eligibility.models import Batch, BatchDecision, BatchPerson
from jineng.domain.imports.models import Import
from jineng.domain.imports.permissions import forms_for
from jineng.domain.imports.states import ImportState
from jineng.domain.permitted import may
from jineng.domain.registry.models import FactsRequest, GroupTask, PayoutAccount, PersonRequest
from jineng.domain.registry.organisation_words import RequestState as FactsState
from jineng.domain.registry.organisation_words import TaskState
from jineng.domain.registry.states import AccountState, RequestState
from jineng.domain.tasks.models import SelectionList
from jineng.platform.identity.roles import OF_ORGANISATION, Role

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from django.db.models import QuerySet

    from jineng.platform.identity.models import User

COUNTED_UP_TO: Final = 99
_BATCHES_LOOKED_AT: Final = 200
"""Of comparisons the newest so many are asked whether anybody in them is undecided."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """How much of a kind of work there is; ``count`` is at most ``COUNTED_UP_TO``, ``is_more`` says that there is more."""

    code: str
    count: int
    is_more: bool


def waiting_for(actor: User, today: date) -> list[Waiting]:
    """Return the kinds of work that wait for somebody, in the order in which it is best done; nothing that they asked for.

    One query for each kind that their role does, however much there is.

    Args:
        actor: who looks; the database counts what is in their scope.
        today: the day against which time limits stand.
    """
    found = []
    for code, (asked_of, query) in _KINDS.items():
        if asked_of(actor):
            count = query(actor, today).order_by()[: COUNTED_UP_TO + 1].count()
            if count:
                found.append(Waiting(code, min(count, COUNTED_UP_TO), count > COUNTED_UP_TO))
    return found


def _imports(state: ImportState) -> Callable[[User, date], QuerySet[Any]]:
    return lambda actor, _today: Import.objects.filter(state=state, form__in=forms_for(actor))


def _requests(actor: User, _today: date) -> QuerySet[Any]:
    return PersonRequest.objects.filter(state=RequestState.OPEN).exclude(asked_by=actor.pk)


def _accounts(actor: User, _today: date) -> QuerySet[Any]:
    return PayoutAccount.objects.filter(state=AccountState.PROPOSED).exclude(proposed_by=actor.pk)


def _facts(actor: User, _today: date) -> QuerySet[Any]:
    return FactsRequest.objects.filter(state=FactsState.PROPOSED).exclude(proposed_by=actor.pk)


def _own_facts(actor: User, _today: date) -> QuerySet[Any]:
    return FactsRequest.objects.filter(state=FactsState.PROPOSED, organisation=actor.organisation_key)


def _own_requests(actor: User, _today: date) -> QuerySet[Any]:
    return PersonRequest.objects.filter(state=RequestState.OPEN, asked_by=actor.pk)


def _undecided(_actor: User, _today: date) -> QuerySet[Any]:
    newest = Batch.objects.order_by("-pk").values("pk")[:_BATCHES_LOOKED_AT]
    somebody = BatchPerson.objects.filter(batch=OuterRef("pk"), standing="unknown")
    return Batch.objects.filter(Exists(somebody), pk__in=newest)


def _unconfirmed(actor: User, _today: date) -> QuerySet[Any]:
    return BatchDecision.objects.filter(was="does_not_fit", confirmed_by=None).exclude(made_by=actor.pk)


def _late_lists(_actor: User, today: date) -> QuerySet[Any]:
    return SelectionList.objects.filter(due_on__lt=today, sent_count__lt=F("quota"))


def _reported_tasks(actor: User, _today: date) -> QuerySet[Any]:
    return GroupTask.objects.filter(state=TaskState.REPORTED).exclude(reported_by=actor.pk)


def _late_tasks(_actor: User, today: date) -> QuerySet[Any]:
    return GroupTask.objects.filter(state=TaskState.OPEN, due_on__lt=today)


def _own_tasks(actor: User, _today: date) -> QuerySet[Any]:
    return GroupTask.objects.filter(state=TaskState.OPEN, member__organisation=actor.organisation_key)


def _drafts(actor: User, _today: date) -> QuerySet[Any]:
    return Draft.objects.filter(state=DraftState.SENT, region_code=actor.region_code).exclude(sent_by=actor.pk)


def _may(action: str) -> Callable[[User], bool]:
    return lambda actor: may(actor, action)


def _imports_something(actor: User) -> bool:
    return bool(forms_for(actor))


def _is_of_organisation(actor: User) -> bool:
    return actor.role in OF_ORGANISATION and may(actor, "organisations.propose")


def _sends_people(actor: User) -> bool:
    return may(actor, "selections.edit") or actor.role == Role.LEADER


_Kind = tuple["Callable[[User], bool]", "Callable[[User, date], QuerySet[Any]]"]

_KINDS: Final[dict[str, _Kind]] = {
    "imports_ready": (_imports_something, _imports(ImportState.READY)),
    "imports_faulty": (_imports_something, _imports(ImportState.FAULTY)),
    "accounts": (_may("accounts.confirm"), _accounts),
    "requests": (_may("people.correct"), _requests),
    "facts": (_may("organisations.confirm"), _facts),
    "unconfirmed": (_may("eligibility.decide"), _unconfirmed),
    "undecided": (_may("eligibility.decide"), _undecided),
    "drafts": (lambda actor: can_review(actor, actor.region_code), _drafts),
    "late_lists": (_sends_people, _late_lists),
    "reported_tasks": (_may("leading_group.edit"), _reported_tasks),
    "late_tasks": (_may("leading_group.edit"), _late_tasks),
    "own_tasks": (lambda actor: actor.role == Role.DEPARTMENT, _own_tasks),
    "own_facts": (_is_of_organisation, _own_facts),
    "own_requests": (lambda actor: actor.role == Role.INSTITUTION_MANAGER, _own_requests),
}
"""Code of a kind of work → whose it is, and what there is of it."""
