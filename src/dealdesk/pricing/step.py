"""What a step of the waterfall is, and the facts of a line that it may read."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Any, Generic, Literal, NamedTuple, Protocol

from dealdesk.pricing.arithmetic import Arithmetic, N, N_co, Text
from dealdesk.pricing.numbers import Percent
from dealdesk.record import Field, Record

Ref = tuple[str | int, ...]
"""Where a rule stands: the keys from the step's table down, such as ("tiers", 2)."""


class Line(Protocol[N_co]):
    """The facts that a step may read of one line in one interval of the contract.

    Amounts are in currency per period of the charge unless said otherwise.  A new fact is added here first.
    """

    key: Text
    """Product and charge, "growth/platform"."""
    sku: Text
    family: Text
    segment: Text
    """The customer's segment, region and tier of partner; "" when the deal states none."""
    region: Text
    partner: Text
    billing: Text
    """How often the deal is billed."""
    quantity: Any
    months: Any
    """Whole months of the committed term."""
    year: Any
    """Year of the contract, from 1."""
    per_year: Any
    """Periods of the charge in a year; 1 for what happens once."""
    counted: Any
    """1 if the line counts towards the size of a bundle, else 0."""
    bundle_size: Any
    """Distinct counted products in the deal."""
    asks: Sequence[Any]
    """Percentages that the seller asked for, in order."""
    asked_unit: Any
    """Net unit price that the seller asked for; below 0 when none."""
    asked_line: Any
    """Amount off that the seller asked for on the whole line, over the term."""
    asked_deal: Any
    """Amount off that the seller asked for on the whole deal, over the term."""
    asked_target: Any
    """Total of the deal that the seller asked for, over the term; below 0 when none."""
    commitment: Any
    """Usage that the customer commits to, a year, after its discount; 0 when none."""
    commitment_list: Any
    """The same by quantity, at list, a year; 0 when the commitment is an amount."""
    free: Any
    """1 in free months, else 0."""
    floor: Any
    cost: Any
    """Cost of the line; below 0 when not known."""
    minimum: Any
    maximum: Any
    whole: Any
    """Whole periods of the charge in the interval."""
    parts: Sequence[tuple[Any, Any, Any]]
    """Part periods, each from a/of to b/of: (a, b, of)."""
    committed: Any
    """1 if the line is part of the committed value, 0 if it is an estimate."""
    spreads: Any
    """1 if amounts over the term may be taken off the line, else 0."""
    in_pool: Any
    """1 if the line is usage that a commitment pays for, else 0."""
    list: Any
    net: Any
    """What is left of the price after the steps so far."""
    total: Any
    """The same over the interval, in currency."""

    def has_set(self, set_id: str, /) -> Any:
        """Whether the deal contains the named set of products."""

    def has_promotion(self, code: str, /) -> Any:
        """Whether the deal gives the promotion code."""

    def in_schedule(self, number: int, /) -> Any:
        """Whether volume schedule *number* applies to the line."""


class AppliesTo(Record):
    """Which charges a rule applies to.  What is left out does not restrict."""

    skus: tuple[str, ...] | None = None
    families: tuple[str, ...] | None = None
    kinds: tuple[str, ...] | None = None
    charges: tuple[Literal["recurring", "once", "usage"], ...] = ("recurring", "once")


class Params(Record):
    """The numbers that a catalog gives a step.

    Attributes:
        base: What percentages are taken of: what is left (`running`), or the list price.
        combine: What happens when several rules of the step match: the best one, all of them on the same base
            (`sum`), or one after the other (`compound`).
        cap: The most that the step may take off, in per cent of its base.
        applies_to: The charges that the step applies to.
    """

    base: Literal["running", "list"] = "running"
    combine: Literal["best", "sum", "compound"] = "best"
    cap: Percent | None = None
    applies_to: AppliesTo = Field(default_factory=AppliesTo)
    title: str | None = None
    illustrative: bool = False
    note: str | None = None


class Part(NamedTuple):
    """One rule's share of a step's move.  `amount` is signed and per period; `rung` indexes the rule's ladder."""

    ref: Ref
    rung: Any
    amount: Any


class Told(NamedTuple):
    """Why one rule of a step did, or did not, apply to a line."""

    ref: Ref
    applied: bool
    words: str


class Measured(NamedTuple):
    """A total that a step needs: `of` summed over the lines that `by` puts together, in each interval."""

    name: str
    by: Literal["family", "deal"]
    of: Callable[[Any, Any], Any]


@dataclass(frozen=True, slots=True)
class Step:
    """One named move of the price on the way from list to net.

    Attributes:
        code: Its name in catalogs (`[rules.<code>]`) and in every move.
        title: What a customer reads.
        params: The model of its numbers.
        moves: The rule: facts, numbers and arithmetic in, signed parts out.
        tell: Why each of its rules did or did not apply, for `--explain`.
        measures: Totals that `moves` reads, given the numbers.
        always: Whether it runs when the catalog gives it no numbers.
        over_term: Whether its amounts are for the interval (True) or for one period of the charge.
        spread: For amounts over the term that are shared out over lines: by line or by deal.
    """

    code: str
    title: str
    params: type[Params]
    moves: Callable[[Any, Any, Any], Sequence[Part]]
    tell: Callable[[Any, Any], Sequence[Told]] = lambda line, params: ()
    measures: Callable[[Any], Sequence[Measured]] = lambda params: ()
    always: bool = False
    over_term: bool = False
    spread: Literal["line", "deal"] | None = None


@dataclass(frozen=True, slots=True)
class Applied(Generic[N]):
    """A step with the numbers of one catalog, and the charges that it applies to (None: all)."""

    step: Step
    params: Any
    keys: Collection[str] | None


def extend(calc: Arithmetic[N], line: Any, amount: N) -> N:
    """Return an amount per period over the whole interval: whole periods, plus each part rounded by itself.

    A part from a/of to b/of is the difference of two shares, so the parts of a period add up to the period.
    """
    total = calc.product(amount, line.whole)
    for a, b, of in line.parts:
        total = total + calc.share(amount, b, of) - calc.share(amount, a, of)
    return total
