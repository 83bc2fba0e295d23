"""The book for other programs: every quote once, amounts exact, and no cell that acts."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from datetime import date
from decimal import Decimal as D

import duckdb
import pytest

from dealdesk.book import Book, book_of
from dealdesk.book.export import EXPORTS, safe
from tests.book.conftest import NOW, Shop


def written(name: str, book: Book) -> bytes:
    return next(each for each in EXPORTS if each.name == name).write(book.of_period)


@pytest.fixture
def book(year: Shop) -> Book:
    return book_of(year.register, NOW, currency="USD")


def rows(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))


def test_hubspot_and_salesforce_get_each_deal_with_its_stage(book: Book) -> None:
    found = rows(written("hubspot", book))
    assert len(found) == 8
    assert {each["Deal Stage"] for each in found if each["Quote State"] in ("declined", "expired")} == {"closedlost"}
    first = found[0]
    assert (first["Amount"], first["Close Date"], first["Deal Stage"]) == ("120000.00", "2025-06-21", "closedwon")
    found = rows(written("salesforce", book))
    assert [each["StageName"] for each in found[:1]] == ["Closed Won"]
    assert found[-1]["StageName"] == "Proposal/Price Quote"


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "  =1", "＝1", "\r=1"])
@pytest.mark.parametrize("form", ["hubspot", "salesforce"])
def test_a_text_that_would_be_a_formula_is_kept_from_acting(book: Book, form: str, text: str) -> None:
    hostile = replace(book.entries[0], customer=text, rep=text, title=text, net=D("-12.50"))
    (row,) = rows(written(form, replace(book, entries=(hostile,))))
    assert row["Amount"] == "-12.50"
    for cell in row.values():
        assert cell == "-12.50" or not cell.lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r", "＝")), cell
    assert safe("Ardent - a bank") == "Ardent - a bank"


def test_json_lines_say_everything_with_amounts_as_texts(book: Book) -> None:
    found = [json.loads(line) for line in written("jsonl", book).splitlines()]
    assert [each["number"] for each in found] == [each.number for each in book.entries]
    assert (found[1]["net"], found[1]["discount"], found[1]["products"]) == (
        "172800.00",
        "19200.00",
        ["alpha", "beta", "care"],
    )


def test_parquet_has_decimals_and_dates(book: Book, tmp_path) -> None:
    file = tmp_path / "book.parquet"
    file.write_bytes(written("parquet", book))
    found = duckdb.sql(f"SELECT number, net, issued, decided, revision FROM '{file}' ORDER BY number").fetchall()
    assert len(found) == 8
    assert found[0] == ("Q-2025-00001", D("120000.00"), date(2025, 6, 1), date(2025, 6, 21), 1)
