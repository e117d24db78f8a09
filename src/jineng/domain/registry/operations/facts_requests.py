"""Requests to change facts of law (变更申请): an organisation or an officer asks, another person of the bureau decides."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils import timezone

from jineng.domain.permitted import require
from jineng.domain.registry.models import FactsRequest
from jineng.domain.registry.operations.organisation_events import note
from jineng.domain.registry.operations.organisations import apply_facts, lock_organisation, save_facts
from jineng.domain.registry.organisation_errors import (
    FieldRefusedError,
    NotNowError,
    OrganisationNotFoundError,
    SecondPersonError,
)
from jineng.domain.registry.organisation_rules import (
    BANK_FIELDS,
    FACT_NAMES,
    LEGAL_FIELDS,
    NOTE_LENGTH_MAX,
    SEALED_FIELDS,
    OrganisationFacts,
    check_facts,
    clean_line,
)
from jineng.domain.registry.organisation_words import RequestState
from jineng.kernel.text import Text

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from uuid import UUID

    from jineng.domain.registry.models import Organisation
    from jineng.platform.identity.models import User


@transaction.atomic
def propose_facts(*, actor: User, at: datetime, uid: UUID, facts: Mapping[str, str]) -> FactsRequest:
    """Ask to change facts of law; they change once another person confirms.

    Args:
        actor: somebody of the organisation, or an officer of its county.
        at: the instant.
        uid: the organisation's public number.
        facts: new values by name, of ``organisation_rules.LEGAL_FIELDS``; sealed ones left empty stay.

    Raises:
        OrganisationNotFoundError: there is none in the person's scope.
        NotAllowedError: the person may not ask.
        NotNowError: it is closed, or another request waits.
        FieldRefusedError: a value cannot be kept, or nothing would change.
    """
    organisation = lock_organisation(uid)
    require(actor, "organisations.propose", region_code=organisation.county_code, organisation_key=organisation.pk)
    present = facts_of(organisation)
    wanted = {name: value for name, value in facts.items() if name in LEGAL_FIELDS}
    cleaned = check_facts(with_facts(present, wanted), timezone.localdate(at))
    values = {
        name: getattr(cleaned, name)
        for name in sorted(wanted)
        if getattr(cleaned, name) != getattr(present, name) and (name not in SEALED_FIELDS or getattr(cleaned, name))
    }
    if not values:
        raise FieldRefusedError("", Text("没有任何改动", "nothing would change"))
    try:
        with transaction.atomic():
            request = FactsRequest.objects.create(
                organisation=organisation,
                fields=sorted(values),
                proposal=json.dumps(values, ensure_ascii=False),
                proposed_by=actor,
                proposed_at=at,
            )
    except IntegrityError as fault:
        if "registry_facts_request_one_open" not in str(fault):
            raise
        raise NotNowError(
            Text("已有一份变更申请待确认，请先等待结果", "a request waits already; wait for its outcome")
        ) from None
    note("facts_proposed", organisation, actor, at, request=request.pk, fields=request.fields)
    return request


@transaction.atomic
def open_proposal(*, actor: User, at: datetime, request_key: int) -> dict[str, str]:
    """Return what a request asks for in full, for whoever decides or asked; that they looked is recorded.

    Raises:
        OrganisationNotFoundError: there is none in the person's scope.
        NotAllowedError: the person neither decides nor belongs to the organisation.
    """
    request = FactsRequest.objects.select_related("organisation").filter(pk=request_key).first()
    if request is None:
        raise OrganisationNotFoundError
    organisation = request.organisation
    if request.proposed_by_id != actor.pk:
        require(actor, "organisations.confirm", region_code=organisation.county_code)
    values: dict[str, str] = json.loads(request.proposal.open())
    note("facts_request_opened", organisation, actor, at, request=request.pk)
    return values


@transaction.atomic
def confirm_facts(*, actor: User, at: datetime, request_key: int) -> FactsRequest:
    """Confirm a request; the facts change in the same transaction.

    Raises:
        OrganisationNotFoundError: there is none in the person's scope.
        NotAllowedError: the person may not decide.
        SecondPersonError: the person asked for it.
        NotNowError: it is decided, or the organisation closed.
        CodeTakenError: another organisation has the credit code.
        FieldRefusedError: a value can no longer be kept.
    """
    request, organisation = _lock_open(actor, request_key)
    values = json.loads(request.proposal.open())
    _decide(request, RequestState.CONFIRMED, actor, at, "")
    if BANK_FIELDS & set(values):
        organisation.bank_request = request
    apply_facts(organisation, with_facts(facts_of(organisation), values), values, at)
    save_facts(organisation)
    note("facts_confirmed", organisation, actor, at, request=request.pk, fields=request.fields)
    return request


@transaction.atomic
def refuse_facts(*, actor: User, at: datetime, request_key: int, why: str) -> FactsRequest:
    """Refuse a request, with the reason for the organisation to read.

    Raises:
        OrganisationNotFoundError: there is none in the person's scope.
        NotAllowedError: the person may not decide.
        SecondPersonError: the person asked for it.
        NotNowError: it is decided.
        FieldRefusedError: no reason is given.
    """
    request, organisation = _lock_open(actor, request_key)
    _decide(request, RequestState.REFUSED, actor, at, clean_line("why", why, NOTE_LENGTH_MAX, is_needed=True))
    note("facts_refused", organisation, actor, at, request=request.pk, reason=request.note)
    return request


@transaction.atomic
def withdraw_facts(*, actor: User, at: datetime, request_key: int) -> FactsRequest:
    """Take back a request that oneself made.

    Raises:
        OrganisationNotFoundError: there is none in the person's scope, or it is somebody else's.
        NotNowError: it is decided.
    """
    request = FactsRequest.objects.select_for_update(of=("self",)).filter(pk=request_key, proposed_by=actor).first()
    if request is None:
        raise OrganisationNotFoundError
    _check_open(request)
    _decide(request, RequestState.WITHDRAWN, actor, at, "")
    note("facts_withdrawn", request.organisation, actor, at, request=request.pk)
    return request


def facts_of(organisation: Organisation) -> OrganisationFacts:
    """Return what is registered, without the sealed facts."""
    return OrganisationFacts(**{name: getattr(organisation, name) for name in FACT_NAMES if name not in SEALED_FIELDS})


def with_facts(facts: OrganisationFacts, values: Mapping[str, str]) -> OrganisationFacts:
    """Return the facts with some of them replaced; all but the parent are text."""
    return replace(facts, **values)  # type: ignore[arg-type]


def _lock_open(actor: User, request_key: int) -> tuple[FactsRequest, Organisation]:
    found = FactsRequest.objects.select_related("organisation").filter(pk=request_key).first()
    if found is None:
        raise OrganisationNotFoundError
    organisation = lock_organisation(found.organisation.uid)
    request = FactsRequest.objects.select_for_update(of=("self",)).get(pk=request_key)
    require(actor, "organisations.confirm", region_code=organisation.county_code)
    if request.proposed_by_id == actor.pk:
        raise SecondPersonError
    _check_open(request)
    return request, organisation


def _check_open(request: FactsRequest) -> None:
    if request.state != RequestState.PROPOSED:
        raise NotNowError(Text("该申请已处理，请刷新页面", "the request is decided already; reload the page"))


def _decide(request: FactsRequest, state: RequestState, actor: User, at: datetime, note_text: str) -> None:
    request.state, request.decided_by, request.decided_at, request.note = state, actor, at, note_text
    request.save(update_fields=["state", "decided_by", "decided_at", "note"])
