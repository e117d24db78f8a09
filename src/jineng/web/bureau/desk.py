"""The list of settlements, handing a book in, and the template to fill in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from jineng.domain.plans.queries import PlanNotFoundError, get_plan, list_plans
from jineng.domain.settlements import permissions
from jineng.domain.settlements.errors import UploadRefusedError
from jineng.domain.settlements.operations import upload_book
from jineng.domain.settlements.queries import count_settlements, list_settlements
from jineng.domain.settlements.rules import SIZE_LIMIT_BYTES, too_large
from jineng.journeys.settlement_files import XLSX, template_workbook
from jineng.web.answers import actor_of, as_download
from jineng.web.bureau.forms import UploadForm
from jineng.web.templatetags.display import file_size, language

if TYPE_CHECKING:
    from django.http import HttpRequest

    from jineng.domain.settlements.models import Settlement
    from jineng.kernel.text import Language
    from jineng.platform.identity.models import User

PER_PAGE: Final = 20


@require_safe
@never_cache
def show_settlements(request: HttpRequest) -> HttpResponse:
    """Show the settlements of the person's region."""
    actor = actor_of(request)
    paginator: Paginator[int] = Paginator(range(count_settlements(actor)), PER_PAGE)
    page = paginator.get_page(request.GET.get("page"))
    rows = list_settlements(actor, offset=(page.number - 1) * PER_PAGE, limit=PER_PAGE)
    values = {
        "page": page,
        "rows": rows,
        "titles": {plan.id: plan.title for plan in list_plans()},
        "plans": list_plans(region_code=actor.region_code, records="workbook"),
        "may_upload": permissions.can_upload(actor, actor.region_code),
    }
    return render(request, "bureau/settlements.html", values)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def hand_in_book(request: HttpRequest) -> HttpResponse:
    """Take a workbook in and show how its settling comes along."""
    actor = actor_of(request)
    plans = list_plans(region_code=actor.region_code, records="workbook")
    form = UploadForm(request.POST or None, request.FILES or None, plans=plans)
    if request.method == "POST":
        if getattr(request, "too_large", False):
            form.errors.pop("book", None)
            form.add_error("book", too_large().in_(language()))
        elif form.is_valid() and (settlement := _uploaded(actor, form)) is not None:
            return redirect("settlement", settlement.pk)
    values = {
        "form": form,
        "plans": plans,
        "book_error": " ".join(map(str, form.errors.get("book", []))),
        "size_help": gettext("Excel 工作簿（.xlsx），不超过 %(size)s。") % {"size": file_size(SIZE_LIMIT_BYTES)},
    }
    return render(request, "bureau/upload.html", values, status=422 if form.errors else 200)


def _uploaded(actor: User, form: UploadForm) -> Settlement | None:
    """Hand the book in; where it is refused say so in the form."""
    book = form.cleaned_data["book"]
    try:
        return upload_book(
            actor=actor,
            at=timezone.now(),
            plan=get_plan(form.cleaned_data["policy"]),
            as_of=form.cleaned_data["as_of"],
            filename=book.name,
            content=book.read(),
        )
    except UploadRefusedError as refusal:
        form.add_error(refusal.field, refusal.text.in_(language()))
    except PlanNotFoundError:
        form.add_error("policy", gettext("这个方案现在不能使用；请联系系统管理员。"))
    return None


@require_safe
def download_template(request: HttpRequest, policy_id: str) -> HttpResponse:
    """Hand out the workbook to fill in for a plan, in the language asked for or else the page's."""
    asked = request.GET.get("language")
    chosen: Language = "en" if asked == "en" or (asked != "zh" and language() == "en") else "zh"
    try:
        plan = get_plan(policy_id)
    except PlanNotFoundError:
        raise Http404 from None
    name = f"{policy_id}.{'结算模板' if chosen == 'zh' else 'template'}.xlsx"
    return as_download(template_workbook(plan, chosen), name, XLSX)
