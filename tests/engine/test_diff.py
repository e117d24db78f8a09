"""Two versions of a document compared in words: whatever changed is told, in both languages."""

from __future__ import annotations

import re
import tomllib
from copy import deepcopy
from datetime import date
from pathlib import Path

import pytest

from jineng.kernel.problems import UnusableError
from jineng.kernel.text import Text
from jineng.policy.diff import diff
from jineng.policy.document import Document
from jineng.policy.parsing import validate

ROOT = Path(__file__).parents[2]
PATHS = [*sorted(ROOT.glob("policies/*/*/policy.toml")), *sorted((ROOT / "tests/engine/worked").glob("*/policy.toml"))]
BOTH = {"zh": "文字", "en": "text"}
DECIDED = Text(
    "授权确定“补贴a”的单价：原“由县定为 {} 元，见县的决定（县〔2022〕2号，2022-02-01）”，"
    "改为“由县定为 {} 元，见县的决定（县〔2022〕2号，2022-02-01）”",
    "what was left open in “subsidy a”, price: was “set by the county at {} yuan: a decision (县〔2022〕2号, 2022-02-01)”, "
    "is now “set by the county at {} yuan: a decision (县〔2022〕2号, 2022-02-01)”",
)


def read(tables):
    return validate(Document, tables, "policy.toml")


def tables_of(path):
    return tomllib.loads(path.read_text(encoding="utf-8"))


@pytest.fixture
def tables():
    rules = [
        {
            "id": key,
            "kind": "rate",
            "title": {"zh": f"补贴{key}", "en": f"subsidy {key}"},
            "item": "training",
            "payee": "institution",
            "count": "attended_days",
            "price": "80",
            "cite": ["1"],
        }
        for key in ("a", "b", "c")
    ]
    return {
        "document": {
            "id": "plan-2022",
            "title": BOTH,
            "doc_no": "试〔2022〕1号",
            "issuer": BOTH,
            "level": "county",
            "region": BOTH,
            "region_code": "141127",
            "issued_on": date(2022, 1, 1),
            "valid_from": date(2022, 1, 1),
            "valid_to": date(2022, 12, 31),
            "records": "claims",
            "anchor": "claim",
            "hours_per_day": 8,
            "superior": [{"title": {"zh": "省办法", "en": "measures"}, "doc_no": "省〔2021〕1号"}],
            "rounding": {"unit": "fen", "mode": "half_up", "at": "claim"},
            "cite": ["1"],
        },
        "clause": [{"id": "1", "number": "一", "text": BOTH, "figures": ["8 hours", "80 yuan"]}],
        "reading": [
            {
                "id": "day",
                "clause": "1",
                "question": {"zh": "一天怎么算？", "en": "What is a day?"},
                "choice": {"zh": "8 课时", "en": "8 hours"},
                "accepted": {"by": {"zh": "县局", "en": "the bureau"}, "on": date(2022, 1, 2)},
            }
        ],
        "fact": [{"id": "bill", "title": {"zh": "电费", "en": "electricity"}, "type": "money"}],
        "fill": [
            {
                "id": "cap",
                "of": "plan-2022",
                "rule": "a",
                "term": "price",
                "value": "80",
                "by": "county",
                "decided": {"zh": "县的决定", "en": "a decision"},
                "doc_no": "县〔2022〕2号",
                "on": date(2022, 2, 1),
                "cite": ["1"],
            }
        ],
        "rule": rules,
    }


def told(tables, change):
    """Return the sentences of one change of the tables, in Chinese and in English."""
    new = deepcopy(tables)
    change(new)
    said = [one.say() for one in diff(read(tables), read(new))]
    return [one.zh for one in said], [one.en for one in said]


def put(*path, value):
    def change(new):
        part = new
        for step in path[:-1]:
            part = part[step]
        part[path[-1]] = value

    return change


