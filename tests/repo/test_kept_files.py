"""What is committed names no machine, no registry, and holds nothing that is built."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

# Put together here so that this file does not hold what it looks for.
_HOSTS = ["pypi" + ".org", "python" + "hosted.org", "npm" + "js.org", "npm" + "js.com", "npm" + "mirror.com"]
_FOLDERS = ["/wo" + "rk/", "/ro" + "ot/", "/ho" + "me/", "/Us" + "ers/", "/o" + "pt/", "file" + "://"]
_BUILT = {".mo", ".pyc", ".woff2", ".min.js", ".map", ".whl"}
_LARGEST_BYTES = 400_000


def test_no_registry_or_machine_is_named(root: Path, kept_files: list[Path]) -> None:
    pattern = re.compile("|".join(re.escape(words) for words in [*_HOSTS, *_FOLDERS]))
    found = [
        f"{path.relative_to(root)}:{number}: {match[0]}"
        for path in kept_files
        if _is_text(path)
        for number, line in enumerate(path.read_text(errors="replace").splitlines(), start=1)
        for match in pattern.finditer(line)
    ]

    assert found == []


def test_locks_hold_hashes_and_no_addresses(root: Path) -> None:
    for lock in (root / "requirements").glob("*.txt"):
        text = lock.read_text()
        assert "://" not in text, lock
        assert len(re.findall(r"^\S+==", text, re.MULTILINE)) <= text.count("--hash=sha256:"), lock
    packages = json.loads((root / "package-lock.json").read_text())["packages"]
    assert "://" not in (root / "package-lock.json").read_text()
    assert [name for name, package in packages.items() if name and "integrity" not in package] == []


def test_nothing_built_is_kept(root: Path, kept_files: list[Path]) -> None:
    built = [path for path in kept_files if any(path.name.endswith(ending) for ending in _BUILT)]

    assert built == []
    assert [path for path in kept_files if path.stat().st_size > _LARGEST_BYTES and "docs" not in path.parts] == []


def test_dependencies_are_pinned(root: Path) -> None:
    import tomllib

    project = tomllib.loads((root / "pyproject.toml").read_text())
    groups = [project["project"]["dependencies"], *project["dependency-groups"].values()]
    package = json.loads((root / "package.json").read_text())

    assert [name for group in groups for name in group if not re.fullmatch(r"[\w.\[\]-]+==[\w.]+", name)] == []
    assert [version for version in package["devDependencies"].values() if not re.fullmatch(r"[\d.]+", version)] == []


def _is_text(path: Path) -> bool:
    return b"\0" not in path.read_bytes()[:4096]
