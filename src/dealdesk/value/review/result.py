"""What comes of a review: frozen, plain, and the same in JSON.  Every number that is printed is in here.

Amounts are Decimals in the review's currency.  Where a fee is a share, the exact amount stands beside the rounded
one: `exact` is a fraction such as "1234567/100", `amount` is what is billed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date as Date
from decimal import Decimal
from typing import Literal

from dealdesk.quoting.canonical import Canonical
from dealdesk.quoting.quote import Finding
from dealdesk.value.roi.result import Party

METHOD = "dealdesk-review-1"
"""Id of the method; it changes when the same review would give other figures."""


@dataclass(frozen=True, slots=True)
class Exact:
    """An amount, rounded to the minor unit, and exactly as a fraction in lowest terms ("25/3", "40")."""

    amount: Decimal
    exact: str


@dataclass(frozen=True, slots=True)
class Baseline:
    """What was agreed to measure against: a price per unit of use.

    Attributes:
        agreed: The day that both parties agreed on it.
        rate: What one unit costs under the baseline.
        unit: What is counted.
        boundary: What is measured, in words: which traffic, which sites.
    """

    agreed: Date
    rate: Decimal
    unit: str
    boundary: str
    source: str | None
    at: str


@dataclass(frozen=True, slots=True)
class Adjustment:
    """A change of the baseline for a reason that is nobody's merit; in a period, below 0 lowers the baseline.

    Attributes:
        derivation: How it comes about: "3 % of the baseline", "1,200 × 2.50", or "".
    """

    reason: str
    amount: Exact
    derivation: str
    at: str


@dataclass(frozen=True, slots=True)
class MeasuredRow:
    """One row of measured use: a month, a site or a workload.

    Attributes:
        baseline: What `quantity` would have cost under the baseline.
        actual: What it did cost.
        saving: The difference.
    """

    name: str
    quantity: Decimal
    baseline: Exact
    actual: Decimal
    saving: Exact
    at: str


@dataclass(frozen=True, slots=True)
class Statement:
    """One period: from measured use to the fee.

    Attributes:
        gross: Baseline cost of the measured use.
        adjusted: `gross` and all adjustments.
        actual: What was spent.
        saving: `adjusted` less `actual`; below 0 where more was spent.
        saving_percent: Of `adjusted`, two decimals; None where that is 0.
        shared: What the share is taken of: the saving, or 0 where there is none.
        share_percent: The vendor's share.
        before_limits: `shared` × `share_percent`.
        cap: The most that the fee of a period may be; None where there is none.
        floor: The least; None where there is none.
        fee: What is billed.
        limit: Which limit decided: `cap`, `floor`, `no-saving` or `none`.
    """

    id: str
    title: str
    start: Date
    end: Date
    rows: tuple[MeasuredRow, ...]
    quantity: Decimal
    gross: Exact
    adjustments: tuple[Adjustment, ...]
    adjusted: Exact
    actual: Decimal
    saving: Exact
    saving_percent: Decimal | None
    shared: Exact
    share_percent: Decimal
    before_limits: Exact
    cap: Decimal | None
    floor: Decimal | None
    fee: Exact
    limit: Literal["cap", "floor", "no-saving", "none"]
    at: str


@dataclass(frozen=True, slots=True)
class Guarantee:
    """What the vendor guaranteed, and what is owed where it was not reached.

    Attributes:
        promised: Guaranteed saving for the time that is reviewed.
        reached: Verified saving of the same time.
        shortfall: What is missing, 0 or more.
        pays_percent: Per cent of the shortfall that the vendor pays.
        true_up: What the vendor pays or credits: `shortfall` × `pays_percent`.
    """

    promised: Decimal
    reached: Exact
    shortfall: Exact
    pays_percent: Decimal
    true_up: Exact
    met: bool
    at: str


@dataclass(frozen=True, slots=True)
class ToDate:
    """Sums over all periods of the review up to this one; the cap of a year is held against the fees of all."""

    periods: int
    saving: Exact
    saving_percent: Decimal | None
    fees: Decimal
    true_up: Decimal
    balance: Decimal
    year_cap: Decimal | None
    left_under_cap: Decimal | None


@dataclass(frozen=True, slots=True)
class Quality:
    """A figure of quality: what was agreed and what was measured; `met` is None where nothing was agreed."""

    name: str
    unit: str
    before: Decimal | None
    target: Decimal | None
    actual: Decimal
    better: Literal["higher", "lower"]
    met: bool | None
    source: str | None
    at: str


@dataclass(frozen=True, slots=True)
class Incident:
    """Something that went wrong, and what was done about it."""

    date: Date
    title: str
    severity: str
    minutes: int | None
    cause: str | None
    done: str | None
    at: str


@dataclass(frozen=True, slots=True)
class Lever:
    """What can be done next; `at` names the playbook of the catalog or the review."""

    text: str
    owner: str | None
    by: Date | None
    worth: Decimal | None
    at: str


@dataclass(frozen=True, slots=True)
class RenewalLine:
    """One line of the renewal: what a year of it costs at the end of the contract, and in the first year after it."""

    name: str
    now: Decimal
    then: Decimal
    change: Decimal


@dataclass(frozen=True, slots=True)
class Renewal:
    """The price of the next term.

    Attributes:
        due: First day of the next term.
        notice_by: Last day to say no, where the terms name a notice.
        uplift_percent: The rise that was applied: what is asked for, or the cap where that is lower.
        cap_percent: What the contract allows at most; None where it says nothing.
        basis: What the rise is of, in words.
        price: What the next term costs a year.
        change_percent: By how much that is more than now; commitments and shares of other lines do not rise by
            themselves, so it may be less than `uplift_percent`.
        total: What the next term costs as a whole.
    """

    due: Date
    notice_by: Date | None
    months: int
    uplift_percent: Decimal
    asked_percent: Decimal
    cap_percent: Decimal | None
    basis: str
    lines: tuple[RenewalLine, ...]
    now: Decimal
    price: Decimal
    change: Decimal
    change_percent: Decimal | None
    total: Decimal
    at: str


@dataclass(frozen=True, slots=True)
class GainShareOffer:
    """Whether a share of the savings is offered at renewal instead of a higher price.

    Attributes:
        threshold: Saving in per cent from which it is offered.
        reached: The saving to date in per cent.
        offered: Whether it is.
        share_percent: The share that is offered.
        projected: What the share would have been on the savings to date, a year.
        sentence: The offer, or why there is none.
    """

    threshold: Decimal
    reached: Decimal | None
    offered: bool
    share_percent: Decimal | None
    projected: Exact | None
    sentence: str
    at: str


@dataclass(frozen=True, slots=True)
class Signer:
    """Who signs off, for which party."""

    party: Literal["customer", "vendor"]
    name: str
    title: str | None = None


@dataclass(frozen=True, slots=True)
class Figure:
    """A key figure in its unit, with its definition."""

    id: str
    title: str
    value: Decimal | None
    kind: Literal["money", "percent", "count"]
    text: str
    definition: str


@dataclass(frozen=True, slots=True)
class ReviewResult(Canonical):
    """A review, worked out.

    Attributes:
        context: Why the customer bought, in the review's words.
        measure: The measure that was agreed.
        periods: All periods, the oldest first; the last one is the one under review.
        current: Number of the period under review, from 0.
        missed: What did not work, in the review's words.
    """

    method: str
    source: str
    title: str
    customer: Party
    vendor: Party
    prepared_by: str | None
    reference: str | None
    dated: Date
    language: str
    currency: str
    places: int
    context: str
    measure: str
    baseline: Baseline
    periods: tuple[Statement, ...]
    current: int
    to_date: ToDate
    guarantee: Guarantee | None
    figures: tuple[Figure, ...]
    quality: tuple[Quality, ...]
    incidents: tuple[Incident, ...]
    missed: tuple[str, ...]
    levers: tuple[Lever, ...]
    renewal: Renewal | None
    gain_share: GainShareOffer | None
    signers: tuple[Signer, ...]
    notes: tuple[str, ...]
    statement: tuple[str, ...]
    findings: tuple[Finding, ...]
    accent: str = "#0b6a5a"
    logo: str | None = None

    @property
    def period(self) -> Statement:
        """The period under review."""
        return self.periods[self.current]

    def figure(self, figure_id: str) -> Figure:
        """Return a key figure by its id; KeyError when there is none of that id."""
        for each in self.figures:
            if each.id == figure_id:
                return each
        raise KeyError(figure_id)
