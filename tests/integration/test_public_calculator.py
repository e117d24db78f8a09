"""The calculator: held equal to the engine over its answers, and patient with whatever is typed."""

from __future__ import annotations

import html
import re
from itertools import product
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import pytest
from django.test import Client

from jineng.domain.plans.queries import get_plan
from jineng.kernel.money import say_yuan
from jineng.policy.one import one
from jineng.policy.situation import SituationTable, case_of
from jineng.policy.words import say_step

if TYPE_CHECKING:
    from collections.abc import Iterator

YES_NO = {"yes": True, "no": False, "unknown": None}


def _open(policy_id: str, answers: dict[str, str], language: str = "zh-hans") -> str:
    client = Client()
    client.cookies["django_language"] = language
    response = client.get(f"/plans/{policy_id}/calculator/?{urlencode(answers)}")
    assert response.status_code == 200
    return html.unescape(response.content.decode())


def _big_amount(page: str) -> str:
    found = re.search(r'<p class="big-amount">(.*?)</p>', page, re.DOTALL)
    assert found is not None
    return found[1].strip()


def _said(least_fen: int, most_fen: int) -> str:
    return (
        f"{say_yuan(most_fen)} 元" if least_fen == most_fen else f"{say_yuan(least_fen)} 元到 {say_yuan(most_fen)} 元"
    )


def _require_equal(policy_id: str, answers: dict[str, str], facts: dict[str, object]) -> None:
    plan = get_plan(policy_id)
    told = {name: value for name, value in facts.items() if value is not None}
    settled = one(plan, case_of(plan, SituationTable.model_validate({"situation": told}).situation))
    page = _open(policy_id, answers)

    assert _big_amount(page) == _said(*settled.bounds), answers
    for step in settled.steps:
        assert say_step(step).zh in page, answers


def _lan_training() -> Iterator[tuple[dict[str, str], dict[str, object]]]:
    kinds = (
        "order",
        "project",
        "universal",
        "outbound",
        "enterprise_self",
        "enterprise_commissioned",
        "entrepreneurship",
    )
    counts = (("40", "32"), ("40", "31"), ("40", ""), ("", ""), ("0", "0"))
    for kind, days, certified, finished, (top, bottom) in product(
        kinds, ("7", "36", ""), ("yes", "no", "unknown"), ("yes", "no"), counts
    ):
        gated = kind in {"order", "project"}
        if (not gated and top != "40") or (certified == "yes" and top == "0"):
            continue
        answers = {"kind": kind, "days": days, "certified": certified, "finished": finished}
        answers |= {"unit_certified": top, "unit_employed": bottom} if gated else {}
        facts = {"item": "training", "kind": kind, "certified": YES_NO[certified], "finished": finished == "yes"}
        facts |= {"days": int(days) if days else None}
        facts |= (
            {"unit_certified": int(top) if top else None, "unit_employed": int(bottom) if bottom else None}
            if gated
            else {}
        )
        yield answers, facts


def test_lan_training_equals_the_engine() -> None:
    cases = list(_lan_training())
    assert len(cases) > 200
    for answers, facts in cases:
        _require_equal("lanxian-2022", answers, facts)


def test_lan_certificates_equal_the_engine() -> None:
    levels = (
        *("special_ability", "qualification", "skill_level", "training", "special_operation", "special_equipment"),
        *("5", "4", "3", "2", "1"),
    )
    for level, had_before, issued in product(levels, YES_NO, ("by", "after")):
        if level in {"qualification", "skill_level"}:
            continue  # types that have levels: the level is chosen, not the type
        facts = {"item": "certificate", "level": level, "had_before": YES_NO[had_before]}
        facts |= {"issued_on": "2022-12-01" if issued == "after" else None}
        _require_equal(
            "lanxian-2022", {"item": "certificate", "level": level, "had_before": had_before, "issued": issued}, facts
        )


def test_changzhi_training_equals_the_engine() -> None:
    employment = {"in_time": "in_time", "waiting": "waiting", "too_late": "too_late", "unknown": None}
    for days, trainees, attendance, certified, employed in product(
        ("8", "16", ""), ("50", "51", ""), ("85", "84.99", ""), YES_NO, employment
    ):
        answers = {
            "days": days,
            "trainees": trainees,
            "attendance": attendance,
            "certified": certified,
            "employed": employed,
        }
        facts = {
            "item": "training",
            "kind": "universal",
            "days": int(days) if days else None,
            "trainees": int(trainees) if trainees else None,
            "attendance": f"{attendance}%" if attendance else None,
            "certified": YES_NO[certified],
            "employed": employment[employed],
        }
        _require_equal("changzhixian-2018", answers, facts)


