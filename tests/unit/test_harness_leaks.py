"""The search for personal data in what the tests say: a run that leaks fails, also one that is shared by processes."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from factories.identities import account, identity_number, phone
from harness_leaks import leaks_in

TESTS = Path(__file__).parents[1]

LEAKING = """
from factories.identities import account, identity_number, phone

def test_quiet():
    identity_number(1), phone(1), account(1)

def test_prints():
    print("registered", {number})

def test_in_time():
    pass
"""


def _run(folder: Path, text: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    (folder / "test_made_up.py").write_text(text)
    (folder / "empty.ini").write_text("[pytest]\n")
    environment = {
        key: value for key, value in os.environ.items() if not key.startswith(("PYTEST", "DJANGO", "JINENG"))
    }
    return subprocess.run(
        [
            *(sys.executable, "-m", "pytest", "-q", "-c", "empty.ini", "-p", "harness_leaks", "-p", "no:cacheprovider"),
            *arguments,
        ],
        cwd=folder,
        env={**environment, "PYTHONPATH": f"{TESTS}{os.pathsep}{TESTS.parent / 'src'}"},
        capture_output=True,
        text=True,
    )


@pytest.mark.parametrize("processes", ["0", "2"])
def test_a_run_that_leaks_fails_and_names_the_place(tmp_path: Path, processes: str) -> None:
    done = _run(
        tmp_path, LEAKING.replace("{number}", "identity_number(1), '+86' + phone(2), account(3)"), "-n", processes
    )

    assert done.returncode == 1, done.stdout + done.stderr
    for kind in ("an identity number", "a phone", "an account"):
        assert f"Captured stdout call of test_made_up.py::test_prints: {kind}" in done.stdout
    assert "3 passed" in done.stdout
    made = (identity_number(1), phone(2), account(3))
    assert not any(text in done.stdout for text in made), "the report itself shows no number"


@pytest.mark.parametrize(
    "said",
    [
        "import logging; logging.getLogger('x').warning('no %s', identity_number(2))",
        "import subprocess, sys; subprocess.run([sys.executable, '-c', 'import sys; sys.stderr.write(sys.argv[1])', identity_number(2)])",
        "(tmp_path / 'server.log').write_text(identity_number(2))",
    ],
)
def test_other_ways_of_saying_are_found(tmp_path: Path, said: str) -> None:
    text = f"from factories.identities import identity_number\n\ndef test_says(tmp_path):\n    {said}\n"

    done = _run(tmp_path, text)

    assert done.returncode == 1, done.stdout + done.stderr
    assert "an identity number" in done.stdout


def test_a_run_that_does_not_leak_passes(tmp_path: Path) -> None:
    done = _run(tmp_path, LEAKING.replace("{number}", "identity_number(1)[:17], '110105194912310021'"))

    assert done.returncode == 0, done.stdout + done.stderr


def test_numbers_are_found_inside_longer_ones_and_in_small_letters() -> None:
    number = next(made for n in range(1, 99) if (made := identity_number(n)).endswith("X"))
    numbers = {number, phone(1)}

    assert leaks_in([("a", f"000{phone(1)}999"), ("b", number.lower()), ("c", number[:-1])], numbers) == [
        "a: a phone",
        "b: an identity number",
    ]
