"""The parts that pages are made of. ``templates/components/README.md`` shows how each is used."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

if TYPE_CHECKING:
    from django.core.paginator import Page
    from django.template import RequestContext

register = template.Library()

TONES: Final = ("neutral", "info", "good", "waiting", "bad")
"""What a badge or an alert may mean; each has its own sign, so that colour never speaks alone."""


def _toned(tone: str) -> str:
    if tone not in TONES:
        raise template.TemplateSyntaxError(f"expected a tone of {', '.join(TONES)}, found {tone!r}")
    return tone


def _draw(component: str, /, **values: object) -> SafeString:
    return mark_safe(render_to_string(f"components/{component}.html", values))  # noqa: S308 -- the template escapes


@register.simple_block_tag
def page_header(content: str, title: str, lead: str = "") -> SafeString:
    """Draw the heading of a page; the block holds its buttons, and may be empty."""
    return _draw("page_header", title=title, lead=lead, actions=mark_safe(content.strip()))  # noqa: S308 -- a template wrote it


@register.simple_block_tag
def card(content: str, title: str = "", lead: str = "") -> SafeString:
    """Draw a section on a sheet of its own."""
    return _draw("card", title=title, lead=lead, content=content)


@register.simple_block_tag
def alert(content: str, tone: str = "info", title: str = "") -> SafeString:
    """Draw a message that should not be missed; a bad one is read out at once."""
    return _draw("alert", tone=_toned(tone), title=title, content=content)


@register.simple_block_tag
def disclosure(content: str, summary: str, is_open: bool = False) -> SafeString:  # noqa: FBT001, FBT002 -- a template's argument
    """Draw a line that opens to more; works without scripts."""
    return _draw("disclosure", summary=summary, is_open=is_open, content=content)


@register.simple_block_tag
def table(content: str, caption: str, show_caption: bool = False) -> SafeString:  # noqa: FBT001, FBT002 -- a template's argument
    """Draw a table that becomes cards on phones; give each ``td`` its heading as ``data-label``."""
    return _draw("table", caption=caption, show_caption=show_caption, content=content)


@register.simple_block_tag
def empty_state(content: str, title: str) -> SafeString:
    """Say that there is nothing yet; the block says what to do about it."""
    return _draw("empty_state", title=title, content=content)


@register.simple_tag
def stat(label: str, value: object, note: str = "") -> SafeString:
    """Draw one figure under its label."""
    return _draw("stat", label=label, value=value, note=note)


@register.simple_tag
def status_badge(label: str, tone: str = "neutral") -> SafeString:
    """Draw a state in a word."""
    return _draw("status_badge", label=label, tone=_toned(tone))


@register.simple_tag
def progress_bar(label: str, done: int, total: int) -> SafeString:
    """Draw how far long work is; a total of 0 means that nobody knows yet."""
    percent = done * 100 // total if total else None
    return _draw("progress_bar", label=label, done=done, total=total, percent=percent)


@register.simple_tag
def file_drop(name: str, label: str, accept: str = "", help_text: str = "", error: str = "") -> SafeString:
    """Draw a place to drop or choose a file; a plain file input where scripts do not run."""
    return _draw("file_drop", name=name, label=label, accept=accept, help_text=help_text, error=error)


@register.inclusion_tag("components/pagination.html", takes_context=True)
def pagination(context: RequestContext, page: Page[object]) -> dict[str, object]:  # noqa: ARG001 -- for its address
    """Draw the way through the pages of a list, keeping the filters of the address."""
    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    return {"page": page, "numbers": numbers, "ellipsis": page.paginator.ELLIPSIS}
