"""What comes of a review: frozen, plain, and the same in JSON.  Every number that is printed is in here.

Amounts are Decimals in the review's currency.  Where a fee is a share, the exact amount stands beside the rounded
one: `exact` is a fraction such as "1234567/100", `amount` is what is billed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date as Date
from decimal import Decimal
from typing import Literal

from dealdesk.quoting.quote.finding import Finding
from dealdesk.value.figure import Figure, Figured
from dealdesk.value.head import Headed
from dealdesk.value.review.result.renewal import GainShareOffer, Renewal
from dealdesk.value.review.result.statement import Baseline, Guarantee, Statement, ToDate

METHOD = "dealdesk-review-1"
"""Id of the method; it changes when the same review would give other figures."""


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
class Signer:
    """Who signs off, for which party."""

    party: Literal["customer", "vendor"]
    name: str
    title: str | None = None


@dataclass(frozen=True, slots=True)
class ReviewResult(Headed, Figured):
    """A review, worked out.

    Attributes:
        context: Why the customer bought, in the review's words.
        measure: The measure that was agreed.
        periods: All periods, the oldest first; the last one is the one under review.
        current: Number of the period under review, from 0.
        missed: What did not work, in the review's words.
    """

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
