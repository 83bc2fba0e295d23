"""What a measure is: a figure of a quote that a rule of the policy looks at, or why it is not known."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext
from fractions import Fraction
from functools import cached_property
from typing import Literal

from dealdesk.approving.unrounded import pieces_in, pieces_of
from dealdesk.approving.worked import Piece
from dealdesk.catalog.condition import Condition
from dealdesk.catalog.models import Catalog, price_in
from dealdesk.money import EXACT
from dealdesk.pricing.arithmetic import DecimalArithmetic
from dealdesk.pricing.step import extend
from dealdesk.pricing.steps.floor import Floor, floor_price
from dealdesk.quoting import contract
from dealdesk.quoting.committed import usage_commitment
from dealdesk.quoting.deal import Deal
from dealdesk.quoting.lines import lines_of
from dealdesk.quoting.priced import Priced
from dealdesk.quoting.quote import Quote
from dealdesk.quoting.quote.line import QuoteLine
from dealdesk.quoting.rows import Row

Unit = Literal["percent", "money", "months", "days", "count", "ratio"]

View = Literal["counted", "paid", "stated"]
"""Which net prices are measured: those that count, those that are invoiced, or those before rounding."""

ZERO = Decimal(0)


class Case:
    """A quote with the deal and the catalog that made it: what measures look at.

    Attributes:
        option: The name of the option of the deal that this is; "" for the deal itself.
        besides: What is taken of that is optional, in words; "" for nothing.
        known: Figures of single lines, which are the same whatever is taken besides; measures keep them here.
        view: Which net prices are measured.
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
        self.view: View = "counted"

    def viewed(self, view: View) -> Case:
        """Return the same with other net prices."""
        case = Case(self.deal, self.catalog, self.quote, self.option, self.besides, self)
        case.view = view
        return case

    def pieces(self, line: QuoteLine) -> Sequence[Piece]:
        """Return what a line is made of; () where that cannot be told, or what is invoiced is measured."""
        return pieces_in(pieces_of(self.quote), line) if self.view != "paid" else ()

    def net(self, line: QuoteLine) -> Fraction:
        """Return the net price of a line over the term."""
        key = (self.view, line.line, line.sku, line.charge)
        known = self.known.get(key)
        if known is None:
            found = self.pieces(line)
            counted = (each.counted if self.view == "counted" else each.net for each in found)
            known = self.known[key] = sum(counted, Fraction(0)) if found else Fraction(line.net)
        return known

    def off(self, line: QuoteLine, codes: Collection[str]) -> Fraction:
        """Return what some steps take off a line over the term."""
        found = self.pieces(line)
        if not found:
            return -sum((Fraction(move.amount) for move in line.moves if move.code in codes), Fraction(0))
        moves = [each.counted_moves if self.view == "counted" else each.moves for each in found]
        return -sum((amount for each in moves for code, amount in each.items() if code in codes), Fraction(0))

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

    def cost(self, line: QuoteLine) -> Fraction:
        """Return what a line costs over the term, before rounding where that can be told; it is known."""
        assert line.cost is not None
        found, rounded = self.pieces(line), Fraction(line.cost)
        a_unit = self._price(line.sku, line.charge, "cost")
        if not found or a_unit is None:
            return rounded
        furthest = sum((2 * each.periods + 4 for each in found), Fraction(0)) / (2 * 10**self.quote.places)
        exact = (
            a_unit * sum((each.periods for each in found), Fraction(0)),
            a_unit * sum((each.periods * each.quantity for each in found), Fraction(0)),
        )
        return next((each for each in exact if abs(each - rounded) <= furthest), rounded)

    def _price(self, sku: str, charge_id: str, what: Literal["cost", "floor"]) -> Fraction | None:
        product = self.catalog.products.get(sku)
        price = getattr(product.charge(charge_id), what, None) if product is not None else None
        if price is None:
            return None
        try:
            return Fraction(price_in(price, self.quote.currency, self.catalog.catalog.currency))
        except KeyError:
            return None

    def _a_period(self, row: Row, what: Literal["cost", "floor"]) -> Fraction:
        """Return a cost or a floor of one period before rounding, where it is the catalog's times the quantity."""
        rounded, a_unit = Fraction(getattr(row, what)), self._price(row.sku, row.key.partition("/")[2], what)
        half = Fraction(1, 2 * 10**self.quote.places)
        exact = (a_unit, a_unit * Fraction(row.quantity)) if a_unit is not None else ()
        return next((each for each in exact if abs(each - rounded) <= half), rounded)

    @cached_property
    def floors(self) -> dict[tuple[int, str, str], Fraction]:
        """The floor over the term, of each committed charge that has one: by line, SKU and charge."""
        if self._like is not None:
            return self._like.floors
        rule = getattr(self.catalog.rules, "floor", None) or Floor()
        calc: DecimalArithmetic = self.priced.calc
        found: dict[tuple[int, str, str], Fraction] = {}
        for row in self.priced.rows:
            if not row.committed and not self.deal.lines[row.line].optional:
                continue
            least = Fraction(extend(calc, row, floor_price(row, rule, calc)))
            if row.list > 0 and not any(move.code == "floor" for move in row.moves):
                least = Fraction(extend(calc, row, row.list)) * self._floor(row, rule) / Fraction(row.list)
            key = (row.line + 1, row.sku, row.key.partition("/")[2])
            found[key] = found.get(key, Fraction(0)) + least
        return {key: each for key, each in found.items() if each > 0}

    def _floor(self, row: Row, rule: Floor) -> Fraction:
        """Return the floor of one period before rounding; a price that was lifted to its floor stands on the other."""
        floor = self._a_period(row, "floor")
        if row.family in rule.families:
            floor = max(floor, Fraction(row.list) * Fraction(rule.families[row.family]) / 100)
        if rule.margin is not None:
            floor = max(floor, self._a_period(row, "cost") * 100 / (100 - Fraction(rule.margin)))
        return Fraction(0) if row.free > 0 else floor


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
    """Why a figure is not known, and whether it is all the same above or below any limit: a margin of nothing paid."""

    why: str
    beyond: Literal["", "highest", "lowest"] = ""


Found = Known | NotKnown


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure: its name in policies, what it is called, its unit, its definition, and the function that measures."""

    name: str
    title: str
    unit: Unit
    definition: str
    measure: Callable[[Case, Condition], Found]
