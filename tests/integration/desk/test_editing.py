"""Parts of a draft are written through their forms: saved, checked while typed, kept when two write at once, taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from factories.drafts import AT, newest
from jineng.domain.drafts.contents import Contents
from jineng.domain.drafts.operations import save_revision
from jineng.domain.drafts.queries import get_contents, get_draft
from jineng.platform.audit.models import AuditEvent
from jineng.policy.forms.entry import to_values
from jineng.web.desk.head_form import HEAD_FORM

if TYPE_CHECKING:
    from django.test import Client

    from jineng.domain.drafts.models import Draft
    from jineng.platform.identity.models import User

UNIVERSAL = {
    "id": "universal", "title-zh": "普惠制补贴", "title-en": "Universal standard", "cite": ["L3.7b", "L3.1"],
    "readings": ["day", "universal_day_rate", "enterprise_kinds"], "item": "training",
    "when-kind": ["universal", "outbound", "enterprise_self", "enterprise_commissioned"],
    "payee-0-to": "enterprise", "payee-0-when-kind": "enterprise_self", "payee-1-to": "institution", "payee-as": "long",
    "standard": "universal", "tiers-0-upto": "10", "tiers-0-price": "１５０元", "tiers-1-price": "100", "caps-0-amount": "1000",
}  # fmt: skip


def rule(draft: Draft, key: str) -> dict[str, Any]:
    return next(table for table in newest(draft)["rule"] if table["id"] == key)


def post(
    client: Client, draft: Draft, address: str, values: dict[str, Any], do: str = "save", based_on: int = 1
) -> Any:
    return client.post(f"/drafts/{draft.public_id}/{address}", {**values, "_do": do, "_based_on": based_on})


def test_unchanged_form_saves_nothing(at_desk: Client, draft: Draft) -> None:
    response = post(at_desk, draft, "edit/rule/universal/", UNIVERSAL)

    assert response.status_code == 302
    assert get_draft(draft.made_by, draft.public_id).row.number == 1


def test_saved_rule_is_the_next_revision_and_nothing_else_changes(at_desk: Client, draft: Draft) -> None:
    before = newest(draft)

    post(at_desk, draft, "edit/rule/universal/", UNIVERSAL | {"caps-0-amount": "1200元"})

    after = newest(draft)
    assert rule(draft, "universal") == next(r for r in before["rule"] if r["id"] == "universal") | {"caps": ["1200"]}
    assert [r["id"] for r in after["rule"]] == [r["id"] for r in before["rule"]]
    assert {**after, "rule": None} == {**before, "rule": None}
    assert AuditEvent.objects.filter(action="draft_saved").count() == 1


def test_check_says_the_rule_and_shows_the_fault_at_its_field_and_saves_nothing(at_desk: Client, draft: Draft) -> None:
    response = post(at_desk, draft, "edit/rule/universal/", UNIVERSAL | {"tiers-1-price": "一百"}, do="check")

    page = response.content.decode()
    assert response.status_code == 200
    assert "tiers-1-price" in [name for name, _ in response.context["faults"]]
    assert 'value="一百"' in page
    assert get_draft(draft.made_by, draft.public_id).row.number == 1

    mended = post(at_desk, draft, "edit/rule/universal/", UNIVERSAL, do="check")
    assert not mended.context["faults"]
    assert "1,000 元" in str(mended.context["described"])


def test_number_that_stands_in_no_cited_clause_is_pointed_at(at_desk: Client, draft: Draft) -> None:
    response = post(at_desk, draft, "edit/rule/universal/", UNIVERSAL | {"caps-0-amount": "1001"}, do="check")

    assert any("1001 元" in text.zh for _, text in response.context["faults"])


def test_rule_from_a_clause_of_the_original_brings_the_clause_along(at_desk: Client, with_original: Draft) -> None:
    content = newest(with_original)
    save_revision(
        actor=with_original.made_by, at=AT, draft_id=with_original.public_id, based_on=1,
        contents=Contents({"document": content["document"]}),
    )  # fmt: skip
    page = at_desk.get(f"/drafts/{with_original.public_id}/add/rule/?original=9&kind=fixed_amount")
    picked = page.context["picked"]

    post(
        at_desk, with_original, "add/rule/?original=9&kind=fixed_amount", {"_picked": "9", "title-zh": "一条"}, based_on=2
    )  # fmt: skip

    after = newest(with_original)
    (clause,) = after["clause"]
    assert clause["number"] == picked.number
    assert clause["text"]["zh"] == picked.text
    assert after["rule"] == [
        {"id": "fixed_amount", "kind": "fixed_amount", "title": {"zh": "一条", "en": "一条"}, "cite": [clause["id"]]}
    ]


def test_clause_that_a_rule_is_written_from_is_ticked_in_its_form(at_desk: Client, with_original: Draft) -> None:
    address = "add/rule/?original=9&kind=rate"

    opened = at_desk.get(f"/drafts/{with_original.public_id}/{address}")
    checked = post(at_desk, with_original, address, {"_picked": "9", "title-zh": "一条"}, do="check")

    for page in (opened, checked):
        cite = next(slot for slot in page.context["shown"] if slot.name == "cite")
        assert [option.is_chosen for option in cite.options].count(True) == 1


def test_faults_come_in_the_order_of_the_form_and_name_their_fields(at_desk: Client, draft: Draft) -> None:
    page = post(at_desk, draft, "add/rule/?kind=rate", {"payee-0-to": "", "tiers-0-price": "一百"}, do="check")

    assert [name for name, _ in page.context["faults"]] == ["title", "cite", "item", "payee", "tiers-0-price"]
    assert [text.zh.partition("：")[0] for _, text in page.context["faults"]] == [
        "名称", "依据条款", "补贴项目", "拨给谁", "单价",
    ]  # fmt: skip


def test_needed_row_stands_ready_and_numbers_are_in_the_unit_of_the_rule(at_desk: Client, draft: Draft) -> None:
    page = at_desk.get(f"/drafts/{draft.public_id}/add/rule/?kind=rate").content.decode()

    assert 'name="payee-0-to"' in page
    assert 'name="tiers-0-price"' in page
    shown = at_desk.post(
        f"/drafts/{draft.public_id}/add/rule/?kind=rate", {"unit": "month", "_do": "check"}
    ).context["shown"]  # fmt: skip
    assert next(slot for slot in shown if slot.name == "max_units").unit == ("个月", "months")


def test_rows_are_added_and_removed_without_scripts(at_desk: Client, draft: Draft) -> None:
    more = at_desk.post(
        f"/drafts/{draft.public_id}/edit/rule/universal/", UNIVERSAL | {"_add": "tiers", "_based_on": 1}
    )
    less = at_desk.post(
        f"/drafts/{draft.public_id}/edit/rule/universal/", UNIVERSAL | {"_remove": "tiers-0", "_based_on": 1}
    )

    assert 'name="tiers-2-price"' in more.content.decode()
    assert 'name="tiers-0-price"' not in less.content.decode()
    assert 'name="tiers-1-price"' in less.content.decode()


def test_figure_of_the_clause_fills_its_field_without_scripts(at_desk: Client, draft: Draft) -> None:
    response = at_desk.post(
        f"/drafts/{draft.public_id}/edit/rule/universal/",
        UNIVERSAL | {"caps-0-amount": "", "_fill": "caps-0-amount=1000", "_based_on": 1},
    )

    assert 'name="caps-0-amount" value="1000"' in response.content.decode()


def test_two_who_write_the_same_rule_lose_nothing(at_desk: Client, draft: Draft, second: User) -> None:
    theirs = newest(draft)
    next(r for r in theirs["rule"] if r["id"] == "universal")["caps"] = ["900"]
    theirs["document"]["title"]["zh"] = "改过的标题"
    examples = get_contents(draft.made_by, draft.public_id)[1].examples
    save_revision(actor=second, at=AT, draft_id=draft.public_id, based_on=1, contents=Contents(theirs, examples))

    refused = post(at_desk, draft, "edit/rule/universal/", UNIVERSAL | {"caps-0-amount": "1200"})

    page = refused.content.decode()
    assert refused.status_code == 409
    assert "梁复明" in page
    assert 'value="1200"' in page
    assert [(mine, other) for _, mine, other in refused.context["theirs"]] == [("1200", "900")]
    assert rule(draft, "universal")["caps"] == ["900"]

    kept = post(at_desk, draft, "edit/rule/universal/", UNIVERSAL | {"caps-0-amount": "1200"}, based_on=2)
    assert kept.status_code == 302
    assert rule(draft, "universal")["caps"] == ["1200"]
    assert newest(draft)["document"]["title"]["zh"] == "改过的标题"


def test_clause_takes_its_figures_as_people_write_them(at_desk: Client, draft: Draft) -> None:
    values = {
        "id": "N1", "number": "七", "text-zh": "补 150 元，11月30日前，80%。", "figures": "150元\r\n2022年11月30日\r\n８０％",
        "not_computed-0-figure": "150 元", "not_computed-0-reason-zh": "示例",
    }  # fmt: skip
    post(at_desk, draft, "add/clause/", values)

    clause = newest(draft)["clause"][-1]
    assert clause["figures"] == ["150 yuan", "2022-11-30 date", "80 %"]
    assert clause["not_computed"] == [{"figure": "150 yuan", "reason": {"zh": "示例", "en": "示例"}}]


def test_deleted_part_comes_back_with_its_revision(at_desk: Client, draft: Draft) -> None:
    before = newest(draft)
    post(at_desk, draft, "edit/rule/universal/", UNIVERSAL, do="delete")
    assert "universal" not in [r["id"] for r in newest(draft)["rule"]]

    at_desk.post(f"/drafts/{draft.public_id}/revisions/back/", {"number": 1, "based_on": 2})

    assert newest(draft) == before
    assert get_draft(draft.made_by, draft.public_id).row.number == 3


def test_example_is_told_as_the_calculator_asks(at_desk: Client, draft: Draft) -> None:
    values = {
        "title-zh": "订单式 12 天", "rule": "ladder", "item": "training", "kind": "order", "days": "12",
        "certified": "yes", "unit_certified": "40", "unit_employed": "32", "expect-status": "payable", "expect-due": "1600",
    }  # fmt: skip
    wrong = post(at_desk, draft, "add/example/", values, do="check")
    assert "1700" in str(wrong.context["faults"])

    right = values | {"expect-due": "1700"}
    assert not post(at_desk, draft, "add/example/", right, do="check").context["faults"]
    post(at_desk, draft, "add/example/", right)

    example = get_contents(draft.made_by, draft.public_id)[1].examples[-1]
    assert example["situation"] == {
        "item": "training", "kind": "order", "days": 12, "certified": True, "unit_certified": 40, "unit_employed": 32,
    }  # fmt: skip
    assert example["expect"] == {"status": "payable", "due": "1700"}


def test_every_shipped_example_is_told_without_loss(at_desk: Client, draft: Draft, shipped: Contents) -> None:
    for example in shipped.examples:
        page = at_desk.get(f"/drafts/{draft.public_id}/edit/example/{example['id']}/")
        assert not page.context["faults"], example["id"]


def test_head_is_saved(at_desk: Client, draft: Draft) -> None:
    before = newest(draft)["document"]
    values = to_values(HEAD_FORM, before)

    post(at_desk, draft, "edit/document/document/", values | {"doc_no": "岚技能办发〔2023〕1号"})

    assert newest(draft)["document"] == before | {"doc_no": "岚技能办发〔2023〕1号"}
