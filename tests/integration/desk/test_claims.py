"""Documents settled from claim lines go through the desk as well: every form opens without fault, every example holds."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from factories.drafts import AT
from jineng.domain.drafts import operations
from jineng.domain.drafts.contents import contents_of_toml
from jineng.domain.drafts.queries import get_contents
from jineng.web.desk.entries import SECTIONS, list_entries

if TYPE_CHECKING:
    from django.test import Client

    from jineng.platform.identity.models import User

WORKED = sorted((Path(__file__).parents[2] / "engine/worked").glob("*/policy.toml"))


@pytest.mark.parametrize("path", WORKED, ids=lambda path: path.parent.name)
def test_worked_document_opens_in_its_forms(at_desk: Client, writer: User, path: Path) -> None:
    contents = contents_of_toml(path.read_bytes(), path.with_name("examples.toml").read_bytes())
    draft = operations.start_draft(actor=writer, at=AT, title=path.parent.name, contents=contents)
    home = f"/drafts/{draft.public_id}/"

    checks = at_desk.get(f"{home}?part=checks")
    assert checks.context["problems"] == []
    for section in SECTIONS:
        assert at_desk.get(f"{home}?part={section}").status_code == 200
        keys = ["document"] if section == "document" else [entry.key for entry in list_entries(contents, section)][:12]
        for key in keys:
            page = at_desk.get(f"{home}edit/{section}/{key}/")
            assert page.status_code == 200, (section, key)
            assert not page.context["faults"], (section, key, page.context["faults"])


def test_example_of_a_claims_document_is_saved_as_toml_would_hold_it(at_desk: Client, writer: User) -> None:
    path = next(path for path in WORKED if path.parent.name == "jining-2020")
    contents = contents_of_toml(path.read_bytes(), path.with_name("examples.toml").read_bytes())
    draft = operations.start_draft(actor=writer, at=AT, title="示例", contents=contents)
    before = contents.examples[0]
    values = {
        "id": before["id"], "title-zh": before["title"]["zh"], "title-en": before["title"]["en"], "rule": before["rule"],
        "as_of": str(before["as_of"]), "item": before["item"], "expect-status": before["expect"]["status"],
        "_do": "save", "_based_on": 1,
    }  # fmt: skip
    for number, (fact, value) in enumerate(before["facts"].items()):
        values |= {
            f"facts-{number}-fact": fact,
            f"facts-{number}-value": {True: "是", False: "否"}.get(value, str(value))
            if isinstance(value, bool)
            else str(value),
        }

    response = at_desk.post(f"/drafts/{draft.public_id}/edit/example/{before['id']}/", values)

    assert response.status_code == 302
    after = get_contents(writer, draft.public_id)[1].examples[0]
    assert after["facts"] == before["facts"]
    assert after["as_of"] == before["as_of"]


def _opened(writer: User, name: str) -> str:
    path = next(path for path in WORKED if path.parent.name == name)
    contents = contents_of_toml(path.read_bytes(), path.with_name("examples.toml").read_bytes())
    draft = operations.start_draft(actor=writer, at=AT, title=name, contents=contents)
    return f"/drafts/{draft.public_id}/"


def test_calculator_tries_a_case_under_the_draft(at_desk: Client, writer: User) -> None:
    home = _opened(writer, "shanxi-2018")
    case = {"kind": "project", "group": "poor_family", "attended_days": "12", "class_start_on": "2018-09-01"}

    page = at_desk.get(f"{home}calculator/", {"number": "1", **case}).content.decode()

    result = page.split('id="result"')[1].split("</section>")[0]
    assert "可以补贴 1,700 元，现在拨付 1,700 元。" in result
    assert f'href="{home}review/#clause-' in result
    assert '<input type="hidden" name="number" value="1">' in page


@pytest.mark.parametrize("part", ["?part=example", "review/"])
def test_examples_are_told_to_all_three_readers(at_desk: Client, writer: User, part: str) -> None:
    page = at_desk.get(f"{_opened(writer, 'nanping-2023')}{part}").content.decode()

    shown = page.split('id="example-completed_52"')[1].split('id="example-')[0]
    assert "可以补贴 5,000 元，以前已拨 2,500 元，现在拨付 2,500 元。" in shown
    assert shown.count('class="steps-list"') == 2
    assert "以前多拨的 2,500 元要退回" in shown
    assert "<code>apprentice</code>" in shown
