"""May this happen now? Takes objects and values, asks nothing of the database."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jineng.domain.tasks.errors import ListRefusedError, QuotaExceededError
from jineng.domain.tasks.models import QUOTA_MAX, YEAR_MAX, YEAR_MIN
from jineng.domain.tasks.states import TRANSITIONS, EntryAction, EntryState, Overrun
from jineng.kernel.target_groups import TARGET_GROUPS
from jineng.kernel.text import Text

if TYPE_CHECKING:
    from collections.abc import Collection


def check_list(
    *, township_code: str, townships: Collection[str], year: int, policy_id: str, plans: Collection[str], group: str
) -> None:
    """Refuse a list that cannot be.

    Args:
        township_code: whose list it would be.
        townships: the townships of the county that answer for lists.
        year: the year of the task.
        policy_id: the plan.
        plans: the county's plans.
        group: the target group.

    Raises:
        ListRefusedError: says which field and why.
    """
    if township_code not in townships:
        raise ListRefusedError("township_code", Text("请选择本县的乡镇（街道）", "choose a township of the county"))
    if not YEAR_MIN <= year <= YEAR_MAX:
        raise ListRefusedError("year", Text("请填写年度，如 2022", "give the year, such as 2022"))
    if policy_id not in plans:
        raise ListRefusedError("policy_id", Text("请选择本县的实施方案", "choose a plan of the county"))
    if group not in TARGET_GROUPS:
        raise ListRefusedError("group", Text("请选择人员类别", "choose the target group"))


def check_quota(quota: int, listed_count: int, overrun: str) -> None:
    """Refuse a quota that is no number of people, or less than a strict list already has.

    Raises:
        ListRefusedError: says why.
    """
    if not 0 <= quota <= QUOTA_MAX:
        raise ListRefusedError("quota", Text("请填写指标人数", "give the quota as a number of people"))
    if overrun == Overrun.REFUSE and quota < listed_count:
        raise ListRefusedError(
            "quota",
            Text(
                f"名单上已有 {listed_count} 人，指标不能更少；请先撤回人员，或改为可以超额",
                f"the list has {listed_count} people already; withdraw some first, or allow more than the quota",
            ),
        )


def check_room(quota: int, listed_count: int, added: int, overrun: str) -> None:
    """Refuse to make a strict list longer than its quota.

    Raises:
        QuotaExceededError: says by how many.
    """
    if overrun == Overrun.REFUSE and listed_count + added > quota:
        raise QuotaExceededError(quota, listed_count + added)


def next_state(state: str, action: EntryAction) -> EntryState:
    """Return what the action makes of the state.

    Raises:
        ListRefusedError: the action is not for this state.
    """
    try:
        return TRANSITIONS[EntryState(state), action]
    except KeyError:
        raise ListRefusedError(
            "state",
            Text("此人的状态已变，请刷新后再办", "the person's state has changed; look at the list again"),
        ) from None
