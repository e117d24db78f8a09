"""The only door for writing regions: loading a table of them."""

from __future__ import annotations

import csv
import hashlib
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

from django.db import transaction

from jineng.platform.audit.operations import Subject, record
from jineng.platform.regions.models import Region

if TYPE_CHECKING:
    from datetime import datetime

    from jineng.platform.identity.models import User

SHIPPED: Final = Path(__file__).with_name("regions.csv")
"""Shanxi's cities, the counties of Lüliang and Changzhi and the townships of Lan County and Shangdang District."""

_FIELDS: Final = ("name", "level", "kind", "parent_code", "valid_from", "valid_to", "successor_code")


@transaction.atomic
def load_regions(*, actor: User | None, at: datetime, path: Path = SHIPPED) -> int:
    """Add the regions of a table and bring those that are known up to date; nothing is removed. Idempotent.

    Args:
        actor: who loads; None for the machine's own administrator.
        at: the instant.
        path: CSV in UTF-8 with the columns code, name, level, kind, parent_code, valid_from, valid_to, successor_code.

    Returns:
        How many rows were new or differed.

    Raises:
        KeyError: a column is missing.
        ValueError: a date is none.
        IntegrityError: the table contradicts itself.
    """
    content = path.read_text(encoding="utf-8")
    regions = [_region_of(row) for row in csv.DictReader(content.splitlines())]
    kept = Region.objects.in_bulk([region.code for region in regions])
    changed = [region for region in regions if _values(region) != _values(kept.get(region.code))]
    if not changed:
        return 0
    Region.objects.bulk_create(
        changed, update_conflicts=True, unique_fields=["code"], update_fields=list(_FIELDS), batch_size=2000
    )
    record(
        actor=actor,
        action="regions_loaded",
        subject=Subject("region", "*"),
        at=at,
        detail={"rows": len(changed), "sha256": hashlib.sha256(content.encode()).hexdigest()},
    )
    return len(changed)


def _region_of(row: dict[str, str]) -> Region:
    return Region(
        code=row["code"],
        name=row["name"],
        level=row["level"],
        kind=row["kind"],
        parent_code=row["parent_code"],
        valid_from=_day(row["valid_from"]),
        valid_to=_day(row["valid_to"]),
        successor_code=row["successor_code"],
    )


def _day(written: str) -> date | None:
    return date.fromisoformat(written) if written else None


def _values(region: Region | None) -> list[object]:
    return [getattr(region, name) for name in _FIELDS] if region else []
