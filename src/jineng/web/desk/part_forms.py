"""The forms of what is no rule: head, clauses, readings, declared facts, fills and the expectation of an example."""

from __future__ import annotations

from typing import Final, get_args

from jineng.kernel.text import Text
from jineng.policy.claims.reasons import CLAIM_REASONS, NOTES
from jineng.policy.conventions import FACT_TYPE_NAMES
from jineng.policy.examples import Expected
from jineng.policy.forms.fields import Field, RuleForm
from jineng.policy.kinds.terms import LEVEL_NAMES
from jineng.policy.vocabulary import FactType
from jineng.policy.words import REASONS, STANDARDS, STATUSES
from jineng.web.desk.claim_examples import CLAIM_FIELDS
from jineng.web.desk.head_form import HEAD_FORM
from jineng.web.desk.part_fields import choices_of, field_of, named

_FIGURES_HELP: Final = (
    "原文这一条里的每个数字，一行一个，连单位写，例如 150 元、10 天、80%、2022年11月30日",
    "every number of the clause, one a line with its unit: 150 yuan, 10 days, 80%, 2022-11-30",
)
_TEXTS: Final = tuple(field_of("", "text", "", "") for _ in range(1))

CLAUSE_FORM: Final = RuleForm(
    "clause",
    None,
    Text("条款", "Clause"),
    Text(
        "原文的一条，用自己的话写清楚，数字一个不漏。",
        "One statement of the original in your own words, with every figure.",
    ),
    (
        field_of("number", "text", "原文条号", "number in the original", ("例如 三(七)", "as the original numbers it")),
        field_of(
            "text",
            "bilingual",
            "内容",
            "what it says",
            ("可以照抄原文，也可以写得更简明", "the original's words, or plainer ones"),
        ),
        field_of("figures", "list", "数字", "figures", _FIGURES_HELP, required=False, rows=_TEXTS),
        field_of(
            "not_computed",
            "rows",
            "不参与计算的数字",
            "figures that nothing computes",
            ("原文有、但系统不用它来算的数字，要说明为什么", "figures that no rule uses, and why"),
            required=False,
            rows=(
                field_of("figure", "text", "数字", "figure"),
                field_of("reason", "bilingual", "为什么不算", "why"),
            ),
        ),
        field_of("id", "text", "条款编号", "id", ("字母、数字和点", "letters, digits and dots"), advanced=True),
    ),
)

READING_FORM: Final = RuleForm(
    "reading",
    None,
    Text("解读", "Reading"),
    Text("原文没说清的，本局怎么定，由谁负责。", "What the text leaves open, what was chosen, and who answers for it."),
    (
        field_of("clause", "choice", "针对哪一条", "of which clause"),
        field_of("question", "bilingual", "问题", "question", ("例如：一天怎么算？", "such as: what is one day?")),
        field_of("choice", "bilingual", "怎么定", "what was chosen"),
        field_of("figures", "list", "其中的数字", "figures", _FIGURES_HELP, required=False, rows=_TEXTS),
        field_of(
            "accepted",
            "group",
            "认可",
            "accepted",
            rows=(
                field_of("by", "bilingual", "由谁认可", "by"),
                field_of("on", "date", "认可日期", "on"),
            ),
        ),
        field_of(
            "id", "text", "解读编号", "id", ("小写字母、数字和下划线", "small letters, digits and _"), advanced=True
        ),
    ),
)

FACT_FORM: Final = RuleForm(
    "fact",
    None,
    Text("自定事实", "Declared fact"),
    Text(
        "申领明细里要多带的一项，例如电费。",
        "One more thing that claim lines bring along, such as an electricity bill.",
    ),
    (
        field_of("title", "bilingual", "名称", "name"),
        field_of("type", "choice", "怎么填", "type", options=named(get_args(FactType), FACT_TYPE_NAMES)),
        field_of(
            "values",
            "list",
            "可选的文字",
            "words it may be",
            ("一行一个；不限的不填", "one a line; none if any"),
            required=False,
            rows=_TEXTS,
        ),
        field_of("id", "text", "编号", "id", ("小写字母、数字和下划线", "small letters, digits and _")),
    ),
)

