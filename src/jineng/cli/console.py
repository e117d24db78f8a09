"""What commands say: in Chinese unless English is asked for, problems to standard error, progress where somebody watches."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final, NoReturn

import typer

from jineng.kernel.problems import Place, Problem, UnusableError
from jineng.kernel.text import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from jineng.kernel.text import Language

UNUSABLE: Final = 2
"""Exit status of a command whose input cannot be used; nothing was written."""

STAGES: Final = {
    "read": Text("读取", "reading"),
    "judge": Text("核算", "judging"),
    "explain": Text("写明依据", "explaining"),
    "write": Text("写出结果", "writing"),
}


def language() -> Language:
    """Return the language to speak: $JINENG_LANGUAGE ("en" or "zh"), Chinese otherwise."""
    return "en" if os.environ.get("JINENG_LANGUAGE", "").lower().startswith("en") else "zh"


def say(text: Text, *, err: bool = False) -> None:
    """Print a statement, to standard error if it is about a fault."""
    typer.echo(text.in_(language()), err=err)


def refuse(problems: Sequence[Problem]) -> NoReturn:
    """Print every problem to standard error and end with the status for unusable input."""
    for problem in problems:
        typer.echo(f"{problem.say(language())} [{problem.code}]", err=True)
    count = len(problems)
    closing = Text(f"共 {count} 处问题，未写出任何结果。", f"{count} problem(s); nothing was written.")
    say(closing, err=True)
    raise typer.Exit(UNUSABLE)


@contextmanager
def progress_bar() -> Iterator[Callable[[str, int, int], None]]:
    """Show stages and how far they are on a terminal; elsewhere show nothing."""
    if not sys.stderr.isatty():
        yield lambda _stage, _done, _total: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        tasks = {stage: bar.add_task(text.in_(language()), total=None, visible=False) for stage, text in STAGES.items()}

        def show(stage: str, done: int, total: int) -> None:
            bar.update(tasks[stage], completed=done, total=max(total, 1), visible=True)

        yield show


def check_targets(targets: dict[str, Path], book: Path | None = None) -> None:
    """Find what keeps files from being written before any work is done; ``targets`` by the option that names them.

    Raises:
        UnusableError: a target is the input itself, a folder, in no folder, or named twice.
    """
    problems = []
    for name, path in targets.items():
        if book is not None and path.exists() and book.exists() and path.samefile(book):
            said = Text(
                f"{name} 与输入是同一个文件，会覆盖它；请换一个文件名",
                f"{name} is the input itself and would overwrite it: choose another name",
            )
        elif path.is_dir():
            said = Text(f"{name} 是文件夹，请写文件名", f"{name} is a folder: name a file")
        elif not path.parent.is_dir():
            said = Text(
                f"{name} 所在的文件夹 {path.parent} 不存在，请先建立",
                f"{name}: there is no folder {path.parent}; make it first",
            )
        else:
            continue
        problems.append(Problem("unwritable", Place(sheet=str(path)), said))
    if len({path.absolute() for path in targets.values()}) < len(targets):
        problems.append(
            Problem(
                "unwritable",
                Place(),
                Text("--out 和 --json 不能是同一个文件", "--out and --json cannot be the same file"),
            )
        )
    if problems:
        raise UnusableError(problems)


def write_together(contents: dict[Path, bytes]) -> None:
    """Write several files so that each appears whole, and none before all are written beside their places.

    Raises:
        OSError: one cannot be written; none of them is changed.
    """
    parts = {path: path.with_name(f".{path.name}.{os.getpid()}.part") for path in contents}
    try:
        for path, content in contents.items():
            parts[path].write_bytes(content)
        for path, part in parts.items():
            part.replace(path)
    finally:
        for part in parts.values():
            part.unlink(missing_ok=True)
