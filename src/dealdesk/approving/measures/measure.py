"""What a measure is: a figure of a quote that a rule of the policy looks at, or why it is not known."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import Literal

from dealdesk.catalog.models import Catalog
from dealdesk.catalog.policy import Condition
from dealdesk.pricing.arithmetic import DecimalArithmetic
from dealdesk.pricing.step import extend
from dealdesk.pricing.steps.floor import Floor, floor_price
from dealdesk.quoting.deal import Deal
from dealdesk.quoting.price import Priced
from dealdesk.quoting.quote import Quote, QuoteLine

Unit = Literal["percent", "money", "months", "days", "count", "ratio"]

ZERO = Decimal(0)


class Case:
    """A quote with the deal and the catalog that made it: what measures look at.

    Attributes:
        option: The name of the option of the deal that this is; "" for the deal itself.
        besides: What is taken of that is optional, in words; "" for nothing.
    """

    def __init__(self, deal: Deal, catalog: Catalog, quote: Quote, option: str = "", besides: str = "") -> None:
        self.deal, self.catalog, self.quote, self.option, self.besides = deal, catalog, quote, option, besides

    def lines(self, condition: Condition) -> Iterator[QuoteLine]:
        """Yield the committed lines that a condition looks at."""
        for line in self.quote.lines:
            if line.committed and not line.optional and of(condition, line.sku, line.family):
                yield line

    @cached_property
    def floors(self) -> dict[tuple[int, str, str], tuple[Decimal, Decimal]]:
        """The net and the floor over the term, of each committed charge that has a floor: by line, SKU and charge."""
        priced = Priced(self.deal, self.catalog, self.quote.issued)
        rule = getattr(self.catalog.rules, "floor", None) or Floor()
        calc: DecimalArithmetic = priced.calc
        found: dict[tuple[int, str, str], tuple[Decimal, Decimal]] = {}
        for row in priced.rows:
            if not row.committed and not self.deal.lines[row.line].optional:
                continue
            least = extend(calc, row, floor_price(row, rule, calc))
            key = (row.line + 1, row.sku, row.key.partition("/")[2])
            net, floor = found.get(key, (ZERO, ZERO))
            found[key] = (net + row.total, floor + least)
        return {key: each for key, each in found.items() if each[1] > 0}


def of(condition: Condition, sku: str, family: str) -> bool:
    """Whether a condition looks at a product."""
    return (not condition.skus or sku in condition.skus) and (not condition.families or family in condition.families)


@dataclass(frozen=True, slots=True)
class Known:
    """A figure, exact; `of` says which line or family it is the figure of, where that is not the whole quote."""

    value: Fraction
    of: str = ""


@dataclass(frozen=True, slots=True)
class NotKnown:
    """Why a figure is not known."""

    why: str


Found = Known | NotKnown


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure: its name in policies, what it is called, its unit, its definition, and the function that measures."""

    name: str
    title: str
    unit: Unit
    definition: str
    measure: Callable[[Case, Condition], Found]
