"""Who may open which address: one row for every named address. An address without a row is closed to all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from jineng.platform.identity.roles import Role

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.contrib.auth.models import AnonymousUser

    from jineng.platform.identity.models import User


@dataclass(frozen=True, slots=True)
class Access:
    """Open to everybody, or to signed-in people of some roles."""

    is_public: bool = False
    roles: frozenset[str] = frozenset()

    def allows(self, user: User | AnonymousUser) -> bool:
        """Say whether this person, signed in or not, may open the address."""
        if self.is_public:
            return True
        return bool(user.is_authenticated and getattr(user, "role", None) in self.roles)


PUBLIC: Final = Access(is_public=True)
SIGNED_IN: Final = Access(roles=frozenset(Role.values))
OFFICER: Final = Access(roles=frozenset({Role.OFFICER}))
REVIEWER: Final = Access(roles=frozenset({Role.OFFICER, Role.REVIEWER}))

ACCESS: Final[Mapping[str, Access]] = {
    "start": PUBLIC,
    "sign_in": PUBLIC,
    "sign_out": SIGNED_IN,
    "set_language": PUBLIC,
    "health": PUBLIC,
    "plans": PUBLIC,
    "plan": PUBLIC,
    "calculator": PUBLIC,
    "settlements": SIGNED_IN,
    "settlement_upload": OFFICER,
    "settlement_template": SIGNED_IN,
    "settlement": SIGNED_IN,
    "settlement_search": SIGNED_IN,
    "settlement_download": SIGNED_IN,
    "settlement_line": SIGNED_IN,
    "settlement_person": SIGNED_IN,
    "settlement_classes": SIGNED_IN,
    "settlement_institutions": SIGNED_IN,
    "settlement_set_aside": SIGNED_IN,
    "settlement_receipt": SIGNED_IN,
    "drafts": SIGNED_IN,
    "draft_new": OFFICER,
    "draft_import": OFFICER,
    "draft": SIGNED_IN,
    "draft_original": OFFICER,
    "draft_original_file": SIGNED_IN,
    "draft_add": OFFICER,
    "draft_entry": OFFICER,
    "draft_rule_move": OFFICER,
    "draft_revisions": SIGNED_IN,
    "draft_back": OFFICER,
    "draft_export": SIGNED_IN,
    "draft_compare": SIGNED_IN,
    "draft_calculator": SIGNED_IN,
    "draft_trial": REVIEWER,
    "draft_trial_result": REVIEWER,
    "draft_send": OFFICER,
    "draft_review": REVIEWER,
    "draft_withdraw": OFFICER,
}
