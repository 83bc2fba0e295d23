"""`[products]` and `[entitlements]`: what is sold."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Literal

from dealdesk.catalog.fields import Id, Illustrative, Name, Text
from dealdesk.money import EXACT
from dealdesk.pricing.charges import AnyCharge
from dealdesk.pricing.numbers import Quantity
from dealdesk.record import Field, Record, check


class SoldIn(Record):
    """`quantity` of a product: how many one line may have.

    Attributes:
        least: The fewest.
        most: The most; no upper end when left out.
        step: Only so many more at a time, counted from `least`.
    """

    least: Quantity = Decimal(1)
    most: Quantity | None = None
    step: Quantity | None = None

    @check
    def _some(self) -> None:
        if self.most is not None and self.most < self.least:
            raise ValueError("most is below least")
        if self.step is not None and not self.step:
            raise ValueError("step is 0: leave it out where any quantity will do")

    def admits(self, quantity: Decimal) -> bool:
        """Whether a line may have *quantity*."""
        if quantity < self.least or (self.most is not None and quantity > self.most):
            return False
        return self.step is None or not EXACT.remainder(EXACT.subtract(quantity, self.least), self.step)

    def words(self) -> str:
        """Return what is allowed, in words: "1 to 10, in steps of 3"."""
        ends = f"{self.least:f} or more" if self.most is None else f"{self.least:f} to {self.most:f}"
        return ends if self.step is None else f"{ends}, in steps of {self.step:f} from {self.least:f}"


class Limit(Record):
    """A limit of a product.

    Attributes:
        most: The limit; left out where it is unlimited or set in the contract.
        period: What it counts over.
        charge: The usage charge of the same product that the limit is for.
        charge_unit: How many of the limit's units one unit of that charge holds (10000 for "10k requests").
        entitlements: Ids of `[entitlements]` that the limit is about.
    """

    name: Name
    most: Quantity | None = None
    unit: Name | None = None
    period: Literal["month", "year", "once"] | None = None
    by_contract: bool = False
    charge: Id | None = None
    charge_unit: Quantity = Decimal(1)
    entitlements: tuple[Id, ...] = ()
    note: Text | None = None


class Product(Illustrative):
    """`[products.<sku>]`: something with a SKU that can be on a quote.

    Attributes:
        kind: What sort of product it is.
        family: What rules group it by.
        industry: The industry that a plugin is for.
        includes: What comes with it, as printed.
        entitlements: Ids of `[entitlements]`.
        available_for: Products of which one must be in the deal; None where it stands alone.
        requires: Products that must all be in the deal.
        excludes: Products that cannot be in the same deal.
        quantity: How many a line may have; any number where it is left out.
        upgrade_to: The next larger product.
        discountable: Whether rules may discount it; shares of other lines (`percent_of`) are not, unless stated.
    """

    name: Name
    description: Text | None = None
    kind: Literal["plugin", "tier", "add_on", "service", "usage"]
    family: Id
    industry: Name | None = None
    includes: tuple[Name, ...] = ()
    entitlements: tuple[Id, ...] = ()
    limits: Mapping[Id, Limit] = Field(default_factory=dict)
    support: Text | None = None
    sla: Text | None = None
    available_for: tuple[str, ...] | None = None
    requires: tuple[str, ...] = ()
    excludes: tuple[str, ...] = ()
    quantity: SoldIn | None = None
    upgrade_to: str | None = None
    uplifts: Text | None = None
    discountable: bool | None = None
    hidden: bool = False
    charges: tuple[AnyCharge, ...] = Field(min_length=1, max_length=50)

    @check
    def _charges_differ(self) -> None:
        ids = [charge.id for charge in self.charges]
        for number, name in enumerate(ids):
            if name in ids[:number]:
                raise ValueError(f"two charges have the id {name}")

    def charge(self, charge_id: str) -> AnyCharge:
        """Return the charge with this id; KeyError when there is none."""
        for charge in self.charges:
            if charge.id == charge_id:
                return charge
        raise KeyError(charge_id)


class Entitlement(Record):
    """`[entitlements.<id>]`: something a customer may do or has."""

    name: Name
    description: Text | None = None
