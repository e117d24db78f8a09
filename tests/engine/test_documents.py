"""Small documents, good and bad, each bad one with the exact words in which it is refused."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import jineng.policy
from jineng.kernel.problems import UnusableError
from jineng.policy.checks import check_document, periods_overlap
from jineng.policy.examples import check_examples, parse_examples
from jineng.policy.loader import load_file, load_plan
from jineng.policy.parsing import parse_document
from jineng.policy.plan import compile_plan

FOLDER = Path(__file__).parent / "documents"
WITHOUT_FILE = {"unknown_policy", "unreadable"}
"""Codes of what is no file at all; they have tests of their own."""


def documents(kind):
    paths = sorted(path for path in (FOLDER / kind).glob("*.toml") if path.name.count(".") == 1)
    return pytest.mark.parametrize("path", paths, ids=lambda path: path.stem)


def problems_of(path):
    """Every problem of a document, of the examples beside it and of its overlap with another."""
    try:
        document = parse_document(path.read_bytes(), path.name)
        problems = check_document(document, path.name)
        if problems:
            return problems
        examples = path.with_suffix(".examples.toml")
        if examples.exists():
            plan = compile_plan(document, "0" * 64)
            return check_examples(plan, parse_examples(examples.read_bytes(), examples.name), examples.name)
        other = path.with_suffix(".other.toml")
        if other.exists():
            return periods_overlap(
                [(other.name, parse_document(other.read_bytes(), other.name)), (path.name, document)]
            )
    except UnusableError as error:
        return list(error.problems)
    return []


@documents("good")
def test_a_good_document_compiles_and_tells_every_rule_in_both_languages(path):
    assert problems_of(path) == []
    for rule in load_file(path).document.rule:
        told = rule.describe()
        assert told.zh.endswith("。")
        assert told.en.endswith(".")


@documents("bad")
def test_a_bad_document_is_refused_in_exact_words(path):
    problems = problems_of(path)
    said = [f"{problem.code}\n  {problem.say('zh')}\n  {problem.say('en')}\n" for problem in problems]
    assert "".join(said) == path.with_suffix(".expected").read_text(encoding="utf-8")
    assert path.stem in {problem.code for problem in problems}


def codes_in(source):
    """The codes of problems that a module can report."""
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Call(func=ast.Name(id="Problem" | "_unknown"), args=[ast.Constant(value=code), *_]):
                yield code
            case ast.Yield(value=ast.Tuple(elts=[ast.Constant(value=code), _, _])):
                yield code
            case ast.AnnAssign(target=ast.Name(id="_CODES"), value=ast.Dict(values=values)):
                yield from (value.value for value in values)
            case ast.Call(func=ast.Attribute(value=ast.Name(id="_CODES")), args=[_, ast.Constant(value=code)]):
                yield code


def test_every_code_has_a_document():
    sources = Path(jineng.policy.__file__).parent.rglob("*.py")
    codes = {code for path in sources for code in codes_in(path.read_text(encoding="utf-8"))}
    files = {path.stem for path in (FOLDER / "bad").glob("*.toml") if path.name.count(".") == 1}
    assert codes == files | WITHOUT_FILE


def test_every_bad_document_is_good_but_for_its_fault():
    """A file with several faults would show little; a plan without rates can have no release either."""
    twice = {}
    for path in (FOLDER / "bad").glob("*.expected"):
        codes = [line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith(" ")]
        if codes != [path.stem]:
            twice[path.stem] = codes
    assert twice == {"rate_missing": ["rate_missing", "release_missing"]}


def test_a_plan_that_is_not_there_is_refused_with_those_that_are():
    with pytest.raises(UnusableError) as caught:
        load_plan("nowhere-1999")
    (problem,) = caught.value.problems
    assert problem.code == "unknown_policy"
    assert problem.say("zh").startswith("没有编号为“nowhere-1999”的方案；现有：")
    assert "lanxian-2022" in problem.say("en")


def test_a_file_that_cannot_be_read_is_refused_by_name(tmp_path):
    with pytest.raises(UnusableError) as caught:
        load_file(tmp_path / "missing.toml")
    (problem,) = caught.value.problems
    assert (problem.code, problem.place.sheet) == ("unreadable", "missing.toml")
