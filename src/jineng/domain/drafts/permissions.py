"""May this person? Everything is scoped to the person's region; whether it may happen now is asked in ``rules``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from jineng.domain.drafts.errors import NotAllowedError
from jineng.kernel.text import Text
from jineng.platform.identity.roles import Role

if TYPE_CHECKING:
    from jineng.platform.identity.models import User

_READERS: Final = frozenset({Role.OFFICER, Role.REVIEWER, Role.LEADER, Role.FINANCE, Role.AUDITOR})
_REVIEWERS: Final = frozenset({Role.OFFICER, Role.REVIEWER})


def can_read(actor: User, region_code: str) -> bool:
    """Say whether the person may see drafts of this region: whoever works for its bureau."""
    return _is_of(actor, region_code) and actor.role in _READERS


def can_edit(actor: User, region_code: str) -> bool:
    """Say whether the person may start, edit, send and withdraw drafts of this region: its officers (经办)."""
    return _is_of(actor, region_code) and actor.role == Role.OFFICER


def can_review(actor: User, region_code: str) -> bool:
    """Say whether the person may return and approve drafts of this region: its officers and reviewers (复核).

    That it must be another than made the draft is asked in ``rules.check_second_person``.
    """
    return _is_of(actor, region_code) and actor.role in _REVIEWERS


def check_edit(actor: User, region_code: str) -> None:
    """Refuse a person who may not write drafts of this region.

    Raises:
        NotAllowedError: the person is no officer of the region.
    """
    if not can_edit(actor, region_code):
        raise NotAllowedError(
            Text(
                f"只有本地区（{region_code}）的经办人员可以起草方案；请用经办账号登录",
                f"only officers of the region ({region_code}) write its drafts; sign in as one",
            )
        )


def check_review(actor: User, region_code: str) -> None:
    """Refuse a person who may not review drafts of this region.

    Raises:
        NotAllowedError: the person is neither officer nor reviewer of the region.
    """
    if not can_review(actor, region_code):
        raise NotAllowedError(
            Text(
                f"只有本地区（{region_code}）的经办或复核人员可以复核方案；请用相应账号登录",
                f"only officers and reviewers of the region ({region_code}) review its drafts; sign in as one",
            )
        )


def _is_of(actor: User, region_code: str) -> bool:
    return actor.is_active and actor.region_code == region_code
