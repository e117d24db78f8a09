"""Importing in the browser: hand a roster in, mend its faults, look at what it would change, confirm."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from factories.imports import AT, committed, read_now, uploaded
from factories.people import DONGCUN, LAN, staff
from factories.registry_forms import filled, people, person
from jineng.domain.imports.operations import discard_import
from jineng.platform.identity.roles import Role
from jineng.platform.regions.operations import load_regions

if TYPE_CHECKING:
    from tests.browser.conftest import Visitor

    from jineng.platform.identity.models import User


@pytest.fixture
def clerk(db: None) -> User:
    load_regions(actor=None, at=AT)
    return staff(region_code=LAN)


def faulty() -> bytes:
    rows = [
        person(1),
        person(2, phone="1380013800"),
        person(3, education="研究"),
        person(4, id_number="14112719900101123"),
        person(1),
    ]
    return filled("roster", rows, above=["岚县2022年职业技能培训学员花名册"], below=[["填表人：李四"]])


def test_the_list_is_empty_at_first(visitor: Visitor, clerk: User) -> None:
    visitor.sign_in(clerk)
    page = visitor.open("/imports/")

    expect(page.locator("h1")).to_be_visible()
    expect(page.locator(".empty-state")).to_be_visible()
    visitor.require_accessible()


def test_a_roster_is_uploaded_and_waits_for_its_reading(visitor: Visitor, clerk: User, tmp_path) -> None:
    path = tmp_path / "roster.xlsx"
    path.write_bytes(filled("roster", people(3)))
    visitor.sign_in(clerk)
    page = visitor.open("/imports/new/")
    visitor.require_accessible()

    page.locator("select[name=form]").select_option("roster")
    page.locator("input[type=file]").set_input_files(path)
    page.locator("main form button[type=submit]").first.click()
    expect(page).to_have_url(re.compile(r"/imports/[0-9a-f-]{36}/$"))
    visitor.keep_picture("imports waiting")
    visitor.require_accessible()

    visitor.open("/imports/new/")
    page.locator("select[name=form]").select_option("roster")
    page.locator("input[type=file]").set_input_files(path)
    page.locator("main form button[type=submit]").first.click()
    expect(page).to_have_url(re.compile(r"again=1$"))
    expect(page.locator(".notice-box")).to_be_visible()


def test_what_is_no_workbook_is_said_beside_the_field(visitor: Visitor, clerk: User, tmp_path) -> None:
    path = tmp_path / "roster.txt"
    path.write_text("x")
    visitor.sign_in(clerk)
    page = visitor.open("/imports/new/")
    page.locator("select[name=form]").select_option("roster")
    page.locator("input[type=file]").set_input_files(path)
    page.locator("main form button[type=submit]").first.click()

    expect(page.locator("#id_book_error")).to_be_visible()
    visitor.keep_picture("imports refused")
    visitor.require_accessible()


def test_faults_are_listed_and_the_marked_copy_is_handed_out(visitor: Visitor, clerk: User) -> None:
    imported = read_now(uploaded(clerk, faulty()))
    visitor.sign_in(clerk)
    page = visitor.open(f"/imports/{imported.uid}/")

    expect(page.locator("#problems tbody tr")).to_have_count(4)
    visitor.require_accessible()
    with page.expect_download() as waiting:
        page.locator("form[action$='/marked/'] button").click()
    assert waiting.value.suggested_filename.endswith(".xlsx")


def test_the_preview_is_looked_through_and_confirmed(visitor: Visitor, clerk: User) -> None:
    known = read_now(uploaded(clerk, filled("roster", people(2))))
    committed(clerk, known)
    rows = [person(1), person(2, address="东村镇新村9号", education="高中"), *people(60, 3)]
    imported = read_now(uploaded(clerk, filled("roster", rows)))
    visitor.sign_in(clerk)
    page = visitor.open(f"/imports/{imported.uid}/")

    expect(page.locator("#rows tbody tr")).to_have_count(50)
    visitor.require_accessible()
    page.locator("#rows nav a[href='?verdict=u']").click()
    expect(page.locator("#rows tbody tr")).to_have_count(1)
    page.locator("form[action$='/confirm/'] button").click()
    expect(page.locator("#import progress")).to_be_visible()


def test_a_committed_import_tells_what_became_of_it(visitor: Visitor, clerk: User) -> None:
    done = committed(clerk, read_now(uploaded(clerk, filled("roster", people(3)))))
    visitor.sign_in(clerk)
    page = visitor.open(f"/imports/{done.uid}/")

    expect(page.locator(".notice-box")).to_be_visible()
    visitor.require_accessible()
    visitor.open("/imports/")
    visitor.keep_picture("imports list")
    visitor.require_accessible()


def test_what_was_given_up_is_wiped(visitor: Visitor, clerk: User) -> None:
    imported = read_now(uploaded(clerk, faulty()))
    discard_import(actor=clerk, at=AT, uid=imported.uid)
    visitor.sign_in(clerk)
    page = visitor.open(f"/imports/{imported.uid}/")

    expect(page.locator(".notice-box")).to_be_visible()
    expect(page.locator("#problems")).to_have_count(0)


def test_a_township_clerk_sees_only_the_townships_own(visitor: Visitor, clerk: User) -> None:
    uploaded(clerk, filled("roster", people(3)))
    visitor.sign_in(staff(Role.TOWNSHIP_CLERK, DONGCUN))
    page = visitor.open("/imports/")

    expect(page.locator(".empty-state")).to_be_visible()
