"""How far prices of a portfolio may move before somebody has to look."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from dealdesk.changes.outcome import Figures, Impact
from dealdesk.money import EXACT


@dataclass(frozen=True, slots=True)
class Thresholds:
    """The changes, in per cent of what a deal or all deals of a currency pay, beyond which a limit is passed.

    Attributes:
        over: The most that a price may rise; None where there is no limit.
        under: The lowest that the change may be, such as -1; None where there is no limit.
    """

    over: Decimal | None = None
    under: Decimal | None = None

    @property
    def any(self) -> bool:
        """Whether there is a limit at all."""
        return self.over is not None or self.under is not None


@dataclass(frozen=True, slots=True)
class Passed:
    """A limit that was passed: by a deal (its file), or by the total of a currency.

    `limit` is None for a deal that has no price any more, which passes any limit.
    """

    of: Literal["deal", "total"]
    name: str
    percent: Decimal | None
    limit: Decimal | None


def passed(found: Impact, limits: Thresholds) -> tuple[Passed, ...]:
    """Return the limits that deals and totals pass, in the order of the deals."""
    return tuple(_passed(found, limits)) if limits.any else ()


def _passed(found: Impact, limits: Thresholds) -> Iterator[Passed]:
    for deal in found.deals:
        if deal.status == "lost":
            yield Passed("deal", deal.file, None, None)
        elif deal.before is not None and deal.after is not None:
            for limit in _beyond(deal.before, deal.after, limits):
                yield Passed("deal", deal.file, deal.percent, limit)
    for total in found.totals:
        for limit in _beyond(total.before, total.after, limits):
            yield Passed("total", total.currency, total.percent, limit)


def _beyond(before: Figures, after: Figures, limits: Thresholds) -> Iterator[Decimal]:
    """Yield the limits that a change is beyond; compared as products, so that nothing is rounded."""
    rise = EXACT.multiply(EXACT.subtract(after.pays, before.pays), Decimal(100))
    if limits.over is not None and rise > EXACT.multiply(limits.over, before.pays):
        yield limits.over
    if limits.under is not None and rise < EXACT.multiply(limits.under, before.pays):
        yield limits.under
