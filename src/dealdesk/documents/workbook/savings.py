"""A savings estimate as a workbook: the model's formulas live, its numbers open to change, the rest protected."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from decimal import Decimal

from dealdesk.documents.workbook.book import LINE, Book, Sheet, quoted
from dealdesk.documents.workbook.names import cell, span
from dealdesk.formula import Node, compute, parse
from dealdesk.formula.excel import excel
from dealdesk.formula.javascript import tree_of
from dealdesk.formula.tree import Name, Sum, every
from dealdesk.value.given import unit_words
from dealdesk.value.savings import Asked, Result, Savings, Table

LABEL, VALUE, EXACT, NOTE = range(4)
"""Columns of the first sheet; tables of rows go on to the right."""

WIDTHS = (40, 20, 20, 20, 20, 20, 20, 20, 20, 20, 20, 20)


def savings_workbook(made: Savings, page: str) -> bytes:
    """Return the workbook of an estimate, as XLSX."""
    title = f"{made.name}, {made.customer}" if made.customer else made.name
    book = Book(title, author=made.vendor, created=made.issued, accent=made.accent, currency=made.currency, page=page)
    _Estimate(book, made).write()
    _basis(book, made)
    return book.close()


class _Estimate:
    """The first sheet: headline, numbers, rows, results."""

    def __init__(self, book: Book, made: Savings) -> None:
        footer = f"{made.vendor}. {made.catalog.id} {made.catalog.version}. An estimate is no offer."
        self.book, self.made = book, made
        self.sheet: Sheet = book.sheet("Savings", widths=WIDTHS, landscape=True, footer=footer)
        self.nodes = {each.name: parse(each.formula) for each in made.results}
        self.checks = [parse(each.holds) for each in made.checks]
        self.names: dict[str, str] = {}
        self.ranges: dict[tuple[str, str], str] = {}
        self.row = 0

    def write(self) -> None:
        made, sheet = self.made, self.sheet
        sheet.raw.set_row(0, 30)
        sheet.text(0, LABEL, made.customer or made.name, "title")
        sheet.text(1, LABEL, made.name if made.customer else "Savings estimate", "note")
        sheet.text(2, LABEL, f"{made.issued.isoformat()}, amounts in {made.currency}", "note")
        self.row = 6
        self.names |= {name: self.book.reserve(name) for name in self._named()}
        if made.inputs:
            self._inputs()
        for each in made.tables:
            self._table(each)
        self._results()
        best = made.headline
        assert best.shown is not None
        sheet.text(4, LABEL, best.label, "headline_label")
        formula = f"ROUND({self.names[best.name]},{_places(best)})"
        sheet.formula(4, VALUE, formula, best.shown, best.kind, decimals=best.decimals, style="headline")
        sheet.raw.freeze_panes(5, 1)

    def _named(self) -> Iterator[str]:
        yield from (each.name for each in self.made.inputs)
        yield from (each.name for each in self.made.results)

    def _heading(self, text: str, heads: tuple[str, ...]) -> None:
        self.sheet.raw.set_row(self.row, 22)
        self.sheet.text(self.row, LABEL, text, "heading")
        self.sheet.texts(self.row + 1, heads, right=VALUE)
        self.sheet.raw.set_row(self.row + 1, LINE * max(1, *(-(-len(each) // 18) for each in heads[1:])) + 1)
        self.row += 2

    # ---- what goes in

    def _inputs(self) -> None:
        self._heading("What goes in", ("Number", "Value", "Unit", ""))
        for each in self.made.inputs:
            assert each.value is not None
            self.sheet.text(self.row, LABEL, each.label, "label")
            self._input(self.row, VALUE, each, each.value, each.name)
            self.sheet.text(
                self.row,
                EXACT,
                "" if each.kind == "percent" else unit_words(each.kind, each.unit, self.made.currency),
                "unit",
            )
            self.sheet.text(self.row, NOTE, "" if each.given else "usual number", "unit")
            self.row += 1
        self.row += 1

    def _input(self, row: int, col: int, each: Asked, value: Decimal, name: str = "") -> None:
        self.sheet.input(
            row,
            col,
            _part(each.kind, value),
            each.kind,
            name=self.names[name] if name else "",
            least=_part(each.kind, each.least),
            most=_part(each.kind, each.most),
            decimals=_decimals(each, value, self.book.places),
            help=each.help,
        )

    # ---- rows

    def _table(self, table: Table) -> None:
        sums = self._sums(table.name)
        heads = [each.label for each in table.columns] + [each.label for each in table.formulas]
        heads += [name for name, _ in sums]
        self._heading(table.label, (table.row, *heads))
        first, last = self.row, self.row + len(table.rows) - 1
        known = [each.name for each in table.columns] + [each.name for each in table.formulas]
        places = {name: col for col, name in enumerate(known, VALUE)}
        for name, col in places.items():
            self.ranges[table.name, name] = span(first, col, last)
        nodes = {each.name: parse(each.formula) for each in table.formulas}
        for row in table.rows:
            self.sheet.text(self.row, LABEL, row.name, "input_text")
            numbers = self._numbers(table, row.values)
            at = self._in_row(places)
            for each in table.columns:
                self._input(self.row, places[each.name], each, row.values[each.name])
            for result in table.formulas:
                numbers[result.name] = compute(nodes[result.name], numbers)
                formula = excel(nodes[result.name], at, self._range)
                col = places[result.name]
                value, decimals = numbers[result.name], result.decimals
                self.sheet.formula(self.row, col, formula, value, result.kind, decimals=decimals)
            for number, (_, node) in enumerate(sums):
                col = VALUE + len(places) + number
                formula = excel(node.body, at, self._range)
                self.sheet.formula(self.row, col, formula, compute(node.body, numbers), "number", decimals=4)
            self.row += 1
        for number, (_, node) in enumerate(sums):
            self.ranges[table.name, _key(node.body)] = span(first, VALUE + len(places) + number, last)
        self.row += 1

    def _sums(self, table: str) -> list[tuple[str, Sum]]:
        """Return the sums over a table that are not of one of its columns: each gets a column of its own."""
        found: dict[str, tuple[str, Sum]] = {}
        named = [(f"for {each.label}", self.nodes[each.name]) for each in self.made.results]
        named += [(f"for check {number}", node) for number, node in enumerate(self.checks, 1)]
        for name, node in named:
            for each in every(node):
                if isinstance(each, Sum) and each.rows == table and not isinstance(each.body, Name):
                    found.setdefault(_key(each.body), (name, each))
        return list(found.values())

    def _numbers(self, table: Table, values: dict[str, Decimal]) -> dict[str, Decimal]:
        """Return what the formulas of a row may name: the inputs, and the row's own numbers."""
        inputs = {each.name: _part(each.kind, each.value) for each in self.made.inputs if each.value is not None}
        return inputs | {each.name: _part(each.kind, values[each.name]) for each in table.columns}

    def _in_row(self, places: dict[str, int]) -> Callable[[str], str]:
        row = self.row
        return lambda name: cell(row, places[name], absolute=False) if name in places else self.names[name]

    def _range(self, node: Sum) -> str:
        key = node.body.name if isinstance(node.body, Name) else _key(node.body)
        return self.ranges[node.rows, key]

    # ---- what comes out

    def _results(self) -> None:
        self._heading("What comes out", ("Result", "Value", "Exactly", ""))
        shown = list(self.made.outputs)
        for each in (*shown, *(each for each in self.made.results if not each.output)):
            assert each.value is not None
            assert each.shown is not None
            formula = excel(self.nodes[each.name], self.names.__getitem__, self._range)
            exact = self.names[each.name]
            self.sheet.text(self.row, LABEL, each.label, "label" if each.output else "text")
            self.sheet.formula(self.row, EXACT, formula, each.value, each.kind, name=exact, decimals=_more(each))
            if each.output:
                printed = f"ROUND({exact},{_places(each)})"
                self.sheet.formula(
                    self.row, VALUE, printed, each.shown, each.kind, decimals=each.decimals, style="result"
                )
            self.sheet.text(self.row, NOTE, each.unit or ("" if each.output else "between"), "unit")
            self.row += 1
        self.row += 1
        for check, node in zip(self.made.checks, self.checks, strict=True):
            condition = excel(node, self.names.__getitem__, self._range)
            message = f"Mind: {check.message}"
            formula = f'IF({condition},"",{quoted(message)})'
            self.sheet.text_formula(self.row, LABEL, formula, "" if check.met else message)
            self.row += 1


