"""A small Lan County with one of everything that an address can name, and accounts of every role, here and elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from factories import desk, eligibility, imports, organisations, registry_forms
from factories.people import DONGCUN, LAN, PUMING, SHANGDANG, account_number, person, row
from jineng.domain.drafts.contents import contents_of_toml
from jineng.domain.drafts.operations import start_draft
from jineng.domain.registry.models import AssistedEntry
from jineng.domain.registry.operations.facts_requests import propose_facts
from jineng.domain.registry.operations.leading_group import add_member, form_group, set_task
from jineng.domain.registry.operations.organisations import add_contact
from jineng.domain.registry.operations.payout import propose_account
from jineng.domain.registry.operations.people import Help, register_person
from jineng.domain.registry.operations.requests import ask_correction
from jineng.domain.registry.operations.standing import affiliate, give_declaration, tag_person
from jineng.domain.registry.reasons import ASSIST_REASONS
from jineng.domain.registry.states import AffiliationKind
from jineng.domain.tasks.models import SelectionEntry
from jineng.domain.tasks.operations import enter_by_key, set_quota
from jineng.journeys.draft_original import attach_pasted
from jineng.platform.identity.operations import open_account, open_learner_account
from jineng.platform.identity.roles import OF_ORGANISATION, Role
from jineng.platform.regions.operations import load_regions
from jineng.policy.loader import list_documents

if TYPE_CHECKING:
    from jineng.platform.identity.models import User

AT = datetime(2022, 3, 1, 2, tzinfo=UTC)
PASSWORD = "a-long-enough-one"

MARK = "独秀"
"""Stands in the name of whatever is Lan County's own: no page for anybody else may show it."""


@dataclass(frozen=True)
class World:
    """Who is there, what addresses name, and where."""

    here: dict[str, User]
    """By role, of Lan County, Dongcun or the school."""
    elsewhere: dict[str, User]
    """The same roles, of Shangdang or a school there."""
    neighbour: User
    """The clerk of another township of Lan County."""
    names: dict[str, Any]
    """What stands in addresses, by what it is."""


def built() -> World:
    """Build it by the real operations."""
    load_regions(actor=None, at=AT)
    officer = _account(Role.OFFICER, LAN, "here")
    school = organisations.registered(officer, 1, name=f"岚县{MARK}职业培训学校")
    far_officer = _account(Role.OFFICER, SHANGDANG, "far")
    far_school = organisations.registered(
        far_officer,
        2,
        name="上党区某职业培训学校",
        county_code=SHANGDANG,
        township_code="",
        credit_code=organisations.credit_code(2, SHANGDANG),
    )
    someone = person(officer, 1, name=f"李{MARK}")
    here = {"officer": officer, **_others(LAN, DONGCUN, school.pk, "here")}
    elsewhere = {"officer": far_officer, **_others(SHANGDANG, "140404101", far_school.pk, "far")}
    neighbour = _account(Role.TOWNSHIP_CLERK, PUMING, "next")
    here["learner"] = open_learner_account(
        actor=None, at=AT, person_key=someone.pk, name="李某", phone=_phone(71), region_code=LAN
    )
    stranger = person(far_officer, 2, township_code="140404101", address="")
    elsewhere["learner"] = open_learner_account(
        actor=None, at=AT, person_key=stranger.pk, name="王某", phone=_phone(72), region_code=SHANGDANG
    )
    names = {
        "policy_id": "lanxian-2022",
        "settlement": desk.judged(officer).pk,
        "draft": _draft(officer),
        **_of_person(officer, here["institution_manager"], someone, school),
        **_of_organisation(officer, here["institution_manager"], school),
        **_lists(officer, someone),
        "account": here["finance"].pk,
    }
    return World(here, elsewhere, neighbour, names)


def _account(role: Role, region_code: str, where: str, **more: Any) -> User:
    return open_account(
        actor=None,
        at=AT,
        username=f"{where}-{role}",
        password=PASSWORD,
        display_name=f"{MARK if where == 'here' else '远'}{role[:4]}",
        role=role,
        region_code=region_code,
        **more,
    )


