"""Comparing people before training, as officers meet it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from factories.eligibility import AT, LAN_PLAN, compare, upload, upload_all, workbook
from factories.identities import identity_number
from factories.people import people, staff
from jineng.domain.eligibility.models import Batch, BatchPerson, ComparisonSet
from jineng.domain.registry.models import Person
from jineng.jobs.tasks import run as run_task
from jineng.platform.identity.roles import Role
from jineng.platform.regions.operations import load_regions

if TYPE_CHECKING:
    from pathlib import Path

    from tests.browser.conftest import Visitor

    from jineng.platform.identity.models import User


@pytest.fixture
def clerk(db: None) -> User:
    load_regions(actor=None, at=AT)
    return staff(name="兰小雨")


@pytest.fixture
def batch(clerk):
    """Twelve people: one on the list of the deceased, some without a tag, one who owns a company."""
    upload_all(clerk, deceased=[["某人", identity_number(1), "", ""]])
    upload(clerk, "company_owner", [["某人", identity_number(2), "", ""]])
    keys = people(clerk, 9, groups=("veteran", "poverty_lifted")) + people(clerk, 3, 10)
    return compare(clerk, keys, level="5")


def test_pages_keep_nobody_out(visitor: Visitor, clerk, batch) -> None:
    rows = [["某人", identity_number(5)[:-1] + "A", "", ""], ["某人", identity_number(6), "2022-05-01", "2022-04-01"]]
    faulty = upload(clerk, "student", rows)
    live = ComparisonSet.objects.get(kind="deceased")
    against = BatchPerson.objects.get(batch=batch, standing="does_not_fit")
    visitor.sign_in(clerk)
    for address in (
        "/eligibility/",
        "/eligibility/new/",
        f"/eligibility/{batch.uid}/",
        f"/eligibility/{batch.uid}/?standing=unknown",
        f"/eligibility/{batch.uid}/people/{against.pk}/",
        "/eligibility/lists/",
        "/eligibility/lists/new/",
        f"/eligibility/lists/{faulty.uid}/",
        f"/eligibility/lists/{live.uid}/",
    ):
        visitor.open(address)
        visitor.require_accessible()


def test_a_list_is_uploaded_and_read(visitor: Visitor, clerk, tmp_path: Path) -> None:
    path = tmp_path / "死亡人员.xlsx"
    path.write_bytes(workbook([["某人", identity_number(1), "2021-03-01", ""]]))
    visitor.sign_in(clerk)
    page = visitor.open("/eligibility/lists/new/?kind=deceased")
    page.fill("#id_source", "县公安局")
    page.fill("#id_data_on", "2022-06-30")
    page.fill("#id_valid_until", "2022-12-31")
    page.set_input_files("#id_book", path)
    page.click("main form button[type=submit]")
    page.wait_for_selector("progress")
    visitor.require_accessible()
    run_task(ComparisonSet.objects.get().run_id)
    page.wait_for_selector(".stats-row")
    visitor.keep_picture("list-read")
    assert page.locator("progress").count() == 0


def test_one_person_is_compared_from_their_page(visitor: Visitor, clerk) -> None:
    upload_all(clerk)
    (key,) = people(clerk, 1, groups=("veteran",))
    uid = Person.objects.get(pk=key).uid
    visitor.sign_in(clerk)
    page = visitor.open(f"/eligibility/new/?source=person:{uid}")
    page.select_option("#id_policy", LAN_PLAN)
    page.fill("#id_day", "2022-07-04")
    visitor.keep_picture("ask-filled")
    page.click("main form button[type=submit]")
    page.wait_for_selector("progress")
    run_task(Batch.objects.get().run_id)
    page.wait_for_selector("#people")
    assert BatchPerson.objects.get().standing == "fits"


def test_an_answer_is_decided_and_a_refusal_waits_for_another(visitor: Visitor, clerk, batch) -> None:
    unknown = BatchPerson.objects.filter(batch=batch, standing="unknown").order_by("-pk")[0]
    against = BatchPerson.objects.get(batch=batch, standing="does_not_fit")
    visitor.sign_in(clerk)
    page = visitor.open(f"/eligibility/{batch.uid}/people/{unknown.pk}/")
    page.click("main details summary")
    visitor.keep_picture("deciding")
    visitor.require_accessible()
    page.select_option("main details[open] select[name=becomes]", "fits")
    page.fill("main details[open] input[name=reason]", "已看退役证")
    page.click("main details[open] button[type=submit]")
    page.wait_for_load_state()
    unknown.refresh_from_db()
    assert unknown.standing == "fits"

    page = visitor.open(f"/eligibility/{batch.uid}/people/{against.pk}/")
    page.click("main details summary")
    page.fill("main details[open] input[name=reason]", "派出所证明本人健在")
    page.click("main details[open] button[type=submit]")
    page.wait_for_load_state()
    against.refresh_from_db()
    assert against.standing == "does_not_fit"

    visitor.sign_in(staff(Role.REVIEWER, name="兰复核"))
    page = visitor.open(f"/eligibility/{batch.uid}/?standing=does_not_fit")
    visitor.require_accessible()
    page.click("form[action$='/confirm/'] button")
    page.wait_for_load_state()
    against.refresh_from_db()
    assert against.standing == "fits"


def test_the_result_is_taken_out_as_a_workbook_and_written_down(visitor: Visitor, clerk, batch) -> None:
    visitor.sign_in(clerk)
    page = visitor.open(f"/eligibility/{batch.uid}/")
    with page.expect_download() as download:
        page.click("form[action$='/download/'] button")
    assert download.value.suggested_filename.startswith(f"{LAN_PLAN}-{batch.pk}.")
