"""P7: quotes as PDF a second on two cores, in two processes that stay warm.

The ratio is the processor time that one document may take for 4.5 a second on two cores, turned around: the time that
one takes / 444 ms.  `a_second` is what two processes reached by the clock, which on a busy machine is less.
"""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from time import perf_counter, process_time

from benchmarks.measure import ROOT, Result, result

TARGET = 1.0
A_SECOND = 4.5
CORES = 2
DEAL = ROOT / "examples/northwind/deal.toml"


def measure(rounds: int = 12) -> list[Result]:
    """Return the ratio over *rounds* documents."""
    with ProcessPoolExecutor(CORES, mp_context=get_context("spawn")) as pool:
        list(pool.map(rendered, range(2 * CORES)))  # imports, fonts
        begin = perf_counter()
        times = list(pool.map(rendered, range(rounds)))
        spent = perf_counter() - begin
    what = f"processor time of a quote as PDF, warm / what {A_SECOND} a second on {CORES} cores leave for one"
    return [result("p7", what, TARGET, times, [CORES / A_SECOND] * rounds, a_second=round(rounds / spent, 2))]


def rendered(number: int) -> float:
    """Price and render a deal, and return the processor time of it."""
    from dealdesk import load_catalog, load_deal, price, render

    begin = process_time()
    deal = load_deal(DEAL)
    quote = price(deal.but(number=f"Q-{number}"), load_catalog(deal.catalog, near=DEAL), today=deal.issued)
    assert render(quote).startswith(b"%PDF")
    return process_time() - begin
