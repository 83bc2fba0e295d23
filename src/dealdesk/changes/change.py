"""What differs between two catalogs, as frozen data with places: pages, Markdown, JSON and CI formats read it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from dealdesk.errors import Place

Effect = Literal["breaking", "compatible", "fix", "none"]
Kind = Literal["added", "removed", "renamed", "changed"]
Direction = Literal["dearer", "cheaper", "priced", "unpriced"]

EFFECTS: tuple[Effect, ...] = ("breaking", "compatible", "fix", "none")
"""The gravest first."""

SECTIONS: Mapping[str, str] = {
    "catalog": "Catalog",
    "currencies": "Currencies",
    "dates": "Dates",
    "products": "Products",
    "prices": "Prices",
    "limits": "Limits",
    "entitlements": "Entitlements",
    "rules": "Rules",
    "policy": "Policy",
    "terms": "Terms",
    "segments": "Segments",
    "plans": "Plans and playbook",
    "illustrative": "Illustrative numbers",
    "texts": "Texts",
}
"""What changes are put together under, in this order."""


@dataclass(frozen=True, slots=True)
class Span:
    """A range of quantities in which a price rises, falls, appears or goes.

    Attributes:
        above: Where it begins; belongs to it when `above_in`.
        up_to: Where it ends, None where it does not; belongs to it when `up_to_in`.
        direction: `dearer` or `cheaper`; `priced` where only the new catalog has a price, `unpriced` where it has none
            any more.
        percent: The largest change in it, in per cent of the old price, at most two decimals; below 0 where the price
            falls, None where the old price is 0 at some quantity.
        at: The quantity where that is, or that it comes near to; None far out.
        uniform: Whether it is the same at every quantity.
        amount: The largest change as an amount, before rounding; None where it has no bound.
        approximate: Whether blocks of different sizes were taken as lines, because there are too many of them.
    """

    above: Decimal
    up_to: Decimal | None
    above_in: bool
    up_to_in: bool
    direction: Direction
    percent: Decimal | None = None
    at: Decimal | None = None
    uniform: bool = False
    amount: Decimal | None = None
    approximate: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """One number of a price, or its curve.

    Attributes:
        name: Which: "" for the price itself, else such as "from", "free" or the cell of a matrix.
        old: The number before; None where there was none, or where it takes a curve to say it.
        new: The number after.
        percent: The change in per cent of the old number, at most two decimals; None where that is 0 or unknown.
        spans: For curves: where the price rises or falls.
        dearer: Whether some deal may pay more because of it, or has no price any more.
    """

    name: str
    old: Decimal | None
    new: Decimal | None
    percent: Decimal | None
    spans: tuple[Span, ...]
    dearer: bool


@dataclass(frozen=True, slots=True)
class PriceChange:
    """The price of a charge in one currency; `yearly` where periods differ, so that amounts of a year are compared."""

    currency: str
    parts: tuple[Part, ...]
    yearly: bool = False


@dataclass(frozen=True, slots=True)
class RungSpan:
    """A range of a ladder of percentages, and the percentage before and after; None where no step of it holds."""

    above: Decimal
    up_to: Decimal | None
    above_in: bool
    up_to_in: bool
    old: Decimal | None
    new: Decimal | None


@dataclass(frozen=True, slots=True)
class Change:
    """One difference in meaning.

    Attributes:
        section: A key of `SECTIONS`.
        kind: What happened to it.
        path: Its name: keys and ids from the top of the catalog, such as `products.team.limits.requests.most`.
        subject: What it belongs to, such as "team / requests".
        what: Which fact of the subject it is, such as "most"; "" for the subject as a whole.
        old: The value before: a number, a text, a list, a record, or None.
        new: The value after.
        effect: What it does to those who use the catalog.
        reason: Why, as the end of a sentence.
        base_at: Where it stands in the old catalog; None where it does not.
        head_at: Where it stands in the new one.
        prices: For prices: the change in each currency in which there is one.
        ladder: For ladders of percentages: where they differ.
    """

    section: str
    kind: Kind
    path: str
    subject: str
    what: str
    old: Any
    new: Any
    effect: Effect
    reason: str
    base_at: Place | None = None
    head_at: Place | None = None
    prices: tuple[PriceChange, ...] = ()
    ladder: tuple[RungSpan, ...] = ()


@dataclass(frozen=True, slots=True)
class Bump:
    """The version that changes call for.

    Attributes:
        effect: The gravest effect of a change.
        base: The version of the old catalog.
        head: The version of the new one.
        suggested: The least version that says it; None where versions are no numbers.
        fits: Whether `head` says it.
        why: What is wrong with `head`, or "".
    """

    effect: Effect
    base: str
    head: str
    suggested: str | None
    fits: bool
    why: str


@dataclass(frozen=True, slots=True)
class Diff:
    """All differences, in the order of `SECTIONS` and within one of the new catalog; and what version they call for."""

    changes: tuple[Change, ...]
    bump: Bump

    def of(self, section: str) -> tuple[Change, ...]:
        """Return the changes of a section."""
        return tuple(each for each in self.changes if each.section == section)
