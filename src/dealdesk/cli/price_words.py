"""What a charge costs, in the words of a price list: "first / next / over", "all units", "each started"."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from itertools import pairwise
from typing import Any

from dealdesk.catalog.models import price_in
from dealdesk.cli import words
from dealdesk.money import EXACT, minor_unit
from dealdesk.pricing.charges import Charge

Say = Callable[[Any], str]
"""Returns an amount as text, in one currency; with so many decimals as the amounts beside it need."""


def price_words(charge: Charge, currency: str, default: str) -> list[str]:
    """Return the price of a charge in *currency* as one or more short lines."""
    places = minor_unit(currency)

    def amount(price: Any) -> str:
        return rate(price_in(price, currency, default), places)

    try:
        return [*_WORDS[charge.model](charge, amount), *_bounds(charge, amount)]  # type: ignore[attr-defined]
    except KeyError:
        return [f"no price in {currency}"]


def rate(value: Decimal, places: int) -> str:
    """Return a rate with all its decimals: none where it is whole, else at least those of the currency."""
    text = words.number(value)
    decimals = len(text.partition(".")[2])
    return text if not decimals else words.money(value, max(decimals, places))


def _flat(charge: Any, say: Say) -> Iterator[str]:
    yield say(charge.stated)


def _per_unit(charge: Any, say: Say) -> Iterator[str]:
    yield f"{say(charge.stated)} each"


def rates(values: Sequence[Decimal], places: int) -> list[str]:
    """Return rates that stand below each other, with the same decimals."""
    texts = [rate(value, places) for value in values]
    decimals = max((len(text.partition(".")[2]) for text in texts), default=0)
    return [words.money(value, decimals) for value in values]


def _graduated(charge: Any, say: Say) -> Iterator[str]:
    ends = [Decimal(0), *(tier.end for tier in charge.tiers)]
    for number, (tier, (low, high)) in enumerate(zip(charge.tiers, pairwise(ends), strict=True)):
        last = tier.up_to is None and tier.below is None
        which = f"over {words.number(low)}" if last else f"{'next' if number else 'first'} {words.number(high - low)}"
        price = f"at {_tier(tier, say)}" if tier.rate or tier.flat else "free"
        yield f"{'every unit' if last and not number else which} {price}"


def _volume(charge: Any, say: Say) -> Iterator[str]:
    for range_, tier in _ranges(charge.tiers):
        yield f"{range_}: all units at {_tier(tier, say)}"


def _stairstep(charge: Any, say: Say) -> Iterator[str]:
    for range_, tier in _ranges(charge.tiers):
        yield f"{range_}: {say(tier.flat)}"


def _bracketed_fee(charge: Any, say: Say) -> Iterator[str]:
    for range_, tier in _ranges(charge.tiers):
        parts = ([say(tier.flat)] if tier.flat else []) + ([_percent(tier.rate)] if tier.rate else [])
        yield f"{range_}: {' + '.join(parts) or '0'}"


def _package(charge: Any, say: Say) -> Iterator[str]:
    free = f" after the first {words.number(charge.free)}" if charge.free else ""
    yield f"{say(charge.stated)} for each started {words.number(charge.size)}{free}"


def _percentage(charge: Any, say: Say) -> Iterator[str]:
    fixed = f" + {say(charge.fixed)} a transaction" if charge.fixed else ""
    yield f"{_percent(charge.rate)} of the amount{fixed}" + (f", {say(charge.free)} free" if charge.free else "")


def _percent_of(charge: Any, say: Say) -> Iterator[str]:
    yield f"{_percent(charge.rate)} of the net of {', '.join(charge.of)}"


def _range(charge: Any, say: Say) -> Iterator[str]:
    bounds = f"{say(charge.from_)} to {say(charge.to)}, stated by the seller"
    yield f"on request: {bounds}" if charge.on_request else bounds


def _matrix(charge: Any, say: Say) -> Iterator[str]:
    for cell in charge.cells:
        yield f"{', '.join(cell.at[name] for name in charge.dimensions)}: {say(cell.price)} each"


def _ranges(tiers: Any) -> Iterator[tuple[str, Any]]:
    """Yield each tier with where it holds, in words."""
    low = ""
    for tier in tiers:
        if tier.up_to is not None:
            yield f"up to {words.number(tier.up_to)}", tier
            low = f"over {words.number(tier.up_to)}"
        elif tier.below is not None:
            yield f"below {words.number(tier.below)}", tier
            low = f"from {words.number(tier.below)}"
        else:
            yield low or "any quantity", tier


def _tier(tier: Any, say: Say) -> str:
    block = f" for each started {words.number(tier.size)}" if tier.size else ""
    return say(tier.rate) + block + (f" + {say(tier.flat)}" if tier.flat else "")


def _percent(share: Any) -> str:
    if not isinstance(share, Decimal | int):
        return "a share by currency"
    return f"{words.number(EXACT.multiply(Decimal(share), Decimal(100)))} %"


def _bounds(charge: Charge, say: Say) -> Iterator[str]:
    if charge.minimum is not None:
        yield f"at least {say(charge.minimum)}"
    if charge.maximum is not None:
        yield f"at most {say(charge.maximum)}"


_WORDS: dict[str, Callable[[Any, Say], Iterator[str]]] = {
    "flat": _flat,
    "per_unit": _per_unit,
    "graduated": _graduated,
    "volume": _volume,
    "stairstep": _stairstep,
    "bracketed_fee": _bracketed_fee,
    "package": _package,
    "percentage": _percentage,
    "percent_of": _percent_of,
    "range": _range,
    "matrix": _matrix,
}
"""Words by charge model; a test holds that none is missing."""
