"""A file lent in the open is gone afterwards, and never another borrower's."""

from __future__ import annotations

import multiprocessing
import os
import signal
import stat
from typing import TYPE_CHECKING, Any

import pytest

from jineng.platform.files.private import in_private_file

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def files(settings: Any, tmp_path: Path) -> Path:
    settings.FILES_DIR = tmp_path
    return tmp_path


def kept(files: Path) -> list[bytes]:
    """What is readable; a folder left behind by a borrower would show as empty."""
    return [path.read_bytes() if path.is_file() else b"" for path in files.glob("lent/*/*")] or [
        b"" for _ in files.glob("lent/*")
    ]


def test_is_readable_by_its_owner_only_and_gone_afterwards(files: Path) -> None:
    with in_private_file("run-1", b"names") as path:
        assert path.read_bytes() == b"names"
        assert stat.S_IMODE(path.stat().st_mode) == 0o600

    assert kept(files) == []


def test_two_borrowers_do_not_disturb_each_other(files: Path) -> None:
    with in_private_file("run-1", b"first") as first:
        with in_private_file("run-1", b"second") as second:
            assert (first.read_bytes(), second.read_bytes()) == (b"first", b"second")
        assert first.read_bytes() == b"first"

    assert kept(files) == []


def test_next_borrower_removes_what_a_killed_one_left(files: Path) -> None:
    ready = multiprocessing.Event()
    borrower = multiprocessing.get_context("fork").Process(target=_borrow_for_ever, args=(ready,))
    borrower.start()
    assert ready.wait(10)
    os.kill(borrower.pid or 0, signal.SIGKILL)
    borrower.join()
    assert kept(files) == [b"left behind"]

    with in_private_file("run-1", b"again"):
        assert kept(files) == [b"again"]


def _borrow_for_ever(ready: Any) -> None:
    with in_private_file("run-1", b"left behind"):
        ready.set()
        signal.pause()
