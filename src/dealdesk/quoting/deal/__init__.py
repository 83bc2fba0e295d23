"""A deal: what a customer wants, and what the seller asks for.  The whole file is here, its tables beside it."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from dealdesk.catalog.fields import Name, Text
from dealdesk.catalog.renewal import RenewalRule
from dealdesk.catalog.written import Written
from dealdesk.periods import Convention
from dealdesk.pricing.numbers import Whole
from dealdesk.quoting.deal.contract import Amends, CoTerm, Renews
from dealdesk.quoting.deal.customer import Contact, Customer, DealEconomics, OrderDetails, Partner
from dealdesk.quoting.deal.fields import Billing, Days, Months
from dealdesk.quoting.deal.line import DealLine
from dealdesk.quoting.deal.terms import DealTerms, DealUplift, Discount, FreePeriod, UsageCommitment
from dealdesk.record import Field, Record

Signing = Literal["docusign", "adobe-sign", "none"]


class Choice(Record):
    """`[[options]]`: an alternative to the deal; what it states replaces what the deal says."""

    name: Name
    months: Months | None = None
    end: date | None = None
    billing: Billing | None = None
    lines: tuple[DealLine, ...] | None = None
    discounts: tuple[Discount, ...] | None = None
    promotions: tuple[Name, ...] | None = None
    commitment: UsageCommitment | None = None
    free: FreePeriod | None = None
    uplift: DealUplift | None = None
    recommended: bool = False
    note: Text | None = None


class Deal(Written):
    """A whole deal, as read from its file.

    Attributes:
        catalog: Id of a catalog, or the path of its folder or file.
        start: First day; the first of the month after the quote's date when left out.
        months: Term; or give `end`, the last day.
        in_arrears: Whether invoices come at the end of what they are for.
        issued: Date of the quote; the day of pricing when left out.
        valid_days: Days that the price is held.
        hide_prices: Whether all lines of the order are printed without prices of their own; totals stay.
        signing: The e-signature service whose invisible anchors stand on the signature fields; the catalog's when
            left out.
    """

    catalog: Name
    number: Name | None = None
    revision: Whole = 1
    title: Name | None = None
    customer: Customer
    start: date | None = None
    months: Months | None = None
    end: date | None = None
    billing: Billing = "annual"
    in_arrears: bool = False
    proration: Convention | None = None
    lines: tuple[DealLine, ...] = Field(min_length=1, max_length=500)
    options: tuple[Choice, ...] = Field(default=(), max_length=5)
    discounts: tuple[Discount, ...] = Field(default=(), max_length=10)
    promotions: tuple[Name, ...] = ()
    partner: Partner | None = None
    commitment: UsageCommitment | None = None
    free: FreePeriod | None = None
    uplift: DealUplift | None = None
    co_term: CoTerm | None = None
    amends: Amends | None = None
    renews: Renews | None = None
    renewal: RenewalRule | None = None
    terms: DealTerms = Field(default_factory=DealTerms)
    issued: date | None = None
    valid_days: Days | None = None
    prepared_by: Contact | None = None
    order: OrderDetails = Field(default_factory=OrderDetails)
    economics: DealEconomics = Field(default_factory=DealEconomics)
    hide_prices: bool = False
    signing: Signing | None = None
    notes: tuple[Text, ...] = Field(default=(), max_length=50)

    _cuts: Any = ()
