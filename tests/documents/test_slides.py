"""Decks to edit: native charts with the result's numbers, the words of the PDF, notes, and the same bytes."""

import io
import sys
from dataclasses import replace
from datetime import date
from decimal import Decimal as D
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import openpyxl
import pytest
from pptx import Presentation

from dealdesk.documents import render
from dealdesk.documents.assets import assets
from dealdesk.documents.view.roi import roi_view
from dealdesk.value.review.load import load_review
from dealdesk.value.roi.load import load_case
from dealdesk.value.roi.result import RoiResult

ROOT = Path(__file__).parents[2]
DAY = date(2026, 11, 16)


@pytest.fixture(scope="module")
def result() -> RoiResult:
    return load_case(ROOT / "examples/usage-commitment/roi.toml", today=DAY).run(today=DAY, draws=400)


@pytest.fixture(scope="module")
def data(result: RoiResult) -> bytes:
    return render(result, "roi-deck", "pptx")


def slides(data: bytes) -> list[Any]:
    return list(Presentation(io.BytesIO(data)).slides)


def charts(slide: Any) -> list[Any]:
    return [shape.chart for shape in slide.shapes if shape.has_chart]


def series(chart: Any) -> dict[str, list[D]]:
    """The values of a chart by the name of their series, as decimals."""
    return {each.name: [D(repr(value)) for value in each.values] for plot in chart.plots for each in plot.series}


def named(data: bytes, result: RoiResult, name: str) -> Any:
    view = roi_view(result, assets("roi-deck").language("en"))
    place = [each["name"] for each in view["slides"]].index(name)
    return slides(data)[place + 1]


def test_the_charts_hold_the_numbers_of_the_case(result: RoiResult, data: bytes) -> None:
    (cover,) = charts(slides(data)[0])
    assert list(series(cover).values()) == [[each.cumulative for each in result.months[1:]]]

    (cash,) = charts(named(data, result, "cash"))
    assert list(series(cash).values()) == [
        [each.benefits for each in result.periods],
        [-each.costs for each in result.periods],
        [each.cumulative for each in result.periods],
    ]
    (benefits,) = charts(named(data, result, "benefits"))
    assert list(series(benefits).values()) == [sorted((each.pv for each in result.benefits), reverse=True)]

    tornado, runs = charts(named(data, result, "risk"))
    assert list(series(tornado).values()) == [
        [each.npv_low for each in result.tornado],
        [each.npv_high for each in result.tornado],
    ]
    assert tornado.value_axis.crosses_at == float(result.totals.npv)
    assert result.simulation
    assert list(series(runs).values()) == [[D(repr(float(each.draws))) for each in result.simulation.bins]]


def test_the_worksheets_behind_the_charts_hold_them_too(result: RoiResult, data: bytes) -> None:
    (cash,) = charts(named(data, result, "cash"))
    sheet = openpyxl.load_workbook(io.BytesIO(cash.part.chart_workbook.xlsx_part.blob)).active
    rows = list(sheet.iter_rows(min_row=2, values_only=True))
    assert [D(repr(float(row[3]))) for row in rows] == [each.cumulative for each in result.periods]


def test_titles_and_tables_are_those_of_the_pdf(result: RoiResult, data: bytes) -> None:
    view = roi_view(result, assets("roi-deck").language("en"))
    made = slides(data)
    assert [each.shapes.title.text_frame.text for each in made] == [
        view["cover"]["title"],
        *(each["title"] for each in view["slides"]),
    ]
    for slide, each in zip(made[1:], view["slides"], strict=True):
        tables = [block for area in each["areas"] for block in area["blocks"] if block["kind"] == "table"]
        found = [shape.table for shape in slide.shapes if shape.has_table]
        assert len(found) == len(tables)
        for table, block in zip(found, tables, strict=True):
            wanted = [
                [cell["text"] + (f"\n{cell['below']}" if cell["below"] else "") for cell in row["cells"]]
                for row in block["rows"]
            ]
            assert [[cell.text for cell in row.cells] for row in list(table.rows)[1:]] == wanted


def test_nothing_stands_outside_its_slide(data: bytes) -> None:
    opened = Presentation(io.BytesIO(data))
    assert (opened.slide_width, opened.slide_height) == (960 * 12700, 540 * 12700)
    for number, slide in enumerate(opened.slides, 1):
        for shape in slide.shapes:
            right, bottom = shape.left + shape.width, shape.top + shape.height
            assert shape.left >= 0, (number, shape.name)
            assert shape.top >= 0, (number, shape.name)
            assert right <= opened.slide_width, (number, shape.name)
            assert bottom <= opened.slide_height, (number, shape.name)


def test_the_notes_say_where_the_numbers_come_from(result: RoiResult, data: bytes) -> None:
    notes = {each.shapes.title.text_frame.text: each.notes_slide.notes_text_frame.text for each in slides(data)[:6]}
    basis = notes["What the case rests on, and what we ask of you"]
    for each in result.assumptions:
        assert each.source
        assert each.source in basis
    assert all(notes.values())
    assert not any(".toml" in each for each in notes.values())


def test_charts_have_alternative_text(data: bytes) -> None:
    for slide in slides(data):
        for shape in slide.shapes:
            if shape.has_chart:
                assert len(shape._element.nvGraphicFramePr.cNvPr.get("descr")) > 10


def test_the_same_case_gives_the_same_bytes(result: RoiResult, data: bytes) -> None:
    assert render(RoiResult.from_json(result.to_json()), "roi-deck", "pptx") == data
    with ZipFile(io.BytesIO(data)) as opened:
        assert {each.date_time for each in opened.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert opened.namelist() == sorted(opened.namelist())
        assert b"2026-11-16T00:00:00Z" in opened.read("docProps/core.xml")


def test_what_people_write_is_text_and_nothing_else(result: RoiResult) -> None:
    evil = '=HYPERLINK("http://x.example","y")'
    one = replace(result.benefits[0], name=evil)
    named_ = replace(result, benefits=(one, *result.benefits[1:]), customer=replace(result.customer, name="<a:t>&x;"))
    data = render(named_, "roi-deck", "pptx")
    (chart,) = charts(named(data, named_, "benefits"))
    assert evil in list(chart.plots[0].categories)
    sheet = openpyxl.load_workbook(io.BytesIO(chart.part.chart_workbook.xlsx_part.blob)).active
    cell = next(cell for row in sheet.iter_rows() for cell in row if cell.value == evil)
    assert cell.data_type == "s"
    with ZipFile(io.BytesIO(data)) as opened:
        links = [name for name in opened.namelist() if b'TargetMode="External"' in opened.read(name)]
        assert links == []
        assert not [name for name in opened.namelist() if name.endswith((".bin", ".vml"))]


def test_without_python_pptx_it_is_said_what_to_install(result: RoiResult, monkeypatch: pytest.MonkeyPatch) -> None:
    from dealdesk.errors import NotAvailable

    monkeypatch.setitem(sys.modules, "pptx", None)
    with pytest.raises(NotAvailable, match=r"pip install 'dealdesk\[slides\]'"):
        render(result, "roi-deck", "pptx")


def test_a_business_review_can_be_edited_too() -> None:
    path = ROOT / "examples/gain-share/review.toml"
    review = load_review(path, today=date(2027, 7, 8)).run(today=date(2027, 7, 8))
    made = slides(render(review, "qbr", "pptx"))
    (chart,) = charts(made[2])
    period = review.period
    assert list(series(chart).values()) == [[period.adjusted.amount, period.actual, period.saving.amount]]
