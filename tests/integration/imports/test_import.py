from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from factories.identities import identity_number
from factories.imports import AT, committed, read_now, uploaded
from factories.people import LAN, PUMING, SHANGDANG, staff
from factories.registry_forms import filled, people, person
from jineng.domain.imports.errors import ImportNotFoundError, UploadRefusedError, WrongStateError
from jineng.domain.imports.models import Import, ImportPart
from jineng.domain.imports.operations import commit_import, discard_import, upload_form, wipe_expired_imports
from jineng.domain.imports.queries import get_import, list_imports, preview_rows, read_findings, staged_rows
from jineng.domain.imports.states import ImportState
from jineng.domain.permitted import NotAllowedError
from jineng.domain.registry.models import Affiliation, Person, TargetGroupTag
from jineng.journeys.import_files import marked_copy
from jineng.platform.audit.models import AuditEvent
from jineng.platform.identity.roles import Role
from jineng.platform.scope import acting, scope_of

pytestmark = pytest.mark.django_db


def test_a_roster_is_read_shown_and_committed(clerk) -> None:
    imported = read_now(uploaded(clerk, filled("roster", people(3))))

    assert (imported.state, imported.row_count, imported.created_count) == (ImportState.READY, 3, 3)
    assert not Person.objects.exists()

    done = committed(clerk, imported)

    assert (done.state, done.created_count) == (ImportState.COMMITTED, 3)
    assert Person.objects.filter(source_key=str(imported.uid)).count() == 3
    assert sorted(done.outcome.keys) == sorted(Person.objects.values_list("pk", flat=True))
    assert list(done.parts.values_list("kind", flat=True)) == ["report"]
    assert TargetGroupTag.objects.filter(group="rural_migrant").count() == 3


def test_people_are_kept_as_the_form_says(clerk) -> None:
    row = person(1, township="普明镇", education="大专", address="普明镇一村 2 号")
    committed(clerk, read_now(uploaded(clerk, filled("roster", [row]))))
    kept = Person.objects.get()

    assert (kept.name, kept.township_code, kept.education, kept.sex) == (row["name"], PUMING, "31", "2")
    assert kept.id_number.open() == identity_number(1)
    assert str(kept.born_on) == f"{identity_number(1)[6:10]}-{identity_number(1)[10:12]}-{identity_number(1)[12:14]}"


def test_a_form_with_faults_cannot_be_committed_and_comes_back_marked(clerk) -> None:
    imported = read_now(uploaded(clerk, filled("roster", [person(1, phone="123"), person(2, township="火星镇")])))

    assert (imported.state, imported.problem_count) == (ImportState.FAULTY, 1)
    with pytest.raises(WrongStateError):
        commit_import(actor=clerk, at=AT, uid=imported.uid)
    assert marked_copy(actor=clerk, at=AT, uid=imported.uid, language="zh").content.startswith(b"PK")
    assert AuditEvent.objects.filter(action="import_downloaded").exists()


def test_unknown_townships_are_told_by_row(clerk) -> None:
    rows = [person(1, township="火星镇"), person(2, township="岚县普明镇"), person(3, township="岚城")]
    imported = read_now(uploaded(clerk, filled("roster", rows)))

    found = read_findings(imported).problems
    assert [(problem.code, problem.place.row) for problem in found] == [("unknown_township", 2)]


def test_the_preview_says_what_is_new_changed_and_the_same(clerk) -> None:
    committed(clerk, read_now(uploaded(clerk, filled("roster", people(2)))))
    rows = [person(1), person(2, education="高中", phone="19900009999"), person(3)]
    imported = read_now(uploaded(clerk, filled("roster", rows)))

    assert (imported.created_count, imported.changed_count, imported.same_count) == (1, 1, 1)
    (changed,) = preview_rows(imported, "u", offset=0, limit=10)
    assert set(changed.fields) == {"education", "phone"}

    committed(clerk, imported)
    assert Person.objects.count() == 3
    assert Person.objects.get(education="61").phone.open() == "19900009999"


def test_the_same_file_again_is_the_earlier_import(clerk) -> None:
    content = filled("roster", people(2))
    first = uploaded(clerk, content)
    again = upload_form(actor=clerk, at=AT, form="roster", filename="另一个名字.xlsx", content=content)

    assert (again.imported.pk, again.is_new) == (first.pk, False)
    done = committed(clerk, read_now(first))
    assert commit_import(actor=clerk, at=AT, uid=done.uid).state == ImportState.COMMITTED
    assert Person.objects.count() == 2
    assert uploaded(clerk, content).pk == first.pk
    assert uploaded(clerk, content, form="registration").pk != first.pk


