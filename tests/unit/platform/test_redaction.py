from __future__ import annotations

import io
import logging

import pytest
from django.conf import settings

from jineng.platform.redaction import RedactingFormatter, redact


@pytest.mark.parametrize(
    "text",
    [
        "11010519491231002X",
        "身份证11010519491231002x。",
        "110105 19491231 002X",
        "13800138000",
        "电话13800138000，",
        "+8613800138000",
        "138 0013 8000",
        "6222021234567890123",
        "6222021234567890",
        "6222 0212 3456 7890 123",
        "id_number='11010519491231002X'",
        "/people/?q=11010519491231002X",
    ],
)
def test_numbers_of_people_are_hidden(text: str) -> None:
    said = redact(text)

    assert "******" in said
    assert not any(part in said for part in ("1949", "0013", "3456"))


@pytest.mark.parametrize(
    "text",
    [
        "2022-06-25 08:00:00,123 INFO django.request",
        "settlement 12345 of 141127",
        "91141127MA0KXXXX1X",
        "91110000600037341L",
        "sha256 3b5d5c3712955042212316173ccf37be13800138000aaaaaaaaaaaaaaaaaaaaa",
        "12800138000",
        "138001380001",
        "41127102000",
    ],
)
def test_other_numbers_stay(text: str) -> None:
    assert redact(text) == text


def test_rows_that_the_database_quotes_are_hidden() -> None:
    said = redact(
        'new row violates check constraint "x"\nDETAIL:  Failing row contains (7, 王小明, 岚县).\nCONTEXT:  COPY p, line 3: "王小明"'
    )

    assert said == 'new row violates check constraint "x"\nDETAIL: ******\nCONTEXT: ******'


def test_a_whole_entry_is_hidden_with_arguments_traceback_and_stack() -> None:
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(RedactingFormatter("%(levelname)s %(message)s"))
    logger = logging.getLogger("made for this")
    logger.propagate = False
    logger.addHandler(handler)
    try:
        int("no person 11010519491231002X")
    except ValueError:
        logger.exception("cannot register %s", "13800138000", stack_info=True)

    assert "with base 10: 'no person ******'" in stream.getvalue()
    assert "cannot register ******" in stream.getvalue()
    assert "Stack (most recent call last)" in stream.getvalue()


def test_every_handler_of_the_site_formats_so() -> None:
    formatters = settings.LOGGING["formatters"]

    for handler in settings.LOGGING["handlers"].values():
        assert formatters[handler["formatter"]]["()"] == "jineng.platform.redaction.RedactingFormatter"
