"""Every help page shows an example, and every example runs."""

import shlex
from pathlib import Path

import pytest

from dealdesk.cli.app import Commands
from tests.cli.conftest import Run

PAGES = [
    [], ["price"], ["compare"], ["render"], ["catalog"],
    ["catalog", "list"], ["catalog", "show"], ["catalog", "validate"], ["catalog", "curve"],
    ["catalog", "diff"], ["catalog", "impact"], ["catalog", "fmt"], ["catalog", "new"],
    ["pilot"], ["pilot", "report"], ["pilot", "generate"],
    ["quote", "new"], ["quote", "list"], ["audit", "log"], ["register", "migrate"],
    ["advise"], ["init"], ["schema"], ["doctor"], ["completion"],
]  # fmt: skip


@pytest.fixture
def newcomer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder, as the working folder."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def examples(page: str) -> list[list[str]]:
    """The command lines of a help page, without the remarks behind them."""
    lines = [line.strip().partition("   ")[0] for line in page.splitlines() if line.startswith("  dealdesk ")]
    return [[name for word in shlex.split(line)[1:] for name in globbed(word)] for line in lines]


def globbed(word: str) -> list[str]:
    """What a shell would make of a word."""
    return sorted(str(path) for path in Path().glob(word)) if "*" in word else [word]


def test_the_pages_are_those_of_all_commands() -> None:
    groups = {page[0] for page in PAGES if page}
    assert groups == set(Commands.modules)


@pytest.mark.parametrize("page", PAGES, ids=" ".join)
def test_the_examples_of_a_help_page_run(run: Run, newcomer: Path, page: list[str]) -> None:
    """In an empty folder, after `dealdesk init`, which is the first thing that the front page says."""
    shown = run(*page, "--help")
    assert shown.code == 0
    if page:
        assert run("init").code == 0
    found = examples(shown.out)
    assert found, "no example"
    for words in found:
        ran = run(*words)
        assert ran.code == 0, (words, ran.err)


def test_the_front_page_says_of_each_command_what_its_own_page_begins_with(run: Run) -> None:
    front = run("--help").out
    for name, (_, said) in Commands.modules.items():
        assert f"  {name} " in front
        assert said.endswith(".")
        assert said.split()[0] in run(name, "--help").out


@pytest.mark.parametrize("columns", [60, 80, 100, 200])
@pytest.mark.parametrize("page", PAGES, ids=" ".join)
def test_a_help_page_fits_the_terminal(run: Run, page: list[str], columns: int) -> None:
    text = run(*page, "--help", columns=columns).out
    prose = text.split("\nExample")[0].split("\nStart here")[0]
    assert max(map(len, prose.splitlines())) <= columns
