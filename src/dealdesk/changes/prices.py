"""The price of a charge in two catalogs: numbers where one says it all, else curves, by currency."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from dealdesk.catalog.models import Catalog, price_in
from dealdesk.changes.change import Part, PriceChange
from dealdesk.changes.curves import Curve, compared
from dealdesk.changes.fractions import change
from dealdesk.pricing.charges import Matrix, Package, Percentage, PercentOf, Range, Segment

At = Callable[[Any], Decimal]
ZERO = Decimal(0)

OWN = frozenset(
    {"model", "period", "price", "prices", "tiers", "rate", "fixed", "free", "size", "from_", "to"}
    | {"cells", "dimensions"}
)
"""The fields of charges that make the price, and are compared together."""

YEARLY = {"year", "quarter", "month"}
"""Periods that can be compared as years."""


class Currencies:
    """The currencies that two catalogs have in common, and how each picks a number for one."""

    def __init__(self, base: Catalog, head: Catalog) -> None:
        self._own = base.catalog.currency, head.catalog.currency
        self.codes = tuple(code for code in declared(head) if code in declared(base))

    def at(self, code: str) -> tuple[At, At]:
        """Return what picks the number of a price for a currency, in either catalog."""
        old, new = self._own
        return (lambda price: price_in(price, code, old)), (lambda price: price_in(price, code, new))


def declared(catalog: Catalog) -> tuple[str, ...]:
    """Return the currencies of a catalog, its own first."""
    return tuple(dict.fromkeys((catalog.catalog.currency, *catalog.catalog.currencies)))


def amount_changes(old: Any, new: Any, currencies: Currencies) -> tuple[PriceChange, ...]:
    """Return what differs between two single prices, such as minima; None stands for no price."""
    found = []
    for code in currencies.codes:
        values = [_number(price, at) for price, at in zip((old, new), currencies.at(code), strict=True)]
        if values[0] != values[1]:
            found.append(PriceChange(code, (_part("", *values),)))
    return tuple(found)


def price_changes(old: Any, new: Any, currencies: Currencies) -> tuple[PriceChange, ...]:
    """Return what differs between the prices of two charges, by currency; empty where nothing does.

    Periods of a year, a quarter and a month are compared by the year; with others there is nothing to compare, and one
    change without parts says so.
    """
    if old.period != new.period and not {old.period, new.period} <= YEARLY:
        return tuple(PriceChange(code, ()) for code in currencies.codes[:1])
    yearly = old.period != new.period
    times = (old.per_year, new.per_year) if yearly else (1, 1)
    found = []
    for code in currencies.codes:
        parts = tuple(_parts(old, new, currencies.at(code), times))
        if parts:
            found.append(PriceChange(code, parts, yearly))
    return tuple(found)


def _parts(old: Any, new: Any, at: tuple[At, At], times: tuple[int, int]) -> Iterator[Part]:
    """Yield what differs in one currency."""
    before, after = _numbers(old, at[0], times[0]), _numbers(new, at[1], times[1])
    if before is not None and after is not None and _alike(old, new):
        for name in dict.fromkeys((*before, *after)):
            if before.get(name) != after.get(name):
                yield _part(name, before.get(name), after.get(name))
        return
    curves = [_curve(each, pick) for each, pick in zip((old, new), at, strict=True)]
    spans = compared(Curve(curves[0], times[0]), Curve(curves[1], times[1]))
    if spans:
        yield Part("", None, None, None, spans, any(each.direction in ("dearer", "unpriced") for each in spans))
    if isinstance(old, Percentage) or isinstance(new, Percentage):
        free = [_number(getattr(each, "free", 0), pick) or ZERO for each, pick in zip((old, new), at, strict=True)]
        if free[0] != free[1]:
            yield _part("free", *free, more_is_dearer=False)


def _alike(old: Any, new: Any) -> bool:
    """Whether the numbers of two charges stand for the same thing."""
    if isinstance(old, Package) or isinstance(new, Package):
        return type(old) is type(new) and (old.size, old.free) == (new.size, new.free)
    return type(old) is type(new)


def _numbers(charge: Any, at: At, times: int) -> Mapping[str, Decimal] | None:
    """Return the numbers that say a price, by name; None where it takes a curve."""
    if isinstance(charge, Matrix):
        cells = {", ".join(cell.at[name] for name in sorted(charge.dimensions)): cell.price for cell in charge.cells}
        return _stated(cells, at, times)
    if isinstance(charge, Range):
        return _stated({"from": charge.from_, "to": charge.to}, at, times)
    if isinstance(charge, PercentOf):
        return {"": charge.rate}
    stated = getattr(charge, "stated", None)
    return _stated({"": stated}, at, times) if stated is not None else None


def _stated(prices: Mapping[str, Any], at: At, times: int) -> dict[str, Decimal]:
    found = {name: _number(price, at) for name, price in prices.items()}
    return {name: value * times for name, value in found.items() if value is not None}


def _number(price: Any, at: At) -> Decimal | None:
    """Return the number of a price, None where it states none in the currency."""
    try:
        return None if price is None else at(price)
    except KeyError:
        return None


def _curve(charge: Any, at: At) -> Sequence[Segment]:
    """Return the price curve; none where there is no price, or where the seller states it."""
    try:
        return tuple(charge.segments(at))
    except (KeyError, ValueError):
        return ()


def _part(name: str, old: Decimal | None, new: Decimal | None, *, more_is_dearer: bool = True) -> Part:
    percent = change(old, new) if old is not None and new is not None else None
    if old is None or new is None:
        return Part(name, old, new, None, (), new is None)
    return Part(name, old, new, percent, (), (new > old) is more_is_dearer)
