"""One person: registered, changed, shown in full for a reason, helped, tagged, merged, corrected, erased."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from django.db import DatabaseError, transaction

from factories.identities import account, identity_number, phone
from factories.people import AT, DONGCUN, PUMING, born, people, person, row, staff
from jineng.domain.permitted import NotAllowedError
from jineng.domain.registry.models import (
    AssistedEntry,
    Guardian,
    PastResidence,
    PayoutAccount,
    Person,
    PersonRequest,
    TargetGroupTag,
)
from jineng.domain.registry.operations import assisted, payout, requests
from jineng.domain.registry.operations.merging import merge_people
from jineng.domain.registry.operations.people import (
    GuardianTold,
    Help,
    change_person,
    note_view,
    register_person,
    reveal_person,
)
from jineng.domain.registry.operations.standing import end_tag, give_declaration, tag_person
from jineng.domain.registry.people_errors import (
    AlreadyRegisteredError,
    ChangedMeanwhileError,
    PersonNotFoundError,
    PersonRefusedError,
    StepRefusedError,
)
from jineng.domain.registry.person_view import own_view, view_person
from jineng.domain.registry.states import AccountState, AssistState, Channel
from jineng.platform.audit.models import AuditEvent
from jineng.platform.identity.models import CodePurpose, PhoneCode, User
from jineng.platform.identity.roles import Role
from jineng.platform.scope import acting, scope_of

if TYPE_CHECKING:
    from uuid import UUID

pytestmark = pytest.mark.django_db

LATER = AT + timedelta(days=10)


@pytest.fixture
def clerk() -> User:
    return staff(Role.OFFICER)


@pytest.fixture
def second() -> User:
    return staff(Role.REVIEWER)


def refused(match: str, act: object) -> None:
    with pytest.raises(DatabaseError, match=match), transaction.atomic():
        act()  # type: ignore[operator]


def the_code(uid: UUID) -> str:
    return PhoneCode.objects.get(uid=uid).code.open()


def learner_of(somebody: Person) -> User:
    return User.objects.get(person_key=somebody.pk)


def test_names_are_kept_in_full(clerk: User) -> None:
    long = "阿卜杜热合曼·买买提托合提·努尔买买提·阿不都克里木江"
    first = register_person(actor=clerk, at=AT, row=row(1, name=long.replace("·", "•")))
    rare = register_person(actor=clerk, at=AT, row=row(2, name="𠮷䶮"))

    assert Person.objects.get(pk=first.pk).name == long
    assert Person.objects.get(pk=rare.pk).name == "𠮷䶮"


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"name": "张\ue863"}, "name"),
        ({"name": "王?"}, "name"),
        ({"name": " "}, "name"),
        ({"id_number": "141127197001010011"}, "id_number"),
        ({"id_number": ""}, "id_number"),
        ({"phone": "12345"}, "phone"),
        ({"education": "99999"}, "education"),
        ({"groups": ("nobles",)}, "groups"),
        ({"id_kind": "passport", "id_number": "E12345678", "sex": "", "born_on": None}, "born_on"),
    ],
)
def test_what_cannot_be_kept_is_refused_by_its_field(clerk: User, told: dict[str, object], field: str) -> None:
    with pytest.raises(PersonRefusedError) as refusal:
        register_person(actor=clerk, at=AT, row=row(1)._replace(**told))

    assert field in {fault.field for fault in refusal.value.faults}
    assert row(1).id_number not in str(refusal.value)
    assert not Person.objects.exists()


def test_a_private_use_character_is_told_with_the_standard_one(clerk: User) -> None:
    with pytest.raises(PersonRefusedError) as refusal:
        register_person(actor=clerk, at=AT, row=row(1, name="张\ue863"))

    assert "“䶮”" in refusal.value.faults[0].text.zh


def test_the_same_document_again_leads_to_the_record(clerk: User) -> None:
    first = person(clerk, 1)

    with pytest.raises(AlreadyRegisteredError) as refusal:
        person(clerk, 1)

    assert refusal.value.uid == first.uid


def test_a_child_needs_a_guardian_who_is_another(clerk: User) -> None:
    child = born(date(2010, 5, 1))
    guardian = GuardianTold("李秀兰", "mother", identity_number(900), phone(900))

    with pytest.raises(PersonRefusedError, match="guardian"):
        register_person(actor=clerk, at=AT, row=child)
    with pytest.raises(PersonRefusedError, match="own guardian"):
        register_person(actor=clerk, at=AT, row=child, guardian=guardian._replace(id_number=child.id_number))
    made = register_person(actor=clerk, at=AT, row=child, guardian=guardian)

    kept = Guardian.objects.get(person=made)
    assert (kept.name, kept.id_number.open()) == ("李秀兰", guardian.id_number)
    refused("own guardian", lambda: Guardian.objects.filter(pk=kept.pk).update(id_index=made.id_index))


def test_a_change_keeps_where_the_person_lived(clerk: User) -> None:
    made = person(clerk, 1)
    change_person(
        actor=clerk, at=LATER, uid=made.uid, version=1, told={"township_code": PUMING, "address": "普明镇1号"}
    )

    kept = Person.objects.get(pk=made.pk)
    past = PastResidence.objects.get(person=made)
    assert (kept.township_code, kept.address.open(), kept.version) == (PUMING, "普明镇1号", 2)
    assert (past.township_code, past.address.open()) == (DONGCUN, row(1).address)
    with pytest.raises(ChangedMeanwhileError):
        change_person(actor=clerk, at=LATER, uid=made.uid, version=1, told={"education": "21"})


def test_a_township_clerk_changes_no_names(clerk: User) -> None:
    made = person(clerk, 1)
    township = staff(Role.TOWNSHIP_CLERK, DONGCUN)

    with pytest.raises(NotAllowedError):
        change_person(actor=township, at=LATER, uid=made.uid, version=1, told={"name": "别人"})
    assert change_person(actor=township, at=LATER, uid=made.uid, version=1, told={"education": "21"}).education == "21"


def test_numbers_are_shown_for_a_reason_that_the_person_sees(clerk: User) -> None:
    made = person(clerk, 1)
    with pytest.raises(StepRefusedError):
        reveal_person(actor=clerk, at=AT, uid=made.uid, reason="curiosity")
    shown = reveal_person(actor=clerk, at=AT, uid=made.uid, reason="payment", note="三月发放")
    note_view(actor=clerk, at=AT, person_key=made.pk, region_code=made.county_code)

    assert shown.id_number == row(1).id_number
    assert shown.id_number not in repr(shown)
    learner = learner_of(made)
    with acting(learner, scope_of(learner)):
        view = own_view(learner)
    assert [(look.actor_name, look.action) for look in view.looks] == [
        (clerk.display_name, "person_viewed"),
        (clerk.display_name, "person_revealed"),
    ]
    assert view.looks[1].reason == "核对或拨付补贴：三月发放"


def test_a_learner_sees_nobody_else(clerk: User) -> None:
    mine, other = person(clerk, 1), person(clerk, 2)
    learner = learner_of(mine)

    with acting(learner, scope_of(learner)):
        assert list(Person.objects.values_list("pk", flat=True)) == [mine.pk]
        with pytest.raises(PersonNotFoundError):
            view_person(learner, other.uid)


def test_assisted_entry_awaits_the_persons_word_by_another_channel(clerk: User, second: User) -> None:
    made = register_person(actor=clerk, at=AT, row=row(1), help_given=Help("elderly"))
    entry = AssistedEntry.objects.get(person=made)
    with pytest.raises(StepRefusedError):
        assisted.confirm_by_paper(actor=clerk, at=AT, uid=made.uid, entry_key=entry.pk)
    colleague = staff(Role.OFFICER, name="同事")
    code_uid = assisted.ask_assistance_code(actor=clerk, at=AT, uid=made.uid, entry_key=entry.pk)

    told = {"actor": clerk, "at": AT, "uid": made.uid, "entry_key": entry.pk, "code_uid": code_uid}
    assert not assisted.confirm_by_code(**told, code="000000x")
    assert assisted.confirm_by_code(**told, code=the_code(code_uid))
    entry.refresh_from_db()
    assert (entry.state, entry.channel) == (AssistState.CONFIRMED, Channel.PHONE_CODE)
    with pytest.raises(PersonNotFoundError):
        assisted.confirm_by_paper(actor=colleague, at=AT, uid=made.uid, entry_key=entry.pk)


def test_a_helper_never_witnesses_in_the_database_either(clerk: User) -> None:
    made = register_person(actor=clerk, at=AT, row=row(1), help_given=Help("elderly"))
    answered = {"state": "CONFIRMED", "channel": "paper", "witness": clerk, "answered_at": AT}

    refused("registry_assist_witness", lambda: AssistedEntry.objects.filter(person=made).update(**answered))
    refused("answer_whole", lambda: AssistedEntry.objects.filter(person=made).update(state="CONFIRMED", answered_at=AT))


def test_tags_are_dated_and_withdrawn_with_a_reason(clerk: User) -> None:
    made = person(clerk, 1)
    told = {"actor": clerk, "at": AT, "uid": made.uid, "from_on": date(2022, 1, 1), "evidence": "register"}
    tag = tag_person(**told, group="poverty_lifted")
    with pytest.raises(StepRefusedError):
        tag_person(**told, group="poverty_lifted")
    end_tag(actor=clerk, at=AT, uid=made.uid, tag_key=tag.pk, to_on=None, wrong_because="名册有误")

    assert tag_person(**told, group="poverty_lifted").pk != tag.pk
    refused("withdrawn_stays", lambda: TargetGroupTag.objects.filter(pk=tag.pk).update(to_on=date(2022, 2, 1)))
    refused("kept", lambda: TargetGroupTag.objects.filter(pk=tag.pk).delete())


def test_declarations_keep_the_words(clerk: User) -> None:
    made = person(clerk, 1)
    given = give_declaration(actor=clerk, at=AT, uid=made.uid, kind="consent", way="paper")

    assert given.text.text.startswith("我同意")
    assert give_declaration(actor=clerk, at=LATER, uid=made.uid, kind="consent", way="paper").pk == given.pk
    with pytest.raises(StepRefusedError):
        give_declaration(actor=clerk, at=AT, uid=made.uid, kind="commitment", way="online")


def proposed(actor: User, made: Person, n: int = 1) -> PayoutAccount:
    return payout.propose_account(
        actor=actor, at=LATER, uid=made.uid, kind="bank_card", bank="农商行", number=account(n), reason="换卡"
    )


def test_an_account_needs_the_persons_word_and_a_second_person(clerk: User, second: User) -> None:
    made = person(clerk, 1)
    one = proposed(clerk, made)
    told = {"at": LATER, "uid": made.uid, "account_key": one.pk}
    for actor in (clerk, second):
        with pytest.raises(StepRefusedError):
            payout.accept_account(actor=actor, **told)
    code_uid = payout.ask_account_code(actor=clerk, **told)
    assert PhoneCode.objects.get(uid=code_uid).purpose == CodePurpose.CONFIRM_ACCOUNT
    assert payout.confirm_account_by_code(actor=clerk, code_uid=code_uid, code=the_code(code_uid), **told)
    with pytest.raises(StepRefusedError, match="colleague"):
        payout.accept_account(actor=clerk, **told)
    payout.accept_account(actor=second, **told)

    assert PayoutAccount.objects.get(state=AccountState.LIVE).number.open() == account(1)


def test_a_new_account_replaces_the_old_one_and_history_stays(clerk: User, second: User) -> None:
    made = person(clerk, 1)
    for n, channel in ((1, Channel.SIGNED_ROSTER), (2, Channel.IN_PERSON)):
        one = proposed(clerk, made, n)
        told = {"actor": second, "at": LATER, "uid": made.uid, "account_key": one.pk}
        payout.confirm_account_in_person(**told, channel=channel)
        payout.accept_account(**told)

    states = PayoutAccount.objects.order_by("pk").values_list("state", flat=True)
    assert list(states) == [AccountState.REPLACED, AccountState.LIVE]
    third = proposed(clerk, made, 3)
    with pytest.raises(StepRefusedError):
        payout.confirm_account_in_person(
            actor=second, at=LATER, uid=made.uid, account_key=third.pk, channel=Channel.SIGNED_ROSTER
        )


def test_the_law_of_accounts_stands_in_the_database(clerk: User, second: User) -> None:
    made, other = person(clerk, 1), person(clerk, 2)
    one = proposed(clerk, made)
    mine = PayoutAccount.objects.filter(pk=one.pk)
    word = {"channel": "in_person", "channel_by": second, "channel_at": LATER}
    decided = {"state": "LIVE", "decided_by": second, "decided_at": LATER}

    refused("needs_the_persons_word", lambda: mine.update(**decided))
    refused("confirmed_by_another", lambda: mine.update(**word, **{**decided, "decided_by": clerk}))
    refused("seen_by_another", lambda: mine.update(**{**word, "channel_by": clerk}))
    refused("decision_whole", lambda: mine.update(**word, state="LIVE"))
    refused("what_was_proposed_stays", lambda: mine.update(number_index="0" * 64))
    refused("begins_proposed", lambda: PayoutAccount.objects.create(**_row_of(one, other), **word, **decided))
    refused(
        "known by before", lambda: PayoutAccount.objects.create(**_row_of(one, other, phone_index=made.phone_index))
    )
    mine.update(**word, **decided)
    again = proposed(clerk, made, 2)
    refused("one_live", lambda: PayoutAccount.objects.filter(pk=again.pk).update(**word, **decided))
    refused("one_proposal", lambda: PayoutAccount.objects.create(**_row_of(one, made)))
    refused("kept", mine.delete)


def _row_of(one: PayoutAccount, somebody: Person, **other: object) -> dict[str, object]:
    names = ("kind", "bank", "number_index", "number_mask", "proposed_by", "proposed_at", "reason")
    return {name: getattr(one, name) for name in names} | {"number": account(9), "person": somebody, **other}


def test_a_code_to_a_phone_changed_just_now_proves_nothing(clerk: User) -> None:
    made = person(clerk, 1)
    change_person(actor=clerk, at=LATER, uid=made.uid, version=1, told={"phone": phone(77)})
    one = proposed(clerk, made)

    with pytest.raises(StepRefusedError):
        payout.ask_account_code(actor=clerk, at=LATER, uid=made.uid, account_key=one.pk)
    made.refresh_from_db()
    refused(
        "known by before",
        lambda: PayoutAccount.objects.create(**_row_of(one, made, phone_index=made.phone_index)),
    )


def test_two_people_with_one_account_are_noticed(clerk: User) -> None:
    mine, other = person(clerk, 1), person(clerk, 2)
    proposed(clerk, mine)
    proposed(clerk, other)

    assert [each.shared_with for each in view_person(clerk, mine.uid).accounts] == [1]


def test_a_merge_moves_everything_and_keeps_the_record(clerk: User, second: User) -> None:
    kept, double = person(clerk, 1), person(clerk, 2)
    tag_person(actor=clerk, at=AT, uid=double.uid, group="veteran", from_on=date(2022, 1, 1), evidence="certificate")
    proposed(clerk, double)
    told = {"reason": "number_corrected", "evidence": "公安证明〔2022〕3号"}
    merge = merge_people(actor=clerk, at=LATER, kept=kept.uid, merged=double.uid, **told)

    assert merge.moved == {"registry.targetgrouptag": 1, "registry.payoutaccount": 1}
    view = view_person(clerk, double.uid)
    assert view.uid == kept.uid
    assert [tag.group for tag in view.tags] == ["veteran"]
    refused("ended_stays", lambda: Person.objects.filter(pk=double.pk).update(name="改名"))
    with pytest.raises(PersonNotFoundError):
        merge_people(actor=clerk, at=LATER, kept=kept.uid, merged=double.uid, **told)
    again = register_person(actor=clerk, at=LATER, row=row(2))
    assert again.pk != double.pk


def test_after_a_merge_the_person_signs_in_to_the_kept_record(clerk: User) -> None:
    kept = register_person(actor=clerk, at=AT, row=row(1, phone=""))
    double, both = person(clerk, 2), person(clerk, 3)
    learner, other = learner_of(double), learner_of(both)
    for merged in (double, both):
        told = {"reason": "entered_twice", "evidence": "户口簿"}
        merge_people(actor=clerk, at=LATER, kept=kept.uid, merged=merged.uid, **told)

    learner.refresh_from_db()
    other.refresh_from_db()
    assert (learner.person_key, learner.is_active, other.is_active) == (kept.pk, True, False)
    with acting(learner, scope_of(learner)):
        assert own_view(learner).uid == kept.uid


def test_a_person_asks_and_another_corrects(clerk: User, second: User) -> None:
    made = person(clerk, 1)
    learner = learner_of(made)
    with acting(learner, scope_of(learner)):
        asked = requests.ask_correction(
            actor=learner, at=AT, uid=made.uid, said="学历错了", proposed={"education": "31"}
        )
    requests.accept_correction(actor=second, at=LATER, request_key=asked.pk, answer="", told={"education": "31"})

    assert Person.objects.get(pk=made.pk).education == "31"
    assert PersonRequest.objects.get().answer == "已按申请更正"


def test_erasure_waits_for_the_law_and_then_leaves_nothing(clerk: User, second: User) -> None:
    made = person(clerk, 1)
    learner = learner_of(made)
    asked = requests.ask_erasure(actor=learner, at=AT, uid=made.uid, said="")
    one = proposed(clerk, made)
    told = {"actor": second, "at": LATER, "uid": made.uid, "account_key": one.pk}
    payout.refuse_account(**told, reason="不是本人")
    requests.accept_erasure(actor=second, at=LATER, request_key=asked.pk, answer="")

    gone = Person.objects.get(pk=made.pk)
    assert (gone.state, gone.name, gone.id_number, gone.id_index, gone.phone_index) == ("ERASED", "—", None, None, "")
    assert PayoutAccount.objects.get().number.open() == "—"
    assert AuditEvent.objects.filter(action="person_erased").exists()
    with pytest.raises(PersonNotFoundError):
        view_person(clerk, made.uid)


def test_erasure_is_refused_while_money_went_to_the_account(clerk: User, second: User) -> None:
    made = person(clerk, 1)
    one = proposed(clerk, made)
    told = {"actor": second, "at": LATER, "uid": made.uid, "account_key": one.pk}
    payout.confirm_account_in_person(**told, channel=Channel.IN_PERSON)
    payout.accept_account(**told)
    asked = requests.ask_erasure(actor=learner_of(made), at=AT, uid=made.uid, said="")

    with pytest.raises(StepRefusedError, match="ten years"):
        requests.accept_erasure(actor=second, at=LATER, request_key=asked.pk, answer="")


def test_people_are_held_by_the_database(clerk: User) -> None:
    made = person(clerk, 1)
    mine = Person.objects.filter(pk=made.pk)

    refused("kept", mine.delete)
    refused("origin_stays", lambda: mine.update(region_code="140000"))
    refused("masked", lambda: mine.update(id_mask=row(1).id_number))
    refused("state_and_fields", lambda: mine.update(state="MERGED"))
    refused("registry_person_document", lambda: mine.update(state="ERASED", ended_at=AT))
    refused("one_a_document", lambda: Person.objects.filter(pk=people(clerk, 1, 5)[0]).update(id_index=made.id_index))
