"""Settlements and what they come to. Money is fen; a settled one never changes."""

from __future__ import annotations

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import MD5

from jineng.domain.settlements.rules import FILENAME_LENGTH_MAX
from jineng.domain.settlements.sealing import LINE_CONTEXT, PERSON_PURPOSE
from jineng.domain.settlements.states import FINAL, LABELS, TRANSITIONS, SettlementState
from jineng.platform.encryption.fields import BlindIndexField, SealedBytesField
from jineng.platform.postgres.visibility import ByRegion, Through

ITEMS = ("training", "certificate", "hire", "hire_certificate")
STATUSES = ("payable", "pending", "refused")
STANDARDS = ("ladder", "universal", "none")
PAYEE_KINDS = ("institution", "evaluator", "enterprise", "person", "platform")

RESULT_FIELDS = (
    "result",
    "policy_sha256",
    "engine",
    "input_sha256",
    "due_fen",
    "paid_fen",
    "payable_now_fen",
    "recover_fen",
    "later_fen",
    "line_count",
    "refused_count",
)
"""Filled exactly when a settlement is settled; the constraint below and ``operations`` share this list."""


_IN_THE_RESULT = "written once with the result, whose file and hash stand in the audited settlement, and never changed"


def _all_null(names: tuple[str, ...], *, null: bool) -> Q:
    return Q(**{f"{name}__isnull": null for name in names})


def _appended_only(settlement: str) -> list[pgtrigger.Trigger]:
    """Return the triggers of a table of results: rows come with the result, before the state changes, and stay."""
    return [
        pgtrigger.Protect(name="fixed", operation=pgtrigger.Update | pgtrigger.Delete),
        pgtrigger.Trigger(
            name="only_while_uploaded",
            level=pgtrigger.Statement,
            when=pgtrigger.After,
            operation=pgtrigger.Insert,
            referencing=pgtrigger.Referencing(new="added"),  # type: ignore[no-untyped-call]
            func=f"""
                IF EXISTS (SELECT FROM added JOIN {settlement} s ON s.id = added.settlement_id WHERE s.state <> 'UPLOADED')
                THEN RAISE EXCEPTION 'a settlement that is settled takes no more rows';
                END IF;
                RETURN NULL;
            """,
        ),
    ]


