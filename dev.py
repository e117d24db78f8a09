"""Set up, serve, test and check the project. Needs Python ≥ 3.11 and nothing else; `make` calls it.

Each step leaves a stamp with a hash of what it was made from, so that a step whose sources did not change is skipped.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
BIN = VENV / "bin"
STAMPS = VENV / "stamps"
BUILD = ROOT / "src/jineng/web/static/jineng/build"
REQUIREMENTS = ROOT / "requirements"
STATE = Path(os.environ.get("JINENG_STATE") or ROOT / "var").resolve()

OLDEST_PYTHON = (3, 11)
OLDEST_NODE = 20
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
BROWSER_PACKAGES = ("chromium", "fonts-noto-cjk")


def main() -> int:
    """Do what the command line asks for."""
    tasks: dict[str, Callable[[list[str]], int]] = {
        "setup": setup,
        "demo": demo,
        "serve": serve,
        "test": test,
        "test-slow": test_slow,
        "lint": lint,
        "format": tidy,
        "lock": lock,
        "messages": messages,
        "clean": clean,
    }
    if len(sys.argv) < 2 or sys.argv[1] not in tasks:
        print(f"usage: python3 dev.py {'|'.join(tasks)} [arguments]\n\n{__doc__}", file=sys.stderr)
        return 2
    try:
        return tasks[sys.argv[1]](sys.argv[2:])
    except KeyboardInterrupt:
        return 130


# Tasks


def setup(_arguments: list[str]) -> int:
    """Make the environment with the `jineng` command."""
    with _one_at_a_time():
        _make_environment()
    return 0


def demo(arguments: list[str]) -> int:
    """Set everything up, fill in the demonstration and serve it on 127.0.0.1:8000 until stopped."""
    _make_everything()
    _do(BIN / "jineng", "demo")
    _serve(arguments)


def serve(arguments: list[str]) -> int:
    """Serve the site as it is, without filling anything in."""
    _make_everything()
    _do(BIN / "jineng", "migrate", quiet=True)
    _serve(arguments)


def _serve(arguments: list[str]) -> NoReturn:
    os.execv(BIN / "jineng", ["jineng", "serve", *arguments])  # noqa: S606 -- the project's own command


def test(arguments: list[str]) -> int:
    """Check and test everything that takes seconds; browser tests where there is a browser."""
    _make_everything(for_tests=True)
    unchecked = _check()
    # A file's tests stay together: some share a server, some add up what they hit.
    halves = ["--numprocesses", str(min(os.cpu_count() or 1, 4)), "--dist", "loadfile"]
    return _pytest([*halves, *arguments]) or unchecked


def test_slow(arguments: list[str]) -> int:
    """Run the tests that take longer."""
    _make_everything(for_tests=True)
    return _pytest(["-m", "slow", *arguments])


def lint(_arguments: list[str]) -> int:
    """Check form, imports and types."""
    _make_everything(for_tests=True)
    return _check()


def tidy(_arguments: list[str]) -> int:
    """Mend what can be mended by machine."""
    _make_everything(for_tests=True)
    return _run(BIN / "ruff", "check", "--fix", "--quiet") + _run(BIN / "ruff", "format", "--quiet")


def lock(_arguments: list[str]) -> int:
    """Renew the locks of both package managers; neither names a registry."""
    with _one_at_a_time():
        _make_environment()
        _pip_install("lock")
        compile_lock = (
            *(BIN / "uv", "pip", "compile", "--universal", "--generate-hashes", "--no-header", "--no-annotate"),
            *("--python-version", "3.11", "--quiet"),
        )
        group = "pyproject.toml:{}".format
        runtime = REQUIREMENTS / "runtime.txt"
        _do(*compile_lock, "pyproject.toml", "--group", group("build"), "-o", runtime)
        _do(
            *(*compile_lock, "pyproject.toml", "--group", group("build"), "--group", group("dev")),
            *("-c", runtime, "-o", REQUIREMENTS / "dev.txt"),
        )
        for name in ("node", "lock"):
            _do(*compile_lock, "--group", group(name), "-o", REQUIREMENTS / f"{name}.txt")
        _do(*_npm(), "install", "--package-lock-only", "--no-fund", "--no-audit")
        _strip_addresses(ROOT / "package-lock.json")
    return 0


def messages(_arguments: list[str]) -> int:
    """Bring the English catalogue up to date with the messages used."""
    with _one_at_a_time():
        _make_environment()
    return _run(BIN / "python", "tools/messages.py")


def clean(_arguments: list[str]) -> int:
    """Remove what set-up made; data in var/ stays."""
    for path in (VENV, ROOT / "node_modules", BUILD, *ROOT.glob("locale/*/LC_MESSAGES/*.mo")):
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
    return 0


# Steps


def _make_everything(*, for_tests: bool = False) -> None:
    with _one_at_a_time():
        _make_environment()
        if for_tests:
            _pip_install("dev")
        _build_front_end()
        _collect_static_files()
        if for_tests:
            _get_browser()


def _make_environment() -> None:
    if sys.version_info < OLDEST_PYTHON:
        _give_up(f"Python ≥ {'.'.join(map(str, OLDEST_PYTHON))} is needed, this is {sys.version.split()[0]}.")
    if not (BIN / "python").exists():
        _say("making .venv")
        done = subprocess.run([sys.executable, "-m", "venv", VENV], capture_output=True, text=True, check=False)
        if done.returncode:
            shutil.rmtree(VENV, ignore_errors=True)
            _give_up(
                f"Python could not make a virtual environment:\n{(done.stdout + done.stderr).strip()}\n"
                "On Debian and Ubuntu: apt install python3-venv"
            )
    _pip_install("runtime")
    with _step("project", [ROOT / "pyproject.toml", ROOT / "src/jineng/__init__.py"]) as needed:
        if needed:
            _pip("--no-deps", "--no-build-isolation", "--editable", ROOT)
    catalogues = sorted(ROOT.glob("locale/*/LC_MESSAGES/*.po"))
    made = [path.with_suffix(".mo") for path in catalogues]
    with _step("messages", catalogues, made) as needed:
        if needed:
            _do(BIN / "python", "tools/messages.py", "--compile")


def _build_front_end() -> None:
    modules = ROOT / "node_modules"
    package_lock = ROOT / "package-lock.json"
    sources = [package_lock, ROOT / "package.json", *_files(ROOT / "frontend"), *_files(ROOT / "src", "*.html")]
    made = [BUILD / "app.css", BUILD / "app.js", BUILD / "charts.js"]
    with _step("modules", [package_lock], [modules / ".bin/esbuild"]) as needed:
        if needed:
            _say("installing the packages of the front end")
            _do(*_npm(), "ci", "--no-fund", "--no-audit", "--silent")
    with _step("front-end", sources, made) as needed:
        if needed:
            _say("building the front end")
            _do(*_npm(), "run", "--silent", "build", quiet=True)


def _collect_static_files() -> None:
    sources = [REQUIREMENTS / "runtime.txt", *_files(ROOT / "src/jineng/web/static")]
    with _step("static", sources, [STATE / "static/staticfiles.json"]) as needed:
        if needed:
            settings = {"DJANGO_SETTINGS_MODULE": "jineng.config.settings"}
            _do(BIN / "python", "-m", "django", "collectstatic", "--noinput", "-v", "0", environment=settings)


def _get_browser() -> None:
    """Install Chromium for the browser tests where this is possible; the tests say so if it was not."""
    if _browser():
        return
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        _say("no Chromium here: the browser tests are left out (as root: apt install chromium fonts-noto-cjk)")
        return
    _say("installing Chromium for the browser tests")
    environment = {"DEBIAN_FRONTEND": "noninteractive"}
    for arguments in (["update"], ["install", "-y", "--no-install-recommends", *BROWSER_PACKAGES]):
        if _run("apt-get", "-qq", *arguments, environment=environment, quiet=True):
            _say("Chromium could not be installed: the browser tests are left out")
            return


def _check() -> int:
    checks = {
        "ruff check": (BIN / "ruff", "check", "--quiet"),
        "ruff format": (BIN / "ruff", "format", "--check"),
        "import contracts": (BIN / "lint-imports", "--no-cache"),
        "types": (BIN / "mypy",),
        "types of the front end": (*_npm(), "run", "--silent", "check"),
    }
    failed = []
    for name, command in checks.items():
        begun = time.monotonic()
        done = subprocess.run(
            [str(part) for part in command], cwd=ROOT, env=_environment(), capture_output=True, text=True, check=False
        )
        if done.returncode:
            failed.append(name)
            print(done.stdout + done.stderr)
        _say(f"{name}: {'FAILED' if done.returncode else 'ok'} ({time.monotonic() - begun:.1f} s)")
    return 1 if failed else 0


def _pytest(arguments: list[str]) -> int:
    browser = {"CHROMIUM": found} if (found := _browser()) else {}
    return _run(BIN / "python", "-m", "pytest", *arguments, environment={**browser, "PLAYWRIGHT_NODEJS_PATH": _node()})


# What the steps are made of


@contextmanager
def _step(name: str, sources: Iterable[Path], made: Iterable[Path] = ()) -> Iterator[bool]:
    """Say whether a step must be done: its sources changed, or something that it makes is missing."""
    stamp = STAMPS / name
    digest = hashlib.sha256(sys.version.encode())
    for path in sources:
        digest.update(str(path.relative_to(ROOT)).encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    fresh = digest.hexdigest()
    needed = not (stamp.exists() and stamp.read_text() == fresh and all(path.exists() for path in made))
    yield needed
    if needed:
        STAMPS.mkdir(parents=True, exist_ok=True)
        stamp.write_text(fresh)


def _pip_install(name: str) -> None:
    lock_file = REQUIREMENTS / f"{name}.txt"
    with _step(f"packages-{name}", [lock_file]) as needed:
        if needed:
            _say(f"installing {lock_file.relative_to(ROOT)}")
            _pip("--require-hashes", "--requirement", lock_file)


def _pip(*arguments: str | Path) -> None:
    _do(BIN / "python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *arguments)


def _npm() -> list[str | Path]:
    """Return npm of this machine, or of a wheel installed for it."""
    if _machine_node():
        return ["npm"]
    _pip_install("node")
    return [BIN / "npm"]


def _node() -> str:
    """Return Node.js for the browser's driver, whose own one lacks a library on bare machines."""
    return _machine_node() or str(BIN / "node")


