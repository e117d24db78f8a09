"""Lists of other departments (比对名单): who uploaded which, from where, as of which day; people by blind index only."""

from __future__ import annotations

from uuid import uuid4

import pgtrigger
from django.db import models
from django.db.models import F, Q

from jineng.domain.eligibility.comparison_kinds import COMPARISON_KINDS, Effect
from jineng.domain.eligibility.states import SET_LABELS, SET_TRANSITIONS, SetState
from jineng.platform.encryption.fields import BlindIndexField, SealedBytesField
from jineng.platform.postgres.visibility import ByCounty, Through

TEXT_LENGTH_MAX = 200


def _of_its_kind() -> Q:
    """Return the condition that a hit means what it means for the kind."""
    usual = Q()
    for effect in Effect:
        kinds = sorted(code for code, kind in COMPARISON_KINDS.items() if kind.effect == effect)
        if kinds:
            usual |= Q(kind__in=kinds, effect=effect.value)
    return usual


class ComparisonSet(models.Model):
    """A comparison set (比对名单) of a county: in use from its upload until it is retired or no longer valid."""

    visibility = ByCounty(county="county_code")

    uid = models.UUIDField(unique=True, default=uuid4, editable=False)
    kind = models.CharField(max_length=20)
    source = models.CharField(max_length=TEXT_LENGTH_MAX)
    data_on = models.DateField()
    valid_until = models.DateField()
    effect = models.CharField(max_length=10)
    effect_reason = models.CharField(max_length=TEXT_LENGTH_MAX, blank=True)
    county_code = models.CharField(max_length=6)
    file_sha256 = models.CharField(max_length=64)
    state = models.CharField(
        max_length=10, choices=[(state.value, SET_LABELS[state].zh) for state in SetState], default=SetState.READING
    )
    row_count = models.IntegerField(default=0)
    twice_count = models.IntegerField(default=0)
    problem_count = models.IntegerField(default=0)
    run = models.OneToOneField("progress.JobRun", models.PROTECT, related_name="+")
    uploaded_by = models.ForeignKey("identity.User", models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField()
    retired_by = models.ForeignKey("identity.User", models.PROTECT, related_name="+", null=True)
    retired_at = models.DateTimeField(null=True)
    retired_reason = models.CharField(max_length=TEXT_LENGTH_MAX, blank=True)

    class Meta:
        """A second person retires it, with a reason; what it is stays; another effect than the kind's has a reason."""

        indexes = [models.Index(fields=["county_code", "kind", "-data_on"], name="eligibility_set_by_county")]
        constraints = [
            models.UniqueConstraint(
                fields=["county_code", "kind", "file_sha256", "data_on"],
                condition=Q(state__in=[SetState.READING, SetState.LIVE]),
                name="eligibility_set_file_once",
            ),
            models.CheckConstraint(condition=Q(kind__in=sorted(COMPARISON_KINDS)), name="eligibility_set_kind_known"),
            models.CheckConstraint(condition=Q(effect__in=list(Effect)), name="eligibility_set_effect_known"),
            models.CheckConstraint(condition=Q(state__in=list(SetState)), name="eligibility_set_state_known"),
            models.CheckConstraint(condition=Q(county_code__regex=r"^\d{6}$"), name="eligibility_set_county_code"),
            models.CheckConstraint(condition=~Q(source=""), name="eligibility_set_source_given"),
            models.CheckConstraint(condition=Q(valid_until__gte=F("data_on")), name="eligibility_set_days"),
            models.CheckConstraint(
                condition=~Q(effect_reason="") | _of_its_kind(), name="eligibility_set_other_effect_with_reason"
            ),
            models.CheckConstraint(
                condition=Q(
                    state=SetState.RETIRED, retired_by__isnull=False, retired_at__isnull=False, row_count__gte=0
                )
                & ~Q(retired_reason="")
                | ~Q(state=SetState.RETIRED) & Q(retired_by__isnull=True, retired_at__isnull=True, retired_reason=""),
                name="eligibility_set_retired_whole",
            ),
            models.CheckConstraint(
                condition=Q(retired_by__isnull=True) | ~Q(retired_by=F("uploaded_by")),
                name="eligibility_set_retired_by_another",
            ),
            models.CheckConstraint(
                condition=Q(state=SetState.FAULTY, problem_count__gt=0)
                | ~Q(state=SetState.FAULTY) & Q(problem_count=0),
                name="eligibility_set_faulty_has_problems",
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="kept", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(
                name="origin_stays",
                fields=[
                    *("uid", "kind", "source", "data_on", "valid_until", "effect", "effect_reason", "county_code"),
                    *("file_sha256", "run", "uploaded_by", "uploaded_at"),
                ],
            ),
            pgtrigger.FSM(
                name="transitions",
                field="state",
                transitions=[(str(before), str(after)) for before, after in SET_TRANSITIONS],
            ),
            pgtrigger.Trigger(
                name="keeps_no_file",
                when=pgtrigger.After,
                operation=pgtrigger.UpdateOf("state"),  # type: ignore[no-untyped-call]
                condition=~pgtrigger.Q(new__state=SetState.READING.value),
                func="""
                    IF EXISTS (SELECT FROM eligibility_comparisonpart WHERE set_id = NEW.id AND kind = 'file')
                    THEN RAISE EXCEPTION 'a list that is read keeps nothing of its file';
                    END IF;
                    RETURN NULL;
                """,
            ),
        ]

    def __str__(self) -> str:
        """Return kind and day."""
        return f"{self.kind} as of {self.data_on}"


class ComparisonPart(models.Model):
    """The sealed upload of a list while it is read, or what is wrong with it."""

    visibility = Through("set_id", "eligibility.ComparisonSet")
    unaudited = "staging: the file on its way, wiped once it is read; the set itself is audited"

    set = models.ForeignKey(ComparisonSet, models.PROTECT, related_name="parts")
    kind = models.CharField(max_length=10)
    content = SealedBytesField(context="eligibility.part/{set_id}/{kind}")

    class Meta:
        """One file and one report of problems a list; never changed."""

        constraints = [
            models.UniqueConstraint(fields=["set", "kind"], name="eligibility_part_once"),
            models.CheckConstraint(condition=Q(kind__in=["file", "problems"]), name="eligibility_part_kind"),
        ]
        triggers = [pgtrigger.Protect(name="fixed", operation=pgtrigger.Update)]

    def __str__(self) -> str:
        """Return kind and number."""
        return f"{self.kind} of set {self.set_id}"


class ComparisonRow(models.Model):
    """Somebody on a comparison set, by blind index and days only: nothing of it can be read."""

    visibility = Through("set_id", "eligibility.ComparisonSet")
    unaudited = "blind indexes without anything to read, a million at a time; the set with its counts is audited"

    set = models.ForeignKey(ComparisonSet, models.PROTECT, related_name="rows")
    id_index = BlindIndexField(purpose="registry.person.id_number")
    from_on = models.DateField(null=True)
    to_on = models.DateField(null=True)

    class Meta:
        """Found by list and index; never changed; wiped when the list is retired."""

        indexes = [models.Index(fields=["set", "id_index"], name="eligibility_row_by_index")]
        constraints = [
            models.CheckConstraint(condition=Q(id_index__regex=r"^[0-9a-f]{64}$"), name="eligibility_row_index_hex"),
            models.CheckConstraint(
                condition=Q(from_on__isnull=True) | Q(to_on__isnull=True) | Q(to_on__gte=F("from_on")),
                name="eligibility_row_days",
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="fixed", operation=pgtrigger.Update),
            pgtrigger.Trigger(
                name="only_while_reading",
                when=pgtrigger.After,
                operation=pgtrigger.Insert,
                level=pgtrigger.Statement,
                referencing=pgtrigger.Referencing(new="added"),  # type: ignore[no-untyped-call]
                func="""
                    IF EXISTS (
                        SELECT FROM eligibility_comparisonset
                        WHERE id IN (SELECT set_id FROM added) AND state <> 'READING'
                    )
                    THEN RAISE EXCEPTION 'a list takes people only while it is read';
                    END IF;
                    RETURN NULL;
                """,
            ),
        ]

    def __str__(self) -> str:
        """Return the number."""
        return f"row {self.pk}"
