from __future__ import annotations

from copy import deepcopy

import pytest

from jineng.domain.drafts.contents import Contents, contents_of_toml
from jineng.domain.drafts.errors import FieldRefusedError, NotReadyError, OwnDraftError, SavedMeanwhileError, SaveMark
from jineng.domain.drafts.rules import (
    check_line,
    check_newest,
    check_original,
    check_ready,
    check_second_person,
    find_problems,
)
from jineng.policy.loader import list_documents

FIRST = SaveMark(1, "兰起草", "2023-01-09 10:00")
SECOND = SaveMark(2, "梁复明", "2023-01-09 10:05")


@pytest.fixture
def shipped() -> Contents:
    path = list_documents()["lanxian-2022"]
    return contents_of_toml(path.read_bytes(), path.with_name("examples.toml").read_bytes())


def test_shipped_document_is_ready_for_its_region_only(shipped: Contents) -> None:
    assert find_problems(shipped, None) == []
    check_ready(1, shipped, "141127", None)
    with pytest.raises(NotReadyError, match=r"revision 1 has 1 problems.*write 140421"):
        check_ready(1, shipped, "140421", None)


def test_problems_say_where(shipped: Contents) -> None:
    content = deepcopy(shipped.content)
    del content["document"]["issuer"]

    (problem,) = find_problems(Contents(content, shipped.examples), None)

    assert (problem.code, problem.place.sheet, problem.place.field) == (
        "missing_field",
        "policy.toml",
        "document.issuer",
    )
    (problem,) = find_problems(Contents(shipped.content, []), None)
    assert (problem.code, problem.place.sheet) == ("list_empty", "examples.toml")


def test_newest_revision_is_worked_from() -> None:
    check_newest("兰起草", SECOND, SECOND)
    with pytest.raises(SavedMeanwhileError, match="worked from revision 1"):
        check_newest("兰起草", FIRST, SECOND)


def test_second_person_is_another() -> None:
    check_second_person(3, "岚审", {1, 2})
    with pytest.raises(OwnDraftError, match="岚审"):
        check_second_person(2, "岚审", {1, 2})


def test_check_line_takes_what_fits() -> None:
    assert check_line("title", "  方案 ", 2, is_needed=True) == "方案"
    assert check_line("note", " ", 2, is_needed=False) == ""


@pytest.mark.parametrize("value", ["", " \n", "三个字", "a\0", "\ud800"])
def test_check_line_refuses(value: str) -> None:
    with pytest.raises(FieldRefusedError) as refusal:
        check_line("title", value, 2, is_needed=True)
    assert refusal.value.field == "title"


def test_check_original() -> None:
    check_original("pdf", 20 * 2**20)
    for form, size_bytes in (("doc", 1), ("pdf", 0), ("pdf", 20 * 2**20 + 1)):
        with pytest.raises(FieldRefusedError):
            check_original(form, size_bytes)
