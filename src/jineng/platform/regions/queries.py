"""Reads of regions. Unknown codes are answered with themselves, so that a page never fails for a village not loaded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import connection
from django.db.models import Q

from jineng.kernel.region_codes import county_of, is_within, lineage_of
from jineng.platform.regions.levels import RegionKind
from jineng.platform.regions.models import Region

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

__all__ = [
    "children",
    "code_on",
    "county_of",
    "find_region",
    "former_codes",
    "is_within",
    "present_code",
    "quota_townships",
    "region_name",
    "region_names",
]

_AFTER = """
    WITH RECURSIVE line(code, next, step) AS (
        SELECT code, successor_code, 0 FROM regions_region WHERE code = %s
        UNION ALL
        SELECT r.code, r.successor_code, step + 1 FROM line JOIN regions_region r ON r.code = line.next WHERE step < 20
    )
    SELECT code FROM line ORDER BY step DESC LIMIT 1
"""

_BEFORE = """
    WITH RECURSIVE line(code, step) AS (
        SELECT code, 1 FROM regions_region WHERE successor_code = %s
        UNION ALL
        SELECT r.code, step + 1 FROM line JOIN regions_region r ON r.successor_code = line.code WHERE step < 20
    )
    SELECT DISTINCT code FROM line ORDER BY code
"""


def find_region(code: str) -> Region | None:
    """Return the region of this code, in use or not."""
    return Region.objects.filter(pk=code).first()


def region_names(codes: Iterable[str], *, is_full: bool = True) -> dict[str, str]:
    """Return the names of regions in one query.

    Args:
        codes: codes, in use or not.
        is_full: with province, city and county before it (山西省吕梁市岚县东村镇), else only its own name (东村镇).
    """
    wanted = set(codes) - {""}
    lines = {code: lineage_of(code) if is_full else (code,) for code in wanted}
    known = dict(
        Region.objects.filter(pk__in={one for line in lines.values() for one in line}).values_list("code", "name")
    )
    return {
        code: "".join(known.get(one, "") for one in line) if code in known else code for code, line in lines.items()
    }


def region_name(code: str, on: date | None = None) -> str:
    """Return the full name of a region.

    Args:
        code: the code as a record keeps it.
        on: the name that the place bore on this day under the code that then held; without it the code's own name.
    """
    chosen = code if on is None else code_on(code, on)
    return region_names([chosen]).get(chosen, code)


def code_on(code: str, on: date) -> str:
    """Return the code that the place of ``code`` bore on a day: its own, a former or a later one."""
    line = [present := present_code(code), *former_codes(present)]
    holding = Region.objects.filter(pk__in=line).filter(
        Q(valid_from__isnull=True) | Q(valid_from__lte=on), Q(valid_to__isnull=True) | Q(valid_to__gt=on)
    )
    codes = set(holding.values_list("code", flat=True))
    return code if code in codes or len(codes) != 1 else codes.pop()


def present_code(code: str) -> str:
    """Return the code that the place bears now: the last of its successors."""
    with connection.cursor() as cursor:
        cursor.execute(_AFTER, [code])
        row = cursor.fetchone()
    return row[0] if row else code


def former_codes(code: str) -> tuple[str, ...]:
    """Return every code that became this one, also by merging, in order of the codes."""
    with connection.cursor() as cursor:
        cursor.execute(_BEFORE, [code])
        return tuple(row[0] for row in cursor.fetchall())


def children(code: str, on: date) -> list[Region]:
    """Return the regions directly below this one whose codes hold on a day, by code."""
    return list(
        Region.objects.filter(parent_code=code).filter(
            Q(valid_from__isnull=True) | Q(valid_from__lte=on), Q(valid_to__isnull=True) | Q(valid_to__gt=on)
        )
    )


def quota_townships(county_code: str, on: date) -> list[Region]:
    """Return the townships, towns and subdistricts of a county that can have a list and quota (乡镇、街道).

    Statistical units (4xx) are places to live in, not governments.
    """
    return [region for region in children(county_code, on) if region.kind != RegionKind.STATISTICAL_UNIT]
