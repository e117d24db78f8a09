"""The register of what each person enjoyed (已享受登记), counted under the keys of the plans' limits."""

from __future__ import annotations

from typing import get_args
from uuid import uuid4

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from jineng.domain.eligibility.states import BENEFIT_LABELS, BENEFIT_TRANSITIONS, COUNTING, BenefitState
from jineng.platform.encryption.fields import BlindIndexField
from jineng.platform.postgres.visibility import ByRegion, Through
from jineng.policy.kinds.base import Item

TEXT_LENGTH_MAX = 200
_COUNTING = sorted(state.value for state in COUNTING)


class EnjoyedBenefit(models.Model):
    """One benefit (享受记录) of a person: reserved for a claim, then enjoyed or released; what was enjoyed may be reversed.

    ``values`` are the facts that limits may ask about (level, occupation, …): a fact that is not there is not known.
    """

    visibility = ByRegion(column="region_code", person="person_id")

    uid = models.UUIDField(unique=True, default=uuid4, editable=False)
    person = models.ForeignKey("registry.Person", models.PROTECT, related_name="+")
    id_index = BlindIndexField(purpose="registry.person.id_number")
    region_code = models.CharField(max_length=12)
    policy_id = models.CharField(max_length=80, blank=True)
    item = models.CharField(max_length=30)
    kind = models.CharField(max_length=30, blank=True)
    enjoyed_on = models.DateField()
    amount_fen = models.BigIntegerField(null=True)
    values = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=[(state.value, BENEFIT_LABELS[state].zh) for state in BenefitState])
    source = models.CharField(max_length=20)
    source_key = models.CharField(max_length=TEXT_LENGTH_MAX)
    noted_by = models.ForeignKey("identity.User", models.PROTECT, related_name="+", null=True)
    noted_at = models.DateTimeField()
    ended_by = models.ForeignKey("identity.User", models.PROTECT, related_name="+", null=True)
    ended_at = models.DateTimeField(null=True)
    ended_reason = models.CharField(max_length=TEXT_LENGTH_MAX, blank=True)

    class Meta:
        """One benefit a source; never deleted; what gave its place back has who, when and why."""

        indexes = [
            models.Index(fields=["person", "-enjoyed_on"], name="eligibility_benefit_person"),
            models.Index(fields=["id_index"], name="eligibility_benefit_index", condition=Q(state__in=_COUNTING)),
            models.Index(fields=["region_code", "-id"], name="eligibility_benefit_region"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["source", "source_key", "item", "person"],
                condition=Q(state__in=_COUNTING),
                name="eligibility_benefit_source_once",
            ),
            models.CheckConstraint(condition=Q(state__in=list(BenefitState)), name="eligibility_benefit_state_known"),
            models.CheckConstraint(condition=Q(item__in=sorted(get_args(Item))), name="eligibility_benefit_item_known"),
            models.CheckConstraint(condition=Q(source__in=["claim", "past"]), name="eligibility_benefit_source_known"),
            models.CheckConstraint(
                condition=Q(amount_fen__isnull=True) | Q(amount_fen__gte=0), name="eligibility_benefit_amount"
            ),
            models.CheckConstraint(
                condition=Q(state__in=_COUNTING, ended_at__isnull=True, ended_by__isnull=True, ended_reason="")
                | ~Q(state__in=_COUNTING) & Q(ended_at__gte=F("noted_at")) & ~Q(ended_reason=""),
                name="eligibility_benefit_end_whole",
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="kept", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(
                name="origin_stays",
                fields=[
                    "uid",
                    "id_index",
                    "region_code",
                    "policy_id",
                    "item",
                    "kind",
                    "values",
                    "source",
                    "source_key",
                ],
            ),
            pgtrigger.FSM(
                name="transitions",
                field="state",
                transitions=[(str(before), str(after)) for before, after in BENEFIT_TRANSITIONS],
            ),
            pgtrigger.Trigger(
                name="gives_its_places_back",
                when=pgtrigger.After,
                operation=pgtrigger.UpdateOf("state"),  # type: ignore[no-untyped-call]
                condition=~pgtrigger.Q(new__state__in=_COUNTING),
                func="""
                    UPDATE eligibility_benefitkey SET is_live = false WHERE benefit_id = NEW.id AND is_live;
                    RETURN NULL;
                """,
            ),
        ]

    def __str__(self) -> str:
        """Return the number and item."""
        return f"benefit {self.pk} ({self.item})"


class BenefitKey(models.Model):
    """A place that a benefit takes under a limit: the n-th of at most so many, once in the whole database while live."""

    visibility = Through("benefit_id", "eligibility.EnjoyedBenefit")

    benefit = models.ForeignKey(EnjoyedBenefit, models.PROTECT, related_name="keys")
    id_index = BlindIndexField(purpose="registry.person.id_number")
    once_key = models.CharField(max_length=200)
    place = models.IntegerField()
    most = models.IntegerField()
    rules = ArrayField(models.CharField(max_length=80))
    is_live = models.BooleanField(default=True)

    class Meta:
        """One live holder a place; no place beyond the limit."""

        constraints = [
            models.UniqueConstraint(
                fields=["id_index", "once_key", "place"], condition=Q(is_live=True), name="eligibility_key_once"
            ),
            models.UniqueConstraint(fields=["benefit", "once_key"], name="eligibility_key_of_benefit_once"),
            models.CheckConstraint(condition=Q(place__gte=1, place__lte=F("most")), name="eligibility_key_place"),
        ]
        triggers = [
            pgtrigger.Protect(name="kept", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(name="origin_stays", fields=["benefit", "once_key", "place", "most", "rules"]),
            pgtrigger.Trigger(
                name="lives_with_its_benefit",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                declare=[("standing", "RECORD")],
                func="""
                    SELECT state, id_index INTO standing FROM eligibility_enjoyedbenefit
                    WHERE id = NEW.benefit_id FOR SHARE;
                    IF NEW.is_live IS DISTINCT FROM (standing.state IN ('RESERVED', 'ENJOYED'))
                        OR NEW.id_index IS DISTINCT FROM standing.id_index
                    THEN RAISE EXCEPTION 'a place lives as long as its benefit, and is its person''s';
                    END IF;
                    RETURN NEW;
                """,
            ),
        ]

    def __str__(self) -> str:
        """Return key and place."""
        return f"{self.once_key} #{self.place}"
