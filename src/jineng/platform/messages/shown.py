"""The embedded default of demonstrations: messages are kept in the state folder and shown on a page, sent nowhere."""

from __future__ import annotations

import json
import os
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from jineng.platform.messages.gateways import CodeMessage

KEPT: Final = 20
"""How many messages are kept; older ones go."""


@dataclass(frozen=True, slots=True)
class ShownMessage:
    """A message as the page shows it: the phone masked, the time in seconds since 1970."""

    phone_mask: str
    code: str
    purpose: str
    at_seconds: float


@dataclass(frozen=True, slots=True)
class ShownGateway:
    """Keeps the newest messages as files of mode 0600, where every process of the site finds them."""

    folder: Path

    def send(self, message: CodeMessage) -> None:
        """Keep the message."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        at_seconds = time.time()
        kept = {
            "phone_mask": f"{message.phone[:3]}****{message.phone[-4:]}",
            "code": message.code,
            "purpose": message.purpose,
            "at_seconds": at_seconds,
        }
        path = self.folder / f"{at_seconds:020.6f}-{message.key}.json"
        partial = path.with_suffix(".partial")
        with os.fdopen(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            json.dump(kept, file)
        partial.rename(path)
        for old in sorted(self.folder.glob("*.json"))[:-KEPT]:
            old.unlink(missing_ok=True)

    def shown(self) -> Sequence[ShownMessage]:
        """Return what is kept, newest first."""
        return [
            ShownMessage(**json.loads(path.read_text())) for path in sorted(self.folder.glob("*.json"), reverse=True)
        ]
