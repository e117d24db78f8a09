"""Addresses of signing in, of one's own account, and of the administration of accounts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.urls import path
from django.utils.translation import gettext_lazy

from jineng.platform.identity.roles import STAFF, Role
from jineng.web.access_rules import PUBLIC, SIGNED_IN, Access, Entry
from jineng.web.account import administration, own, phone, single_sign_on, stand_ins
from jineng.web.account.sign_in import sign_in, sign_in_code, sign_out

if TYPE_CHECKING:
    from collections.abc import Mapping

_ADMINISTRATOR: Final = Access(roles=frozenset({Role.ADMINISTRATOR}))
_SEES_ACCOUNTS: Final = Access(roles=frozenset({Role.ADMINISTRATOR, Role.AUDITOR}))
_STAFF: Final = Access(roles=frozenset(STAFF))

PATHS: Final = (
    path("sign-in/", sign_in, name="sign_in"),
    path("sign-in/code/", sign_in_code, name="sign_in_code"),
    path("sign-in/phone/", phone.ask_phone, name="sign_in_phone"),
    path("sign-in/phone/code/", phone.take_phone_code, name="sign_in_phone_code"),
    path("sign-in/single-sign-on/", single_sign_on.go_to_sign_on, name="single_sign_on"),
    path("sign-in/single-sign-on/back/", single_sign_on.come_back, name="single_sign_on_back"),
    path("sign-in/messages/", phone.show_messages, name="shown_messages"),
    path("sign-out/", sign_out, name="sign_out"),
    path("account/", own.show_account, name="account"),
    path("account/password/", own.change_password, name="password_change"),
    path("account/second-step/", own.set_up_second_step, name="second_step_set_up"),
    path("account/single-sign-on/end/", single_sign_on.unlink, name="single_sign_on_unlink"),
    path("account/sessions/end/", own.end_other_sessions, name="sessions_end"),
    path("account/sessions/<int:key>/end/", own.end_one_session, name="session_end"),
    path("account/stand-ins/new/", stand_ins.arrange, name="deputy_new"),
    path("account/stand-ins/<int:key>/end/", stand_ins.end, name="deputy_end"),
    path("account/stand-ins/<int:key>/begin/", stand_ins.begin_acting, name="deputy_begin"),
    path("account/stand-ins/stop/", stand_ins.stop_acting, name="deputy_stop"),
    path("accounts/", administration.show_accounts, name="accounts"),
    path("accounts/new/", administration.open_one, name="account_new"),
    path("accounts/<int:key>/", administration.show_one, name="account_detail"),
    path("accounts/<int:key>/stand-in/", administration.arrange_deputy, name="account_deputy"),
    *(
        path(
            f"accounts/<int:key>/{action}/",
            administration.act_on,
            {"action": action},
            name=f"account_{action.replace('-', '_')}",
        )
        for action in administration.ACTIONS
    ),
)

ACCESS: Final[Mapping[str, Access]] = {
    "sign_in": PUBLIC,
    "sign_in_code": PUBLIC,
    "sign_in_phone": PUBLIC,
    "sign_in_phone_code": PUBLIC,
    "single_sign_on": PUBLIC,
    "single_sign_on_back": PUBLIC,
    "shown_messages": PUBLIC,
    "sign_out": SIGNED_IN,
    "account": SIGNED_IN,
    "password_change": _STAFF,
    "second_step_set_up": _STAFF,
    "single_sign_on_unlink": _STAFF,
    "sessions_end": SIGNED_IN,
    "session_end": SIGNED_IN,
    "deputy_new": _STAFF,
    "deputy_end": _STAFF,
    "deputy_begin": _STAFF,
    "deputy_stop": _STAFF,
    "accounts": _SEES_ACCOUNTS,
    "account_new": _ADMINISTRATOR,
    "account_detail": _SEES_ACCOUNTS,
    "account_deputy": _ADMINISTRATOR,
    **{f"account_{action.replace('-', '_')}": _ADMINISTRATOR for action in administration.ACTIONS},
}

NAVIGATION: Final = (Entry("accounts", gettext_lazy("账号管理")),)
