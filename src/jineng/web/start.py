"""The first page, and whether the service is well."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from django.db import DatabaseError, connection
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from jineng.domain.permitted import may
from jineng.domain.tasks.queries import list_lists, list_progress, list_years, titles_of
from jineng.journeys.waiting import waiting_for
from jineng.platform.identity.models import User
from jineng.platform.identity.roles import Role
from jineng.web.public.views import plan_cards

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import HttpRequest
    from django.utils.functional import _StrPromise


class _Work(NamedTuple):
    """A kind of work as people call it, and the name of the address where it is done."""

    label: _StrPromise
    url_name: str


_WAITING: Final[Mapping[str, _Work]] = {
    "imports_ready": _Work(gettext_lazy("名册等您确认导入"), "imports"),
    "imports_faulty": _Work(gettext_lazy("名册有错，要改正后重新上传"), "imports"),
    "accounts": _Work(gettext_lazy("收款账户等第二人确认"), "payout_accounts"),
    "requests": _Work(gettext_lazy("更正、删除申请等答复"), "person_requests"),
    "facts": _Work(gettext_lazy("单位信息变更等核对"), "organisation_requests"),
    "unconfirmed": _Work(gettext_lazy("资格更正等第二人复核"), "eligibility"),
    "undecided": _Work(gettext_lazy("资格比对中有人待认定"), "eligibility"),
    "drafts": _Work(gettext_lazy("方案等您复核"), "drafts"),
    "late_lists": _Work(gettext_lazy("选送名单已过时限，还没选送够"), "selections"),
    "reported_tasks": _Work(gettext_lazy("领导小组任务已上报，等核对"), "leading_group"),
    "late_tasks": _Work(gettext_lazy("领导小组任务已过时限"), "leading_group"),
    "own_tasks": _Work(gettext_lazy("领导小组任务等您上报"), "leading_group"),
    "own_facts": _Work(gettext_lazy("您单位的信息变更，人社局正在核对"), "organisations"),
    "own_requests": _Work(gettext_lazy("您提出的更正申请，人社局正在办理"), "people"),
}

_OFTEN: Final[tuple[tuple[str, _Work], ...]] = (
    ("people.register", _Work(gettext_lazy("登记人员"), "person_new")),
    ("imports.people", _Work(gettext_lazy("上传名册"), "import_new")),
    ("people.read", _Work(gettext_lazy("查找人员"), "people")),
    ("eligibility.judge", _Work(gettext_lazy("比对资格"), "eligibility_new")),
    ("comparison.upload", _Work(gettext_lazy("上传比对名单"), "eligibility_list_new")),
    ("selections.quota", _Work(gettext_lazy("下达选送指标"), "selection_quota")),
    ("organisations.register", _Work(gettext_lazy("登记单位"), "organisation_new")),
    ("audit.read", _Work(gettext_lazy("查看操作日志"), "audit")),
)
"""What people come for most: who may do it, what it is called, where it is done."""

_SEES_PROGRESS: Final = frozenset({Role.LEADER, Role.OFFICER})


@require_safe
@never_cache
def show_start(request: HttpRequest) -> HttpResponse:
    """Show what waits for somebody who works here, and to everybody else what the site is for."""
    user = request.user
    if isinstance(user, User) and user.role != Role.LEARNER:
        return render(request, "start_work.html", _work_of(user))
    return render(request, "start.html", {"cards": plan_cards(), "is_learner": user.is_authenticated})


def _work_of(actor: User) -> dict[str, Any]:
    waiting = [(each, _WAITING[each.code]) for each in waiting_for(actor, timezone.localdate())]
    often = [work for action, work in _OFTEN if may(actor, action)]
    if actor.role == Role.ADMINISTRATOR:
        often = [_Work(gettext_lazy("账号管理"), "accounts"), _Work(gettext_lazy("新开账号"), "account_new")]
    return {"waiting": waiting, "often": often, **_progress_of(actor)}


def _progress_of(actor: User) -> dict[str, Any]:
    """Return the newest year's townships for whoever answers for all, its lists for a township's clerk."""
    if actor.role not in {*_SEES_PROGRESS, Role.TOWNSHIP_CLERK}:
        return {}
    year = next(iter(list_years(actor)), None)
    if year is None:
        return {}
    if actor.role in _SEES_PROGRESS:
        return {"year": year, "townships": list_progress(actor, year)}
    lists = list_lists(actor, year)
    titles = titles_of(lists)
    return {"year": year, "lists": [(each, titles[each.pk]) for each in lists]}


@require_safe
@never_cache
def show_health(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 -- Django's signature
    """Answer 200 when page and database work, else 503: for supervisors and load balancers."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return HttpResponse("database unreachable\n", status=503, content_type="text/plain")
    return HttpResponse("ok\n", content_type="text/plain")
