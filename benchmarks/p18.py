"""P18: the waterfall of a quote drawn as SVG, against one millisecond."""

from __future__ import annotations

from typing import Any

from benchmarks.measure import ROOT, Result, calls, result

TARGET = 1.0
TIMES = 50
DEAL = ROOT / "examples/northwind/deal.toml"


def measure(rounds: int = 15) -> list[Result]:
    """Return the time of one chart in milliseconds, as a ratio to one."""
    from dealdesk import load_catalog, load_deal, price, render
    from dealdesk.documents import charts

    given: list[tuple[Any, ...]] = []
    draw = charts.waterfall

    def kept(*words: Any) -> str:
        given.append(words)
        return draw(*words)

    charts.waterfall = kept  # type: ignore[assignment]
    try:
        deal = load_deal(DEAL)
        render(price(deal, load_catalog(deal.catalog, near=DEAL), today=deal.issued), format="html")
    finally:
        charts.waterfall = draw
    assert draw(*given[0]).startswith("<svg")
    (ours,) = calls([lambda _: [draw(*given[0]) for _ in range(TIMES)]], lambda: None, rounds)
    each = [spent / TIMES for spent in ours]
    return [result("p18", "the waterfall of a quote as SVG / 1 ms", TARGET, each, [0.001] * rounds)]
