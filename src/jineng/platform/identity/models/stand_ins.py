"""Standing in for somebody for a while (代理), and taking over from somebody who leaves (工作交接)."""

from __future__ import annotations

from typing import Final

import pgtrigger
from django.contrib.postgres.constraints import ExclusionConstraint
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Coalesce, Greatest, Least

from jineng.platform.identity.rules import COUNTY_DIGITS, HOUSES
from jineng.platform.postgres.visibility import Open

_HOUSE_SQL: Final = " ".join(f"WHEN '{role.value}' THEN '{house}'" for role, house in HOUSES.items())


def _may_replace(absent: str, present: str, *, absent_is_active: bool) -> str:
    """Return what a trigger does to refuse a pair whose second cannot do the work of the first."""
    also = "AND a.is_active" if absent_is_active else ""
    return f"""
        IF NOT EXISTS (
            SELECT FROM identity_user a JOIN identity_user b ON b.id = NEW.{present}
            WHERE a.id = NEW.{absent} AND b.is_active {also}
            AND left(a.region_code, {COUNTY_DIGITS}) = left(b.region_code, {COUNTY_DIGITS})
            AND a.organisation_key IS NOT DISTINCT FROM b.organisation_key
            AND (CASE a.role {_HOUSE_SQL} END) = (CASE b.role {_HOUSE_SQL} END)
        ) THEN RAISE EXCEPTION 'only somebody of the same house, county and organisation can take the place';
        END IF;
        RETURN NEW;
    """  # noqa: S608 -- put together from this module's own words


def _key_range(field: str) -> Func:
    return Func(F(field), F(field), Value("[]"), function="int8range")


class Deputy(models.Model):
    """Somebody acts with an absent colleague's role from ``starts_at`` until before ``ends_at``, under their own name."""

    visibility = Open(reason="looked up before it is known what somebody may see")

    absent = models.ForeignKey("identity.User", models.PROTECT, related_name="+")
    stand_in = models.ForeignKey("identity.User", models.PROTECT, related_name="+")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    reason = models.CharField(max_length=100)
    given_by = models.ForeignKey("identity.User", models.PROTECT, related_name="+", null=True)
    given_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        """Two different people; the same two not twice at the same time."""

        indexes = [models.Index(fields=["stand_in", "ends_at"], name="identity_deputy_of")]
        constraints = [
            models.CheckConstraint(condition=~Q(absent=F("stand_in")), name="identity_deputy_another"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="identity_deputy_period"),
            ExclusionConstraint(
                name="identity_deputy_once_at_a_time",
                index_type="GIST",
                expressions=[
                    (_key_range("absent"), "&&"),
                    (_key_range("stand_in"), "&&"),
                    (
                        Func(
                            F("starts_at"),
                            Greatest(F("starts_at"), Least(F("ends_at"), Coalesce(F("ended_at"), F("ends_at")))),
                            function="tstzrange",
                        ),
                        "&&",
                    ),
                ],
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="kept", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(
                name="given_as_it_is",
                fields=["absent", "stand_in", "starts_at", "ends_at", "reason", "given_by", "given_at"],
            ),
            pgtrigger.Protect(
                name="ended_stays", operation=pgtrigger.Update, condition=pgtrigger.Q(old__ended_at__isnull=False)
            ),
            pgtrigger.Trigger(
                name="of_the_same_house",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func=_may_replace("absent_id", "stand_in_id", absent_is_active=True),
            ),
        ]

    def __str__(self) -> str:
        """Say who stands in for whom."""
        return f"{self.stand_in_id} for {self.absent_id}"


class Handover(models.Model):
    """Whose open work somebody took over when they left: it stays in sight of the successor."""

    visibility = Open(reason="it names two accounts and nothing else")
    append_only = True

    leaver = models.OneToOneField("identity.User", models.PROTECT, related_name="+")
    successor = models.ForeignKey("identity.User", models.PROTECT, related_name="+")
    handed_at = models.DateTimeField()
    arranged_by = models.ForeignKey("identity.User", models.PROTECT, related_name="+", null=True)

    class Meta:
        """One successor each, another person."""

        constraints = [
            models.CheckConstraint(condition=~Q(leaver=F("successor")), name="identity_handover_another"),
        ]
        triggers = [
            pgtrigger.Protect(name="fixed", operation=pgtrigger.Update | pgtrigger.Delete),
            pgtrigger.Trigger(
                name="of_the_same_house",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func=_may_replace("leaver_id", "successor_id", absent_is_active=False),
            ),
        ]

    def __str__(self) -> str:
        """Say who follows whom."""
        return f"{self.successor_id} after {self.leaver_id}"
