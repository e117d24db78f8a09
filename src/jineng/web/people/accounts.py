"""Payout accounts: proposed, the person's own word, confirmed by a second person."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from jineng.domain.permitted import may, require
from jineng.domain.registry.models import PayoutAccount
from jineng.domain.registry.operations import payout
from jineng.domain.registry.operations.people import seen_person
from jineng.domain.registry.people_errors import PersonNotFoundError
from jineng.domain.registry.person_view import account_rows
from jineng.domain.registry.states import AccountState, Channel
from jineng.web.answers import actor_of
from jineng.web.people.forms import AccountForm, CodeForm, RefusalForm
from jineng.web.people.opened import found, said_in

if TYPE_CHECKING:
    from datetime import datetime

    from django import forms
    from django.http import HttpRequest, HttpResponse

    from jineng.platform.identity.models import User


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@found
def propose(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Propose an account for the person's money."""
    actor, person = actor_of(request), seen_person(uid)
    require(actor, "accounts.propose")
    form = AccountForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        told = {name: value for name, value in form.cleaned_data.items() if name != "number_again"}
        with said_in(form):
            account = payout.propose_account(actor=actor, at=timezone.now(), uid=uid, **told)
            return redirect("person_account", uid, account.pk)
    values = {
        "form": form,
        "person": person,
        "title": gettext("登记或更换收款账户"),
        "lead": gettext("登记后不会马上启用：先由本人确认，再由另一名工作人员确认。"),
        "button": gettext("提交，下一步由本人确认"),
    }
    return render(request, "people/form.html", values, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@found
def confirm(request: HttpRequest, uid: UUID, key: int) -> HttpResponse:
    """Take the person's own word on a proposed account, then a second person's."""
    actor, person = actor_of(request), seen_person(uid)
    account = PayoutAccount.objects.select_related("proposed_by", "channel_by").filter(pk=key, person=person).first()
    if account is None or account.state != AccountState.PROPOSED:
        raise PersonNotFoundError
    code_form = CodeForm(request.POST if request.POST.get("action") == "code" else None)
    refusal_form = RefusalForm(request.POST if request.POST.get("action") == "refuse" else None)
    if request.method == "POST":
        done = _act(request, actor, uid, key, code_form, refusal_form)
        if done is not None:
            return done
    row = next(row for row in account_rows(person) if row.account.pk == key)
    values: dict[str, Any] = {
        "person": person,
        "account": account,
        "shared_with": row.shared_with,
        "is_first": not person.payout_accounts.exclude(pk=key).exclude(state=AccountState.REFUSED).exists(),
        "code_form": code_form,
        "refusal_form": refusal_form,
        "is_sent": _slot(key) in request.session,
        "may_confirm": may(actor, "accounts.confirm"),
        "is_own": account.proposed_by_id == actor.pk,
    }
    is_faulty = request.method == "POST" and bool(code_form.errors or refusal_form.errors)
    return render(request, "people/account.html", values, status=422 if is_faulty else 200)


def _act(
    request: HttpRequest, actor: User, uid: UUID, key: int, code_form: forms.Form, refusal_form: forms.Form
) -> HttpResponse | None:
    """Do what the button says; answer with where to go, or None where the page says why not."""
    now, action = timezone.now(), request.POST.get("action", "")
    code_form.is_valid()
    with said_in(code_form):
        match action:
            case "send":
                code_uid = payout.ask_account_code(actor=actor, at=now, uid=uid, account_key=key)
                request.session[_slot(key)] = str(code_uid)
                messages.success(request, gettext("验证码已发到本人原来登记的手机。"))
                return redirect("person_account", uid, key)
            case "code":
                return _take_code(request, actor, now, uid, key, code_form)
            case "in_person" | "signed_roster":
                payout.confirm_account_in_person(actor=actor, at=now, uid=uid, account_key=key, channel=Channel(action))
                return redirect("person_account", uid, key)
            case "accept":
                payout.accept_account(actor=actor, at=now, uid=uid, account_key=key)
                messages.success(request, gettext("账户已启用。"))
                return redirect("person", uid)
            case "refuse" if refusal_form.is_valid():
                reason = refusal_form.cleaned_data["refusal"]
                payout.refuse_account(actor=actor, at=now, uid=uid, account_key=key, reason=reason)
                messages.success(request, gettext("已退回。"))
                return redirect("person", uid)
    return None


def _take_code(
    request: HttpRequest, actor: User, at: datetime, uid: UUID, key: int, form: forms.Form
) -> HttpResponse | None:
    slot = _slot(key)
    if not form.is_valid() or slot not in request.session:
        return None
    told = {"code_uid": UUID(request.session[slot]), "code": form.cleaned_data["code"]}
    if payout.confirm_account_by_code(actor=actor, at=at, uid=uid, account_key=key, **told):
        del request.session[slot]
        messages.success(request, gettext("本人已确认，请另一名工作人员确认启用。"))
        return redirect("person_account", uid, key)
    form.add_error("code", gettext("验证码不对或已失效，请核对后重试。"))
    return None


def _slot(key: int) -> str:
    return f"account-{key}"
