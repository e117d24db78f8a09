"""Which kinds of rule a clause probably says, and which of its figures fit a field: words and units, nothing learned.

A suggestion saves an officer a search in a picker; it decides nothing. Every one tells the words that led to it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from jineng.policy.forms.fields import PER_UNIT, Field
from jineng.policy.forms.kinds import KINDS
from jineng.policy.forms.typed import UNIT_LABELS
from jineng.policy.kinds.rate import UNIT_MEASURES
from jineng.policy.measures import DATE_UNIT, UNITS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


class Suggestion(NamedTuple):
    """A kind that a clause may be, and the words and figures of it that say so."""

    kind: str
    because: tuple[str, ...]


class _Sign(NamedTuple):
    kind: str
    words: re.Pattern[str]
    points: int


def _sign(kind: str, points: int, words: str) -> _Sign:
    return _Sign(kind, re.compile(words), points)


_N: Final = r"[\d.,]{1,12}\s?"
_SIGNS: Final = (
    _sign("rate", 6, r"每人?每?[天日](?!制)|元\s?/\s?(?:人\s?[·/]?\s?)?[天日]"),
    _sign(
        "rate", 6, r"每(?:个)?(?:课时|学时|月|学期)(?!底)|每?(?:再)?满?\s?\d+\s?(?:个)?(?:课时|学时)[^，。；]{0,14}每人"
    ),
    _sign("rate", 3, r"按(?:实际)?(?:培训)?(?:时间|天数|课时|学时)"),
    _sign("amount_table", 5, rf"(?:初级|中级|高级|技师|专项|[A-D]类|[一二三四五]级)[^，。；]{{0,12}}{_N}元"),
    _sign("amount_table", 3, r"分别[^。；]{0,30}元|[A-D]类|标准(?:见|详见)"),
    _sign("fixed_amount", 4, r"一次性"),
    _sign("fixed_amount", 5, rf"(?:招用|吸纳|录用)[^，。；]{{0,12}}{_N}元|每(?:新)?(?:招用|吸纳|录用)"),
    _sign("fixed_amount", 3, rf"每(?:人|班|家|户|个)(?:补贴?|补助|给予|奖励)?\s?{_N}元"),
    _sign("share", 4, rf"按[^，。；]{{0,16}}{_N}%|费用?的\s?{_N}%"),
    _sign("share", 3, r"(?:支付|缴费|付款)凭证|发票|实际费用"),
    _sign("adjust", 5, r"上浮|下浮|系数|减半"),
    _sign("adjust", 4, rf"(?:提高|增加|加发)\s?{_N}(?:%|元)"),
    _sign("index", 5, r"最低工资|失业保险金标准|平均工资|基准价|指导价"),
    _sign("list", 4, r"目录|名录|清单|名单"),
    _sign("eligibility", 5, r"面向|对象|年满|周岁"),
    _sign(
        "eligibility",
        3,
        r"毕业生|失业人员|退役军人|复退军人|劳动力|小微企业|劳动合同|合同或协议|企业(?:组织)?(?:在岗)?职工",
    ),
    _sign("eligibility", 4, r"直接纳入|(?<!职业)资格(?!证)|认定条件|参保"),
    _sign("limit", 6, r"(?:每人|同一|每年|年度内)[^。；]{0,16}(?:[一二三1-9]\s?次)"),
    _sign("limit", 4, r"不得重复|不重复|不再享受|累计不超过|叠加"),
    _sign("class_standard", 5, r"每班|班额|班(?:次)?(?:人数|规模)|到课率|出勤率|同时(?:开|进行)"),
    _sign("class_standard", 4, r"实操|理论课|课程|考核合格|一般[^，。；]{0,4}\d+[^，。；]{0,4}[天日]|每天不超过"),
    _sign("class_standard", 3, r"(?:不少于|不低于|不超过|约)[^，。；元]{0,6}(?:课时|学时|天)|开展[^。]{0,40}培训"),
    _sign("release", 5, r"预拨|预付|分(?:段|期|次|阶段)(?:拨付|结算|支付)|兑现|一单一结算"),
    _sign(
        "release", 5, r"个月内[^，。；]{0,8}就业|就业后[^，。；]{0,10}(?:拨|补)|取证后|取得证书[^，。；]{0,8}(?:拨|补)"
    ),
    _sign("release", 2, r"拨付|支付|持证"),
    _sign("gate", 6, r"就业率|合格率|取证率|通过率|达标率"),
    _sign("gate", 5, r"(?:就业|取证|合格)人数(?:占|÷|与)"),
    _sign("gate", 3, r"不达|达不到|未达到"),
    _sign("calendar", 5, r"截至|截止|逾期|日前|月底前|下一年度|有效期|延长至"),
    _sign("calendar", 3, r"之日起[^，。；]{0,10}内|公示"),
    _sign("target", 5, r"全年|任务|目标|新增|每年[^，。；]{0,8}人"),
    _sign(
        "target",
        4,
        rf"完成[^，。；]{{0,12}}{_N}%|不少于\s?{_N}[个项场家]|(?:建成|建设|培育)[^。；]{{0,40}}{_N}[个项场家]|竞赛",
    ),
    _sign("budget", 5, r"资金|经费|基金|用完为止"),
)
_UNITS_OF: Final[dict[str, frozenset[str]]] = {
    "rate": frozenset({"yuan"}),
    "amount_table": frozenset({"yuan"}),
    "fixed_amount": frozenset({"yuan"}),
    "adjust": frozenset({"%", "yuan"}),
    "gate": frozenset({"%"}),
    "calendar": frozenset({DATE_UNIT, "months", "days"}),
    "target": frozenset({"people", "items", "%"}),
    "share": frozenset({"%", "yuan"}),
    "release": frozenset({"%", "months"}),
}
"""The units without which a kind has little to say; a kind that is not named here needs no figure."""
_FITTING: Final = 1
_LACKING: Final = 4
_TABLE_AMOUNTS: Final = 3
"""So many amounts in one clause look like a table."""


def suggestions(text: str, figures: Sequence[str] = ()) -> tuple[Suggestion, ...]:
    """Return the kinds that a clause may be, the likeliest first.

    Args:
        text: the clause in Chinese.
        figures: its figures as documents write them, such as "150 yuan".
    """
    points = dict.fromkeys(KINDS, 0)
    because: dict[str, list[str]] = {kind: [] for kind in KINDS}
    for sign in _SIGNS:
        found = sign.words.search(text)
        if found is not None:
            points[sign.kind] += sign.points
            because[sign.kind].append(found[0])
    units = [unit for _, unit in _split(figures)]
    if units.count("yuan") >= _TABLE_AMOUNTS:
        points["amount_table"] += _TABLE_AMOUNTS
        because["amount_table"] += [figure for figure in figures if figure.endswith(" yuan")]
    for kind, wanted in _UNITS_OF.items():
        if because[kind]:
            points[kind] += _FITTING if wanted & set(units) else -_LACKING
    likely = [kind for kind in KINDS if points[kind] > 0]
    return tuple(Suggestion(kind, tuple(because[kind])) for kind in sorted(likely, key=lambda kind: -points[kind]))


def likely_kinds(text: str, figures: Sequence[str] = ()) -> tuple[str, ...]:
    """Return only the kinds of ``suggestions``.

    >>> likely_kinds("每人每天150元，最多15天", ["150 yuan", "15 days"])[0]
    'rate'
    """
    return tuple(suggestion.kind for suggestion in suggestions(text, figures))


def figures_for(field: Field, figures: Sequence[str]) -> tuple[str, ...]:
    """Return the figures whose unit a field takes, as the field would have them typed: "150", "80%", "10", "20 people", "2022-11-30".

    Args:
        field: a field of a form.
        figures: a clause's figures as documents write them.
    """
    return tuple(dict.fromkeys(value for figure in figures if (value := _fitting(field, figure)) is not None))


def _fitting(field: Field, figure: str) -> str | None:
    value, unit = next(_split([figure]), ("", ""))
    match field.control:
        case "yuan" | "date":
            return value if unit == ("yuan" if field.control == "yuan" else DATE_UNIT) else None
        case "percent":
            return f"{value}%" if unit == "%" else None
        case "quantity":
            return figure if unit in UNITS else None
        case "whole":
            return value if unit in _units_of(field) else None
    return None


def _units_of(field: Field) -> frozenset[str]:
    if field.unit == PER_UNIT:
        return frozenset(measure.unit for measure in UNIT_MEASURES.values())
    return frozenset(code for code, name in UNIT_LABELS.items() if name == field.unit)


def _split(figures: Sequence[str]) -> Iterator[tuple[str, str]]:
    for figure in figures:
        value, _, unit = figure.partition(" ")
        yield value, unit
