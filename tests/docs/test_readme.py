"""Every command that the README and the guide to deals show prints what they show."""

import os
import re
import shlex
import shutil
import subprocess
import sys
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.docs.markdown import ROOT, blocks

PAGES = ("README.md", "docs/deals.md")
BLOCKS = blocks(ROOT / "README.md")


class Command(NamedTuple):
    """A command of a console block, and the lines shown below it."""

    page: str
    line: int
    words: str
    shown: str


def commands() -> list[Command]:
    found: list[Command] = []
    for page, block in [(each, block) for each in PAGES for block in blocks(ROOT / each)]:
        if block.language != "console":
            continue
        for number, line in enumerate(block.text.splitlines(keepends=True), start=block.line + 1):
            if line.startswith("$ "):
                found.append(Command(page, number, line[2:].strip(), ""))
            else:
                found[-1] = found[-1]._replace(shown=found[-1].shown + line)
    return found


def matches(shown: str, printed: str) -> bool:
    """Whether *printed* is what is shown; a line of … stands for any lines, … in a line for any text.

    Spaces in a row count as one, where a line has …: what it leaves out moves the columns.
    """
    parts = []
    for line in shown.splitlines(keepends=True):
        if line.strip() == "…":
            parts.append("(?:.*\n)*?")
        else:
            text = re.escape(line.rstrip("\n")).replace("…", ".*?")
            parts.append((re.sub(r"(?:\\ )+", r" +", text) if "…" in line else text) + "\n")
    return re.fullmatch("".join(parts), printed) is not None


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What a user has: the catalogs, the examples, and the files that the README tells to save."""
    made = tmp_path_factory.mktemp("readme")
    for name in ("catalogs", "examples"):
        shutil.copytree(ROOT / name, made / name)
    for block in (block for page in PAGES for block in blocks(ROOT / page)):
        if block.language == "toml" and block.name is not None:
            (made / block.name).write_text(block.text, encoding="utf-8")
    return made


def run(command: list[str], folder: Path) -> str:
    """Return what a command prints, on stdout and stderr."""
    tools = Path(sys.executable).parent
    path = f"{tools}{os.pathsep}{os.environ['PATH']}"
    environment = os.environ | {"PATH": path, "COLUMNS": "80", "DEALDESK_CACHE": "off"}
    done = subprocess.run(
        command, cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
    )
    return done.stdout


@pytest.mark.parametrize(
    "command", commands(), ids=lambda command: f"{command.page}-{command.line}-{command.words[:40]}"
)
def test_a_command_prints_what_the_page_shows(command: Command, folder: Path) -> None:
    words = shlex.split(command.words)
    assert words[0] == "dealdesk"
    printed = run(words, folder)
    assert matches(command.shown, printed), f"{command.page}:{command.line}\n{command.shown}\nbut it prints\n{printed}"


def test_the_library_example_prints_what_the_readme_shows(folder: Path) -> None:
    python, text = next((a, b) for a, b in pairwise(BLOCKS) if a.language == "python")
    assert run([sys.executable, "-c", python.text], folder) == text.text


def test_there_are_two_commands_of_set_up() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    set_up = text.split("## Set-up")[1].split("##")[0]
    assert re.findall(r"^    (\./run \w+)", set_up, re.MULTILINE) == ["./run quote", "./run test"]


@pytest.mark.parametrize(
    ("shown", "printed", "same"),
    [
        ("a\n…\nd\n", "a\nb\nc\nd\n", True),
        ("a\n…\nd\n", "a\nd\n", True),
        ("a\n…\nd\n", "a\nb\ne\n", False),
        ("a … 5\n", "a     1 5\n", True),
        ("a … 5\n", "a     1 6\n", False),
        ("a  b\n", "a b\n", False),
        ("1.5\n", "1x5\n", False),
    ],
)
def test_the_comparison_elides_only_where_it_is_told(shown: str, printed: str, same: bool) -> None:
    assert matches(shown, printed) is same
