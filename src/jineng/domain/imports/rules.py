"""May this happen now? Takes objects and values, asks nothing of the database."""

from __future__ import annotations

from datetime import timedelta
from pathlib import PurePosixPath
from typing import Final

from jineng.domain.imports.errors import UploadRefusedError, WrongStateError
from jineng.domain.imports.states import TRANSITIONS, ImportAction, ImportState
from jineng.kernel.text import Text
from jineng.workbook.registry_forms.forms import FORMS
from jineng.workbook.registry_forms.opening import FORM_LIMITS

SIZE_LIMIT_BYTES: Final = FORM_LIMITS.file_bytes
"""The largest file that is taken."""

KEPT_FOR: Final = timedelta(days=30)
"""How long an upload that nobody confirms is kept before it is wiped."""


def check_file(form: str, filename: str, size_bytes: int) -> None:
    """Refuse what can be told from outside to be no form.

    Raises:
        UploadRefusedError: the form is not known, or the file is no .xlsx file, empty or too large.
    """
    if form not in FORMS:
        raise UploadRefusedError("form", Text("请选择表种", "choose the form"))
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
    """Say that a file is larger than is taken."""
    most = SIZE_LIMIT_BYTES // 2**20
    return Text(f"文件超过 {most} MB；请拆成几个文件", f"the file is larger than {most} MB; split it")


def next_state(state: str, action: ImportAction) -> ImportState:
    """Return what the action makes of the state.

    Raises:
        WrongStateError: the action is not for this state.
    """
    try:
        return TRANSITIONS[ImportState(state), action]
    except KeyError:
        raise WrongStateError(state, action) from None
