"""What is wrong with a draft, sorted by the part and the field where it can be mended."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext

from jineng.domain.drafts.queries import find_superior
from jineng.kernel.text import Text
from jineng.policy.draft import check
from jineng.policy.forms.fields import form_of, subjects_of
from jineng.policy.forms.kinds import KINDS
from jineng.web.desk.entries import EXAMPLE, HEAD, SECTIONS, list_entries, text_of
from jineng.web.desk.fault_words import said_at_desk
from jineng.web.desk.part_forms import PART_FORMS
from jineng.web.templatetags.display import language

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from jineng.domain.drafts.contents import Contents
    from jineng.policy.draft import DraftProblem, DraftReport


@dataclass(frozen=True, slots=True)
class ProblemRow:
    """A fault as a list shows it: what it concerns, in words, what is wrong, and the form where it is mended."""

    about: str
    text: Text
    url: str
    is_example: bool


def check_contents(contents: Contents) -> DraftReport:
    """Return everything that is wrong with a draft beside its superior's text, and its plan if there is one; approval asks the same."""
    return check(contents.content, contents.examples, superior=find_superior(contents))


def faults_at(problems: Iterable[DraftProblem], section: str, place: int) -> list[DraftProblem]:
    """Return the faults of one part: an entry by its place from 1, or the head."""
    start = (HEAD,) if section == HEAD else (section, place - 1)
    return [problem for problem in problems if problem.path[: len(start)] == start]


def by_field(problems: Iterable[DraftProblem], section: str) -> dict[str, list[Text]]:
    """Return faults of one part by the name of their field in its form; "" for those of the part as a whole."""
    told: dict[str, list[Text]] = {}
    for problem in problems:
        below = problem.path[1:] if section == HEAD else problem.path[2:]
        told.setdefault("-".join(str(step) for step in below), []).append(said_at_desk(problem))
    return told


def problem_rows(draft_id: UUID, contents: Contents, report: DraftReport) -> list[ProblemRow]:
    """Return every fault for a list, with the way to where it is mended; that there is no worked example is one, at the end."""
    rows = [
        _row(draft_id, contents, problem, is_example=is_example)
        for problems, is_example in ((report.problems, False), (report.failed_examples, True))
        for problem in sorted(problems, key=_in_form_order)
    ]
    if not rows and not contents.examples:
        text = Text("至少写一个算例", "write at least one worked example")
        rows.append(
            ProblemRow(str(SECTIONS[EXAMPLE]), text, reverse("draft_add", args=[draft_id, EXAMPLE]), is_example=True)
        )
    return rows


def count_by_section(report: DraftReport) -> dict[str, int]:
    """Return how many faults each section has."""
    counts = dict.fromkeys(SECTIONS, 0)
    for problem in (*report.problems, *report.failed_examples):
        section = str(problem.path[0]) if problem.path else HEAD
        counts[section] = counts.get(section, 0) + 1
    return counts


def _in_form_order(problem: DraftProblem) -> tuple[int, int, int]:
    """Return where a fault stands: the section, the entry, and in a form that is written here the field."""
    section = str(problem.path[0]) if problem.path else HEAD
    sections = list(SECTIONS)
    entry = problem.path[1] if len(problem.path) > 1 and isinstance(problem.path[1], int) else 0
    below = problem.path[1:] if section == HEAD else problem.path[2:]
    names = [field.name for field in PART_FORMS[section].fields] if section in PART_FORMS else []
    place = names.index(str(below[0])) if below and below[0] in names else len(names)
    return (sections.index(section) if section in sections else len(sections), entry, place)


def _row(draft_id: UUID, contents: Contents, problem: DraftProblem, *, is_example: bool) -> ProblemRow:
    section = str(problem.path[0]) if problem.path else HEAD
    if section not in SECTIONS:
        return ProblemRow(
            section, said_at_desk(problem), reverse("draft_entry", args=[draft_id, HEAD, HEAD]), is_example
        )
    if section == HEAD:
        about = f"{SECTIONS[HEAD]}{_field_named(HEAD, {}, problem.path[1:])}"
        return ProblemRow(about, said_at_desk(problem), _url(draft_id, HEAD, HEAD, problem.path[1:]), is_example)
    index = problem.path[1] if len(problem.path) > 1 else None
    entry = next((one for one in list_entries(contents, section) if one.place - 1 == index), None)
    if entry is None:
        about = str(SECTIONS[section])
        return ProblemRow(
            about, said_at_desk(problem), f"{reverse('draft', args=[draft_id])}?part={section}", is_example
        )
    about = gettext("%(section)s“%(name)s”") % {"section": SECTIONS[section], "name": name_of(section, entry.table)}
    about += _field_named(section, entry.table, problem.path[2:])
    return ProblemRow(about, said_at_desk(problem), _url(draft_id, section, entry.key, problem.path[2:]), is_example)


def _field_named(section: str, table: dict[str, object], below: tuple[str | int, ...]) -> str:
    """Return the label of the field that a fault is in, to stand behind what the part is called; "" for the part as a whole."""
    kind, subject = str(table.get("kind")), str(table.get("subject"))
    form = PART_FORMS.get(section)
    if section == "rule" and kind in KINDS:
        known = {*subjects_of(kind, "workbook"), *subjects_of(kind, "claims")}
        form = form_of(kind, "workbook", subject if subject in known else None)
    fields = form.fields if form and below else ()
    return next((f" · {field.label.in_(language())}" for field in fields if field.name == below[0]), "")


def name_of(section: str, table: dict[str, object]) -> Text | str:
    """Return what an entry is called: its title, its question, its number, or its id."""
    if section == "clause":
        return str(table.get("number") or table.get("id") or "–")
    told = text_of(table.get("question" if section == "reading" else "decided" if section == "fill" else "title"))
    return told if told.zh else str(table.get("id") or "–")


def _url(draft_id: UUID, section: str, key: str, below: tuple[str | int, ...]) -> str:
    anchor = f"#field-{'-'.join(str(step) for step in below)}" if below and section != EXAMPLE else ""
    return f"{reverse('draft_entry', args=[draft_id, section, key])}{anchor}"
