"""Typst as the printer of forms: fonts, data by value, the same bytes for the same data, archival PDF (PDF/A-2u)."""

from __future__ import annotations

import json
import re
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

import noto_cjk_sans_otc
import typst

from jineng.kernel.problems import Place, Problem, UnusableError
from jineng.kernel.text import Text

if TYPE_CHECKING:
    from collections.abc import Mapping

_TEMPLATES: Final = Path(__file__).parent
_BODY: Final = ("Noto Serif CJK SC", "Source Han Serif SC", "Noto Sans CJK SC")
_HEADING: Final = ("Noto Sans CJK SC", "Source Han Sans SC")
_UNPRINTABLE: Final = re.compile(r'the text `"(.+?)"` could not be displayed')


@cache
def _fonts() -> typst.Fonts:
    """Return the machine's fonts and the packaged Noto Sans CJK, so that Chinese prints on any machine."""
    return typst.Fonts(
        include_system_fonts=True,
        include_embedded_fonts=False,
        font_paths=[Path(noto_cjk_sans_otc.FONT_PATH).parent],
    )


@cache
def _families(wanted: tuple[str, ...]) -> list[str]:
    """Return the wanted font families that are there, best first."""
    present = set(_fonts().families())
    return [family for family in wanted if family in present]


def print_form(template: str, data: Mapping[str, object], *, as_of: date, tagged: bool) -> bytes:
    """Return the PDF of ``template`` (a file name beside this module) filled with ``data``.

    Values reach Typst as JSON and are set as text; none is ever read as Typst source. The PDF carries its fonts and
    ``as_of`` as its date. ``tagged`` adds the structure that screen readers use: 2 kB for each row of a long table.

    Raises:
        UnusableError: a text has a character that no font of this machine can print.
    """
    content = {**data, "fonts": {"body": _families(_BODY), "heading": _families(_HEADING)}}
    compiler = typst.Compiler(_TEMPLATES / template, root=_TEMPLATES, font_paths=_fonts())
    try:
        printed = compiler.compile(
            format="pdf",
            sys_inputs={"data": json.dumps(content, ensure_ascii=False)},
            pdf_standards=["a-2u"],
            pdf_tags=tagged,
            timestamp=datetime(as_of.year, as_of.month, as_of.day, tzinfo=UTC),
        )
    except typst.TypstError as error:
        unprintable = _UNPRINTABLE.search(error.message)
        if unprintable is None:
            raise
        raise UnusableError([_unprintable_problem(unprintable[1])]) from error
    if not isinstance(printed, bytes):
        message = f"expected one PDF from Typst, found {type(printed).__name__}"
        raise TypeError(message)
    return printed


def _unprintable_problem(text: str) -> Problem:
    return Problem(
        "unprintable_character",
        Place(),
        Text(
            f"字符“{text}”在本机字体中没有字形，表格无法打印；请改正该字符，或安装含该字的字体后重试",
            f"no font of this machine has the character {text!r}, so that the form can't be printed: "
            "correct the character, or install a font that has it and try again",
        ),
    )
