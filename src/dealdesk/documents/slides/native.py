"""Native charts: what the PDF draws, as charts whose figures can be edited in a worksheet."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from pptx.chart.data import CategoryChartData
from pptx.chart.xlsx import CategoryWorkbookWriter
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION, XL_TICK_LABEL_POSITION, XL_TICK_MARK
from pptx.oxml.ns import qn
from pptx.util import Pt

from dealdesk.documents.palette import GREY, INK, MUTED
from dealdesk.documents.slides.colours import ACCENT, TINT, rgb

MILLION = 999_500
"""From where an amount rounds to a million, where thousands have no decimals."""

Fill = Any


@dataclass(frozen=True, slots=True)
class Look:
    """How a chart's amounts are written: the currency's sign, whether it stands before, and colours of its page."""

    sign: str
    before: bool
    dark: bool = False
    bright: str = INK

    def amounts(self, values: Sequence[float]) -> str:
        """Return a number format that writes amounts as short as the largest of them allows: "$573K"."""
        most = max((abs(value) for value in values), default=0.0)
        thousands, whole = self._number("#,##0", "K"), self._number("#,##0", "")
        if most < 10_000:
            return f"{whole};\u2212{whole}"
        if most < MILLION:
            return f"{thousands};\u2212{thousands}"
        millions = self._number("0.0" if most >= 10 * MILLION else "0.00", "M")
        below = millions if any(value <= -MILLION for value in values) else thousands
        return f"[>={MILLION}]{millions};[<0]\u2212{below};{thousands}"

    def _number(self, digits: str, letter: str) -> str:
        sign = f'"{self.sign}"'
        number = digits + {"M": ',,"M"', "K": ',"K"', "": ""}[letter]
        return f"{sign}{number}" if self.before else f"{number} {sign}"


class _Writer(CategoryWorkbookWriter):
    """Writes the worksheet of a chart; a name in it is never a formula, a link or a number."""

    @contextmanager
    def _open_worksheet(self, xlsx_file: Any) -> Iterator[tuple[Any, Any]]:
        from datetime import datetime

        from xlsxwriter import Workbook  # type: ignore[import-untyped]

        plain = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
        workbook = Workbook(xlsx_file, plain)
        workbook.set_properties({"created": datetime(1980, 1, 1)})
        yield workbook, workbook.add_worksheet()
        workbook.close()


class _Data(CategoryChartData):
    @property
    def _workbook_writer(self) -> _Writer:
        return _Writer(self)  # type: ignore[no-untyped-call]


def _data(names: Sequence[str], series: Sequence[tuple[str, Sequence[float]]]) -> Any:
    data: Any = _Data()  # type: ignore[no-untyped-call]
    data.categories = list(names)
    for name, values in series:
        data.add_series(name, values)
    return data


def _paint(fill: Any, colour: Fill) -> None:
    fill.solid()
    if isinstance(colour, str):
        fill.fore_color.rgb = rgb(colour)
    else:
        fill.fore_color.theme_color = colour


def _plain(chart: Any, look: Look, *, size: float = 11.0) -> None:
    """Take away what the charts of the PDF do not have: legend, grid, value axis, ticks."""
    chart.has_legend, chart.has_title = False, False
    chart.font.size = Pt(size)
    chart.font.color.rgb = rgb("#ffffff" if look.dark else INK)
    values, names = chart.value_axis, chart.category_axis
    values.visible, values.has_major_gridlines = False, False
    names.has_major_gridlines = False
    names.major_tick_mark = names.minor_tick_mark = XL_TICK_MARK.NONE
    names.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    names.format.line.color.rgb = rgb("#47566b" if look.dark else INK)


def _labelled(plot: Any, form: str, size: float, position: Any = XL_LABEL_POSITION.OUTSIDE_END) -> None:
    plot.has_data_labels = True
    labels = plot.data_labels
    labels.number_format, labels.number_format_is_linked = form, False
    labels.show_value = True
    labels.font.size, labels.font.bold = Pt(size), True
    if position is not None:
        labels.position = position


def _add(shapes: Any, kind: Any, box: tuple[float, float, float, float], data: Any) -> Any:
    return shapes.add_chart(kind, *map(Pt, box), data)


def bars(shapes: Any, chart: Mapping[str, Any], box: tuple[float, float, float, float], look: Look) -> Any:
    """Add bars that lie."""
    found = chart["bars"]
    values = [bar["value"] for bar in found]
    form = look.amounts(values)
    frame = _add(
        shapes, XL_CHART_TYPE.BAR_CLUSTERED, box, _data([bar["name"] for bar in found], [(chart["title"], values)])
    )
    made = frame.chart
    _plain(made, look)
    made.category_axis.reverse_order = True
    plot = made.plots[0]
    plot.gap_width, plot.vary_by_categories = 60, False
    _labelled(plot, form, 12)
    for point, bar in zip(_points(plot), found, strict=True):
        _paint(point.format.fill, GREY if bar["value"] < 0 else ACCENT if bar["strong"] else TINT)
    return frame


def waterfall(shapes: Any, chart: Mapping[str, Any], box: tuple[float, float, float, float], look: Look) -> Any:
    """Add the amounts of a waterfall as columns from zero; costs go down."""
    found = chart["bars"]
    values = [bar["value"] for bar in found]
    form = look.amounts(values)
    frame = _add(
        shapes, XL_CHART_TYPE.COLUMN_CLUSTERED, box, _data([bar["name"] for bar in found], [(chart["alt"], values)])
    )
    made = frame.chart
    _plain(made, look)
    plot = made.plots[0]
    plot.gap_width, plot.vary_by_categories = 40, False
    _labelled(plot, form, 12)
    for point, bar in zip(_points(plot), found, strict=True):
        _paint(point.format.fill, ACCENT if bar["kind"] == "net" else TINT if bar["kind"] == "step" else GREY)
    return frame


def cash(shapes: Any, chart: Mapping[str, Any], box: tuple[float, float, float, float], look: Look) -> Any:
    """Add benefit and cost as columns, and the cumulative net cash as a line on the same axes."""
    found = chart["periods"]
    heads = chart["heads"]
    series = [
        (heads[0], [each["benefit_value"] for each in found]),
        (heads[1], [-each["cost_value"] for each in found]),
        (heads[2], [each["cumulative_value"] for each in found]),
    ]
    frame = _add(shapes, XL_CHART_TYPE.COLUMN_STACKED, box, _data([each["label"] for each in found], series))
    made = frame.chart
    _plain(made, look)
    plot = made.plots[0]
    plot.gap_width, plot.overlap = 180, 100
    for number, colour in enumerate((ACCENT, GREY)):
        _paint(plot.series[number].format.fill, colour)
    _line(made, plot)
    return frame


def _line(made: Any, plot: Any) -> None:
    """Turn the last series of a plot of columns into a line on the same axes."""
    columns = plot._element
    last = columns.findall(qn("c:ser"))[-1]
    columns.remove(last)
    for each in last.findall(qn("c:invertIfNegative")):
        last.remove(each)
    line = columns.makeelement(qn("c:lineChart"), {})
    for name, value in (("c:grouping", "standard"), ("c:varyColors", "0")):
        line.append(line.makeelement(qn(name), {"val": value}))
    line.append(last)
    line.append(line.makeelement(qn("c:marker"), {"val": "1"}))
    for each in columns.findall(qn("c:axId")):
        line.append(line.makeelement(qn("c:axId"), {"val": each.get("val")}))
    columns.addnext(line)
    series = made.plots[1].series[0]
    series.smooth = False
    series.format.line.color.rgb = rgb(INK)
    series.format.line.width = Pt(2)
    _paint(series.marker.format.fill, "#ffffff")
    series.marker.format.line.color.rgb = rgb(INK)


def tornado(shapes: Any, chart: Mapping[str, Any], box: tuple[float, float, float, float], look: Look) -> Any:
    """Add the results at both ends of each assumption, as bars that start at the expected result."""
    rows = chart["rows"]
    series = [
        (chart["heads"][0], [row["low_value"] for row in rows]),
        (chart["heads"][1], [row["high_value"] for row in rows]),
    ]
    form = look.amounts([value for _, values in series for value in values])
    frame = _add(shapes, XL_CHART_TYPE.BAR_CLUSTERED, box, _data([row["name"] for row in rows], series))
    made = frame.chart
    _plain(made, look)
    made.category_axis.reverse_order = True
    made.value_axis.crosses_at = chart["base_value"]
    plot = made.plots[0]
    ends = [chart["base_value"], *(value for _, values in series for value in values)]
    room = (max(ends) - min(ends)) * 0.2 or 1.0
    made.value_axis.minimum_scale, made.value_axis.maximum_scale = min(ends) - room, max(ends) + room
    plot.gap_width, plot.overlap = 70, 100
    _labelled(plot, form, 11)
    for number in (0, 1):
        for point, row in zip(_points(plot, number), rows, strict=True):
            value = row["low_value"] if number == 0 else row["high_value"]
            _paint(point.format.fill, GREY if value < chart["base_value"] else TINT)
    return frame


def distribution(shapes: Any, chart: Mapping[str, Any], box: tuple[float, float, float, float], look: Look) -> Any:
    """Add how many runs ended in each range, as columns without gaps."""
    bins = chart["bins"]
    names = [each["name"] for each in bins]
    frame = _add(
        shapes, XL_CHART_TYPE.COLUMN_CLUSTERED, box, _data(names, [(chart["title"], [each["count"] for each in bins])])
    )
    made = frame.chart
    _plain(made, look, size=9)
    plot = made.plots[0]
    made.category_axis.tick_label_position = XL_TICK_LABEL_POSITION.NONE
    plot.gap_width, plot.vary_by_categories = 6, False
    for point, each in zip(_points(plot), bins, strict=True):
        _paint(point.format.fill, GREY if each["end"] <= 0 else TINT)
    return frame


def columns(shapes: Any, chart: Mapping[str, Any], box: tuple[float, float, float, float], look: Look) -> Any:
    """Add a column for each month."""
    values = chart["values"]
    names = [str(number) for number in range(1, len(values) + 1)]
    frame = _add(shapes, XL_CHART_TYPE.COLUMN_CLUSTERED, box, _data(names, [(chart["alt"], values)]))
    made = frame.chart
    _plain(made, look, size=9)
    made.category_axis.tick_labels.font.color.rgb = rgb("#8a98ab" if look.dark else MUTED)
    plot = made.plots[0]
    plot.gap_width, plot.vary_by_categories = 25, False
    for number, (point, value) in enumerate(zip(_points(plot), values, strict=True)):
        bright = look.bright if number == chart["marked"] else ACCENT
        _paint(point.format.fill, "#5b6b80" if value < 0 else bright)
    return frame


def _points(plot: Any, number: int = 0) -> Iterator[Any]:
    series = plot.series[number]
    for index in range(len(list(series.values))):
        yield series.points[index]


CHARTS: Mapping[str, Callable[[Any, Mapping[str, Any], tuple[float, float, float, float], Look], Any]] = {
    "bars": bars,
    "waterfall": waterfall,
    "cash": cash,
    "tornado": tornado,
    "distribution": distribution,
    "columns": columns,
}
"""What adds each chart to a slide, by its name in `documents.charts`."""
