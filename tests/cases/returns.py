"""How published examples of returns on investments are run: net present values, rates of return, payback.

A figure that is published with a tolerance agrees when it is within it; then the runner gives the published figure.
Where flows have more than one rate, the other system names the one that its search ends at, and ours names them all:
the published rate has to be among them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from itertools import accumulate
from typing import Any

from dealdesk.value.roi.case import Case
from dealdesk.value.roi.irr import rates
from dealdesk.value.roi.payback import discounted, npv, payback
from dealdesk.value.roi.run import run
from dealdesk.value.roi.xirr import xirr, xnpv
from tests.cases.records import Record

D = Decimal
Figures = dict[str, Any]
DAY = date(2027, 1, 1)


def tei(record: Record) -> Figures:
    """The table of a study: its columns as costs and benefits of a case."""
    costs, benefits = ([abs(D(each)) for each in record.inputs[key]] for key in ("costs", "benefits"))
    case = Case.validate(
        {
            "title": "The table",
            "discount_rate": record.number("discount_rate") * 100,
            "years": len(costs) - 1,
            "costs": [{"name": "Costs", "initial": costs[0], "by_year": costs[1:]}],
            "benefits": [{"name": "Benefits", "by_year": benefits[1:]}],
        }
    )
    made = run(case, None, today=DAY)
    sums = made.totals
    months = made.figure("payback").value
    assert benefits[0] == 0
    assert months is not None
    return {
        "costs_total": dollars(-sums.costs),
        "costs_pv": dollars(-sums.pv_costs),
        "benefits_total": dollars(sums.benefits),
        "benefits_pv": dollars(sums.pv_benefits),
        "net": [dollars(each.net) for each in made.periods],
        "net_total": dollars(sums.net),
        "npv": dollars(sums.npv),
        "roi_pct": dollars(made.figure("roi").value or D(0)),
        "payback": "< 6 months" if months < 6 else f"{months} months",
    }


def headline(record: Record) -> Figures:
    """Two present values as a case of one column: its return."""
    case = Case.validate(
        {
            "title": "The headline",
            "discount_rate": 0,
            "years": 1,
            "costs": [{"name": "Costs", "initial": record.number("costs_pv")}],
            "benefits": [{"name": "Benefits", "by_year": [record.number("benefits_pv")]}],
        }
    )
    made = run(case, None, today=DAY)
    return {"npv": dollars(made.totals.npv), "roi_pct": dollars(made.figure("roi").value or D(0))}


def dollars(amount: Decimal) -> Decimal:
    return amount.quantize(D(1), ROUND_HALF_UP)


def excel_npv(record: Record) -> Figures:
    """Spreadsheets discount the first flow, too: as if a flow of 0 stood before it."""
    flows = [Fraction(0), *(Fraction(each) for each in record.inputs["cashflows"])]
    return {"npv": near(npv(flows, Fraction(record.inputs["rate"])), record, "npv")}


def irr(record: Record) -> Figures:
    return {"irr": among(rates([D(each) for each in record.inputs["cashflows"]]), record, "irr")}


def dated(record: Record) -> list[tuple[date, Decimal]]:
    said = record.inputs
    flows = said["flows"] if "flows" in said else zip(said["dates"], said["cashflows"], strict=True)
    return [(date.fromisoformat(day), D(amount)) for day, amount in flows]


def by_date(record: Record) -> Figures:
    return {"xirr": among([Fraction(each) for each in xirr(dated(record))], record, "xirr")}


def value_by_date(record: Record) -> Figures:
    return {"xnpv": near(Fraction(xnpv(dated(record), record.number("rate"))), record, "xnpv")}


def paid_back(record: Record) -> Figures:
    flows = [Fraction(each) for each in record.inputs["cashflows"]]
    years = payback(flows)
    assert years is not None
    days = (years - int(years)) * 365
    words = f"{int(years)} years and {D(days.numerator) / D(days.denominator):.0f} days"
    return {"payback_years": years, "payback_text": words}


def paid_back_later(record: Record) -> Figures:
    flows = discounted([Fraction(each) for each in record.inputs["cashflows"]], Fraction(record.inputs["rate"]))
    return {"discounted_payback_years": payback(flows), "cumulative": list(accumulate(flows))}


def near(ours: Fraction, record: Record, key: str) -> Any:
    """The published figure where ours is within its tolerance, else ours; as many digits as it has without one."""
    theirs = record.expected[key]
    published = Fraction(str(theirs))
    allowed = Fraction(record.tolerance.get("abs_tol", "0"))
    allowed += Fraction(record.tolerance.get("rel_tol", "0")) * abs(published)
    allowed = allowed or abs(published) / 10**13 or Fraction(1, 10**13)
    return theirs if abs(ours - published) <= allowed else D(ours.numerator) / D(ours.denominator)


def among(found: Sequence[Fraction], record: Record, key: str) -> Any:
    """The published rate where one of ours is within its tolerance; else the first of ours, or None without any."""
    theirs = record.expected[key]
    if not found or theirs is None:
        return None if not found else D(found[0].numerator) / D(found[0].denominator)
    compared = [near(each, record, key) for each in found]
    return theirs if theirs in compared else compared[0]


RETURNS: dict[str, Callable[[Record], Figures]] = {
    "tei_cash_flow": tei,
    "tei_headline": headline,
    "npv_excel": excel_npv,
    "irr": irr,
    "xirr": by_date,
    "xnpv": value_by_date,
    "payback": paid_back,
    "discounted_payback": paid_back_later,
}
"""A runner for each model of roi.json."""
