"""Batches of people compared with a plan on a day (比对批次), the answers, and officers' decisions on them."""

from __future__ import annotations

from typing import ClassVar, Final
from uuid import uuid4

import pgtrigger
from django.db import models
from django.db.models import F, Q

from jineng.domain.eligibility.models.comparison_sets import ComparisonSet
from jineng.domain.eligibility.owner_functions import BATCH_FUNCTIONS
from jineng.domain.eligibility.states import BATCH_LABELS, BatchState
from jineng.kernel.text import Text
from jineng.platform.postgres.visibility import ByCounty, Through
from jineng.policy.comparing.findings import OUTCOME_NAMES
from jineng.policy.kinds.base import KIND_NAMES
from jineng.policy.vocabulary import LEVELS

TEXT_LENGTH_MAX = 500
_OUTCOMES: Final = sorted(OUTCOME_NAMES)
_FIXED: Final = pgtrigger.Protect(name="fixed", operation=pgtrigger.Update | pgtrigger.Delete)


class Batch(models.Model):
    """People compared with a plan, for a kind of training on a day; comparing again makes another batch."""

    visibility = ByCounty(
        county="county_code", township="township_code", organisation="organisation_key = {organisation}"
    )
    owner_functions: ClassVar = BATCH_FUNCTIONS

    uid = models.UUIDField(unique=True, default=uuid4, editable=False)
    county_code = models.CharField(max_length=6)
    township_code = models.CharField(max_length=9, blank=True)
    organisation_key = models.BigIntegerField(null=True)
    policy_id = models.CharField(max_length=80)
    policy_sha256 = models.CharField(max_length=64, blank=True)
    kind = models.CharField(max_length=30)
    day = models.DateField()
    level = models.CharField(max_length=20, blank=True)
    occupation = models.CharField(max_length=100, blank=True)
    source = models.CharField(max_length=20)
    source_uid = models.UUIDField(null=True)
    title_zh = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200)
    person_count = models.IntegerField()
    state = models.CharField(
        max_length=10,
        choices=[(state.value, BATCH_LABELS[state].zh) for state in BatchState],
        default=BatchState.QUEUED,
    )
    run = models.OneToOneField("progress.JobRun", models.PROTECT, related_name="+")
    asked_by = models.ForeignKey("identity.User", models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    judged_at = models.DateTimeField(null=True)

    class Meta:
        """Once judged a batch stays as it is."""

        indexes = [
            models.Index(fields=["county_code", "-id"], name="eligibility_batch_by_county"),
            models.Index(fields=["township_code", "-id"], name="eligibility_batch_by_township"),
            models.Index(fields=["organisation_key", "-id"], name="eligibility_batch_by_org"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=list(BatchState)), name="eligibility_batch_state_known"),
            models.CheckConstraint(condition=Q(kind__in=sorted(KIND_NAMES)), name="eligibility_batch_kind_known"),
            models.CheckConstraint(condition=Q(level__in=["", *LEVELS]), name="eligibility_batch_level_known"),
            models.CheckConstraint(
                condition=Q(source__in=["import", "selection", "picked"]), name="eligibility_batch_source_known"
            ),
            models.CheckConstraint(condition=Q(person_count__gte=1), name="eligibility_batch_of_somebody"),
            models.CheckConstraint(condition=Q(county_code__regex=r"^\d{6}$"), name="eligibility_batch_county_code"),
            models.CheckConstraint(
                condition=Q(state=BatchState.JUDGED, judged_at__isnull=False, policy_sha256__regex=r"^[0-9a-f]{64}$")
                | Q(state=BatchState.QUEUED, judged_at__isnull=True, policy_sha256=""),
                name="eligibility_batch_judged_whole",
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="kept", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="judged_stays",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__state=BatchState.JUDGED.value),
            ),
        ]

    def __str__(self) -> str:
        """Return number and plan."""
        return f"batch {self.pk} for {self.policy_id}"

    @property
    def title(self) -> Text:
        """Return whose comparison it is, as lists call it."""
        return Text(self.title_zh, self.title_en)


