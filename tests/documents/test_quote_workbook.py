"""The quote as a workbook: LibreOffice computes the engine's cents, and what customers may not see is not in it."""

import io
import re
import zipfile
from dataclasses import replace
from datetime import date
from decimal import Decimal as D
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from dealdesk.documents import render
from dealdesk.documents.workbook.arithmetic import Length, waterfall
from dealdesk.errors import RenderError
from dealdesk.quoting.load import catalog_of, load_deal
from dealdesk.quoting.price import price
from dealdesk.quoting.quote import Quote
from tests.documents.samples import FIVE, everything, sample
from tests.value.soffice import recalculated

ROOT = Path(__file__).parents[2]
DEALS = sorted(path.parent.name for path in ROOT.glob("examples/*/deal.toml"))


def quote_of(name: str) -> Quote:
    file = ROOT / "examples" / name / "deal.toml"
    deal = load_deal(file)
    return price(deal, catalog_of(deal, file), today=date(2026, 11, 16))


def named(book: Any, name: str) -> Any:
    sheet, _, at = book.defined_names[name].attr_text.rpartition("!")
    return book[sheet.strip("'").replace("''", "'")][at.replace("$", "")]


def cents(value: Any, quote: Quote) -> D:
    return D(repr(value)).quantize(D(1).scaleb(-quote.places))


def workbook(quote: Quote) -> Any:
    return load_workbook(io.BytesIO(render(quote, "quote", "xlsx")))


def texts(data: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return "\n".join(package.read(name).decode() for name in package.namelist() if name.endswith(".xml"))


def test_libreoffice_computes_the_cents_of_every_example() -> None:
    quotes = {name: quote_of(name) for name in DEALS}
    books = recalculated({name: render(quote, "quote", "xlsx") for name, quote in quotes.items()})
    for name, quote in quotes.items():
        book = books[name]
        assert cents(named(book, "total_net").value, quote) == quote.totals.net, name
        assert cents(named(book, "total_list").value, quote) == quote.totals.list, name
        assert cents(named(book, "change").value, quote) == 0, name
        for each in quote.invoices:
            assert cents(named(book, f"invoice_{each.number}").value, quote) == each.amount, name
        steps = {name for name in book.defined_names if name.startswith("step_")}
        found = sum((cents(named(book, each).value, quote) for each in steps), D(0))
        if not any(each.hide_price for each in quote.lines):
            assert found == -quote.totals.discount, name
        column = [row[5].value for row in book.worksheets[0].iter_rows(max_col=6)]
        nets = [cents(each, quote) for each in column if isinstance(each, int | float)]
        for line in quote.lines:
            assert line.hide_price or line.net in nets, (name, line.name)


def test_a_changed_quantity_changes_the_total_and_says_so() -> None:
    # Semantic Cache: 4,250.00 × 12 is 51,000.00 a year; × 24 it is 102,000.00, and 3 years of 36.25 % off the second
    # half make 51,000 × 3 × 0.6375 = 97,537.50 more.
    quote = sample()
    book = workbook(quote)
    steps = book.worksheets[1]
    at = next(row for row in range(1, steps.max_row) if steps.cell(row, 1).value == "Semantic Cache")
    steps.cell(at + 1, 2).value = 24
    stream = io.BytesIO()
    book.save(stream)
    changed = recalculated({"changed": stream.getvalue()})["changed"]
    assert cents(named(changed, "change").value, quote) == D("97537.50")
    assert cents(named(changed, "total_net").value, quote) == quote.totals.net + D("97537.50")
    assert cents(named(changed, "invoiced").value, quote) == quote.totals.net + D("97537.50")


def test_steps_are_formulas_and_labels_are_protected() -> None:
    book = workbook(sample())
    front, steps = book.worksheets[:2]
    for sheet in (front, steps):
        assert sheet.protection.sheet
        for row in sheet.iter_rows():
            for cell in row:
                if isinstance(cell.value, str):
                    assert cell.protection.locked
    formulas = [cell.value for row in steps.iter_rows() for cell in row if str(cell.value).startswith("=")]
    assert sum("ROUND(SUM(" in each for each in formulas) == 10  # five lines, two discounts each
    opened = [cell for row in steps.iter_rows() for cell in row if not cell.protection.locked]
    assert len(opened) == 5 * (2 + 2)  # quantity and price, and two percentages


EVIL = ('=HYPERLINK("http://evil.example","x")', "https://evil.example/", "+1+1", "@SUM(1)", "=1+1|cmd")


@pytest.mark.parametrize("evil", EVIL)
def test_what_customers_write_is_text(evil: str) -> None:
    quote = sample([replace(FIVE[0], name=evil)], notes=(evil,), title=evil)
    quote = replace(quote, customer=replace(quote.customer, name=evil))
    data = render(quote, "quote", "xlsx")
    book = load_workbook(io.BytesIO(data))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value == evil]
    assert len(cells) >= 3
    assert {cell.data_type for cell in cells} == {"s"}
    text = texts(data)
    assert "<hyperlink" not in text
    assert not re.search(r"<f>[^<]*(HYPERLINK|evil|cmd)", text)


def test_nothing_that_only_sellers_may_see_is_in_it() -> None:
    text = texts(render(replace(everything(), deal_digest=""), "quote", "xlsx"))
    assert "7.77" not in text  # cost
    assert "63.21" not in text  # margin
    assert "rules.toml" not in text
    assert "an internal assumption" not in text


def test_no_amount_of_a_hidden_line_is_in_it() -> None:
    quote = everything()
    hidden = next(each for each in quote.lines if each.hide_price)
    book = workbook(quote)
    assert hidden.name not in [row[0].value for row in book.worksheets[1].iter_rows()]
    amounts = {cell.value for sheet in book for row in sheet.iter_rows() for cell in row}
    assert not {float(hidden.list), float(hidden.net), float(hidden.intervals[0].list_per_period)} & amounts
    assert named(book, "total_net").value == float(quote.totals.net)  # an amount, and no formula over lines


def test_parts_of_a_period_are_formulas_too() -> None:
    # 181 of 365 days of 1,000.00: 495.89; with one whole year 1,495.89.
    length = Length(1, ((0, 181, 365),))
    assert length.over(D("1000.00"), 2) == D("1495.89")
    assert length.formula("D4", 2) == "D4*1+ROUND(D4*181/365,2)"
    co_term = quote_of("co-term")
    line = co_term.lines[0]
    how = waterfall(line, line.intervals[0], 2, half_up=True)
    assert how.length is not None
    assert how.length.parts


def test_a_catalog_that_rounds_half_even_has_amounts_where_formulas_would_differ() -> None:
    line = sample().lines[0]
    how = waterfall(line, line.intervals[0], 2, half_up=False)
    assert (how.length, how.unit_price) == (None, None)
    assert all(each.per_period is None for each in how.steps)


def test_more_digits_than_a_spreadsheet_counts_are_refused() -> None:
    huge = sample([replace(FIVE[0], price=D("12345678901234.56"), quantity=D(1))], ())
    with pytest.raises(RenderError, match="more than 15 digits"):
        render(huge, "quote", "xlsx")


def test_the_same_quote_gives_the_same_bytes() -> None:
    assert render(sample(), "quote", "xlsx") == render(sample(), "quote", "xlsx")
