"""The list of a bureau's drafts, beginning one, taking one in from files, and giving one up."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from jineng.domain.drafts import permissions
from jineng.domain.drafts.contents import Contents, contents_of_toml
from jineng.domain.drafts.errors import DraftError, FieldRefusedError
from jineng.domain.drafts.operations import start_draft, withdraw
from jineng.domain.drafts.queries import approved_documents, count_drafts, find_base, list_drafts
from jineng.domain.plans.queries import list_plans
from jineng.kernel.problems import UnusableError
from jineng.web.answers import actor_of
from jineng.web.desk.entries import HEAD, text_of
from jineng.web.desk.forms import ImportForm, StartForm
from jineng.web.desk.opened import found, open_draft
from jineng.web.templatetags.display import language

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse

    from jineng.kernel.text import Text
    from jineng.platform.identity.models import User

PER_PAGE: Final = 20


@require_safe
@never_cache
def show_drafts(request: HttpRequest) -> HttpResponse:
    """Show the drafts of the person's region."""
    actor = actor_of(request)
    paginator: Paginator[int] = Paginator(range(count_drafts(actor)), PER_PAGE)
    page = paginator.get_page(request.GET.get("page"))
    rows = list_drafts(actor, offset=(page.number - 1) * PER_PAGE, limit=PER_PAGE)
    may_start = permissions.can_edit(actor, actor.region_code)
    return render(request, "desk/drafts.html", {"page": page, "rows": rows, "may_start": may_start})


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def begin(request: HttpRequest) -> HttpResponse:
    """Begin a draft: blank, or from a document that there is."""
    actor = actor_of(request)
    form = StartForm(request.POST or None, bases=_bases(actor).items(), initial={"base": request.GET.get("base", "")})
    if request.method == "POST" and form.is_valid():
        base = form.cleaned_data["base"]
        contents = (find_base(actor, base) if base else None) or _blank(actor)
        try:
            draft = start_draft(
                actor=actor,
                at=timezone.now(),
                title=form.cleaned_data["title"],
                contents=contents,
                base_policy_id=base,
            )
        except FieldRefusedError as refusal:
            form.add_error(None, refusal.text.in_(language()))
        else:
            return redirect("draft", draft.public_id)
    return render(request, "desk/begin.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def take_in(request: HttpRequest) -> HttpResponse:
    """Begin a draft from files written by hand or taken along from a desk."""
    actor = actor_of(request)
    form = ImportForm(request.POST or None, request.FILES or None)
    if request.method == "POST":
        if getattr(request, "too_large", False):
            form.errors.pop("document", None)
            form.add_error("document", gettext("文件太大，不是方案文件；请检查后重新选择。"))
        elif form.is_valid():
            examples = form.cleaned_data["examples"]
            try:
                contents = contents_of_toml(form.cleaned_data["document"].read(), examples.read() if examples else None)
                draft = start_draft(actor=actor, at=timezone.now(), title=form.cleaned_data["title"], contents=contents)
            except UnusableError as fault:
                for problem in fault.problems:
                    form.add_error(None, problem.say(language()))
            except DraftError as refusal:
                form.add_error(None, refusal.text.in_(language()))
            else:
                return redirect("draft", draft.public_id)
    return render(request, "desk/take_in.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@found
def give_up(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Ask once more, then withdraw a draft."""
    opened = open_draft(request, draft_id)
    refusal = None
    if request.method == "POST":
        try:
            withdraw(actor=opened.actor, at=timezone.now(), draft_id=draft_id)
        except DraftError as error:
            refusal = error.text
        else:
            return redirect("drafts")
    values = {"draft": opened.view, "refusal": refusal}
    return render(request, "desk/withdraw.html", values, status=409 if refusal else 200)


def _bases(actor: User) -> dict[str, Text]:
    """Return the documents that a draft can begin from by their ids: the region's own first, approved ones before shipped ones."""
    approved = {
        one.policy_id: text_of(one.contents.content[HEAD].get("title"))
        for one in approved_documents(region_code=actor.region_code)
    }
    shipped = {plan.id: plan.title for plan in list_plans(region_code=actor.region_code)}
    others = {plan.id: plan.title for plan in list_plans()}
    return {**approved, **{key: title for key, title in {**shipped, **others}.items() if key not in approved}}


def _blank(actor: User) -> Contents:
    """Return what is known before a word is written: whose plan it is, and the commonest conventions."""
    rounding = {"unit": "fen", "mode": "half_up", "at": "first_milestone"}
    head = {"level": "county", "region_code": actor.region_code, "rounding": rounding}
    return Contents({HEAD: head})
