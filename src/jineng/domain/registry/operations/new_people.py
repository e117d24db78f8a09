"""New people of a list, part by part: each by COPY into a table of the transaction and a few statements from there.

While the database takes one part in, another thread prepares the next: sealing costs about as much as inserting.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, Final

from django.conf import settings
from django.db import connection, connections
from django.utils import timezone

from jineng.domain.registry.names import name_initials, name_key
from jineng.domain.registry.people_indexes import ADDRESS_PURPOSE, PERSON_PURPOSE, PHONE_PURPOSE
from jineng.domain.registry.states import AffiliationKind, PersonSource
from jineng.kernel.documents import mask_document
from jineng.kernel.identifiers import mask_phone
from jineng.platform.postgres.copying import NULL, as_array, as_bytea, as_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import datetime

    from jineng.domain.registry.people_facts import PersonRow
    from jineng.platform.encryption.ring import KeyRing
    from jineng.platform.identity.models import User

    Told = tuple[str, PersonRow]
    """A document's index and what was told of the person."""

_PART: Final = 2_500

_TYPES: Final = {
    "id_index": "text", "name": "text", "name_key": "text", "name_initials": "text", "township_code": "text",
    "sex": "text", "id_kind": "text", "ethnic_group": "text", "education": "text", "household_kind": "text",
    "employment_status": "text", "born_on": "date", "id_number": "bytea", "id_mask": "text", "phone": "bytea",
    "phone_index": "text", "phone_mask": "text", "address": "bytea", "address_index": "text",
}  # fmt: skip
_COLUMNS: Final = tuple(_TYPES)
"""In this order ``_lines`` writes them, with the groups and their evidence behind."""

# Keys are drawn beforehand: by them the parts of a person are told apart from those of people who were there already,
# with the index of the keys, however little PostgreSQL knows of a table that was filled this moment.
_PREPARE: Final = f"""
    CREATE TEMPORARY TABLE told_people (
        id bigint DEFAULT nextval('registry_person_id_seq'),
        {", ".join(f"{name} {kind}" for name, kind in _TYPES.items())}, groups text[], evidence text
    )
"""
_EMPTY: Final = "TRUNCATE told_people"
_DROP: Final = "DROP TABLE told_people"
_COPY: Final = f"COPY told_people ({', '.join(_COLUMNS)}, groups, evidence) FROM STDIN"

_INSERT: Final = f"""
    INSERT INTO registry_person (
        id, uid, {", ".join(_COLUMNS)}, county_code, organisation_keys, phone_since, residence_since_on, state, source,
        source_key, registered_by_id, registered_at, region_code, version
    )
    SELECT told.id, gen_random_uuid(), {", ".join(f"told.{name}" for name in _COLUMNS)},
        left(COALESCE(NULLIF(told.township_code, ''), %(region)s), 6), %(organisations)s::bigint[],
        CASE WHEN told.phone_index <> '' THEN %(at)s::timestamptz END, NULL, 'LIVE', %(source)s, %(source_key)s,
        %(actor)s, %(at)s, %(region)s, 1
    FROM told_people told
    ON CONFLICT (id_index) WHERE merged_into_id IS NULL DO NOTHING
    RETURNING id_index, id
"""  # noqa: S608 -- put together from this module's own words

_TAG: Final = """
    INSERT INTO registry_targetgrouptag (
        person_id, "group", from_on, evidence, evidence_note, source, recorded_by_id, recorded_at, withdrawn_reason
    )
    SELECT made.id, named, %(on)s, 'roster', told.evidence, '', %(actor)s, %(at)s, ''
    FROM told_people told JOIN registry_person made USING (id) CROSS JOIN unnest(told.groups) AS named
    ON CONFLICT DO NOTHING
"""

_AFFILIATE: Final = """
    INSERT INTO registry_affiliation (person_id, organisation_id, kind, from_on, noted_by_id, noted_at)
    SELECT made.id, %(organisation)s, %(kind)s, %(on)s, %(actor)s, %(at)s
    FROM told_people JOIN registry_person made USING (id)
    ON CONFLICT DO NOTHING
"""


