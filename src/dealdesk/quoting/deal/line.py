"""A line of a deal: which product, how much of it and when, and what is asked for on it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Annotated, Any

from dealdesk.catalog.fields import Name, Text
from dealdesk.pricing.charges import Transaction
from dealdesk.pricing.numbers import Amount, Percent, Quantity, Whole
from dealdesk.record import Before, Field, Record, check

Used = Quantity | tuple[Transaction, ...]
"""A quantity, or a list of transactions, for one period of a charge."""


class LineDiscount(Record):
    """What the seller asks for on one line: a percentage, an amount over the term, or a net unit price."""

    percent: Percent | None = None
    amount: Amount | None = None
    unit_price: Amount | None = None
    reason: Text | None = None

    @check
    def _one(self) -> None:
        if sum(each is not None for each in (self.percent, self.amount, self.unit_price)) != 1:
            raise ValueError("state one of percent, amount, unit_price")


def _percent_or_table(value: Any) -> Any:
    return value if isinstance(value, dict | LineDiscount) else {"percent": value}


class Ramp(Record):
    """From a year (or month) of the contract on: another quantity, price or discount.

    Attributes:
        was: In an amendment: the quantity that the contract had in this step until then.
    """

    year: Annotated[Whole, Field(ge=1, le=30)] | None = None
    month: Annotated[Whole, Field(ge=1, le=360)] | None = None
    quantity: Quantity | None = None
    usage: Mapping[str, Used] = Field(default_factory=dict)
    price: Amount | None = None
    discount: Percent | None = None
    was: Quantity | None = None

    @check
    def _one_start(self) -> None:
        if (self.year is None) == (self.month is None):
            raise ValueError("state the year or the month of the contract that it starts with")

    @property
    def first_month(self) -> int:
        """Months from the start of the contract to the start of this step."""
        return (self.year - 1) * 12 if self.year is not None else (self.month or 1) - 1


class AddedUnits(Record):
    """Units of a line that one amendment added, and what is paid for them, net, a period of a charge.

    Attributes:
        by: The amendment, by number or name.
        quantity: How many of them are left.
        price: How much is paid for these, net, a period of the charge.
    """

    by: Name
    quantity: Quantity
    price: Amount


class HeldFrom(Record):
    """What a contract pays for a line from a day on, net, a period of a charge.

    Attributes:
        from_: The first day of it.
        price: How much, net, a period of the charge, for all units.
        added: Those of them that amendments added, oldest first; what is left is of the first purchase.
    """

    from_: date = Field(alias="from")
    price: Amount
    added: tuple[AddedUnits, ...] = ()

    @check
    def _part_of_all(self) -> None:
        if sum(each.price for each in self.added) > self.price:
            raise ValueError("the units that amendments added cost more than all units do together")


Held = Amount | tuple[HeldFrom, ...]
"""A price, or one from each of some days on, in their order."""


class DealLine(Record):
    """`[[lines]]`: one product.

    Attributes:
        charge: Only this charge of the product; all of them when left out.
        usage: Estimates by charge id, for one period of the charge.
        price: The price that the seller states, for `range` charges.
        cell: The choice in a `matrix` charge.
        optional: Priced and printed, but in no total.
        start: First day, when later than the contract's.
        hide_price: Printed without prices of its own.
        was: In an amendment or a renewal: the quantity until then; 0 for what is added.  Left out, it is unchanged.
        held: What the contract pays for it, net, a period of each charge, at the quantity until then; where that
            changes over its term, from which day on.
    """

    sku: Name
    quantity: Used = Field(default=1, validate_default=True)
    charge: Name | None = None
    usage: Mapping[str, Used] = Field(default_factory=dict)
    price: Amount | None = None
    cell: Mapping[str, str] = Field(default_factory=dict)
    ramp: tuple[Ramp, ...] = Field(default=(), max_length=60)
    discount: Annotated[LineDiscount, Before(_percent_or_table, Percent | LineDiscount)] | None = None
    optional: bool = False
    start: date | None = None
    hide_price: bool = False
    note: Text | None = None
    was: Quantity | None = None
    held: Mapping[str, Held] = Field(default_factory=dict)


def held_on(line: DealLine, charge: str, day: date) -> Decimal | None:
    """Return what a contract pays for a charge of a line on a day, a period; None where that is not stated."""
    held = line.held.get(charge)
    if not isinstance(held, tuple):
        return held
    step = held_step(line, charge, day)
    return held[step].price if step is not None else None


def held_step(line: DealLine, charge: str, day: date) -> int | None:
    """Return which of the dated prices of a charge is paid on a day, from 0; None where there are none."""
    held = line.held.get(charge)
    if not isinstance(held, tuple) or not held:
        return None
    return max((n for n, each in enumerate(held) if each.from_ <= day), default=0)
