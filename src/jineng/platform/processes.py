"""What the operating system is asked to do with our processes."""

from __future__ import annotations

import ctypes
import os
import sys
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import signal

_PR_SET_PDEATHSIG: Final = 1


def end_with_parent(number: signal.Signals) -> None:
    """Have the kernel send this process a signal when its parent is gone, even by kill -9; only Linux can.

    A parent that was gone before is not heard of any more, so the process then signals itself.
    """
    if sys.platform != "linux":
        return
    parent = os.getppid()
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, number)
    if os.getppid() != parent:
        os.kill(os.getpid(), number)
