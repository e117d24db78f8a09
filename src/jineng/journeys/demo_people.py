"""The demonstration's people: rosters handed in and imported as real ones are, then what desks add to their records.

Every step looks first whether it was done, so that an interrupted demonstration goes on where it stopped.
"""

from __future__ import annotations

from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING, Final, NamedTuple

from jineng.domain.imports.models import Import
from jineng.domain.imports.operations import commit_import, upload_form
from jineng.domain.imports.states import ImportState
from jineng.domain.registry.models import PayoutAccount, Person, PersonRequest, TargetGroupTag
from jineng.domain.registry.operations.payout import accept_account, confirm_account_in_person, propose_account
from jineng.domain.registry.operations.requests import ask_correction
from jineng.domain.registry.operations.standing import give_declaration, tag_person
from jineng.domain.registry.people_indexes import document_index
from jineng.domain.registry.states import AccountState, Channel
from jineng.platform.scope import acting, scope_of
from jineng.workbook.synthetic.registry import account_number, registry_people, write_rows

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime

    from django.db.models import QuerySet

    from jineng.platform.identity.models import User
    from jineng.workbook.synthetic.registry import Registered

ROSTER: Final = "2022年培训学员花名册（演示）.xlsx"
_OF_SCHOOL: Final = "培训学校报送花名册（演示）.xlsx"
_OF_TOWNSHIP: Final = "东村镇学员登记表（演示）.xlsx"
_WAITING: Final = "二期花名册（演示，已改正）.xlsx"
_FAULTY: Final = "二期花名册（演示，有错）.xlsx"
_SCHOOL_WAITING: Final = "培训学校二班花名册（演示）.xlsx"
COMMITTED: Final = (ROSTER, _OF_SCHOOL, _OF_TOWNSHIP)
"""Rosters that are confirmed; the others wait, so that there is something to look at."""

_LAN: Final = 660
_SHANGDANG: Final = 300
_KNOWN_ALREADY: Final = 12
"""People on the school's roster whom the county has: the school enrols them, their records stay."""

_TAGGED: Final = 240
_CONSENTING: Final = 40
_PAID: Final = 8
_TAGGED_FROM: Final = date(2021, 3, 1)
_BANK: Final = "山西农信社（演示）"


class Lan(NamedTuple):
    """Who works on Lan County's people in the demonstration."""

    officer: User
    reviewer: User
    clerk: User
    manager: User


@contextmanager
def _as(actor: User) -> Iterator[None]:
    """Work as an account does: in its scope, under its name."""
    with acting(actor, scope_of(actor)):
        yield


def hand_in_lan(*, who: Lan, at: datetime) -> None:
    """Hand in the rosters of Lan County: the bureau's, a school's, a township's, a faulty one and the same mended."""
    people = lan_people()
    bureau, school, township = people[:420], people[420:500], people[500:600]
    second, class_two = ([dict(each.values) for each in some] for some in (people[600:640], people[640:]))
    known = bureau[:_KNOWN_ALREADY]
    _hand_in(who.officer, at, "roster", ROSTER, [each.values for each in bureau], "岚县2022年培训学员花名册")
    _hand_in(who.manager, at, "roster", _OF_SCHOOL, [each.values for each in [*known, *school]], "")
    _hand_in(who.manager, at, "roster", _SCHOOL_WAITING, class_two, "")
    of_dongcun = [{**each.values, "township": "东村镇"} for each in township]
    _hand_in(who.clerk, at, "registration", _OF_TOWNSHIP, of_dongcun, "")
    _hand_in(who.officer, at, "roster", _WAITING, second, "岚县2022年二期培训学员花名册")
    _hand_in(who.officer, at, "roster", _FAULTY, _with_faults(second), "岚县2022年二期培训学员花名册")


def hand_in_shangdang(*, officer: User, at: datetime) -> None:
    """Hand in the roster of Shangdang District, once Changzhi County."""
    people = registry_people("changzhixian-2018", _SHANGDANG)
    _hand_in(officer, at, "roster", ROSTER, [each.values for each in people], "上党区培训学员花名册")


def confirm_rosters(*, actors: Sequence[User], at: datetime) -> int:
    """Confirm those of the rosters that are to be imported and have been read; return how many."""
    count = 0
    for actor in actors:
        with _as(actor):
            ready = Import.objects.filter(uploaded_by=actor, filename__in=COMMITTED, state=ImportState.READY)
            for imported in ready:
                commit_import(actor=actor, at=at, uid=imported.uid)
                count += 1
    return count


def fill_in_records(*, who: Lan, at: datetime, learner: User | None) -> None:
    """Tag people, note consents, set up payout accounts, ask for corrections: as far as that was not done."""
    rows = lan_people()
    with _as(who.officer):
        found = people_of(rows[:420])
        _tag(who.officer, at, [each for each, row in zip(found, rows, strict=False) if not row.values["groups"]])
        for person in found[:_CONSENTING]:
            for kind in ("consent", "commitment"):
                give_declaration(actor=who.officer, at=at, uid=person.uid, kind=kind, way="paper")
    dongcun = [each for each in found if each.township_code == who.clerk.region_code][: _PAID + 1]
    for place, person in enumerate(dongcun[:_PAID]):
        _pay_to(who, at, person, account_number(place))
    _change_account(who, at, dongcun[0])
    _wait_for_word(who, at, dongcun[-1])
    if learner is not None:
        _ask(
            learner,
            at,
            Person.objects.filter(pk=learner.person_key or 0),
            "学历写低了，我是大专毕业",
            {"education": "31"},
        )
    of_school = Person.objects.filter(organisation_keys__contains=[who.manager.organisation_key]).order_by("pk")
    _ask(who.manager, at, of_school, "住址登记有误，学员说已搬到普明镇", {"township_code": "141127102"})


