"""The demonstration's accounts: one for every role in Lan County, some in the other county under both its codes."""

from __future__ import annotations

import json
import secrets
from typing import TYPE_CHECKING, Final, NamedTuple

import typer

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from jineng.platform.identity.models import User

_LAN: Final = "141127"
_CHANGZHI: Final = "140421"
_SHANGDANG: Final = "140404"
"""The same place since November 2018: its people are registered here, the plan and settlements of 2018 stand under the older code."""


class DemoAccount(NamedTuple):
    """User name, role, name, region, and of accounts of an organisation the kind of it."""

    username: str
    role: str
    display_name: str
    region_code: str = _LAN
    organisation: str = ""


_ACCOUNTS: Final = (
    DemoAccount("lan-officer", "officer", "兰小雨"),
    DemoAccount("lan-reviewer", "reviewer", "岚复明"),
    DemoAccount("lan-leader", "leader", "岳领先"),
    DemoAccount("lan-finance", "finance", "钱清账"),
    DemoAccount("lan-admin", "administrator", "管有序"),
    DemoAccount("lan-auditor", "auditor", "梁稽平"),
    DemoAccount("lan-township", "township_clerk", "东村民", "141127100"),
    DemoAccount("lan-department", "department", "农助耕", organisation="department"),
    DemoAccount("lan-school", "institution_manager", "校长青", organisation="institution"),
    DemoAccount("lan-teacher", "teacher", "师授业", organisation="institution"),
    DemoAccount("lan-evaluator", "evaluator", "评公正", organisation="evaluator"),
    DemoAccount("lan-enterprise", "enterprise", "厂用工", organisation="enterprise"),
    DemoAccount("changzhi-officer", "officer", "常小山", _CHANGZHI),
    DemoAccount("changzhi-reviewer", "reviewer", "潞复清", _CHANGZHI),
    DemoAccount("shangdang-officer", "officer", "党上进", _SHANGDANG),
    DemoAccount("shangdang-reviewer", "reviewer", "上官明", _SHANGDANG),
    DemoAccount("shangdang-township", "township_clerk", "苏店民", "140404101"),
)

_DEPARTMENT: Final = ("岚县农业农村局（演示）", "11141127MB0000004A")
"""Name and credit code, made up; the other organisations are those of ``lay_out_organisations``."""

LEARNER_PHONE: Final = "19900100001"
_LEARNER: Final = ("兰学技", "14112719950607998")
"""Name and identity number without its check digit: of nobody, as sequences from 996 on are for people of a hundred years."""


def open_demo_accounts(state: Path) -> None:
    """Open the accounts that are missing, with passwords drawn once for this installation, and print them all.

    The second step is optional in this state folder from now on, and codes to phones are shown on a page.
    """
    from jineng.platform.encryption.ring_file import write_secret

    path = state / "demo-accounts.json"
    kept: dict[str, str] = json.loads(path.read_text()) if path.exists() else {}
    passwords = {each.username: kept.get(each.username) or secrets.token_urlsafe(9) for each in _ACCOUNTS}
    if passwords != kept:
        path.unlink(missing_ok=True)
        write_secret(path, json.dumps(passwords))
    for name, word in (("totp", "optional"), ("demo", "1")):
        if not (state / name).exists():
            write_secret(state / name, word)
    opened = {each.username: _opened(each, passwords, None) for each in _ACCOUNTS if not each.organisation}
    keys = _lay_out_organisations(opened["lan-officer"], opened["shangdang-officer"])
    for each in _ACCOUNTS:
        if each.organisation:
            opened[each.username] = _opened(each, passwords, keys[each.organisation])
    _open_learner(opened["lan-officer"])
    _print(passwords)


def _opened(account: DemoAccount, passwords: Mapping[str, str], organisation_key: int | None) -> User:
    from django.utils import timezone

    from jineng.platform.identity.operations import open_account, set_password
    from jineng.platform.identity.queries import find_user
    from jineng.platform.identity.roles import Role

    user = find_user(account.username)
    if user is None:
        return open_account(
            actor=None,
            at=timezone.now(),
            username=account.username,
            password=passwords[account.username],
            display_name=account.display_name,
            role=Role(account.role),
            region_code=account.region_code,
            organisation_key=organisation_key,
        )
    if not user.check_password(passwords[account.username]):
        set_password(actor=None, at=timezone.now(), user=user, password=passwords[account.username])
    return user


def _lay_out_organisations(lan: User, shangdang: User) -> dict[str, int]:
    """Register the organisations of both counties; return of each kind the key of the one that has accounts."""
    from django.utils import timezone

    from jineng.domain.registry.operations.organisations import register_organisation
    from jineng.domain.registry.organisation_rules import OrganisationFacts
    from jineng.domain.registry.queries.organisations import find_by_code
    from jineng.journeys.demo_organisations import lay_out_organisations
    from jineng.workbook.synthetic.organisations import organisations

    at = timezone.now()
    lay_out_organisations(actor=lan, at=at, county="lanxian-2022")
    lay_out_organisations(actor=shangdang, at=at, county="changzhixian-2018")
    name, credit_code = _DEPARTMENT
    facts = OrganisationFacts(kind="department", name=name, county_code=_LAN, credit_code=credit_code)
    keys = {"department": register_organisation(actor=lan, at=at, facts=facts).organisation.pk}
    made = organisations("lanxian-2022")
    chosen = {"institution": made.institutions[2], "evaluator": made.evaluators[0], "enterprise": made.enterprises[4]}
    for kind, one in chosen.items():
        found = find_by_code(lan, one.code)
        if found is None:
            raise RuntimeError(f"expected the demonstration's {kind}, which is registered first")
        keys[kind] = found.pk
    return keys


def _open_learner(officer: User) -> None:
    from django.utils import timezone
    from stdnum.iso7064 import mod_11_2

    from jineng.domain.registry.operations.people import register_person
    from jineng.domain.registry.people_facts import PersonRow
    from jineng.platform.identity.operations import open_learner_account
    from jineng.platform.identity.queries import find_learner

    name, digits = _LEARNER
    phone = LEARNER_PHONE
    if find_learner(phone) is not None:
        return
    row = PersonRow(
        name=name, id_number=digits + mod_11_2.calc_check_digit(digits), phone=phone, township_code="141127100"
    )
    person = register_person(actor=officer, at=timezone.now(), row=row)
    open_learner_account(
        actor=officer, at=timezone.now(), person_key=person.pk, name=name, phone=phone, region_code=_LAN
    )


def _print(passwords: Mapping[str, str]) -> None:
    from jineng.platform.identity.roles import Role

    typer.echo("演示账号 Demo accounts (/sign-in/)")
    for account in _ACCOUNTS:
        label = Role(account.role).label
        typer.echo(
            f"  {account.username:<18} {passwords[account.username]:<14} {account.region_code:<9}  "
            f"{account.display_name} {label} {account.role}"
        )
    typer.echo(f"  学员 learner: {LEARNER_PHONE}, /sign-in/phone/ ; 验证码 code: /sign-in/messages/")
