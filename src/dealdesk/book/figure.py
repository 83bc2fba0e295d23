"""A figure of the book: its value, its definition in words, what it was worked out from, and whether it is enough."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Literal

from dealdesk.money import EXACT, unit

if TYPE_CHECKING:
    from dealdesk.book.book import Book
    from dealdesk.catalog.market import Target

Kind = Literal["money", "percent", "points", "count", "days"]
PERCENT_PLACES = 1
"""Decimals of a percentage of the book, rounded half up; a definition divides whole numbers or amounts."""


@dataclass(frozen=True, slots=True)
class Reached:
    """A target of the catalog beside a figure.

    Attributes:
        id: Its id in `[targets]`.
        name: What the catalog calls it.
        words: What it asks for: "at least 70 %".
        met: Whether the figure reaches it; None where the figure is not known.
        scope: Whose figure the catalog means, or "".
    """

    id: str
    name: str
    words: str
    met: bool | None
    scope: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """One row behind a figure: a rep, a segment, a state."""

    name: str
    value: Decimal | None
    count: int
    note: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure.

    Attributes:
        id: Stable id of its definition.
        title: What it is called.
        value: Money, per cent, percentage points, a count or days; None where there is nothing to work it out from.
        kind: Which of these.
        definition: How it is worked out, in a sentence.
        basis: How many quotes or customers it was worked out from.
        why: Why there is no value, or "".
        parts: What it consists of.
        target: What the catalog asks for; None where it asks for nothing.
    """

    id: str
    title: str
    value: Decimal | None
    kind: Kind
    definition: str
    basis: int
    why: str = ""
    parts: tuple[Part, ...] = ()
    target: Reached | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """How figures are worked out: a function of a book, and the ids of targets that they are held against."""

    work_out: Callable[[Book], Iterable[Figure]]
    targets: tuple[tuple[str, str], ...] = field(default=())
    """Pairs of figure id and target id."""


def figures_of(book: Book) -> tuple[Figure, ...]:
    """Return every figure of a book, with the targets of its catalogs beside them."""
    from dataclasses import replace

    from dealdesk.book.figures import RULES

    found = []
    for rule in RULES:
        targets = dict(rule.targets)
        for figure in rule.work_out(book):
            target = book.targets.get(targets.get(figure.id, ""))
            reached = None if target is None else held_against(figure, targets[figure.id], target)
            found.append(replace(figure, target=reached))
    return tuple(found)


def share(part: Decimal | int, whole: Decimal | int) -> Decimal | None:
    """Return *part* of *whole* in per cent, rounded half up; None of nothing."""
    if not whole:
        return None
    return quotient(Decimal(part) * 100, Decimal(whole), PERCENT_PLACES)


def quotient(amount: Decimal, by: Decimal | int, places: int) -> Decimal:
    """Return *amount* / *by*, rounded half up to *places* decimals; what rounds to zero has no sign."""
    rounded = EXACT.divide(amount, Decimal(by)).quantize(unit(places), ROUND_HALF_UP, EXACT)
    return abs(rounded) if rounded == 0 else rounded


_WORDS = {"at_least": "at least", "at_most": "at most", "above": "above", "below": "below", "about": "about"}


def held_against(figure: Figure, id: str, target: Target) -> Reached:
    """Return a target beside a figure."""
    sign = " %" if target.unit == "%" else f" {target.unit}"
    if target.value is None:
        return Reached(id, target.name, "", None, target.scope or "")
    if target.op == "range":
        words = f"{target.value:,f} to {target.to:,f}{sign}"
    else:
        words = f"{_WORDS[target.op]} {target.value:,f}{sign}"
    if figure.kind == "money" and target.unit == "%":
        return Reached(id, target.name, words, None, target.scope or "")
    return Reached(id, target.name, words, _met(figure.value, target), target.scope or "")


def _met(value: Decimal | None, target: Target) -> bool | None:
    wanted = target.value
    if value is None or wanted is None:
        return None
    if target.op in ("at_least", "range"):  # above the range is more than was asked for
        return value >= wanted
    if target.op == "above":
        return value > wanted
    if target.op == "at_most":
        return value <= wanted
    if target.op == "below":
        return value < wanted
    return None  # "about" is for people to judge
