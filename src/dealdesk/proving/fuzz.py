"""Random deals against what a catalog declares, and against what always holds; a deal that breaks it is made small."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from random import Random
from typing import Any

from dealdesk.catalog.models import Catalog
from dealdesk.errors import DealError
from dealdesk.proving.deals import Data, a_deal
from dealdesk.proving.measures import holds, measured
from dealdesk.quoting.deal import Deal
from dealdesk.quoting.price import price
from dealdesk.quoting.quote import Quote

Broken = Callable[[Quote], str | None]
"""Says how a quote breaks an invariant; None where it does not."""


@dataclass(frozen=True, slots=True)
class Breach:
    """An invariant that a deal breaks.

    Attributes:
        name: The id of the invariant, or of what always holds.
        words: How it is broken, with figures.
        deal: The smallest deal that was found to break it: the content of its file.
        path: Where the invariant stands in the catalog; () for what always holds.
    """

    name: str
    words: str
    deal: Data
    path: tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Fuzzed:
    """What came of a search: how many deals were priced, how many the catalog refused, and what was broken."""

    priced: int
    refused: int
    breaches: tuple[Breach, ...]


def fuzz(catalog: Catalog, *, deals: int, seed: int, today: date) -> Fuzzed:
    """Price random deals and look for one that breaks an invariant.

    Args:
        catalog: The catalog, with its invariants.
        deals: How many deals are made.
        seed: The same seed makes the same deals.
        today: The date of their quotes.
    """
    rnd = Random(seed)
    invariants = list(_invariants(catalog))
    found: dict[str, Breach] = {}
    priced = refused = 0
    for _ in range(deals):
        data = a_deal(rnd, catalog, today)
        quote = _quote(data, catalog, today)
        if quote is None:
            refused += 1
            continue
        priced += 1
        for name, path, broken in invariants:
            if name not in found and broken(quote) is not None:
                small = shrunk(data, lambda each, broken=broken: _breaks(each, catalog, today, broken))  # type: ignore[misc]
                words = _breaks(small, catalog, today, broken)
                found[name] = Breach(name, words or "", small, path)
    return Fuzzed(priced, refused, tuple(found[name] for name, _, _ in invariants if name in found))


def _quote(data: Data, catalog: Catalog, today: date) -> Quote | None:
    try:
        return price(Deal.validate(data), catalog, today=today)
    except DealError:
        return None


def _breaks(data: Data, catalog: Catalog, today: date, broken: Broken) -> str | None:
    quote = _quote(data, catalog, today)
    return broken(quote) if quote is not None else None


def _invariants(catalog: Catalog) -> Iterator[tuple[str, tuple[str | int, ...], Broken]]:
    """Yield what always holds, and what the catalog declares."""
    yield "sums", (), _sums
    yield "no-gain", (), _no_gain
    for number, each in enumerate(catalog.invariants):
        yield each.id, ("invariants", number), _declared(each)


def _sums(quote: Quote) -> str | None:
    """Say where figures that have to add up do not."""
    committed = [line for line in quote.lines if line.committed and not line.optional]
    for line in committed:
        moved = line.list + sum((move.amount for move in line.moves if move.code != "list"), Decimal(0))
        if moved != line.net:
            return f"{line.sku}: the steps come to {moved}, and the net is {line.net}"
    if sum((line.net for line in committed), Decimal(0)) != quote.totals.net:
        return f"the lines do not come to the total of {quote.totals.net}"
    if quote.invoices and sum((each.amount for each in quote.invoices), Decimal(0)) != quote.totals.net:
        return f"the invoices do not come to the total of {quote.totals.net}"
    return None


def _no_gain(quote: Quote) -> str | None:
    """Say what has a price below 0; the line that offsets usage by its commitment has one, and its total has not."""
    below = next((line for line in quote.lines if line.net < 0 and line.charge != "drawn"), None)
    if below is not None:
        return f"{below.sku} costs {below.net}"
    total = min(quote.totals.net, quote.usage_estimate.net)
    return f"the deal comes to {total}" if total < 0 else None


def _declared(invariant: Any) -> Broken:
    words = {"at_least": "at least", "at_most": "at most", "above": "above", "below": "below"}[invariant.op]

    def broken(quote: Quote) -> str | None:
        value = measured(quote, invariant.measure)
        if value is None or holds(value, invariant.op, Decimal(invariant.value)):
            return None
        return f"{invariant.measure} is {value.normalize():f}, and has to be {words} {invariant.value:f}"

    return broken


# ---- making a deal small ----


def shrunk(data: Data, broken: Callable[[Data], str | None]) -> Data:
    """Return a deal with as little in it as still breaks the invariant: fewer lines, no extras, smaller numbers."""
    small, changed = data, True
    while changed:
        changed = False
        for smaller in _smaller(small):
            if broken(smaller) is not None:
                small, changed = smaller, True
                break
    return small


def _smaller(data: Data) -> Iterator[Data]:
    """Yield deals that are a little smaller, the boldest cuts first."""
    for number in range(len(data["lines"])):
        if len(data["lines"]) > 1:
            yield _without(data, ("lines", number))
    for key in ("free", "promotions", "partner", "commitment"):
        if key in data:
            yield _without(data, (key,))
    for key in ("region", "segment", "currency"):
        if key in data["customer"]:
            yield _without(data, ("customer", key))
    for number, line in enumerate(data["lines"]):
        if "usage" in line:
            yield _without(data, ("lines", number, "usage"))
        for charge in line.get("usage", {}):
            if len(line["usage"]) > 1:
                yield _without(data, ("lines", number, "usage", charge))
        if "quantity" in line:
            yield _without(data, ("lines", number, "quantity"))
            for smaller in _smaller_numbers(line["quantity"]):
                yield _with(data, ("lines", number, "quantity"), smaller)
        for charge, used in line.get("usage", {}).items():
            for smaller in _smaller_numbers(used):
                yield _with(data, ("lines", number, "usage", charge), smaller)
    for months in (1, 12, data["months"] // 2, data["months"] - 1):
        if 1 <= months < data["months"]:
            yield _with(data, ("months",), months)


def _smaller_numbers(value: Any) -> Iterator[Any]:
    if isinstance(value, int) and value > 1:
        yield from dict.fromkeys((1, value // 2, value - 1))


def _without(data: Data, path: tuple[str | int, ...]) -> Data:
    copy = deepcopy(data)
    table: Any = copy
    for part in path[:-1]:
        table = table[part]
    del table[path[-1]]
    return copy


def _with(data: Data, path: tuple[str | int, ...], value: Any) -> Data:
    copy = deepcopy(data)
    table: Any = copy
    for part in path[:-1]:
        table = table[part]
    table[path[-1]] = value
    return copy