def test_pressing_twice_queues_one_run(clerk) -> None:
    imported = read_now(uploaded(clerk, filled("roster", people(2))))
    first = commit_import(actor=clerk, at=AT, uid=imported.uid)
    again = commit_import(actor=clerk, at=AT, uid=imported.uid)

    assert first.commit_run_id == again.commit_run_id


def test_nothing_of_the_file_is_in_the_clear(clerk) -> None:
    read_now(uploaded(clerk, filled("roster", people(3))))

    kept = b"".join(bytes(content) for content in ImportPart.objects.values_list("content", flat=True))
    assert identity_number(1).encode() not in kept
    assert b"PK\x03\x04" not in kept


def test_giving_up_wipes_and_so_do_thirty_days(clerk) -> None:
    given_up = read_now(uploaded(clerk, filled("roster", people(2))))
    waiting = read_now(uploaded(clerk, filled("roster", people(3))))
    discard_import(actor=clerk, at=AT, uid=given_up.uid)

    assert not given_up.parts.exists()
    assert wipe_expired_imports(at=AT + timedelta(days=29)) == 0
    assert wipe_expired_imports(at=AT + timedelta(days=31)) == 1
    assert not waiting.parts.exists()
    assert Import.objects.get(pk=waiting.pk).state == ImportState.EXPIRED


def test_a_township_imports_its_own_people_only(township) -> None:
    imported = read_now(uploaded(township, filled("roster", [person(1), person(2, township="普明镇")])))
    assert [problem.code for problem in read_findings(imported).problems] == ["unknown_township"]

    done = committed(township, read_now(uploaded(township, filled("roster", [person(1, township="")]))))
    assert Person.objects.get().township_code == done.township_code


def test_an_institution_changes_nobody_and_gains_trainees(clerk, school) -> None:
    committed(clerk, read_now(uploaded(clerk, filled("roster", [person(1)]))))
    manager = staff(Role.INSTITUTION_MANAGER, organisation_key=school.pk)
    with acting(manager, scope_of(manager)):
        imported = uploaded(manager, filled("roster", [person(1, education="高中"), person(2)]))
        done = committed(manager, read_now(imported))

    assert done.created_count == 1
    assert Person.objects.get(id_mask__endswith=identity_number(1)[14:]).education == "71"
    assert Affiliation.objects.filter(organisation=school, person__source_key=str(done.uid)).count() == 1


def test_others_see_nothing(clerk) -> None:
    imported = uploaded(clerk, filled("roster", people(2)))
    neighbour = staff(region_code=SHANGDANG)
    with acting(neighbour, scope_of(neighbour)):
        assert list_imports(neighbour, offset=0, limit=10) == []
        with pytest.raises(ImportNotFoundError):
            get_import(neighbour, imported.uid)
        with pytest.raises(ImportNotFoundError):
            commit_import(actor=neighbour, at=AT, uid=imported.uid)


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.AUDITOR, Role.LEADER])
def test_readers_do_not_import(clerk, role) -> None:
    reader = staff(role, LAN)
    imported = read_now(uploaded(clerk, filled("roster", people(2))))

    with pytest.raises(NotAllowedError):
        uploaded(reader, filled("roster", people(3)))
    with pytest.raises(NotAllowedError):
        commit_import(actor=reader, at=AT, uid=imported.uid)
    assert get_import(reader, imported.uid) == imported


def test_a_city_does_not_import_for_its_counties(regions) -> None:
    with pytest.raises(UploadRefusedError):
        uploaded(staff(region_code="141100"), filled("roster", people(2)))


@pytest.mark.parametrize(("filename", "content"), [("a.xls", b"x"), ("a.xlsx", b""), ("a.xlsx", bytes(33 * 2**20))])
def test_what_is_plainly_no_form_is_refused(clerk, filename, content) -> None:
    with pytest.raises(UploadRefusedError):
        uploaded(clerk, content, filename=filename)