def lan_people() -> list[Registered]:
    """Return everybody made up for Lan County."""
    return registry_people("lanxian-2022", _LAN)


def people_of(rows: Sequence[Registered]) -> list[Person]:
    """Return the people registered under these numbers that are in sight, in the order of the rows."""
    indexes = [document_index("resident_id", each.id_number) for each in rows]
    found = {person.id_index: person for person in Person.objects.filter(id_index__in=indexes, merged_into=None)}
    return [found[index] for index in indexes if index in found]


def hand_in(actor: User, at: datetime, form: str, filename: str, content: bytes, **more: object) -> None:
    """Upload a form unless the account has uploaded one of this name."""
    with _as(actor):
        if not Import.objects.filter(uploaded_by=actor, filename=filename).exists():
            upload_form(actor=actor, at=at, form=form, filename=filename, content=content, **more)  # type: ignore[arg-type]


def _hand_in(
    actor: User, at: datetime, form: str, filename: str, rows: Sequence[Mapping[str, str]], title: str
) -> None:
    hand_in(actor, at, form, filename, write_rows(form, rows, title=title))


def _with_faults(rows: Sequence[dict[str, str]]) -> list[dict[str, str]]:
    """Return the rows with the faults that rosters have: a check digit, a township, a choice, a line twice, a gap."""
    faulty = [dict(row) for row in rows]
    number = faulty[3]["id_number"]
    faulty[3]["id_number"] = number[:-1] + ("1" if number[-1] != "1" else "2")
    faulty[8]["township"] = "东村乡"
    faulty[12]["education"] = "秀才"
    faulty[17]["phone"] = faulty[17]["phone"][:-1]
    faulty[21]["name"] = ""
    faulty.append(dict(faulty[5]))
    return faulty


def _tag(officer: User, at: datetime, people: Sequence[Person]) -> None:
    tagged = set(TargetGroupTag.objects.filter(person__in=people).values_list("person_id", flat=True))
    groups = ("poverty_lifted", "rural_migrant", "registered_unemployed")
    for place, person in enumerate(people[:_TAGGED]):
        if person.pk not in tagged:
            tag_person(
                actor=officer,
                at=at,
                uid=person.uid,
                group=groups[place % len(groups)],
                from_on=_TAGGED_FROM,
                evidence="register",
                source="县乡村振兴局、就业服务中心名单（演示）",
            )


def _pay_to(who: Lan, at: datetime, person: Person, number: str) -> None:
    """Have a first account proposed by the clerk, shown on the signed roster, and confirmed by the reviewer."""
    with _as(who.clerk):
        if PayoutAccount.objects.filter(person=person).exists():
            return
        made = propose_account(
            actor=who.clerk, at=at, uid=person.uid, kind="social_security_card", bank=_BANK, number=number
        )
    with _as(who.reviewer):
        told = {"actor": who.reviewer, "at": at, "uid": person.uid, "account_key": made.pk}
        confirm_account_in_person(**told, channel=Channel.SIGNED_ROSTER)  # type: ignore[arg-type]
        accept_account(**told)  # type: ignore[arg-type]


def _change_account(who: Lan, at: datetime, person: Person) -> None:
    """Have a change of account proposed and the person's word noted, so that it waits for a second person."""
    with _as(who.clerk):
        accounts = PayoutAccount.objects.filter(person=person)
        if accounts.count() > 1 or not accounts.filter(state=AccountState.LIVE).exists():
            return
        made = propose_account(
            actor=who.clerk,
            at=at,
            uid=person.uid,
            kind="bank_card",
            bank=_BANK,
            number=account_number(100),
            reason="原卡挂失，换新卡",
        )
    with _as(who.reviewer):
        confirm_account_in_person(
            actor=who.reviewer, at=at, uid=person.uid, account_key=made.pk, channel=Channel.IN_PERSON
        )


def _wait_for_word(who: Lan, at: datetime, person: Person) -> None:
    with _as(who.clerk):
        if not PayoutAccount.objects.filter(person=person).exists():
            number = account_number(101)
            propose_account(actor=who.clerk, at=at, uid=person.uid, kind="bank_card", bank=_BANK, number=number)


def _ask(actor: User, at: datetime, people: QuerySet[Person], said: str, proposed: dict[str, str]) -> None:
    """Have somebody ask for the first of the people to be corrected, unless they have asked before."""
    with _as(actor):
        person = people.first()
        if person is not None and not PersonRequest.objects.filter(asked_by=actor).exists():
            ask_correction(actor=actor, at=at, uid=person.uid, said=said, proposed=proposed)
