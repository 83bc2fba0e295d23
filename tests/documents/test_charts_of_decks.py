"""Charts of decks and reports: every text inside the picture and clear of the others, whatever the figures are."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dealdesk.documents import charts
from dealdesk.documents.charts import PAPER, SLIDE
from dealdesk.documents.palette import dark, light, palette
from tests.documents.drawn import FACES, boxes, faults

P = palette("#0b6a5a")
SIZES = st.sampled_from([(PAPER, 487.5), (SLIDE, 470.0)])
AMOUNTS = st.one_of(
    st.sampled_from([0.0, -1.0, 1.0, 1e12, -1e12, 0.01, 573e3]),
    st.integers(-(10**11), 10**11).map(lambda cents: cents / 100),
)
NAMES = st.sampled_from(["Tooling", "Engineering hours returned", "W" * 70, "計算費用の削減", "a & <b>", ""])
CALM = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def yen(value: float) -> str:
    return f"{'−' if value < 0 else ''}¥{abs(value):,.0f}"


def short(value: float) -> str:
    return f"{'−' if value < 0 else ''}${abs(value) / 1e6:,.2f}M"


@CALM
@given(st.lists(st.tuples(NAMES, AMOUNTS), min_size=1, max_size=8), SIZES)
def test_bars_stay_inside_and_apart(given_: list[tuple[str, float]], sized: tuple[Any, float]) -> None:
    bars = [{"name": n, "note": n, "amount": yen(v), "value": v, "strong": not i} for i, (n, v) in enumerate(given_)]
    svg = charts.bars({"bars": bars, "title": "t"}, P, FACES, sized[1], None, sized[0])
    assert not faults(svg)
    assert svg.count("¥") >= len(bars)


@CALM
@given(st.lists(st.tuples(AMOUNTS.map(abs), AMOUNTS.map(abs)), min_size=1, max_size=11), SIZES)
def test_cash_stays_inside_and_apart(given_: list[tuple[float, float]], sized: tuple[Any, float]) -> None:
    level, periods = 0.0, []
    for number, (benefit, cost) in enumerate(given_):
        level += benefit - cost
        periods.append(
            {
                "label": f"Year {number}",
                "benefit": short(benefit),
                "cost": short(-cost),
                "cumulative": short(level),
                "benefit_value": benefit,
                "cost_value": cost,
                "cumulative_value": level,
            }
        )
    chart = {"periods": periods, "title": "t", "bare": len(periods) > 8}
    svg = charts.cash(chart, P, FACES, 848.0 if sized[0] is SLIDE else 487.5, 260.0, sized[0])
    assert not faults(svg)
    assert [row[0] for row in charts.cash_rows(chart)] == [each["label"] for each in periods]


@CALM
@given(st.lists(AMOUNTS, min_size=1, max_size=60), st.integers(0, 59), st.booleans())
def test_columns_stay_inside_and_apart(values: list[float], marked: int, night: bool) -> None:
    chart = {
        "values": values,
        "first": "Month 1",
        "last": f"Month {len(values)}",
        "end": f"{short(values[-1])} net after three years",
        "marked": marked if marked < len(values) else None,
        "mark": f"Paid back in month {marked + 1}",
        "alt": "Cumulative net cash",
    }
    assert not faults(charts.columns(chart, (dark if night else light)(P), FACES, 848.0))


@CALM
@given(st.lists(st.tuples(NAMES, AMOUNTS, AMOUNTS), min_size=1, max_size=9), AMOUNTS, SIZES)
def test_a_tornado_stays_inside_and_apart(
    given_: list[tuple[str, float, float]], base: float, sized: tuple[Any, float]
) -> None:
    rows = [
        {"name": n, "note": f"10 to 18 {n}", "low": yen(a), "high": yen(b), "low_value": a, "high_value": b}
        for n, a, b in given_
    ]
    chart = {"rows": rows, "base": f"Base case {yen(base)}", "base_value": base, "zero": "Zero", "title": "t"}
    assert not faults(charts.tornado(chart, P, FACES, sized[1], None, sized[0]))


@CALM
@given(st.lists(st.integers(0, 1000), min_size=1, max_size=40), st.lists(AMOUNTS, min_size=3, max_size=3), AMOUNTS)
def test_a_distribution_stays_inside(counts: list[int], marks: list[float], start: float) -> None:
    width = 1e4
    chart = {
        "bins": [
            {"start": start + n * width, "end": start + (n + 1) * width, "count": count}
            for n, count in enumerate(counts)
        ],
        "marks": [
            {"name": name, "amount": short(v), "value": v}
            for name, v in zip(("P10", "P50", "P90"), sorted(marks), strict=True)
        ],
        "low": yen(start),
        "high": yen(start + len(counts) * width),
        "zero": "Zero",
        "title": "t",
    }
    svg = charts.distribution(chart, P, FACES, 304.0, 128.0, SLIDE)
    assert not faults(svg)
    assert sum("P" in each[4] for each in boxes(svg)) == 3


@CALM
@given(
    st.lists(
        st.lists(st.tuples(st.integers(0, 10**7).map(float), st.integers(0, 10**6).map(float)), min_size=1, max_size=3),
        min_size=1,
        max_size=4,
    ),
    NAMES,
)
def test_percentiles_stay_inside_and_apart(given_: list[list[tuple[float, float]]], name: str) -> None:
    rows = [
        {
            "name": f"p{number}",
            "marks": [
                {
                    "arm": name,
                    "amount": f"{value:,.0f} ms",
                    "note": f"{max(0, value - spread):,.0f}–{value + spread:,.0f}",
                    "value": value,
                    "low": None if spread < 10 else max(0.0, value - spread),
                    "high": None if spread < 10 else value + spread,
                    "strong": bool(place),
                }
                for place, (value, spread) in enumerate(marks)
            ],
        }
        for number, marks in enumerate(given_)
    ]
    chart = {"rows": rows, "title": "t"}
    assert not faults(charts.percentiles(chart, P, FACES, 487.5))
    assert len(charts.percentiles_rows(chart)) == sum(map(len, given_))


def test_a_waterfall_goes_below_zero() -> None:
    bars = [
        {"name": "Benefits", "note": "present value", "amount": "$1.0M", "value": 1e6, "kind": "start"},
        {"name": "Costs", "note": "present value", "amount": "−$1.5M", "value": -1.5e6, "kind": "step"},
        {"name": "Net present value", "note": "present value", "amount": "−$0.5M", "value": -5e5, "kind": "net"},
    ]
    chart = {"bars": bars, "saved": "", "alt": "a"}
    assert not faults(charts.waterfall(chart, P, FACES, 334.0, 232.0, SLIDE))
    assert not faults(charts.waterfall(chart, P, FACES, 160.0))  # in rows, since columns have no room


@pytest.mark.parametrize("accent", ["#0b6a5a", "#0a5c8f", "#9c3d1a", "#433a9f", "#000000", "#ffd400"])
def test_what_is_gained_can_be_read_on_a_dark_page(accent: str) -> None:
    from dealdesk.colours import channels, contrast_on_white
    from dealdesk.documents.palette import INK

    bright = dark(palette(accent)).bright
    # contrast of two colours is the ratio of their contrasts with white
    assert contrast_on_white(channels(INK)) / contrast_on_white(channels(bright)) >= 4.5


def test_a_title_says_the_figures_and_texts_are_escaped() -> None:
    bars = [{"name": "<b>", "note": "", "amount": "$1", "value": 1.0, "strong": True}]
    svg = charts.bars({"bars": bars, "title": "By driver"}, P, FACES, 300.0)
    assert "<title>By driver: &lt;b&gt; $1.</title>" in svg
    assert "<b>" not in svg


def test_a_logo_is_turned_over_for_a_dark_page_where_that_is_safe() -> None:
    from dealdesk.documents.logo import clean_logo
    from dealdesk.documents.logo_on_dark import on_dark
    from tests.documents.samples import LOGO

    turned = on_dark(clean_logo(LOGO, "Halyard"))
    assert "#ffffff" in turned
    assert "#0d1726" not in turned
    assert turned.count("#") == LOGO.count("#")
    cut_out = LOGO.replace('fill="#0d1726"', 'fill="#fefefe"', 1)
    assert on_dark(clean_logo(cut_out, "Halyard")) == ""
    assert on_dark(clean_logo(LOGO.replace("#0b6a5a", "rgb(1,2,3)"), "Halyard")) == ""