class Settlement(models.Model):
    """A workbook (结算工作簿) handed in for a plan and a day, and what became of it."""

    visibility = ByRegion()

    region_code = models.CharField(max_length=12)
    policy_id = models.CharField(max_length=80)
    as_of = models.DateField()
    filename = models.CharField(max_length=FILENAME_LENGTH_MAX)
    book = models.ForeignKey("files.StoredFile", models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField()
    uploaded_by = models.ForeignKey("identity.User", models.PROTECT, related_name="+")
    run = models.OneToOneField("progress.JobRun", models.PROTECT, related_name="+")
    state = models.CharField(
        max_length=10,
        choices=[(state.value, LABELS[state].zh) for state in SettlementState],
        default=SettlementState.UPLOADED,
    )
    ended_at = models.DateTimeField(null=True)

    problems = models.ForeignKey("files.StoredFile", models.PROTECT, related_name="+", null=True)
    problem_count = models.IntegerField(null=True)

    result = models.ForeignKey("files.StoredFile", models.PROTECT, related_name="+", null=True)
    policy_sha256 = models.CharField(max_length=64, null=True)  # noqa: DJ001 -- null means not settled yet
    engine = models.CharField(max_length=40, null=True)  # noqa: DJ001 -- as above
    input_sha256 = models.CharField(max_length=64, null=True)  # noqa: DJ001 -- as above
    due_fen = models.BigIntegerField(null=True)
    paid_fen = models.BigIntegerField(null=True)
    payable_now_fen = models.BigIntegerField(null=True)
    recover_fen = models.BigIntegerField(null=True)
    later_fen = models.BigIntegerField(null=True)
    line_count = models.IntegerField(null=True)
    refused_count = models.IntegerField(null=True)
    later_payment_count = models.PositiveIntegerField(default=0)
    set_aside = models.JSONField(default=list, encoder=DjangoJSONEncoder)

    class Meta:
        """State and fields say the same; what is final stays."""

        indexes = [models.Index(fields=["region_code", "-id"], name="settlements_by_region")]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=list(SettlementState)), name="settlements_state_known"),
            models.CheckConstraint(
                condition=Q(state=SettlementState.SETTLED) & _all_null(RESULT_FIELDS, null=False)
                | ~Q(state=SettlementState.SETTLED) & _all_null(RESULT_FIELDS, null=True),
                name="settlements_result_when_settled",
            ),
            models.CheckConstraint(
                condition=Q(state=SettlementState.UNUSABLE, problems__isnull=False, problem_count__gt=0)
                | ~Q(state=SettlementState.UNUSABLE) & Q(problems__isnull=True, problem_count__isnull=True),
                name="settlements_problems_when_unusable",
            ),
            models.CheckConstraint(
                condition=Q(state__in=sorted(FINAL), ended_at__isnull=False)
                | ~Q(state__in=sorted(FINAL)) & Q(ended_at__isnull=True),
                name="settlements_end_with_state",
            ),
            models.CheckConstraint(
                condition=Q(due_fen__isnull=True)
                | Q(
                    due_fen__gte=0,
                    payable_now_fen__gte=0,
                    recover_fen__gte=0,
                    later_fen__gte=0,
                    line_count__gte=0,
                    refused_count__gte=0,
                    refused_count__lte=F("line_count"),
                ),
                name="settlements_amounts_not_negative",
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="kept", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="final_stays",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__state__in=sorted(FINAL)),
            ),
            pgtrigger.FSM(
                name="transitions",
                field="state",
                transitions=[(str(before), str(after)) for (before, _action), after in TRANSITIONS.items()],
            ),
        ]

    def __str__(self) -> str:
        """Return number and plan."""
        return f"settlement {self.pk} under {self.policy_id}"


class SettlementLine(models.Model):
    """One person and subsidy item (人员明细): amounts to filter and sum by; the person only masked, indexed and sealed."""

    visibility = Through("settlement_id", "settlements.Settlement")
    append_only = True
    unaudited = _IN_THE_RESULT

    settlement = models.ForeignKey(Settlement, models.PROTECT, related_name="lines")
    ordinal = models.IntegerField()
    class_id = models.TextField(blank=True)
    item = models.CharField(max_length=20)
    status = models.CharField(max_length=10)
    standard = models.CharField(max_length=10)
    reasons = ArrayField(models.CharField(max_length=60), default=list)
    days = models.IntegerField(null=True)
    due_fen = models.BigIntegerField()
    paid_fen = models.BigIntegerField()
    payable_now_fen = models.BigIntegerField()
    recover_fen = models.BigIntegerField()
    later_fen = models.BigIntegerField()
    least_fen = models.BigIntegerField(null=True)
    most_fen = models.BigIntegerField(null=True)
    payee_kind = models.CharField(max_length=12)
    payee = models.TextField()
    person_mask = models.CharField(max_length=18)
    name_mask = models.TextField()
    person_index = BlindIndexField(purpose=PERSON_PURPOSE)
    sealed = SealedBytesField(context=LINE_CONTEXT)

    class Meta:
        """Amounts add up: due is what was paid, is payable and may come, less what is to be recovered."""

        ordering = ["ordinal"]
        indexes = [models.Index(fields=["settlement", "person_index"], name="settlements_line_person")]
        constraints = [
            models.UniqueConstraint(fields=["settlement", "ordinal"], name="settlements_line_once"),
            models.CheckConstraint(condition=Q(ordinal__gte=1), name="settlements_line_ordinal"),
            models.CheckConstraint(condition=Q(item__in=ITEMS), name="settlements_line_item"),
            models.CheckConstraint(condition=Q(status__in=STATUSES), name="settlements_line_status"),
            models.CheckConstraint(condition=Q(standard__in=STANDARDS), name="settlements_line_standard"),
            models.CheckConstraint(condition=Q(payee_kind__in=PAYEE_KINDS), name="settlements_line_payee_kind"),
            models.CheckConstraint(
                condition=Q(due_fen__gte=0, payable_now_fen__gte=0, recover_fen__gte=0, later_fen__gte=0),
                name="settlements_line_not_negative",
            ),
            models.CheckConstraint(
                condition=Q(status="pending")
                | Q(due_fen=F("paid_fen") + F("payable_now_fen") + F("later_fen") - F("recover_fen")),
                name="settlements_line_adds_up",
            ),
            models.CheckConstraint(
                condition=Q(least_fen__isnull=True, most_fen__isnull=True)
                | Q(status="pending", least_fen__gte=0, least_fen__lte=F("most_fen")),
                name="settlements_line_range",
            ),
        ]
        triggers = _appended_only("settlements_settlement")

    def __str__(self) -> str:
        """Return the line's number; never the person."""
        return f"line {self.ordinal} of settlement {self.settlement_id}"


