"""Checking a draft: its form, what the checks find in what stands of it, and its worked examples."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from jineng.kernel.problems import Problem, UnusableError
from jineng.policy.checks import check_document
from jineng.policy.checks.width import width_problems
from jineng.policy.delegation import filled
from jineng.policy.document import Document
from jineng.policy.draft.fields import path_in
from jineng.policy.draft.standing import standing
from jineng.policy.draft.values import to_toml_values
from jineng.policy.examples import check_examples, examples_form
from jineng.policy.loader import DOCUMENT_NAME, EXAMPLES_NAME
from jineng.policy.parsing import validate
from jineng.policy.plan import compile_plan
from jineng.policy.writing import write_toml

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from jineng.policy.draft.fields import Path
    from jineng.policy.examples import AnyExamples
    from jineng.policy.plan import AnyPlan


@dataclass(frozen=True, slots=True)
class DraftProblem(Problem):
    """A problem with the path of its field in the draft's content, or in ``{"example": […]}`` for a worked example."""

    path: Path = ()


@dataclass(frozen=True, slots=True)
class DraftReport:
    """What is wrong with a draft.

    ``problems`` of the document and of the form of its examples; ``failed_examples``, those that come out otherwise than they
    promise; ``plan``, compiled, if the document has no fault.
    """

    problems: tuple[DraftProblem, ...]
    failed_examples: tuple[DraftProblem, ...]
    plan: AnyPlan | None

    @property
    def passes(self) -> bool:
        """Tell whether nothing is left to mend."""
        return not self.problems and not self.failed_examples


def check(
    content: Mapping[str, Any],
    examples: Sequence[Mapping[str, Any]],
    name: str = DOCUMENT_NAME,
    superior: Document | None = None,
) -> DraftReport:
    """Check a draft, complete or not; nothing that an officer may have written so far raises.

    Args:
        content: the document's tables as JSON has them (days as "2022-11-30"), or as TOML has them (days as dates).
        examples: its worked examples, likewise.
        name: the file's name, for the places of the problems.
        superior: the text of the superior that the head names by id, if it is there.
    """
    tables = to_toml_values(content)
    document, problems = _document(tables, name, superior)
    found = [*_at_fields(problems, tables)]
    plan = None
    if document is not None and not found:
        text = write_toml(tables).encode("utf-8", "surrogatepass")
        plan = compile_plan(filled(document, superior), hashlib.sha256(text).hexdigest())
        found += _at_fields(width_problems(plan, name), tables)
        plan = None if found else plan
    form = examples_form(_records(tables))
    wrong, failed = _examples(form, to_toml_values({"example": list(examples)}, content), plan)
    return DraftReport((*found, *wrong), tuple(failed), plan)


def _document(tables: dict[str, Any], name: str, superior: Document | None) -> tuple[Document | None, list[Problem]]:
    """Return the document, if it validates, and its faults."""
    try:
        document = validate(Document, tables, name)
    except UnusableError as error:
        problems = list(error.problems)
        stands = standing(tables, [path_in(tables, problem.place.field) for problem in problems], name)
        if stands is not None:
            problems += [fault for fault in check_document(stands.document, name, superior) if stands.concerns(fault)]
        return None, problems
    return document, check_document(document, name, superior)


def _records(tables: Mapping[str, Any]) -> str:
    head = tables.get("document")
    return str(head.get("records")) if isinstance(head, dict) else ""


def _examples(
    form: type[AnyExamples], tables: dict[str, Any], plan: AnyPlan | None
) -> tuple[list[DraftProblem], list[DraftProblem]]:
    """Return the problems of the examples' form, and the examples that fail; one that is half written keeps none from running."""
    wrong: list[DraftProblem] = []
    if not tables["example"]:
        return [], []
    try:
        sound = validate(form, tables, EXAMPLES_NAME)
    except UnusableError as error:
        wrong = _at_fields(error.problems, tables)
        faulty = {problem.path[1] for problem in wrong if len(problem.path) > 1}
        rest = [each for index, each in enumerate(tables["example"]) if index not in faulty]
        try:
            sound = validate(form, {"example": rest}, EXAMPLES_NAME)
        except UnusableError:
            return wrong, []
    if plan is None:
        return wrong, []
    found = _at_fields(check_examples(plan, sound, EXAMPLES_NAME), tables)
    failed = [problem for problem in found if problem.code == "example_failed"]
    return [*wrong, *(problem for problem in found if problem not in failed)], failed


def _at_fields(problems: Iterable[Problem], tables: Mapping[str, Any]) -> list[DraftProblem]:
    return [
        DraftProblem(
            problem.code,
            problem.place,
            problem.text,
            path_in(tables, problem.place.field, last=problem.code == "duplicate_id"),
        )
        for problem in problems
    ]
