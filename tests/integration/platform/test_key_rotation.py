"""Keys are changed under everything that is sealed: fixed rows, living ones and files; also after kill -9."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError
from typer.testing import CliRunner

from factories import desk, people
from factories.identities import identity_number
from factories.scope import in_thread
from jineng.cli.main import app
from jineng.domain.registry.models import Person
from jineng.domain.settlements.models import SettlementLine
from jineng.domain.settlements.sealing import index_of_person, open_line
from jineng.platform.audit.models import AuditEvent
from jineng.platform.blind_index import blind_index
from jineng.platform.encryption.columns import index_columns, sealed_columns
from jineng.platform.encryption.errors import KeyRingError, SealError
from jineng.platform.encryption.key_changes import add_key, adopt_index_key, drop_key, prepare_index_key, use_key
from jineng.platform.encryption.models import IndexKey
from jineng.platform.encryption.operations import lay_index_keys, note_index_keys, reseal_column
from jineng.platform.encryption.queries import check_index_keys, count_stale, key_uses
from jineng.platform.encryption.ring_file import KeptKeyRing
from jineng.platform.files import queries as files
from jineng.platform.files.operations import reseal_files, store_content
from jineng.platform.files.queries import read_content
from jineng.platform.postgres.owner import as_owner
from jineng.platform.regions.operations import load_regions

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pytest_django.fixtures import SettingsWrapper

AT = datetime(2022, 6, 25, 8, tzinfo=UTC)
LONGEST_SECONDS = 60

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("ring", "regions", "alone_in_the_database"),
]


@pytest.fixture
def ring(settings: SettingsWrapper, tmp_path: Path) -> KeptKeyRing:
    settings.KEY_RING = KeptKeyRing(tmp_path / "keys")
    return settings.KEY_RING


@pytest.fixture
def regions(transactional_db: None) -> None:
    load_regions(actor=None, at=AT)


@pytest.fixture
def path(ring: KeptKeyRing) -> Path:
    return ring.path


def _nothing(*_done: object) -> None:
    """Show no progress."""


def _rotate() -> dict[str, int]:
    """Do as ``jineng keys rotate``; return what was sealed anew."""
    with as_owner():
        rows = {str(column): reseal_column(column=column, at=AT, progress=_nothing) for column in sealed_columns()}
        return rows | {"files": reseal_files(at=AT, progress=_nothing)}


def _uses() -> Counter[str]:
    with as_owner():
        return key_uses() + Counter(files.key_uses())


def _numbers(keys: list[int]) -> set[str]:
    return {person.id_number.open() for person in Person.objects.filter(pk__in=keys) if person.id_number}


def test_everything_is_sealed_anew_and_opens_as_before(path: Path, ring: KeptKeyRing) -> None:
    officer = desk.person("rotation-officer")
    keys = people.people(officer, 3)
    settlement = desk.judged(officer)
    stored = store_content(content=b"a file", at=AT)
    lines = [open_line(line.sealed, settlement.pk, line.ordinal) for line in SettlementLine.objects.all()]
    assert lines
    before = _uses()
    assert set(before) == {"k1"}

    use_key(path, add_key(path, at=AT), at=AT)
    done = _rotate()

    assert _uses() == {"k2": before["k1"]} == {"k2": sum(done.values())}
    assert done["settlements_settlementline.sealed"] == len(lines)
    assert done["registry_person.id_number"] == 3
    assert done["files"] >= 2
    drop_key(path, "k1", at=AT + timedelta(days=1), uses=_uses)
    assert ring.now().names == ("k2",)
    assert [open_line(line.sealed, settlement.pk, line.ordinal) for line in SettlementLine.objects.all()] == lines
    assert _numbers(keys) == {identity_number(n) for n in (1, 2, 3)}
    assert read_content(stored) == b"a file"
    assert sum(_rotate().values()) == 0


def test_a_change_of_cipher_seals_anew(settings: SettingsWrapper, path: Path) -> None:
    keys = people.people(desk.person("rotation-officer"), 2)
    settings.KEY_RING = KeptKeyRing(path, "AES-256-GCM")

    assert _rotate()["registry_person.id_number"] == 2
    assert _numbers(keys) == {identity_number(1), identity_number(2)}
    assert sum(_rotate().values()) == 0


def test_a_key_with_messages_is_not_dropped(path: Path) -> None:
    people.people(desk.person("rotation-officer"), 2)
    use_key(path, add_key(path, at=AT), at=AT)

    with pytest.raises(KeyRingError, match=r"message\(s\) are sealed with k1: run jineng keys rotate first"):
        drop_key(path, "k1", at=AT + timedelta(days=1), uses=_uses)


def test_each_change_is_recorded_and_no_row_of_the_log_repeats_it(path: Path) -> None:
    people.people(desk.person("rotation-officer"), 3)
    use_key(path, add_key(path, at=AT), at=AT)
    before = AuditEvent.objects.filter(action="row_updated").count()
    _rotate()

    told = AuditEvent.objects.filter(action="column_resealed", subject_key="registry_person.id_number").get()
    assert told.detail == {"rows": 3, "key": "k2", "cipher": "SM4-GCM"}
    assert AuditEvent.objects.filter(action="files_resealed").count() == 1
    assert AuditEvent.objects.filter(action="row_updated").count() == before


def test_the_application_cannot_seal_anew_what_is_fixed(path: Path) -> None:
    """Only the owner passes the triggers; the application's own role may not even where it says that it re-seals."""
    desk.judged(desk.person("rotation-officer"))

    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('jineng.resealing', 'on', true), set_config('pgtrigger.ignore', '{}', true)")
        cursor.execute("UPDATE settlements_settlementline SET sealed = ''")
    column = next(column for column in sealed_columns() if column.table == "settlements_settlementline")
    with pytest.raises(KeyRingError, match="does not see every row"):
        reseal_column(column=column, at=AT, progress=_nothing)
    with pytest.raises(KeyRingError, match="does not see every row"):
        key_uses()


