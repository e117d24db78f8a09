"""What every page of a draft begins with: the draft, the revision looked at, what is in it and what is wrong with it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import wraps
from typing import TYPE_CHECKING, ParamSpec

from django.core.exceptions import PermissionDenied
from django.http import Http404

from jineng.domain.drafts.errors import DraftNotFoundError, NotAllowedError
from jineng.domain.drafts.queries import get_contents, get_draft
from jineng.web.answers import actor_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse

    from jineng.domain.drafts.contents import Contents
    from jineng.domain.drafts.queries import DraftView, RevisionRow
    from jineng.platform.identity.models import User

P = ParamSpec("P")


@dataclass(frozen=True, slots=True)
class Opened:
    """A draft as one person has it before them: everything about it, and one of its revisions."""

    actor: User
    view: DraftView
    revision: RevisionRow
    contents: Contents

    @property
    def draft_id(self) -> UUID:
        """Return the draft's public id."""
        return self.view.row.id

    @property
    def is_newest(self) -> bool:
        """Say whether the revision is the newest."""
        return self.revision.number == self.view.row.number


def open_draft(request: HttpRequest, draft_id: UUID, number: int | None = None) -> Opened:
    """Return a draft at a revision, the newest if no number is given.

    Raises:
        DraftNotFoundError: there is no such draft or revision in the person's region.
    """
    actor = actor_of(request)
    view = get_draft(actor, draft_id)
    return Opened(actor, view, *get_contents(actor, draft_id, number))


def found(view: Callable[P, HttpResponse]) -> Callable[P, HttpResponse]:
    """Answer “no such page” for what is not there or belongs to another region, and refuse what is not the person's to do."""

    @wraps(view)
    def answer(*args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        try:
            return view(*args, **kwargs)
        except DraftNotFoundError:
            raise Http404 from None
        except NotAllowedError:
            raise PermissionDenied from None

    return answer


def whole(typed: str | None) -> int | None:
    """Return a number of a revision as an address or a form holds it, or None."""
    return int(typed) if typed and typed.isascii() and typed.isdigit() and len(typed) < 9 else None