def test_changzhi_hires_add_up_to_the_engine() -> None:
    plan = get_plan("changzhixian-2018")
    for size, months, certified in product(("micro", "small", "medium", "large", "unknown"), ("5", "6", ""), YES_NO):
        told = {"size": None if size == "unknown" else size, "contract_months": int(months) if months else None}
        told |= {"certified_in_time": YES_NO[certified]}
        bounds = [
            one(
                plan,
                case_of(
                    plan,
                    SituationTable.model_validate(
                        {
                            "situation": {
                                "item": item,
                                **{name: value for name, value in told.items() if value is not None},
                            }
                        }
                    ).situation,
                ),
            ).bounds
            for item in ("hire", "hire_certificate")
        ]
        answers = {"item": "hire", "size": size, "contract_months": months, "certified_in_time": certified}
        expected = _said(sum(least for least, _most in bounds), sum(most for _least, most in bounds))
        assert _big_amount(_open("changzhixian-2018", answers)) == expected, answers


def test_unknown_kind_spans_what_every_kind_would_come_to() -> None:
    page = _open("lanxian-2022", {"days": "26", "certified": "yes", "unit_certified": "10", "unit_employed": "8"})

    assert _big_amount(page) == "0 元到 3,100 元"
    assert "培训类别：各种情况的结果" in page


def test_an_open_end_of_class_is_not_read_as_no() -> None:
    answers = {"kind": "universal", "days": "5", "certified": "yes"}

    assert _big_amount(_open("lanxian-2022", answers)) == "750 元"
    assert _big_amount(_open("lanxian-2022", {**answers, "ended": "after"})) == "0 元"
    assert _big_amount(_open("lanxian-2022", {**answers, "ended": "unknown"})) == "0 元到 750 元"


def test_an_unfinished_class_is_a_range() -> None:
    answers = {"kind": "universal", "days": "5", "planned_days": "5", "certified": "yes"}

    assert _big_amount(_open("lanxian-2022", {**answers, "finished": "no"})) == "0 元到 750 元"
    page = _open("lanxian-2022", {**answers, "finished": "unknown"})
    assert _big_amount(page) == "0 元到 750 元"
    assert "<li>班级是否已结束</li>" in page


@pytest.mark.parametrize(
    ("policy_id", "item", "asked"),
    [
        (
            "lanxian-2022",
            "training",
            {
                "kind",
                "days",
                "planned_days",
                "finished",
                "ended",
                "certified",
                "unit_certified",
                "unit_employed",
                "paid",
            },
        ),
        ("lanxian-2022", "certificate", {"level", "had_before", "issued", "paid"}),
        (
            "changzhixian-2018",
            "training",
            {"days", "planned_days", "finished", "trainees", "attendance", "certified", "employed", "paid"},
        ),
        ("changzhixian-2018", "hire", {"size", "contract_months", "certified_in_time"}),
    ],
)
def test_only_what_the_plan_needs_is_asked(policy_id: str, item: str, asked: set[str]) -> None:
    page = _open(policy_id, {"item": item})

    form = page.split("<form", 2)[2].split("</form>")[0]
    assert set(re.findall(r'name="(\w+)"', form)) - {"item"} == asked


def test_rates_are_asked_only_of_kinds_that_have_a_line() -> None:
    assert 'name="unit_employed"' in _open("lanxian-2022", {"kind": "project"})
    assert 'name="unit_employed"' not in _open("lanxian-2022", {"kind": "universal"})


@pytest.mark.parametrize(
    ("language", "answers", "missing"),
    [
        ("zh-hans", {"unit_employed": "30"}, "就业再多 2 人即达 80%，每人可得 3,100 元"),
        ("en", {"unit_employed": "30"}, "2 more employed trainees reach 80 %: 3,100 yuan a person"),
        ("en", {"unit_employed": "31"}, "1 more employed trainee reaches 80 %: 3,100 yuan a person"),
        ("zh-hans", {"unit_employed": ""}, "取证 40 人中有 32 人就业即达 80%"),
        ("zh-hans", {"unit_employed": "0", "days": "3"}, "就业再多 32 人即达 80%</li>"),
    ],
)
def test_what_is_missing_is_said(language: str, answers: dict[str, str], missing: str) -> None:
    situation = {"kind": "order", "days": "26", "certified": "yes", "unit_certified": "40"}

    assert missing in _open("lanxian-2022", {**situation, **answers}, language)


