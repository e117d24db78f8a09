"""A county's draft is judged beside its province's text, at the desk as it is typed and once more at its approval."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from factories import desk
from factories.delegation import PROVINCE, county, province
from factories.drafts import AT
from jineng.domain.drafts import operations
from jineng.domain.drafts.errors import NotReadyError
from jineng.domain.drafts.queries import find_superior
from jineng.journeys.draft_files import toml_files

if TYPE_CHECKING:
    from pathlib import Path

    from django.test import Client

    from jineng.domain.drafts.contents import Contents
    from jineng.domain.drafts.models import Draft
    from jineng.platform.identity.models import User

BOTH_CLAUSES = ("三(二)", "第五条")


@pytest.fixture
def shipped_province(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The province's text is the one document in the folder of plans."""
    home = tmp_path / "140000" / PROVINCE
    home.mkdir(parents=True)
    (home / "policy.toml").write_bytes(toml_files(province())["policy.toml"])
    monkeypatch.setenv("JINENG_POLICIES", str(tmp_path))


def sent(writer: User, contents: Contents) -> Draft:
    draft = operations.start_draft(actor=writer, at=AT, title="试验", contents=contents)
    return operations.send(actor=writer, at=AT, draft_id=draft.public_id, number=1)


def approved_elsewhere(contents: Contents, region_code: str) -> None:
    first, second = (desk.person(f"{name}-{region_code}", region_code=region_code) for name in ("first", "other"))
    draft = sent(first, contents)
    operations.approve(actor=second, at=AT, draft_id=draft.public_id, number=1)


@pytest.mark.usefixtures("shipped_province")
def test_price_within_the_bounds_is_shown_clean_and_approved(at_desk: Client, writer: User, second: User) -> None:
    draft = sent(writer, county("80"))

    assert at_desk.get(f"/drafts/{draft.public_id}/?part=checks").context["problems"] == []
    operations.approve(actor=second, at=AT, draft_id=draft.public_id, number=1)

    draft.refresh_from_db()
    assert draft.state == "APPROVED"


@pytest.mark.usefixtures("shipped_province")
def test_price_out_of_the_bounds_is_shown_at_the_desk_and_refused_at_approval(
    at_desk: Client, writer: User, second: User
) -> None:
    draft = sent(writer, county("120"))

    (shown,) = at_desk.get(f"/drafts/{draft.public_id}/?part=checks").context["problems"]
    assert all(clause in shown.text.zh and clause in shown.text.en for clause in BOTH_CLAUSES)
    assert shown.url.endswith("/edit/fill/day_price/#field-value")
    with pytest.raises(NotReadyError) as refusal:
        operations.approve(actor=second, at=AT, draft_id=draft.public_id, number=1)
    (problem,) = refusal.value.problems
    assert (problem.code, problem.text) == ("fill_out_of_bounds", shown.text)
    draft.refresh_from_db()
    assert draft.state == "SENT"


@pytest.mark.usefixtures("shipped_province")
def test_what_the_province_approved_here_counts_before_the_shipped_text(writer: User, second: User) -> None:
    approved_elsewhere(province(most="150"), "140000")

    draft = sent(writer, county("120"))

    with pytest.raises(NotReadyError) as refusal:  # the example still says 400
        operations.approve(actor=second, at=AT, draft_id=draft.public_id, number=1)
    assert [problem.code for problem in refusal.value.problems] == ["example_failed"]


@pytest.mark.usefixtures("shipped_province")
def test_what_the_province_leaves_open_is_offered_until_it_is_decided(at_desk: Client, writer: User) -> None:
    before = county("80")
    (fill,) = before.content.pop("fill")
    draft = operations.start_draft(actor=writer, at=AT, title="试验", contents=before)
    home = f"/drafts/{draft.public_id}/"

    (term,) = at_desk.get(f"{home}add/fill/").context["to_decide"]
    assert term.name.zh == "每日补贴 · 单价"
    assert term.bounds.zh == "由县确定，不低于 50 元，不超过 100 元"
    page = at_desk.get(f"{home}add/fill/?{term.query}")
    values = {slot.name: slot.value for slot in page.context["shown"]}
    assert [values[name] for name in ("of", "rule", "term")] == [fill["of"], fill["rule"], fill["term"]]

    operations.save_revision(actor=writer, at=AT, draft_id=draft.public_id, based_on=1, contents=county("80"))
    assert at_desk.get(f"{home}add/fill/").context["to_decide"] == []


@pytest.mark.django_db
def test_text_of_a_region_that_is_not_above_is_no_superior() -> None:
    other = province()
    other.content["document"]["region_code"] = "140421"
    approved_elsewhere(other, "140421")

    assert find_superior(county("80")) is None


@pytest.mark.django_db
@pytest.mark.parametrize("superior", ["not-here", None, 3, ["x"]])
def test_superior_that_is_not_here_or_half_written_is_none(superior: object) -> None:
    contents = county("80")
    contents.content["document"]["superior"] = superior if isinstance(superior, list) else [{"id": superior}]

    assert find_superior(contents) is None
