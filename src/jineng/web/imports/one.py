"""One import: how it comes along, what is wrong with the form, what it would change, and what became of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from jineng.domain.imports.operations import commit_import, discard_import
from jineng.domain.imports.permissions import can_act
from jineng.domain.imports.queries import get_import, preview_rows, read_findings, view_run
from jineng.domain.imports.states import LABELS, VERDICT_LABELS, ImportState, Verdict
from jineng.domain.tasks.queries import titles_of
from jineng.journeys.import_files import marked_copy
from jineng.journeys.import_preview import said_row
from jineng.kernel.problems import UnusableError
from jineng.kernel.text import Text
from jineng.web.answers import actor_of, as_download
from jineng.web.imports.answers import found
from jineng.web.imports.pages import TONES
from jineng.web.templatetags.display import language
from jineng.workbook.registry_forms.forms import FORMS

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse

    from jineng.domain.imports.models import Import
    from jineng.platform.identity.models import User

PER_PAGE: Final = 50
_STAGES: Final = {
    "read": Text("读取文件", "reading the file"),
    "check": Text("逐行检查", "checking every row"),
    "compare": Text("与登记库比对", "comparing with the registry"),
    "save": Text("保存待确认内容", "saving what awaits confirmation"),
    "register": Text("写入登记库", "writing into the registry"),
}
_COUNTS: Final = {
    Verdict.CREATE: "created_count",
    Verdict.CHANGE: "changed_count",
    Verdict.SAME: "same_count",
    Verdict.ASK: "asked_count",
    Verdict.REFUSE: "refused_count",
}


@require_safe
@never_cache
@found
def show_import(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Show an import as far as it is."""
    actor = actor_of(request)
    imported = get_import(actor, uid)
    values = _about(actor, imported) | {"was_there": request.GET.get("again") == "1"}
    if imported.state in (ImportState.UPLOADED, ImportState.COMMITTING):
        run = imported.commit_run if imported.state == ImportState.COMMITTING else imported.run
        view = view_run(run) if run is not None else None
        stage = _STAGES.get(view.stage) if view else None
        values |= {"run": view, "stage": stage, "is_waiting": view is not None and view.error is None}
        return render(request, "imports/waiting.html", values)
    if imported.state == ImportState.FAULTY:
        return render(request, "imports/problems.html", values | _problems(request, imported))
    if imported.state == ImportState.READY:
        return render(request, "imports/preview.html", values | _preview(request, imported))
    return render(request, "imports/over.html", values | {"left_out": read_findings(imported).problems})


@require_POST
@found
def confirm(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Have an import committed."""
    commit_import(actor=actor_of(request), at=timezone.now(), uid=uid)
    return redirect("import", uid)


@require_POST
@found
def give_up(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Give an import up."""
    discard_import(actor=actor_of(request), at=timezone.now(), uid=uid)
    messages.info(request, gettext("已放弃导入，上传的内容已清除。"))
    return redirect("imports")


@require_POST
@never_cache
@found
def download_marked(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Hand out the uploaded form with its faults marked; a POST, since it leaves an audit event."""
    try:
        file = marked_copy(actor=actor_of(request), at=timezone.now(), uid=uid, language=language())
    except UnusableError:
        messages.error(request, gettext("这个文件无法标注；请按列出的问题处理。"))
        return redirect("import", uid)
    return as_download(file.content, file.name, file.content_type)


def _about(actor: User, imported: Import) -> dict[str, Any]:
    state = ImportState(imported.state)
    selection = imported.selection
    return {
        "import": imported,
        "form": FORMS[imported.form].name,
        "label": LABELS[state],
        "tone": TONES[state],
        "selection_title": titles_of([selection])[selection.pk] if selection else None,
        "may_act": can_act(actor, imported),
        "counts": [
            (verdict.value, VERDICT_LABELS[verdict], getattr(imported, name))
            for verdict, name in _COUNTS.items()
            if imported.row_count is not None
        ],
    }


def _problems(request: HttpRequest, imported: Import) -> dict[str, Any]:
    findings = read_findings(imported)
    rows = [(problem, True) for problem in findings.problems] + [(warning, False) for warning in findings.warnings]
    can_mark = any(problem.place.sheet for problem in findings.problems)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    return {"page": page, "notes": findings.notes, "can_mark": can_mark}


def _preview(request: HttpRequest, imported: Import) -> dict[str, Any]:
    verdict = request.GET.get("verdict", "")
    chosen = verdict if verdict in _COUNTS else ""
    total = getattr(imported, _COUNTS[Verdict(chosen)]) if chosen else imported.row_count
    page = Paginator(range(total or 0), PER_PAGE).get_page(request.GET.get("page"))
    rows = preview_rows(imported, chosen, offset=(page.number - 1) * PER_PAGE, limit=PER_PAGE)
    findings = read_findings(imported)
    return {
        "page": page,
        "chosen": chosen,
        "rows": [said_row(imported.form, row) for row in rows],
        "warnings": findings.warnings[:PER_PAGE],
        "notes": findings.notes,
    }
