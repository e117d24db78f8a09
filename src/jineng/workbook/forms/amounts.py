"""Amounts as official forms write them: in figures and in Chinese capitals (大写金额)."""

from __future__ import annotations

from typing import Final

from jineng.kernel.money import MAX_FEN

_DIGITS: Final = "零壹贰叁肆伍陆柒捌玖"
_SMALL_UNITS: Final = ((1000, "仟"), (100, "佰"), (10, "拾"))
_LARGE_UNITS: Final = ((10**8, "亿"), (10**4, "万"))


def figures(amount_fen: int) -> str:
    """Write fen as yuan with thousands separated and always two decimals.

    >>> figures(123456789), figures(-5)
    ('1,234,567.89', '-0.05')
    """
    yuan, fen = divmod(abs(amount_fen), 100)
    return f"{'-' if amount_fen < 0 else ''}{yuan:,}.{fen:02d}"


def capitals(amount_fen: int) -> str:
    """Write fen in Chinese capitals, as vouchers demand so that a figure can't be altered.

    Follows 《正确填写票据和凭据的基本规定》 (支付结算办法附一) and the forms of its examples: 整 after yuan and
    none after 角 or 分; one 零 for zeros inside; 零 between 元 and 角 where the yuan end in 0.

    >>> capitals(10000), capitals(140950), capitals(10700053)
    ('壹佰元整', '壹仟肆佰零玖元伍角', '壹拾万柒仟元零伍角叁分')

    Raises:
        ValueError: the amount is negative or beyond ``MAX_FEN``.
    """
    if not 0 <= amount_fen <= MAX_FEN:
        message = f"expected from 0 to {MAX_FEN} fen to write in capitals, found {amount_fen}"
        raise ValueError(message)
    yuan, fen = divmod(amount_fen, 100)
    jiao, fen = divmod(fen, 10)
    whole = f"{_whole(yuan)}元" if yuan else ""
    if not jiao and not fen:
        return f"{whole or '零元'}整"
    zero = "零" if yuan and (jiao == 0 or yuan % 10 == 0) else ""
    return whole + zero + (f"{_DIGITS[jiao]}角" if jiao else "") + (f"{_DIGITS[fen]}分" if fen else "")


def _whole(number: int) -> str:
    """Write a positive whole number; 万 and 亿 take a number before them that is written the same way."""
    for unit, name in _LARGE_UNITS:
        if number >= unit:
            head, rest = divmod(number, unit)
            return _whole(head) + name + _rest(rest, unit)
    for unit, name in _SMALL_UNITS:
        if number >= unit:
            head, rest = divmod(number, unit)
            return _DIGITS[head] + name + _rest(rest, unit)
    return _DIGITS[number]


def _rest(rest: int, unit: int) -> str:
    """Write what follows ``unit``: nothing for 0, with 零 before it when its highest place stays empty."""
    if rest == 0:
        return ""
    return ("零" if rest < unit // 10 else "") + _whole(rest)
