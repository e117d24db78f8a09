"""One fault of a document: a stable code, where it stands in the document, and what to change."""

from __future__ import annotations

from typing import NamedTuple

from jineng.kernel.text import Text


class Fault(NamedTuple):
    """A fault whose file is not known yet: ``where`` is the path of the value, such as "rule daily.tiers[2]"."""

    code: str
    where: str
    text: Text


def fault(code: str, where: str, zh: str, en: str) -> Fault:
    """Return a fault said in both languages."""
    return Fault(code, where, Text(zh, en))
