"""`dealdesk render`: a document, written whole or not at all."""

import json
from pathlib import Path

import pytest

from tests.cli.conftest import DEAL, Run


@pytest.mark.parametrize(("name", "start"), [("quote.html", "<!doctype html>"), ("quote.md", "#"), ("quote.json", "{")])
def test_the_suffix_says_the_format(run: Run, shop: Path, name: str, start: str) -> None:
    ran = run("render", "quote", "deal.toml", "-o", name)
    assert (ran.code, ran.out) == (0, "")
    written = shop / name
    assert ran.err == f"{name}: {written.stat().st_size:,} bytes\n"
    assert written.read_text(encoding="utf-8").lower().startswith(start)


def test_stdout_needs_a_format(run: Run, shop: Path) -> None:
    assert run("render", "quote", "deal.toml", "-o", "-").code == 2
    ran = run("render", "quote", "deal.toml", "-o", "-", "--format", "json")
    assert (ran.code, ran.err) == (0, "")
    assert json.loads(ran.out)["customer"]["name"] == "Northwind"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["-o", "quote.doc"], "quote.doc does not say which format to write"),
        (["-o", "quote"], "quote does not say which format to write"),
        (["-o", "quote.pdf", "--format", "docx"], "there is no format docx"),
        (["-o", "quote.md", "--page", "a7"], "a7"),
        (["-o", "quote.md", "--option", "Two yeers"], "it has no option Two yeers"),
        ([], "missing option '-o'"),
    ],
)
def test_what_cannot_be_made_is_refused_before_anything_is_written(
    run: Run, shop: Path, words: list[str], told: str
) -> None:
    before = {each.name for each in shop.iterdir()}
    ran = run("render", "quote", "deal.toml", *words)
    assert ran.code == 2
    assert told.replace("it has", "the deal has") in ran.err
    assert {each.name for each in shop.iterdir()} == before


def test_an_unknown_kind_of_document_gets_a_guess(run: Run, shop: Path) -> None:
    ran = run("render", "qoute", "deal.toml", "-o", "quote.md")
    assert ran.code == 2
    assert "did you mean quote?" in ran.err


def test_a_place_that_cannot_be_written_ends_with_73(run: Run, shop: Path) -> None:
    ran = run("render", "quote", "deal.toml", "-o", "nowhere/quote.md")
    assert (ran.code, ran.err) == (73, "error: cannot write nowhere/quote.md: No such file or directory\n")


def test_a_quote_with_an_error_is_not_written(run: Run, shop: Path) -> None:
    deal = DEAL.replace('sku = "connector"', 'sku = "connector"\ndiscount = 50')
    (shop / "deal.toml").write_text(deal, encoding="utf-8")
    ran = run("render", "quote", "deal.toml", "-o", "quote.md")
    assert ran.code == 1
    assert "[below-cost]" in ran.err
    assert not (shop / "quote.md").exists()