def test_a_row_that_does_not_open_is_named_and_nothing_is_lost(path: Path) -> None:
    keys = people.people(desk.person("rotation-officer"), 3)
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("UPDATE registry_person SET id_number = 'JN2'::bytea || id_number WHERE id = %s", [keys[1]])
    use_key(path, add_key(path, at=AT), at=AT)

    with pytest.raises(SealError, match=f"registry_person.id_number, row {keys[1]}: ") as refusal:
        _rotate()
    assert "1411" not in str(refusal.value)
    assert len(_numbers([keys[0], keys[2]])) == 2


def test_what_is_written_meanwhile_is_not_lost(path: Path) -> None:
    """A row that somebody changes while its batch waits for them keeps the change."""
    from threading import Thread

    (key,) = people.people(desk.person("rotation-officer"), 1)
    use_key(path, add_key(path, at=AT), at=AT)
    rotation = Thread(target=in_thread(_rotate))
    with transaction.atomic():
        Person.objects.select_for_update().get(pk=key)
        rotation.start()
        _wait_for(lambda: _blocked() > 0)
        Person.objects.filter(pk=key).update(phone="19900007777")
    rotation.join(LONGEST_SECONDS)

    found = Person.objects.get(pk=key)
    assert found.phone is not None
    assert found.phone.open() == "19900007777"
    assert set(_uses()) == {"k2"}


def test_a_killed_rotation_goes_on(path: Path, ring: KeptKeyRing) -> None:
    keys = people.people(desk.person("rotation-officer"), 2500)
    stored = store_content(content=b"a file", at=AT)
    (column,) = (column for column in sealed_columns() if str(column) == "registry_person.address")
    use_key(path, add_key(path, at=AT), at=AT)
    with transaction.atomic():
        Person.objects.select_for_update().get(pk=sorted(keys)[1500])
        running = _jineng("keys", "rotate")
        _wait_for(lambda: _blocked() > 0 or running.poll() is not None)
        running.send_signal(signal.SIGKILL)
        said = running.communicate(timeout=LONGEST_SECONDS)
    assert running.returncode == -signal.SIGKILL, said
    with as_owner():
        left = count_stale(column, ring.now())
        assert 0 < left < 2500
    assert _numbers(keys) == {identity_number(n) for n in range(1, 2501)}, "half done, everything opens"

    again = CliRunner().invoke(app, ["keys", "rotate"])
    assert again.exit_code == 0, again.output
    assert set(_uses()) == {"k2"}
    assert _numbers(keys) == {identity_number(n) for n in range(1, 2501)}
    assert read_content(stored) == b"a file"


