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
from jineng.policy.examples import check_examples, parse_examples
from jineng.policy.parsing import parse_document
from jineng.policy.plan import compile_plan

if TYPE_CHECKING:
    from jineng.policy.plan import Plan

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


def load_plan(policy_id: str) -> Plan:
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


def load_file(path: Path) -> Plan:
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
    return _compiled(content, examples, path.name)


@cache
def _compiled(content: bytes, examples: bytes | None, name: str) -> Plan:
    document = parse_document(content, name)
    _refuse(check_document(document, name))
    plan = compile_plan(document, hashlib.sha256(content).hexdigest())
    if examples is not None:
        _refuse(check_examples(plan, parse_examples(examples, EXAMPLES_NAME), EXAMPLES_NAME))
    return plan


def _refuse(problems: list[Problem]) -> None:
    if problems:
        raise UnusableError(problems)
