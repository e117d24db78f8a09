"""The target groups (培训对象的人员类别) of subsidised training: what people are tagged with and what plans are for.

A tag holds from a day until a day and rests on evidence; a plan names the groups that it is for by these codes. Sources: the two
plans' clauses on who may train (L二, C三(一)) and on whom they put first (L二, L三(七)).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from jineng.kernel.text import Text

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class TargetGroup:
    """A group: what it is called, what usually proves it, and whether it is one of the key groups (就业重点群体)."""

    title: Text
    evidence: Text
    is_key: bool = False


TARGET_GROUPS: Final[Mapping[str, TargetGroup]] = {
    "rural_labour": TargetGroup(
        Text("农村劳动力", "rural workforce"), Text("户口簿或村委会证明", "household register or the village's word")
    ),
    "rural_migrant": TargetGroup(
        Text("农村转移就业劳动者", "rural transfer worker"),
        Text("户口簿和务工证明", "household register and proof of work"),
    ),
    "outbound_migrant": TargetGroup(
        Text("有组织输出到省外务工的农村劳动力", "outbound migrant worker"),
        Text("输出名册", "roster of the outbound group"),
    ),
    "graduating_student": TargetGroup(
        Text("毕业学年学生（高校、中职）", "student in the graduating year"), Text("学籍证明", "proof of enrolment")
    ),
    "unemployed_graduate": TargetGroup(
        Text("离校两年内未就业的毕业生", "graduate out of work within two years of leaving"),
        Text("毕业证书和失业登记", "diploma and unemployment registration"),
    ),
    "school_leaver": TargetGroup(
        Text("未继续升学的应届初高中毕业生", "school leaver not in further study"),
        Text("毕业证书", "school certificate"),
    ),
    "registered_unemployed": TargetGroup(
        Text("城镇登记失业人员", "registered urban unemployed"), Text("就业创业证", "employment certificate")
    ),
    "veteran": TargetGroup(Text("退役军人", "veteran"), Text("退役证", "discharge certificate")),
    "demobilised": TargetGroup(
        Text("复退军人", "demobilised soldier"), Text("复员证或退伍证", "demobilisation certificate")
    ),
    "flexible_worker": TargetGroup(
        Text("灵活就业人员", "flexible worker"), Text("灵活就业登记", "registration of flexible work")
    ),
    "employment_assistance": TargetGroup(
        Text("就业援助对象", "employment-assistance case"), Text("就业困难人员认定", "recognition as hard to place")
    ),
    "entrepreneur": TargetGroup(
        Text("有创业意愿的劳动者", "would-be entrepreneur"),
        Text("本人申请或营业执照", "own application or business licence"),
    ),
    "enterprise_new_hire": TargetGroup(
        Text("企业新招用人员", "enterprise new hire"), Text("劳动合同", "labour contract")
    ),
    "enterprise_staff": TargetGroup(
        Text("企业在岗职工", "serving enterprise worker"),
        Text("劳动合同或参保记录", "labour contract or insurance record"),
    ),
    "poor_family_child": TargetGroup(
        Text("贫困家庭子女", "child of a poor family"),
        Text("扶贫或民政部门名单", "list of the poverty-relief or civil-affairs bureau"),
    ),
    "poverty_lifted": TargetGroup(
        Text("脱贫劳动力", "worker lifted from poverty"),
        Text("乡村振兴部门名单", "list of the rural-revitalisation bureau"),
        is_key=True,
    ),
    "monitored_household": TargetGroup(
        Text("监测户劳动力", "worker of a monitored household"),
        Text("防返贫监测名单", "list of monitored households"),
        is_key=True,
    ),
    "relocated": TargetGroup(
        Text("易地搬迁劳动力", "relocated worker"), Text("易地搬迁名单", "list of relocated households"), is_key=True
    ),
    "poverty_risk": TargetGroup(
        Text("易返贫致贫人员", "person at risk of falling back into poverty"),
        Text("防返贫监测名单", "list of monitored households"),
        is_key=True,
    ),
    "disabled": TargetGroup(Text("残疾人", "person with a disability"), Text("残疾人证", "disability certificate")),
    "low_income": TargetGroup(
        Text("低保对象", "recipient of minimum living allowance"), Text("低保证", "allowance certificate")
    ),
}
"""Code → group. A code never changes its meaning."""
