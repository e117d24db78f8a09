"""Seals: nothing committed is left out, and whatever is changed afterwards is found, by its number."""

from __future__ import annotations

from datetime import UTC, datetime
from threading import Event, Thread
from typing import TYPE_CHECKING

import pgtrigger
import pytest
from django.db import connection, transaction

from factories.scope import in_thread
from jineng.platform.audit.models import AuditEvent, AuditSeal, AuditUnsealed
from jineng.platform.audit.operations import Subject, record, seal_events
from jineng.platform.audit.queries import every_root
from jineng.platform.audit.verification import Damage, Verified, read_published, verify
from jineng.platform.postgres.owner import as_owner

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.django_db(transaction=True)

AT = datetime(2022, 3, 1, 2, tzinfo=UTC)


def tell(word: str) -> int:
    with transaction.atomic():
        return record(actor=None, action=word, subject=Subject("test", word), at=AT, detail={"说明": word}, reason="试")


def sealed(*batches: str) -> list[int]:
    """Write an event for each letter and seal after each batch; return their numbers."""
    numbers = []
    for batch in batches:
        numbers += [tell(word) for word in batch]
        seal_events()
    return numbers


def tampered(statement: str, values: list[object]) -> Verified:
    """Do what only the owner with the triggers off can do, then verify."""
    with as_owner(), pgtrigger.ignore(), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)
    return verify({})


def found(verified: Verified) -> set[tuple[Damage, int]]:
    return {(fault.damage, fault.number) for fault in verified.faults}


def test_untouched_record_verifies() -> None:
    sealed("ab", "c")
    tell("d")

    verified = verify({})

    assert (verified.faults, verified.event_count, verified.seal_count, verified.unsealed_count) == ((), 3, 2, 1)
    assert verified.root == AuditSeal.objects.get(number=2).root
    assert seal_events() == 1
    assert seal_events() == 0
    assert not AuditUnsealed.objects.exists()


@pytest.mark.parametrize(
    "change",
    [
        "action = 'x'", "at = at + interval '1 microsecond'", "actor_key = 1", "actor_name = 'x'", "subject_kind = 'x'",
        "subject_key = 'x'", "subject_keys = '{1}'", "region_code = '1'", "reason = ''", "xid = xid + 1", "detail = '{}'",
    ],
)  # fmt: skip
def test_edited_event_is_found(change: str) -> None:
    _, second, _ = sealed("ab", "c")

    assert found(tampered(f"UPDATE audit_auditevent SET {change} WHERE id = %s", [second])) == {(Damage.EDITED, second)}


def test_removed_event_is_found() -> None:
    first, *_ = sealed("ab")

    assert found(tampered("DELETE FROM audit_auditevent WHERE id = %s", [first])) == {(Damage.REMOVED, first)}


def test_event_removed_before_it_is_sealed_is_found_before_and_after() -> None:
    number = tell("a")

    assert found(tampered("DELETE FROM audit_auditevent WHERE id = %s", [number])) == {(Damage.REMOVED, number)}
    seal_events()
    assert found(verify({})) == {(Damage.REMOVED, number)}


def test_reordered_events_are_found() -> None:
    first, second, third = sealed("ab", "c")

    verified = tampered(
        "UPDATE audit_auditevent SET id = CASE id WHEN %s THEN -1 ELSE %s END WHERE id IN (%s, %s);"
        "UPDATE audit_auditevent SET id = %s WHERE id = -1",
        [first, first, first, third, third],
    )

    assert found(verified) == {(Damage.MOVED, first), (Damage.MOVED, third)}
    assert f"event {third} stood" in " ".join(fault.text.en for fault in verified.faults)
    assert second not in {fault.number for fault in verified.faults}


