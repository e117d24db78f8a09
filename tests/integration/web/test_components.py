"""Values and components as pages show them."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.paginator import Page, Paginator
from django.template import Context, RequestContext, Template, TemplateSyntaxError
from django.test import RequestFactory
from django.utils import translation

from jineng.kernel.text import Text


def _write(source: str, language: str = "zh-hans", **values: object) -> str:
    with translation.override(language):
        return Template(source).render(Context(values)).strip()


@pytest.mark.parametrize(
    ("source", "value", "zh", "en"),
    [
        ("{{ v|money }}", 105050, "1,050.50 元", "¥1,050.50"),
        ("{{ v|money }}", -400000, "-4,000 元", "-¥4,000"),
        ("{{ v|money }}", 0, "0 元", "¥0"),
        ("{{ v|yuan }}", "1234567.00", "1,234,567 元", "¥1,234,567"),
        ("{{ v|number }}", 60000, "60,000", "60,000"),
        ("{{ v|rate }}", "0.8333", "83.33%", "83.33%"),
        ("{{ v|rate }}", "1.0000", "100%", "100%"),
        ("{{ v|rate }}", "0.8000", "80%", "80%"),
        ("{{ v|day }}", date(2022, 6, 5), "2022年6月5日", "5 Jun 2022"),
        ("{{ v|day }}", "2018-12-31", "2018年12月31日", "31 Dec 2018"),
        ("{{ v|moment }}", datetime(2022, 6, 30, 20, 5, tzinfo=UTC), "2022年7月1日 04:05", "1 Jul 2022 04:05"),
        ("{{ v|said }}", Text("补贴", "subsidy"), "补贴", "subsidy"),
        ("{{ v|file_size }}", 1536, "1.5 KB", "1.5 KB"),
        ("{{ v|file_size }}", 3 * 1024 * 1024, "3.0 MB", "3.0 MB"),
    ],
)
def test_values(source: str, value: object, zh: str, en: str) -> None:
    assert (_write(source, v=value), _write(source, "en", v=value)) == (zh, en)


@pytest.mark.parametrize(
    "source",
    [
        "{% page_header v %}{% endpage_header %}",
        "{% card title=v %}{{ v }}{% endcard %}",
        "{% alert tone='bad' title=v %}{{ v }}{% endalert %}",
        "{% disclosure v %}{{ v }}{% enddisclosure %}",
        "{% table caption=v %}<tbody><tr><td>{{ v }}</td></tr></tbody>{% endtable %}",
        "{% empty_state v %}{{ v }}{% endempty_state %}",
        "{% stat v v note=v %}",
        "{% status_badge v 'good' %}",
        "{% progress_bar v 1 2 %}",
        "{% file_drop name='book' label=v help_text=v error=v %}",
    ],
)
def test_components_escape_what_they_are_given(source: str) -> None:
    drawn = _write(source, v="<script>alert(1)</script>")

    assert "&lt;script&gt;" in drawn
    assert "<script>" not in drawn


def test_unknown_tone_is_refused() -> None:
    with pytest.raises(TemplateSyntaxError, match="expected a tone of neutral, info, good, waiting, bad"):
        _write("{% status_badge 'x' 'red' %}")


@pytest.mark.parametrize(("done", "total", "shown"), [(1, 3, "33%"), (3, 3, "100%"), (0, 0, None)])
def test_progress_says_per_cent_when_the_total_is_known(done: int, total: int, shown: str | None) -> None:
    drawn = _write("{% progress_bar 'x' done total %}", done=done, total=total)

    assert (shown in drawn) if shown else ("%" not in drawn and "max" not in drawn)


def test_pagination_keeps_the_filters() -> None:
    drawn = _paginate("/list/?status=refused&page=5", Paginator(range(100), 10).page(5))

    assert 'href="?status=refused&amp;page=6"' in drawn
    assert '<span class="btn btn-primary" aria-current="page">5</span>' in drawn


def test_pagination_of_one_page_is_nothing() -> None:
    assert _paginate("/", Paginator([1], 10).page(1)) == ""


def _paginate(address: str, page: Page[int]) -> str:
    request = RequestFactory().get(address)
    request.user = AnonymousUser()
    return Template("{% pagination page %}").render(RequestContext(request, {"page": page})).strip()
