"""Filters: numbers, money, rates and dates as people of each language read them."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from django import template
from django.utils import timezone, translation

from jineng.kernel.money import parse_yuan, say_yuan

if TYPE_CHECKING:
    from jineng.kernel.text import Language, Text

register = template.Library()

_MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def language() -> Language:
    """Return the language that the page is being written in."""
    return "en" if (translation.get_language() or "").startswith("en") else "zh"


@register.filter
def number(value: int) -> str:
    """Write a whole number with thousands separators: 12,345."""
    return f"{value:,}"


@register.filter
def money(amount_fen: int) -> str:
    """Write fen as money: 1,050.50 元, or ¥1,050.50 in English."""
    said = say_yuan(amount_fen)
    if language() == "zh":
        return f"{said} 元"
    return f"-¥{said[1:]}" if said.startswith("-") else f"¥{said}"


@register.filter
def yuan(text: str) -> str:
    """Write an amount that stands as text in yuan ("1050.50", as in results) as money."""
    return money(parse_yuan(text))


@register.filter
def rate(text: str) -> str:
    """Write a ratio that stands as text ("0.8333", as in results) in per cent: 83.33%."""
    percent = f"{Decimal(text) * 100:.2f}".rstrip("0").rstrip(".")
    return f"{percent}%"


@register.filter
def day(value: date | str) -> str:
    """Write a date: 2022年6月25日, or 25 Jun 2022 in English. Text is taken as an ISO date."""
    on = date.fromisoformat(value) if isinstance(value, str) else value
    if isinstance(on, datetime):
        on = timezone.localtime(on).date()
    if language() == "zh":
        return f"{on.year}年{on.month}月{on.day}日"
    return f"{on.day} {_MONTHS[on.month - 1]} {on.year}"


@register.filter
def moment(at: datetime) -> str:
    """Write an instant to the minute, in the time of China."""
    return f"{day(at)} {timezone.localtime(at):%H:%M}"


@register.filter
def said(text: Text) -> str:
    """Write a two-language text in the page's language."""
    return text.in_(language())


@register.filter
def file_size(size_bytes: int) -> str:
    """Write a size as people compare them: 1.4 MB."""
    if size_bytes < 1024 * 1024:
        return f"{max(size_bytes, 1) / 1024:.1f} KB"
    return f"{size_bytes / 1024 / 1024:.1f} MB"
