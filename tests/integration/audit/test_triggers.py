"""The database itself writes down every change: before, after, who, why, in the change's own transaction."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from factories.people import LAN, people, person, staff
from jineng.domain.drafts.models import Draft
from jineng.domain.registry.models import Person
from jineng.platform.audit.models import AuditEvent
from jineng.platform.audit.operations import Subject, record, seal_events
from jineng.platform.audit.queries import EventFilter, list_events, who_looked
from jineng.platform.audit.verification import verify
from jineng.platform.identity.models import User
from jineng.platform.identity.roles import Role
from jineng.platform.scope import acting, acting_as_machine, because, scope_of

pytestmark = pytest.mark.django_db

AT = datetime(2022, 3, 1, 2, tzinfo=UTC)


def drafts_log() -> list[AuditEvent]:
    return list(AuditEvent.objects.filter(subject_kind="drafts_draft").order_by("pk"))


def draft_of(officer: Any, title: str = "方案") -> Draft:
    return Draft.objects.create(region_code="141127", title=title, made_by=officer, made_at=AT)


def test_rows_that_come_change_and_stay_are_told(officer: Any) -> None:
    with acting(officer, scope_of(officer)), transaction.atomic(), because("年度更新"):
        first, second = draft_of(officer, "一"), draft_of(officer, "二")
        Draft.objects.filter(pk=first.pk).update(title="新")
        Draft.objects.filter(pk=second.pk).update(title="二")

    came, _, changed = drafts_log()
    assert (came.action, came.subject_key, came.detail["after"]["title"]) == ("row_inserted", str(first.pk), "一")
    assert (changed.action, changed.detail) == ("row_updated", {"before": {"title": "一"}, "after": {"title": "新"}})
    assert (changed.actor_key, changed.actor_name) == (officer.pk, "兰小雨")
    assert (changed.reason, changed.region_code) == ("年度更新", "141127")
    assert came.xid == changed.xid != 0


def test_what_is_rolled_back_leaves_no_trace(officer: Any) -> None:
    with pytest.raises(ValueError, match="stop"), transaction.atomic():
        draft_of(officer)
        raise ValueError("stop")

    assert drafts_log() == []


def test_statement_past_the_models_is_told_too(officer: Any) -> None:
    draft = draft_of(officer)

    with connection.cursor() as cursor:
        cursor.execute("UPDATE drafts_draft SET title = 'by hand'; SELECT 1")

    assert drafts_log()[-1].detail["after"] == {"title": "by hand"}
    assert drafts_log()[-1].subject_key == str(draft.pk)


def test_secrets_are_not_in_the_log(officer: Any) -> None:
    before = User.objects.get(pk=officer.pk).password

    User.objects.filter(pk=officer.pk).update(password="another-hash", must_change_password=True)

    event = AuditEvent.objects.filter(subject_kind="identity_user", action="row_updated").latest("pk")
    assert event.detail == {
        "before": {"password": "•", "must_change_password": False},
        "after": {"password": "•", "must_change_password": True},
    }
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM audit_auditevent WHERE detail::text LIKE ANY (%s)",
            [[f"%{before}%", "%another-hash%"]],
        )
        assert cursor.fetchone() == (0,)


def test_many_rows_at_once_are_told_together_each_with_its_values(officer: Any) -> None:
    lan = staff(Role.OFFICER, LAN)
    made = list(Person.objects.filter(pk__in=people(lan, 60, groups=("rural_labour",))))

    told = AuditEvent.objects.get(subject_kind="registry_person", action="rows_inserted")
    assert sorted(told.subject_keys or []) == sorted(each.pk for each in made)
    assert (told.region_code, told.actor_key) == ("141127", None)
    rows = {
        key: dict(zip(told.detail["columns"], row, strict=True))
        for key, row in zip(told.subject_keys or [], told.detail["after"], strict=True)
    }
    for each in made:
        assert (rows[each.pk]["id"], rows[each.pk]["name"]) == (each.pk, each.name)
        assert rows[each.pk]["id_number"] == "\\x" + each.id_number.sealed.hex()
    assert "id_index" not in told.detail["columns"]
    of_one = EventFilter(subject_kind="registry_person", subject_key=str(made[7].pk))
    assert [event.pk for event in list_events(of_one, before=None, limit=9)] == [told.pk]
    assert AuditEvent.objects.filter(subject_kind="registry_targetgrouptag", action="rows_inserted").count() == 1
    seal_events()
    assert verify({}).faults == ()


def test_parts_are_logged_under_the_region_of_the_whole(officer: Any) -> None:
    lan = staff(Role.OFFICER, LAN)
    made = person(lan, 1)

    regions = set(AuditEvent.objects.filter(subject_kind__startswith="registry_").values_list("region_code", flat=True))
    assert regions == {made.county_code}


def test_events_are_read_in_their_region_and_written_from_anywhere(officer: Any) -> None:
    lan, neighbour = staff(Role.AUDITOR, "141127", name="lan-auditor"), staff(Role.AUDITOR, "140404", name="neighbour")
    institution = staff(Role.INSTITUTION_MANAGER, "141127", name="institution", organisation_key=7)
    for account in (lan, neighbour, institution):
        with acting(account, scope_of(account)), transaction.atomic():
            record(actor=account, action="tried", subject=Subject("test", "1"), at=AT)

    def seen(account: User) -> list[str]:
        with acting(account, scope_of(account)):
            return sorted(AuditEvent.objects.filter(action="tried").values_list("actor_name", flat=True))

    assert seen(lan) == ["institution", "lan-auditor"]
    assert seen(neighbour) == ["neighbour"]
    assert seen(institution) == []


def test_person_learns_who_looked_at_them_and_nobody_else(officer: Any) -> None:
    lan = staff(Role.OFFICER, LAN)
    looked_at, other = person(lan, 1), person(lan, 2)
    for each, action in (
        (looked_at, "person_viewed"),
        (looked_at, "person_revealed"),
        (other, "person_viewed"),
        (looked_at, "tried"),
    ):
        with transaction.atomic():
            record(actor=lan, action=action, subject=Subject("person", str(each.pk)), at=AT, reason="核对材料")
    learner = User.objects.get(person_key=looked_at.pk)

    with acting(learner, scope_of(learner)):
        looks = who_looked()
        assert AuditEvent.objects.count() == 0
    with acting(lan, scope_of(lan)):
        assert who_looked() == []

    assert [(look.action, look.actor_name, look.reason) for look in looks] == [
        ("person_revealed", lan.display_name, "核对材料"),
        ("person_viewed", lan.display_name, "核对材料"),
    ]


def test_sealed_columns_stand_in_the_log_as_they_stand_in_the_table(officer: Any) -> None:
    made = person(staff(Role.OFFICER, LAN), 1)
    number = Person.objects.get(pk=made.pk).id_number.open()

    event = AuditEvent.objects.get(subject_kind="registry_person", action="row_inserted", subject_key=str(made.pk))
    assert event.detail["after"]["id_number"].startswith("\\x")
    assert number not in str(event.detail)


def test_forged_events_are_refused(officer: Any) -> None:
    with acting_as_machine(), pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        AuditEvent.objects.create(at=AT, action="forged", subject_kind="x", subject_key="1")
