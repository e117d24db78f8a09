"""Drafts at the desk: what is in the newest, and what an exported archive holds."""

from __future__ import annotations

import io
import tomllib
import zipfile
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from jineng.domain.drafts.queries import get_contents

if TYPE_CHECKING:
    from jineng.domain.drafts.models import Draft

AT = datetime(2023, 1, 9, 2, tzinfo=UTC)


def newest(draft: Draft) -> dict[str, Any]:
    """Return the newest revision's tables."""
    return get_contents(draft.made_by, draft.public_id)[1].content


def toml_of(response: Any) -> dict[str, dict[str, Any]]:
    """Return the tables of an exported archive by file name."""
    with zipfile.ZipFile(io.BytesIO(response.content)) as archive:
        return {name: tomllib.loads(archive.read(name).decode()) for name in archive.namelist()}
