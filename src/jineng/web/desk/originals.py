"""The original beside the form: handing it in, and its clauses with their figures and what to look at."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from jineng.domain.drafts.errors import DraftError
from jineng.journeys.draft_original import attach_file, attach_pasted, clauses_kept, doubts_by_clause
from jineng.kernel.problems import UnusableError
from jineng.originals.figures import different_figures
from jineng.web.answers import actor_of
from jineng.web.desk.entries import HEAD, list_entries
from jineng.web.desk.forms import OriginalForm
from jineng.web.desk.opened import found, open_draft
from jineng.web.templatetags.display import language

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse

    from jineng.domain.drafts.contents import Contents
    from jineng.domain.drafts.queries import OriginalRow
    from jineng.kernel.text import Text
    from jineng.originals.clauses import OriginalClause
    from jineng.policy.measures import Figure
    from jineng.web.desk.opened import Opened

WORDS_MAX: Final = 60
"""Characters of what is looked for in an original."""


@dataclass(frozen=True, slots=True)
class OriginalPart:
    """One clause of the original as the page shows it; ``clause_keys`` are the draft's clauses that tell it."""

    place: int
    level: int
    number: str
    mark: str
    paragraphs: tuple[str, ...]
    text: str
    figures: tuple[Figure, ...]
    doubts: tuple[Text, ...]
    clause_keys: tuple[str, ...]


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@found
def hand_in_original(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Take the original in, as a file or as pasted text."""
    opened = open_draft(request, draft_id)
    form = OriginalForm(request.POST or None, request.FILES or None)
    faults: list[str] = []
    if request.method == "POST":
        faults = _take(request, opened, form)
        if not faults:
            return redirect(f"{reverse('draft', args=[draft_id])}?part=clause")
    values = {
        "draft": opened.view,
        "faults": faults,
        "pasted": form.data.get("pasted", ""),
    }
    return render(request, "desk/original_form.html", values, status=422 if faults else 200)


def original_parts(opened: Opened) -> list[OriginalPart]:
    """Return the clauses of the original that counts; none where there is no original."""
    original = opened.view.original
    return _parts(original, opened.contents) if original else []


def find_part(opened: Opened, place: int | None) -> OriginalPart | None:
    """Return one clause of the original by its place from 0."""
    return next((part for part in original_parts(opened) if part.place == place), None)


def searched(parts: list[OriginalPart], words: str) -> list[OriginalPart]:
    """Return the clauses that hold all the words."""
    wanted = words.split()
    return [part for part in parts if all(word in f"{part.number}{part.mark}{part.text}" for word in wanted)]


def _take(request: HttpRequest, opened: Opened, form: OriginalForm) -> list[str]:
    """Attach what was handed in; return what is wrong with it."""
    if getattr(request, "too_large", False):
        return [gettext("文件太大；请只上传方案本身，或直接粘贴文字。")]
    if not form.is_valid():
        return [str(error) for errors in form.errors.values() for error in errors]
    file, pasted = form.cleaned_data["file"], form.cleaned_data["pasted"]
    if not file and not pasted:
        return [gettext("请选择文件，或把正文粘贴到框里。")]
    actor, at, draft_id = actor_of(request), timezone.now(), opened.draft_id
    try:
        if file:
            attach_file(actor=actor, at=at, draft_id=draft_id, filename=file.name, content=file.read())
        else:
            attach_pasted(actor=actor, at=at, draft_id=draft_id, text=pasted)
    except UnusableError as fault:
        return [problem.say(language()) for problem in fault.problems]
    except DraftError as refusal:
        return [refusal.text.in_(language())]
    return []


def _parts(original: OriginalRow, contents: Contents) -> list[OriginalPart]:
    clauses = clauses_kept(original.clauses)
    doubts = doubts_by_clause(clauses)
    keys: dict[str, list[str]] = {}
    for entry in list_entries(contents, "clause"):
        keys.setdefault(_folded(str(entry.table.get("number", ""))), []).append(entry.key)
    year = _year(contents)
    return [
        _part(place, clause, year, tuple(doubts.get(place, ())), tuple(keys.get(_folded(clause.number), ())))
        for place, clause in enumerate(clauses)
    ]


def _part(
    place: int, clause: OriginalClause, year: int | None, doubts: tuple[Text, ...], keys: tuple[str, ...]
) -> OriginalPart:
    return OriginalPart(
        place=place,
        level=min(clause.level, 4),
        number=clause.number,
        mark=clause.mark,
        paragraphs=tuple(clause.text.split("\n")),
        text=clause.text,
        figures=different_figures(clause.text, year),
        doubts=doubts,
        clause_keys=keys if clause.number else (),
    )


def _folded(number: str) -> str:
    """Return a clause's number so that （一） and (一) are the same."""
    return number.replace("（", "(").replace("）", ")").replace(" ", "")


def _year(contents: Contents) -> int | None:
    """Return the calendar year that dates without one belong to: that of the document's first day."""
    head = contents.content.get(HEAD)
    day = head.get("valid_from") if isinstance(head, dict) else None
    return getattr(day, "year", None)
