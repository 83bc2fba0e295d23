"""The catalog: what a vendor sells, at which prices, by which rules.  Its tables stand in the modules beside it.

Numbers that the vendor has not confirmed carry `illustrative = true` and a `note`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from decimal import Decimal
from functools import cached_property
from typing import Any

from dealdesk.catalog.examples import Example, Invariant
from dealdesk.catalog.fields import Id
from dealdesk.catalog.header import Header
from dealdesk.catalog.market import Combination, Industry, Phase, Segment, Share, Target, Topic
from dealdesk.catalog.plan import Projection, UnitEconomics
from dealdesk.catalog.playbook import Playbook
from dealdesk.catalog.policy import Policy
from dealdesk.catalog.product import Entitlement, Product
from dealdesk.catalog.renewal import RenewalRule
from dealdesk.catalog.value import ValueModel
from dealdesk.catalog.written import Written
from dealdesk.money import minor_unit
from dealdesk.pricing.charges import Charge
from dealdesk.pricing.steps import Rules
from dealdesk.record import Field


class Catalog(Written):
    """A whole catalog, as read from its folder or file."""

    catalog: Header
    products: Mapping[Id, Product] = Field(min_length=1)
    rules: Rules = Field(default_factory=Rules)
    entitlements: Mapping[Id, Entitlement] = Field(default_factory=dict)
    segments: Mapping[Id, Segment] = Field(default_factory=dict)
    industries: Mapping[Id, Industry] = Field(default_factory=dict)
    combinations: tuple[Combination, ...] = ()
    phases: tuple[Phase, ...] = ()
    targets: Mapping[Id, Target] = Field(default_factory=dict)
    mix: tuple[Share, ...] = ()
    strategy: tuple[Topic, ...] = ()
    policy: Policy = Field(default_factory=Policy)
    renewal: RenewalRule | None = None
    playbook: Playbook = Field(default_factory=Playbook)
    projection: Projection = Field(default_factory=Projection)
    economics: Mapping[Id, UnitEconomics] = Field(default_factory=dict)
    value: Mapping[Id, ValueModel] = Field(default_factory=dict)
    examples: tuple[Example, ...] = ()
    invariants: tuple[Invariant, ...] = ()

    _digest: str = ""
    _logo: str | None = None

    @property
    def logo(self) -> str | None:
        """The vendor's logo as SVG text, or None."""
        return self._logo

    @property
    def digest(self) -> str:
        """SHA-256 of what the files say, whatever their layout and comments; "" for a catalog made in code."""
        return self._digest

    @property
    def places(self) -> int:
        """Decimals of the catalog's currency."""
        return minor_unit(self.catalog.currency)

    def charges(self, skus: Collection[str] | None = None) -> Iterator[tuple[str, Product, Charge]]:
        """Yield the SKU, the product and the charge, for each charge: of all products, or only of *skus*."""
        for sku in self.products:  # their order, without looking at those that nobody wants
            if skus is None or sku in skus:
                product = self.products[sku]
                for charge in product.charges:
                    yield sku, product, charge

    @cached_property
    def families(self) -> frozenset[str]:
        """All families that products name."""
        return frozenset(product.family for product in self.products.values())


def price_in(price: Any, currency: str, default: str) -> Decimal:
    """Return the number that *price* states for *currency*; KeyError when it states none.

    A plain number is in the catalog's own currency, *default*.
    """
    if isinstance(price, Mapping):
        return Decimal(price[currency])
    if currency != default and price:
        raise KeyError(currency)
    return Decimal(price)
