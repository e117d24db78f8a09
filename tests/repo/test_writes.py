"""Rows are written in `operations` and nowhere else."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_WRITES = {"create", "bulk_create", "get_or_create", "update_or_create", "update", "bulk_update", "delete"}
_FLOORS = ("web", "api", "cli", "jobs", "journeys", "domain", "platform")


def test_rows_are_written_only_in_operations(root: Path, sources: dict[Path, ast.Module]) -> None:
    home = root / "src/jineng"
    found = [
        f"{path.relative_to(root)}:{node.lineno}: {ast.unparse(node.func)}"
        for path, module in sources.items()
        if path.relative_to(home).parts[0] in _FLOORS and "operations" not in (path.stem, path.parent.name)
        for node in ast.walk(module)
        if isinstance(node, ast.Call) and _writes(node)
    ]

    assert found == []


def test_models_have_no_logic_in_save(root: Path, sources: dict[Path, ast.Module]) -> None:
    overrides = [
        f"{path.relative_to(root)}:{node.lineno}"
        for path, module in sources.items()
        for node in ast.walk(module)
        if isinstance(node, ast.FunctionDef) and node.name in ("save", "delete") and "platform" in path.parts
    ]

    assert overrides == []


def _writes(call: ast.Call) -> bool:
    """Say whether a call writes rows: a manager's or query's writing method, or the save of an instance."""
    if not isinstance(call.func, ast.Attribute):
        return False
    receiver = ast.unparse(call.func.value)
    if call.func.attr in _WRITES:
        return ".objects" in receiver
    return call.func.attr == "save" and {keyword.arg for keyword in call.keywords} <= {"update_fields", "force_insert"}
