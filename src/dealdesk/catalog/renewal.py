"""`[renewal]`: what a contract costs when it is renewed, and what units cost that are added meanwhile."""

from __future__ import annotations

from typing import Literal

from dealdesk.catalog.fields import Illustrative
from dealdesk.pricing.numbers import Percent, Whole


class RenewalRule(Illustrative):
    """`[renewal]` of a catalog, or of a deal, which goes before the catalog's.

    Attributes:
        percent: The rise.
        base: Of the net price that was paid last (`prior_net`), or of the list price at the renewal (`list`).
        compounding: Whether each rise adds the same amount (`simple`) or raises the raised price (`compound`).
        per: Whether the percentage is for the renewal as a whole, or for each year of the term that ends.
        cap: The most that one renewal raises a price, in per cent of what was paid last.
        lock_months: Months from the first day of the contract in which no price rises.
        added_units: What added units cost: what the catalog gives (`catalog`), or the unit price that the line has in
            the contract (`locked`).
    """

    percent: Percent
    base: Literal["prior_net", "list"] = "prior_net"
    compounding: Literal["simple", "compound"]
    per: Literal["renewal", "year"] = "renewal"
    cap: Percent | None = None
    lock_months: Whole = 0
    added_units: Literal["catalog", "locked"] = "catalog"
