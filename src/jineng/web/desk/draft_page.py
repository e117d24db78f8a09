"""The page of a draft: the original on one side, the parts of the plan on the other, one kind of part at a time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from jineng.kernel.text import Text
from jineng.policy.forms.kinds import KINDS
from jineng.web.desk.checking import check_contents, count_by_section, faults_at, name_of, problem_rows
from jineng.web.desk.choices import Choices
from jineng.web.desk.entries import EXAMPLE, HEAD, SECTIONS, find_entry, list_entries, records_of, strings, text_of
from jineng.web.desk.example_rows import example_rows
from jineng.web.desk.head_form import HEAD_FORM
from jineng.web.desk.opened import found, open_draft, whole
from jineng.web.desk.originals import WORDS_MAX, original_parts, searched
from jineng.web.desk.saying import describe, say_figure

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse

    from jineng.domain.drafts.contents import Contents
    from jineng.policy.draft import DraftReport
    from jineng.web.desk.entries import Entry
    from jineng.web.desk.opened import Opened

CHECKS: Final = "checks"


@dataclass(frozen=True, slots=True)
class EntryRow:
    """A part of the draft in a list: what it is called, what it says, the clauses it rests on, and how much is wrong with it."""

    key: str
    name: Text | str
    kind: Text | None
    words: Text | None
    cited: tuple[str, ...]
    figures: tuple[Text, ...]
    fault_count: int


@dataclass(frozen=True, slots=True)
class PartTab:
    """One of the tabs over the parts of a plan."""

    part: str
    label: Any
    count: int
    fault_count: int
    is_current: bool


@require_safe
@never_cache
@found
def show_draft(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Show a draft at a revision, the newest unless another is asked for."""
    opened = open_draft(request, draft_id, whole(request.GET.get("number")))
    contents, report = opened.contents, check_contents(opened.contents)
    tabs = _tabs(contents, report, request.GET.get("part", ""))
    part = next(tab.part for tab in tabs if tab.is_current)
    words = request.GET.get("q", "")[:WORDS_MAX]
    parts = original_parts(opened)
    values = {
        "draft": opened.view,
        "revision": opened.revision,
        "is_newest": opened.is_newest,
        "can_edit": opened.view.can_edit and opened.is_newest,
        "tabs": tabs,
        "part": part,
        "part_label": next(tab.label for tab in tabs if tab.is_current),
        "original": searched(parts, words),
        "original_count": len(parts),
        "words": words,
        "head": _head_rows(contents) if part == HEAD else [],
        "entries": _entry_rows(opened, report, part) if part in SECTIONS and part not in {HEAD, EXAMPLE} else [],
        "examples": example_rows(contents, report) if part == EXAMPLE else [],
        "problems": problem_rows(draft_id, contents, report),
        "last_return": next((row for row in opened.view.reviews[::-1] if row.outcome == "RETURNED"), None),
    }
    return render(request, "desk/draft.html", values)


def _tabs(contents: Contents, report: DraftReport, asked: str) -> list[PartTab]:
    faults = count_by_section(report)
    shown = [name for name in SECTIONS if name not in {"fact", "fill"} or _is_used(contents, name)]
    current = asked if asked in {*shown, CHECKS} else HEAD
    tabs = [
        PartTab(
            name,
            SECTIONS[name],
            len(list_entries(contents, name)) if name != HEAD else 0,
            faults[name],
            name == current,
        )
        for name in shown
    ]
    return [*tabs, PartTab(CHECKS, gettext("检查"), 0, sum(faults.values()), current == CHECKS)]


def _is_used(contents: Contents, section: str) -> bool:
    """Say whether a draft has use for declared facts or fills: claims documents, and what holds some already."""
    return records_of(contents) == "claims" or bool(list_entries(contents, section))


def _entry_rows(opened: Opened, report: DraftReport, section: str) -> list[EntryRow]:
    numbers = {
        entry.table.get("id"): str(entry.table.get("number", "")) for entry in list_entries(opened.contents, "clause")
    }
    return [_entry_row(entry, section, report, numbers) for entry in list_entries(opened.contents, section)]


def _entry_row(entry: Entry, section: str, report: DraftReport, numbers: dict[Any, str]) -> EntryRow:
    table = entry.table
    cited = strings(table.get("cite")) or strings([table.get("clause")])
    kind = KINDS.get(str(table.get("kind")))
    return EntryRow(
        key=entry.key,
        name=name_of(section, table),
        kind=kind.title if kind and section == "rule" else None,
        words=_words(section, table),
        cited=tuple(dict.fromkeys(numbers.get(key, key) for key in cited)),
        figures=tuple(say_figure(figure) for figure in strings(table.get("figures"))),
        fault_count=len(faults_at(report.problems, section, entry.place)),
    )


def _words(section: str, table: dict[str, Any]) -> Text | None:
    match section:
        case "rule":
            return describe(table)
        case "clause":
            return text_of(table.get("text"))
        case "reading":
            return text_of(table.get("choice"))
        case "fill":
            told = f"{table.get('rule', '')} · {table.get('term', '')} = {table.get('value', '…')}"
            return Text(told, told)
    return None


def _head_rows(contents: Contents) -> list[tuple[Text, Text]]:
    """Return the head as people read it: every field with what it says, clauses and readings by their numbers and questions."""
    entry = find_entry(contents, HEAD, HEAD)
    head = entry.table if entry else {}
    choices = Choices(contents)
    rows = []
    for field in HEAD_FORM.fields:
        if field.control in {"group", "rows"} or (field.advanced and field.name not in head):
            continue
        value = head.get(field.name, field.default)
        names = dict(choices.offered(field, field.name))
        told = [
            names.get(key, Text(key, key)) for key in (strings(value) or ([value] if isinstance(value, str) else []))
        ]
        said = Text("；".join(one.zh for one in told), "; ".join(one.en for one in told)) if told else text_of(value)
        rows.append((field.label, said))
    return rows