def test_lists_of_institutions_and_enterprises_are_registered(clerk) -> None:
    from factories.organisations import credit_code
    from jineng.domain.registry.models import Organisation, SizeRecord

    rows = [
        {
            "name": f"岚县第{n}职校",
            "credit_code": credit_code(n),
            "phone": "0358-6720001",
            "contact_name": "赵联系",
            "township": "东村镇",
        }
        for n in (1, 2)
    ]
    done = committed(clerk, read_now(uploaded(clerk, filled("institutions", rows), form="institutions")))
    assert (done.created_count, Organisation.objects.filter(kind="institution").count()) == (2, 2)

    works = [
        {
            "name": "岚县面业有限公司",
            "credit_code": credit_code(9),
            "industry": "工业",
            "staff_count": 12,
            "revenue_wan": 250,
        }
    ]
    done = committed(clerk, read_now(uploaded(clerk, filled("enterprises", works), form="enterprises")))
    assert done.created_count == 1
    assert SizeRecord.objects.get().size_class == "micro"

    renamed = [
        {"name": "岚县第一职业技术学校", "credit_code": credit_code(1)},
        {"name": "x", "credit_code": credit_code(9)},
    ]
    imported = read_now(uploaded(clerk, filled("institutions", renamed), form="institutions"))
    assert (imported.changed_count, imported.refused_count) == (1, 1)
    done = committed(clerk, imported)
    assert (done.changed_count, done.refused_count) == (1, 1)
    assert [problem.place.row for problem in read_findings(done).problems] == [3]


def test_teachers_with_their_certificates_are_noted_once(clerk, school) -> None:
    from jineng.domain.registry.models import Qualification, Teacher

    row = {
        "name": "李老师",
        "id_number": identity_number(1),
        "credit_code": school.credit_code,
        "occupation": "中式烹调师",
        "level": "高级工",
        "certificate_number": "A-1",
        "valid_from": "2020-05-06",
    }
    rows = [row, {**row, "occupation": "面塑", "certificate_number": "A-2", "level": ""}]
    done = committed(clerk, read_now(uploaded(clerk, filled("teachers", rows), form="teachers")))

    assert (done.created_count, Teacher.objects.count(), Qualification.objects.count()) == (2, 1, 2)
    again = committed(
        clerk,
        read_now(uploaded(clerk, filled("teachers", [*rows, {**row, "certificate_number": "A-3"}]), form="teachers")),
    )
    assert (again.same_count, again.created_count, Teacher.objects.count()) == (2, 1, 1)


class TestLaw:
    """What the database refuses, whoever asks it."""

    @pytest.fixture
    def done(self, clerk):
        return committed(clerk, read_now(uploaded(clerk, filled("roster", people(2)))))

    def refused(self, work) -> None:
        with pytest.raises(DatabaseError), transaction.atomic():
            work()

    def test_the_same_file_twice(self, clerk) -> None:
        imported = uploaded(clerk, filled("roster", people(2)))
        values = {
            name: getattr(imported, name)
            for name in ("form", "county_code", "sha256", "size_bytes", "filename", "uploaded_by", "uploaded_at")
        }
        from jineng.platform.progress.operations import queue_run

        other = queue_run(actor=clerk, at=AT, kind="read_import", parameters={})
        self.refused(lambda: Import.objects.create(**values, run=other))

    def test_what_is_committed_stays(self, done) -> None:
        self.refused(lambda: Import.objects.filter(pk=done.pk).update(created_count=1))
        self.refused(lambda: Import.objects.filter(pk=done.pk).delete())
        self.refused(lambda: ImportPart.objects.create(import_of=done, kind="rows", content=b"x"))

    def test_a_form_with_faults_is_not_ready(self, clerk) -> None:
        imported = read_now(uploaded(clerk, filled("roster", [person(1, phone="1")])))
        self.refused(lambda: Import.objects.filter(pk=imported.pk).update(state="READY"))
        self.refused(lambda: Import.objects.filter(pk=imported.pk).update(state="COMMITTED"))

    def test_an_import_that_is_over_holds_nothing(self, clerk) -> None:
        imported = read_now(uploaded(clerk, filled("roster", people(2))))
        self.refused(lambda: Import.objects.filter(pk=imported.pk).update(state="DISCARDED", ended_at=AT))

    def test_staged_rows_do_not_change(self, clerk) -> None:
        read_now(uploaded(clerk, filled("roster", people(2))))
        self.refused(lambda: ImportPart.objects.update(verdicts="ss"))


def test_a_reading_that_failed_is_read_again_when_the_file_comes_again(clerk) -> None:
    from jineng.kernel.text import Text
    from jineng.platform.progress.operations import fail_run

    content = filled("roster", people(2))
    first = uploaded(clerk, content)
    fail_run(run_key=first.run_id, at=AT, error=Text("坏了", "broken"))
    again = uploaded(clerk, content)

    assert again.pk == first.pk
    assert again.run_id != first.run_id
    assert read_now(again).state == ImportState.READY


def test_rows_come_back_in_the_order_of_the_file(clerk) -> None:
    imported = read_now(uploaded(clerk, filled("roster", people(1200))))

    assert [row.row for row in staged_rows(imported)] == list(range(2, 1202))
    assert [row.row for row in preview_rows(imported, "c", offset=498, limit=4)] == [500, 501, 502, 503]
