"""The numbers and rules of signing in, standing in and administering accounts."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from jineng.platform.identity.roles import Role

if TYPE_CHECKING:
    from collections.abc import Mapping

FAILURES_MAX: Final = 5
"""Failed sign-ins of one account, or failed codes, within the window before it is locked (连续登录失败锁定)."""

FAILURES_MAX_OF_ADDRESS: Final = 60
"""The same for one network address: a county hall may share one."""

FAILURE_WINDOW: Final = timedelta(minutes=15)
LOCKED_FOR: Final = timedelta(minutes=15)

TOTP_STEP_SECONDS: Final = 30
TOTP_DRIFT_STEPS: Final = 1
"""How many steps of 30 s a phone's clock may be wrong (RFC 6238, 5.2)."""

RECOVERY_CODES: Final = 8
TEMPORARY_PASSWORD_LENGTH: Final = 12
TEMPORARY_PASSWORD_LETTERS: Final = "abcdefghjkmnpqrstuvwxyz23456789"  # noqa: S105 -- an alphabet without look-alikes

CODE_DIGITS: Final = 6
CODE_LIVES: Final = timedelta(minutes=5)
CODE_TRIES: Final = 5
CODE_PAUSE: Final = timedelta(seconds=60)
"""The time between two codes for one phone."""

CODES_PER_DAY_OF_PHONE: Final = 10
CODES_PER_DAY_OF_ADDRESS: Final = 500
"""Mobile networks put thousands of phones behind one address."""

DEPUTY_DAYS_MAX: Final = 92
"""A stand-in is for a period of leave, not for ever: about a quarter of a year at most."""

HALF_WAY_FOR: Final = timedelta(minutes=10)
"""How long the second step of signing in may take after the first."""

SEEN_AGAIN_AFTER: Final = timedelta(minutes=5)
"""How exactly the list of sessions says when each was last used."""

HOUSES: Final[Mapping[Role, str]] = {
    Role.OFFICER: "bureau",
    Role.REVIEWER: "bureau",
    Role.LEADER: "bureau",
    Role.FINANCE: "bureau",
    Role.ADMINISTRATOR: "administrators",
    Role.AUDITOR: "auditors",
    Role.TOWNSHIP_CLERK: "townships",
    Role.DEPARTMENT: "department",
    Role.INSTITUTION_MANAGER: "institution",
    Role.TEACHER: "institution",
    Role.EVALUATOR: "evaluator",
    Role.ENTERPRISE: "enterprise",
}
"""Who may stand in for whom: people of the same house. Those who administer or audit take no part in the business."""

COUNTY_DIGITS: Final = 6
