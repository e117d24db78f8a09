"""Lines: filters, explanations, a person in full."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

import pytest
from django.db.models import Sum

from factories import desk
from factories.desk import LANGUAGES, text_of
from jineng.domain.plans.queries import get_plan
from jineng.domain.settlements.explanation import explain_line
from jineng.domain.settlements.line_queries import open_lines
from jineng.domain.settlements.models import Settlement, SettlementLine
from jineng.kernel.identifiers import mask_identity
from jineng.kernel.money import say_yuan
from jineng.platform.audit.models import AuditEvent
from jineng.policy.words import say_step

if TYPE_CHECKING:
    from django.test import Client

    from jineng.platform.identity.models import User


@pytest.mark.parametrize("name", ["item", "status", "reason", "class_id", "payee"])
def test_filter_shows_exactly_what_it_names(desk_client: Client, settled: int, name: str) -> None:
    lines = SettlementLine.objects.filter(settlement=settled)
    line = lines.exclude(reasons=[]).order_by("-ordinal")[0]
    value = line.reasons[0] if name == "reason" else getattr(line, name)
    wanted = lines.filter(reasons__contains=[value]) if name == "reason" else lines.filter(**{name: value})

    response = desk_client.get(f"/settlements/{settled}/", {name: value})

    assert 0 < wanted.count() < lines.count()
    assert response.context["sums"].line_count == wanted.count()
    assert response.context["sums"].due_fen == wanted.aggregate(Sum("due_fen"))["due_fen__sum"]
    assert {row.ordinal for row in response.context["lines"]} <= set(wanted.values_list("ordinal", flat=True))


def test_pages_of_lines_hold_fifty_and_lose_none(desk_client: Client, settled: int) -> None:
    count = SettlementLine.objects.filter(settlement=settled).count()
    seen = [
        row.ordinal
        for page in range(1, -(-count // 50) + 1)
        for row in desk_client.get(f"/settlements/{settled}/", {"page": page}).context["lines"]
    ]

    assert seen == list(range(1, count + 1))


@pytest.mark.parametrize("query", ["?page=-1", "?page=9999999999", "?page=x", "?open=x", "?open=0", "?open=999999", "?person=zz",
                                   "?class_id=%00", "?item=%00&reason=%F0%9F%98%80", "?status=" + "a" * 5000, "?reason={1}"])  # fmt: skip
def test_odd_addresses_do_no_harm(desk_client: Client, settled: int, query: str) -> None:
    assert desk_client.get(f"/settlements/{settled}/{query}").status_code == 200


@pytest.mark.parametrize("typed", ["exact", "lower", "spaced"])
def test_person_is_found_by_number_which_never_stands_in_an_address(
    desk_client: Client, clerk: User, settled: int, typed: str
) -> None:
    person_id = next(kept.line["person_id"] for kept in open_lines(clerk, settled) if "X" in kept.line["person_id"])
    text = {"exact": person_id, "lower": person_id.lower(), "spaced": f" {person_id} "}[typed]

    response = desk_client.post(f"/settlements/{settled}/search/", {"person_id": text})
    page = desk_client.get(response.url)

    assert person_id not in response.url.upper()
    expected = [kept.line for kept in open_lines(clerk, settled) if kept.line["person_id"] == person_id]
    assert [row.person_mask for row in page.context["lines"]] == [mask_identity(person_id)] * len(expected)


def test_search_for_nobody_shows_nobody(desk_client: Client, settled: int) -> None:
    response = desk_client.post(f"/settlements/{settled}/search/", {"person_id": "11010519491231002X"}, follow=True)

    assert response.context["sums"].line_count == 0
    assert "没有符合条件的人员" in text_of(response)


@pytest.mark.parametrize("language", LANGUAGES)
def test_explanation_says_every_step_and_leads_to_its_clause(
    desk_client: Client, clerk: User, settled: int, language: str
) -> None:
    desk_client.cookies["django_language"] = language
    (kept,) = open_lines(clerk, settled, ordinal=1)
    said = [say_step(tuple(step)) for step in kept.steps]
    assert [text.zh for text in said] == [basis["text"] for basis in kept.line["basis"]]

    html = desk_client.get(f"/settlements/{settled}/lines/1/").content.decode()
    page = re.sub(r"\s+", " ", html)

    for text in said:
        words = text.zh if language == "zh-hans" else text.en
        assert words[0].upper() + words[1:] in page
    anchors = re.findall(r'href="(/plans/[\w-]+/)#(clause-[\w.]+)"', html)
    assert len(anchors) >= len(said)
    for address, anchor in set(anchors):
        assert f'id="{anchor}"' in desk_client.get(address).content.decode()


@pytest.mark.parametrize("language", LANGUAGES)
def test_explanation_is_told_to_learner_and_auditor_as_well(
    desk_client: Client, clerk: User, settled: int, language: str
) -> None:
    desk_client.cookies["django_language"] = language
    plan = get_plan("lanxian-2022")
    for line in SettlementLine.objects.filter(settlement=settled).order_by("status", "-later_fen")[::40]:
        explanation = explain_line(clerk, settled, line.ordinal)
        page = unescape(desk_client.get(f"/settlements/{settled}/lines/{line.ordinal}/").content.decode())

        said = explanation.sentence.zh if language == "zh-hans" else explanation.sentence.en
        assert f'<p class="sentence">{said}</p>' in page
        if line.status == "payable":
            assert say_yuan(line.due_fen) in said
        folded = page.split('class="disclosure grounds"')[1].split("</details>")[0]
        assert len(explanation.grounds) == len(explanation.steps)
        for ground in explanation.grounds:
            assert ground.computed in folded
            assert f"<code>{ground.rule}</code>" in folded
        assert plan.sha256 in folded
        assert Settlement.objects.get(pk=settled).input_sha256 in folded


@pytest.mark.parametrize("address", ["", "?open=1", "lines/1/", "classes/", "institutions/"])
def test_pages_name_nobody_in_full(desk_client: Client, clerk: User, settled: int, address: str) -> None:
    html = desk_client.get(f"/settlements/{settled}/{address}").content.decode()

    for kept in open_lines(clerk, settled):
        assert kept.line["person_id"] not in html
        assert len(kept.name) < 3 or kept.name not in html


def test_explanation_masks_certificates_that_are_numbered_by_their_holder(desk_client: Client, clerk: User) -> None:
    from jineng.domain.settlements.sealing import SealedLine, seal_line
    from jineng.platform.progress.models import JobRun

    person_id = "11010519491231002X"
    run = JobRun.objects.create(kind="settle_book", asked_at=desk.NOON)
    stored = Settlement.objects.values("book_id").first()
    settlement = Settlement.objects.create(
        region_code="141127", policy_id="lanxian-2022", as_of=desk.NOON.date(), filename="a.xlsx", uploaded_at=desk.NOON,
        uploaded_by=clerk, run=run, **stored,
    )  # fmt: skip
    line = {
        "person_id": person_id,
        "certificate": f"T{person_id}",
        "later": [],
        "basis": [{"clause": "三(九)", "text": f"已用于证书 T{person_id}，每人同一等级一次"}],
    }
    kept = SealedLine(line, "王小兰", "", [["level_used", "no_such_rule", "special_operation", f"T{person_id}"]])
    SettlementLine.objects.create(
        settlement=settlement, ordinal=1, item="certificate", status="refused", standard="none", due_fen=0, paid_fen=0,
        payable_now_fen=0, recover_fen=0, later_fen=0, payee_kind="evaluator", payee="X",
        sealed=seal_line(kept, settlement.pk, 1),
    )  # fmt: skip

    explanation = explain_line(clerk, settlement.pk, 1)

    assert explanation.certificate == "T110105********002X"
    assert all(person_id not in text for step in explanation.steps for text in step.text)
    assert explanation.steps[0].clauses[0].number == "三(九)"
    assert explanation.grounds == (), "the plan is not the one that the line was judged by"
    assert explanation.sentence.zh == "不能补贴。"


def test_person_is_shown_in_full_only_on_request_which_is_recorded(
    desk_client: Client, clerk: User, settled: int
) -> None:
    (kept,) = open_lines(clerk, settled, ordinal=3)
    address = f"/settlements/{settled}/lines/3/person/"

    assert desk_client.get(address).status_code == 405
    response = desk_client.post(address)

    assert kept.line["person_id"] in response.content.decode()
    assert kept.name in response.content.decode()
    assert "no-store" in response.headers["Cache-Control"]
    event = AuditEvent.objects.filter(action="person_revealed").get()
    assert (event.actor_name, event.subject_key, event.detail) == ("兰小雨", str(settled), {"ordinal": 3})
