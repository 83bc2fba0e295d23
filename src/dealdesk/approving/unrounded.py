"""What a quote's percentages come to before amounts are rounded, so that nobody is asked because of a cent of rounding.

A rep who gives 20 % off 100.88 gives 20.18, which is 20.004 %.  Here every row of a price is worked out again with
fractions: percentages, unit prices and shares of amounts as they were stated.  What rounding added is left out of
what is counted, up to what it may add to one line of each product; what lines that were split gain beyond that counts.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import lru_cache

from dealdesk.approving.worked import ZERO, Piece, Worked, WorkedRow
from dealdesk.quoting.quote import Quote
from dealdesk.quoting.quote.line import QuoteLine
from dealdesk.quoting.workings import Workings

UNREADABLE = Fraction(5, 100_000)
"""The share of a list price below which no percentage to two decimals shows it."""


Pieces = Mapping[tuple[int, str], Sequence[Piece]]
"""The pieces of a quote by number of the line, and product and charge."""


def pieces_of(quote: Quote) -> Pieces:
    """Return what a quote is made of, with what is counted of each piece.

    Rounding that a product gains in all its lines together counts for nothing up to half a minor unit for every amount
    that would be rounded in one line of it, or 0.005 % of its list price, where that is more.  Where it gains more, the
    lower of what is paid and what was stated counts, line by line.
    """
    return _pieces_of(_Same(quote.workings), quote.places) if quote.workings is not None else {}


def pieces_in(pieces: Pieces, line: QuoteLine) -> Sequence[Piece]:
    """Return what a line is made of; () where that cannot be told."""
    found = pieces.get((line.line, f"{line.sku}/{line.charge}"), ())
    return found if sum((each.paid for each in found), ZERO) == line.net else ()


def counted_net(pieces: Pieces, line: QuoteLine) -> Fraction:
    """Return the net price of a line over the term, as it counts."""
    found = pieces_in(pieces, line)
    return sum((each.counted for each in found), ZERO) if found else Fraction(line.net)


class _Same:
    """Workings as a key: the same ones are asked about for every way in which a quote can be taken."""

    def __init__(self, workings: Workings) -> None:
        self.workings = workings

    def __hash__(self) -> int:
        return id(self.workings)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.workings is self.workings


@lru_cache(maxsize=8)
def _pieces_of(same: _Same, places: int) -> Pieces:
    by_key: dict[str, list[WorkedRow]] = {}
    for each in Worked(same.workings, Fraction(1, 2 * 10**places)).rows:
        by_key.setdefault(each.row.key, []).append(each)
    found: dict[tuple[int, str], list[Piece]] = {}
    for key, rows in by_key.items():
        pieces = [each.piece() for each in rows]
        most = max(_by_one_line(rows), UNREADABLE * sum((abs(each.list) for each in pieces), ZERO))
        harmless = sum((each.gain for each in pieces), ZERO) <= most
        for each, piece in zip(rows, pieces, strict=True):
            found.setdefault((each.row.line, key), []).append(piece if harmless else each.at_worst(piece))
    return found


def _by_one_line(rows: Sequence[WorkedRow]) -> Fraction:
    """Return what rounding may add to a charge that is bought in one line: half a unit for each rounded amount."""
    periods: dict[int, Fraction] = {}
    for each in rows:
        periods[each.row.stretch] = max(each.periods, periods.get(each.row.stretch, ZERO))
    once = 4 if any(each.periods.denominator > 1 for each in rows) else 0  # a part period at either end, list and net
    times = max(each.rounded for each in rows) * sum(periods.values(), ZERO)
    return rows[0].half * (times + once + 2 * max(each.shares for each in rows))
