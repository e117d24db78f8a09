"""Which kind of rule: all fifteen in an officer's words, the likely ones for the clause first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render

from jineng.policy.forms.fields import subjects_of
from jineng.policy.forms.kinds import GROUPS, KINDS
from jineng.policy.forms.options import OPTIONS
from jineng.policy.forms.suggest import suggestions
from jineng.web.desk.choices import cited_figures
from jineng.web.desk.entries import find_entry, records_of
from jineng.web.desk.opened import whole
from jineng.web.desk.originals import find_part, original_parts
from jineng.web.desk.saying import say_figure
from jineng.web.templatetags.display import language

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from jineng.web.desk.opened import Opened


def pick_kind(request: HttpRequest, opened: Opened) -> HttpResponse:
    """Show the kinds of rule, the likely ones for the clause first."""
    picked = find_part(opened, whole(request.GET.get("original")))
    clause = find_entry(opened.contents, "clause", request.GET.get("clause", ""))
    text = picked.text if picked else str((clause.table.get("text") or {}).get("zh", "")) if clause else ""
    figures = (
        [str(figure) for figure in picked.figures]
        if picked
        else cited_figures(opened.contents, [clause.key])
        if clause
        else []
    )
    records = records_of(opened.contents)
    kept = "&".join(f"{name}={request.GET[name]}" for name in ("original", "clause") if request.GET.get(name))
    values = {
        "draft": opened.view,
        "picked": picked,
        "clause": clause.table if clause else None,
        "text": text,
        "likely": [
            (one.kind, KINDS[one.kind], "、".join(say_figure(word).in_(language()) for word in one.because))
            for one in suggestions(text, figures)[:3]
        ]
        if text
        else [],
        "groups": [(group.title, [(kind, KINDS[kind]) for kind in group.kinds]) for group in GROUPS],
        "subjects": [(subject, OPTIONS["subject"][subject]) for subject in subjects_of("gate", records)],
        "kept": kept,
        "original": original_parts(opened),
    }
    return render(request, "desk/kinds.html", values)
