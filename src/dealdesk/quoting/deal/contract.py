"""Which contract a deal changes, goes on with, or ends together with."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from dealdesk.catalog.fields import Name
from dealdesk.pricing.numbers import Whole
from dealdesk.quoting.deal.fields import Months
from dealdesk.record import Field, Record


class CoTerm(Record):
    """`[co_term]`: the contract that this one ends together with, and its last day."""

    contract: Name
    end: date


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