class BatchPerson(models.Model):
    """A person of a batch: what the comparison came to, and where it stands after decisions."""

    visibility = Through("batch_id", "eligibility.Batch")

    batch = models.ForeignKey(Batch, models.PROTECT, related_name="people")
    person = models.ForeignKey("registry.Person", models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=12, blank=True)
    standing = models.CharField(max_length=12, blank=True)
    is_key = models.BooleanField(null=True)

    class Meta:
        """Once a person in a batch; what it came to is written once."""

        indexes = [
            models.Index(fields=["batch", "standing", "id"], name="eligibility_person_standing"),
            models.Index(fields=["person", "-id"], name="eligibility_person_batches"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["batch", "person"], name="eligibility_person_once"),
            models.CheckConstraint(
                condition=Q(outcome="", standing="") | Q(outcome__in=_OUTCOMES, standing__in=_OUTCOMES),
                name="eligibility_person_outcome_known",
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="kept", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(name="who_stays", fields=["batch", "person"]),
            pgtrigger.Trigger(
                name="outcome_once",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=~pgtrigger.Q(old__outcome=""),
                func="""
                    IF (NEW.outcome, NEW.is_key) IS DISTINCT FROM (OLD.outcome, OLD.is_key)
                    THEN RAISE EXCEPTION 'what a comparison came to is written once; compare again in a new batch';
                    END IF;
                    RETURN NEW;
                """,
            ),
        ]

    def __str__(self) -> str:
        """Return the number."""
        return f"person {self.person_id} of batch {self.batch_id}"


class BatchFinding(models.Model):
    """One answer that people of a batch got: the check, the answer, why, from which source as of which day, what next."""

    visibility = Through("batch_id", "eligibility.Batch")
    append_only = True
    unaudited = "append-only and written by the comparison; the batch is audited"

    batch = models.ForeignKey(Batch, models.PROTECT, related_name="findings")
    ordinal = models.IntegerField()
    check_code = models.CharField(max_length=120)
    rule = models.CharField(max_length=80, blank=True)
    clauses = models.CharField(max_length=200, blank=True)
    outcome = models.CharField(max_length=12)
    source_zh = models.CharField(max_length=TEXT_LENGTH_MAX)
    source_en = models.CharField(max_length=TEXT_LENGTH_MAX)
    set = models.ForeignKey(ComparisonSet, models.PROTECT, related_name="+", null=True)
    data_on = models.DateField(null=True)
    reason_zh = models.TextField()
    reason_en = models.TextField()
    next_zh = models.TextField(blank=True)
    next_en = models.TextField(blank=True)
    person_count = models.IntegerField()

    class Meta:
        """Every answer says why, and from where; a clause or a list stands behind it."""

        ordering = ["ordinal"]
        constraints = [
            models.UniqueConstraint(fields=["batch", "ordinal"], name="eligibility_finding_once"),
            models.CheckConstraint(condition=Q(outcome__in=_OUTCOMES), name="eligibility_finding_outcome_known"),
            models.CheckConstraint(
                condition=~Q(reason_zh="") & ~Q(reason_en="") & ~Q(source_zh=""), name="eligibility_finding_says_why"
            ),
            models.CheckConstraint(
                condition=Q(set__isnull=True) | Q(data_on__isnull=False), name="eligibility_finding_data_day"
            ),
        ]
        triggers = [_FIXED]

    def __str__(self) -> str:
        """Return check and answer."""
        return f"{self.check_code}: {self.outcome}"


class BatchVerdict(models.Model):
    """That a person of a batch got an answer."""

    visibility = Through("batch_id", "eligibility.Batch")
    append_only = True
    unaudited = "append-only, written a hundred thousand at a time; the batch is audited"

    batch = models.ForeignKey(Batch, models.PROTECT, related_name="+")
    entry = models.ForeignKey(BatchPerson, models.PROTECT, related_name="verdicts")
    finding = models.ForeignKey(BatchFinding, models.PROTECT, related_name="verdicts")

    class Meta:
        """Once an answer a person."""

        indexes = [models.Index(fields=["finding", "entry"], name="eligibility_verdict_finding")]
        constraints = [
            models.UniqueConstraint(fields=["entry", "finding"], name="eligibility_verdict_once"),
        ]
        triggers = [_FIXED]

    def __str__(self) -> str:
        """Return the number."""
        return f"verdict {self.pk}"


class BatchDecision(models.Model):
    """An officer's decision on an answer: what was not known is known now, or a refusal does not hold after all.

    For one person, or for everybody of whom that is not known. One that sets a refusal aside counts once a second
    person has confirmed it.
    """

    visibility = Through("batch_id", "eligibility.Batch")

    batch = models.ForeignKey(Batch, models.PROTECT, related_name="decisions")
    entry = models.ForeignKey(BatchPerson, models.PROTECT, related_name="decisions", null=True)
    check_code = models.CharField(max_length=120)
    was = models.CharField(max_length=12)
    becomes = models.CharField(max_length=12)
    reason = models.CharField(max_length=TEXT_LENGTH_MAX)
    made_by = models.ForeignKey("identity.User", models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    confirmed_by = models.ForeignKey("identity.User", models.PROTECT, related_name="+", null=True)
    confirmed_at = models.DateTimeField(null=True)

    class Meta:
        """A reason always; a refusal is set aside for one person only, and by two people."""

        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="eligibility_decision_reason"),
            models.CheckConstraint(
                condition=Q(was="unknown", becomes__in=["fits", "does_not_fit"])
                | Q(was="does_not_fit", becomes="fits", entry__isnull=False),
                name="eligibility_decision_from_to",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True, confirmed_at__isnull=True)
                | Q(confirmed_by__isnull=False, confirmed_at__gte=F("made_at")),
                name="eligibility_decision_confirmed_whole",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True) | ~Q(confirmed_by=F("made_by")),
                name="eligibility_decision_confirmed_by_another",
            ),
            models.UniqueConstraint(
                fields=["batch", "entry", "check_code"], nulls_distinct=False, name="eligibility_decision_once"
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="kept", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(
                name="what_was_decided_stays",
                fields=["batch", "entry", "check_code", "was", "becomes", "reason", "made_by", "made_at"],
            ),
            pgtrigger.Protect(
                name="confirmed_stays",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__confirmed_by_id__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        """Return check and what it becomes."""
        return f"{self.check_code}: {self.was} becomes {self.becomes}"

    @property
    def is_in_force(self) -> bool:
        """Whether it counts: a refusal set aside waits for the second person."""
        return self.was == "unknown" or self.confirmed_by_id is not None
