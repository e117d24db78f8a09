"""What the environment may set, read once and typed. Every name starts with JINENG_, but for DATABASE_URL."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final
from urllib.parse import parse_qsl, unquote, urlsplit

_YES: Final = {"1": True, "yes": True, "true": True, "0": False, "no": False, "false": False, "": False}


class EnvironmentFault(ValueError):  # noqa: N818 -- reads as what it is in the one line that a person sees
    """An environment variable that cannot be used; the message says what was expected."""


def flag(name: str, *, default: bool) -> bool:
    """Return a yes-or-no variable."""
    text = os.environ.get(name)
    if text is None:
        return default
    try:
        return _YES[text.strip().lower()]
    except KeyError:
        raise EnvironmentFault(f"{name}: expected 1 or 0, found {text!r}") from None


def choice(name: str, allowed: tuple[str, ...], *, default: str) -> str:
    """Return a variable that is one of a few words."""
    text = os.environ.get(name)
    if text is None:
        return default
    if text not in allowed:
        raise EnvironmentFault(f"{name}: expected one of {', '.join(filter(None, allowed))}, found {text!r}")
    return text


def words(name: str, *, default: tuple[str, ...]) -> list[str]:
    """Return a variable of several words, separated by commas or spaces."""
    text = os.environ.get(name)
    return text.replace(",", " ").split() if text else list(default)


def folder(name: str, *, default: Path) -> Path:
    """Return a variable that names a folder, as an absolute path."""
    text = os.environ.get(name)
    return Path(text).expanduser().resolve() if text else default


def database_from(url: str) -> dict[str, object]:
    """Return Django's settings for a ``postgresql://user:password@host:port/name?option=value`` address.

    Raises:
        EnvironmentFault: it is no such address. The message never shows the password.
    """
    parts = urlsplit(url)
    name = unquote(parts.path.lstrip("/"))
    if parts.scheme not in ("postgres", "postgresql") or not name:
        raise EnvironmentFault("DATABASE_URL: expected postgresql://user:password@host:port/database")
    options = dict(parse_qsl(parts.query))
    return {
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", unquote(parts.hostname or "")),
        "PORT": str(parts.port or ""),
        "OPTIONS": options,
    }
