"""The statement of a period of gain-share: from measured use to the fee, and what a guarantee owes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date as Date
from decimal import Decimal
from typing import Literal


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
