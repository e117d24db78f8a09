"""The functions of the owner through which audit events are written, sealed and read by the persons they concern."""

from __future__ import annotations

from typing import Final

from jineng.platform.audit.triggers import PINNED
from jineng.platform.postgres.roles import READERS

_TO: Final = ", ".join(READERS)

_SHOWN: Final = """
    CREATE OR REPLACE FUNCTION jineng_shown(shown jsonb, hidden text[]) RETURNS jsonb
    LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $function$
        SELECT CASE WHEN hidden = '{}' THEN shown
        ELSE shown || COALESCE((SELECT jsonb_object_agg(name, '•') FROM unnest(hidden) AS name WHERE shown ? name), '{}') END
    $function$
"""

_CHANGED: Final = """
    CREATE OR REPLACE FUNCTION jineng_changed(before jsonb, after jsonb, hidden text[]) RETURNS jsonb
    LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $function$
        SELECT CASE
            WHEN before IS NULL THEN jsonb_build_object('after', jineng_shown(after, hidden))
            WHEN after IS NULL THEN jsonb_build_object('before', jineng_shown(before, hidden))
            ELSE (
                SELECT jsonb_build_object(
                    'before', jineng_shown(jsonb_object_agg(o.key, o.value), hidden),
                    'after', jineng_shown(jsonb_object_agg(o.key, after -> o.key), hidden)
                )
                FROM jsonb_each(before) o WHERE o.value IS DISTINCT FROM after -> o.key
                HAVING count(*) > 0
            )
        END
    $function$
"""

_RECORD_ARGUMENTS: Final = "timestamptz, bigint, text, text, text, text, jsonb, text, text"

_RECORD: Final = f"""
    CREATE OR REPLACE FUNCTION jineng_record({_RECORD_ARGUMENTS}) RETURNS bigint
    LANGUAGE sql {PINNED} AS $function$
        INSERT INTO audit_auditevent
            (at, actor_key, actor_name, action, subject_kind, subject_key, detail, reason, region_code, xid)
        VALUES (
            $1, $2, $3, $4, $5, $6, $7,
            COALESCE(NULLIF($8, ''), current_setting('jineng.reason', true), ''),
            COALESCE(NULLIF($9, ''), current_setting('jineng.actor_region', true), ''),
            pg_current_xact_id()::text::bigint
        )
        RETURNING id
    $function$
"""  # noqa: S608 -- this module's own words

_AWAIT_SEAL: Final = f"""
    CREATE OR REPLACE FUNCTION jineng_await_seal() RETURNS trigger
    LANGUAGE plpgsql {PINNED} AS $function$
    BEGIN
        INSERT INTO audit_auditunsealed (event_id) SELECT id FROM added;
        RETURN NULL;
    END
    $function$
"""  # noqa: S608 -- this module's own words

_AWAIT_SEAL_TRIGGER: Final = (
    "CREATE TRIGGER await_seal AFTER INSERT ON audit_auditevent REFERENCING NEW TABLE AS added "
    "FOR EACH STATEMENT EXECUTE FUNCTION jineng_await_seal()"
)

_WRITTEN: Final = """
    CREATE OR REPLACE FUNCTION jineng_written(said text) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $function$
        SELECT CASE WHEN said IS NULL THEN '-' ELSE octet_length(said) || ':' || said END
    $function$
"""

_LEAF: Final = """
    CREATE OR REPLACE FUNCTION jineng_leaf(event audit_auditevent) RETURNS bytea
    LANGUAGE sql STABLE PARALLEL SAFE AS $function$
        SELECT sha256(convert_to(
            jineng_written((extract(epoch FROM event.at) * 1000000)::bigint::text)
            || jineng_written(event.actor_key::text) || jineng_written(event.actor_name)
            || jineng_written(event.action) || jineng_written(event.subject_kind) || jineng_written(event.subject_key)
            || jineng_written(event.subject_keys::text) || jineng_written(event.region_code) || jineng_written(event.reason) || jineng_written(event.xid::text)
            || jineng_written(event.detail::text),
            'UTF8'
        ))
    $function$
"""

