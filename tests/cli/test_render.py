"""`dealdesk render`: a document, written whole or not at all."""

import json
import os
import re
from pathlib import Path

import pytest

from tests.cli.conftest import CATALOG, DEAL, Run


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
        ([], "say where to write it, such as -o quote.pdf"),
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
    assert (ran.code, ran.err) == (73, "error: cannot write nowhere/quote.md: there is no folder nowhere\n")


def test_a_quote_with_an_error_is_not_written(run: Run, shop: Path) -> None:
    deal = DEAL.replace('sku = "connector"', 'sku = "connector"\ndiscount = 50')
    (shop / "deal.toml").write_text(deal, encoding="utf-8")
    ran = run("render", "quote", "deal.toml", "-o", "quote.md")
    assert ran.code == 1
    assert "[below-cost]" in ran.err
    assert not (shop / "quote.md").exists()


def test_a_document_is_never_written_over_the_deal_or_another_toml_file(run: Run, shop: Path) -> None:
    for name, said in [("deal.toml", "would be a deal or a catalog"), ("new.toml", "such as new.pdf")]:
        ran = run("render", "quote", "deal.toml", "-o", name, "--format", "md")
        assert ran.code == 2
        assert said in ran.err
    assert (shop / "deal.toml").read_text(encoding="utf-8") == DEAL
    assert not (shop / "new.toml").exists()
    (shop / "deal.md").symlink_to("deal.toml")
    ran = run("render", "quote", "deal.toml", "-o", "deal.md")
    assert ran.code == 2
    assert "deal.md is the deal itself" in ran.err


def test_a_hidden_price_that_can_be_worked_out_is_told_when_the_document_is_written(run: Run, shop: Path) -> None:
    deal = DEAL.replace('sku = "connector"', 'sku = "connector"\nhide_price = true')
    (shop / "deal.toml").write_text(deal, encoding="utf-8")
    ran = run("render", "quote", "deal.toml", "-o", "quote.md")
    assert ran.code == 0
    assert "[hidden-price-follows]" in ran.err


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes here")
@pytest.mark.parametrize("name", ["more.toml", "logo.svg"])
def test_a_pipe_in_the_folder_of_a_catalog_is_refused_and_not_waited_for(run: Run, shop: Path, name: str) -> None:
    folder = shop / "piped"
    folder.mkdir()
    (folder / "catalog.toml").write_text(CATALOG.replace("[catalog]", '[catalog]\nbrand = { logo = "logo.svg" }', 1))
    os.mkfifo(folder / name)
    deal = re.sub(r"(?m)^catalog = .*", 'catalog = "./piped"', DEAL)
    (shop / "deal.toml").write_text(deal, encoding="utf-8")
    ran = run("price", "deal.toml")
    assert ran.code == 2
    assert ("a pipe or a device" if name == "more.toml" else "logo.svg cannot be read") in ran.err