def test_event_put_in_behind_is_found() -> None:
    sealed("ab")
    with as_owner(), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("ALTER TABLE audit_auditevent DISABLE TRIGGER await_seal")
        cursor.execute(
            "INSERT INTO audit_auditevent (at, actor_name, action, subject_kind, subject_key, detail, reason, region_code, xid)"
            "VALUES (now(), '', 'x', 'x', '', '{}', '', '', 0) RETURNING id"
        )
        (number,) = cursor.fetchone()
        cursor.execute("ALTER TABLE audit_auditevent ENABLE TRIGGER await_seal")
    seal_events()

    assert found(verify({})) == {(Damage.FOREIGN, number)}


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        ("UPDATE audit_auditseal SET sealed_at = now() + interval '1 day' WHERE number = 2", {(Damage.SEAL_EDITED, 2)}),
        ("UPDATE audit_auditseal SET root = repeat('a', 64) WHERE number = 2", {(Damage.SEAL_EDITED, 2), (Damage.SEAL_EDITED, 3)}),
        ("UPDATE audit_auditseal SET previous_root = repeat('a', 64) WHERE number = 2", {(Damage.SEAL_EDITED, 2)}),
    ],
)  # fmt: skip
def test_edited_seal_is_found(statement: str, expected: set[tuple[Damage, int]]) -> None:
    sealed("a", "b", "c")

    assert found(tampered(statement, [])) == expected


def test_removed_seal_is_found_with_what_it_held() -> None:
    _, second, _ = sealed("a", "b", "c")

    assert found(tampered("DELETE FROM audit_auditseal WHERE number = 2", [])) == {
        (Damage.SEAL_REMOVED, 2),
        (Damage.FOREIGN, second),
    }


def test_chain_made_anew_does_not_come_to_the_published_root() -> None:
    sealed("ab", "c")
    published = read_published("".join(f"{root.line()}\n" for root in every_root()))
    assert verify(published).faults == ()

    tampered("DELETE FROM audit_auditseal", [])
    tampered("UPDATE audit_auditevent SET reason = 'other'", [])
    tampered("INSERT INTO audit_auditunsealed SELECT id FROM audit_auditevent", [])
    seal_events()

    assert verify({}).faults == ()
    assert {fault.damage for fault in verify(published).faults} == {Damage.ROOT_UNKNOWN}


def test_seals_have_no_forks_and_roots_are_hashes() -> None:
    sealed("a")

    with pytest.raises(Exception, match="audit_seal_no_fork"):
        tampered(
            "INSERT INTO audit_auditseal SELECT 2, sealed_at, event_ids, leaves, previous_root, repeat('b', 64) "
            "FROM audit_auditseal",
            [],
        )


def _in_threads(*works: Callable[[], None]) -> None:
    threads = [Thread(target=in_thread(work)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert not any(thread.is_alive() for thread in threads)


def test_event_of_a_longer_transaction_is_sealed_after_later_ones() -> None:
    """Numbers are given before the commit: the lower one commits last, and is not lost."""
    written, sealed_once = Event(), Event()

    def slow() -> None:
        with transaction.atomic():
            record(actor=None, action="slow", subject=Subject("test", "1"), at=AT)
            written.set()
            assert sealed_once.wait(timeout=30)

    def quick() -> None:
        assert written.wait(timeout=30)
        tell("quick")
        seal_events()
        sealed_once.set()

    _in_threads(slow, quick)
    assert seal_events() == 1

    first, second = (AuditEvent.objects.get(pk=seal.event_ids[0]) for seal in AuditSeal.objects.order_by("number"))
    assert (first.action, second.action) == ("quick", "slow")
    assert first.pk > second.pk
    assert verify({}).faults == ()


def test_sealing_while_many_write_loses_nothing_and_seals_nothing_twice() -> None:
    def write() -> None:
        for number in range(25):
            tell(str(number))

    def seal() -> None:
        for _ in range(10):
            seal_events()

    _in_threads(write, write, seal, seal)
    seal_events()

    ids = [number for seal in AuditSeal.objects.all() for number in seal.event_ids]
    assert sorted(ids) == sorted(AuditEvent.objects.values_list("pk", flat=True))
    assert len(ids) == len(set(ids)) == 50
    assert verify({}).faults == ()
