"""What must look past the asker's scope: functions of the tables' owner, each as narrow as its purpose.

``registry_known`` says of blind indexes which have a live person anywhere, and nothing else: what a unique violation would
tell one by one. ``registry_enrol`` lets an organisation enrol a live person of its own county whose full document number
and name it holds; it answers with the person's key. ``registry_reached`` says whom a telephone reaches before anybody has
signed in, if it is exactly one live person: their key, masked name and county, nothing else.
"""

from __future__ import annotations

from typing import Final

from jineng.platform.postgres.roles import APPLICATION, READERS

_TO: Final = ", ".join(READERS)
_PINNED: Final = "SECURITY DEFINER SET search_path = public, pg_temp"

_KNOWN: Final = f"""
    CREATE OR REPLACE FUNCTION registry_known(asked text[]) RETURNS SETOF text
    LANGUAGE sql STABLE {_PINNED} AS $function$
        SELECT id_index FROM registry_person WHERE merged_into_id IS NULL AND id_index = ANY (asked)
    $function$
"""  # noqa: S608 -- put together from this module's own words

_ENROL_ARGUMENTS: Final = "text[], text[], bigint, bigint, timestamptz, date"

_ENROL: Final = f"""
    CREATE OR REPLACE FUNCTION registry_enrol(
        indexes text[], names text[], organisation bigint, noter bigint, noted timestamptz, since date
    ) RETURNS TABLE (document text, person bigint)
    LANGUAGE plpgsql {_PINNED} AS $function$
    DECLARE
        county text;
    BEGIN
        IF organisation IS DISTINCT FROM NULLIF(current_setting('jineng.organisation', true), '')::bigint
        THEN RAISE EXCEPTION 'an organisation enrols for itself only';
        END IF;
        SELECT o.county_code INTO county FROM registry_organisation o WHERE o.id = organisation;
        RETURN QUERY
        WITH told AS (SELECT * FROM unnest(indexes, names) AS t(id_index, name)),
        found AS (
            SELECT p.id, p.id_index FROM registry_person p JOIN told USING (id_index, name)
            WHERE p.merged_into_id IS NULL AND p.state = 'LIVE' AND p.county_code = county
            ORDER BY p.id FOR UPDATE OF p
        ),
        joined AS (
            INSERT INTO registry_affiliation (person_id, organisation_id, kind, from_on, noted_by_id, noted_at)
            SELECT id, organisation, 'trainee', since, noter, noted FROM found
            ON CONFLICT DO NOTHING
        ),
        keyed AS (
            UPDATE registry_person p SET organisation_keys = array_append(p.organisation_keys, organisation)
            FROM found WHERE p.id = found.id AND NOT organisation = ANY (p.organisation_keys)
        )
        SELECT found.id_index::text, found.id FROM found;
    END
    $function$
"""  # noqa: S608 -- put together from this module's own words

_REACHED: Final = f"""
    CREATE OR REPLACE FUNCTION registry_reached(asked text)
    RETURNS TABLE (person bigint, masked_name text, county text)
    LANGUAGE sql STABLE {_PINNED} AS $function$
        SELECT min(p.id), min(left(p.name, 1) || repeat('*', length(p.name) - 1)), min(p.county_code)::text
        FROM registry_person p
        WHERE p.phone_index = asked AND p.phone_index <> '' AND p.state = 'LIVE'
        HAVING count(*) = 1
    $function$
"""  # noqa: S608 -- put together from this module's own words

PEOPLE_FUNCTIONS: Final = (
    _KNOWN,
    "REVOKE ALL ON FUNCTION registry_known(text[]) FROM PUBLIC",
    f"GRANT EXECUTE ON FUNCTION registry_known(text[]) TO {_TO}",
    _ENROL,
    f"REVOKE ALL ON FUNCTION registry_enrol({_ENROL_ARGUMENTS}) FROM PUBLIC",
    f"GRANT EXECUTE ON FUNCTION registry_enrol({_ENROL_ARGUMENTS}) TO jineng_organisation",
    _REACHED,
    "REVOKE ALL ON FUNCTION registry_reached(text) FROM PUBLIC",
    f"GRANT EXECUTE ON FUNCTION registry_reached(text) TO {APPLICATION}",
)
"""Statements that the owner runs after migrations, as often as it likes."""
