"""Every help page shows an example, and every example runs."""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer

from dealdesk.cli.app import Commands, app
from tests.cli.conftest import Run


def pages(command: Any, words: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """The words of a command, and of all those inside it."""
    yield words
    if hasattr(command, "list_commands"):
        context = command.context_class(command)
        for name in command.list_commands(context):
            yield from pages(command.get_command(context, name), (*words, name))


PAGES = [list(each) for each in pages(typer.main.get_command(app))]

IN_A_NEW_PROJECT = [
    [], ["price"], ["compare"], ["render"], ["catalog"],
    ["catalog", "list"], ["catalog", "show"], ["catalog", "validate"], ["catalog", "curve"],
    ["catalog", "diff"], ["catalog", "impact"], ["catalog", "fmt"], ["catalog", "new"],
    ["pilot", "report"], ["quote"], ["quote", "new"], ["quote", "list"], ["audit", "log"], ["register", "migrate"],
    ["advise"], ["init"], ["schema"], ["doctor"], ["completion"],
]  # fmt: skip
"""Pages whose examples need nothing but what `dealdesk init` lays out; the others have a recorded quote, say."""


@pytest.fixture
def newcomer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder, as the working folder."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def examples(page: str) -> list[list[str]]:
    """The command lines of a help page, without the remarks behind them."""
    whole = page.replace("\\\n", "")
    lines = [line.strip().partition("   ")[0] for line in whole.splitlines() if line.startswith("  dealdesk ")]
    return [[name for word in shlex.split(line)[1:] for name in globbed(word)] for line in lines]


def globbed(word: str) -> list[str]:
    """What a shell would make of a word."""
    return sorted(str(path) for path in Path().glob(word)) if "*" in word else [word]


@pytest.mark.parametrize("page", PAGES, ids=" ".join)
def test_a_help_page_has_examples_with_options_that_there_are(run: Run, newcomer: Path, page: list[str]) -> None:
    found = examples(run(*page, "--help").out)
    assert found, "no example"
    for words in found:
        command = max((each for each in PAGES if words[: len(each)] == each), key=len)
        told = run(*command, "--help").out
        for option in (word.partition("=")[0] for word in words if re.match(r"--[a-z]", word)):
            assert re.search(rf"{option}\b", told), (words, option)


@pytest.mark.parametrize("page", IN_A_NEW_PROJECT, ids=" ".join)
def test_the_examples_of_a_help_page_run(run: Run, newcomer: Path, page: list[str]) -> None:
    """In an empty folder, after `dealdesk init`, which is the first thing that the front page says."""
    shown = run(*page, "--help")
    assert shown.code == 0
    if page:
        assert run("init").code == 0
    for words in examples(shown.out):
        ran = run(*words)
        assert ran.code == 0, (words, ran.err)


def test_the_front_page_says_of_each_command_what_its_own_page_begins_with(run: Run) -> None:
    front = run("--help").out
    for name, (_, said) in Commands.modules.items():
        assert f"  {name} " in front
        assert said.endswith(".")
        assert said.split()[0] in run(name, "--help").out


@pytest.mark.parametrize("columns", [60, 100])
@pytest.mark.parametrize("page", PAGES, ids=" ".join)
def test_a_help_page_fits_the_terminal(run: Run, page: list[str], columns: int) -> None:
    text = run(*page, "--help", columns=columns).out
    prose = text.split("\nExample")[0].split("\nStart here")[0]
    assert max(map(len, prose.splitlines())) <= columns
    assert all(len(line) <= columns for line in text.splitlines() if not line.startswith(" "))
    assert columns < 100 or not [line for line in text.splitlines()[1:] if line.endswith("...")]
