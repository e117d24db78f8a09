"""The comparison pages by role and scope; what stands in addresses and files."""

from __future__ import annotations

from io import BytesIO

import pytest
from python_calamine import CalamineWorkbook

from factories.eligibility import compare, upload, upload_all
from factories.identities import identity_number
from factories.people import AT, DONGCUN, SHANGDANG, people, staff
from jineng.domain.eligibility.models import BatchPerson, ComparisonSet
from jineng.platform.audit.models import AuditEvent
from jineng.platform.identity.roles import Role
from jineng.platform.regions.operations import load_regions

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk():
    load_regions(actor=None, at=AT)
    return staff()


@pytest.fixture
def batch(clerk):
    upload_all(clerk, deceased=[["某人", identity_number(1), "", ""]])
    return compare(clerk, people(clerk, 2, groups=("veteran",)))


def as_(client, user):
    client.force_login(user)
    return client


@pytest.mark.parametrize("role", [Role.OFFICER, Role.REVIEWER, Role.AUDITOR])
def test_the_bureau_reads_answers(client, batch, role):
    user = staff(role, name=f"{role}-reads")
    page = as_(client, user).get(f"/eligibility/{batch.uid}/").content.decode()
    assert "死亡人员" in page
    assert identity_number(1) not in page
    assert ("一起认定" in page) is False, "nothing is unknown here"


def test_another_county_and_another_township_find_nothing(client, batch):
    entry = BatchPerson.objects.filter(batch=batch).first()
    found = ComparisonSet.objects.first()
    addresses = [f"/eligibility/{batch.uid}/", f"/eligibility/{batch.uid}/people/{entry.pk}/"]
    stranger = as_(client, staff(Role.OFFICER, SHANGDANG))
    for address in [*addresses, f"/eligibility/lists/{found.uid}/"]:
        assert stranger.get(address).status_code == 404
    assert stranger.post(f"/eligibility/{batch.uid}/download/").status_code == 404
    township = as_(client, staff(Role.TOWNSHIP_CLERK, DONGCUN))
    assert [township.get(address).status_code for address in addresses] == [404, 404], "the county's batch, not theirs"
    assert township.get("/eligibility/lists/").status_code == 403


def test_who_only_reads_may_not_decide(client, batch):
    auditor = as_(client, staff(Role.AUDITOR))
    answer = auditor.post(
        f"/eligibility/{batch.uid}/decide/", {"check": "deceased", "was": "does_not_fit", "becomes": "fits"}
    )
    assert answer.status_code == 403
    assert auditor.get("/eligibility/new/").status_code == 403


def test_a_refused_decision_says_why_on_the_page(client, clerk, batch):
    entry = BatchPerson.objects.get(batch=batch, standing="does_not_fit")
    said = {"check": "deceased", "was": "does_not_fit", "becomes": "fits", "reason": "", "entry": entry.pk}
    answer = as_(client, clerk).post(f"/eligibility/{batch.uid}/decide/", said)
    assert answer.status_code == 422
    assert "请写明依据" in answer.content.decode()


def test_the_workbook_has_masked_numbers_and_is_written_down(client, clerk, batch):
    answer = as_(client, clerk).post(f"/eligibility/{batch.uid}/download/")
    rows = CalamineWorkbook.from_filelike(BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    assert rows[0][:4] == ["姓名", "证件号码", "结论", "比对项目"]
    assert all("*" in row[1] for row in rows[1:])
    assert AuditEvent.objects.filter(action="eligibility_exported", actor_key=clerk.pk).exists()


def test_a_list_is_refused_in_the_form(client, clerk):
    said = {"kind": "deceased", "source": "公安", "data_on": "2022-06-30", "valid_until": "2022-06-01"}
    answer = as_(client, clerk).post("/eligibility/lists/new/", {**said, "book": BytesIO(b"no workbook")})
    assert answer.status_code == 422
    assert "有效期早于数据日期" in answer.content.decode()


def test_a_list_is_retired_by_another(client, clerk):
    found = upload(clerk, "deceased", [["某人", identity_number(1), "", ""]])
    address = f"/eligibility/lists/{found.uid}/retire/"
    assert as_(client, clerk).post(address, {"reason": "错"}).status_code == 422
    assert as_(client, staff(Role.REVIEWER)).post(address, {"reason": "错"}).status_code == 302
    found.refresh_from_db()
    assert found.state == "RETIRED"
