"""Every help page shows an example, and every example runs."""

import shlex
from pathlib import Path

import pytest

from tests.cli.conftest import ROOT, Run

PAGES = [
    [], ["price"], ["compare"], ["render"], ["catalog"],
    ["catalog", "list"], ["catalog", "show"], ["catalog", "validate"], ["catalog", "curve"],
]  # fmt: skip


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder in which the examples of the help pages run, and may write."""
    for name in ("catalogs", "examples"):
        (tmp_path / name).symlink_to(ROOT / name)
    (tmp_path / "deal.toml").symlink_to(ROOT / "examples/northwind/deal.toml")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def examples(page: str) -> list[list[str]]:
    """The command lines of a help page, without the remarks behind them."""
    lines = [line.strip().partition("   ")[0] for line in page.splitlines() if line.startswith("  dealdesk ")]
    return [[name for word in shlex.split(line)[1:] for name in globbed(word)] for line in lines]


def globbed(word: str) -> list[str]:
    """What a shell would make of a word."""
    return sorted(str(path) for path in Path().glob(word)) if "*" in word else [word]


@pytest.mark.parametrize("page", PAGES, ids=" ".join)
def test_the_examples_of_a_help_page_run(run: Run, checkout: Path, page: list[str]) -> None:
    shown = run(*page, "--help")
    assert shown.code == 0
    found = examples(shown.out)
    assert found, "no example"
    for words in found:
        ran = run(*words)
        assert ran.code == 0, (words, ran.err)


@pytest.mark.parametrize("columns", [60, 80, 100, 200])
@pytest.mark.parametrize("page", PAGES, ids=" ".join)
def test_a_help_page_fits_the_terminal(run: Run, page: list[str], columns: int) -> None:
    text = run(*page, "--help", columns=columns).out
    prose = text.split("\nExample")[0].split("\nStart here")[0]
    assert max(map(len, prose.splitlines())) <= columns
