"""我的: a learner's own record. It shows the same masked facts as the bureau sees, and nothing of anybody else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jineng.domain.registry.declarations import DECLARATIONS
from jineng.domain.registry.operations import payout, requests
from jineng.domain.registry.operations.assisted import answer_assistance
from jineng.domain.registry.operations.standing import give_declaration, withdraw_declaration
from jineng.domain.registry.people_errors import PersonNotFoundError
from jineng.domain.registry.person_view import own_view
from jineng.web.answers import actor_of
from jineng.web.people.forms import AccountForm, AskForm, CodeForm
from jineng.web.people.opened import found, said_in

if TYPE_CHECKING:
    from django import forms
    from django.http import HttpRequest, HttpResponse


@require_safe
@never_cache
@found
def show_me(request: HttpRequest) -> HttpResponse:
    """Show what is held, who looked, and what waits for an answer."""
    return render(request, "learner/me.html", {"view": own_view(actor_of(request))})


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@found
def ask(request: HttpRequest) -> HttpResponse:
    """Ask for a correction."""
    actor = actor_of(request)
    view = own_view(actor)
    form = AskForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with said_in(form):
            requests.ask_correction(actor=actor, at=timezone.now(), uid=view.uid, said=form.cleaned_data["said"])
            messages.success(request, gettext("申请已提交。人社局核对后，答复会显示在这里。"))
            return redirect("me")
    return _form(request, form, gettext("信息有误，申请更正"), gettext("提交申请"))


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@found
def ask_to_erase(request: HttpRequest) -> HttpResponse:
    """Ask for erasure."""
    actor = actor_of(request)
    view = own_view(actor)
    form = AskForm(request.POST or None)
    form.fields["said"].label = gettext("说明（可不填）")
    form.fields["said"].required = False
    if request.method == "POST" and form.is_valid():
        with said_in(form):
            requests.ask_erasure(actor=actor, at=timezone.now(), uid=view.uid, said=form.cleaned_data["said"])
            messages.success(request, gettext("申请已提交。人社局核对后，答复会显示在这里。"))
            return redirect("me")
    lead = gettext("培训记录和发过的补贴，法律要求保存，不能删除；能删的都会删。")
    return _form(request, form, gettext("申请删除我的信息"), gettext("提交申请"), lead)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@found
def declare(request: HttpRequest, kind: str) -> HttpResponse:
    """Show a declaration in full and take the person's word."""
    words = DECLARATIONS.get(kind)
    if words is None:
        raise Http404
    actor = actor_of(request)
    view = own_view(actor)
    if request.method == "POST":
        give_declaration(actor=actor, at=timezone.now(), uid=view.uid, kind=kind, way="online")
        messages.success(request, gettext("已确认。"))
        return redirect("me")
    return render(request, "learner/declare.html", {"words": words})


@require_POST
@found
def withdraw(request: HttpRequest, key: int) -> HttpResponse:
    """Withdraw a declaration."""
    actor = actor_of(request)
    withdraw_declaration(actor=actor, at=timezone.now(), uid=own_view(actor).uid, given_key=key)
    messages.success(request, gettext("已撤回。"))
    return redirect("me")


@require_POST
@found
def answer(request: HttpRequest, key: int) -> HttpResponse:
    """Say whether what was entered for the person is right."""
    is_right = request.POST.get("answer") == "right"
    answer_assistance(actor=actor_of(request), at=timezone.now(), entry_key=key, is_right=is_right)
    messages.success(request, gettext("已确认。") if is_right else gettext("已告诉人社局，他们会与您核实。"))
    return redirect("me")


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@found
def propose_account(request: HttpRequest) -> HttpResponse:
    """Propose another account for one's money."""
    actor = actor_of(request)
    view = own_view(actor)
    form = AccountForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        told = {name: value for name, value in form.cleaned_data.items() if name != "number_again"}
        with said_in(form):
            account = payout.propose_account(actor=actor, at=timezone.now(), uid=view.uid, **told)
            return redirect("me_account", account.pk)
    lead = gettext("只能填本人的卡。提交后要用手机验证码确认，再由工作人员核对，才会启用。")
    return _form(request, form, gettext("登记或更换收款账户"), gettext("下一步"), lead)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@found
def confirm_account(request: HttpRequest, key: int) -> HttpResponse:
    """Confirm a proposed account by a code to one's telephone."""
    actor, now = actor_of(request), timezone.now()
    view = own_view(actor)
    row = next((row for row in view.accounts if row.account.pk == key and row.is_open), None)
    if row is None:
        raise PersonNotFoundError
    slot, action = f"account-{key}", request.POST.get("action", "")
    form = CodeForm(request.POST if action == "code" else None)
    form.is_valid()
    with said_in(form):
        if action == "send":
            code_uid = payout.ask_account_code(actor=actor, at=now, uid=view.uid, account_key=key)
            request.session[slot] = str(code_uid)
            return redirect("me_account", key)
        if action == "code" and form.is_valid() and slot in request.session:
            told: dict[str, Any] = {"code_uid": UUID(request.session[slot]), "code": form.cleaned_data["code"]}
            if payout.confirm_account_by_code(actor=actor, at=now, uid=view.uid, account_key=key, **told):
                del request.session[slot]
                messages.success(request, gettext("已确认。工作人员核对后启用。"))
                return redirect("me")
            form.add_error("code", gettext("验证码不对或已失效，请核对后重试。"))
    values = {"row": row, "form": form, "is_sent": slot in request.session, "view": view}
    return render(request, "learner/account.html", values, status=422 if action and form.errors else 200)


def _form(request: HttpRequest, form: forms.Form, title: str, button: str, lead: str = "") -> HttpResponse:
    values = {"form": form, "title": title, "button": button, "lead": lead}
    return render(request, "learner/form.html", values, status=422 if form.errors else 200)