def _others(region_code: str, township_code: str, organisation_key: int, where: str) -> dict[str, User]:
    made = {}
    for role in sorted(set(Role) - {Role.OFFICER, Role.LEARNER}):
        at = township_code if role == Role.TOWNSHIP_CLERK else region_code
        more = {"organisation_key": organisation_key} if role in OF_ORGANISATION else {}
        made[str(role)] = _account(role, at, where, **more)
    return made


def _phone(n: int) -> str:
    from factories.identities import phone

    return phone(n)


def _draft(officer: User) -> Any:
    path = list_documents()["lanxian-2022"]
    contents = contents_of_toml(path.read_bytes(), path.with_name("examples.toml").read_bytes())
    draft = start_draft(actor=officer, at=AT, title=f"{MARK}方案", contents=contents, base_policy_id="lanxian-2022")
    attach_pasted(actor=officer, at=AT, draft_id=draft.public_id, text="一、总则\n二、标准")
    return draft.public_id


def _of_person(officer: User, manager: User, someone: Any, school: Any) -> dict[str, Any]:
    uid = someone.uid
    tag = tag_person(actor=officer, at=AT, uid=uid, group="veteran", from_on=date(2020, 1, 1), evidence="certificate")
    affiliation = affiliate(
        actor=officer,
        at=AT,
        uid=uid,
        organisation_uid=school.uid,
        kind=AffiliationKind.TRAINEE,
        from_on=date(2022, 3, 1),
    )
    give_declaration(actor=officer, at=AT, uid=uid, kind="consent", way="paper")
    payout = propose_account(
        actor=officer, at=AT, uid=uid, kind="bank_card", bank="农村信用社", number=account_number(1), reason="首次登记"
    )
    request = ask_correction(actor=officer, at=AT, uid=uid, said="学历写错了", proposed={"education": "61"})
    helped = register_person(
        actor=officer, at=AT, row=row(3, name=f"张{MARK}"), help_given=Help(next(iter(ASSIST_REASONS)))
    )
    return {
        "person": uid,
        "helped": helped.uid,
        "tag": tag.pk,
        "affiliation": affiliation.pk,
        "payout": payout.pk,
        "person_request": request.pk,
        "assistance": AssistedEntry.objects.get(person=helped).pk,
    }


def _of_organisation(officer: User, manager: User, school: Any) -> dict[str, Any]:
    contact = add_contact(actor=officer, at=AT, uid=school.uid, name="联系人", phone=_phone(73), is_main=True)
    request = propose_facts(actor=manager, at=AT, uid=school.uid, facts={"name": f"岚县{MARK}技工学校"})
    group = form_group(actor=officer, at=AT, county_code=LAN, name=f"{MARK}领导小组", formed_on=date(2022, 1, 1))
    member = add_member(actor=officer, at=AT, group_key=group.pk, unit_name=f"{MARK}局", duty="member")
    task = set_task(actor=officer, at=AT, member_key=member.pk, title=f"{MARK}任务", due_on=date(2022, 6, 30))
    return {
        "organisation": school.uid,
        "contact": contact.pk,
        "organisation_request": request.pk,
        "task": task.pk,
    }


def _lists(officer: User, someone: Any) -> dict[str, Any]:
    selection = set_quota(
        actor=officer,
        at=AT,
        township_code=DONGCUN,
        year=2022,
        policy_id="lanxian-2022",
        group="veteran",
        quota=10,
        overrun="warn",
    )
    enter_by_key(actor=officer, at=AT, list_uid=selection.uid, person_key=someone.pk)
    imported = imports.read_now(
        imports.uploaded(
            officer, registry_forms.filled("roster", registry_forms.people(3, 10)), filename=f"{MARK}.xlsx"
        )
    )
    compared = eligibility.compare(officer, [someone.pk])
    deceased = eligibility.upload(officer, "deceased", [["某人", _identity(9001), "", ""]])
    return {
        "selection": selection.uid,
        "selection_entry": SelectionEntry.objects.get(list=selection).pk,
        "import": imported.uid,
        "batch": compared.uid,
        "comparison_set": deceased.uid,
        "compared_person": compared.people.get().pk,
    }


def _identity(n: int) -> str:
    from factories.identities import identity_number

    return identity_number(n)