def test_an_index_key_is_laid_over_every_index(path: Path, ring: KeptKeyRing) -> None:
    officer = desk.person("rotation-officer")
    people.people(officer, 3)
    settlement = desk.judged(officer)
    line = SettlementLine.objects.filter(settlement=settlement).first()
    assert line is not None
    person_id = open_line(line.sealed, settlement.pk, line.ordinal).line["person_id"]
    note_index_keys(at=AT)
    note_index_keys(at=AT)
    check_index_keys(ring.now())
    before = line.person_index

    with as_owner():
        assert lay_index_keys(ring=prepare_index_key(path), at=AT, progress=_nothing) == 1
    with pytest.raises(KeyRingError, match="other index keys"):
        check_index_keys(ring.now())  # killed right here, the site does not start; the next run goes on
    with as_owner():
        assert lay_index_keys(ring=prepare_index_key(path), at=AT, progress=_nothing) == 0
    adopt_index_key(path)

    check_index_keys(ring.now())
    line.refresh_from_db()
    assert before != line.person_index == index_of_person(person_id)
    for n in (1, 2, 3):
        index = blind_index(ring, "registry.person.id_number", identity_number(n))
        assert Person.objects.filter(id_index=index).count() == 1
    assert list(IndexKey.objects.values_list("place", flat=True)) == [1, 2]
    told = AuditEvent.objects.filter(action="column_indexed").values_list("subject_key", flat=True)
    assert sorted(told) == sorted(map(str, index_columns()))


def test_an_index_key_waits_until_the_site_is_stopped(path: Path, ring: KeptKeyRing) -> None:
    note_index_keys(at=AT)
    people.people(desk.person("rotation-officer"), 1)
    refusals = []

    @in_thread
    def lay() -> None:
        with as_owner(), pytest.raises(KeyRingError, match="stop the site") as refusal:
            lay_index_keys(ring=prepare_index_key(path), at=AT, progress=_nothing)
        refusals.append(refusal)

    from threading import Thread

    thread = Thread(target=lay)
    thread.start()
    thread.join(LONGEST_SECONDS)

    assert refusals, "this test's own connection was open"
    check_index_keys(ring.now())
    assert Person.objects.filter(id_index=blind_index(ring, "registry.person.id_number", identity_number(1))).exists()


def test_a_ring_of_another_database_is_refused(settings: SettingsWrapper, tmp_path: Path, ring: KeptKeyRing) -> None:
    note_index_keys(at=AT)
    settings.KEY_RING = KeptKeyRing(tmp_path / "other-keys")

    with pytest.raises(KeyRingError, match="restore the key ring that belongs to this database"):
        check_index_keys(settings.KEY_RING.now())
    with pytest.raises(KeyRingError, match="restore the key ring"):
        note_index_keys(at=AT)


def test_the_command_shows_no_key(path: Path) -> None:
    people.people(desk.person("rotation-officer"), 2)
    said = ""
    for command, status, told in (
        ("list", 0, "k1  "),
        ("add", 0, "k2"),
        ("use k2", 0, "k2"),
        ("rotate", 0, "k2"),
        ("list", 0, "k1  0 "),
        ("drop k1", 2, "a day later"),
        ("drop k2", 2, "use another key first"),
        ("use k9", 2, "expected one of k1, k2"),
        ("rotate --index", 2, "jineng migrate first"),
    ):
        done = CliRunner().invoke(app, ["keys", *command.split()])
        assert (done.exit_code, told in done.output) == (status, True), done.output
        said += done.output

    assert not any(secret in said for secret in path.read_text().split('"') if len(secret) == 44)


def test_keys_of_the_environment_are_changed_there(settings: SettingsWrapper) -> None:
    settings.KEY_RING = settings.KEY_RING.now()

    for command in ("add", "use k1", "drop k1"):
        done = CliRunner().invoke(app, ["keys", *command.split()])
        assert (done.exit_code, "JINENG_KEYS" in done.output) == (2, True), done.output


def _jineng(*arguments: str) -> subprocess.Popen[str]:
    """Begin a command of its own process on this test's database, keys and files."""
    from django.conf import settings

    connection.ensure_connection()
    owner: dict[str, Any] = settings.DATABASE_OWNER
    here = connection.settings_dict

    def url(user: str) -> str:
        return f"postgresql://{user}@/{here['NAME']}?host={here['HOST']}"

    return subprocess.Popen(
        [sys.executable, "-m", "jineng.cli.main", *arguments],
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "jineng.config.settings",
            "JINENG_STATE": str(settings.KEY_RING.path.parent),
            "DATABASE_URL": url(str(here["USER"])),
            "DATABASE_OWNER_URL": url(str(owner["USER"])),
        },
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def _blocked() -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_locks w JOIN pg_locks h ON h.locktype = w.locktype AND h.transactionid = w.transactionid "
            "WHERE NOT w.granted AND h.granted AND h.pid = pg_backend_pid()"
        )
        return int(cursor.fetchone()[0])


def _wait_for(condition: Callable[[], bool]) -> None:
    give_up_at = time.monotonic() + LONGEST_SECONDS
    while not condition():
        assert time.monotonic() < give_up_at, "waited too long"
        time.sleep(0.02)
