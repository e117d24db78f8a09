"""The form of one part of a draft: opened, checked as it is typed, saved on the revision that it was written on."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from jineng.domain.drafts.errors import DraftError, SavedMeanwhileError
from jineng.domain.drafts.operations import save_revision
from jineng.domain.drafts.queries import get_contents
from jineng.kernel.text import Text
from jineng.policy.forms.entry import to_values
from jineng.policy.forms.fields import form_of, subjects_of
from jineng.policy.forms.kinds import KINDS
from jineng.web.desk import posting
from jineng.web.desk.beginnings import first_values
from jineng.web.desk.checking import by_field, check_contents, faults_at, name_of
from jineng.web.desk.choices import Choices
from jineng.web.desk.entries import (
    EXAMPLE,
    HEAD,
    SECTIONS,
    find_entry,
    list_entries,
    new_id,
    records_of,
    strings,
    with_entry,
    without_entry,
)
from jineng.web.desk.example_form import edit_example
from jineng.web.desk.grounds import clause_of_part, grounds_of
from jineng.web.desk.kind_picker import pick_kind
from jineng.web.desk.open_terms import undecided_terms
from jineng.web.desk.opened import found, open_draft, whole
from jineng.web.desk.originals import WORDS_MAX, find_part, original_parts, searched
from jineng.web.desk.part_forms import PART_FORMS
from jineng.web.desk.saying import describe, say_figure
from jineng.web.desk.slots import Drawing
from jineng.web.templatetags.display import language

if TYPE_CHECKING:
    from collections.abc import Collection
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse

    from jineng.domain.drafts.contents import Contents
    from jineng.policy.forms.fields import RuleForm
    from jineng.web.desk.entries import Entry, Table
    from jineng.web.desk.opened import Opened
    from jineng.web.desk.originals import OriginalPart
    from jineng.web.desk.slots import Values


@dataclass(frozen=True, slots=True)
class Editing:
    """One part being written: of which draft and revision, under which form, and what stands in it."""

    opened: Opened
    section: str
    key: str | None
    form: RuleForm
    values: Values
    picked: OriginalPart | None = None

    @property
    def table(self) -> Table:
        """Return what the values make, under an id that is chosen where none was typed."""
        table = posting.table_of(self.form, self.values, self.section)
        if self.section != HEAD and not table.get("id"):
            stem = self.form.kind if self.section == "rule" else self.section
            table = {"id": new_id(self.opened.contents, self.section, stem), **table}
        return table

    def changed(self) -> Contents:
        """Return the draft with what was typed; with the clause that a rule was picked from, if that is not there yet."""
        contents, table = self.opened.contents, self.table
        if self.picked and self.section in {"rule", "reading"}:
            contents, clause_id = clause_of_part(contents, self.picked)
            if self.section == "rule":
                table = {**table, "cite": [*dict.fromkeys((*strings(table.get("cite")), clause_id))]}
            else:
                table = {**table, "clause": table.get("clause") or clause_id}
        return with_entry(contents, self.section, self.key, table)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@found
def edit_entry(request: HttpRequest, draft_id: UUID, section: str, key: str) -> HttpResponse:
    """Show the form of a part that there is; check or save what was posted."""
    return _edit(request, draft_id, section, key)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@found
def add_entry(request: HttpRequest, draft_id: UUID, section: str) -> HttpResponse:
    """Show the form of a new part, for a rule after its kind is chosen; check or save what was posted."""
    return _edit(request, draft_id, section, None)


def _edit(request: HttpRequest, draft_id: UUID, section: str, key: str | None) -> HttpResponse:
    if section not in SECTIONS:
        raise Http404
    opened = open_draft(request, draft_id)
    if not opened.view.can_edit:
        raise PermissionDenied
    based_on = whole(request.POST.get(posting.BASED_ON)) if request.method == "POST" else None
    if based_on is not None and based_on != opened.revision.number:
        opened = replace_contents(opened, based_on)
    entry = find_entry(opened.contents, section, key) if key else None
    if key and entry is None:
        raise Http404
    if section == EXAMPLE:
        return edit_example(request, opened, entry)
    kind = request.GET.get("kind", "") if entry is None else str(entry.table.get("kind", ""))
    if section == "rule" and kind not in KINDS:
        return pick_kind(request, opened)
    editing = _begun(request, opened, section, entry, kind)
    pressed = request.POST.get(posting.DO, "")
    if pressed == "delete" and entry is not None:
        return _save(request, editing, without_entry(opened.contents, section, entry.key))
    if pressed == "save":
        return _save(request, editing, editing.changed())
    return _page(request, editing)


def replace_contents(opened: Opened, number: int) -> Opened:
    """Return the draft at the revision that a form was opened on."""
    return replace_opened(opened, *get_contents(opened.actor, opened.draft_id, number))


def replace_opened(opened: Opened, revision: Any, contents: Contents) -> Opened:
    """Return the draft at another revision."""
    return replace(opened, revision=revision, contents=contents)


def _begun(request: HttpRequest, opened: Opened, section: str, entry: Entry | None, kind: str) -> Editing:
    """Return what is edited: as posted, as saved, or as a new part begins."""
    picked = find_part(opened, whole(request.POST.get(posting.PICKED) or request.GET.get("original")))
    values = posting.posted_values(request.POST) if request.method == "POST" else None
    if section != "rule":
        form = PART_FORMS[section]
    else:
        told = values.get("subject", [""])[-1] if values else str(entry.table.get("subject", "")) if entry else ""
        subject = told or request.GET.get("subject", "")
        records = records_of(opened.contents)
        known = [*subjects_of(kind, "workbook"), *subjects_of(kind, "claims")]
        form = form_of(kind, records, subject if subject in known else None)
    if values is None:
        values = to_values(form, entry.table) if entry else first_values(request, opened, section, form, picked)
        values = {name: _as_said(name, held) for name, held in values.items()}
    return Editing(opened, section, entry.key if entry else None, form, values, picked)


def _as_said(name: str, values: list[str]) -> list[str]:
    """Return figures as people write them; other values as they are."""
    is_figure = name == "figures" or name.endswith("-figure")
    return [say_figure(value).in_(language()) for value in values] if is_figure else values


def _save(request: HttpRequest, editing: Editing, contents: Contents) -> HttpResponse:
    opened = editing.opened
    try:
        saved = save_revision(
            actor=opened.actor,
            at=timezone.now(),
            draft_id=opened.draft_id,
            based_on=opened.revision.number,
            contents=contents,
        )
    except SavedMeanwhileError as refusal:
        return _page(request, _moved_on(editing), refusal=refusal.text, theirs=_theirs(editing))
    except DraftError as refusal:
        return _page(request, editing, refusal=refusal.text)
    messages.success(request, gettext("已保存为第 %(number)s 稿。") % {"number": saved.number})
    return redirect(f"{reverse('draft', args=[opened.draft_id])}?part={editing.section}")


def _moved_on(editing: Editing) -> Editing:
    """Return the same typing on the newest revision, so that saving again adds it to what the other saved."""
    opened = editing.opened
    newest = replace_opened(opened, *get_contents(opened.actor, opened.draft_id))
    key = editing.key if editing.key and find_entry(newest.contents, editing.section, editing.key) else None
    return replace(editing, opened=newest, key=key)


def _theirs(editing: Editing) -> list[tuple[Text, str, str]]:
    """Return field by field what was typed here and what stands in the newest revision, where they differ."""
    opened = editing.opened
    _, newest = get_contents(opened.actor, opened.draft_id)
    entry = find_entry(newest, editing.section, editing.key) if editing.key else None
    if entry is None:
        return []
    mine, other = to_values(editing.form, editing.table), to_values(editing.form, entry.table)
    rows = [(field.label, _joined(mine, field.name), _joined(other, field.name)) for field in editing.form.fields]
    return [row for row in rows if row[1] != row[2]]


def _joined(values: Values, name: str) -> str:
    found_values = [
        value for key, held in values.items() if key == name or key.startswith(f"{name}-") for value in held
    ]
    return "，".join(value for value in found_values if value) or "–"


def _page(
    request: HttpRequest,
    editing: Editing,
    *,
    refusal: Text | None = None,
    theirs: list[tuple[Text, str, str]] | None = None,
) -> HttpResponse:
    contents, opened = editing.changed(), editing.opened
    place = _place(contents, editing)
    is_asked = request.method == "POST" and request.POST.get(posting.DO) != posting.FIND
    is_touched = is_asked or editing.key is not None
    original, words = original_parts(opened), request.POST.get(posting.WORDS, "")[:WORDS_MAX]
    report = check_contents(contents)
    faults = faults_at(report.problems, editing.section, place) if is_touched else []
    told = by_field(faults, editing.section)
    table = editing.table
    figures = grounds_of(contents, table, editing.picked)
    values = editing.values | _cited(contents, editing, place)
    choices = Choices(contents, str(table.get("id", "")) if editing.section == "rule" else "")
    drawing = Drawing(values, told, choices, tuple(figures.figures))
    slots = drawing.slots(editing.form.fields)
    labels = {slot.name: slot.label for top in slots for slot in top.walk()}
    context = {
        "draft": opened.view,
        "revision": opened.revision,
        "section": editing.section,
        "section_label": SECTIONS[editing.section],
        "form": editing.form,
        "key": editing.key,
        "name": name_of(editing.section, table),
        "shown": [slot for slot in slots if not slot.is_folded],
        "folded": [slot for slot in slots if slot.is_folded],
        "fault_slots": ",".join(f"#fault-{name}" for name in sorted(labels)),
        "faults": _named_faults(told, labels),
        "is_checked": is_touched,
        "described": describe(table) if editing.section == "rule" else None,
        "grounds": figures.clauses,
        "unused": figures.unused(report.problems, contents),
        "to_decide": undecided_terms(opened.contents) if editing.section == "fill" and not editing.key else [],
        "picked": editing.picked,
        "original": searched(original, words),
        "original_count": len(original),
        "words": words,
        "refusal": refusal,
        "theirs": theirs or [],
    }
    return render(request, "desk/entry_form.html", context, status=409 if refusal else 200)


def _place(contents: Contents, editing: Editing) -> int:
    entries = list_entries(contents, editing.section)
    if editing.section == HEAD or not entries:
        return 1
    entry = find_entry(editing.opened.contents, editing.section, editing.key) if editing.key else None
    return entry.place if entry else entries[-1].place


def _cited(contents: Contents, editing: Editing, place: int) -> Values:
    """Return the clause that a new rule or reading is written from as chosen in its form, as it will be saved."""
    if not editing.picked or editing.section not in {"rule", "reading"}:
        return {}
    table = list_entries(contents, editing.section)[place - 1].table
    if editing.section == "reading":
        return {"clause": [str(table.get("clause", ""))]}
    return {"cite": strings(table.get("cite"))}


def _named_faults(told: dict[str, list[Text]], labels: dict[str, Text]) -> list[tuple[str, Text]]:
    """Return the faults in the order of the form's fields, each with the field that it is shown at and after that field's label."""
    order = {name: number for number, name in enumerate(labels)}
    rows = [(_nearest(field, labels), text) for field, texts in told.items() for text in texts]
    rows.sort(key=lambda row: order.get(row[0], len(order)))
    return [
        (name, Text(f"{labels[name].zh}：{text.zh}", f"{labels[name].en}: {text.en}") if name else text)
        for name, text in rows
    ]


def _nearest(field: str, names: Collection[str]) -> str:
    """Return the field that a fault below it is shown at; "" where there is none."""
    while field and field not in names:
        field = field.rpartition("-")[0]
    return field