def _basis(book: Book, made: Savings) -> None:
    """Write the second sheet: formulas in words, sources and assumptions."""
    sheet = book.sheet(
        "Basis", widths=(44, 60, 14, 40), landscape=True, footer=f"{made.vendor}. An estimate is no offer."
    )
    sheet.text(0, 0, "What it rests on", "title")
    row = 2
    sheet.texts(row, ("Assumption", "Source", "Confidence", "Remark"))
    for each in made.assumptions:
        row += 1
        sheet.row_of_texts(row, (each.text, each.source, each.confidence, each.note))
    row += 2
    sheet.texts(row, ("Number", "Source", "Confidence", "What it is"))
    for asked in (*made.inputs, *(column for table in made.tables for column in table.columns)):
        row += 1
        source = "given for this estimate" if asked.given else asked.source
        sheet.row_of_texts(row, (asked.label, source, asked.confidence, asked.help))
    row += 2
    sheet.texts(row, ("Result", "Formula"))
    for result in (*(each for table in made.tables for each in table.formulas), *made.results):
        row += 1
        sheet.row_of_texts(row, (result.label, result.words))
    if made.illustrative:
        sheet.row_of_texts(row + 2, (f"Illustrative: {made.note}",), "note")


def _key(body: Node) -> str:
    return json.dumps(tree_of(body))


def _part(kind: str, value: Decimal) -> Decimal:
    return value.scaleb(-2) if kind == "percent" and value else value


def _places(result: Result) -> int:
    return result.decimals + (2 if result.kind == "percent" else 0)


def _more(result: Result) -> int:
    """Return the decimals at which the exact value is shown."""
    return max(result.decimals, 4)


def _decimals(each: Asked, value: Decimal, places: int) -> int:
    """Return the decimals that an input is shown with: its own, and those of its step."""
    own = (len(f"{one.normalize():f}".partition(".")[2]) for one in (value, each.step) if one is not None)
    found = max(own, default=0)
    return max(found, places) if each.kind == "money" and found else found
