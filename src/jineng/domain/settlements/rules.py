"""May this happen now? Takes objects and values, asks nothing of the database."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final

from jineng.domain.settlements.errors import UploadRefusedError, WrongStateError
from jineng.domain.settlements.states import TRANSITIONS, SettlementAction, SettlementState
from jineng.kernel.text import Text
from jineng.workbook.limits import LIMITS

if TYPE_CHECKING:
    from datetime import date

    from jineng.policy.plan import Plan

SIZE_LIMIT_BYTES: Final = LIMITS.file_bytes
"""The largest book that is taken."""

FILENAME_LENGTH_MAX: Final = 120


def check_book(filename: str, size_bytes: int) -> None:
    """Refuse a file that can be told from outside to be no book.

    Raises:
        UploadRefusedError: it is no .xlsx file, empty or too large.
    """
    if PurePosixPath(filename).suffix.lower() != ".xlsx":
        raise UploadRefusedError(
            "book",
            Text(
                "应为 .xlsx 工作簿；请在 Excel 或 WPS 中“另存为”.xlsx 后再上传",
                "expected an .xlsx workbook; use “save as” .xlsx in your spreadsheet program and upload that",
            ),
        )
    if size_bytes == 0:
        raise UploadRefusedError("book", Text("文件是空的；请检查后重新选择", "the file is empty; check it"))
    if size_bytes > SIZE_LIMIT_BYTES:
        raise UploadRefusedError("book", too_large())


def too_large() -> Text:
    """Say that a book is larger than is taken."""
    most = SIZE_LIMIT_BYTES // 2**20
    return Text(
        f"文件超过 {most} MB；请按月或按机构拆成几个工作簿",
        f"the file is larger than {most} MB; split it by month or institution",
    )


def check_as_of(plan: Plan, as_of: date, today: date) -> None:
    """Refuse a day that facts cannot be judged at.

    Raises:
        UploadRefusedError: the day has not come yet, or lies before the plan.
    """
    head = plan.document.head
    if as_of > today:
        raise UploadRefusedError(
            "as_of",
            Text(f"结算日不能晚于今天（{today}）", f"the day cannot be after today ({today}): its facts are not known"),
        )
    if as_of < head.valid_from:
        raise UploadRefusedError(
            "as_of",
            Text(
                f"结算日不能早于方案施行日（{head.valid_from}）",
                f"the day cannot be before the plan's first ({head.valid_from})",
            ),
        )


def next_state(state: str, action: SettlementAction) -> SettlementState:
    """Return what the action makes of the state.

    Raises:
        WrongStateError: the action is not for this state.
    """
    try:
        return TRANSITIONS[SettlementState(state), action]
    except KeyError:
        raise WrongStateError(state, action) from None