def insert_people(
    fresh: Sequence[Told],
    *,
    actor: User,
    at: datetime,
    source_key: str,
    organisation_key: int | None,
    progress: Callable[[int], None] | None = None,
) -> dict[str, int]:
    """Insert people with their target groups and return the keys of those inserted by document index.

    Who is there already, in sight or not, is left out. All lists insert in the order of the indexes, so that two of them
    never wait for one another.

    Args:
        fresh: the people, each document once.
        actor: who registers them.
        at: the instant.
        source_key: where they come from.
        organisation_key: the organisation that they are trainees of, if any.
        progress: is told how many are prepared, in another thread, which has a database connection of its own.
    """
    if not fresh:
        return {}
    values: dict[str, Any] = {
        "region": actor.region_code,
        "organisations": [] if organisation_key is None else [organisation_key],
        "organisation": organisation_key,
        "kind": AffiliationKind.TRAINEE.value,
        "at": at,
        "on": timezone.localdate(at),
        "source": PersonSource.IMPORT.value,
        "source_key": source_key,
        "actor": actor.pk,
    }
    made: dict[str, int] = {}
    with connection.cursor() as cursor:
        cursor.execute(_PREPARE)
        for content in _prepared_ahead(sorted(fresh), progress):
            with cursor.copy(_COPY) as copy:
                copy.write(content)
            cursor.execute(_INSERT, values)
            made.update(cursor.fetchall())
            cursor.execute(_TAG, values)
            if organisation_key is not None:
                cursor.execute(_AFFILIATE, values)
            cursor.execute(_EMPTY)
        cursor.execute(_DROP)
        # Foreign keys are looked at when the transaction ends, with plans that the session may have made while the table
        # was empty: reading all of it for each row. Made anew they go by the index.
        cursor.execute("DISCARD PLANS")
    return made


def _prepared_ahead(fresh: Sequence[Told], progress: Callable[[int], None] | None) -> Iterator[bytes]:
    """Yield the parts as COPY reads them, each prepared while the one before is being inserted."""
    ring = settings.KEY_RING.now()
    starts = range(0, len(fresh), _PART)

    def prepare(start: int) -> bytes:
        if progress is not None:
            progress(start)
        return _lines(fresh[start : start + _PART], ring)

    with ThreadPoolExecutor(1, "preparing-people") as aside:
        try:
            waiting = aside.submit(prepare, 0)
            for following in starts[1:]:
                content = waiting.result()
                waiting = aside.submit(prepare, following)
                yield content
            yield waiting.result()
        finally:
            if progress is not None:
                aside.submit(connections.close_all)


def _lines(told: Sequence[Told], ring: KeyRing) -> bytes:
    """Return people as COPY reads them; numbers, phones and addresses are sealed."""
    rows = [row for _index, row in told]
    phones = [row.phone for row in rows]
    addresses = [row.address for row in rows]
    columns = zip(
        told,
        _sealed(ring, PERSON_PURPOSE, [row.id_number for row in rows]),
        _sealed(ring, PHONE_PURPOSE, phones),
        _indexed(ring, PHONE_PURPOSE, phones),
        _sealed(ring, ADDRESS_PURPOSE, addresses),
        _indexed(ring, ADDRESS_PURPOSE, addresses),
        strict=True,
    )
    # Few names and few combinations of codes are different.
    names = {name: _line((name, name_key(name), name_initials(name))) for name in {row.name for row in rows}}
    codes = {codes: _line(codes) for codes in {_codes(row) for row in rows}}
    groups = {groups: as_array(dict.fromkeys(groups)) for groups in {row.groups for row in rows}}
    lines = [
        f"{index}\t{names[row.name]}\t{codes[_codes(row)]}\t{row.born_on or NULL}\t"
        f"{number}\t{as_text(mask_document(row.id_number))}\t{phone}\t{phone_found_by}\t"
        f"{as_text(mask_phone(row.phone)) if row.phone else ''}\t{address}\t{address_found_by}\t"
        f"{groups[row.groups]}\t{as_text(row.group_evidence)}\n"
        for (index, row), number, phone, phone_found_by, address, address_found_by in columns
    ]
    return "".join(lines).encode()


def _codes(row: PersonRow) -> tuple[str, ...]:
    return (
        row.township_code,
        row.sex,
        row.id_kind,
        row.ethnic_group,
        row.education,
        row.household_kind,
        row.employment_status,
    )


def _line(values: Sequence[str]) -> str:
    return "\t".join(map(as_text, values))


def _sealed(ring: KeyRing, purpose: str, texts: Sequence[str]) -> list[str]:
    """Return texts sealed, as COPY reads them; nothing for what was not told."""
    sealed = iter(ring.seal_many([text.encode() for text in texts if text], purpose.encode()))
    return [as_bytea(next(sealed)) if text else NULL for text in texts]


def _indexed(ring: KeyRing, purpose: str, texts: Sequence[str]) -> list[str]:
    indexes = iter(ring.index_many(purpose, [text for text in texts if text]))
    return [next(indexes) if text else "" for text in texts]
