"""What would avoid an approval: the nearest value that passes no limit, and the discount that gets there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import ROUND_CEILING, Decimal
from fractions import Fraction

from dealdesk.approving.measures import Case
from dealdesk.approving.measures.concessions import ASKED
from dealdesk.approving.requirements import Checked, Ruling
from dealdesk.approving.words import WITHIN, amount
from dealdesk.quoting.quote import Quote

ZERO = Decimal(0)
BOUNDS = ("floor", "minimum", "maximum")
"""Steps that give back or take away by how much is asked for: what is asked for is not what it comes to."""


def avoid(ruling: Ruling, cases: Sequence[Case]) -> tuple[str, ...]:
    """Return what would keep a firing rule quiet, one sentence each; the first that is enough comes first."""
    passed = [each for each in ruling.conditions if each.passed]
    some = [each for each in ruling.conditions[len(ruling.conditions) - ruling.alternatives :] if each.passed]
    together = some if ruling.alternatives and len(some) > 1 else []
    alone = [each for each in passed if each not in together]
    joint = "one of these is enough" if len(alone) + bool(together) > 1 and ruling.combine == "all" else ""
    joint = "all of these" if len(passed) > 1 and ruling.combine == "any" else joint
    found = [f"{joint}:"] if joint else []
    for each in alone:
        case = next(one for one in cases if (one.option, one.besides) == (each.option, each.besides))
        found += _sentences(each, case)
    if together:
        found.append(" and ".join(_within(each, cases[0].quote) for each in together))
    return tuple(found)


def _within(checked: Checked, quote: Quote) -> str:
    assert checked.limit is not None
    limit = amount(checked.limit, checked.unit, quote.currency, quote.places)
    return f"{checked.title} {WITHIN[checked.op]} {limit}"


def _sentences(checked: Checked, case: Case) -> Iterator[str]:
    quote = case.quote
    words = _within(checked, quote)
    least = least_net(checked, case)
    if least is None:
        a_year = least_a_year(checked, case)
        yield words if a_year is None else f"{words}: a yearly contract value of {_money(case, a_year)} or more"
        return
    more = least - quote.totals.net
    yield f"{words}: {_money(case, least)} net, {_money(case, more)} more"
    asked = -sum((move.amount for move in quote.moves if move.code in ASKED), ZERO)
    if any(move.code in BOUNDS and move.amount for move in quote.moves):
        yield "`dealdesk approvals explain DEAL --largest` says what may be asked for, with floors and minima in it"
    elif asked <= 0:
        yield "nothing was asked for beyond the rules of the catalog; they alone pass the limit"
    elif more > asked:
        yield f"without the {_money(case, asked)} that were asked for, the rules of the catalog alone pass the limit"
    else:
        yield f"ask for {_money(case, asked - more)} off instead of {_money(case, asked)}"


def least_net(checked: Checked, case: Case) -> Decimal | None:
    """Return the lowest net of the whole quote that does not pass a limit; None where price is not what matters."""
    if checked.limit is None or checked.of or checked.passed is not True:
        return None
    lowest = lowest_net(checked.measure, checked.op, checked.limit, case)
    return lowest if lowest is not None and lowest > case.quote.totals.net else None


def lowest_net(measure: str, op: str, limit: Decimal, case: Case) -> Decimal | None:
    """Return the lowest net of a whole quote with which a discount, a margin or a contract value passes no limit.

    To the minor unit, where only what is taken off changes, by an amount.  None where another measure is meant, a cost
    is not known, or every net passes.
    """
    quote = case.quote
    lines = [line for line in quote.lines if line.committed and not line.optional]
    if measure == "tcv" and op in ("below", "at_most"):
        least = Fraction(limit)
    elif measure == "discount" and op in ("above", "at_least") and quote.totals.list > 0:
        least = Fraction(quote.totals.list) * (100 - Fraction(limit)) / 100
    elif measure in ("margin", "gross_margin") and op in ("below", "at_most") and limit < 100:
        if not lines or any(line.cost is None for line in lines):
            return None
        least = sum((case.cost(line) for line in lines), Fraction(0)) * 100 / (100 - Fraction(limit))
    else:
        return None
    if measure != "tcv":  # the net that counts may fall so far, and what is paid by as much
        least += Fraction(quote.totals.net) - sum((case.net(line) for line in lines), Fraction(0))
    unit = Decimal(1).scaleb(-quote.places)
    lowest = Decimal(-(-least.numerator * 10**quote.places // least.denominator)).scaleb(-quote.places)
    if op in ("at_least", "at_most") and Fraction(lowest) == least:
        lowest += unit  # the limit itself is passed already
    return lowest.quantize(unit, ROUND_CEILING)


def least_a_year(checked: Checked, case: Case) -> Decimal | None:
    """Return the least yearly contract value with which a figure of the deal's economics does not pass its limit.

    None where something else may change with it: the gross margin, where the deal does not state it.
    """
    own, limit = case.deal.economics, checked.limit
    if limit is None or limit <= 0 or checked.passed is not True:
        return None
    stated = own.gross_margin / 100 if own.gross_margin else None
    if checked.measure == "infrastructure_share" and own.infrastructure_cost:
        least = Fraction(own.infrastructure_cost) * 100 / Fraction(limit)
    elif checked.measure == "cac_payback" and own.cac and stated:
        least = Fraction(own.cac) * 12 / Fraction(limit) / Fraction(stated)
    elif checked.measure == "ltv_to_cac" and own.cac and own.churn_percent and stated:
        least = Fraction(limit) * Fraction(own.cac) * Fraction(own.churn_percent) / 100 / Fraction(stated)
    else:
        return None
    places = case.quote.places
    lowest = Decimal(-(-least.numerator * 10**places // least.denominator)).scaleb(-places)
    if checked.op in ("at_least", "at_most") and Fraction(lowest) == least:
        lowest += Decimal(1).scaleb(-places)  # the limit itself is passed already
    return lowest


def _money(case: Case, value: Decimal) -> str:
    return f"{case.quote.currency} {value:,.{case.quote.places}f}"
