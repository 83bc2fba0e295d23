"""Whom a vendor sells to, what usually goes together, and what the book of quotes is to reach."""

from __future__ import annotations

from typing import Literal

from dealdesk.catalog.fields import Illustrative, Name, Text
from dealdesk.pricing.numbers import Amount, Number, Percent, Whole
from dealdesk.record import Record


class DealSize(Illustrative):
    """The usual size of a deal of a segment; `most` is left out where there is no upper end."""

    least: Amount
    most: Amount | None = None
    metric: Literal["arr_first", "acv", "tcv"] = "arr_first"


class Segment(Illustrative):
    """`[segments.<id>]`: a sort of customer.

    Attributes:
        pain: What troubles them.
        value: What the offer brings them.
        proof: How that is shown to be true, one entry each.
        next_step: What to do next, in a sentence.
    """

    name: Name
    attributes: tuple[Text, ...] = ()
    need: Text | None = None
    pain: Text | None = None
    value: Text | None = None
    proof: tuple[Text, ...] = ()
    next_step: Text | None = None
    deal_size: DealSize | None = None
    offers: tuple[str, ...] = ()


class Phase(Record):
    """`[[phases]]`: one phase of the implementation, as printed on the quote."""

    name: Name
    weeks: Name
    activities: tuple[Text, ...] = ()


class Target(Illustrative):
    """`[targets.<id>]`: a figure that the vendor wants the book of quotes to reach."""

    name: Name
    category: Name
    value: Number | None = None
    to: Number | None = None
    op: Literal["at_least", "at_most", "above", "below", "about", "range"]
    unit: Name
    scope: Name | None = None
    by: Name | None = None


class Share(Illustrative):
    """One row of a stated mix, such as customers by tier in year 1."""

    name: Name
    year: Whole
    percent: Percent


class Industry(Record):
    """`[industries.<id>]`: the product an industry starts with, and what it often adds."""

    name: Name
    core: str
    add_ons: tuple[str, ...] = ()
    note: Text | None = None


class Combination(Record):
    """`[[combinations]]`: an example combination of products."""

    name: Name
    skus: tuple[str, ...]
    note: Text | None = None


class Topic(Record):
    """`[[strategy]]`: what the source says beyond prices, in its words, under its own heading.

    Read by people; no rule uses it and no document for a customer prints it.

    Attributes:
        chapter: Where in the source it stands.
        points: Its list, one entry each.
        outcome: The result that the source expects of it.
        remark: Ours, not the source's: where its figures disagree with others, for instance.
    """

    chapter: Name
    heading: Name
    text: Text | None = None
    points: tuple[Text, ...] = ()
    outcome: Text | None = None
    remark: Text | None = None
