"""What is paid for a line, and for which of its units: those of the first purchase, and those that amendments added.

Units that are taken away are those that were added last, each at its own price: an amendment that is undone gives back
what it cost, and nobody lowers the price of the first units by adding cheaper ones and returning them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

ZERO = Decimal(0)


class Purchase(NamedTuple):
    """Units of a line that one amendment added, and what is paid for them a period."""

    by: str
    quantity: Decimal
    price: Decimal


class Paid(NamedTuple):
    """What is paid for a line a period, from a day on, and which of its units amendments added, oldest first."""

    start: date
    price: Decimal
    added: tuple[Purchase, ...] = ()


Steps = tuple[Paid, ...]
"""What is paid, in the order of time; free months are left out."""


class GivenBack(NamedTuple):
    """Units that are given back of one purchase.

    Attributes:
        added: Which of the added units, from 0; None for the first purchase.
        by: The amendment that added them; "" for the first purchase.
        quantity: How many.
        listed: Their list price, a period.
        price: What is paid for them, a period.
    """

    added: int | None
    by: str
    quantity: Decimal
    listed: Decimal
    price: Decimal


def on(steps: Steps, day: date) -> Paid | None:
    """Return what is paid on a day; None before the first step."""
    return next((each for each in reversed(steps) if each.start <= day), None)


def given_back(
    paid: Decimal,
    added: Sequence[Purchase],
    there: Decimal,
    left: Decimal,
    listed: Callable[[Decimal, Decimal], Decimal],
    part: Callable[[Decimal, Fraction], Decimal],
) -> Iterator[GivenBack]:
    """Yield what is given back of each purchase where a line goes from *there* units down to *left*, newest first.

    What a purchase gives back in part is its price in proportion to list prices, or to units where they have none.

    Args:
        paid: What is paid for all units, a period.
        added: Units that amendments added, oldest first.
        there: The units of the line.
        left: Those that stay.
        listed: The list price, a period, of the units beyond the first so many up to so many.
        part: A fraction of an amount, as money.
    """
    first = paid - sum((each.price for each in added), ZERO)
    every = [(None, "", there, first), *((n, each.by, each.quantity, each.price) for n, each in enumerate(added))]
    top = there
    for n, by, quantity, price in reversed(every):
        bottom = ZERO if n is None else max(ZERO, top - quantity)
        stays = max(bottom, left)
        if top > stays:
            yield GivenBack(n, by, top - stays, listed(stays, top), _price(price, bottom, stays, top, listed, part))
        top = bottom


def _price(
    price: Decimal,
    bottom: Decimal,
    stays: Decimal,
    top: Decimal,
    listed: Callable[[Decimal, Decimal], Decimal],
    part: Callable[[Decimal, Fraction], Decimal],
) -> Decimal:
    """Return what is paid for the units of a purchase above *stays*."""
    if stays == bottom:
        return price
    whole = listed(bottom, top)
    share = Fraction(listed(stays, top)) / Fraction(whole) if whole else Fraction(top - stays) / Fraction(top - bottom)
    return part(price, share)


def with_change(added: tuple[Purchase, ...], by: str, units: Decimal, price: Decimal) -> tuple[Purchase, ...]:
    """Return the added units of a line after an amendment: it adds some, or takes the newest away.

    Args:
        added: Those before it, oldest first.
        by: The amendment.
        units: How many it adds; less than 0 where it takes away.
        price: What they cost a period; less than 0 where they are credited.
    """
    if units > 0:
        return (*added, Purchase(by, units, price))
    kept, away, credit = list(added), -units, -price
    while kept and away > 0:
        last = kept.pop()
        if last.quantity > away:
            lost = min(max(credit, ZERO), last.price)
            kept.append(Purchase(last.by, last.quantity - away, last.price - lost))
        away, credit = away - last.quantity, credit - last.price
    return tuple(kept)
