"""Lan County's plan typed in from its text alone, approved by a second officer, settles a random book as the shipped file does."""

from __future__ import annotations

import io
import random
import zipfile
from typing import TYPE_CHECKING, Any

import pytest

from factories import desk
from factories.form_filling import fill_in, save
from jineng.domain.drafts.contents import Contents, contents_of_toml
from jineng.domain.drafts.differences import compare
from jineng.domain.drafts.models import Draft
from jineng.policy.forms.fields import form_of
from jineng.policy.loader import list_documents, load_file
from jineng.policy.settlement import settle
from jineng.web.desk.part_forms import PART_FORMS
from jineng.workbook.reading import read_book
from jineng.workbook.synthetic import YEAR_END, county_year, write_book

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Page
    from tests.browser.conftest import Visitor

    from jineng.platform.identity.models import User

pytestmark = pytest.mark.slow

COUNTY = "lanxian-2022"


@pytest.fixture
def shipped() -> Contents:
    path = list_documents()[COUNTY]
    return contents_of_toml(path.read_bytes(), path.with_name("examples.toml").read_bytes())


def original_text(shipped: Contents) -> str:
    """Return a text with the plan's clauses under their numbers, as a county's original has them."""
    lines = [shipped.content["document"]["title"]["zh"]]
    chapter = number = ""
    for clause in shipped.content["clause"]:
        head, below = clause["number"][0], clause["number"][1:]
        if head != chapter:
            lines.append(f"{head}、{'工作要求' if below else ''}")
        if not below:
            lines[-1] += clause["text"]["zh"]
        elif clause["number"] == number:
            lines.append(clause["text"]["zh"])
        else:
            lines.append(f"{below}{clause['text']['zh']}")
        chapter, number = head, clause["number"]
    return "\n".join(lines)


@pytest.mark.parametrize("visitor", [("desk", "zh-hans")], indirect=True, ids=["desk"])
def test_plan_typed_at_the_desk_settles_as_the_shipped_file(
    visitor: Visitor, officer: User, shipped: Contents, tmp_path: Path
) -> None:
    visitor.sign_in(officer)
    key = begin(visitor, shipped, tmp_path)
    pressed = type_in(visitor.page, f"{visitor.site}/drafts/{key}", shipped)
    assert pressed > 10, "the figures of the clauses were offered and taken"
    visitor.open(f"/drafts/{key}/?part=checks")
    visitor.page.click("form[action$='/send/'] button")
    visitor.page.wait_for_selector(".notice-box.tone-waiting")

    visitor.sign_in(desk.person("desk-second", name="梁复明"))
    page = visitor.open(f"/drafts/{key}/review/")
    page.click("form:has(input[value=approve]) button")
    page.wait_for_selector(".notice-box.tone-good")
    file = exported(visitor, key, tmp_path)

    assert compare(Contents(in_any_order(shipped.content)), Contents(in_any_order(toml(file)))) == []
    assert_settles_alike(file, tmp_path)


def begin(visitor: Visitor, shipped: Contents, tmp_path: Path) -> str:
    """Begin a blank draft, upload the original and return the draft's id."""
    page = visitor.open("/drafts/new/")
    page.fill("#id_title", "岚县方案")
    page.click("main form button[type=submit]")
    page.wait_for_selector(".pane-plan")
    key = str(Draft.objects.get().public_id)
    path = tmp_path / "原文.txt"
    path.write_text(original_text(shipped))
    visitor.open(f"/drafts/{key}/original/")
    page.set_input_files("#id_file", path)
    page.click("main form .btn-primary")
    page.wait_for_selector("#original-0")
    return key


def type_in(page: Page, draft: str, shipped: Contents) -> int:
    """Type every part of the plan into its form; the head last, since it names clauses and readings."""
    pressed = 0
    parts = [
        *((section, table) for section in ("clause", "reading", "rule") for table in shipped.content[section]),
        ("document", shipped.content["document"]),
    ]
    for section, table in parts:
        form = PART_FORMS[section] if section != "rule" else form_of(table["kind"], "workbook", gate_subject(table))
        page.goto(address_of(draft, section, table))
        pressed += fill_in(page, form, table)
        save(page)
    page.goto(f"{draft}/add/example/")
    type_example(page)
    return pressed


def gate_subject(table: dict[str, Any]) -> str | None:
    return table["subject"] if table["kind"] == "gate" else None


def address_of(draft: str, section: str, table: dict[str, Any]) -> str:
    """Return where a part is written: a rule from its clause, of its kind."""
    if section == "document":
        return f"{draft}/edit/document/document/"
    if section != "rule":
        return f"{draft}/add/{section}/"
    subject = gate_subject(table)
    return f"{draft}/add/rule/?clause={table['cite'][0]}&kind={table['kind']}{f'&subject={subject}' if subject else ''}"


def type_example(page: Page) -> None:
    with page.expect_response(lambda answer: answer.request.headers.get("hx-target") == "entry-form"):
        page.select_option("#answer-kind", "order")
    page.wait_for_selector(".htmx-request, .htmx-swapping, .htmx-settling", state="detached")
    for name, value in (("days", "10"), ("unit_certified", "40"), ("unit_employed", "32")):
        page.fill(f"#answer-{name}", value)
    page.check("#answer-certified-yes")
    page.fill("#input-title-zh", "订单式 10 天")
    page.select_option("#input-rule", "ladder")
    page.select_option("#input-expect-status", "payable")
    page.fill("#input-expect-due", "1500")
    page.wait_for_selector("#verdict .all-good")
    save(page)


def exported(visitor: Visitor, key: str, folder: Path) -> Path:
    """Take the approved draft along and return its document's file."""
    visitor.open(f"/drafts/{key}/")
    with visitor.page.expect_download() as download:
        visitor.page.click("a[href*='/export/']")
    with zipfile.ZipFile(io.BytesIO(download.value.path().read_bytes())) as archive:
        archive.extractall(folder / "exported")
    return folder / "exported" / "policy.toml"


def toml(file: Path) -> dict[str, Any]:
    return contents_of_toml(file.read_bytes(), None).content


def in_any_order(value: Any) -> Any:
    """Return tables with what boxes were ticked for in one order: a form's boxes stand in the order of the plan."""
    if isinstance(value, dict):
        return {
            key: sorted(part) if key in {"cite", "readings", "targets"} else in_any_order(part)
            for key, part in value.items()
        }
    return [in_any_order(part) for part in value] if isinstance(value, list) else value


def assert_settles_alike(file: Path, folder: Path) -> None:
    seed = random.SystemRandom().randrange(10**6)
    print(f"book of seed {seed}")
    book_path = folder / "book.xlsx"
    write_book(county_year(COUNTY, seed=seed, trainees=desk.FEWEST[COUNTY]), book_path)
    plans = load_file(file), load_file(list_documents()[COUNTY])
    book = read_book(book_path, as_of=YEAR_END[COUNTY], needed=plans[0].needed_sheets)
    typed, meant = (settle(plan, book.tables, as_of=YEAR_END[COUNTY], input_sha256=book.sha256) for plan in plans)
    assert len(typed["lines"]) > 100
    for part in ("lines", "classes", "institutions", "totals", "problems"):
        assert typed[part] == meant[part]
