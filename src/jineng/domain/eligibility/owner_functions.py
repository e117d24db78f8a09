"""Functions of the owner that answer for the people of one batch while it is compared, past what the asker sees.

A township or an institution has its people compared with lists of the county that it may not see, and with benefits of
other counties. The functions take the number of a batch, which is recorded and names its people, and tell of a benefit
neither where nor through whom it was had.
"""

from __future__ import annotations

from typing import Final

from jineng.platform.postgres.roles import READERS

_TO: Final = ", ".join(READERS)
_PINNED: Final = "STABLE SECURITY DEFINER SET search_path = pg_catalog, public"

_SETS: Final = f"""
    CREATE OR REPLACE FUNCTION eligibility_sets(asked bigint)
    RETURNS TABLE (id bigint, kind text, source text, data_on date, valid_until date, effect text)
    LANGUAGE sql {_PINNED} AS $function$
        SELECT s.id, s.kind::text, s.source::text, s.data_on, s.valid_until, s.effect::text
        FROM eligibility_batch b JOIN eligibility_comparisonset s USING (county_code)
        WHERE b.id = asked AND b.state = 'QUEUED' AND s.state = 'LIVE'
        ORDER BY s.kind, s.data_on DESC, s.id DESC
    $function$
"""  # noqa: S608 -- constants only

_INDEXES: Final = """
    asked_entries AS (
        SELECT e.id AS entry, e.person_id, b.day, b.county_code
        FROM eligibility_batch b JOIN eligibility_batchperson e ON e.batch_id = b.id
        WHERE b.id = asked AND b.state = 'QUEUED'
    ),
    asked_people AS (
        SELECT e.entry, p.id_index, e.day, e.county_code
        FROM asked_entries e JOIN registry_person p ON p.id = e.person_id
        UNION ALL
        SELECT e.entry, p.id_index, e.day, e.county_code
        FROM asked_entries e JOIN registry_person p ON p.merged_into_id = e.person_id
    )
"""

_HITS: Final = f"""
    CREATE OR REPLACE FUNCTION eligibility_hits(asked bigint) RETURNS TABLE (entry bigint, set_id bigint)
    LANGUAGE sql {_PINNED} AS $function$
        WITH {_INDEXES}
        SELECT DISTINCT a.entry, s.id
        FROM asked_people a
        JOIN eligibility_comparisonset s ON s.county_code = a.county_code AND s.state = 'LIVE'
        JOIN eligibility_comparisonrow r ON r.set_id = s.id AND r.id_index = a.id_index
        WHERE (r.from_on IS NULL OR r.from_on <= a.day) AND (r.to_on IS NULL OR a.day <= r.to_on)
    $function$
"""  # noqa: S608 -- constants only

_ENJOYED: Final = f"""
    CREATE OR REPLACE FUNCTION eligibility_enjoyed(asked bigint)
    RETURNS TABLE (entry bigint, item text, enjoyed_on date, amount_fen bigint, known jsonb)
    LANGUAGE sql {_PINNED} AS $function$
        WITH {_INDEXES}
        SELECT a.entry, e.item::text, e.enjoyed_on, e.amount_fen, e."values"
        FROM asked_people a JOIN eligibility_enjoyedbenefit e ON e.id_index = a.id_index
        WHERE e.state IN ('RESERVED', 'ENJOYED')
    $function$
"""  # noqa: S608 -- constants only


def _granted(name: str) -> tuple[str, str]:
    return (
        f"REVOKE ALL ON FUNCTION {name}(bigint) FROM PUBLIC",
        f"GRANT EXECUTE ON FUNCTION {name}(bigint) TO {_TO}",
    )


BATCH_FUNCTIONS: Final = (
    _SETS,
    *_granted("eligibility_sets"),
    _HITS,
    *_granted("eligibility_hits"),
    _ENJOYED,
    *_granted("eligibility_enjoyed"),
)
"""Statements that the owner runs after migrations, as often as it likes."""
