"""What lines without prices of their own come to together, in each invoice and stretch of time."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from dealdesk.sealing.amounts import ZERO
from dealdesk.sealing.billing import Contract, Drawn, Stretch
from dealdesk.sealing.rows import Row

if TYPE_CHECKING:
    from dealdesk.quoting.quote import Quote
    from dealdesk.quoting.workings import RowMade

COMMITMENT = "commitment"


def commitment_years(quote: Quote, contract: Contract) -> list[dict[str, Any]]:
    """Return by year what a usage commitment comes to: what is due, what is drawn of it, and its list value."""
    if all(line.sku != COMMITMENT or line.hide_price for line in quote.lines):
        return []
    return [
        {
            "due": _amount(each.due, contract),
            "list": _amount(each.of_list, contract),
            "drawn": _amount(each.drawn, contract),
        }
        for each in _drawn(quote, contract)
    ]


def hidden_billed(quote: Quote, shown: Collection[RowMade], contract: Contract) -> list[dict[str, Any]]:
    """Return how much of each invoice is for committed lines without prices of their own."""
    if not any(each.hide_price and each.committed and not each.optional for each in quote.lines):
        return []
    recurring = _recurring(quote)
    parts = [each for row in shown if row.committed for each in _stretches(row, contract, recurring)]
    parts += [each for hidden, each in _committed(quote, contract) if not hidden]
    known = {start: amount for start, _, amount in contract.billed(parts, quote.billing)}
    found = []
    for invoice in quote.invoices:
        amount = Fraction(invoice.amount) - known.get(invoice.start, ZERO)
        if amount:
            found.append({"start": invoice.start, "end": invoice.end, "amount": _amount(amount, contract)})
    return found


def hidden_stretches(
    quote: Quote, hidden: Collection[RowMade], contract: Contract
) -> Iterator[tuple[date, date, Decimal]]:
    """Yield what committed, recurring lines without prices of their own cost, stretch by stretch."""
    recurring = _recurring(quote)
    parts = [each for row in hidden if row.committed for each in _stretches(row, contract, recurring)]
    parts += [each for is_hidden, each in _committed(quote, contract) if is_hidden]
    for each in parts:
        if each.recurring:
            yield each.start, each.end, _amount(each.amount, contract)


def _amount(value: Fraction, contract: Contract) -> Decimal:
    return Decimal(contract.rounding.text(value))


def _recurring(quote: Quote) -> dict[tuple[int, str], bool]:
    return {(each.line, f"{each.sku}/{each.charge}"): each.recurring for each in quote.lines}


def _stretches(row: RowMade, contract: Contract, recurring: dict[tuple[int, str], bool]) -> list[Stretch]:
    made = Row({"period": row.period}, row.start, row.end, 0, ())
    made.net, made.total = Fraction(row.net), Fraction(row.total)
    return contract.of_row(made, recurring=recurring[row.line, row.key])


def _drawn(quote: Quote, contract: Contract) -> Sequence[Drawn]:
    made, recurring = quote.workings, _recurring(quote)
    if made is None or not made.commitment:
        return ()
    pool = [each for row in made.rows if row.pool for each in _stretches(row, contract, recurring)]
    return contract.drawn(Fraction(made.commitment), Fraction(made.commitment_list), pool)


def _committed(quote: Quote, contract: Contract) -> Iterator[tuple[bool, Stretch]]:
    """Yield what a usage commitment costs by year, and whether its price is hidden."""
    lines = {line.charge: line for line in quote.lines if line.sku == COMMITMENT and line.committed}
    for each in _drawn(quote, contract):
        for name, amount in (("usage", each.drawn), ("true-up", each.due - each.drawn)):
            if name in lines:
                yield lines[name].hide_price, Stretch(each.start, each.end, amount, True)
