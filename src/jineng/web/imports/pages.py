"""The list of imports, handing a form in, and the empty forms."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from jineng.domain.imports.errors import UploadRefusedError
from jineng.domain.imports.operations import upload_form
from jineng.domain.imports.permissions import forms_for
from jineng.domain.imports.queries import count_imports, list_imports
from jineng.domain.imports.rules import SIZE_LIMIT_BYTES, too_large
from jineng.domain.imports.states import LABELS, ImportState
from jineng.domain.permitted import may
from jineng.domain.tasks.queries import lists_open_to, titles_of
from jineng.journeys.import_files import empty_form
from jineng.web.answers import actor_of, as_download
from jineng.web.imports.answers import found
from jineng.web.imports.forms import ImportForm
from jineng.web.templatetags.display import file_size, language
from jineng.workbook.registry_forms.forms import FORMS

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from jineng.domain.imports.operations import Uploaded
    from jineng.domain.tasks.models import SelectionList
    from jineng.kernel.text import Language
    from jineng.platform.identity.models import User

PER_PAGE: Final = 20
TONES: Final = {
    ImportState.UPLOADED: "waiting",
    ImportState.FAULTY: "bad",
    ImportState.READY: "info",
    ImportState.COMMITTING: "waiting",
    ImportState.COMMITTED: "good",
    ImportState.DISCARDED: "neutral",
    ImportState.EXPIRED: "neutral",
}


@require_safe
@never_cache
@found
def show_imports(request: HttpRequest) -> HttpResponse:
    """Show the imports that the person sees."""
    actor = actor_of(request)
    paginator: Paginator[int] = Paginator(range(count_imports(actor)), PER_PAGE)
    page = paginator.get_page(request.GET.get("page"))
    rows = [
        {
            "import": row,
            "form": FORMS[row.form].name,
            "label": LABELS[ImportState(row.state)],
            "tone": TONES[ImportState(row.state)],
        }
        for row in list_imports(actor, offset=(page.number - 1) * PER_PAGE, limit=PER_PAGE)
    ]
    offered = forms_for(actor)
    values = {"rows": rows, "page": page, "may_upload": bool(offered), "forms": [(key, FORMS[key]) for key in offered]}
    return render(request, "imports/imports.html", values)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@found
def hand_in_form(request: HttpRequest) -> HttpResponse:
    """Take a form in and show how its reading comes along."""
    actor = actor_of(request)
    lists = {str(each.uid): each for each in lists_open_to(actor)} if may(actor, "selections.edit") else {}
    titles = titles_of(lists.values())
    form = ImportForm(
        request.POST or None,
        request.FILES or None,
        offered=forms_for(actor),
        lists=[(uid, titles[each.pk].in_(language())) for uid, each in lists.items()],
        initial={"form": request.GET.get("form"), "selection": request.GET.get("selection")},
    )
    if request.method == "POST":
        if getattr(request, "too_large", False):
            form.errors.pop("book", None)
            form.add_error("book", too_large().in_(language()))
        elif form.is_valid() and (uploaded := _uploaded(actor, form, lists)) is not None:
            address = redirect("import", uploaded.imported.uid)
            if not uploaded.is_new:
                address["Location"] += "?again=1"
            return address
    values = {
        "form": form,
        "fields": [field for field in form if field.name != "book"],
        "book_error": " ".join(map(str, form.errors.get("book", []))),
        "size_help": gettext("Excel 工作簿（.xlsx），不超过 %(size)s。") % {"size": file_size(SIZE_LIMIT_BYTES)},
        "forms": [(key, FORMS[key]) for key in forms_for(actor)],
    }
    return render(request, "imports/upload.html", values, status=422 if form.errors else 200)


@require_safe
def download_form(request: HttpRequest, form: str) -> HttpResponse:
    """Hand out an empty form, in the language asked for or else the page's."""
    if form not in FORMS:
        raise Http404
    asked = request.GET.get("language")
    chosen: Language = "en" if asked == "en" or (asked != "zh" and language() == "en") else "zh"
    file = empty_form(form, chosen)
    return as_download(file.content, file.name, file.content_type)


def _uploaded(actor: User, form: ImportForm, lists: dict[str, SelectionList]) -> Uploaded | None:
    """Hand the form in; where it is refused say so beside the field."""
    book = form.cleaned_data["book"]
    chosen = form.cleaned_data["form"]
    selection = lists.get(form.cleaned_data.get("selection") or "") if chosen == "selection" else None
    try:
        return upload_form(
            actor=actor, at=timezone.now(), form=chosen, filename=book.name, content=book.read(), selection=selection
        )
    except UploadRefusedError as refusal:
        form.add_error(refusal.field, refusal.text.in_(language()))
    return None
