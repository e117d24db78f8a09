"""The demonstration's organisations and leading group, registered by the ways that real ones take."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

from jineng.domain.registry.models import FactsRequest, Organisation
from jineng.domain.registry.operations.facts_requests import propose_facts
from jineng.domain.registry.operations.leading_group import add_member, form_group, set_task
from jineng.domain.registry.operations.organisations import register_organisation
from jineng.domain.registry.organisation_errors import NotNowError
from jineng.domain.registry.organisation_rules import OrganisationFacts
from jineng.domain.registry.organisation_words import GroupDuty, OrganisationKind
from jineng.platform.scope import acting, scope_of
from jineng.workbook.synthetic.organisations import organisations

if TYPE_CHECKING:
    from datetime import datetime

    from jineng.platform.identity.models import User
    from jineng.workbook.synthetic.organisations import County

_GROUP_NAME: Final = "全民技能提升工程领导小组"
_FORMED_ON: Final = date(2018, 4, 1)
_UNITS: Final = (
    ("县人民政府", GroupDuty.HEAD),
    ("县人力资源和社会保障局", GroupDuty.DEPUTY_HEAD),
    ("县财政局", GroupDuty.MEMBER),
    ("县教育科技局", GroupDuty.MEMBER),
    ("县经济和信息化局", GroupDuty.MEMBER),
    ("县发展和改革局", GroupDuty.MEMBER),
    ("县住房保障和城乡建设管理局", GroupDuty.MEMBER),
    ("县扶贫开发办公室", GroupDuty.MEMBER),
    ("县农业委员会", GroupDuty.MEMBER),
    ("县林业局", GroupDuty.MEMBER),
    ("县卫生和计划生育局", GroupDuty.MEMBER),
    ("县中小企业局", GroupDuty.MEMBER),
    ("县总工会", GroupDuty.MEMBER),
    ("共青团县委", GroupDuty.MEMBER),
    ("县妇女联合会", GroupDuty.MEMBER),
    ("县残疾人联合会", GroupDuty.MEMBER),
)
"""The units that 长县政办发〔2018〕30号 names, clause 五（一）."""

_TASKS: Final = {
    "县人力资源和社会保障局": ("规划部署、组织实施和督导检查", "五（一）"),
    "县财政局": ("落实培训补贴资金", "四"),
    "县卫生和计划生育局": ("组织本行业培训 175 人", "二"),
}
"""What some units have to do, and the clause."""


def lay_out_organisations(*, actor: User, at: datetime, county: County) -> int:
    """Register the made-up organisations of a county and set up its leading group; safe to repeat.

    Args:
        actor: an officer of the county.
        at: the instant.
        county: whose organisations.

    Returns:
        How many organisations were new.
    """
    made = organisations(county)
    kinds = (
        (OrganisationKind.INSTITUTION, made.institutions),
        (OrganisationKind.EVALUATOR, made.evaluators),
        (OrganisationKind.ENTERPRISE, made.enterprises),
    )
    new = 0
    for kind, group in kinds:
        for one in group:
            facts = OrganisationFacts(
                kind=kind, name=one.name, credit_code=one.code, county_code=actor.region_code, address="（演示）"
            )
            new += register_organisation(actor=actor, at=at, facts=facts).outcome == "created"
    _lay_out_group(actor, at)
    return new


def ask_change(*, manager: User, at: datetime) -> None:
    """Have an institution ask for its registered address to be changed, unless it has asked for something before."""
    with acting(manager, scope_of(manager)):
        own = Organisation.objects.filter(pk=manager.organisation_key or 0).first()
        if own is not None and not FactsRequest.objects.filter(organisation=own).exists():
            propose_facts(actor=manager, at=at, uid=own.uid, facts={"address": "岚县示例街 18 号（演示）"})


def _lay_out_group(actor: User, at: datetime) -> None:
    try:
        group = form_group(actor=actor, at=at, county_code=actor.region_code, name=_GROUP_NAME, formed_on=_FORMED_ON)
    except NotNowError:
        return
    for unit, duty in _UNITS:
        member = add_member(actor=actor, at=at, group_key=group.pk, unit_name=unit, duty=duty)
        if unit in _TASKS:
            title, clause = _TASKS[unit]
            set_task(
                actor=actor,
                at=at,
                member_key=member.pk,
                title=title,
                clause=clause,
                due_on=date(at.year, 11, 30),
            )
