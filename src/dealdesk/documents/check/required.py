"""What a buyer decides on is printed: the total, the fee, the saving, each invoice, and the days that count."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from dealdesk.documents.check.fault import Check, Fault
from dealdesk.documents.check.lines import COMMITTED
from dealdesk.documents.check.numbers import reader, squeezed
from dealdesk.documents.check.paper import Paper
from dealdesk.quoting.quote import Quote

ONE_BY_ONE = 12
"""Invoices up to which each has a row of its own."""


def _find(paper: Paper, quote: Quote) -> Iterator[Fault]:
    reads = reader(paper.language or "en", quote.currency)
    by_page = [Counter(n for block in sheet.blocks for n in reads.money(block.text)) for sheet in paper.sheets]
    printed = sum(by_page, Counter[Decimal]())
    for what, amount, least in _amounts(quote, paper.kind):
        if printed[amount] + printed[-amount] < least:
            yield Fault(f"{what} {amount:,f} {quote.currency} is printed {printed[amount]} times, not {least}")
    if quote.totals.net and by_page and not by_page[0][quote.totals.net]:
        yield Fault("the total contract value is not on the first page", 1)
    text = squeezed(paper.text)
    days = {"the last day of the offer": quote.valid_until, "the first day of the term": quote.start}
    for what, day in days.items():
        if not any(squeezed(each) in text for each in _written(day, quote)):
            yield Fault(f"{what}, {day.isoformat()}, is not printed")


def _amounts(quote: Quote, kind: str) -> Iterator[tuple[str, Decimal, int]]:
    """Yield amounts that must be printed, and how often at least."""
    totals, committed = quote.totals, [each for each in quote.lines if each.committed and not each.optional]
    times = 1 + bool(committed) + (len(quote.invoices) > 1)
    yield "the total contract value", totals.net, times
    if totals.discount > 0 and committed:
        yield "the list price", totals.list, 1
        yield "the saving", totals.discount, 1
    if any(each.recurring for each in committed):
        annual = [each.value for each in quote.metrics if each.id == "acv" and each.value is not None]
        for value in annual if totals.net or not quote.usage_estimate.net else ():
            yield "the annual fee", value, 1
    if quote.usage_estimate.net and kind not in COMMITTED:
        yield "the estimate of usage a year", quote.usage_estimate.a_year, 1
    if len(quote.invoices) <= ONE_BY_ONE:
        for amount, count in Counter(each.amount for each in quote.invoices).items():
            yield "the invoice of", amount, count


def _written(day: date, quote: Quote) -> Iterator[str]:
    """Yield a day in the ways in which the document may write it."""
    from dealdesk.documents.assets import assets

    language = assets("quote").language(quote.customer.language)
    yield from (language.day(day), language.long_day(day), language.key_day(day))


CHECK = Check("required", "total, fee, saving, invoices and the days that count are printed", _find)
