"""Money (金额) as integer fen (分); a yuan (元) has 100 fen. No floating point anywhere."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

MAX_FEN: Final = 10**15
"""Upper bound of any single amount: ten trillion yuan, far inside a 64-bit integer even when summed."""

_YUAN = re.compile(r"(-?)(\d{1,13})(?:\.(\d{1,2}))?", re.ASCII)


def parse_yuan(text: str) -> int:
    """Return the fen of an amount written in yuan with at most two decimals.

    >>> parse_yuan("1050.5")
    105050
    >>> parse_yuan("1,050")
    Traceback (most recent call last):
    ValueError: expected yuan with at most two decimals such as 1050.00, found '1,050'

    Raises:
        ValueError: the text is no such amount.
    """
    match = _YUAN.fullmatch(text)
    if match is None:
        message = f"expected yuan with at most two decimals such as 1050.00, found {text!r}"
        raise ValueError(message)
    sign, yuan, fen = match.groups()
    amount_fen = int(yuan) * 100 + int((fen or "0").ljust(2, "0"))
    return -amount_fen if sign else amount_fen


@lru_cache(maxsize=4096)
def format_yuan(amount_fen: int) -> str:
    """Write fen as yuan with exactly two decimals and no separators: the form of interchange.

    >>> format_yuan(105050), format_yuan(-5)
    ('1050.50', '-0.05')
    """
    sign = "-" if amount_fen < 0 else ""
    yuan, fen = divmod(abs(amount_fen), 100)
    return f"{sign}{yuan}.{fen:02d}"


def say_yuan(amount_fen: int) -> str:
    """Write fen as people read it: thousands separated, decimals only where there are fen.

    >>> say_yuan(400000), say_yuan(123456)
    ('4,000', '1,234.56')
    """
    sign = "-" if amount_fen < 0 else ""
    yuan, fen = divmod(abs(amount_fen), 100)
    return f"{sign}{yuan:,}.{fen:02d}" if fen else f"{sign}{yuan:,}"
