"""Reads of batches and their answers, in the person's scope."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from django.db.models import Count

from jineng.domain.eligibility.answers import label_of
from jineng.domain.eligibility.errors import BatchNotFoundError
from jineng.domain.eligibility.models import Batch, BatchDecision, BatchFinding, BatchPerson, BatchVerdict
from jineng.domain.permitted import require
from jineng.kernel.text import Text
from jineng.policy.comparing.findings import OUTCOME_NAMES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from uuid import UUID

    from django.db.models import QuerySet

    from jineng.platform.identity.models import User


class Narrowed(NamedTuple):
    """Which people of a batch are asked for: by where they stand, and by one answer."""

    standing: str = ""
    finding: int | None = None


@dataclass(frozen=True, slots=True)
class VerdictRow:
    """One answer for a person as a page shows it, with the decision on it, if there is one."""

    finding: BatchFinding
    label: Text
    decision: BatchDecision | None

    @property
    def stands(self) -> str:
        """How the answer stands after decisions."""
        if self.decision is not None and self.decision.is_in_force:
            return self.decision.becomes
        return self.finding.outcome

    @property
    def reason(self) -> Text:
        """Why."""
        return Text(self.finding.reason_zh, self.finding.reason_en)

    @property
    def source(self) -> Text:
        """From where."""
        return Text(self.finding.source_zh, self.finding.source_en)

    @property
    def next_step(self) -> Text:
        """What to do next; empty where there is nothing."""
        return Text(self.finding.next_zh, self.finding.next_en)


@dataclass(frozen=True, slots=True)
class EntryRow:
    """A person of a batch in a list: what speaks against them, or is not known."""

    entry: BatchPerson
    verdicts: list[VerdictRow]


def list_batches(actor: User, *, offset: int, limit: int) -> list[Batch]:
    """Return batches of the person's scope, the newest first, in one query.

    Raises:
        NotAllowedError: the person's role sees none.
    """
    require(actor, "eligibility.read")
    return list(Batch.objects.select_related("asked_by", "run").order_by("-pk")[offset : offset + limit])


def count_batches(actor: User) -> int:
    """Return how many batches there are in the person's scope.

    Raises:
        NotAllowedError: the person's role sees none.
    """
    require(actor, "eligibility.read")
    return Batch.objects.count()


def count_standings(batches: list[Batch]) -> dict[int, dict[str, int]]:
    """Return for each batch how many people stand how, in one query."""
    rows = BatchPerson.objects.filter(batch__in=batches).values_list("batch_id", "standing").annotate(count=Count("id"))
    counts: dict[int, dict[str, int]] = {batch.pk: dict.fromkeys(OUTCOME_NAMES, 0) for batch in batches}
    for batch_key, standing, count in rows:
        counts[batch_key][standing] = count
    return counts


def get_batch(actor: User, uid: UUID) -> Batch:
    """Return a batch of the person's scope.

    Raises:
        NotAllowedError: the person's role sees none.
        BatchNotFoundError: there is none, or it is out of scope.
    """
    require(actor, "eligibility.read")
    batch = Batch.objects.select_related("asked_by", "run").filter(uid=uid).first()
    if batch is None:
        raise BatchNotFoundError(str(uid))
    return batch


def get_batch_of_run(run_key: int) -> Batch:
    """Return the batch that a run is to compare, for the run itself."""
    return Batch.objects.get(run=run_key)


def list_findings(batch: Batch) -> list[VerdictRow]:
    """Return the answers of a batch that are not plain yes, those of most people first, with decisions for everybody."""
    decisions = {each.check_code: each for each in batch.decisions.filter(entry=None)}
    found = batch.findings.exclude(outcome="fits").order_by("outcome", "-person_count", "ordinal")
    return [VerdictRow(each, label_of(each.check_code), _on(each, decisions.get(each.check_code))) for each in found]


def count_entries(batch: Batch, chosen: Narrowed) -> int:
    """Return how many people of a batch are asked for."""
    return _entries(batch, chosen).count()


def list_entries(batch: Batch, chosen: Narrowed, *, offset: int, limit: int) -> list[EntryRow]:
    """Return people of a batch with what is open or against them; two queries, however many."""
    entries = list(_entries(batch, chosen).select_related("person").order_by("pk")[offset : offset + limit])
    return _with_verdicts(batch, entries, only_open=True)


def walk_entries(batch: Batch) -> Iterator[EntryRow]:
    """Yield everybody in a batch with all their answers, a thousand at a time, for files."""
    last = 0
    while True:
        entries = list(
            BatchPerson.objects.filter(batch=batch, pk__gt=last).select_related("person").order_by("pk")[:1000]
        )
        if not entries:
            return
        yield from _with_verdicts(batch, entries, only_open=False)
        last = entries[-1].pk


def get_entry(batch: Batch, entry_key: int) -> EntryRow:
    """Return a person of a batch with all their answers.

    Raises:
        BatchNotFoundError: the person is not in it, or out of scope.
    """
    entry = BatchPerson.objects.select_related("person").filter(batch=batch, pk=entry_key).first()
    if entry is None:
        raise BatchNotFoundError(f"{batch.uid}: {entry_key}")
    (row,) = _with_verdicts(batch, [entry], only_open=False)
    return row


def list_for_person(actor: User, person_key: int) -> list[BatchPerson]:
    """Return the latest comparisons of a person that the actor sees, the newest first, twenty at most.

    Raises:
        NotAllowedError: the person's role sees none.
    """
    require(actor, "eligibility.read")
    found = (
        BatchPerson.objects.filter(person=person_key).exclude(standing="").select_related("batch", "batch__asked_by")
    )
    return list(found.order_by("-pk")[:20])


def list_unconfirmed(batch: Batch) -> list[BatchDecision]:
    """Return the refusals set aside that wait for a second person."""
    waiting = batch.decisions.filter(was="does_not_fit", confirmed_by=None)
    return list(waiting.select_related("entry__person", "made_by").order_by("pk"))


def _entries(batch: Batch, chosen: Narrowed) -> QuerySet[BatchPerson]:
    found = BatchPerson.objects.filter(batch=batch)
    if chosen.standing:
        found = found.filter(standing=chosen.standing)
    if chosen.finding is not None:
        found = found.filter(verdicts__finding=chosen.finding)
    return found


def _with_verdicts(batch: Batch, entries: list[BatchPerson], *, only_open: bool) -> list[EntryRow]:
    verdicts = BatchVerdict.objects.filter(entry__in=entries).select_related("finding").order_by("finding__ordinal")
    if only_open:
        verdicts = verdicts.exclude(finding__outcome="fits")
    decisions: Mapping[tuple[int | None, str], BatchDecision] = {
        (each.entry_id, each.check_code): each
        for each in batch.decisions.select_related("made_by", "confirmed_by")
        if each.entry_id is None or each.entry_id in {entry.pk for entry in entries}
    }
    by_entry: dict[int, list[VerdictRow]] = {entry.pk: [] for entry in entries}
    for verdict in verdicts:
        finding = verdict.finding
        own = _on(finding, decisions.get((verdict.entry_id, finding.check_code)))
        decision = own or _on(finding, decisions.get((None, finding.check_code)))
        by_entry[verdict.entry_id].append(VerdictRow(finding, label_of(finding.check_code), decision))
    return [EntryRow(entry, by_entry[entry.pk]) for entry in entries]


def _on(finding: BatchFinding, decision: BatchDecision | None) -> BatchDecision | None:
    return decision if decision is not None and decision.was == finding.outcome else None
