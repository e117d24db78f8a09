"""May this happen now? Takes objects and values, asks nothing of the database."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from jineng.domain.drafts.contents import is_storable
from jineng.domain.drafts.errors import (
    FieldRefusedError,
    NotReadyError,
    OwnDraftError,
    SavedMeanwhileError,
    WrongStateError,
)
from jineng.domain.drafts.states import ACTION_LABELS, LABELS, TRANSITIONS, DraftAction, DraftState
from jineng.kernel.problems import Place, Problem
from jineng.kernel.text import Text
from jineng.policy.draft import check
from jineng.policy.loader import DOCUMENT_NAME, EXAMPLES_NAME

if TYPE_CHECKING:
    from collections.abc import Collection

    from jineng.domain.drafts.contents import Contents
    from jineng.domain.drafts.errors import SaveMark
    from jineng.policy.document import Document

TITLE_LENGTH_MAX: Final = 200
NOTE_LENGTH_MAX: Final = 4000
FILENAME_LENGTH_MAX: Final = 120
POLICY_ID_LENGTH_MAX: Final = 80

ORIGINAL_FORMS: Final = ("docx", "pdf", "txt", "pasted")

ORIGINAL_BYTES_MAX: Final = 20 * 2**20
"""The largest original (原件) that is taken."""


def next_state(state: str, action: DraftAction) -> DraftState:
    """Return what the action makes of the state.

    Raises:
        WrongStateError: the action is not for this state.
    """
    try:
        return TRANSITIONS[DraftState(state), action]
    except KeyError:
        raise WrongStateError(LABELS[DraftState(state)], ACTION_LABELS[action]) from None


def check_newest(name: str, worked_from: SaveMark, newest: SaveMark) -> None:
    """Refuse work on a revision that somebody has saved over.

    Raises:
        SavedMeanwhileError: with both editors and their times.
    """
    if worked_from.number != newest.number:
        raise SavedMeanwhileError(name, worked_from, newest)


def check_second_person(actor_key: int, name: str, maker_keys: Collection[int]) -> None:
    """Refuse whoever started or edited a draft, or attached its original, as its approver.

    Raises:
        OwnDraftError: the person is one of the makers.
    """
    if actor_key in maker_keys:
        raise OwnDraftError(name)


def check_ready(number: int, contents: Contents, region_code: str, superior: Document | None) -> None:
    """Refuse a revision that has faults beside its superior's text, whose worked examples fail or that is of another region.

    Raises:
        NotReadyError: with every problem.
    """
    problems = find_problems(contents, superior) or _other_region(contents, region_code)
    if problems:
        raise NotReadyError(number, problems)


def find_problems(contents: Contents, superior: Document | None) -> list[Problem]:
    """Return every fault of a document and its worked examples as the engine finds them; at least one example is needed.

    Args:
        contents: the revision.
        superior: the text of the document whose open terms it fills (上位依据), as ``queries.find_superior`` returns it.
    """
    report = check(contents.content, contents.examples, superior=superior)
    found: list[Problem] = [*report.problems, *report.failed_examples]
    if not found and not contents.examples:
        text = Text("至少写一个算例", "write at least one worked example")
        found.append(Problem("list_empty", Place(sheet=EXAMPLES_NAME, field="example"), text))
    return found


def check_line(field: str, value: str, length_max: int, *, is_needed: bool) -> str:
    """Return a text that a person typed, without blanks around it.

    Raises:
        FieldRefusedError: it is missing though needed, too long, or holds a character that the database cannot.
    """
    line = value.strip()
    if is_needed and not line:
        raise FieldRefusedError(field, Text("不能为空，请填写", "this cannot be empty: fill it in"))
    if len(line) > length_max:
        raise FieldRefusedError(
            field,
            Text(
                f"最多 {length_max} 字，现有 {len(line)} 字；请缩短",
                f"{length_max} characters at most, found {len(line)}: shorten it",
            ),
        )
    if not is_storable(line):
        raise FieldRefusedError(
            field, Text("含有不能保存的字符，请重新输入", "holds a character that cannot be kept: type it again")
        )
    return line


def check_original(form: str, size_bytes: int) -> None:
    """Refuse an original of a form that is not read, or of a size that is not taken.

    Raises:
        FieldRefusedError: it is empty, too large or of another form.
    """
    if form not in ORIGINAL_FORMS:
        known = Text("、".join(ORIGINAL_FORMS), ", ".join(ORIGINAL_FORMS))
        text = Text(f"应为 {known.zh} 之一；收到 {form}", f"expected one of {known.en}; found {form}")
        raise FieldRefusedError("form", text)
    if size_bytes == 0:
        raise FieldRefusedError(
            "original", Text("文件是空的；请检查后重新选择", "the file is empty; check it and choose again")
        )
    if size_bytes > ORIGINAL_BYTES_MAX:
        most = ORIGINAL_BYTES_MAX // 2**20
        raise FieldRefusedError(
            "original",
            Text(f"文件超过 {most} MB；请改为粘贴正文", f"the file is larger than {most} MB; paste the text instead"),
        )


def _other_region(contents: Contents, region_code: str) -> list[Problem]:
    found = contents.content["document"]["region_code"]
    if found == region_code:
        return []
    text = Text(
        f"草稿属于行政区划 {region_code}，方案写的是 {found}；请改为 {region_code}，或由该地区起草",
        f"the draft is of region {region_code}, the document says {found}: write {region_code}, or let that region draft it",
    )
    return [Problem("region_differs", Place(sheet=DOCUMENT_NAME, field="document.region_code"), text)]
