"""What a quote costs its customer, month by month: by the year of the service, or by the date of the invoice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import groupby

from dealdesk.periods import boundary, months_between
from dealdesk.quoting.quote import Quote
from dealdesk.quoting.quote.line import QuoteLine
from dealdesk.quoting.quote.printed import Said
from dealdesk.value.roi.exact import ZERO, rounded

COMMITMENT = "commitment"
"""The product of the lines that the engine adds for a usage commitment."""


@dataclass(frozen=True)
class Billed:
    """One cost that the quote says: by month from the start of the case, month 0 the initial column.

    Attributes:
        beyond: What comes after the last year that the case looks at.
        said: How the amounts come about.
        named: The name, where it is not that of a product.
    """

    id: str
    name: str
    months: tuple[Fraction, ...]
    beyond: Fraction
    said: Said
    at: str
    named: Said | None = None


class Calendar:
    """The months of a case: month k runs from `starts[k - 1]` to `starts[k]`."""

    def __init__(self, start: date, years: int) -> None:
        self.years = years
        self.starts = [boundary(start, k, "month") for k in range(12 * years + 1)]

    def on(self, day: date) -> int:
        """Return the month at whose end a payment on *day* counts: 0 for the first day and all before it."""
        return next((k for k, edge in enumerate(self.starts) if day <= edge), len(self.starts))

    def spread(self, amount: Decimal, start: date, end: date) -> tuple[list[Fraction], Fraction]:
        """Spread an amount evenly over the months from *start* to *end* (half-open); and what is after the case."""
        months = [ZERO] * (12 * self.years + 1)
        whole, days = months_between(start, end)
        edges = [boundary(start, k, "month") for k in range(whole + 1)]
        if days == 0 and whole and all(self._is_edge(day) for day in edges):
            each = Fraction(amount) / whole
            pieces = [(first, each) for first in edges[:-1]]
            return self._placed(months, pieces)
        a_day, left = Fraction(amount) / max((end - start).days, 1), ZERO
        if start < self.starts[0]:
            months[0] += a_day * (min(end, self.starts[0]) - start).days
        for k, (first, last) in enumerate(zip(self.starts, self.starts[1:], strict=False), 1):
            months[k] += a_day * max(0, (min(end, last) - max(start, first)).days)
        if end > self.starts[-1]:
            left = a_day * (end - max(start, self.starts[-1])).days
        return months, left

    def _is_edge(self, day: date) -> bool:
        return day in self.starts or day < self.starts[0] or day > self.starts[-1]

    def _placed(
        self, months: list[Fraction], pieces: Iterable[tuple[date, Fraction]]
    ) -> tuple[list[Fraction], Fraction]:
        left = ZERO
        for first, amount in pieces:
            if first >= self.starts[-1]:
                left += amount
            elif first < self.starts[0]:
                months[0] += amount
            else:
                months[self.starts.index(first) + 1] += amount
        return months, left


def costs_of(quote: Quote, calendar: Calendar, *, timing: str, usage: bool) -> Iterator[Billed]:
    """Yield what the quote costs; amounts after the months of the case are in `beyond`.

    Optional lines are in nothing, and estimated usage only where it is asked for: always in the year of its service.
    """
    counted = [line for line in quote.lines if not line.optional]
    if timing == "invoices" and quote.invoices:
        yield _invoices(quote, calendar)
        counted = [line for line in counted if not line.committed]
    used = [line for line in counted if not line.committed] if usage else []
    for number, lines in groupby((line for line in counted if line.committed), key=lambda line: line.line):
        group = [line for line in lines if line.net or line.list]
        if group:
            yield _line(f"line-{number}", _own_name(group[0]), ("line", f"line {number}", number), group, calendar)
    if any(line.net < 0 for line in used):  # a commitment pays for a part of it
        name = Said("usage", "Estimated usage beyond the commitment")
        yield _line("usage", name, ("usage", "usage", 0), used, calendar)
        return
    for number, lines in groupby(used, key=lambda line: line.line):
        group = [line for line in lines if line.net or line.list]
        if group:
            name = Said("usage_of", f"{group[0].name}, estimated usage", {"name": group[0].name})
            noun = ("usage_of_line", f"usage of line {number}", number)
            yield _line(f"line-{number}-usage", name, noun, group, calendar)


def _own_name(line: QuoteLine) -> str | Said:
    """Return the name of a line: as the catalog has it, or what the engine calls a line that it adds."""
    return Said(f"commitment.{line.charge}", line.name) if line.sku == COMMITMENT else line.name


def _line(id_: str, name: str | Said, noun: tuple[str, str, int], lines: list[QuoteLine], calendar: Calendar) -> Billed:
    months, beyond = [ZERO] * (12 * calendar.years + 1), ZERO
    for line in lines:
        for each in line.intervals:
            if line.period == "once":
                at = calendar.on(each.start)
                if at < len(months):
                    months[at] += Fraction(each.net)
                else:
                    beyond += Fraction(each.net)
                continue
            spread, after = calendar.spread(each.net, each.start, _after(each.end))
            months = [a + b for a, b in zip(months, spread, strict=True)]
            beyond += after
    total = sum((line.net for line in lines), Decimal(0))
    which, words, number = noun
    term = quote_term(lines)
    text = f"{words} of the quote, net {total:,f} over {term}"
    said = Said(which, text, {"n": str(number), "amount": str(total), "term": term})
    named = name if isinstance(name, Said) else None
    return Billed(id_, str(name), tuple(months), beyond, said, lines[0].at, named)


def quote_term(lines: list[QuoteLine]) -> str:
    """Return the time that lines run, in words."""
    starts, ends = zip(*((each.start, each.end) for line in lines for each in line.intervals), strict=True)
    months, days = months_between(min(starts), _after(max(ends)))
    words = f"{months} month{'' if months == 1 else 's'}" if months else ""
    return " and ".join(part for part in (words, f"{days} day{'' if days == 1 else 's'}" if days else "") if part)


def _invoices(quote: Quote, calendar: Calendar) -> Billed:
    months, beyond = [ZERO] * (12 * calendar.years + 1), ZERO
    for each in quote.invoices:
        at = calendar.on(each.date)
        if at < len(months):
            months[at] += Fraction(each.amount)
        else:
            beyond += Fraction(each.amount)
    count = len(quote.invoices)
    text = f"{count} invoice{'' if count == 1 else 's'} of the quote, by date, in all {quote.totals.net:,f}"
    said = Said("invoices", text, {"n": str(count), "amount": str(quote.totals.net)})
    place = next((line.at for line in quote.lines if line.committed and not line.optional), "")
    named = Said("invoices", "Invoices of the quote")
    return Billed("invoices", str(named), tuple(months), beyond, said, place, named)


def after_term(quote: Quote, calendar: Calendar, uplift: Decimal, at: str, *, usage: bool) -> Billed | None:
    """Return what recurs after the deal's term, within the case, with its usage; None where nothing is after it.

    A year after the term costs what the last twelve months of it cost (or all of it, scaled, where it is shorter),
    raised by *uplift* per cent for each year after the term.
    """
    end = _after(quote.end)
    if end >= calendar.starts[-1]:
        return None
    long = Calendar(quote.start, max(1, -(-quote.months // 12)))
    recurring = [ZERO] * len(long.starts)
    for line in quote.lines:
        if not line.optional and (line.recurring if line.committed else usage and line.period != "once"):
            for each in line.intervals:
                spread, _ = long.spread(each.net, each.start, _after(each.end))
                recurring = [a + b for a, b in zip(recurring, spread, strict=True)]
    whole = max(1, quote.months)
    last = recurring[1 : whole + 1][-12:]
    a_month = sum(last, ZERO) / len(last)
    months = [ZERO] * (12 * calendar.years + 1)
    for k, first in enumerate(calendar.starts[:-1], 1):
        if first >= end:
            gone, _ = months_between(end, first)
            months[k] = a_month * (1 + Fraction(uplift) / 100) ** (gone // 12 + 1)
    last_year = rounded(a_month * 12, quote.places)
    text = f"the last year of the term, {last_year:,f}, and {uplift:f} % more each year"
    said = Said("renewal", text, {"amount": str(last_year), "percent": str(uplift)})
    named = Said("renewal", "Renewal, projected")
    return Billed("renewal", str(named), tuple(months), ZERO, said, at, named)


def _after(day: date) -> date:
    return day + timedelta(days=1)
