"""How a price was worked out, kept with the quote, so that every cent can be worked out again without the catalog.

For each row (one charge in one stretch of the contract): what it takes from its price curve, and each move with the
rule that made it.  `dealdesk.sealing.rederive` computes from this alone, with nothing of the engine.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date as Date
from decimal import Decimal
from typing import Literal

How = Literal[
    "percent", "price", "slabs", "cap", "rest", "uplift", "free", "pool", "beyond", "share_out", "at_most", "at_least",
    "stated",
]  # fmt: skip
"""How a rule moves a price; docs/verify.md has the formula of each."""

Of = Literal["", "list", "list_left", "before", "left"]
"""What a percentage is of: the list price, what the step has left of it, the price before the step, or what is left."""


@dataclass(frozen=True, slots=True)
class RuleUsed:
    """A rule that moved this price.

    Attributes:
        code: Its step.
        title: What a customer reads of the step.
        rule: Its name, such as "rules.term.tiers[0]".
        how: Which formula it is.
        of: What its percentage is of.
        numbers: Its numbers, by name.
        late: Whether its step is one of those over the term, after all that are by period.
    """

    code: str
    title: str
    rule: str
    how: How
    of: Of = ""
    numbers: Mapping[str, str] = field(default_factory=dict)
    late: bool = False


@dataclass(frozen=True, slots=True)
class Moved:
    """What a rule (by its place in `Workings.rules`) moved: one period of a row, and the whole row."""

    rule: int
    per_period: Decimal | None
    total: Decimal


@dataclass(frozen=True, slots=True)
class Drawn:
    """What a row takes from a price curve: count × (base + (x - offset, in started blocks of size) × rate).

    Between `least` and `most`; where `size` is 0, blocks are of any size.
    """

    count: Decimal
    x: Decimal
    base: Decimal
    rate: Decimal
    offset: Decimal
    size: Decimal
    least: Decimal
    most: Decimal | None


@dataclass(frozen=True, slots=True)
class ShareOf:
    """A row that is a share of the net a year of other rows of its stretch: `of` names their products and charges."""

    rate: Decimal
    of: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RowMade:
    """One charge of one line in one stretch [start, end) of the contract.

    Attributes:
        line: Number of the deal's line, from 1.
        key: Product and charge, "growth/platform".
        stretch: Number of the stretch, from 0.
        start: Its first day.
        end: The day after its last.
        year: Year of the contract.
        period: Period of the charge.
        quantity: Units.
        takes: What is taken from the price curve.
        share: What it is a share of, instead.
        counts: Whether it is part of the deal, and not offered beside it.
        committed: Whether it is committed.
        spreads: Whether amounts over the term are taken off it.
        pool: Whether a usage commitment pays for it.
        list: List price of one period.
        net: Net price of one period.
        total: Net price of the stretch.
        moves: From list to net.
    """

    line: int
    key: str
    stretch: int
    start: Date
    end: Date
    year: int
    period: str
    quantity: Decimal
    takes: tuple[Drawn, ...]
    share: ShareOf | None
    counts: bool
    committed: bool
    spreads: bool
    pool: bool
    list: Decimal
    net: Decimal
    total: Decimal
    moves: tuple[Moved, ...]


@dataclass(frozen=True, slots=True)
class Workings:
    """How a price was worked out.

    Attributes:
        rules: The rules that moved it, in the order of the waterfall.
        rows: Its rows, by line, charge and time.
        commitment: Usage that the customer commits to, a year; 0 when none.
        commitment_list: The list value a year that it pays for.
        in_arrears: Whether invoices come after the service.
        payment_days: Days to pay.
        anchor: The day that periods are counted from, where that is not the first day: an amendment begins later than
            the contract that it changes.
    """

    rules: tuple[RuleUsed, ...]
    rows: tuple[RowMade, ...]
    commitment: Decimal
    commitment_list: Decimal
    in_arrears: bool
    payment_days: int
    anchor: Date | None = None
