"""The codes that a place has borne, read in one query: a scope is found for every page."""

from __future__ import annotations

from typing import Final

from django.db import connection

_LINE: Final = """
    WITH RECURSIVE later(code, next, step) AS (
        SELECT code, successor_code, 0 FROM regions_region WHERE code = %s
        UNION ALL
        SELECT r.code, r.successor_code, step + 1 FROM later JOIN regions_region r ON r.code = later.next WHERE step < 20
    ), present(code) AS (
        SELECT code FROM later ORDER BY step DESC LIMIT 1
    ), earlier(code, step) AS (
        SELECT code, 0 FROM present
        UNION
        SELECT r.code, step + 1 FROM earlier JOIN regions_region r ON r.successor_code = earlier.code WHERE step < 20
    )
    SELECT code FROM earlier GROUP BY code ORDER BY min(step), code
"""

_INTO: Final = """
    WITH RECURSIVE earlier(code, step) AS (
        SELECT code, 0 FROM regions_region WHERE successor_code >= %s AND successor_code < %s
        UNION
        SELECT r.code, step + 1 FROM earlier JOIN regions_region r ON r.successor_code = earlier.code WHERE step < 20
    )
    SELECT DISTINCT code FROM earlier ORDER BY code
"""


def codes_borne(code: str) -> tuple[str, ...]:
    """Return the code that a place bears now and then every former one; an unknown code alone."""
    return _read(_LINE, code) or (code,)


def codes_that_became(first: str, end: str) -> tuple[str, ...]:
    """Return the former codes of every place whose code lies in ``first`` ≤ code < ``end``, in their order."""
    return _read(_INTO, first, end)


def _read(statement: str, *codes: str) -> tuple[str, ...]:
    with connection.cursor() as cursor:
        cursor.execute(statement, codes)
        return tuple(row[0] for row in cursor.fetchall())
