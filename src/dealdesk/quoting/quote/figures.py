"""What the lines of a quote come to: totals, metrics, invoices, and what usage may add."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date as Date
from decimal import Decimal
from typing import Literal


@dataclass(frozen=True, slots=True)
class Totals:
    """Sums over lines: list, net, and the discount between them (list - net)."""

    list: Decimal
    net: Decimal
    discount: Decimal


@dataclass(frozen=True, slots=True)
class Metric:
    """A figure with the id of its definition and the definition in words.

    `value` is None where it is not known; `kind` says what it is.
    """

    id: str
    title: str
    value: Decimal | None
    kind: Literal["money", "percent"]
    definition: str


@dataclass(frozen=True, slots=True)
class Invoice:
    """One invoice of the committed value, for the service from `start` to `end`."""

    number: int
    date: Date
    start: Date
    end: Date
    due: Date
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Usage:
    """What usage is estimated to cost over the term, apart from what is committed."""

    list: Decimal
    net: Decimal
    a_year: Decimal
