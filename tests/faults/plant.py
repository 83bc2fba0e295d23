"""Plants one fault in a copy of the engine, and runs a fast part of the tests on it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
ENGINE = (
    "money.py",
    "periods.py",
    "pricing",
    "quoting",
    "batch",
    *(f"catalog/{each}.py" for each in ("fields", "header", "models", "product")),
)
"""Where faults are planted."""

FAST = (
    "tests/pricing",
    "tests/quoting/test_golden_numbers.py",
    "tests/quoting/test_asks.py",
    "tests/quoting/test_time.py",
    "tests/quoting/test_commitment.py",
    "tests/quoting/test_against_oracle.py::test_the_engine_agrees_with_the_oracle_on_every_move[seed-0]",
    "tests/parity/test_scalar_and_columns.py::test_both_engines_agree_at_every_edge",
    "tests/parity/test_scalar_and_columns.py::test_both_engines_agree_on_every_move_of_every_row[seed-0]",
    "tests/parity/test_scalar_and_columns.py::test_both_engines_agree_on_every_move_of_every_row[seed-1]",
)
"""The tests that have to see every fault; the first that fails ends the run."""


@dataclass(frozen=True)
class Fault:
    """One wrong thing: a stretch of text that occurs once in the engine, and what stands there instead.

    Attributes:
        name: What it does.
        old: The text.
        new: What stands there instead.
        place: The file that has it, where it is not the engine; then the text occurs once in that file.
        tests: The tests that have to see it.
    """

    name: str
    old: str
    new: str
    place: str = ""
    tests: tuple[str, ...] = FAST


@dataclass(frozen=True)
class Outcome:
    """Whether a run failed as it should, and what pytest said last."""

    caught: bool
    words: str


class CannotBePlanted(Exception):
    """The text of a fault is not in the engine, or more than once: the list has to follow the code."""


def engine_files(source: Path, place: str = "") -> list[Path]:
    """The files of the engine below *source*, or the one file that is named."""
    found: list[Path] = []
    for name in (place,) if place else ENGINE:
        path = source / "dealdesk" / name
        found += sorted(path.rglob("*.py")) if path.is_dir() else [path]
    return found


def plant(source: Path, fault: Fault) -> Path:
    """Put the fault into the copy of the engine below *source*; return the file that has it."""
    places = [(path, path.read_text(encoding="utf-8")) for path in engine_files(source, fault.place)]
    holding = [(path, text) for path, text in places if fault.old in text]
    if len(holding) != 1 or holding[0][1].count(fault.old) != 1:
        counts = {path.name: text.count(fault.old) for path, text in holding}
        raise CannotBePlanted(f"{fault.name}: {fault.old!r} occurs in {counts or 'no file'}")
    path, text = holding[0]
    path.write_text(text.replace(fault.old, fault.new), encoding="utf-8")
    return path


def run_tests(fault: Fault | None, tests: tuple[str, ...] = FAST) -> Outcome:
    """Run the tests of *fault* on a copy of the engine with it; for None *tests*, without one."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "src"
        shutil.copytree(ROOT / "src", source, ignore=shutil.ignore_patterns("__pycache__"))
        for data in ("templates", "catalogs"):
            (Path(folder) / data).symlink_to(ROOT / data)
        if fault is not None:
            plant(source, fault)
        environment = os.environ | {
            "PYTHONPATH": str(source),
            "PYTHONDONTWRITEBYTECODE": "1",
            "HYPOTHESIS_STORAGE_DIRECTORY": str(Path(folder) / "hypothesis"),
            "DEALDESK_LIGHT": "1",
        }
        for name in ("PYTEST_ADDOPTS", "PYTEST_XDIST_WORKER", "PYTEST_XDIST_WORKER_COUNT", "PYTEST_CURRENT_TEST"):
            environment.pop(name, None)
        check = "import sys, dealdesk.pricing; sys.exit(not dealdesk.pricing.__file__.startswith(sys.argv[1]))"
        subprocess.run([sys.executable, "-c", check, str(source)], check=True, cwd=ROOT, env=environment)
        command = [
            sys.executable,
            "-m",
            "pytest",
            "-x",
            "-q",
            "--no-header",
            "--tb=no",
            "-p",
            "no:cacheprovider",
            *(tests if fault is None else fault.tests),
        ]
        done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    lines = [line for line in done.stdout.splitlines() if line.startswith(("FAILED", "ERROR"))]
    last = lines[0] if lines else (done.stdout.strip().splitlines() or [done.stderr.strip()])[-1]
    if done.returncode not in (0, 1):
        raise CannotBePlanted(f"{fault.name if fault else 'no fault'}: the tests did not run: {last}")
    return Outcome(done.returncode == 1, last)
