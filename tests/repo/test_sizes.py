"""Files and functions stay small. A limit is raised for one place by naming it here, with the reason."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

FILE_LINES = 500
FUNCTION_LINES = 70
LARGER: dict[str, str] = {}


def test_files_and_functions_stay_small(root: Path, sources: dict[Path, ast.Module]) -> None:
    files = {path.relative_to(root).as_posix(): len(path.read_text().splitlines()) for path in sources}
    functions = {
        f"{path.relative_to(root).as_posix()}::{node.name}": (node.end_lineno or 0) - node.lineno + 1
        for path, module in sources.items()
        for node in ast.walk(module)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }
    for title, sizes in (("longest files", files), ("longest functions", functions)):
        print(f"{title} (lines):")
        for name, lines in sorted(sizes.items(), key=lambda item: -item[1])[:10]:
            print(f"  {lines:5}  {name}")

    too_long = {name: lines for name, lines in files.items() if lines > FILE_LINES}
    too_long |= {name: lines for name, lines in functions.items() if lines > FUNCTION_LINES}
    assert {name: lines for name, lines in too_long.items() if name not in LARGER} == {}
    assert set(LARGER) <= set(too_long), "a raised limit is needed no more"
