"""The administrator's pages: the accounts of a region, and what is done to each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jineng.platform.identity import queries
from jineng.platform.identity.errors import AccountNotFoundError, IdentityError
from jineng.platform.identity.operations import administration, open_account
from jineng.platform.identity.operations.factors import reset_authenticator
from jineng.platform.identity.operations.sessions import end_sessions_of
from jineng.platform.identity.operations.signing_in import unlock
from jineng.platform.identity.permissions import can_administer
from jineng.platform.identity.roles import Role
from jineng.platform.regions.queries import children, region_name, region_names
from jineng.web.account.forms import ChangeRoleForm, CloseForm, OpenAccountForm
from jineng.web.account.organisations import find_organisation
from jineng.web.account.stand_ins import arrange_for
from jineng.web.account.visiting import own_account
from jineng.web.templatetags.display import language

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

    from jineng.platform.identity.models import User

_PER_PAGE: Final = 50


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def show_accounts(request: HttpRequest) -> HttpResponse:
    """List the accounts of the region; a search goes by POST, so that no name stands in an address."""
    actor = own_account(request)
    found = queries.accounts_seen_by(actor)
    sought = request.POST.get("sought", "").strip()
    if sought:
        found = found.filter(Q(username__icontains=sought) | Q(display_name__icontains=sought))
    role = request.GET.get("role", "")
    if role in Role.values:
        found = found.filter(role=role)
    page = Paginator(found, _PER_PAGE).get_page(request.GET.get("page"))
    values = {
        "page": page,
        "rows": page.object_list,
        "names": region_names({user.region_code for user in page.object_list}, is_full=False),
        "sought": sought,
        "role": role,
        "roles": [choice for choice in Role.choices if choice[0] != Role.LEARNER],
        "may_open": actor.role == Role.ADMINISTRATOR,
    }
    return render(request, "account/accounts.html", values)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def open_one(request: HttpRequest) -> HttpResponse:
    """Open an account and show its temporary password this once."""
    actor = own_account(request)
    form = OpenAccountForm(request.POST or None, regions=_regions(actor))
    if form.is_valid():
        opened = _opened(actor, form)
        if opened is not None:
            return render(request, "account/temporary_password.html", {"account": opened[0], "password": opened[1]})
    return render(request, "account/open.html", {"form": form})


@never_cache
@require_safe
def show_one(request: HttpRequest, key: int) -> HttpResponse:
    """Show an account and what can be done to it."""
    actor, account = own_account(request), _account(request, key)
    return _page(request, actor, account)


@never_cache
@require_POST
def act_on(request: HttpRequest, key: int, action: str) -> HttpResponse:
    """Do one of the things that the page of an account offers."""
    account = _account(request, key)
    try:
        return _ACTIONS[action](request, account)
    except IdentityError as refusal:
        messages.error(request, refusal.text.in_(language()))
        return redirect("account_detail", key)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def arrange_deputy(request: HttpRequest, key: int) -> HttpResponse:
    """Arrange who stands in for somebody."""
    return arrange_for(request, _account(request, key), back=reverse("account_detail", args=[key]))


def _opened(actor: User, form: OpenAccountForm) -> tuple[User, str] | None:
    asked = form.cleaned_data
    organisation_key = None
    if asked["credit_code"]:
        organisation_key = find_organisation(actor, asked["role"], asked["credit_code"])
        if organisation_key is None:
            form.add_error("credit_code", gettext("本地区没有登记这个代码的这类单位；请核对，或先请经办人员登记单位。"))
            return None
    password = administration.temporary_password()
    try:
        account = open_account(
            actor=actor,
            at=timezone.now(),
            username=asked["username"],
            password=password,
            display_name=asked["display_name"],
            role=asked["role"],
            region_code=asked["region_code"],
            organisation_key=organisation_key,
            must_change_password=True,
        )
    except IdentityError as refusal:
        form.add_error(None, refusal.text.in_(language()))
        return None
    except ValidationError as fault:
        is_taken = "username" in getattr(fault, "error_dict", {})
        form.add_error(
            "username" if is_taken else None, gettext("已有这个用户名，请换一个。") if is_taken else fault.messages
        )
        return None
    return account, password


def _page(request: HttpRequest, actor: User, account: User) -> HttpResponse:
    now = timezone.now()
    offered = queries.replacements_for(account)
    values: dict[str, Any] = {
        "account": account,
        "region": region_name(account.region_code),
        "has_authenticator": queries.has_authenticator(account),
        "locked_until": queries.locked_until(account, now),
        "session_count": queries.sessions_of(account, now).count(),
        "absences": queries.stand_ins_for(account, now),
        "stand_ins": queries.stand_ins_by(account, now),
        "predecessors": queries.predecessors(account),
        "successor": queries.successor_of(account),
        "may": account.is_active and can_administer(actor, account.role, account.region_code, key=account.pk),
        "is_own": actor.pk == account.pk,
        "may_change_role": account.role != Role.ADMINISTRATOR,
        "role_form": ChangeRoleForm(
            regions=_regions(actor), initial={"role": account.role, "region_code": account.region_code}
        ),
        "close_form": CloseForm(offered=offered),
        "now": now,
    }
    return render(request, "account/account_detail.html", values)


def _account(request: HttpRequest, key: int) -> User:
    try:
        return queries.get_account(own_account(request), key)
    except AccountNotFoundError:
        raise Http404 from None


def _regions(actor: User) -> list[tuple[str, str]]:
    """Return the regions that an administrator opens accounts in: their own and what is next below it."""
    below = children(actor.region_code, timezone.localdate())
    return [(actor.region_code, region_name(actor.region_code)), *((region.code, region.name) for region in below)]


def _reset_password(request: HttpRequest, account: User) -> HttpResponse:
    password = administration.reset_password(actor=own_account(request), at=timezone.now(), user=account)
    return render(request, "account/temporary_password.html", {"account": account, "password": password})


def _unlock(request: HttpRequest, account: User) -> HttpResponse:
    unlock(actor=own_account(request), at=timezone.now(), user=account)
    messages.success(request, gettext("已解锁，现在可以登录。"))
    return redirect("account_detail", account.pk)


def _reset_second_step(request: HttpRequest, account: User) -> HttpResponse:
    reset_authenticator(actor=own_account(request), at=timezone.now(), user=account)
    messages.success(request, gettext("已解除身份验证器，本人下次登录时重新绑定。"))
    return redirect("account_detail", account.pk)


def _end_sessions(request: HttpRequest, account: User) -> HttpResponse:
    end_sessions_of(actor=own_account(request), at=timezone.now(), user=account)
    messages.success(request, gettext("该账号在各设备上的登录已全部退出。"))
    return redirect("account_detail", account.pk)


def _change_role(request: HttpRequest, account: User) -> HttpResponse:
    actor = own_account(request)
    form = ChangeRoleForm(request.POST, regions=_regions(actor))
    if not form.is_valid():
        messages.error(request, gettext("请从列表中选择岗位和地区。"))
        return redirect("account_detail", account.pk)
    try:
        administration.change_role(
            actor=actor,
            at=timezone.now(),
            user=account,
            role=form.cleaned_data["role"],
            region_code=form.cleaned_data["region_code"],
        )
    except ValidationError:
        messages.error(request, gettext("乡镇经办要选乡镇，其他岗位要选县（区）。"))
    else:
        messages.success(request, gettext("岗位已修改，本人需重新登录。"))
    return redirect("account_detail", account.pk)


def _close(request: HttpRequest, account: User) -> HttpResponse:
    offered = queries.replacements_for(account)
    form = CloseForm(request.POST, offered=offered)
    if not form.is_valid():
        messages.error(request, gettext("请从列表中选择接手人。"))
        return redirect("account_detail", account.pk)
    successor = next((user for user in offered if user.pk == form.cleaned_data["successor"]), None)
    administration.close_account(actor=own_account(request), at=timezone.now(), user=account, successor=successor)
    messages.success(request, gettext("账号已关闭。"))
    return redirect("account_detail", account.pk)


_ACTIONS: Final[dict[str, Callable[[HttpRequest, User], HttpResponse]]] = {
    "password": _reset_password,
    "unlock": _unlock,
    "second-step": _reset_second_step,
    "sessions": _end_sessions,
    "role": _change_role,
    "close": _close,
}

ACTIONS: Final = tuple(_ACTIONS)
