"""Audit, accounts, stored files and keys."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.db.utils import DatabaseError

from jineng.platform.audit.models import AuditEvent
from jineng.platform.audit.operations import Subject, record
from jineng.platform.encryption.errors import SealError
from jineng.platform.files.models import StoredFile
from jineng.platform.files.operations import file_store, store_content
from jineng.platform.files.queries import read_content
from jineng.platform.files.store import DamagedFileError
from jineng.platform.identity.models import User
from jineng.platform.identity.operations import open_account, set_password
from jineng.platform.identity.roles import Role

AT = datetime(2022, 6, 25, 8, tzinfo=UTC)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_auditevent SET action = 'other'",
        "DELETE FROM audit_auditevent",
        "TRUNCATE audit_auditevent",
    ],
)
def test_audit_events_never_change(statement: str) -> None:
    with transaction.atomic():
        record(actor=None, action="tried", subject=Subject("test", "1"), at=AT)

    refusal = pytest.raises(DatabaseError, match="permission denied")
    with refusal, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)

    assert [event.action for event in AuditEvent.objects.all()] == ["tried"]


@pytest.mark.django_db(transaction=True)
def test_audit_needs_the_transaction_of_the_change() -> None:
    with pytest.raises(RuntimeError, match="outside a transaction"):
        record(actor=None, action="tried", subject=Subject("test", "1"), at=AT)


@pytest.mark.django_db
def test_open_account_is_audited_without_the_password(officer: User) -> None:
    event = AuditEvent.objects.get(action="account_opened")

    assert (event.subject_kind, event.subject_key, event.actor_key) == ("user", str(officer.pk), None)
    assert event.detail == {"username": "officer", "role": "officer", "region_code": "141127"}
    assert officer.check_password("a-long-enough-one")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"password": "short"}, None),
        ({"password": "officer-two"}, None),
        ({"role": "emperor"}, "role"),
        ({"region_code": "14112"}, "region_code"),
        ({"username": "officer"}, "username"),
    ],
)
def test_open_account_refuses(officer: User, changed: dict[str, str], field: str | None) -> None:
    asked = {
        "username": "officer-two",
        "password": "a-long-enough-one",
        "display_name": "岚小二",
        "role": Role.OFFICER,
        "region_code": "141127",
    }

    with pytest.raises(ValidationError) as refusal:
        open_account(actor=None, at=AT, **{**asked, **changed})

    if field:
        assert list(refusal.value.message_dict) == [field]
    assert User.objects.count() == 1


@pytest.mark.django_db
def test_role_is_law_of_the_table(officer: User) -> None:
    with pytest.raises(IntegrityError, match="identity_user_role_known"):
        User.objects.filter(pk=officer.pk).update(role="emperor")


@pytest.mark.django_db
def test_set_password(officer: User) -> None:
    set_password(actor=officer, at=AT, user=officer, password="another-long-one")

    officer.refresh_from_db()
    assert officer.check_password("another-long-one")


@pytest.mark.django_db
def test_stored_content_comes_back_and_is_kept_once() -> None:
    content = "姓名,身份证号\n".encode() * 1000

    first = store_content(content=content, at=AT)
    second = store_content(content=content, at=AT)

    assert first == second
    assert StoredFile.objects.count() == 1
    assert first.size_bytes == len(content)
    assert read_content(first) == content


@pytest.mark.django_db
def test_stored_content_is_not_readable_on_disk() -> None:
    stored = store_content(content=b"a name and a number", at=AT)

    (path,) = [path for path in file_store().folder.rglob("*") if path.is_file()]
    assert path.name == stored.sha256
    assert b"a name" not in path.read_bytes()
    assert path.stat().st_mode & 0o077 == 0


@pytest.mark.django_db
def test_damaged_and_missing_files_are_told() -> None:
    stored = store_content(content=b"content", at=AT)
    (path,) = [path for path in file_store().folder.rglob("*") if path.is_file()]
    sealed = bytearray(path.read_bytes())
    sealed[-1] ^= 1
    path.write_bytes(bytes(sealed))

    with pytest.raises(SealError, match="changed"):
        read_content(stored)
    path.unlink()
    with pytest.raises(DamagedFileError, match="restore it from the backup"):
        read_content(stored)


@pytest.mark.django_db
def test_stored_file_never_becomes_another() -> None:
    stored = store_content(content=b"content", at=AT)

    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        StoredFile.objects.filter(pk=stored.pk).update(size_bytes=1)
