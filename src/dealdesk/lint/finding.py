"""What the linter finds: where, what, a proof, and what would mend it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Literal

from dealdesk.errors import Place

if TYPE_CHECKING:
    from dealdesk.lint.market import Market

Severity = Literal["error", "warning", "info"]
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "info")
"""The gravest first."""

Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Witness:
    """A deal that shows a finding.

    Attributes:
        words: What is bought, in a few words: "50 seats".
        deal: The content of a deal file; `dealdesk price` prices it.
        total: What it costs: the committed net over the term, and the estimated usage.
    """

    words: str
    deal: Mapping[str, Any]
    total: Decimal


@dataclass(frozen=True, slots=True)
class Found:
    """What one rule yields.

    Attributes:
        path: The value in the catalog that is the cause.
        message: A sentence without a full stop, with its figures.
        on: Whether the value or its key is meant.
        witness: Deals that show it: the smaller one first, then the larger one that costs less.
        loss: By how much the price falls, in `currency`.
        currency: The currency of the amounts.
        zone: Which sizes cost more than a larger one: "44 to 50 seats cost more than 51".
        repair: What would mend it.
        severity: Graver or milder than its rule's, where this case is.
    """

    path: Path
    message: str
    on: Literal["value", "key"] = "value"
    witness: tuple[Witness, ...] = ()
    loss: Decimal | None = None
    currency: str | None = None
    zone: str | None = None
    repair: str | None = None
    severity: Severity | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """One thing that the linter looks for.

    Attributes:
        code: Stable: "DD101".  A code is never given to something else.
        name: Stable, for people: "price-falls-with-quantity".
        title: A few words.
        severity: How grave it is, where a catalog says nothing else.
        prose: What it means, why it matters, what to do; the page of the rule.
        find: Yields every case in a catalog.
    """

    code: str
    name: str
    title: str
    severity: Severity
    prose: str
    find: Callable[[Market], Iterator[Found]]


@dataclass(frozen=True, slots=True)
class Finding:
    """One case of a rule, at its place.

    Attributes:
        source_line: The text of the line at `place`.
        allowed: The reason that the catalog gives for allowing it; None when it does not.
    """

    rule: Rule
    found: Found
    severity: Severity
    place: Place | None
    source_line: str | None
    allowed: str | None = None

    @property
    def code(self) -> str:
        """The code of the rule."""
        return self.rule.code
