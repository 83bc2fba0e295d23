"""The sheet of a quote's workbook on which each line comes from its list price to its net price, step by step."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from dealdesk.documents.view.writer import Writer
from dealdesk.documents.workbook.arithmetic import Waterfall, Worked, waterfall
from dealdesk.documents.workbook.book import Sheet
from dealdesk.documents.workbook.names import cell
from dealdesk.quoting.quote.line import Interval, Move, QuoteLine
from dealdesk.sealing.extract import OWN_PERCENT

STEP, QUANTITY, UNIT, PERIOD, TIMES, TERM, KEY = range(7)
"""Columns of the sheet."""

WIDTHS = (44, 14, 18, 18, 16, 20, 8)


@dataclass
class Cells:
    """Where the amounts of a line stand: list and net by interval."""

    of_list: list[str] = field(default_factory=list)
    net: list[str] = field(default_factory=list)


class Steps:
    """The sheet of steps.

    Attributes:
        keys: A number for each step of the committed price, by its title and percentage.
        row: The row that is written next.
    """

    def __init__(self, sheet: Sheet, writer: Writer) -> None:
        self.sheet, self.writer, self.quote = sheet, writer, writer.quote
        self.keys = self._keyed(self.quote.moves)
        self.row = 0

    def span(self, col: int) -> str:
        """Return the address of a column, as other sheets write it."""
        name = self.sheet.name.replace("'", "''")
        return f"'{name}'!{cell(0, col)}:{cell(self.row, col)}"

    def key(self, move: Move) -> int | None:
        """Return the number of a step; None for the list price."""
        return None if move.code == "list" else self.keys[self._named(move)]

    def _keyed(self, moves: Iterable[Move]) -> dict[tuple[str, Decimal | None], int]:
        """Return a number for each step of the committed price, by its title and percentage."""
        found: dict[tuple[str, Decimal | None], int] = {}
        for each in moves:
            if each.code != "list":
                found.setdefault(self._named(each), len(found) + 1)
        return found

    def _named(self, move: Move) -> tuple[str, Decimal | None]:
        """Return what a customer reads of a step: its title, and its percentage where customers know it."""
        key = f"moves.{move.code}"
        known = self.writer.language.has(key)
        percent = move.percent if move.code in OWN_PERCENT or not known else None
        return (self.writer.say(key) if known else move.title), percent

    def line(self, line: QuoteLine) -> Cells:
        """Write the steps of a line, interval by interval."""
        say, sheet, found = self.writer.say, self.sheet, Cells()
        if not self.row:
            sheet.text(0, STEP, say("screen.steps"), "title")
            self.row = 2
        counted = line.committed and not line.optional
        for each in line.intervals:
            sheet.texts(
                self.row,
                [
                    full_name(self.writer, line),
                    say("columns.quantity"),
                    f"{say('columns.unit')}, %",
                    say(f"per.{line.period}") if line.period in ("year", "quarter", "month") else say("columns.amount"),
                    "×",
                    self.writer.language.span(each.start, each.end) if each.end > each.start else say("period.once"),
                ],
                right=QUANTITY,
            )
            self._interval(line, each, found, counted=counted)
            self.row += 1
        return found

    def _interval(self, line: QuoteLine, each: Interval, found: Cells, *, counted: bool) -> None:
        sheet, say, places = self.sheet, self.writer.say, self.quote.places
        how = waterfall(line, each, places, half_up=self.quote.catalog.rounding == "half_up")
        self.row += 1
        first = self.row
        sheet.text(first, STEP, say("moves.list"), "label")
        quantity, unit = cell(first, QUANTITY), cell(first, UNIT)
        if how.unit_price is not None:
            sheet.input(first, QUANTITY, each.quantity, decimals=decimals_of(each.quantity))
            sheet.input(first, UNIT, how.unit_price, "money", decimals=max(places, decimals_of(how.unit_price)))
            formula = f"ROUND({quantity}*{unit},{places})"
            sheet.formula(first, PERIOD, formula, each.list_per_period, "money")
        else:
            sheet.number(first, QUANTITY, each.quantity, decimals=decimals_of(each.quantity))
            sheet.number(first, PERIOD, each.list_per_period, "money")
        self._over(first, how, each.periods, each.list)
        found.of_list.append(sheet.address(first, TERM))
        for step in how.steps:
            self.row += 1
            self._step(first, step, how, counted=counted)
        self.row += 1
        sheet.text(self.row, STEP, say("columns.net"), "total_label")
        for col in (QUANTITY, UNIT, TIMES):
            sheet.text(self.row, col, "", "total_label")
        if how.length is not None and all(step.per_period is not None for step in how.steps):
            net = f"SUM({cell(first, PERIOD)}:{cell(self.row - 1, PERIOD)})"
            sheet.formula(self.row, PERIOD, net, each.net_per_period, "money", style="total")
        else:
            sheet.text(self.row, PERIOD, "", "total_label")
        total = f"SUM({cell(first, TERM)}:{cell(self.row - 1, TERM)})"
        sheet.formula(self.row, TERM, total, each.net, "money", style="total")
        found.net.append(sheet.address(self.row, TERM))
        self.row += 1

    def _step(self, first: int, step: Worked, how: Waterfall, *, counted: bool) -> None:
        sheet, row, places = self.sheet, self.row, self.quote.places
        title, percent = self._named(step.move)
        sheet.text(row, STEP, title, "label")
        if step.percent is not None and step.per_period is not None:
            sheet.input(row, UNIT, step.percent / 100, "percent", decimals=decimals_of(step.percent))
            level = f"SUM({cell(first, PERIOD)}:{cell(first + step.level - 1, PERIOD)})"
            formula = f"-ROUND({level}*{cell(row, UNIT)},{places})"
            sheet.formula(row, PERIOD, formula, step.per_period, "money")
            self._over(row, how, "", step.move.amount)
        else:
            if percent is not None:
                sheet.number(row, UNIT, percent / 100, "percent", decimals=decimals_of(percent))
            sheet.number(row, TERM, step.move.amount, "money")
        if counted:
            sheet.number(row, KEY, Decimal(self.keys[self._named(step.move)]), "whole", style="unit")

    def _over(self, row: int, how: Waterfall, words: str, amount: Decimal) -> None:
        """Write what an amount of one period comes to over the interval."""
        sheet, of = self.sheet, cell(row, PERIOD)
        if how.length is None:
            sheet.text(row, TIMES, self.writer.periods(words) if words else "", "cell")
            sheet.number(row, TERM, amount, "money")
            return
        if not how.length.parts:
            sheet.number(row, TIMES, Decimal(how.length.whole), "whole")
            sheet.formula(row, TERM, f"{of}*{cell(row, TIMES)}", amount, "money")
            return
        sheet.text(row, TIMES, self.writer.periods(words) if words else "", "cell")
        sheet.formula(row, TERM, how.length.formula(of, self.quote.places), amount, "money")


def full_name(writer: Writer, line: QuoteLine) -> str:
    """Return the name of a line, with that of its charge."""
    name = writer.name(line)
    return writer.say("lines.charge", product=name, charge=line.charge_name) if line.charge_name else name


def decimals_of(value: Decimal) -> int:
    """Return how many decimals a number needs."""
    exponent = value.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0
