"""A quote as it is when the customer takes what is optional in it: rules and envelopes hold for that, too."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from dealdesk.quoting.quote import Quote
from dealdesk.quoting.quote.figures import Totals
from dealdesk.quoting.quote.line import QuoteLine

ZERO = Decimal(0)


def ways(quote: Quote) -> Iterator[tuple[str, Quote]]:
    """Yield a quote in each way that it can be taken, with what is taken besides in words: first nothing.

    Then come all optional lines together, then each by itself: every price is the one that is offered.  The contract
    value and the discount are those with the lines; other metrics stay those of the quote without them.
    """
    yield "", quote
    numbers = list(dict.fromkeys(line.line for line in quote.lines if line.optional))
    if not numbers:
        return
    yield "with all that is optional" if len(numbers) > 1 else _words(quote, numbers[0]), _taken(quote, numbers)
    if len(numbers) > 1:
        for each in numbers:
            yield _words(quote, each), _taken(quote, [each])


def _words(quote: Quote, number: int) -> str:
    sku = next(line.sku for line in quote.lines if line.line == number)
    return f"with line {number}, {sku}, which is optional"


def _taken(quote: Quote, numbers: list[int]) -> Quote:
    lines = tuple(replace(line, optional=False) if line.line in numbers else line for line in quote.lines)
    added = [line for line in quote.lines if line.optional and line.line in numbers and line.committed]
    totals = _plus(quote.totals, added)
    metrics = tuple(replace(each, value=totals.net) if each.id == "tcv" else each for each in quote.metrics)
    return replace(quote, lines=lines, totals=totals, metrics=metrics)


def _plus(totals: Totals, lines: list[QuoteLine]) -> Totals:
    of_list, net = (sum((getattr(line, name) for line in lines), ZERO) for name in ("list", "net"))
    discount = totals.discount + of_list - net
    return replace(totals, list=totals.list + of_list, net=totals.net + net, discount=discount)