FILL_FORM: Final = RuleForm(
    "fill",
    None,
    Text("授权确定", "Fill"),
    Text(
        "上级或原文留给本级定的标准，定了多少、依据什么。",
        "A term that was left open: what was decided, and on what ground.",
    ),
    (
        field_of(
            "of",
            "text",
            "哪份方案的",
            "of document",
            ("本方案或上位方案的编号", "this document's id or its superior's"),
        ),
        field_of("rule", "text", "哪条规则", "of rule", ("规则编号", "the rule's id")),
        field_of(
            "term", "text", "哪一项", "term", ("例如 price、amount、cells.A|5", "such as price, amount, cells.A|5")
        ),
        field_of(
            "value",
            "text",
            "定为",
            "value",
            ("金额写 150，比例写 80%", "150 for money, 80% for a share"),
            required=False,
        ),
        field_of(
            "cells",
            "table",
            "整张表",
            "whole table",
            required=False,
            advanced=True,
            rows=(field_of("value", "text", "数", "number"),),
        ),
        field_of("by", "choice", "由谁定", "decided by", options=tuple(LEVEL_NAMES.items())),
        field_of("decided", "bilingual", "决定的名称", "decision"),
        field_of("doc_no", "text", "文号", "document number"),
        field_of("on", "date", "决定日期", "on"),
        field_of("cite", "clauses", "依据条款", "clauses"),
        field_of("id", "text", "编号", "id", ("小写字母、数字和下划线", "small letters, digits and _"), advanced=True),
    ),
)

_EXPECTATIONS: Final = (
    field_of("status", "choice", "结论", "status", options=choices_of(Expected, "status", STATUSES)),
    field_of("due", "yuan", "应补", "due", unit="yuan", required=False),
    field_of("payable_now", "yuan", "现在可拨", "payable now", unit="yuan", required=False),
    field_of("later", "yuan", "以后再拨", "later", unit="yuan", required=False, advanced=True),
    field_of("recover", "yuan", "应追回", "to be recovered", unit="yuan", required=False, advanced=True),
    field_of("least", "yuan", "待定时最少", "at least, while pending", unit="yuan", required=False, advanced=True),
    field_of("most", "yuan", "待定时最多", "at most, while pending", unit="yuan", required=False, advanced=True),
    field_of(
        "standard",
        "choice",
        "按哪种标准",
        "standard",
        required=False,
        advanced=True,
        options=named(tuple(STANDARDS), STANDARDS),
    ),
    field_of("reasons", "choices", "原因", "reasons", required=False, advanced=True, options=tuple(REASONS.items())),
)
_CLAIM_STATUSES: Final = {**STATUSES, "not_computable": Text("尚不能计算", "not computable")}
_CLAIM_REASONS: Final = {**CLAIM_REASONS, **NOTES}


def example_fields(records: str) -> tuple[Field, ...]:
    """Return the fields of a worked example that are no questions: its name, its rule, a claim line's facts, what must come out.

    What is left out of the expectation is not compared, but the status always is.
    """
    is_claims = records == "claims"
    changed = {
        "status": tuple(_CLAIM_STATUSES.items()) if is_claims else tuple(STATUSES.items()),
        "reasons": tuple((_CLAIM_REASONS if is_claims else REASONS).items()),
    }
    expected = tuple(
        field._replace(options=changed.get(field.name, field.options))
        for field in _EXPECTATIONS
        if not (is_claims and field.name == "standard")
    )
    return (
        field_of(
            "title", "bilingual", "算例名称", "title", ("例如：订单式 10 天，就业率 80%", "such as: order, 10 days")
        ),
        field_of("rule", "rule", "说明哪条规则", "the rule that it shows"),
        field_of(
            "id", "text", "算例编号", "id", ("小写字母、数字和下划线", "small letters, digits and _"), advanced=True
        ),
        *(CLAIM_FIELDS if is_claims else ()),
        field_of(
            "expect",
            "group",
            "应得的结果",
            "what must come out",
            ("手工算好填在这里，不填的不比较", "worked out by hand; what is left out is not compared"),
            rows=expected,
        ),
    )


PART_FORMS: Final = {
    "document": HEAD_FORM,
    "clause": CLAUSE_FORM,
    "reading": READING_FORM,
    "fact": FACT_FORM,
    "fill": FILL_FORM,
}
"""The form of each section that is no rule and no example."""
