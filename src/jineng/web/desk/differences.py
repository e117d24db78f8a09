"""Two texts of a plan compared, in an officer's words: with the document it began from, or with an earlier revision."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from jineng.domain.drafts.differences import compare
from jineng.domain.drafts.queries import find_base, get_contents
from jineng.kernel.problems import UnusableError
from jineng.kernel.text import Text
from jineng.policy.diff import diff
from jineng.policy.document import Document
from jineng.policy.loader import DOCUMENT_NAME
from jineng.policy.parsing import validate
from jineng.web.desk.opened import found, open_draft, whole
from jineng.web.templatetags.display import language

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse

    from jineng.domain.drafts.contents import Contents
    from jineng.web.desk.opened import Opened


@dataclass(frozen=True, slots=True)
class Differences:
    """What changed from ``before`` to ``after``; ``is_raw`` where one of the two is too unfinished to be told in words."""

    before: str
    after: str
    said: tuple[Text, ...]
    is_raw: bool


@require_safe
@never_cache
@found
def show_differences(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Compare a revision with an earlier one, or with the document that the draft began from."""
    opened = open_draft(request, draft_id, whole(request.GET.get("to")))
    number = whole(request.GET.get("with"))
    if number is None:
        differences = differences_from_base(opened)
    else:
        _, before = get_contents(opened.actor, draft_id, number)
        differences = differences_between(before, opened.contents, _label(number), _label(opened.revision.number))
    values = {
        "draft": opened.view,
        "revision": opened.revision,
        "differences": differences,
        "with_number": number,
        "earlier": [row for row in opened.view.revisions[::-1] if row.number != opened.revision.number],
    }
    return render(request, "desk/compare.html", values)


def differences_from_base(opened: Opened) -> Differences | None:
    """Return what changed from the document that the draft began from; None where it began blank, or that is gone."""
    policy_id = opened.view.row.base_policy_id
    base = find_base(opened.actor, policy_id) if policy_id else None
    if base is None:
        return None
    return differences_between(base, opened.contents, policy_id, _label(opened.revision.number))


def differences_between(before: Contents, after: Contents, before_label: str, after_label: str) -> Differences:
    """Return what changed, in words where both are whole documents, else value by value."""
    try:
        old, new = (validate(Document, contents.content, DOCUMENT_NAME) for contents in (before, after))
    except UnusableError:
        return Differences(before_label, after_label, tuple(_raw(before, after)), is_raw=True)
    told = [change.say() for change in diff(old, new)]
    examples = _raw(_only_examples(before), _only_examples(after))
    return Differences(before_label, after_label, (*told, *examples), is_raw=False)


def _only_examples(contents: Contents) -> Contents:
    return type(contents)({}, contents.examples)


def _raw(before: Contents, after: Contents) -> list[Text]:
    said = []
    for change in compare(before, after):
        old, new = _short(change.before), _short(change.after)
        match change.kind:
            case "added":
                said.append(Text(f"新增 {change.path}：{new}", f"new – {change.path}: {new}"))
            case "removed":
                said.append(Text(f"删去 {change.path}：{old}", f"gone – {change.path}: {old}"))
            case "moved":
                said.append(Text(f"{change.path} 的次序变了", f"{change.path}: another order"))
            case _:
                said.append(
                    Text(f"{change.path}：原“{old}”，改为“{new}”", f"{change.path}: was “{old}”, is now “{new}”")
                )
    return said


def _short(value: object) -> str:
    if isinstance(value, dict) and set(value) == {"zh", "en"}:
        value = value["en" if language() == "en" else "zh"]
    text = str(value)
    return text if len(text) <= 120 else f"{text[:120]}…"


def _label(number: int) -> str:
    return gettext("第 %(number)s 稿") % {"number": number}