@pytest.mark.parametrize(
    ("change", "zh", "en"),
    [
        (
            put("document", "records", value="workbook"),
            "按什么结算：原“申领明细（逐笔申领）”，改为“结算工作簿（培训台账）”",
            "settled from: was “claim lines”, is now “the settlement workbook”",
        ),
        (
            put("document", "anchor", value="class_end"),
            "以哪一天定适用哪年的方案：原“申领”，改为“结班”",
            "the day that decides which year's plan applies: was “the claim”, is now “the class ends”",
        ),
        (
            put("document", "rounding", "unit", value="yuan"),
            "金额取整：原“每笔合计后取整到分，四舍五入”，改为“每笔合计后取整到元，四舍五入”",
            "rounding of money: was “each line's amount, to fen, half up”, is now “each line's amount, to yuan, half up”",
        ),
        (put("document", "month_days", value=30), "新增 一个月按多少天算：30 天", "new – days in a month: 30 days"),
        (
            put("document", "band_edge", value="upper"),
            "分档的界限归哪一档：原“下限算在内（20 人以上含 20 人）”，改为“上限算在内”",
            "which bound lies in a band: was “the lower bound”, is now “the upper bound”",
        ),
        (
            put("document", "class_hour_minutes", value=45),
            "新增 一课时多少分钟：45 分钟",
            "new – minutes in a class hour: 45 minutes",
        ),
        (
            put("document", "superior", 0, "id", value="province-2021"),
            "上位依据：原“省办法（省〔2021〕1号）”，改为“省办法（省〔2021〕1号，编号 province-2021）”",
            "superior: was “measures (省〔2021〕1号)”, is now “measures (省〔2021〕1号, id province-2021)”",
        ),
        (
            put("document", "superior", value=[]),
            "删去 上位依据：省办法（省〔2021〕1号）",
            "gone – superior: measures (省〔2021〕1号)",
        ),
        (
            put("clause", 0, "figures", value=["8 hours", "90 yuan"]),
            "条款 一的数字：原“80 元”，改为“90 元”",
            "clause 一, its figures: was “80 yuan”, is now “90 yuan”",
        ),
        (
            put("clause", 0, "not_computed", value=[{"figure": "8 hours", "reason": {"zh": "示例", "en": "example"}}]),
            "新增 条款 一中不计算的数字：8 课时（示例）",
            "new – clause 一, figures that nothing computes: 8 class hours (example)",
        ),
        (
            put("reading", 0, "accepted", "on", value=date(2022, 3, 1)),
            "解读“一天怎么算？”的认可：原“县局（2022-01-02）”，改为“县局（2022-03-01）”",
            "reading “What is a day?”, accepted by: was “the bureau (2022-01-02)”, is now “the bureau (2022-03-01)”",
        ),
        (
            put("fact", 0, "type", value="hours"),
            "自定事实“电费”：原“金额（元）”，改为“课时”",
            "declared fact “electricity”: was “money (yuan)”, is now “class hours”",
        ),
        (put("fact", value=[]), "删去 自定事实“电费”：金额（元）", "gone – declared fact “electricity”: money (yuan)"),
        (
            put("fill", 0, "value", value="90"),
            DECIDED.zh.format(80, 90),
            DECIDED.en.format(80, 90),
        ),
        (
            put("fill", value=[]),
            "删去 授权确定“补贴a”的单价：由县定为 80 元，见县的决定（县〔2022〕2号，2022-02-01）",
            "gone – what was left open in “subsidy a”, price: set by the county at 80 yuan: a decision (县〔2022〕2号, 2022-02-01)",
        ),
        (
            put("rule", 1, "note", value={"zh": "注意", "en": "mind"}),
            "规则“补贴b”（一）的“备注”：原“无”，改为“注意”",
            "rule “subsidy b” (一), note: was “none”, is now “mind”",
        ),
        (
            put("rule", 1, "stack", value="best_of"),
            "规则“补贴b”（一）的“与其他补贴的关系”：原“叠加”，改为“取高”",
            "rule “subsidy b” (一), with other rules: was “added to the others”, is now “the greater of them”",
        ),
        (
            put("rule", 1, "caps", value=["500"]),
            "新增 规则“补贴b”（一）的规定：最高 500 元",
            "new – a term of rule “subsidy b” (一): at most 500 yuan",
        ),
        (
            lambda new: new["rule"].insert(0, new["rule"].pop(2)),
            "规则“补贴c”的次序：原“排在规则“补贴b”之后”，改为“排在最前”",
            "rule “subsidy c”, its place: was “after rule “subsidy b””, is now “first”",
        ),
    ],
)
def test_change_is_told(tables, change, zh, en):
    assert told(tables, change) == ([zh], [en])


def test_rules_that_move_are_as_few_as_can_be(tables):
    tables["rule"] += [{**tables["rule"][0], "id": key} for key in ("d", "e")]
    order = [3, 0, 1, 4, 2]

    zh, _ = told(tables, lambda new: put("rule", value=[new["rule"][at] for at in order])(new))

    assert len(zh) == 2


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.parent.name)
def test_document_does_not_differ_from_itself(path):
    document = read(tables_of(path))

    assert diff(document, document) == []


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.parent.name)
def test_whatever_is_left_out_of_a_document_is_told_in_both_languages(path):
    tables = tables_of(path)
    whole = read(tables)
    told_of = 0
    for shortened in without_one_value(tables):
        try:
            document = read(shortened)
        except UnusableError:
            continue
        if document == whole:
            continue
        for changes in (diff(whole, document), diff(document, whole)):
            assert changes
            for change in changes:
                said = change.say()
                assert said.zh
                assert not re.search(r"=|\(\)|Yuan\(", said.zh + said.en)
        told_of += 1
    assert told_of


def without_one_value(tables):
    """Yield the tables without each entry of each section, and without each field of each entry."""
    for section, entries in tables.items():
        rows = [entries] if isinstance(entries, dict) else entries
        for at, row in enumerate(rows):
            if isinstance(entries, list):
                yield {**tables, section: entries[:at] + entries[at + 1 :]}
            for field in row:
                shorter = {name: value for name, value in row.items() if name != field}
                yield {
                    **tables,
                    section: shorter if isinstance(entries, dict) else [*entries[:at], shorter, *entries[at + 1 :]],
                }
