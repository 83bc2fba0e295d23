"""The figures of the book on the terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from rich.console import RenderableType

from dealdesk.book.figure import Figure, Part
from dealdesk.book.report import BookReport
from dealdesk.book.schedule import Month, total
from dealdesk.cli import words
from dealdesk.cli.table import Column, Row, heading, pairs, section, table, text

MET = {True: ("reached", "green"), False: ("missed", "yellow"), None: ("", "")}


def book_page(report: BookReport, *, definitions: bool) -> Iterable[RenderableType]:
    """Yield the parts: head, figures beside their targets, what they consist of, and their definitions."""
    yield _head(report)
    yield section(heading("Figures"), _figures(report))
    for each in report.figures:
        if each.parts:
            yield section(heading(each.title), _parts(each, report.places))
    if definitions:
        yield section(
            heading("Definitions", report.definitions), pairs((e.title, e.definition) for e in report.figures)
        )


def _head(report: BookReport) -> RenderableType:
    since = f"since {words.day(report.since)}" if report.since else "since the first"
    until = f"until {words.day(report.until)}" if report.until else ""
    return section(
        text(f"The book of {report.vendor}" if report.vendor else "The book", "bold"),
        pairs(
            [
                ("On", words.day(report.today)),
                ("Quotes", f"{report.quotes:,} in {report.currency}, {since} {until}".rstrip()),
                ("Left out", f"quotes in {', '.join(report.others)}" if report.others else ""),
            ]
        ),
    )


def _figures(report: BookReport) -> RenderableType:
    columns = [
        Column(),
        Column(report.currency, right=True),
        Column("From", right=True),
        Column("Target", breaks=True),
        Column(),
    ]
    return table(columns, [_figure(each, report.places) for each in report.figures])


def _figure(figure: Figure, places: int) -> Row:
    met, style = MET[figure.target.met if figure.target is not None else None]
    target = ""
    if figure.target is not None:
        target = figure.target.words + (
            f" ({figure.target.scope[:1].lower()}{figure.target.scope[1:]})" if figure.target.scope else ""
        )
    return (
        figure.title,
        shown(figure.value, figure.kind, places) or text("not known", "dim"),
        text(f"{figure.basis:,}", "dim"),
        target or text(figure.why, "dim"),
        text(met, style),
    )


def shown(value: Decimal | None, kind: str, places: int) -> str:
    """Return a value as people read it; "" where it is not known."""
    if value is None:
        return ""
    if kind == "money":
        return words.money(value, places)
    if kind == "days":
        return words.plural(int(value), "day")
    return f"{value} %" if kind == "percent" else f"{value:,} points" if kind == "points" else f"{value:,}"


def _parts(figure: Figure, places: int) -> RenderableType:
    kind = "money" if figure.id in MONEY_PARTS else {"points": "percent"}.get(figure.kind, figure.kind)
    columns = [Column(breaks=True), Column(right=True), Column(right=True, style="dim")]
    return table(columns, _rows(figure.parts, kind, places))


MONEY_PARTS = frozenset({"expansion", "net-revenue-retention", "revenue-concentration"})
"""Percentages whose parts are amounts."""


def _rows(parts: Sequence[Part], kind: str, places: int) -> Iterator[Row]:
    counted = any(each.count != 1 or each.value is None for each in parts)  # else each is one customer
    for each in parts:
        yield (each.name, shown(each.value, kind, places), f"{each.count:,}" if counted else "")


def schedule_page(months: Sequence[Month], title: str, currency: str, places: int) -> Iterable[RenderableType]:
    """Yield the revenue schedule: a row for each month, and what it all comes to."""
    columns = [
        Column("Month"),
        Column(f"Invoiced, {currency}", right=True),
        Column("Earned", right=True),
        Column("Deferred at its end", right=True),
    ]
    rows = [
        (f"{each.first:%B %Y}", *(words.money(v, places) for v in (each.invoiced, each.earned, each.deferred)))
        for each in months
    ]
    invoiced, earned = total(months)
    footer = [("Together", words.money(invoiced, places), words.money(earned, places), "")]
    yield section(heading(title, "earned evenly over the days of service; what happens once on its first day"))
    yield table(columns, rows, footer=footer)
