"""The last line of defence before a log: what looks like personal data is hidden, whoever wrote it there.

Code does not log personal data in the first place; this catches messages of libraries and of the database, which quote
what they were given.
"""

from __future__ import annotations

import logging
import re
from typing import Final

HIDDEN: Final = "******"

_NUMBER: Final = re.compile(
    r"""(?<![0-9A-Za-z])(?:
        [1-9]\d{16}[\dXx]             # resident identity number (GB 11643)
      | [1-9]\d{5}[ -]\d{8}[ -]\d{3}[\dXx]  # the same, written in groups
      | (?:\+?86[ -]?)?1[3-9]\d{9}    # mobile phone
      | 1[3-9]\d[ -]\d{4}[ -]\d{4}    # the same, written in groups
      | [1-9]\d{15,18}                # bank card or account
      | [1-9]\d{3}(?:[ -]\d{4}){3}(?:[ -]\d{1,3})?  # the same, written in groups
    )(?![0-9A-Za-z])""",
    re.VERBOSE | re.ASCII,
)
_QUOTED_ROW: Final = re.compile(r"(?m)^(\s*)(DETAIL|CONTEXT|QUERY|LINE \d+):.*$")
"""Lines in which PostgreSQL quotes keys, whole rows, or the text of a statement."""


def redact(text: str) -> str:
    """Hide identity numbers, phones, bank cards, and the lines in which the database quotes rows.

    >>> redact("no such person 11010519491231002X, phone 13800138000")
    'no such person ******, phone ******'
    """
    return _NUMBER.sub(HIDDEN, _QUOTED_ROW.sub(rf"\1\2: {HIDDEN}", text))


class RedactingFormatter(logging.Formatter):
    """Formats a record as usual, its traceback included, and hides what looks like personal data."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the whole entry, redacted."""
        return redact(super().format(record))
