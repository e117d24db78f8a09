"""Imports run downward only."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path


def test_import_contracts_are_kept(root: Path) -> None:
    lint = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([lint, "--no-cache"], cwd=root, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout[-3000:]
    assert " kept, 0 broken" in done.stdout


def test_no_module_is_a_drawer_for_everything(root: Path) -> None:
    drawers = {"utils", "util", "helpers", "helper", "common", "misc", "shared"}

    assert [path for path in (root / "src").rglob("*.py") if {path.stem, path.parent.name} & drawers] == []
