"""Templates and catalogs of a project go before the packaged ones, and the commands say so."""

from pathlib import Path

import pytest

from tests.cli.conftest import CATALOG, Run


@pytest.fixture
def mine(shop: Path) -> Path:
    """A template of one's own, beside the deal."""
    folder = shop / "templates" / "quote"
    folder.mkdir(parents=True)
    (folder / "quote.md.j2").write_text("Hello {{ head.customer }}\n", encoding="utf-8")
    return shop


def test_the_templates_beside_a_deal_are_found_and_told(run: Run, mine: Path) -> None:
    done = run("render", "quote", "deal.toml", "-o", "-", "--format", "md")
    assert (done.code, done.out) == (0, "Hello Northwind\n")
    assert done.err == "with the templates in templates (quote/quote.md.j2)\n"


def test_templates_that_are_named_go_before_those_that_are_found(run: Run, mine: Path) -> None:
    other = mine / "other" / "quote"
    other.mkdir(parents=True)
    (other / "quote.md.j2").write_text("Other", encoding="utf-8")
    done = run("render", "quote", "deal.toml", "-o", "-", "--format", "md", "--templates", "other")
    assert (done.out, done.err) == ("Other", "with the templates in other (quote/quote.md.j2)\n")


def test_a_project_without_templates_uses_the_packaged_ones_and_says_nothing(run: Run, shop: Path) -> None:
    (shop / "templates").mkdir()
    (shop / "templates" / "README.md").write_text("x", encoding="utf-8")
    done = run("render", "quote", "deal.toml", "-o", "-", "--format", "md")
    assert done.out.startswith("# Northwind")
    assert done.err == ""


def test_data_need_no_templates(run: Run, mine: Path) -> None:
    done = run("render", "quote", "deal.toml", "-o", "-", "--format", "json")
    assert done.json["customer"]["name"] == "Northwind"
    assert done.err == ""


def test_a_template_that_is_wrong_is_told_in_a_sentence(run: Run, mine: Path) -> None:
    (mine / "templates" / "quote" / "quote.md.j2").write_text("{{ head.nothing }}", encoding="utf-8")
    done = run("render", "quote", "deal.toml", "-o", "-", "--format", "md")
    assert (done.code, done.out) == (2, "")
    assert done.err.endswith("error: template quote/quote.md.j2:1: 'dict object' has no attribute 'nothing'\n")


def test_doctor_names_them(run: Run, mine: Path) -> None:
    assert "quote/quote.md.j2" in run("doctor").out


def test_a_catalog_of_the_project_goes_before_a_packaged_one(run: Run, shop: Path) -> None:
    folder = shop / "catalogs" / "stellar-logic"
    folder.mkdir(parents=True)
    (folder / "catalog.toml").write_text(CATALOG, encoding="utf-8")
    shown = run("catalog", "show", "stellar-logic").out
    assert "Acme Inc." in shown
    assert "Suite" in shown
