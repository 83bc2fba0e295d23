"""`[catalog]`: what a catalog is, who offers, and on which terms."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Literal

from dealdesk.catalog.fields import Color, Id, Illustrative, Name, Rate, Text
from dealdesk.catalog.terms import Terms
from dealdesk.money import Rounding, minor_unit
from dealdesk.periods import Convention
from dealdesk.pricing.numbers import Whole
from dealdesk.record import Field, Record, check


class Entity(Illustrative):
    """The legal entity that makes the offer, as it is printed."""

    name: Name
    address: tuple[Name, ...] = ()
    email: Name | None = None
    website: Name | None = None


class Brand(Record):
    """How documents look: one accent colour, and a logo from the catalog's folder."""

    accent: Color = "#0b6a5a"
    logo: str | None = None
    tagline: Name | None = None


class Header(Illustrative):
    """`[catalog]`: what the catalog is, and how its prices are computed.

    Attributes:
        currency: The currency of every price that states no other.
        reference_rates: What one unit of another currency is worth in the catalog's own.  The linter compares prices
            with it; no price is ever computed from it.
        rounding: What happens to an amount exactly between two minor units.
        proration: How a part of a period is measured, unless a deal states its own convention.
        released: A released catalog may contain no illustrative numbers without a waiver.
        signing: The e-signature service whose invisible anchors stand on the signature fields of documents.
        time_zone: Where the last day of a quote ends, such as Europe/Berlin; UTC when left out.
    """

    id: Id
    name: Name
    version: Annotated[str, Field(pattern=r"^[0-9A-Za-z][0-9A-Za-z.+-]*$", max_length=40)]
    currency: str
    currencies: tuple[str, ...] = ()
    reference_rates: Mapping[str, Rate] = Field(default_factory=dict)
    valid_from: date | None = None
    valid_until: date | None = None
    rounding: Rounding = "half_up"
    proration: Convention = "actual"
    released: bool = False
    description: Text | None = None
    entity: Entity | None = None
    signing: Literal["docusign", "adobe-sign"] | None = None
    brand: Brand = Field(default_factory=Brand)
    terms: Terms = Field(default_factory=Terms)
    valid_days: Whole = 30
    time_zone: Annotated[str, Field(pattern=r"^(UTC|[A-Za-z]+(/[A-Za-z0-9_+-]+)+)$", max_length=64)] | None = None
    assumptions: tuple[Text, ...] = ()

    @check
    def _currencies_exist(self) -> None:
        for code in (self.currency, *self.currencies, *self.reference_rates):
            minor_unit(code)
        if self.valid_from and self.valid_until and self.valid_until < self.valid_from:
            raise ValueError("valid_until is before valid_from")
