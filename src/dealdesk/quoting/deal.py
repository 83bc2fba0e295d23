"""A deal: what a customer wants, and what the seller asks for.  Every table of a deal file is here."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal

from dealdesk.catalog.renewal import RenewalRule
from dealdesk.catalog.written import Written
from dealdesk.periods import Convention
from dealdesk.pricing.charges import Transaction
from dealdesk.pricing.numbers import Amount, Number, Percent, Quantity, Whole
from dealdesk.pricing.step import AppliesTo
from dealdesk.record import Before, Field, Record, check

Name = Annotated[str, Field(min_length=1, max_length=200)]
Text = Annotated[str, Field(min_length=1, max_length=4000)]
Months = Annotated[Whole, Field(ge=1, le=360)]
Days = Annotated[Whole, Field(le=3650)]
Billing = Literal["annual", "quarterly", "monthly", "upfront"]

Signing = Literal["docusign", "adobe-sign", "none"]

Used = Quantity | tuple[Transaction, ...]
"""A quantity, or a list of transactions, for one period of a charge."""


class Contact(Record):
    """A person, as printed."""

    name: Name
    title: Name | None = None
    email: Name | None = None
    phone: Name | None = None


class Customer(Record):
    """Who buys.

    Attributes:
        segment: Id of one of the catalog's segments.
        currency: Currency of the quote; the catalog's own when left out.
        language: Language of the documents.
    """

    name: Name
    segment: Name | None = None
    region: Name | None = None
    industry: Name | None = None
    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")] | None = None
    language: Name = "en"
    address: tuple[Name, ...] = Field(default=(), max_length=8)
    contacts: tuple[Contact, ...] = Field(default=(), max_length=8)


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


class HeldFrom(Record):
    """What a contract pays for a line from a day on, net, a period of a charge.

    Attributes:
        from_: The first day of it.
        price: How much, net, a period of the charge.
    """

    from_: date = Field(alias="from")
    price: Amount


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
    found = [each.price for each in held if each.from_ <= day] or [each.price for each in held[:1]]
    return found[-1] if found else None


class Discount(Record):
    """`[[discounts]]`: a percentage, an amount over the term, or a total to reach, on the whole deal."""

    percent: Percent | None = None
    amount: Amount | None = None
    target_total: Amount | None = None
    applies_to: AppliesTo = Field(default_factory=AppliesTo)
    reason: Text | None = None

    @check
    def _one(self) -> None:
        if sum(each is not None for each in (self.percent, self.amount, self.target_total)) != 1:
            raise ValueError("state one of percent, amount, target_total")
        if self.percent is None and "applies_to" in self.given_keys:
            raise ValueError("applies_to is for a percentage; an amount or a target is for the whole deal")


class Partner(Record):
    """`[partner]`: who sells, and its tier in the catalog's partner rule."""

    name: Name
    tier: Name | None = None


class UsageCommitment(Record):
    """`[commitment]`: usage that the customer commits to, a year.

    Attributes:
        amount: What it pays, after the commitment's discount.
        quantity: Or how much it uses, by "sku/charge", a period of the charge.
    """

    amount: Amount | None = None
    quantity: Mapping[str, Quantity] = Field(default_factory=dict)

    @check
    def _one(self) -> None:
        if (self.amount is None) == (not self.quantity):
            raise ValueError("state either an amount or quantities")


class FreePeriod(Record):
    """`[free]`: months without charge.

    Attributes:
        months: How many.
        first: The month of the contract that they start with.
        extends_term: Whether they come on top of the term (True) or lie inside it (False).  No default: say it.
    """

    months: Months
    first: Annotated[Whole, Field(ge=1, le=360)] = 1
    extends_term: bool


class DealUplift(Record):
    """`[uplift]`: a yearly rise of the price inside the term; the cap is stated too."""

    percent: Percent
    compounding: Literal["simple", "compound"]
    base: Literal["list", "running"] = "running"
    most: Percent
    from_year: Annotated[Whole, Field(ge=1)] = 2


class CoTerm(Record):
    """`[co_term]`: the contract that this one ends together with, and its last day."""

    contract: Name
    end: date


class DealTerms(Record):
    """`[terms]`: terms of this deal; what is left out comes from the catalog."""

    payment_days: Days | None = None
    payment: Name | None = None
    renewal: Text | None = None
    renewal_cap: Percent | None = None
    added_units: Text | None = None
    overage: Text | None = None
    support: Text | None = None
    agreement: Text | None = None
    precedence: Text | None = None
    use_limits: Text | None = None
    sla: Text | None = None
    pilot: Text | None = None
    services: Text | None = None
    tax: Text | None = None


class OrderDetails(Record):
    """`[order]`: what the order form has filled in.

    Attributes:
        number: The customer's purchase order number.
        invoice_email: Where invoices go.
        bill_to: Name and address to bill, a line each, where it is not the customer's own.
        effective: First day of the agreement; the day of the last signature when left out.
    """

    number: Name | None = None
    invoice_email: Name | None = None
    bill_to: tuple[Name, ...] = Field(default=(), max_length=8)
    effective: date | None = None


class DealEconomics(Record):
    """`[economics]`: what the vendor knows of this customer, for the guardrails of the policy; never printed.

    Attributes:
        cac: What it costs to win the customer, in the quote's currency.
        infrastructure_cost: What serving it costs a year.
        gross_margin: The gross margin on it, in per cent, where the costs of the catalog do not tell.
        churn_percent: How many such customers leave in a year, in per cent.
    """

    cac: Amount | None = None
    infrastructure_cost: Amount | None = None
    gross_margin: Annotated[Number, Field(le=100)] | None = None
    churn_percent: Percent | None = None


class Amends(Record):
    """`[amends]`: the contract that this deal changes.  The deal is the whole contract as it is afterwards.

    Attributes:
        contract: Number or name of the contract.
        from_: The first day of the change.
        added_units: What added units cost; as `[renewal]` says when left out, else what the catalog gives.
        credit: Whether what is given back is credited, as the contract's terms must allow.
    """

    contract: Name
    from_: date = Field(alias="from")
    added_units: Literal["catalog", "locked"] | None = None
    credit: bool = False


class Renews(Record):
    """`[renews]`: the contract that this deal goes on with.

    Attributes:
        contract: Number or name of the contract.
        months: Months of the term that ends.
        number: Which renewal it is, from 1: with simple compounding, each adds the same amount.
        first: The first day of the contract, from which a price lock counts.
    """

    contract: Name
    months: Months
    number: Annotated[Whole, Field(ge=1, le=100)] = 1
    first: date | None = None


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
