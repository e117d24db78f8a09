"""The repository as these tests see it."""

from __future__ import annotations

import ast
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
_NOT_OURS = {"node_modules", "var", "build", "dist", "__pycache__"}
_OURS = {".ci", ".editorconfig", ".gitignore", ".npmrc"}


@pytest.fixture(scope="session")
def root() -> Path:
    return ROOT


@pytest.fixture(scope="session")
def kept_files() -> list[Path]:
    """Every file that is or would be committed; in a copy without history, every file that set-up did not make."""
    try:
        said = subprocess.run(
            ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=True,
        )
    except (subprocess.CalledProcessError, FileNotFoundError):
        files = [path for path in ROOT.rglob("*") if _is_ours(path.relative_to(ROOT)) and path.suffix != ".mo"]
    else:
        files = [ROOT / name for name in said.stdout.split("\0") if name]
    return sorted(path for path in files if path.is_file())


def _is_ours(path: Path) -> bool:
    hidden = {part for part in path.parts if part.startswith(".")}
    return not _NOT_OURS & set(path.parts) and hidden <= _OURS


@pytest.fixture(scope="session")
def sources() -> dict[Path, ast.Module]:
    """The syntax of every module of the project, migrations aside."""
    return {
        path: ast.parse(path.read_text())
        for path in sorted((ROOT / "src").rglob("*.py"))
        if "migrations" not in path.parts
    }
