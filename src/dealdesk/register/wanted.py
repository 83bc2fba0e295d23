"""Which versions are asked for, in which order."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from dealdesk.register.lifecycle import State

SORTS: Mapping[str, tuple[str, ...]] = {
    "number": ("year", "serial", "revision"),
    "customer": ("customer", "year", "serial", "revision"),
    "rep": ("rep", "year", "serial", "revision"),
    "total": ("currency", "net", "year", "serial", "revision"),
    "expires": ("expires", "year", "serial", "revision"),
    "changed": ("changed", "year", "serial", "revision"),
}
"""By the name of an order, the columns that make it; amounts of two currencies are not compared."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a list of quotes is to hold; a filter that is None lets everything through.

    Attributes:
        state: In this state now.
        is_open: In one of the states that may still be won.
        rep: Whose.
        customer: Whose name holds this, whatever the case.
        segment: Of this segment.
        expiring_by: Open, and expired by then.
        all_revisions: Those that were superseded, too.
        sort: One of `SORTS`.
        descending: Whether the largest come first.
        limit: How many at most; None for all.
    """

    state: State | None = None
    is_open: bool = False
    rep: str | None = None
    customer: str | None = None
    segment: str | None = None
    expiring_by: datetime | None = None
    all_revisions: bool = False
    sort: str = "number"
    descending: bool = True
    limit: int | None = None


@dataclass(frozen=True, slots=True)
class Stage:
    """One row of the pipeline: how many quotes are in a state, in a currency, and what they come to in minor units."""

    state: State
    currency: str
    places: int
    count: int
    net: int
    acv: int
