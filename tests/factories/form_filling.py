"""A person at a form of the desk: every field by hand, rows added as they are needed, figures of the clause pressed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from jineng.policy.forms.entry import to_values

if TYPE_CHECKING:
    from collections.abc import Mapping

    from playwright.sync_api import Locator, Page

    from jineng.policy.forms.fields import RuleForm

_CHECKED_AFTER_MS = 800
"""The form is checked so long after the last key, and a little more."""

_SHAPES = "-as"
"""Ends of names that no field has: they only keep which of two ways a value is written."""


def fill_in(page: Page, form: RuleForm, table: Mapping[str, Any]) -> int:
    """Fill a form in with what a table says; return how many figures were pressed rather than typed."""
    return sum(
        _fill(page, name, values) for name, values in to_values(form, table).items() if not name.endswith(_SHAPES)
    )


def save(page: Page) -> None:
    """Let the last check come back, press save and wait for the list of what there is."""
    page.keyboard.press("Tab")
    page.wait_for_timeout(_CHECKED_AFTER_MS)
    page.wait_for_selector(".htmx-request", state="detached")
    page.click("button[value=save].btn-primary")
    page.wait_for_selector(".pane-plan .tabs")


def _fill(page: Page, name: str, values: list[str]) -> bool:
    _bring_in_sight(page, name)
    fields = page.locator(f'[name="{name}"]')
    first = fields.first
    kind = first.evaluate("(field) => field.type")
    if kind == "hidden":
        for value in values:
            page.locator(f'input[type=checkbox][name="{name}"][value="{value}"]').check()
    elif kind == "select-one":
        for number, value in enumerate(values):
            fields.nth(number).select_option(value)
    elif kind == "textarea":
        first.fill("\n".join(values))
    else:
        return _press_or_type(page, first, name, values[0])
    return False


def _press_or_type(page: Page, field: Locator, name: str, value: str) -> bool:
    chip = page.locator(f'[data-fill="input-{name}"][data-value="{value}"]')
    if chip.count():
        chip.first.click()
        return True
    field.fill(value)
    return False


def _bring_in_sight(page: Page, name: str) -> None:
    """Open what is folded, and add rows until the field is there."""
    for _ in range(12):
        page.evaluate("document.querySelectorAll('form details').forEach((folded) => { folded.open = true })")
        if page.locator(f'[name="{name}"]').count():
            return
        parts = name.split("-")
        above = ["-".join(parts[:end]) for end in range(len(parts) - 1, 0, -1)]
        button = next(found for part in above if (found := page.locator(f'button[name=_add][value="{part}"]')).count())
        before = page.locator(".row").count()
        button.click()
        page.locator(".row").nth(before).wait_for(state="attached")
    raise AssertionError(f"the form has no field {name}")
