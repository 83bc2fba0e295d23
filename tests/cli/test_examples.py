"""Every example prints what stands beside it; `--update-golden` rewrites that."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import ROOT, Run

DEALS = sorted(path.parent.name for path in ROOT.glob("examples/*/deal.toml"))


@pytest.mark.parametrize("name", DEALS)
def test_an_example_prints_what_it_did(run: Run, at_root: Path, golden: Callable[[Path, str], None], name: str) -> None:
    ran = run("price", f"examples/{name}/deal.toml", "--today", "2026-11-16")
    assert (ran.code, ran.err) == (0, "")
    golden(ROOT / "examples" / name / "price.txt", ran.out)


def test_there_are_examples_and_no_golden_file_without_one() -> None:
    assert DEALS
    assert {path.parent.name for path in ROOT.glob("examples/*/price.txt")} <= set(DEALS)


@pytest.mark.parametrize("name", DEALS)
def test_an_example_is_data_and_rows_and_explained_too(run: Run, at_root: Path, name: str) -> None:
    deal = f"examples/{name}/deal.toml"
    told = run("price", deal, "--json")
    assert told.code == 0
    rows = run("price", deal, "--csv").out.splitlines()
    assert len(rows) == 1 + sum(len(line["intervals"]) for line in told.json["lines"])
    assert run("price", deal, "--explain", "1").code == 0
    assert run("compare", deal, "--json").code == 0


@pytest.mark.parametrize("columns", [60, 80, 100])
@pytest.mark.parametrize("name", DEALS)
def test_an_example_fits_the_terminal(run: Run, at_root: Path, name: str, columns: int) -> None:
    for words in (["price"], ["price", "--definitions"], ["compare"]):
        out = run(words[0], f"examples/{name}/deal.toml", *words[1:], columns=columns).out
        assert "…" not in out
        assert max(map(len, out.splitlines())) <= columns
