"""One table says which role may do what; where it may be done follows from the account's region and organisation.

Rows of the database that a person may not see are kept from them by the database itself (``platform.scope``); this table
says what they may do with those that they see. Nobody approves what they made: that is asked where the thing is known.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from jineng.kernel.text import Text
from jineng.platform.identity.roles import BUREAU, OF_ORGANISATION, Role

if TYPE_CHECKING:
    from collections.abc import Mapping

    from jineng.platform.identity.models import User

_ADMITS: Final = frozenset({Role.OFFICER})
_DECIDES: Final = frozenset({Role.OFFICER, Role.REVIEWER})
_REGION_READERS: Final = frozenset(BUREAU - {Role.ADMINISTRATOR})
_LOCAL: Final = frozenset({Role.TOWNSHIP_CLERK, Role.DEPARTMENT})
_TRAINERS: Final = frozenset({Role.INSTITUTION_MANAGER, Role.TEACHER})

ALLOWED: Final[Mapping[str, frozenset[Role]]] = {
    # 人员
    "people.read": _REGION_READERS | _LOCAL | OF_ORGANISATION,
    "people.register": _ADMITS | {Role.TOWNSHIP_CLERK, Role.INSTITUTION_MANAGER},
    "people.change": _ADMITS | {Role.TOWNSHIP_CLERK},
    "people.tag": _ADMITS | {Role.TOWNSHIP_CLERK, Role.DEPARTMENT},
    "people.reveal": _DECIDES | {Role.FINANCE, Role.AUDITOR, Role.TOWNSHIP_CLERK, Role.INSTITUTION_MANAGER},
    "people.assist": _ADMITS | {Role.TOWNSHIP_CLERK, Role.INSTITUTION_MANAGER},
    "people.merge": _ADMITS,
    "people.correct": _DECIDES,
    "people.erase": frozenset({Role.REVIEWER}),
    "accounts.propose": _ADMITS | {Role.TOWNSHIP_CLERK, Role.FINANCE},
    "accounts.confirm": _DECIDES | {Role.FINANCE},
    "self.read": frozenset({Role.LEARNER}),
    "self.ask": frozenset({Role.LEARNER}),
    # 单位
    "organisations.read": _REGION_READERS | _LOCAL | OF_ORGANISATION,
    "organisations.register": _ADMITS,
    "organisations.change": _ADMITS,
    "organisations.propose": _ADMITS | {Role.INSTITUTION_MANAGER, Role.ENTERPRISE, Role.EVALUATOR},
    "organisations.confirm": _DECIDES,
    "organisations.reveal": _DECIDES | {Role.FINANCE, Role.AUDITOR, Role.INSTITUTION_MANAGER},
    "organisations.equip": _ADMITS | {Role.INSTITUTION_MANAGER},
    "holds.set": _DECIDES,
    "leading_group.read": _REGION_READERS | _LOCAL,
    "leading_group.edit": _ADMITS | {Role.LEADER},
    "leading_group.report": _ADMITS | _LOCAL,
    # 导入与分类选送
    "imports.people": _ADMITS | {Role.TOWNSHIP_CLERK, Role.INSTITUTION_MANAGER},
    "imports.organisations": _ADMITS,
    "imports.teachers": _ADMITS | {Role.INSTITUTION_MANAGER},
    "imports.read": _REGION_READERS | {Role.TOWNSHIP_CLERK, Role.INSTITUTION_MANAGER},
    "selections.read": _REGION_READERS | _LOCAL,
    "selections.edit": _ADMITS | {Role.TOWNSHIP_CLERK},
    "selections.quota": _ADMITS,
    # 资格比对
    "comparison.read": _REGION_READERS,
    "comparison.upload": _ADMITS,
    "comparison.retire": _DECIDES,
    "eligibility.judge": _ADMITS | {Role.TOWNSHIP_CLERK, Role.INSTITUTION_MANAGER},
    "eligibility.read": _REGION_READERS | _TRAINERS | {Role.TOWNSHIP_CLERK},
    "eligibility.decide": _DECIDES,
    # 日志
    "audit.read": frozenset({Role.AUDITOR}),
}
"""Every action that domain modules ask about, and who may do it."""


class NotAllowedError(PermissionError):
    """The person may not do this; ``text`` says who may, in both languages."""

    def __init__(self, text: Text) -> None:
        """Keep the text for the page."""
        self.text = text
        super().__init__(text.en)


def may(actor: User, action: str, *, region_code: str | None = None, organisation_key: int | None = None) -> bool:
    """Say whether the person may do the action, and do it there.

    Args:
        actor: who asks.
        action: a key of ``ALLOWED``.
        region_code: where the thing belongs: 6, 9 or 12 digits. The account's region must contain it.
        organisation_key: the organisation that the thing belongs to; asked only of accounts of an organisation.

    Raises:
        KeyError: there is no such action.
    """
    if not actor.is_active or actor.role not in ALLOWED[action]:
        return False
    if actor.role in OF_ORGANISATION and organisation_key is not None and actor.organisation_key != organisation_key:
        return False
    return region_code is None or _covers(actor.region_code, region_code)


def require(actor: User, action: str, *, region_code: str | None = None, organisation_key: int | None = None) -> None:
    """Refuse who may not.

    Raises:
        NotAllowedError: says which roles may.
    """
    if may(actor, action, region_code=region_code, organisation_key=organisation_key):
        return
    zh = "、".join(str(role.label) for role in sorted(ALLOWED[action]))
    en = ", ".join(sorted(role.value for role in ALLOWED[action]))
    raise NotAllowedError(
        Text(
            f"只有本地区、本单位的{zh}可以办理；请用相应账号登录",
            f"only {en} of the region or organisation may do this; sign in as one",
        )
    )


def _covers(own: str, other: str) -> bool:
    """Say whether a region (GB/T 2260) contains another: 140000 its cities, 141100 its counties, 141127 its townships."""
    return other.startswith(
        own.removesuffix("0000") if own.endswith("0000") else own[:4] if len(own) == 6 and own.endswith("00") else own
    )
