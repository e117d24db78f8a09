"""Everything said in Chinese is said in English."""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

_PLACES = re.compile(r"%\((\w+)\)[sd]|\{(\w*)\}")


@pytest.fixture(scope="module")
def catalogues(root: Path) -> tuple[dict[str, object], dict[str, object]]:
    """The messages that the source uses, and their translations."""
    sys.path.insert(0, str(root / "tools"))
    try:
        import messages
    finally:
        sys.path.remove(str(root / "tools"))
    used = {_key(message.id): message for message in messages.used_messages() if message.id}
    kept = messages.read_catalogue(root / "locale/en/LC_MESSAGES/django.po")
    return used, {_key(message.id): message for message in kept if message.id}


def _key(message_id: object) -> str:
    return str(message_id[0] if isinstance(message_id, tuple) else message_id)


def _texts(translation: object) -> list[str]:
    return [str(text) for text in translation] if isinstance(translation, tuple | list) else [str(translation or "")]


def test_every_message_is_in_english(catalogues: tuple[dict[str, object], dict[str, object]]) -> None:
    used, kept = catalogues

    assert sorted(set(used) - set(kept)) == [], "run `make messages` and translate"
    assert sorted(key for key in used if not all(_texts(kept[key].string))) == []
    assert sorted(set(kept) - set(used)) == [], "run `make messages` to drop what is used no more"


def test_translations_keep_the_places_for_values(catalogues: tuple[dict[str, object], dict[str, object]]) -> None:
    _, kept = catalogues
    different = [
        key
        for key, message in kept.items()
        for text in _texts(message.string)
        if set(_PLACES.findall(key)) != set(_PLACES.findall(text))
    ]

    assert different == []


def test_english_is_english(catalogues: tuple[dict[str, object], dict[str, object]]) -> None:
    _, kept = catalogues

    assert [key for key, message in kept.items() if re.search(r"[㐀-鿿]", "".join(_texts(message.string)))] == []
