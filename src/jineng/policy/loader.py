"""Reading policy documents from disk: the engine's only I/O."""

from __future__ import annotations

import hashlib
import os
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from jineng.kernel.problems import Place, Problem, UnusableError
from jineng.kernel.text import Text
from jineng.policy.checks import check_document, periods_overlap
from jineng.policy.checks.width import width_problems
from jineng.policy.delegation import filled
from jineng.policy.examples import check_examples, parse_examples
from jineng.policy.parsing import parse_document
from jineng.policy.plan import compile_plan

if TYPE_CHECKING:
    from jineng.policy.document import Document
    from jineng.policy.plan import AnyPlan

_SOURCE_TREE: Final = Path(__file__).parents[3] / "policies"
DOCUMENT_NAME: Final = "policy.toml"
EXAMPLES_NAME: Final = "examples.toml"


def policies_folder() -> Path:
    """Return the folder of documents: $JINENG_POLICIES, else the shipped ones, ``<region>/<id>/policy.toml``."""
    chosen = os.environ.get("JINENG_POLICIES")
    return Path(chosen) if chosen else _SOURCE_TREE


def list_documents() -> dict[str, Path]:
    """Return the file of every document in the folder, by id, sorted by id."""
    return {
        path.parent.name: path
        for path in sorted(policies_folder().glob(f"*/*/{DOCUMENT_NAME}"), key=lambda path: path.parent.name)
    }


def load_plan(policy_id: str) -> AnyPlan:
    """Load, check and compile a document by its id.

    Raises:
        UnusableError: there is no such document, or it has faults.
    """
    documents = list_documents()
    if policy_id not in documents:
        known = "、".join(documents)
        text = Text(
            f"没有编号为“{policy_id}”的方案；现有：{known}",
            f"there is no plan {policy_id!r}; known: {', '.join(documents)}",
        )
        raise UnusableError([Problem("unknown_policy", Place(), text)])
    return load_file(documents[policy_id])


def check_beside(path: Path) -> list[Problem]:
    """Return a fault for every shipped document of the same region and id whose period in force overlaps this file's.

    Raises:
        UnusableError: one of the documents cannot be read.
    """
    others = [
        (other.parent.name, load_file(other).document)
        for other in list_documents().values()
        if not other.samefile(path)
    ]
    siblings = [
        (other.name, load_file(other).document)
        for other in sorted(path.parent.glob("*.toml"))
        if _is_version(other, path)
    ]
    mine = load_file(path).document
    return [
        problem
        for problem in periods_overlap([*others, *siblings, (path.name, mine)])
        if problem.place.sheet == path.name
    ]


def _is_version(other: Path, path: Path) -> bool:
    """Another version of the document lies beside it; examples do too, and are none."""
    return other.name not in {path.name, EXAMPLES_NAME} and not other.samefile(path)


def load_file(path: Path) -> AnyPlan:
    """Load, check and compile one document file, with the worked examples beside it.

    Raises:
        UnusableError: with every fault found, by rule and field.
    """
    try:
        content = path.read_bytes()
        examples_path = path.with_name(EXAMPLES_NAME)
        examples = examples_path.read_bytes() if examples_path.is_file() else None
    except OSError as error:
        text = Text(f"无法读取：{error.strerror}", f"cannot be read: {error.strerror}")
        raise UnusableError([Problem("unreadable", Place(sheet=path.name), text)]) from error
    return _compiled(content, examples, path.name, _superior_of(content, path))


def _superior_of(content: bytes, path: Path) -> bytes | None:
    """Return the text of the superior whose open terms a document fills, if the head names one that is in the folder."""
    document = _parsed(content, path.name)
    named = [superior.id for superior in document.head.superior if superior.id is not None]
    known = list_documents() if named else {}
    found = next((known[name] for name in named if name in known and not known[name].samefile(path)), None)
    return None if found is None else found.read_bytes()


@cache
def _parsed(content: bytes, name: str) -> Document:
    return parse_document(content, name)


@cache
def _compiled(content: bytes, examples: bytes | None, name: str, superior: bytes | None) -> AnyPlan:
    document = _parsed(content, name)
    above = None if superior is None else _parsed(superior, DOCUMENT_NAME)
    _refuse(check_document(document, name, above))
    document = filled(document, above)
    plan = compile_plan(document, hashlib.sha256(content + (superior or b"")).hexdigest())
    _refuse(width_problems(plan, name))
    if examples is not None:
        _refuse(check_examples(plan, parse_examples(examples, EXAMPLES_NAME, document.head.records), EXAMPLES_NAME))
    return plan


def _refuse(problems: list[Problem]) -> None:
    if problems:
        raise UnusableError(problems)