class SettlementClass(models.Model):
    """What a class (班级) of the book reached, as at the day."""

    visibility = Through("settlement_id", "settlements.Settlement")
    append_only = True
    unaudited = _IN_THE_RESULT

    settlement = models.ForeignKey(Settlement, models.PROTECT, related_name="classes")
    ordinal = models.IntegerField()
    class_id = models.TextField()
    institution = models.CharField(max_length=18)
    occupation = models.TextField(blank=True)
    kind = models.CharField(max_length=30)
    start_on = models.DateField()
    end_on = models.DateField()
    planned_milli = models.BigIntegerField()
    trainees = models.IntegerField()
    attendance_rate = models.CharField(max_length=12)
    certified = models.IntegerField()
    pass_rate = models.CharField(max_length=12)
    employed = models.IntegerField()
    employment_rate = models.CharField(max_length=12)
    standard = models.CharField(max_length=10)
    reasons = models.JSONField(default=list)

    class Meta:
        """Each class once."""

        ordering = ["ordinal"]
        constraints = [
            models.UniqueConstraint(fields=["settlement", "ordinal"], name="settlements_class_ordinal"),
            # By hash: a class's number is whatever text the book has, too long at worst for an index.
            models.UniqueConstraint(F("settlement"), MD5("class_id"), name="settlements_class_once"),
            models.CheckConstraint(condition=Q(standard__in=STANDARDS), name="settlements_class_standard"),
            models.CheckConstraint(condition=Q(end_on__gte=F("start_on")), name="settlements_class_period"),
        ]
        triggers = _appended_only("settlements_settlement")

    def __str__(self) -> str:
        """Return the class's number."""
        return self.class_id


class SettlementInstitution(models.Model):
    """What a training institution (培训机构) reached over its ended classes, and whether it may train next year."""

    visibility = Through("settlement_id", "settlements.Settlement")
    append_only = True
    unaudited = _IN_THE_RESULT

    settlement = models.ForeignKey(Settlement, models.PROTECT, related_name="institutions")
    ordinal = models.IntegerField()
    institution = models.CharField(max_length=18)
    trained = models.IntegerField()
    pass_rate = models.CharField(max_length=12)
    employment_rate = models.CharField(max_length=12)
    eligible_next_year = models.BooleanField(null=True)
    reasons = models.JSONField(default=list)

    class Meta:
        """Each institution once."""

        ordering = ["ordinal"]
        constraints = [
            models.UniqueConstraint(fields=["settlement", "ordinal"], name="settlements_institution_ordinal"),
            models.UniqueConstraint(fields=["settlement", "institution"], name="settlements_institution_once"),
        ]
        triggers = _appended_only("settlements_settlement")

    def __str__(self) -> str:
        """Return the institution's code."""
        return self.institution
