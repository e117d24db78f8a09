"""The table of regions."""

from __future__ import annotations

from typing import ClassVar

import pgtrigger
from django.db import models
from django.db.models import F, Q

from jineng.platform.postgres.visibility import Open
from jineng.platform.regions.levels import KIND_LABELS, RegionKind, RegionLevel


class Region(models.Model):
    """A region under one code. When it gets another code or is merged, this row ends and names its successor.

    ``valid_from`` is null where the code is older than the tables that were read. ``valid_to`` is the first day on which
    the code no longer held; null while it holds.
    """

    visibility = Open(reason="reference data: the same for everybody")
    unaudited = "reference data: what was loaded is in one event of the loading"

    code = models.CharField(max_length=12, primary_key=True)
    name = models.CharField(max_length=60)
    level = models.CharField(max_length=10)
    kind = models.CharField(max_length=20, choices=[(kind.value, KIND_LABELS[kind].zh) for kind in RegionKind])
    parent_code = models.CharField(max_length=12, blank=True)
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)
    successor_code = models.CharField(max_length=12, blank=True)

    class Meta:
        """Codes and levels agree; only what has ended has a successor; what is named exists."""

        ordering: ClassVar = ["code"]
        indexes: ClassVar = [
            models.Index(fields=["parent_code", "code"], name="regions_by_parent"),
            models.Index(fields=["successor_code"], name="regions_by_successor", condition=~Q(successor_code="")),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(level=RegionLevel.PROVINCE, code__regex=r"^\d{2}0000$", parent_code="")
                | Q(level=RegionLevel.CITY, code__regex=r"^\d{2}(0[1-9]|[1-9]\d)00$", parent_code__regex=r"^\d{2}0000$")
                | Q(level=RegionLevel.COUNTY, code__regex=r"^\d{4}(0[1-9]|[1-9]\d)$", parent_code__regex=r"^\d{6}$")
                | Q(level=RegionLevel.TOWNSHIP, code__regex=r"^\d{9}$", parent_code__regex=r"^\d{6}$")
                | Q(level=RegionLevel.VILLAGE, code__regex=r"^\d{12}$", parent_code__regex=r"^\d{9}$"),
                name="regions_code_of_level",
            ),
            models.CheckConstraint(condition=Q(kind__in=list(RegionKind)), name="regions_kind_known"),
            models.CheckConstraint(condition=~Q(name=""), name="regions_named"),
            models.CheckConstraint(
                condition=Q(valid_from__isnull=True) | Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")),
                name="regions_period",
            ),
            models.CheckConstraint(
                condition=Q(successor_code="") | Q(valid_to__isnull=False) & ~Q(successor_code=F("code")),
                name="regions_succeeded_when_ended",
            ),
        ]
        triggers: ClassVar = [
            pgtrigger.Protect(name="kept", operation=pgtrigger.Delete),
            pgtrigger.Trigger(
                name="named_regions_exist",
                when=pgtrigger.After,
                operation=pgtrigger.Insert | pgtrigger.Update,
                timing=pgtrigger.Deferred,
                func="""
                    IF NEW.parent_code <> '' AND NOT EXISTS (SELECT FROM regions_region WHERE code = NEW.parent_code)
                    OR NEW.successor_code <> '' AND NOT EXISTS (
                        SELECT FROM regions_region WHERE code = NEW.successor_code AND level = NEW.level
                    )
                    THEN RAISE EXCEPTION 'the parent or successor of a region is not in the table';
                    END IF;
                    RETURN NULL;
                """,
            ),
        ]

    def __str__(self) -> str:
        """Return name and code."""
        return f"{self.name} ({self.code})"
