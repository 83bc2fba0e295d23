"""What a measure is: a figure of a quote that a rule of the policy looks at, or why it is not known."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, localcontext
from fractions import Fraction
from functools import cached_property
from typing import Literal

from dealdesk.catalog.models import Catalog
from dealdesk.catalog.policy import Condition
from dealdesk.money import EXACT
from dealdesk.pricing.arithmetic import DecimalArithmetic
from dealdesk.pricing.step import extend
from dealdesk.pricing.steps.floor import Floor, floor_price
from dealdesk.quoting import contract
from dealdesk.quoting.committed import usage_commitment
from dealdesk.quoting.deal import Deal
from dealdesk.quoting.lines import lines_of
from dealdesk.quoting.priced import Priced
from dealdesk.quoting.quote import Quote, QuoteLine
from dealdesk.quoting.rows import Row

Unit = Literal["percent", "money", "months", "days", "count", "ratio"]

ZERO = Decimal(0)


class Case:
    """A quote with the deal and the catalog that made it: what measures look at.

    Attributes:
        option: The name of the option of the deal that this is; "" for the deal itself.
        besides: What is taken of that is optional, in words; "" for nothing.
        known: Figures of single lines, which are the same whatever is taken besides; measures keep them here.
    """

    def __init__(
        self,
        deal: Deal,
        catalog: Catalog,
        quote: Quote,
        option: str = "",
        besides: str = "",
        like: Case | None = None,
    ) -> None:
        self.deal, self.catalog, self.quote, self.option, self.besides = deal, catalog, quote, option, besides
        self._like = like  # the same deal without what is optional: it is priced once
        self.known: dict[object, Fraction | None] = like.known if like is not None else {}

    def lines(self, condition: Condition) -> Iterator[QuoteLine]:
        """Yield the committed lines that a condition looks at."""
        for line in self.every(condition):
            if line.committed:
                yield line

    def usage(self, condition: Condition) -> Iterator[QuoteLine]:
        """Yield the usage charges that a condition looks at; what a commitment pays of them is none."""
        for line in self.every(condition):
            if not line.committed and line.line <= len(self.deal.lines):
                yield line

    def every(self, condition: Condition) -> Iterator[QuoteLine]:
        """Yield the lines that a condition looks at, committed or not."""
        for line in self.quote.lines:
            if not line.optional and of(condition, line.sku, line.family):
                yield line

    def metric(self, metric_id: str) -> Decimal | None:
        """Return a metric of the quote, with what is taken of that is optional."""
        if not self.besides:
            return self.quote.metric(metric_id)
        return self._metrics.get(metric_id)

    @cached_property
    def _metrics(self) -> Mapping[str, Decimal | None]:
        taken = {line.line for line in self.quote.lines if not line.optional}
        totals, time = self.quote.totals, self.priced.time
        if self.deal.amends is not None:
            from dealdesk.quoting.amending import remaining

            time = remaining(time, self.deal.amends.from_)
        with localcontext(EXACT):
            found = contract.metrics(
                [slices for line, slices in self._billed if line.committed and line.line in taken],
                time,
                total_list=totals.list,
                total_net=totals.net,
                usage=ZERO,
                cost=None,
                calc=self.priced.calc,
            )
        return {each.id: each.value for each in found if each.id not in ("usage_estimate", "margin")}

    @cached_property
    def priced(self) -> Priced:
        """The deal after the waterfall, with the rows that its lines are made of."""
        if self._like is not None:
            return self._like.priced
        return Priced(self.deal, self.catalog, self.quote.issued)

    @cached_property
    def _billed(self) -> list[tuple[QuoteLine, contract.Billed]]:
        if self._like is not None:
            return self._like._billed
        lines, billed = lines_of(self.priced)
        made = list(zip((each.line for each in lines), billed, strict=True))
        return [*made, *usage_commitment(self.priced, lines, billed)]

    @cached_property
    def _rows(self) -> Mapping[tuple[int, str], list[Row]]:
        found: dict[tuple[int, str], list[Row]] = {}
        for row in self.priced.rows:
            found.setdefault((row.line + 1, row.key), []).append(row)
        return found

    def rows(self, line: QuoteLine) -> list[Row]:
        """Return the rows of a line, one for each interval."""
        return self._rows.get((line.line, f"{line.sku}/{line.charge}"), [])

    @cached_property
    def floors(self) -> dict[tuple[int, str, str], tuple[Decimal, Decimal]]:
        """The net and the floor over the term, of each committed charge that has a floor: by line, SKU and charge."""
        rule = getattr(self.catalog.rules, "floor", None) or Floor()
        calc: DecimalArithmetic = self.priced.calc
        found: dict[tuple[int, str, str], tuple[Decimal, Decimal]] = {}
        for row in self.priced.rows:
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


def place(line: QuoteLine) -> str:
    """Return a line in words; with its charge, where that is no committed one."""
    return f"line {line.line}, {line.sku}" + ("" if line.committed else f" {line.charge}")


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
