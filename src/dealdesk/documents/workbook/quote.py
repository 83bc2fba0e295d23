"""The quote as a workbook: its lines, every step of every line as a formula, the invoices, and the terms.

It holds what a customer may see and nothing else: no cost, margin, floor or finding, and of lines whose prices the
seller hides no amount at all; then totals are amounts and no formulas.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from dealdesk.documents.view.head import head
from dealdesk.documents.view.lines import SECTIONS, section_of
from dealdesk.documents.view.writer import Writer, prices_shown
from dealdesk.documents.workbook.book import Book, Sheet
from dealdesk.documents.workbook.names import cell
from dealdesk.documents.workbook.steps import KEY, TERM, WIDTHS, Cells, Steps, decimals_of, full_name
from dealdesk.errors import RenderError
from dealdesk.quoting.quote.line import QuoteLine

if TYPE_CHECKING:
    from dealdesk.documents.document import Document
    from dealdesk.quoting.quote import Quote

ZERO = Decimal(0)
HEADLINE = 26
"""Height in pt of the row of the total."""

MOST_DIGITS = 15
"""Digits that a spreadsheet counts exactly."""


def quote_workbook(document: Document) -> bytes:
    """Return the workbook of a quote.

    Raises:
        RenderError: The quote does not add up, or its amounts have more digits than a spreadsheet counts.
    """
    from dealdesk.documents.palette import palette
    from dealdesk.documents.view import prove
    from dealdesk.sealing.disclosed import shown

    quote: Quote = shown(document.source)
    prove(quote)
    largest = max((abs(each) for line in quote.lines for each in (line.list, line.net)), default=ZERO)
    if len(f"{max(largest, abs(quote.totals.list)):f}".replace(".", "").lstrip("0")) > MOST_DIGITS:
        raise RenderError(f"an amount of this quote has more than {MOST_DIGITS} digits, which no spreadsheet counts")
    writer = Writer(quote, document.assets.language(quote.customer.language))
    top = head(writer)
    book = Book(
        top["title"], author=top["author"], created=quote.issued, accent=palette(quote.accent).accent,
        currency=quote.currency, page=document.page,
    )  # fmt: skip
    return _Workbook(book, writer, top).write()


class _Workbook:
    def __init__(self, book: Book, writer: Writer, top: dict[str, Any]) -> None:
        self.book, self.writer, self.quote, self.top = book, writer, writer.quote, top
        say = writer.say
        self.front = self._sheet(say("control.quote"), (52, 14, 16, 18, 18, 26))
        self.steps = Steps(self._sheet(say("screen.steps"), WIDTHS), writer)

    def _sheet(self, name: str, widths: Sequence[float]) -> Sheet:
        return self.book.sheet(name, widths=widths, landscape=True, footer=self.top["footer"])

    def write(self) -> bytes:
        """Write all sheets and return the file."""
        shown = [each for each in self.quote.lines if prices_shown(each)]
        cells = {id(each): self.steps.line(each) for each in shown}
        self._front(cells)
        self._terms()
        return self.book.close()

    # ---- the front

    def _front(self, cells: dict[int, Cells]) -> None:
        sheet, say, quote = self.front, self.writer.say, self.quote
        held = f"{say('figures.held')}: {self.writer.language.day(quote.valid_until)}"
        sheet.across(0, self.top["customer"], 6, "title")
        for row, said in enumerate((self.top["reference"], self.top["lede"], held), 1):
            sheet.across(row, said, 6, "note")
        row = 5
        totals: dict[str, tuple[int, int]] = {}
        for name in SECTIONS:
            lines = [each for each in quote.lines if section_of(each) == name]
            if lines:
                row, totals[name] = self._section(row, name, lines, cells)
        hidden = any(not prices_shown(each) for each in quote.lines if each.committed and not each.optional)
        row = self._sums(row, [totals[name] for name in ("recurring", "once") if name in totals], hidden=hidden)
        self._schedule(row)

    def _section(
        self, row: int, name: str, lines: Sequence[QuoteLine], cells: dict[int, Cells]
    ) -> tuple[int, tuple[int, int]]:
        sheet, say = self.front, self.writer.say
        sheet.text(row, 0, say(f"lines.{name}"), "heading")
        labels = [say("columns.product"), say("columns.quantity"), "", say("columns.list"), say("columns.adjustment")]
        sheet.texts(row + 1, [*labels, say("columns.net")], right=1)
        first = row + 2
        for at, line in enumerate(lines, first):
            sheet.text(at, 0, full_name(self.writer, line), "label")
            quantity = line.intervals[0].quantity
            sheet.number(at, 1, quantity, decimals=decimals_of(quantity))
            sheet.text(at, 2, self.writer.language.units(line.unit, quantity), "unit")
            found = cells.get(id(line))
            if found is None:
                sheet.text(at, 3, say("lines.included"), "unit")
                continue
            sheet.formula(at, 3, "+".join(found.of_list), line.list, "money")
            sheet.formula(at, 4, f"{cell(at, 5)}-{cell(at, 3)}", line.net - line.list, "money")
            sheet.formula(at, 5, "+".join(found.net), line.net, "money")
        return first + len(lines) + 1, (first, first + len(lines) - 1)

    def _sums(self, row: int, spans: Sequence[tuple[int, int]], *, hidden: bool) -> int:
        """Write list, steps and total of the committed lines, and beside the total that of the quote."""
        sheet, say, totals = self.front, self.writer.say, self.quote.totals

        def total(at: int, col: int, amount: Decimal, name: str, style: str) -> None:
            if hidden or not spans:
                sheet.number(at, 5, amount, "money", style=style)
                self.book.name(name, sheet.name, at, 5)
            else:
                sums = ",".join(f"{cell(first, col)}:{cell(last, col)}" for first, last in spans)
                sheet.formula(at, 5, f"SUM({sums})", amount, "money", name=name, style=style)

        sheet.text(row, 0, say("sums.list", term=self.writer.term), "label")
        total(row, 3, totals.list, "total_list", "cell")
        for (title, percent), key in self.steps.keys.items():
            amount = sum((each.amount for each in self.quote.moves if self.steps.key(each) == key), ZERO)
            row += 1
            label = say("sums.step", title=title, percent=self.writer.language.percent(percent)) if percent else title
            sheet.text(row, 0, label, "label")
            if hidden:
                sheet.number(row, 5, amount, "money")
            else:
                keys, amounts = self.steps.span(KEY), self.steps.span(TERM)
                sheet.formula(row, 5, f"SUMIF({keys},{key},{amounts})", amount, "money", name=f"step_{key}")
        row += 1
        sheet.tall(row, HEADLINE)
        sheet.text(row, 0, say("sums.tcv"), "headline_label")
        for col in range(1, 5):
            sheet.text(row, col, "", "headline_label")
        total(row, 5, totals.net, "total_net", "headline")
        sheet.text(row + 1, 0, say("options.this"), "unit")
        sheet.number(row + 1, 5, totals.net, "money")
        self.book.name("quoted", sheet.name, row + 1, 5)
        sheet.text(row + 2, 0, say("columns.adjustment"), "unit")
        sheet.formula(row + 2, 5, "total_net-quoted", ZERO, "money", name="change")
        sheet.text(
            row + 3, 0, say("sums.currency", currency=self.writer.language.currency_name(self.quote.currency)), "note"
        )
        return row + 5

    def _schedule(self, row: int) -> None:
        """Write the invoices: each is its share of the total, so that all of them come to the total."""
        sheet, say, quote, language = self.front, self.writer.say, self.quote, self.writer.language
        if not quote.invoices:
            return
        sheet.text(row, 0, say("schedule.title"), "heading")
        labels = [f"{say('schedule.number')}: {say('schedule.service')}", say("schedule.date"), say("schedule.due")]
        sheet.texts(row + 1, [*labels, "", say("options.this"), say("schedule.amount")], right=3)
        before, billed, of = ZERO, ZERO, cell(row + 1, 4)
        for at, each in enumerate(quote.invoices, row + 2):
            billed += each.amount
            number = say("schedule.of", number=each.number, count=len(quote.invoices))
            sheet.text(at, 0, f"{number}: {language.span(each.start, each.end)}", "label")
            sheet.text(at, 1, language.day(each.date), "unit")
            sheet.text(at, 2, language.day(each.due), "unit")
            sheet.number(at, 4, billed, "money", style="unit")
            share = [f"ROUND(total_net*{cell(at, 4)}/quoted,{quote.places})"]
            share += [f"ROUND(total_net*{of}/quoted,{quote.places})"] if before else []
            sheet.formula(at, 5, "-".join(share), each.amount, "money", name=f"invoice_{each.number}")
            before, of = billed, cell(at, 4)
        end = row + 2 + len(quote.invoices)
        sheet.text(end, 0, say("schedule.total"), "total_label")
        for col in range(1, 5):
            sheet.text(end, col, "", "total_label")
        amounts = f"SUM({cell(row + 2, 5)}:{cell(end - 1, 5)})"
        sheet.formula(end, 5, amounts, billed, "money", name="invoiced", style="total")

    def _terms(self) -> None:
        """Write the printed terms, assumptions and notes, as text."""
        from dealdesk.documents.view import terms

        say, quote = self.writer.say, self.quote
        widths = (30, 110)
        sheet = self._sheet(say("terms.title"), widths)
        sheet.text(0, 0, say("terms.title"), "title")
        row = 2
        for each in terms(self.writer):
            sheet.text(row, 0, each["heading"], "label")
            sheet.text(row, 1, each["text"], "text")
            sheet.fit(row, (each["heading"], each["text"]), widths)
            row += 1
        notes = [self.writer.sentence(each) for each in (quote.tax, *quote.assumptions, *quote.notes) if each]
        if notes:
            sheet.text(row + 1, 0, say("notes.title"), "heading")
            for number, note in enumerate(notes, row + 2):
                sheet.text(number, 1, note, "text")
                sheet.fit(number, ("", note), widths)
