"""A worked example: a situation told as the calculator asks for it, what must come out, and what the draft makes of it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from jineng.domain.drafts.errors import DraftError, SavedMeanwhileError
from jineng.domain.drafts.operations import save_revision
from jineng.domain.drafts.queries import get_contents
from jineng.domain.plans.answers import answers_to, read_answers, situation_of
from jineng.domain.plans.question import UNKNOWN
from jineng.kernel.text import Text
from jineng.policy.forms.entry import to_dict, to_values
from jineng.policy.forms.fields import RuleForm
from jineng.policy.plan import Plan
from jineng.policy.words import ITEMS
from jineng.web.desk import posting
from jineng.web.desk.checking import check_contents, faults_at, name_of
from jineng.web.desk.choices import Choices
from jineng.web.desk.claim_examples import claim_outcome, facts_as_rows, facts_as_table
from jineng.web.desk.entries import (
    EXAMPLE,
    SECTIONS,
    find_entry,
    list_entries,
    new_id,
    records_of,
    with_entry,
    without_entry,
)
from jineng.web.desk.example_rows import outcome_of, situation_in, situation_table
from jineng.web.desk.part_forms import example_fields
from jineng.web.desk.slots import Drawing

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from jineng.domain.drafts.contents import Contents
    from jineng.domain.plans.answers import Answered
    from jineng.policy.plan import AnyPlan
    from jineng.web.desk.entries import Entry, Table
    from jineng.web.desk.opened import Opened
    from jineng.web.desk.slots import Values

_NEEDED: Final = Text("算例中这一项要写明，请选择", "an example has to say this: choose")


def edit_example(request: HttpRequest, opened: Opened, entry: Entry | None) -> HttpResponse:
    """Show the form of a worked example; check, save or delete what was posted."""
    plan = check_contents(opened.contents).plan
    is_claims = records_of(opened.contents) == "claims"
    posted = posting.posted_values(request.POST) if request.method == "POST" else None
    values = posted if posted is not None else _values_of(opened, entry, plan)
    answers = _answers(plan, values) if isinstance(plan, Plan) else []
    table = _table(opened, entry, values, answers, plan)
    contents = with_entry(opened.contents, EXAMPLE, entry.key if entry else None, table)
    pressed = request.POST.get(posting.DO, "")
    refusal = None
    if pressed == "delete" and entry is not None:
        contents = without_entry(opened.contents, EXAMPLE, entry.key)
    if pressed in {"save", "delete"}:
        try:
            saved = save_revision(
                actor=opened.actor,
                at=timezone.now(),
                draft_id=opened.draft_id,
                based_on=opened.revision.number,
                contents=contents,
            )
        except SavedMeanwhileError as error:
            refusal = error.text
            revision, newest = get_contents(opened.actor, opened.draft_id)
            opened = replace(opened, revision=revision, contents=newest)
        except DraftError as error:
            refusal = error.text
        else:
            messages.success(request, gettext("已保存为第 %(number)s 稿。") % {"number": saved.number})
            return redirect(f"{reverse('draft', args=[opened.draft_id])}?part={EXAMPLE}")
    shown = _shown(opened, entry, values, answers, table, contents, plan)
    shown |= {"refusal": refusal, "is_checked": request.method == "POST" or entry is not None, "is_claims": is_claims}
    return render(request, "desk/example_form.html", shown, status=409 if refusal else 200)


def _form(contents: Contents) -> RuleForm:
    """Return the fields that are no questions."""
    return RuleForm("example", None, Text("算例", "Worked example"), Text("", ""), example_fields(records_of(contents)))


def _values_of(opened: Opened, entry: Entry | None, plan: AnyPlan | None) -> Values:
    if entry is None:
        return {}
    if records_of(opened.contents) == "claims":
        return to_values(_form(opened.contents), facts_as_rows(entry.table))
    values = to_values(_form(opened.contents), entry.table)
    situation = situation_in(entry.table.get("situation"))
    if situation is None or not isinstance(plan, Plan) or situation.item not in plan.items:
        return values
    told = answers_to(plan, situation)
    return values | {"item": [situation.item]} | {name: [text] for name, text in told.items()}


def _answers(plan: Plan, values: Values) -> list[Answered]:
    """Return what was answered; a question that the engine cannot do without is a fault while it is open."""
    item = _item(plan, values)
    asked = "hire" if item == "hire_certificate" else item
    answers = read_answers(plan, asked, {name: held[-1] for name, held in values.items() if held})
    return [
        replace(answer, fault=_NEEDED)
        if answer.question.is_tried and answer.question.default == UNKNOWN and answer.is_open and not answer.fault
        else answer
        for answer in answers
    ]


def _item(plan: AnyPlan, values: Values) -> str:
    chosen = (values.get("item") or [""])[-1]
    return chosen if chosen in plan.items else plan.items[0]


def _table(opened: Opened, entry: Entry | None, values: Values, answers: list[Answered], plan: AnyPlan | None) -> Table:
    """Return the example as TOML would hold it; its situation stays as it was while it cannot be told anew."""
    table = to_dict(_form(opened.contents), values)
    table.pop("kind", None)
    posting.fill_english(table)
    if not table.get("id"):
        table = {"id": new_id(opened.contents, EXAMPLE, "example"), **table}
    if records_of(opened.contents) == "claims":
        declared = {
            str(fact.table.get("id")): str(fact.table.get("type")) for fact in list_entries(opened.contents, "fact")
        }
        lines = {"lines": entry.table["lines"]} if entry and "lines" in entry.table else {}
        return facts_as_table(table, declared) | lines
    kept = entry.table.get("situation") if entry else None
    if isinstance(plan, Plan) and answers and not any(answer.fault for answer in answers):
        told = {answer.question.name: answer.value for answer in answers}
        kept = situation_table(situation_of(plan, _item(plan, values), told))
    expect = table.pop("expect", {})
    return {**table, **({"situation": kept} if kept else {}), "expect": expect}


def _shown(
    opened: Opened,
    entry: Entry | None,
    values: Values,
    answers: list[Answered],
    table: Table,
    contents: Contents,
    plan: AnyPlan | None,
) -> dict[str, Any]:
    report = check_contents(contents)
    place = entry.place if entry else len(list_entries(contents, EXAMPLE))
    faults = faults_at((*report.problems, *report.failed_examples), EXAMPLE, place)
    slots = Drawing(values, {}, Choices(opened.contents)).slots(_form(opened.contents).fields)
    key = entry.key if entry and find_entry(opened.contents, EXAMPLE, entry.key) else None
    item = _item(plan, values) if plan is not None and plan.items else ""
    return {
        "draft": opened.view,
        "revision": opened.revision,
        "section": EXAMPLE,
        "section_label": SECTIONS[EXAMPLE],
        "key": key,
        "name": name_of(EXAMPLE, table),
        "plan": plan,
        "items": [(name, ITEMS[name], name == item) for name in plan.items] if plan else [],
        "item": item,
        "answers": answers,
        "head_slots": slots[:-1],
        "expect_slot": slots[-1],
        "fault_slots": ",".join(f"#fault-{answer.question.name}" for answer in answers),
        "faults": [problem.text for problem in faults],
        "outcome": outcome_of(plan, table.get("situation")),
        "claim_outcome": claim_outcome(plan, table),
    }
