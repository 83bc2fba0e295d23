"""`dealdesk render --check`: the PDF is written, read back, and judged."""

from pathlib import Path

from tests.cli.conftest import Run


def test_a_good_document_is_said_to_be_good(run: Run, shop: Path) -> None:
    ran = run("render", "quote", "deal.toml", "-o", "quote.pdf", "--check")
    size = (shop / "quote.pdf").stat().st_size
    assert (ran.code, ran.out) == (0, "")
    assert ran.err == f"quote.pdf: {size:,} bytes\nquote.pdf: 17 checks, nothing wrong\n"


def test_faults_are_named_with_page_and_place_and_the_document_is_there_to_look_at(run: Run, shop: Path) -> None:
    mine = shop / "mine" / "quote"
    mine.mkdir(parents=True)
    (mine / "quote.css").write_text(".lede { font-size: 5pt }\n", encoding="utf-8")
    ran = run("render", "quote", "deal.toml", "-o", "quote.pdf", "--check", "--templates", "mine")
    assert ran.code == 1
    assert (shop / "quote.pdf").is_file()
    assert "quote.pdf: page 1 at 54, " in ran.err
    assert "characters in 5 pt, smaller than 6.5 pt [type-size]\n" in ran.err
    assert ran.err.endswith("\nquote.pdf: 17 checks, 1 fault\n")


def test_other_formats_are_not_checked(run: Run, shop: Path) -> None:
    ran = run("render", "quote", "deal.toml", "-o", "quote.html", "--check")
    assert ran.code == 2
    assert "--check: it reads PDFs, and html is asked for" in ran.err
    assert not (shop / "quote.html").exists()
