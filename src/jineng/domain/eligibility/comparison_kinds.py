"""The kinds of comparison sets (比对名单) and what being on one means. Pure.

Neither plan lists them; they are those that audits of training subsidies match rosters against (数据比对). What a hit means
by default is the bureau's reading and may be set otherwise for a single list, with the reason.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from jineng.kernel.text import Text


class Effect(StrEnum):
    """What it means for a person to be on a list."""

    REFUSES = "refuses"  # 不符合
    ASKS = "asks"  # 须核实
    TELLS = "tells"  # 仅提示


EFFECT_LABELS: Final = {
    Effect.REFUSES: Text("在名单上的不符合条件", "whoever is on it does not fit"),
    Effect.ASKS: Text("在名单上的由经办人核实", "an officer looks into whoever is on it"),
    Effect.TELLS: Text("仅提示，不影响结论", "told only, changes no answer"),
}


@dataclass(frozen=True, slots=True)
class ComparisonKind:
    """A kind of list: its title, who keeps it, what a hit means, for how many days the data count, what to do next.

    ``unless_group``: people with this target group fit all the same. ``is_needed``: without a list in force the answer
    is unknown; other kinds are only asked where there is a list.
    """

    title: Text
    keeper: Text
    effect: Effect
    current_days: int
    next_step: Text
    is_needed: bool = False
    unless_group: str = ""


_ABOUT_A_QUARTER: Final = 92
_HALF_A_YEAR: Final = 184

COMPARISON_KINDS: Final[dict[str, ComparisonKind]] = {
    "deceased": ComparisonKind(
        Text("死亡人员", "deceased"),
        Text("公安、民政、殡葬", "police, civil affairs"),
        Effect.REFUSES,
        _ABOUT_A_QUARTER,
        Text(
            "请核对身份证号是否录错；确为本人健在的，凭派出所证明由第二人复核后更正",
            "check the identity number; if the person is alive, correct it with the police's certificate and a second officer",
        ),
        is_needed=True,
    ),
    "in_custody": ComparisonKind(
        Text("服刑在押人员", "in custody"),
        Text("公安、司法", "police, justice"),
        Effect.REFUSES,
        _ABOUT_A_QUARTER,
        Text(
            "在押期间不能参训；已释放的，凭释放证明由第二人复核",
            "not while in custody; after release, a second officer confirms with the certificate",
        ),
        is_needed=True,
    ),
    "public_payroll": ComparisonKind(
        Text("财政供养人员", "on the public payroll"),
        Text("财政、编办", "finance, staffing office"),
        Effect.REFUSES,
        _HALF_A_YEAR,
        Text(
            "财政供养人员不属于补贴对象；已离开编制的，请单位出具证明",
            "not among those subsidised; whoever has left, needs the employer's word",
        ),
        is_needed=True,
    ),
    "pensioner": ComparisonKind(
        Text("领取养老金人员", "drawing a pension"),
        Text("社保中心", "social insurance"),
        Effect.REFUSES,
        _ABOUT_A_QUARTER,
        Text(
            "已领取基本养老金的不再补贴；认为有误的请到社保中心核对领取日期",
            "no subsidy once a basic pension is drawn; check the first day with social insurance",
        ),
        is_needed=True,
    ),
    "student": ComparisonKind(
        Text("在校学生", "at school"),
        Text("教育、学籍系统", "education, student register"),
        Effect.REFUSES,
        _HALF_A_YEAR,
        Text(
            "在校学生中只有毕业学年的可以参训；是毕业学年的请登记人员类别“毕业学年学生”后重新比对",
            "of students only those in the graduating year train: tag them as such and compare again",
        ),
        is_needed=True,
        unless_group="graduating_student",
    ),
    "company_owner": ComparisonKind(
        Text("企业法定代表人、股东", "owners of companies"),
        Text("市场监管", "market regulation"),
        Effect.ASKS,
        _HALF_A_YEAR,
        Text(
            "请核实是否仍属失业、灵活就业等身份；参加创业培训的可以继续",
            "check whether the person is still out of work or in flexible work; entrepreneurship training may go on",
        ),
    ),
    "insured_elsewhere": ComparisonKind(
        Text("外地参保人员", "insured elsewhere"),
        Text("社保中心", "social insurance"),
        Effect.ASKS,
        _ABOUT_A_QUARTER,
        Text("请核实是否在外地就业、能否到课", "check whether the person works elsewhere and can attend"),
    ),
    "enjoyed_elsewhere": ComparisonKind(
        Text("外地已享受培训补贴人员", "subsidised elsewhere"),
        Text("省、市人社部门", "province, city"),
        Effect.ASKS,
        _HALF_A_YEAR,
        Text(
            "请核对在外地享受的项目、等级和年度，再按次数限制认定",
            "check item, level and year of what was had elsewhere against the limits",
        ),
    ),
}
"""Code → kind. A code never changes its meaning."""