_SEAL: Final = f"""
    CREATE OR REPLACE FUNCTION jineng_seal(at_most integer) RETURNS integer
    LANGUAGE plpgsql {PINNED} AS $function$
    DECLARE
        ids bigint[];
        hashes bytea;
        body bytea;
        before audit_auditseal;
        instant timestamptz := clock_timestamp();
        next_number bigint;
    BEGIN
        LOCK TABLE audit_auditseal IN EXCLUSIVE MODE;
        WITH taken AS (
            DELETE FROM audit_auditunsealed WHERE event_id IN (
                SELECT event_id FROM audit_auditunsealed ORDER BY event_id LIMIT at_most
            )
            RETURNING event_id
        ), hashed AS (
            SELECT t.event_id AS id,
                CASE WHEN e.id IS NULL THEN decode(repeat('00', 32), 'hex') ELSE jineng_leaf(e) END AS leaf
            FROM taken t LEFT JOIN audit_auditevent e ON e.id = t.event_id
        )
        SELECT array_agg(id ORDER BY id), string_agg(leaf, ''::bytea ORDER BY id),
            string_agg(int8send(id) || leaf, ''::bytea ORDER BY id)
        INTO ids, hashes, body FROM hashed;
        IF ids IS NULL THEN
            RETURN 0;
        END IF;
        SELECT * INTO before FROM audit_auditseal ORDER BY number DESC LIMIT 1;
        next_number := COALESCE(before.number, 0) + 1;
        INSERT INTO audit_auditseal (number, sealed_at, event_ids, leaves, previous_root, root)
        VALUES (
            next_number, instant, ids, hashes, COALESCE(before.root, repeat('0', 64)),
            encode(sha256(
                decode(COALESCE(before.root, repeat('0', 64)), 'hex') || int8send(next_number)
                || int8send((extract(epoch FROM instant) * 1000000)::bigint) || int8send(cardinality(ids)) || body
            ), 'hex')
        );
        RETURN cardinality(ids);
    END
    $function$
"""  # noqa: S608 -- this module's own words

_WHO_LOOKED: Final = f"""
    CREATE OR REPLACE FUNCTION jineng_who_looked()
    RETURNS TABLE (at timestamptz, actor_key bigint, actor_name text, action text, reason text)
    LANGUAGE sql STABLE {PINNED} AS $function$
        SELECT at, actor_key, actor_name, action, reason FROM audit_auditevent
        WHERE current_setting('role') = 'jineng_person'
            AND subject_kind = 'person' AND subject_key = current_setting('jineng.person', true)
            AND action IN ('person_viewed', 'person_revealed')
        ORDER BY id DESC
    $function$
"""  # noqa: S608 -- this module's own words


def audit_function_sql() -> tuple[str, ...]:
    """Return the statements that make the functions and the trigger on the events themselves; they may be run again."""
    callable_by_all = (f"jineng_record({_RECORD_ARGUMENTS})", "jineng_seal(integer)", "jineng_who_looked()")
    return (
        # Rows that came together are mostly sealed messages: packing them costs more time than it saves room.
        "ALTER TABLE audit_auditevent ALTER COLUMN detail SET STORAGE EXTERNAL",
        *(_SHOWN, _CHANGED, _RECORD, _AWAIT_SEAL, _WRITTEN, _LEAF, _SEAL, _WHO_LOOKED),
        "REVOKE ALL ON FUNCTION jineng_await_seal() FROM PUBLIC",
        *(f"REVOKE ALL ON FUNCTION {name} FROM PUBLIC" for name in callable_by_all),
        *(f"GRANT EXECUTE ON FUNCTION {name} TO {_TO}" for name in callable_by_all),
        "DROP TRIGGER IF EXISTS await_seal ON audit_auditevent",
        _AWAIT_SEAL_TRIGGER,
    )
