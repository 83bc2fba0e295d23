"""The workbook of an estimate: live formulas that LibreOffice computes to the same cents, and text that stays text."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal as D
from io import BytesIO
from random import Random

from openpyxl import load_workbook

from dealdesk.catalog.load import load_catalog, packaged
from dealdesk.documents import render
from dealdesk.documents.workbook import Book, defined_name
from dealdesk.value.calculate import calculate
from dealdesk.value.given import Given, GivenRow
from dealdesk.value.savings import Savings
from tests.value.randoms import TODAY, case, model_of, models
from tests.value.soffice import recalculated

EACH = 6


def estimates(seed: int, count: int) -> Iterator[tuple[str, Savings]]:
    """Yield random estimates of every model."""
    for catalog, name in models():
        random, model = Random(f"{seed}:{name}"), model_of(catalog, name)
        found = load_catalog(packaged("catalogs") / catalog)
        for number in range(count):
            inputs, rows = case(random, model)
            if "routes" in rows:  # shares have to add up to 100 %
                cuts = sorted(random.randrange(101) for _ in rows["routes"][1:])
                for row, low, high in zip(rows["routes"], [0, *cuts], [*cuts, 100], strict=True):
                    row["share"] = D(high - low)
            stated = {
                table: tuple(GivenRow(f"{table} {n}", row) for n, row in enumerate(each))
                for table, each in rows.items()
            }
            yield f"{name}-{number}", calculate(name, found, Given(inputs, stated), today=TODAY)


def test_libreoffice_computes_the_cents_of_the_engine() -> None:
    made = dict(estimates(3, EACH))
    books = recalculated({name: render(each, "savings", "xlsx") for name, each in made.items()})
    compared = 0
    for name, each in made.items():
        sheet = books[name]["Savings"]
        labels = {row[0].value: row[1].value for row in sheet.iter_rows(min_row=8) if row[0].value is not None}
        for result in each.outputs:
            assert result.shown is not None
            assert D(repr(labels[result.label])).quantize(result.shown) == result.shown, (name, result.label)
            compared += 1
        for table in each.tables:
            cells = {row[0].value: [cell.value for cell in row] for row in sheet.iter_rows(min_row=8)}
            for row in table.rows:
                start = 1 + len(table.columns)
                for formula, value in zip(table.formulas, cells[row.name][start:], strict=False):
                    assert D(repr(value)).quantize(row.results[formula.name]) == row.results[formula.name]
    assert compared > 100


def small(wrong: str = "15.00") -> bytes:
    book = Book("T", author="A", created=date(2027, 1, 1), accent="#0b6a5a", currency="USD")
    sheet = book.sheet("One", widths=(10, 10))
    sheet.input(0, 1, D("0.015"), "money", name="cost", least=D(0), most=D(1))
    sheet.formula(1, 1, "ROUND(cost*1000,2)", D(wrong), "money", name="spend")
    return book.close()


def test_a_wrong_result_in_the_file_does_not_survive_recalculation() -> None:
    assert load_workbook(BytesIO(small("99.00")), data_only=True)["One"]["B2"].value == 99
    assert recalculated({"wrong": small("99.00")})["wrong"]["One"]["B2"].value == 15


def test_the_results_that_stand_in_the_file_are_the_engine_s() -> None:
    for name, each in estimates(4, 1):
        sheet = load_workbook(BytesIO(render(each, "savings", "xlsx")), data_only=True)["Savings"]
        labels = {row[0].value: row[1].value for row in sheet.iter_rows(min_row=8) if row[0].value is not None}
        for result in each.outputs:
            assert result.shown is not None
            assert D(repr(labels[result.label])).quantize(result.shown) == result.shown, name


def test_what_a_customer_writes_is_text_and_labels_are_protected() -> None:
    hostile = '=HYPERLINK("http://example.com","x")'
    catalog = load_catalog(packaged("catalogs") / "stellar-logic")
    rows = {
        "benefits": (
            GivenRow("=1+1", {"today": D(100), "saved": D(50)}),
            GivenRow("@SUM(A1)", {"today": D(1), "saved": D(1)}),
        )
    }
    made = calculate("security-roi", catalog, Given({}, rows, customer=hostile), today=TODAY)
    data = render(made, "savings", "xlsx")
    assert data == render(made, "savings", "xlsx")
    book = load_workbook(BytesIO(data))
    sheet = book["Savings"]
    assert sheet["A1"].value == hostile
    assert sheet["A1"].data_type == "s"
    assert {
        cell.data_type for row in sheet.iter_rows(max_col=1, min_row=7) for cell in row if cell.value == "=1+1"
    } == {"s"}
    assert sheet.protection.sheet
    formulas = [cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    assert formulas
    assert all(cell.protection.locked for cell in formulas)
    open_cells = [cell for row in sheet.iter_rows() for cell in row if not cell.protection.locked]
    assert {cell.data_type for cell in open_cells} == {"n", "s"}
    assert {"investment", "running", "years", "savings", "roi"} <= set(book.defined_names)
    assert not any(cell.hyperlink for row in sheet.iter_rows() for cell in row)


def test_names_are_no_addresses_of_cells() -> None:
    assert [defined_name(each) for each in ("q1", "r", "rc", "abc12", "cost", "a b")] == [
        "_q1",
        "_r",
        "_rc",
        "_abc12",
        "cost",
        "a_b",
    ]
    assert defined_name("cost", {"cost"}) == "cost_2"
