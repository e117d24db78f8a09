"""Collect the Chinese messages of code and templates into the English catalogue.

``python tools/messages.py`` adds what is new with an empty translation, drops what is used no more, and lists what
waits for a translation (exit status 1 while anything does). ``--compile`` writes the compiled catalogues.
"""

from __future__ import annotations

import ast
import io
import os
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[1]
CATALOGUES = ROOT / "locale"
_KEYWORDS: dict[str, tuple[int, ...] | None] = {
    "gettext": None,
    "gettext_lazy": None,
    "_": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
}
_HAN = re.compile(r"[㐀-鿿]")
# What templatize leaves of a template: calls among X's, which no parser of Python takes.
_STRING = r"""u?(?:'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*")"""
_CALL = re.compile(rf"\b(?P<name>n?gettext|_)\(\s*(?P<first>{_STRING})(?:,\s*(?P<second>{_STRING}))?")


def used_messages() -> Catalog:
    """Return every message of the source, with the files that use it."""
    catalogue = Catalog(charset="utf-8")
    for path in sorted((ROOT / "src").rglob("*.py")):
        if "migrations" in path.parts:
            continue
        name = path.relative_to(ROOT).as_posix()
        for _line, message, _comments, _context in extract("python", io.BytesIO(path.read_bytes()), _KEYWORDS):
            if _HAN.search(message[0] if isinstance(message, tuple) else message):
                catalogue.add(message, locations=[(name, 0)])
    for path in sorted((ROOT / "src").rglob("templates/**/*.html")):
        name = path.relative_to(ROOT).as_posix()
        for message in _in_template(path.read_text()):
            catalogue.add(message, locations=[(name, 0)])
    return catalogue


def read_catalogue(path: Path) -> Catalog:
    """Return the translations kept in a .po file."""
    with path.open("rb") as file:
        return read_po(file, locale=path.parts[-3])


def _in_template(source: str) -> Iterator[str | tuple[str, str]]:
    for match in _CALL.finditer(templatize(source)):
        text = _unquoted(match["first"])
        if match["second"] and match["name"] == "ngettext":
            yield text, _unquoted(match["second"])
        elif _HAN.search(text):
            yield text


def _unquoted(literal: str) -> str:
    value = ast.literal_eval(literal)
    if not isinstance(value, str):
        raise TypeError(f"expected a string, found {literal}")
    return value


def renew(path: Path) -> list[str]:
    """Bring one catalogue up to date; return the messages without a translation."""
    kept = read_catalogue(path)
    fresh = Catalog(locale=path.parts[-3], charset="utf-8", fuzzy=False)
    for message in used_messages():
        if not message.id:
            continue
        old = kept.get(message.id if isinstance(message.id, str) else message.id[0])
        files = sorted({name for name, _ in message.locations})
        fresh.add(message.id, old.string if old else None, locations=[(name, 0) for name in files])
    with path.open("wb") as file:
        write_po(file, fresh, omit_header=False, sort_output=True, include_lineno=False, width=120)
    text = path.read_text()
    path.write_text(
        re.sub(
            r"^(# .*\n)*#\n|^\"(POT-Creation|PO-Revision|Generated|Last-Trans|Language-Team|Project-Id|Report).*\n",
            "",
            text,
            flags=re.MULTILINE,
        )
    )
    return [str(message.id) for message in fresh if message.id and not _is_translated(message.string)]


def _is_translated(translation: object) -> bool:
    return all(translation) if isinstance(translation, (tuple, list)) else bool(translation)


def compile_all() -> None:
    """Write a compiled catalogue beside each .po file."""
    for path in CATALOGUES.glob("*/LC_MESSAGES/*.po"):
        partial = path.with_suffix(f".mo.{os.getpid()}")
        with partial.open("wb") as file:
            write_mo(file, read_catalogue(path))
        partial.replace(path.with_suffix(".mo"))


def main() -> int:
    """Do what the command line asks for."""
    settings.configure()
    if "--compile" in sys.argv:
        compile_all()
        return 0
    missing = [text for path in CATALOGUES.glob("*/LC_MESSAGES/*.po") for text in renew(path)]
    compile_all()
    for text in missing:
        print(f"no English yet: {text}")
    return 1 if missing else 0


if __name__ == "__main__":
    raise SystemExit(main())
