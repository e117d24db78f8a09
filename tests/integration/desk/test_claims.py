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
