"""Officers decide what a comparison left open; a refusal is set aside by two."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError

from factories.eligibility import AT, compare, upload, upload_all
from factories.identities import identity_number
from factories.people import SHANGDANG, people, staff
from jineng.domain.eligibility.errors import BatchNotFoundError, EligibilityError
from jineng.domain.eligibility.models import (
    Batch,
    BatchDecision,
    BatchFinding,
    BatchPerson,
    ComparisonRow,
    ComparisonSet,
)
from jineng.domain.eligibility.operations.batches import confirm, decide
from jineng.domain.eligibility.operations.comparison_sets import retire_set
from jineng.domain.permitted import NotAllowedError
from jineng.platform.audit.models import AuditEvent
from jineng.platform.identity.roles import Role
from jineng.platform.scope import acting, scope_of

pytestmark = pytest.mark.django_db
SEEN = "已看退役证"


@pytest.fixture
def clerk():
    return staff()


@pytest.fixture
def second():
    return staff(Role.REVIEWER)


@pytest.fixture
def batch(clerk):
    """Three people: one on the list of the deceased, one without a tag, one who fits."""
    upload_all(clerk, deceased=[["某人", identity_number(1), "", ""]])
    return compare(
        clerk, [*people(clerk, 1, groups=("veteran",)), *people(clerk, 1, 2), *people(clerk, 1, 3, groups=("veteran",))]
    )


def entry(batch, standing):
    return BatchPerson.objects.get(batch=batch, standing=standing)


def settle(actor, batch, check, was, becomes="fits", reason=SEEN, entry_key=None):
    return decide(
        actor=actor,
        at=AT,
        batch_uid=batch.uid,
        check_code=check,
        was=was,
        becomes=becomes,
        reason=reason,
        entry_key=entry_key,
    )


def refused(match, act):
    with pytest.raises(DatabaseError, match=match), transaction.atomic():
        act()
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_what_is_not_known_is_decided_by_one_with_the_reason(clerk, batch):
    who = entry(batch, "unknown")
    settle(clerk, batch, "groups.people", "unknown", entry_key=who.pk)
    who.refresh_from_db()
    assert (who.outcome, who.standing) == ("unknown", "fits")
    event = AuditEvent.objects.filter(action="eligibility_decided").latest("id")
    assert (event.reason, event.actor_key) == (SEEN, clerk.pk)


def test_for_everybody_of_whom_it_is_not_known_at_once(clerk):
    batch = compare(clerk, people(clerk, 3, groups=("veteran",)))
    checks = ["deceased", "in_custody", "public_payroll", "pensioner"]
    for check in checks:
        settle(clerk, batch, check, "unknown")
    assert BatchPerson.objects.filter(batch=batch, standing="unknown").count() == 3
    settle(clerk, batch, "student", "unknown")
    assert BatchPerson.objects.filter(batch=batch, standing="fits").count() == 3


def test_a_refusal_is_set_aside_by_two(clerk, second, batch):
    who = entry(batch, "does_not_fit")
    decision = settle(clerk, batch, "deceased", "does_not_fit", entry_key=who.pk)
    who.refresh_from_db()
    assert who.standing == "does_not_fit", "the second person has not spoken"
    with pytest.raises(EligibilityError, match="somebody else"):
        confirm(actor=clerk, at=AT, batch_uid=batch.uid, decision_key=decision.pk)
    confirm(actor=second, at=AT, batch_uid=batch.uid, decision_key=decision.pk)
    who.refresh_from_db()
    assert who.standing == "fits"


def test_what_was_decided_is_not_decided_again(clerk, batch):
    who = entry(batch, "unknown")
    settle(clerk, batch, "groups.people", "unknown", "does_not_fit", entry_key=who.pk)
    with pytest.raises(EligibilityError, match="decided before"):
        settle(clerk, batch, "groups.people", "unknown", entry_key=who.pk)
    who.refresh_from_db()
    assert who.standing == "does_not_fit"


def test_many_refusals_are_not_set_aside_at_once_and_nothing_without_a_reason(clerk, batch):
    with pytest.raises(EligibilityError, match="person by person"):
        settle(clerk, batch, "deceased", "does_not_fit")
    with pytest.raises(EligibilityError, match="grounds"):
        settle(clerk, batch, "groups.people", "unknown", reason=" ")
    with pytest.raises(BatchNotFoundError):
        settle(clerk, batch, "age.people", "unknown")


@pytest.mark.parametrize("role", [Role.LEADER, Role.FINANCE, Role.AUDITOR])
def test_only_those_who_decide_decide(batch, role):
    with pytest.raises(NotAllowedError):
        settle(staff(role), batch, "groups.people", "unknown")


def test_another_county_finds_nothing_to_decide(batch):
    stranger = staff(Role.OFFICER, SHANGDANG)
    with acting(stranger, scope_of(stranger)), pytest.raises(BatchNotFoundError):
        settle(stranger, batch, "groups.people", "unknown")


def test_the_database_holds_what_the_operations_promise(clerk, second, batch):
    who = entry(batch, "does_not_fit")
    given = {"batch": batch, "check_code": "deceased", "made_by": clerk, "made_at": AT, "reason": SEEN}
    refused("from_to", lambda: BatchDecision.objects.create(**given, was="does_not_fit", becomes="fits"))
    refused("from_to", lambda: BatchDecision.objects.create(**given, was="fits", becomes="does_not_fit", entry=who))
    mine = {"confirmed_by": clerk, "confirmed_at": AT}
    refused(
        "by_another",
        lambda: BatchDecision.objects.create(**given, **mine, was="does_not_fit", becomes="fits", entry=who),
    )
    refused(
        "eligibility_decision_reason",
        lambda: BatchDecision.objects.create(**{**given, "reason": ""}, was="unknown", becomes="fits"),
    )
    decision = settle(clerk, batch, "deceased", "does_not_fit", entry_key=who.pk)
    rows = BatchDecision.objects.filter(pk=decision.pk)
    refused("what_was_decided_stays|read.?only", lambda: rows.update(reason="别的"))
    refused("kept", rows.delete)
    confirm(actor=second, at=AT, batch_uid=batch.uid, decision_key=decision.pk)
    refused("confirmed_stays", lambda: rows.update(confirmed_by=None, confirmed_at=None))


def test_answers_and_batches_stay_as_they_were(batch):
    refused("permission denied|fixed", lambda: BatchFinding.objects.filter(batch=batch).update(outcome="fits"))
    refused("permission denied|fixed", lambda: BatchFinding.objects.filter(batch=batch)._raw_delete("default"))
    refused("written once", lambda: BatchPerson.objects.filter(batch=batch).update(outcome="fits"))
    refused("judged_stays", lambda: Batch.objects.filter(pk=batch.pk).update(day=date(2023, 1, 1)))


def test_a_list_is_retired_by_another_and_wiped(clerk, second):
    found = upload(clerk, "deceased", [["某人", identity_number(1), "", ""]])
    with pytest.raises(EligibilityError, match="somebody else"):
        retire_set(actor=clerk, at=AT, uid=found.uid, reason="数据有误")
    with pytest.raises(EligibilityError, match="why"):
        retire_set(actor=second, at=AT, uid=found.uid, reason="")
    retire_set(actor=second, at=AT, uid=found.uid, reason="数据有误")
    found.refresh_from_db()
    assert (found.state, found.row_count) == ("RETIRED", 1)
    assert not ComparisonRow.objects.exists()


def test_the_database_holds_what_a_list_is(clerk):
    found = upload(clerk, "deceased", [["某人", identity_number(1), "", ""]])
    rows = ComparisonSet.objects.filter(pk=found.pk)
    mine = {"state": "RETIRED", "retired_by": clerk, "retired_at": AT, "retired_reason": "错"}
    refused("retired_by_another", lambda: rows.update(**mine))
    refused("origin_stays|read.?only", lambda: rows.update(data_on=date(2022, 7, 1)))
    refused("transition", lambda: rows.update(state="READING"))
    index = ComparisonRow.objects.values_list("id_index", flat=True).first()
    refused("only while it is read", lambda: ComparisonRow.objects.create(set=found, id_index=index))
    refused("fixed", lambda: ComparisonRow.objects.update(to_on=date(2022, 7, 1)))


def test_another_effect_than_usual_needs_a_reason(clerk):
    rows = [["某人", identity_number(1), "", ""]]
    with pytest.raises(EligibilityError, match="say why"):
        upload(clerk, "deceased", rows, effect="tells")
    found = upload(clerk, "deceased", rows, effect="asks", effect_reason="名单未经核对")
    refused("other_effect", lambda: ComparisonSet.objects.create(**{
        **{field: getattr(found, field) for field in ("kind", "source", "data_on", "valid_until", "county_code", "uploaded_by", "uploaded_at")},
        "effect": "tells", "file_sha256": "0" * 64, "run": found.run,
    }))  # fmt: skip
    batch = compare(clerk, people(clerk, 1, groups=("veteran",)))
    assert batch.findings.get(check_code="deceased").outcome == "unknown"
