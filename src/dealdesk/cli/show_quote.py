"""A quote on the terminal: for a rep who reads it to a customer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from rich.console import Group, RenderableType
from rich.text import Text

from dealdesk.cli import words
from dealdesk.cli.show_invoices import invoices
from dealdesk.cli.table import Cell, Column, Row, heading, lines_of, pairs, section, table, text
from dealdesk.quoting.quote import Quote
from dealdesk.quoting.quote.figures import Metric
from dealdesk.quoting.quote.finding import Finding
from dealdesk.quoting.quote.line import QuoteLine

STYLES = {"error": "bold red", "warning": "yellow", "info": "cyan"}
WITH_RULES = 90
"""Columns of a page from which the waterfall names its rules; `--explain` names them on any."""
WITH_PERCENT = 48
"""Columns of a page from which the waterfall has percentages, too."""


def quote_page(quote: Quote, width: int, *, definitions: bool = False) -> Iterable[RenderableType]:
    """Yield the parts of the page: who and when, and the price."""
    yield header(quote)
    yield from price_page(quote, width, definitions=definitions)


def price_page(quote: Quote, width: int, *, definitions: bool = False) -> Iterable[RenderableType]:
    """Yield the price: lines, steps, usage, metrics, invoices, options, findings."""
    committed = [line for line in quote.lines if line.committed and not line.optional]
    usage = [line for line in quote.lines if not line.committed and not line.optional]
    optional = [line for line in quote.lines if line.optional]
    if committed:
        total = ("Total", words.money(quote.totals.list, quote.places), words.money(quote.totals.net, quote.places))
        yield section(
            heading("Price", f"{quote.currency}, over {quote.term}"), line_table(quote, committed, width, [total])
        )
        moved = any(move.code != "list" and move.amount for move in quote.moves)
        nothing = "" if moved else "no rule takes anything off: net is list"
        yield section(heading("From list to net", nothing), waterfall(quote, width) if moved else Group())
    if usage:
        yield section(
            heading("Estimated usage", f"{quote.currency}; invoiced as used, not committed, in no total above"),
            line_table(quote, usage, width, usage_totals(quote)),
        )
    if optional:
        yield section(heading("Optional", "offered beside the quote, in no total"), line_table(quote, optional, width))
    yield section(heading("Metrics", quote.currency), metrics(quote, width, definitions=definitions))
    if quote.invoices:
        yield section(heading("Invoices", quote.currency), invoices(quote, width))
    if quote.options:
        yield section(heading("Options", "dealdesk compare shows them side by side"), options(quote))
    if quote.findings:
        yield section(heading("Findings"), findings(quote.findings, width))


def header(quote: Quote) -> RenderableType:
    """Return who, what, and for how long."""
    catalog, customer = quote.catalog, quote.customer
    number = f"Quote {quote.number}, revision {quote.revision}" if quote.number else "Quote"
    where = " · ".join(part for part in (customer.segment, customer.region, customer.industry) if part)
    bundle = quote.bundle
    comes_with = bundle.includes + ((bundle.support,) if bundle.support else ()) if bundle is not None else ()
    terms = {term.id: term.text for term in quote.terms}
    return section(
        text(f"{number} for {customer.name}", "bold"),
        pairs(
            [
                ("Title", quote.title or ""),
                ("Customer", where),
                ("Partner", quote.partner or ""),
                ("Catalog", f"{catalog.name}, {catalog.id} {catalog.version}"),
                ("Term", f"{quote.term}, {words.day(quote.start)} to {words.day(quote.end)}"),
                ("Free", terms.get("free", "")),
                ("Co-term", terms.get("co_term", "")),
                ("Amends", terms.get("amends", "")),
                ("Renews", terms.get("renews", "")),
                ("Billing", ". ".join(terms[each] for each in ("billing", "payment") if each in terms)),
                ("Offer", f"{words.day(quote.issued)}, valid until {words.day(quote.valid_until)}"),
                ("Bundle", ", ".join((bundle.name, *bundle.sets)) if bundle is not None else ""),
                ("Includes", ", ".join(comes_with)),
            ]
        ),
    )


def line_table(
    quote: Quote, lines: Sequence[QuoteLine], width: int, totals: Sequence[tuple[str, str, str]] = ()
) -> RenderableType:
    """Return lines with what is bought, for how long, and its price; narrow pages put the former below the name."""
    rows = [row for line in lines for row in _line_rows(quote, line)]
    roomy = width >= 60 + max(len(amount) for row in rows for amount in row[5:]) + max(len(str(row[3])) for row in rows)
    footer = [("", name, "", "", "", of_list, net) for name, of_list, net in totals]
    columns = [
        Column("#", right=True, style="dim"),
        Column("Product", breaks=True),
        Column("Quantity", right=True),
        Column(),
        Column("Period"),
        Column("List", right=True),
        Column("Net", right=True),
    ]
    if roomy:
        return table(columns, rows, footer=footer, wide=True)
    narrow = [columns[1], *columns[5:]]
    return table(narrow, [_stacked(row) for row in rows], footer=[(r[1], *r[5:]) for r in footer], wide=True)


def _stacked(row: Row) -> Row:
    bought = " ".join(str(part) for part in row[2:4] if str(part))
    detail = ", ".join(part for part in (bought, str(row[4])) if part)
    indent = "  " if str(row[1]).startswith("  ") else ""
    return (lines_of(row[1], text(indent + detail, "dim")) if detail else row[1], *row[5:])


def _line_rows(quote: Quote, line: QuoteLine) -> Iterable[Row]:
    """Yield the row of a line, and one for each interval where there are several."""
    name: Cell = name_of(quote, line)
    if line.note:
        name = lines_of(name, text(line.note, "dim"))
    unit = words.unit(line.unit, line.period)
    amounts = words.money(line.list, quote.places), words.money(line.net, quote.places)
    if len(line.intervals) == 1:
        only = line.intervals[0]
        yield (str(line.line), name, words.number(only.quantity), unit, _periods(only.periods), *amounts)
        return
    yield (str(line.line), name, "", "", "", *amounts)
    for each in line.intervals:
        yield (
            "",
            text("  " + words.days(each.start, each.end), "dim"),
            text(words.number(each.quantity), "dim"),
            text(unit, "dim"),
            text(_periods(each.periods), "dim"),
            text(words.money(each.list, quote.places), "dim"),
            text(words.money(each.net, quote.places), "dim"),
        )


def _periods(periods: str) -> str:
    return "" if periods == "once" else periods


def name_of(quote: Quote, line: QuoteLine) -> str:
    """Return the product's name, with the charge's where the quote has several charges by that name."""
    charges = {each.charge for each in quote.lines if each.name == line.name}
    if len(charges) == 1:
        return line.name
    return f"{line.name}, {line.charge_name or line.charge}"


def usage_totals(quote: Quote) -> list[tuple[str, str, str]]:
    """Return what usage is estimated to cost over the term, and a year."""
    usage, places = quote.usage_estimate, quote.places
    over_term = (f"Over {quote.term}", words.money(usage.list, places), words.money(usage.net, places))
    return [over_term, ("A year", "", words.money(usage.a_year, places))]


def waterfall(quote: Quote, width: int) -> RenderableType:
    """Return every move between list and net, with its rule and what remains."""
    moves = [move for move in quote.moves if move.code != "list" and move.amount]
    left = quote.totals.list
    rows: list[Row] = [("List price", "", "", "", words.money(left, quote.places))]
    for move, percent in zip(moves, words.percents([move.percent for move in moves]), strict=True):
        left += move.amount
        amounts = words.money(move.amount, quote.places), words.money(left, quote.places)
        rows.append((move.title, text(move.at or move.rule, "dim"), percent, *amounts))
    off = words.share_off(quote.totals.list, quote.totals.net)
    change = words.money(-quote.totals.discount, quote.places)
    footer: list[Row] = [("Net", "", off, change, words.money(quote.totals.net, quote.places))]
    columns = [
        Column("Step", breaks=width < WITH_RULES),
        Column("Rule", breaks=True),
        Column("%", right=True),
        Column("Amount", right=True),
        Column("Remains", right=True),
    ]
    for position in [*([2] if width < WITH_PERCENT else []), *([1] if width < WITH_RULES else [])]:
        del columns[position]
        rows, footer = [_without(row, position) for row in rows], [_without(row, position) for row in footer]
    return table(columns, rows, footer=footer, wide=True)


def _without(row: Row, position: int) -> Row:
    return (*row[:position], *row[position + 1 :])


def metrics(quote: Quote, width: int, *, definitions: bool) -> RenderableType:
    """Return the figures; the value of each year only where years differ."""
    shown = [each for each in quote.metrics if definitions or _telling(quote, each)]
    values = [metric_value(quote, each) for each in shown]
    rows: list[Row] = [(each.title, value) for each, value in zip(shown, values, strict=True)]
    columns = [Column(breaks=width < 60), Column(right=True)]
    if definitions:
        rows = [
            (each.title, value, lines_of(text(each.definition, "dim"), text(each.id, "dim italic")))
            for each, value in zip(shown, values, strict=True)
        ]
        columns.append(Column(breaks=True))
    return table(columns, rows)


def _telling(quote: Quote, metric: Metric) -> bool:
    if metric.id.startswith("acv_year_"):
        return any(each.value != quote.metric("acv") for each in quote.metrics if each.id.startswith("acv_year_"))
    return metric.value is not None and (metric.id != "usage_estimate" or bool(metric.value))


def metric_value(quote: Quote, metric: Metric) -> str:
    """Return a metric as text."""
    if metric.value is None:
        return "not known"
    if metric.kind == "money":
        return words.money(metric.value, quote.places)
    if metric.id == "discount":  # from the amounts, as in the waterfall
        return words.share_off(quote.totals.list, quote.totals.net)
    shown = metric.value.quantize(Decimal("0.01"))
    return words.percent(shown) if shown == metric.value else f"≈ {shown} %"


def options(quote: Quote) -> RenderableType:
    """Return the alternatives, in a row each."""
    rows = [
        (
            each.name + (" (recommended)" if each.recommended else ""),
            each.quote.term,
            words.share_off(each.quote.totals.list, each.quote.totals.net),
            words.money(each.quote.totals.net, quote.places),
        )
        for each in quote.options
    ]
    columns = [Column("Option", breaks=True), Column("Term"), Column("Off list", right=True), Column("Net", right=True)]
    return table(columns, rows, wide=True)


def findings(found: Sequence[Finding], width: int) -> RenderableType:
    """Return what the seller should know, the gravest first."""
    rows = [
        (
            text(each.severity, STYLES[each.severity]),
            lines_of(each.message, text("  ".join(part for part in (each.at, each.code) if part), "dim")),
        )
        for each in found
    ]
    return table([Column(), Column(breaks=True)], rows)


__all__ = ["Text", "findings", "header", "quote_page"]