def test_nothing_is_missing_where_the_line_is_reached() -> None:
    page = _open(
        "lanxian-2022",
        {"kind": "order", "days": "26", "certified": "yes", "unit_certified": "40", "unit_employed": "32"},
    )

    assert _big_amount(page) == "3,100 元"
    assert "还差什么" not in page


def test_who_is_paid_is_said() -> None:
    answers = {"days": "5", "certified": "yes"}

    assert "补贴拨给：</span>企业" in _open("lanxian-2022", {**answers, "kind": "enterprise_self"})
    assert "补贴拨给：</span>培训机构" in _open("lanxian-2022", {**answers, "kind": "enterprise_commissioned"})
    assert "补贴拨给：" not in _open("lanxian-2022", {**answers, "kind": "entrepreneurship"})


@pytest.mark.parametrize(
    ("answers", "field", "fault"),
    [
        ({"days": "abc"}, "days", "请填 0 到 366 之间的整数，不写单位；现在填的是“abc”"),
        ({"days": "-3"}, "days", "现在填的是“-3”"),
        ({"days": "1000000000"}, "days", "请填 0 到 366 之间的整数"),
        ({"days": "1e9"}, "days", "现在填的是“1e9”"),
        ({"days": "3.5"}, "days", "现在填的是“3.5”"),
        ({"days": "9" * 5000}, "days", f"现在填的是“{'9' * 20}…”"),
        ({"planned_days": "0"}, "planned_days", "请填 1 到 366 之间的整数"),
        ({"kind": "<script>"}, "kind", "没有这个选项，请从列表中选择"),
        ({"certified": "perhaps"}, "certified", "没有这个选项，请从列表中选择"),
        ({"unit_certified": "5", "unit_employed": "6"}, "unit_employed", "不能多于取证的 5 人"),
        ({"certified": "yes", "unit_certified": "0"}, "unit_certified", "取证人数至少为 1 人"),
        ({"paid": "很多"}, "paid", "请填不超过 1,000 万的金额"),
        ({"paid": "10000000.01"}, "paid", "请填不超过 1,000 万的金额"),
        ({"days": "\x00"}, "days", "请填 0 到 366 之间的整数"),
        ({"days": "\ud800".encode("utf-8", "surrogatepass").decode("latin-1")}, "days", "请填 0 到 366 之间的整数"),
    ],
)
def test_bad_answers_are_told_beside_the_field(answers: dict[str, str], field: str, fault: str) -> None:
    page = _open("lanxian-2022", answers)

    beside = re.search(rf'id="fault-{field}">(.*?)</p>', page, re.DOTALL)
    assert beside is not None
    assert fault in beside[1]
    assert "big-amount" not in page


@pytest.mark.parametrize(
    ("typed", "days"),
    [("１０", 10), (" 10 ", 10), ("010", 10)],
)
def test_numbers_are_taken_as_people_type_them(typed: str, days: int) -> None:
    page = _open(
        "lanxian-2022",
        {"kind": "project", "days": typed, "certified": "yes", "unit_certified": "1", "unit_employed": "1"},
    )

    assert _big_amount(page) == f"{say_yuan(days * 15_000)} 元"


@pytest.mark.parametrize(
    "query",
    ["item=nothing", "item=", "?&&==&%", "item=training&item=certificate", "%ff=%fe", "days[]=1&days=2", "item=hire"],
)
def test_absurd_addresses_are_answered(client: Client, query: str) -> None:
    response = client.get(f"/plans/lanxian-2022/calculator/?{query}")

    assert response.status_code == 200
    assert "big-amount" in response.content.decode()


def test_a_swap_is_the_page_itself() -> None:
    """The same address answers a browser with scripts and one without: HTMX takes its parts from the whole page."""
    address = "/plans/lanxian-2022/calculator/?kind=order&days=26"
    plain, swapped = Client().get(address), Client().get(address, headers={"HX-Request": "true"})

    def settled(content: bytes) -> str:
        return re.sub(r'(csrfmiddlewaretoken" value|X-CSRFToken": )[="]*"[^"]*"', "", content.decode())

    assert settled(plain.content) == settled(swapped.content)


def test_pages_take_no_changes(client: Client) -> None:
    assert client.post("/plans/lanxian-2022/calculator/", {"days": "3"}).status_code == 405
