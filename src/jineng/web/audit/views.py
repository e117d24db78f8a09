"""The auditor's log, its export, and the published roots."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Final

from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from jineng.platform.audit.operations import note_look_at_record
from jineng.platform.audit.queries import every_event, every_root, list_events, list_roots
from jineng.platform.identity.models import User
from jineng.platform.identity.queries import accounts_seen_by
from jineng.web.audit.forms import LogForm
from jineng.web.audit.words import ACTIONS, KINDS, word_for
from jineng.web.templatetags.display import language

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.http import HttpRequest

    from jineng.platform.audit.models import AuditEvent
    from jineng.platform.audit.queries import EventFilter

PER_PAGE: Final = 30
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


@require_safe
@never_cache
def show_log(request: HttpRequest) -> HttpResponse:
    """Show the log of the auditor's region. That it was looked at is written down too."""
    actor = _auditor(request)
    form = LogForm(request.GET, accounts=accounts_seen_by(actor))
    chosen = form.chosen()
    before = _number(request.GET.get("before", ""))
    events = list_events(chosen, before=before, limit=PER_PAGE + 1)
    note_look_at_record(actor=actor, at=timezone.now(), is_export=False, asked=form.told())
    address = request.GET.copy()
    address.pop("before", None)
    values = {
        "form": form,
        "rows": [_row(event) for event in events[:PER_PAGE]],
        "older": events[PER_PAGE - 1].pk if len(events) > PER_PAGE else None,
        "is_later_page": before is not None,
        "address": address.urlencode(),
    }
    return render(request, "audit/log.html", values)


@require_POST
@never_cache
def export_log(request: HttpRequest) -> StreamingHttpResponse:
    """Hand out what the log was narrowed to as a table; a POST, since it takes the record out."""
    actor = _auditor(request)
    form = LogForm(request.POST, accounts=accounts_seen_by(actor))
    chosen = form.chosen()
    note_look_at_record(actor=actor, at=timezone.now(), is_export=True, asked=form.told())
    response = StreamingHttpResponse(_csv(chosen), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="audit.csv"'
    return response


@require_safe
def show_roots(request: HttpRequest) -> HttpResponse:
    """Show the newest roots to everybody: whoever keeps one can show later that nothing before it was changed."""
    before = _number(request.GET.get("before", ""))
    roots = list_roots(before=before, limit=PER_PAGE + 1)
    values = {
        "roots": roots[:PER_PAGE],
        "older": roots[PER_PAGE - 1].number if len(roots) > PER_PAGE else None,
        "is_later_page": before is not None,
    }
    return render(request, "audit/roots.html", values)


@require_safe
def download_roots(request: HttpRequest) -> StreamingHttpResponse:  # noqa: ARG001 -- a page like any
    """Hand out all roots as text, as ``jineng verify --against`` takes it."""
    response = StreamingHttpResponse(
        (f"{root.line()}\n" for root in every_root()), content_type="text/plain; charset=utf-8"
    )
    response.headers["Content-Disposition"] = 'attachment; filename="audit-roots.txt"'
    return response


def _auditor(request: HttpRequest) -> User:
    if not isinstance(request.user, User):
        raise TypeError(f"expected an account, found {type(request.user).__name__}")
    return request.user


def _number(typed: str) -> int | None:
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 19 else None


def _row(event: AuditEvent) -> dict[str, object]:
    before, after = event.detail.get("before"), event.detail.get("after")
    changes = (
        [(name, _said(before, name), _said(after, name)) for name in sorted({*(before or {}), *(after or {})})]
        if isinstance(before, dict) or isinstance(after, dict)
        else [(name, "", _said(event.detail, name)) for name in sorted(event.detail)]
    )
    return {
        "event": event,
        "action": word_for(ACTIONS, event.action),
        "kind": word_for(KINDS, event.subject_kind),
        "changes": changes,
        "has_before": isinstance(before, dict),
    }


def _said(values: object, name: str) -> str:
    if not isinstance(values, dict) or values.get(name) is None:
        return ""
    value = values[name]
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _csv(chosen: EventFilter) -> Iterator[bytes]:
    yield "\ufeff".encode()
    yield _line(
        [
            gettext(name)
            for name in ("编号", "时间", "账号", "姓名", "操作", "对象", "对象编号", "行政区划代码", "原因", "内容")
        ]
    )
    for event in every_event(chosen):
        yield _line(
            [
                *(event.pk, timezone.localtime(event.at).isoformat(), event.actor_key or "", event.actor_name),
                word_for(ACTIONS, event.action).in_(language()),
                word_for(KINDS, event.subject_kind).in_(language()),
                *(event.subject_key, event.region_code, event.reason, json.dumps(event.detail, ensure_ascii=False)),
            ]
        )


def _line(cells: list[object]) -> bytes:
    """Return a line of the table in which no cell is taken for a formula."""
    file = io.StringIO()
    said = (f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell for cell in cells)
    csv.writer(file).writerow(said)
    return file.getvalue().encode()
