"""May this person? The table of roles is ``domain.permitted``; rows out of scope are not seen at all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from jineng.domain.permitted import NotAllowedError, may, require
from jineng.kernel.text import Text
from jineng.platform.identity.roles import OF_ORGANISATION, Role
from jineng.platform.regions.queries import county_of, present_code

if TYPE_CHECKING:
    from jineng.platform.identity.models import User

_TOWNSHIP_DIGITS: Final = 9


class BatchPlace(NamedTuple):
    """Where a batch belongs: whoever asked for it, and the bureau of the county, see it."""

    county_code: str
    township_code: str
    organisation_key: int | None


def check_upload(actor: User) -> str:
    """Return the county whose comparison sets the person uploads.

    Raises:
        NotAllowedError: the person is no officer of a county.
    """
    require(actor, "comparison.upload")
    return _county_of(actor)


def check_judge(actor: User) -> BatchPlace:
    """Return where a batch of this person's belongs.

    Raises:
        NotAllowedError: the person may not ask for comparisons.
    """
    require(actor, "eligibility.judge")
    present = present_code(actor.region_code)
    township = present if len(present) == _TOWNSHIP_DIGITS else ""
    return BatchPlace(_county_of(actor), township, actor.organisation_key if actor.role in OF_ORGANISATION else None)


def may_upload(actor: User) -> bool:
    """Say whether the person may upload comparison sets."""
    return may(actor, "comparison.upload") and not _is_wide(actor)


def may_retire(actor: User) -> bool:
    """Say whether the person may retire comparison sets; that another uploaded them is asked in ``rules``."""
    return may(actor, "comparison.retire")


def may_judge(actor: User) -> bool:
    """Say whether the person may ask for comparisons."""
    return may(actor, "eligibility.judge") and not _is_wide(actor)


def may_decide(actor: User) -> bool:
    """Say whether the person may decide what the comparison left open."""
    return may(actor, "eligibility.decide")


def may_see_benefits(actor: User) -> bool:
    """Say whether the person may see what somebody enjoyed: who reads comparisons, and the learner their own."""
    return may(actor, "eligibility.read") or actor.role == Role.LEARNER


def _is_wide(actor: User) -> bool:
    return len(actor.region_code) == 6 and actor.region_code.endswith("00")


def _county_of(actor: User) -> str:
    if _is_wide(actor):
        raise NotAllowedError(
            Text(
                "名单和比对由县区办理；请用县区经办账号登录",
                "lists and comparisons are a county's work; sign in as an officer of a county",
            )
        )
    return county_of(present_code(actor.region_code))
