"""Signing in with user name, password and code, and signing out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth import authenticate, logout
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from jineng.platform.identity.errors import WrongCodeError
from jineng.platform.identity.models import TallyKind, User
from jineng.platform.identity.operations.factors import check_second_step
from jineng.platform.identity.operations.signing_in import (
    clear_attempts,
    forgive_attempt,
    note_refusal,
    note_sign_out,
    take_attempt,
)
from jineng.platform.identity.queries import find_user
from jineng.platform.messages.configured import configured_gateway
from jineng.platform.single_sign_on.provider import configured_provider
from jineng.web.account.entering import enter, forget_next, half_way, keep_next, landing_for, pass_first_step
from jineng.web.account.forms import SecondStepForm, SignInForm
from jineng.web.account.visiting import address_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@sensitive_post_parameters("password")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Take user name and password; the refusal does not tell which of the two was wrong, nor whether there is such a name."""
    if isinstance(request.user, User):
        return redirect(landing_for(request.user))
    if request.method != "POST":
        forget_next(request)
    keep_next(request)
    form = SignInForm(request.POST or None)
    if form.is_valid():
        user = _checked(request, form)
        if user is not None:
            return pass_first_step(request, user, how="password")
    values = {
        "form": form,
        "has_phone": configured_gateway() is not None,
        "has_single_sign_on": configured_provider() is not None,
    }
    return render(request, "account/sign_in.html", values)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in_code(request: HttpRequest) -> HttpResponse:
    """Take the code of the authenticator app, or a recovery code, from whoever passed the first step."""
    present = half_way(request)
    if present is None:
        return redirect("sign_in")
    user, how = present
    form = SecondStepForm(request.POST or None)
    if form.is_valid():
        at, key = timezone.now(), str(user.pk)
        if not take_attempt(at=at, kind=TallyKind.SECOND_STEP, key=key):
            note_refusal(at=at, user=user, how="second_step", is_locked=True)
            form.add_error(None, gettext("验证码输错次数过多，请 15 分钟后再试，或请账号管理员解锁。"))
        else:
            try:
                second = check_second_step(user=user, at=at, code=form.cleaned_data["code"])
            except WrongCodeError:
                note_refusal(at=at, user=user, how="second_step", is_locked=False)
                form.add_error("code", gettext("验证码不对或已用过。请等验证器显示新的数字后再输入。"))
            else:
                clear_attempts(kind=TallyKind.SECOND_STEP, key=key)
                return enter(request, user, how=f"{how}+{second}", gave_code=True)
    return render(request, "account/sign_in_code.html", {"form": form})


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Close the session and write it down."""
    if isinstance(request.user, User):
        note_sign_out(actor=request.user, at=timezone.now(), session_key=request.session.session_key or "")
    logout(request)
    return redirect("start")


def _checked(request: HttpRequest, form: SignInForm) -> User | None:
    """Return whose name and password these are; count the attempt before looking, and say on the form why not."""
    at, username = timezone.now(), form.cleaned_data["username"]
    address = address_of(request) or "unknown"
    is_free = take_attempt(at=at, kind=TallyKind.ADDRESS, key=address) and take_attempt(
        at=at, kind=TallyKind.ACCOUNT, key=username
    )
    user = authenticate(request, username=username, password=form.cleaned_data["password"]) if is_free else None
    if isinstance(user, User):
        clear_attempts(kind=TallyKind.ACCOUNT, key=username)
        forgive_attempt(kind=TallyKind.ADDRESS, key=address)
        return user
    known = find_user(username)
    if known is not None and known.is_active:
        note_refusal(at=at, user=known, how="password", is_locked=not is_free)
    if is_free:
        form.add_error(None, gettext("用户名或密码不对，请核对后重新输入。"))
    else:
        form.add_error(None, gettext("输错次数过多，已暂时锁定。请 15 分钟后再试，或请本单位账号管理员解锁。"))
    return None
