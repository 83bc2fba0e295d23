"""How slides are set: columns, titles, and names on a picture."""

import re

import pytest

from dealdesk.documents import charts
from dealdesk.documents.palette import palette
from dealdesk.documents.view import slides
from dealdesk.documents.view.slides.table import PARTS, ROW_SIZES, heading, table
from dealdesk.documents.view.writer import ems
from tests.documents.drawn import FACES


def test_columns_hold_their_longest_word_and_fill_the_table() -> None:
    for count in (1, 4, 6):
        columns = [
            ("Month", "name", 4),
            *(("Cumulative", "strong", 8) for _ in range(count)),
            ("Confidence", "text", 4),
        ]
        rows = [["12", *("$1,234,567" for _ in range(count)), "Medium"]]
        block = table(columns, rows)
        parts = [int(each["width"][1:]) for each in block["columns"]]
        assert sum(parts) == PARTS
        size = heading(ROW_SIZES[int(block["size"][1:])][0])
        for part, (label, kind, _) in zip(parts, columns, strict=True):
            assert part * 848 / PARTS >= ems(label) * size + (8 if kind == "strong" else 12)


def test_a_table_of_another_width_than_its_area_is_a_mistake() -> None:
    block = table([("Use", "name", 1)], [["April"]])
    with pytest.raises(ValueError, match="848"):
        slides.slide("x", "halves", "Title", [block], [])


def test_a_title_that_is_a_word_too_long_is_set_smaller_on_one_line() -> None:
    sizes = [slides.slide("x", "full", "word " * count, [])["size"] for count in (10, 13, 20, 40)]
    assert sizes == ["t0", "t1", "t0", "t2"]


def test_a_name_on_a_histogram_does_not_cross_its_own_line() -> None:
    marks = [
        {"name": name, "amount": "$1.84M", "value": value} for name, value in (("P10", 3.0), ("P50", 6.0), ("P90", 7.9))
    ]
    bins = [{"start": float(at), "end": at + 1.0, "count": at + 1} for at in range(10)]
    chart = {"bins": bins, "marks": marks, "low": "0", "high": "10", "zero": "0", "title": "t"}
    svg = charts.distribution(chart, palette("#0b6a5a"), FACES, 304.0, 128.0, charts.SLIDE)
    starts = [float(x) for x in re.findall(r'<text x="([\d.]+)"[^>]*>P\d', svg)]
    lines = [304.0 * value / 10 for value in (3.0, 6.0, 7.9)]
    assert [start < line - 60 for start, line in zip(starts, lines, strict=True)] == [True, True, True]
