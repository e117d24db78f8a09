"""Small documents, good and bad, each bad one with the exact words in which it is refused."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import jineng.policy
from jineng.kernel.problems import UnusableError
from jineng.policy.checks import check_document, periods_overlap
from jineng.policy.checks.width import width_problems
from jineng.policy.delegation import filled
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
    """Every problem of a document: its own, with its superior's text, with the examples beside it, of its overlap with another."""
    try:
        document = parse_document(path.read_bytes(), path.name)
        superior, other = path.with_suffix(".superior.toml"), path.with_suffix(".other.toml")
        above = parse_document(superior.read_bytes(), superior.name) if superior.exists() else None
        problems = check_document(document, path.name, above)
        if problems:
            return problems
        plan = compile_plan(filled(document, above), "0" * 64)
        examples = path.with_suffix(".examples.toml")
        if examples.exists():
            read = parse_examples(examples.read_bytes(), examples.name, document.head.records)
            return check_examples(plan, read, examples.name)
        if other.exists():
            return periods_overlap(
                [(other.name, parse_document(other.read_bytes(), other.name)), (path.name, document)]
            )
        return width_problems(plan, path.name)
    except UnusableError as error:
        return list(error.problems)


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
            case ast.Call(func=ast.Name(id="Problem" | "_unknown" | "fault"), args=[ast.Constant(value=code), *_]):
                yield code
            case ast.keyword(arg="code", value=ast.Constant(value=str(code))):
                yield code
            case ast.Tuple(elts=[ast.Constant(value=str(code)), ast.JoinedStr() | ast.Name(id="where" | "place"), _]):
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


def test_a_county_may_name_the_rules_of_its_superior():
    county, province = (
        (FOLDER / "bad" / f"superior_overridden{end}").read_text(encoding="utf-8")
        for end in (".toml", ".superior.toml")
    )
    limit = 'kind = "limit"\ntargets = ["hourly"]\nn = 1\nper = "person"\nperiod = "life"\n'
    start = county.index('kind = "rate"')
    named = county[:start] + limit + county[start:].split("\n", 6)[1] + '\ncite = ["A"]\n'
    document = parse_document(named.replace('"20 yuan", ', "").encode(), "county.toml")
    above = parse_document(province.encode(), "province.toml")
    assert [problem.code for problem in check_document(document, "county.toml")] == ["unknown_rule"]
    assert check_document(document, "county.toml", above) == []


def test_a_document_without_rules_and_decisions_is_refused():
    text = (FOLDER / "good" / "smallest.toml").read_text(encoding="utf-8")
    document = parse_document(text[: text.index("[[rule]]")].encode(), "empty.toml")
    problems = check_document(document, "empty.toml")
    assert ("missing_field", "rule") in {(problem.code, problem.place.field) for problem in problems}


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


@pytest.mark.parametrize("content", [b"a = " + b"1" * 5000, b"a = " + b"[" * 5000])
def test_toml_that_python_cannot_read_is_refused_as_such(content):
    with pytest.raises(UnusableError) as caught:
        parse_document(content, "deep.toml")
    (problem,) = caught.value.problems
    assert problem.code == "toml_syntax"


@pytest.mark.parametrize(
    ("old", "new", "code", "field"),
    [
        ("valid_to = 2022-12-31", 'valid_to = "2022-12-31"', "wrong_value", "document.valid_to"),
        ("valid_to = 2022-12-31", "valid_to = 1672444800", "wrong_value", "document.valid_to"),
        ('number = "一"', 'number = "一\\u0000"', "text_form", "clause[1].number"),
        ("caps = []", "caps = [800]", "wrong_value", "rule daily.caps[1]"),
        ("caps = []", 'caps = [{ amount = { by = "village" } }]', "value_not_listed", "rule daily.caps[1].amount.by"),
        ("caps = []", "when = { kind = 3 }", "wrong_value", "rule daily.when.kind"),
    ],
)
def test_a_value_of_another_kind_is_refused_at_its_field(old, new, code, field):
    text = (FOLDER / "good" / "smallest.toml").read_text(encoding="utf-8").replace("payee =", "caps = []\npayee =", 1)
    assert old in text
    with pytest.raises(UnusableError) as caught:
        parse_document(text.replace(old, new).encode(), "changed.toml")
    assert [(problem.code, problem.place.field) for problem in caught.value.problems] == [(code, field)]
    assert all("另一种写法" not in problem.text.zh for problem in caught.value.problems)
