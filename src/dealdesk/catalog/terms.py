"""Commercial terms as a quote prints them: those of a catalog, and what a deal may state of its own."""

from __future__ import annotations

from typing import Literal

from dealdesk.catalog.fields import Illustrative, Name, Text
from dealdesk.pricing.numbers import Percent, Whole
from dealdesk.record import Record


class PrintedTerms(Record):
    """Terms that a catalog states for all deals, and a deal for itself."""

    payment_days: Whole | None = None
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


class Clause(Record):
    """One printed term."""

    heading: Name
    text: Text
    when: Literal["always", "multi_year", "usage"] = "always"


class Terms(PrintedTerms, Illustrative):
    """Commercial terms as they are printed on a quote; a deal may state its own.

    Attributes:
        clauses: Further terms, heading and sentence.
    """

    clauses: tuple[Clause, ...] = ()
