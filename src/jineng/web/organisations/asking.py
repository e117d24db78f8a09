"""What the pages share: who asks, what is not there, and a form page that shows refusals beside their fields."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.shortcuts import redirect, render

from jineng.domain.registry.organisation_errors import FieldRefusedError, OrganisationError, OrganisationNotFoundError
from jineng.web.answers import found_unless
from jineng.web.templatetags.display import language

if TYPE_CHECKING:
    from collections.abc import Callable

    from django import forms
    from django.http import HttpRequest, HttpResponse
    from django.utils.functional import _StrPromise

found = found_unless(OrganisationNotFoundError)


def ask(
    request: HttpRequest,
    form: forms.Form,
    act: Callable[[dict[str, Any]], str],
    *,
    title: str | _StrPromise,
    back: str,
    lead: str | _StrPromise = "",
    label: str | _StrPromise = "",
) -> HttpResponse:
    """Show a form, or do what it asks and go on to the address that ``act`` returns.

    Args:
        request: GET shows, POST acts.
        form: bound to the request where it posts.
        act: does it with the cleaned data, and returns the address to go to.
        title: of the page.
        back: address of the page to return to.
        lead: a sentence below the title.
        label: of the button.
    """
    if request.method == "POST" and form.is_valid():
        try:
            return redirect(act(form.cleaned_data))
        except OrganisationNotFoundError:
            raise
        except FieldRefusedError as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.text.in_(language()))
        except OrganisationError as refusal:
            form.add_error(None, refusal.text.in_(language()))
    values = {"form": form, "title": title, "lead": lead, "label": label, "back": back}
    return render(request, "organisations/form.html", values, status=422 if form.errors else 200)
