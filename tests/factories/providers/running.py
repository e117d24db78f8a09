"""Starting a simulated service as a process, telling it how to behave, and asking what it saw."""

from __future__ import annotations

import json
import subprocess
import sys
import urllib.request
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Service:
    """A running service on this machine; ``address`` has no slash at its end."""

    address: str

    def behave(self, **how: Any) -> None:
        """Tell the service how to answer from now on."""
        body = json.dumps(how).encode()
        with urllib.request.urlopen(f"{self.address}/behave", body, timeout=10) as response:
            response.read()

    def seen(self) -> Any:
        """Return what the service took."""
        with urllib.request.urlopen(f"{self.address}/seen", timeout=10) as response:
            return json.load(response)


@contextmanager
def running(script: str) -> Iterator[Service]:
    """Run a script of this folder; it prints its port when it is ready."""
    process = subprocess.Popen([sys.executable, str(HERE / script)], stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        yield Service(f"http://127.0.0.1:{int(process.stdout.readline())}")
    finally:
        process.terminate()
        process.wait(10)
        if process.stdout is not None:
            process.stdout.close()
