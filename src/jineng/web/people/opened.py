"""What the pages about people share: who asks, what is not there, what was refused."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from jineng.domain.registry.people_errors import (
    AlreadyRegisteredError,
    ChangedMeanwhileError,
    PersonNotFoundError,
    PersonRefusedError,
    StepRefusedError,
)
from jineng.platform.identity.errors import TooManyError
from jineng.web.answers import found_unless
from jineng.web.templatetags.display import language

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django import forms

found = found_unless(PersonNotFoundError)


@contextmanager
def said_in(form: forms.Form) -> Iterator[None]:
    """Say in the form what an operation refuses in the block, beside the fields that it concerns."""
    try:
        yield
    except PersonRefusedError as refusal:
        for fault in refusal.faults:
            form.add_error(fault.field if fault.field in form.fields else None, fault.text.in_(language()))
    except StepRefusedError as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, refusal.text.in_(language()))
    except (AlreadyRegisteredError, ChangedMeanwhileError, TooManyError) as refusal:
        form.add_error(None, refusal.text.in_(language()))
