"""What is kept sealed of a line: the person, the line of the contract and the steps of its explanation."""

from __future__ import annotations

import json
from typing import Any, Final, NamedTuple

from django.conf import settings

from jineng.platform.blind_index import blind_index

LINE_CONTEXT: Final = "settlement/{settlement_id}/{ordinal}"
"""The place of a sealed line, by its row's columns."""

PERSON_PURPOSE: Final = "settlements.person_id"
"""Keeps the index of a line's person apart from all others."""


class SealedLine(NamedTuple):
    """A line as it was judged, with everything that is not for lists."""

    line: dict[str, Any]
    """The line of the contract (``settlement.lines[n]``)."""
    name: str
    certificate: str
    """Number of the earliest certificate that the person earned in the class, or ""."""
    steps: list[list[Any]]
    """The steps of ``one`` (code, rule id, values; days as ISO dates), to be said in either language."""


def seal_line(kept: SealedLine, settlement_key: int, ordinal: int) -> bytes:
    """Encrypt a line for its place; moved to another settlement or number it does not open."""
    text = json.dumps(kept, ensure_ascii=False, separators=(",", ":"), default=str)
    return settings.KEY_RING.seal(text.encode(), _context(settlement_key, ordinal))


def open_line(sealed: bytes | memoryview, settlement_key: int, ordinal: int) -> SealedLine:
    """Decrypt a line.

    Raises:
        SealError: it was changed or moved, or its key is not on the ring.
    """
    return SealedLine(*json.loads(settings.KEY_RING.open(bytes(sealed), _context(settlement_key, ordinal))))


def index_of_person(person_id: str) -> str:
    """Return the blind index of an identity number."""
    return blind_index(settings.KEY_RING, PERSON_PURPOSE, person_id)


def _context(settlement_key: int, ordinal: int) -> bytes:
    return LINE_CONTEXT.format(settlement_id=settlement_key, ordinal=ordinal).encode()