def _machine_node() -> str | None:
    node = shutil.which("node")
    if not node or not shutil.which("npm"):
        return None
    done = subprocess.run([node, "--version"], capture_output=True, text=True, check=False)
    version = re.match(r"v(\d+)", done.stdout)
    return node if version and int(version[1]) >= OLDEST_NODE else None


def _browser() -> str | None:
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)


def _files(folder: Path, pattern: str = "*") -> list[Path]:
    return sorted(path for path in folder.rglob(pattern) if path.is_file())


def _strip_addresses(package_lock: Path) -> None:
    content = json.loads(package_lock.read_text())
    for package in content["packages"].values():
        package.pop("funding", None)
        package.pop("resolved", None)
    package_lock.write_text(json.dumps(content, indent=2, ensure_ascii=False) + "\n")


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    """Let one process at a time set up; the lock falls with the process."""
    import fcntl  # noqa: PLC0415 -- not on every system, and only set-up needs it

    STATE.mkdir(parents=True, exist_ok=True)
    try:
        descriptor = os.open(STATE / "setup.lock", os.O_RDWR | os.O_CREAT, 0o600)
    except PermissionError:
        _give_up(f"{STATE} belongs to another user; run as that user, or set JINENG_STATE to a folder of yours.")
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _environment(extra: dict[str, str] | None = None) -> dict[str, str]:
    path = f"{BIN}{os.pathsep}{os.environ.get('PATH', os.defpath)}"
    return {**os.environ, "PATH": path, "VIRTUAL_ENV": str(VENV), **(extra or {})}


def _run(*command: str | Path, environment: dict[str, str] | None = None, quiet: bool = False) -> int:
    done = subprocess.run(
        [str(part) for part in command],
        cwd=ROOT,
        env=_environment(environment),
        stdout=subprocess.PIPE if quiet else None,
        stderr=subprocess.STDOUT if quiet else None,
        text=True,
        check=False,
    )
    if quiet and done.returncode:
        print(done.stdout)
    return done.returncode


def _do(*command: str | Path, environment: dict[str, str] | None = None, quiet: bool = False) -> None:
    if _run(*command, environment=environment, quiet=quiet):
        _give_up(f"failed: {' '.join(str(part) for part in command)}")


def _say(line: str) -> None:
    print(f"· {line}", flush=True)


def _give_up(message: str) -> NoReturn:
    print(message, file=sys.stderr)
    raise SystemExit(1)


if __name__ == "__main__":
    raise SystemExit(main())
