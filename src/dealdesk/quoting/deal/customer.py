"""Who buys, through whom, and what is known of them: `[customer]`, `[partner]`, `[order]`, `[economics]`."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from dealdesk.catalog.fields import Name
from dealdesk.pricing.numbers import Amount, Number, Percent
from dealdesk.record import Field, Record


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


class Partner(Record):
    """`[partner]`: who sells, and its tier in the catalog's partner rule."""

    name: Name
    tier: Name | None = None


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
