"""One's own account: password, second step, sessions, who stands in for whom."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyotp
import segno
from django.contrib import messages
from django.contrib.auth import logout
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jineng.platform.identity import queries
from jineng.platform.identity.errors import RuleError, WrongCodeError
from jineng.platform.identity.operations.accounts import change_own_password
from jineng.platform.identity.operations.factors import begin_authenticator, confirm_authenticator
from jineng.platform.identity.operations.sessions import end_own_sessions, end_session
from jineng.platform.identity.roles import Role
from jineng.platform.regions.queries import region_name
from jineng.platform.single_sign_on.provider import configured_provider
from jineng.web.account.entering import landing_for, open_session
from jineng.web.account.forms import BindForm, PasswordForm
from jineng.web.account.middleware import SECOND_STEP, needs_second_step
from jineng.web.account.visiting import own_account
from jineng.web.templatetags.display import language

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

_ISSUER = "技能通 Jineng"


@never_cache
@require_safe
def show_account(request: HttpRequest) -> HttpResponse:
    """Show who one is here, where one is signed in, and who stands in for whom."""
    account, now = own_account(request), timezone.now()
    values: dict[str, Any] = {
        "account": account,
        "is_learner": account.role == Role.LEARNER,
        "region": region_name(account.region_code),
        "has_authenticator": queries.has_authenticator(account),
        "has_link": queries.has_link(account),
        "has_single_sign_on": configured_provider() is not None,
        "sessions": queries.sessions_of(account, now),
        "session_key": request.session.session_key,
        "absences": queries.stand_ins_for(account, now),
        "stand_ins": queries.stand_ins_by(account, now),
        "predecessors": queries.predecessors(account),
        "now": now,
    }
    return render(request, "account/account.html", values)


@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def change_password(request: HttpRequest) -> HttpResponse:
    """Change one's own password; all other sessions end, this one goes on under a fresh key."""
    account = own_account(request)
    form = PasswordForm(request.POST or None)
    if form.is_valid():
        was_forced = account.must_change_password
        try:
            changed = change_own_password(
                actor=account, at=timezone.now(), old=form.cleaned_data["old"], new=form.cleaned_data["new"]
            )
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            open_session(request, changed, gave_code=request.session.get(SECOND_STEP, False))
            messages.success(request, gettext("密码已修改，其他设备上的登录已退出。"))
            return redirect(landing_for(changed) if was_forced else "account")
    return render(request, "account/password.html", {"form": form, "account": account})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def set_up_second_step(request: HttpRequest) -> HttpResponse:
    """Bind an authenticator app: show its secret as a QR code, take the first code, show the recovery codes once."""
    account, at = own_account(request), timezone.now()
    if queries.has_authenticator(account):
        if request.session.get(SECOND_STEP) or not needs_second_step(account):
            return redirect("account")
        logout(request)  # begun before a code was required: sign in again, with one
        return redirect("sign_in")
    form = BindForm(request.POST or None)
    if form.is_valid():
        try:
            codes = confirm_authenticator(actor=account, at=at, code=form.cleaned_data["code"])
        except WrongCodeError:
            form.add_error("code", gettext("数字不对。请核对手机时间是否准确，等数字更新后再输入。"))
        except RuleError as refusal:
            form.add_error(None, refusal.text.in_(language()))
        else:
            request.session[SECOND_STEP] = True
            return render(request, "account/recovery_codes.html", {"codes": codes, "landing": landing_for(account)})
    secret = begin_authenticator(actor=account, at=at).secret.open()
    address = pyotp.TOTP(secret).provisioning_uri(name=account.username, issuer_name=_ISSUER)
    values = {
        "form": form,
        "picture": segno.make(address, error="m").svg_data_uri(scale=5, border=3, dark="#123f5c"),
        "secret": " ".join(secret[start : start + 4] for start in range(0, len(secret), 4)),
        "is_required": needs_second_step(account),
    }
    return render(request, "account/second_step.html", values)


@require_POST
def end_one_session(request: HttpRequest, key: int) -> HttpResponse:
    """End one of one's own sessions."""
    if end_session(actor=own_account(request), at=timezone.now(), key=key):
        messages.success(request, gettext("该设备已退出登录。"))
    return redirect("account")


@require_POST
def end_other_sessions(request: HttpRequest) -> HttpResponse:
    """End all of one's own sessions but this one."""
    end_own_sessions(actor=own_account(request), at=timezone.now(), besides=request.session.session_key or "")
    messages.success(request, gettext("其他设备已全部退出登录。"))
    return redirect("account")
