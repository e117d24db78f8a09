"""Errors for an original that cannot be read."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from jineng.kernel.problems import Place, Problem, UnusableError
from jineng.kernel.text import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


def refuse(code: str, zh: str, en: str) -> UnusableError:
    """Return the error for an original that is refused as a whole."""
    return UnusableError([Problem(code, Place(), Text(zh, en))])


def damaged() -> UnusableError:
    """Return the error for a file whose bytes make no sense."""
    return refuse(
        "damaged",
        "文件已损坏或不完整；请打开后另存再上传，或直接粘贴文字",
        "the file is damaged or incomplete; open it, save it anew and upload it again, or paste the text",
    )


def encrypted() -> UnusableError:
    """Return the error for a file that asks for a password."""
    return refuse(
        "encrypted",
        "文件设有打开密码，无法读取；请去掉密码后另存，或直接粘贴文字",
        "the file is protected by a password and cannot be read; remove the password and save it, or paste the text",
    )


def not_supported(zh: str, en: str) -> UnusableError:
    """Return the error for a kind of file that is not read; the arguments name what was found."""
    return refuse(
        "not_supported",
        f"应为 .docx、带文字的 .pdf 或 .txt 文件，实为{zh}；请另存为其中一种，或直接粘贴文字",
        f"expected a .docx, a .pdf with text or a .txt file, found {en}; save it as one of these, or paste the text",
    )


def too_large(zh: str, en: str) -> UnusableError:
    """Return the error for an original beyond a limit; the arguments say how large it is and what is allowed."""
    return refuse(
        "too_large",
        f"{zh}；请只上传方案本身，或直接粘贴文字",
        f"{en}; upload the plan alone, or paste the text",
    )


@contextmanager
def failing_as(error: Callable[[], UnusableError]) -> Iterator[None]:
    """Turn whatever a reader of foreign bytes raises into ``error``; problems already worded pass through."""
    try:
        yield
    except UnusableError:
        raise
    except Exception as failure:
        raise error() from failure
