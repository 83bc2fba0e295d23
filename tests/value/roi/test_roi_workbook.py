"""The workbook of a case: its live formulas give the engine's cents, also after an input was changed."""

from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from dealdesk.documents.workbook.roi import roi_workbook
from dealdesk.value.roi.load import load_case
from dealdesk.value.roi.result import RoiResult
from tests.value.roi.cases import DAY, worked
from tests.value.soffice import recalculated

D = Decimal
ROOT = Path(__file__).parents[3]
CASES = sorted(path.parent.name for path in ROOT.glob("examples/*/roi.toml"))


def rows(sheet: Any) -> dict[str, tuple[Any, ...]]:
    return {row[0]: row[1:] for row in sheet.iter_rows(values_only=True) if row[0]}


def cents(value: Any) -> Decimal:
    return D(repr(value)).quantize(D("0.01"))


def compare(book: Any, made: RoiResult) -> None:
    flow, counted = rows(book["Result"]), rows(book["Counted"])
    columns = len(made.periods)
    for label, name in (
        ("Costs", "costs"),
        ("Benefits", "benefits"),
        ("Net", "net"),
        ("Cumulative", "cumulative"),
        ("Present value, net", "pv_net"),
    ):
        assert [cents(each) for each in flow[label][:columns]] == [getattr(each, name) for each in made.periods], label
    for each in (*made.costs, *made.benefits):
        assert [cents(value) for value in counted[each.name][: columns + 1]] == [*each.amounts, each.total], each.name
    assert cents(flow["Net present value"][0]) == made.totals.npv
    irr = made.figure("irr").value
    if irr is not None:
        assert D(repr(flow["Internal rate of return"][0])).quantize(D("0.001")) == irr / 100
    for label, (as_made, now, said, *_) in list(rows(book["Check"]).items())[1:]:
        if said in ("the same", "inputs were changed"):
            assert (as_made, said) == (pytest.approx(now), "the same"), label


@pytest.fixture(scope="module")
def made() -> dict[str, RoiResult]:
    found = {name: load_case(ROOT / "examples" / name / "roi.toml", today=DAY).run(today=DAY) for name in CASES}
    found["uneven"] = worked(
        discount_rate=D("7.35"),
        years=5,
        costs=[{"name": "Odd", "initial": D("0.005"), "by_year": [D("33.335"), 1, 2, 3, D("0.01")], "risk": D("12.5")}],
        benefits=[
            {"name": "Slow", "a_year": D("1234.567"), "ramp_months": 17, "from_month": 5, "risk": D("33.3")},
            {"name": "=SUM(A1)", "a_year": 100, "ramp": [D("12.5"), 99], "range": [50, 120], "source": "@x"},
        ],
    )
    return found


def test_every_cell_is_the_engines_to_the_cent_after_recalculation(made: dict[str, RoiResult]) -> None:
    books = recalculated({name: roi_workbook(each) for name, each in made.items()})
    for name, each in made.items():
        compare(books[name], each)


def test_a_changed_input_gives_what_the_engine_gives_for_it(made: dict[str, RoiResult]) -> None:
    from openpyxl import load_workbook

    said = {
        "benefits": [{"name": "Gain", "a_year": 1000, "range": [80, 120]}],
        "costs": [{"name": "Pay", "initial": 900}],
    }
    book = load_workbook(BytesIO(roi_workbook(worked(**said))))
    sheet = book["Inputs"]
    places = {sheet.cell(row, 1).value: row for row in range(1, sheet.max_row + 1)}
    sheet.cell(places["Discount rate"], 2).value = 0.2
    sheet.cell(places["Pay"], 2).value = 1100
    changed = BytesIO()
    book.save(changed)
    now = recalculated({"changed": changed.getvalue()})["changed"]
    fresh = worked(**{**said, "discount_rate": 20, "costs": [{"name": "Pay", "initial": 1100}]})
    assert cents(rows(now["Result"])["Net present value"][0]) == fresh.totals.npv
    assert "inputs were changed" in [row[-1] for row in rows(now["Check"]).values()]


def test_what_others_wrote_is_text_and_labels_are_protected(made: dict[str, RoiResult]) -> None:
    from openpyxl import load_workbook

    data = roi_workbook(made["uneven"])
    assert data == roi_workbook(made["uneven"])
    book = load_workbook(BytesIO(data))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value in ("=SUM(A1)", "@x")]
    assert len(cells) >= 4
    assert all(cell.data_type == "s" for cell in cells)
    assert all(sheet.protection.sheet for sheet in book)
    assert all(cell.protection.locked for cell in cells)
    assert {"discount_rate", "net_present_value", "assumption_1"} <= set(book.defined_names)
