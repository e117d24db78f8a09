"""Signing in and out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth import login, logout
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView
from django.http import HttpResponseRedirect
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from jineng.platform.identity.models import User
from jineng.platform.identity.operations import note_sign_in, note_sign_out

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


class SignInForm(AuthenticationForm):
    """User name and password; the refusal does not tell which of the two was wrong."""

    error_messages = {  # noqa: RUF012 -- declared so by Django
        "invalid_login": gettext_lazy("用户名或密码不对，请核对后重新输入。"),
        "inactive": gettext_lazy("该账号已停用，请联系本单位管理员。"),
    }


class SignIn(LoginView):
    """The page to sign in."""

    form_class = SignInForm
    template_name = "sign_in/sign_in.html"
    redirect_authenticated_user = True

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        """Open the session and write it down."""
        user = form.get_user()
        if not isinstance(user, User):
            raise TypeError(f"expected an account, found {type(user).__name__}")
        login(self.request, user)
        note_sign_in(actor=user, at=timezone.now())
        return HttpResponseRedirect(self.get_success_url())


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Close the session and write it down."""
    if isinstance(request.user, User):
        note_sign_out(actor=request.user, at=timezone.now())
    logout(request)
    return redirect("start")
