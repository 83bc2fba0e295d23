"""What a change of a catalog does to deals, as frozen data: pages, Markdown, JSON and CI formats read it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from dealdesk.catalog.policy import Approval
from dealdesk.changes.fractions import change
from dealdesk.changes.portfolio import Unread
from dealdesk.errors import Mistake
from dealdesk.money import EXACT
from dealdesk.quoting.quote.finding import Finding

Status = Literal["lost", "dearer", "cheaper", "moved", "same", "gained", "unpriced"]

STATUSES: tuple[Status, ...] = ("lost", "dearer", "cheaper", "moved", "gained", "unpriced", "same")
"""In the order in which deals are listed."""


@dataclass(frozen=True, slots=True)
class Figures:
    """What a quote comes to, in its currency.

    Attributes:
        list: List price of what is committed, over the term.
        tcv: Net of what is committed, over the term.
        usage: Net of the estimated usage, over the term.
        arr: Recurring net of the first full month × 12.
    """

    list: Decimal
    tcv: Decimal
    usage: Decimal
    arr: Decimal

    @property
    def pays(self) -> Decimal:
        """What the customer is expected to pay over the term: committed, and by the estimate of usage."""
        return EXACT.add(self.tcv, self.usage)


@dataclass(frozen=True, slots=True)
class StepChange:
    """A step of the waterfall that comes out differently: its amount over the term, before and after."""

    code: str
    title: str
    before: Decimal
    after: Decimal
    rule: str
    at: str

    @property
    def delta(self) -> Decimal:
        """What it adds to the price."""
        return EXACT.subtract(self.after, self.before)


@dataclass(frozen=True, slots=True)
class LineChange:
    """A charge of a line that comes out differently; None where the quote has no such charge."""

    line: int
    sku: str
    charge: str
    before: Decimal | None
    after: Decimal | None
    steps: tuple[StepChange, ...]
    at: str


@dataclass(frozen=True, slots=True)
class OptionChange:
    """An option of a deal that comes out differently: what it comes to over the term, before and after."""

    name: str
    before: Decimal
    after: Decimal


@dataclass(frozen=True, slots=True)
class DealImpact:
    """A deal under both catalogs.

    Attributes:
        file: Its file.
        title: Number and customer, as the deal has them.
        currency: Of all amounts; "" where it has no price under either.
        status: What happens to it: it cannot be priced any more (`lost`), or can now (`gained`), gets `dearer` or
            `cheaper`, pays the same at other times or by other steps (`moved`), is the `same`, or has no price under
            either (`unpriced`).
        before: Its figures under the old catalog, None where it has no price.
        after: Its figures under the new one.
        percent: The change of what it pays, in per cent, to two decimals; None where it paid nothing.
        lines: The charges that come out differently.
        options: The options that do.
        findings: Findings that are new.
        approvals: Approvals that are newly needed.
        floor: How much more floors and minima hold the price up than before; 0 or more.
        mistakes: Why it has no price under the new catalog; where it has, why it had none.
    """

    file: str
    title: str
    currency: str
    status: Status
    before: Figures | None
    after: Figures | None
    percent: Decimal | None
    lines: tuple[LineChange, ...]
    options: tuple[OptionChange, ...]
    findings: tuple[Finding, ...]
    approvals: tuple[Approval, ...]
    floor: Decimal
    mistakes: tuple[Mistake, ...]

    @property
    def is_clean(self) -> bool:
        """Whether nothing about it changes."""
        return self.status == "same" and not (self.findings or self.approvals or self.options)


@dataclass(frozen=True, slots=True)
class Total:
    """The sum over deals of one currency; `deals` have a price under both, and only these are in `before` and `after`.

    `lost` and `gained` are the figures of deals that have a price under one of the two only.
    """

    currency: str
    deals: int
    before: Figures
    after: Figures
    lost: Figures
    gained: Figures

    @property
    def percent(self) -> Decimal | None:
        """The change of what is paid, in per cent."""
        return change(self.before.pays, self.after.pays)


@dataclass(frozen=True, slots=True)
class Impact:
    """What a change does to a portfolio; deals in the order of `STATUSES`, the largest change first, then by file."""

    deals: tuple[DealImpact, ...]
    totals: tuple[Total, ...]
    unread: tuple[Unread, ...]
    elsewhere: tuple[tuple[str, int], ...]
    others: tuple[str, ...]

    @property
    def is_clean(self) -> bool:
        """Whether no deal changes, and none could not be read or priced."""
        return not self.unread and all(each.is_clean for each in self.deals)

    def of(self, *statuses: Status) -> tuple[DealImpact, ...]:
        """Return the deals to which one of these happens."""
        return tuple(each for each in self.deals if each.status in statuses)
