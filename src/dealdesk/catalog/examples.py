"""`[[examples]]` and `[[invariants]]`: what a catalog promises of its own prices."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from dealdesk.catalog.fields import Id, Name, Text
from dealdesk.pricing.numbers import Number
from dealdesk.record import Field, Record

Measure = Literal["list", "net", "usage", "discount", "margin", "tcv", "acv", "arr_first", "arr_exit", "mrr"]
"""What an example expects and an invariant bounds: amounts over the term, or a metric of the quote."""


class Example(Record):
    """`[[examples]]`: a deal, and what it has to come to; `dealdesk catalog test` runs it.

    Attributes:
        deal: What a deal file says; the catalog, the customer and the start may be left out.
        expect: Amounts by measure; `discount` and `margin` in per cent, with two decimals.
    """

    name: Name
    deal: Mapping[str, Any]
    expect: Mapping[Measure, Number] = Field(min_length=1)
    note: Text | None = None


class Invariant(Record):
    """`[[invariants]]`: what holds for every deal that the rules allow; `dealdesk catalog fuzz` tries to break it.

    Attributes:
        measure: What is bounded; a deal for which it is not known is passed over.
        op: How it is bounded, by `value`.
    """

    id: Id
    measure: Measure
    op: Literal["at_least", "at_most", "above", "below"]
    value: Number
    note: Text | None = None
