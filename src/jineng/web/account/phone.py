"""Learners sign in with a code sent to their phone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from uuid import UUID

from django.conf import settings
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from jineng.domain.registry.operations.reaching import enter_by_phone
from jineng.domain.registry.queries.reaching import can_sign_in
from jineng.platform.identity.errors import TooManyError
from jineng.platform.identity.models import CodePurpose, PhoneCode
from jineng.platform.identity.operations.phone_codes import ask_code, check_code
from jineng.platform.messages.configured import configured_gateway
from jineng.platform.messages.shown import ShownGateway
from jineng.web.account.entering import enter, keep_next
from jineng.web.account.forms import PhoneCodeForm, PhoneForm
from jineng.web.account.visiting import address_of
from jineng.web.templatetags.display import language

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

_ASKED: Final = "phone_code"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ask_phone(request: HttpRequest) -> HttpResponse:
    """Take a phone number and have a code sent; the answer is the same for phones that nobody has registered."""
    keep_next(request)
    gateway = configured_gateway()
    form = PhoneForm(request.POST or None)
    if gateway is not None and form.is_valid():
        phone = form.cleaned_data["phone"]
        try:
            asked = ask_code(
                at=timezone.now(),
                purpose=CodePurpose.SIGN_IN,
                phone=phone,
                address=address_of(request),
                is_known=can_sign_in(phone),
            )
        except TooManyError as refusal:
            form.add_error("phone", refusal.text.in_(language()))
        else:
            request.session[_ASKED] = str(asked.uid)
            return redirect("sign_in_phone_code")
    return render(request, "account/phone.html", {"form": form, "is_ready": gateway is not None})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def take_phone_code(request: HttpRequest) -> HttpResponse:
    """Take the code that was sent."""
    kept = request.session.get(_ASKED)
    asked = PhoneCode.objects.filter(uid=UUID(kept)).first() if kept else None
    if asked is None:
        return redirect("sign_in_phone")
    form = PhoneCodeForm(request.POST or None)
    if form.is_valid():
        at = timezone.now()
        fits = check_code(at=at, uid=asked.uid, purpose=CodePurpose.SIGN_IN, code=form.cleaned_data["code"])
        user = enter_by_phone(at=at, phone=asked.phone.open()) if fits else None
        if user is not None:
            del request.session[_ASKED]
            return enter(request, user, how="phone_code")
        form.add_error("code", gettext("验证码不对或已失效。请核对后再输入，或重新获取。"))
    phone = asked.phone.open()
    values = {
        "form": form,
        "phone_mask": f"{phone[:3]}****{phone[-4:]}",
        "is_shown": settings.SMS["gateway"] == "shown",
    }
    return render(request, "account/phone_code.html", values)


@never_cache
@require_safe
def show_messages(request: HttpRequest) -> HttpResponse:
    """Show the codes of a demonstration, which are sent nowhere; an installation with a gateway has no such page."""
    gateway = configured_gateway()
    if not isinstance(gateway, ShownGateway):
        raise Http404
    return render(request, "account/shown_messages.html", {"rows": gateway.shown()})
