"""The key figures of a case, each with its definition."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction

from dealdesk.money import EXACT
from dealdesk.value.figure import Figure
from dealdesk.value.roi.exact import percent_of, rounded
from dealdesk.value.roi.irr import rates, sign_changes
from dealdesk.value.roi.model import Model, Worked
from dealdesk.value.roi.outlook import discounted_payback_months, payback_months
from dealdesk.value.roi.result import Rates
from dealdesk.value.roi.result.rows import Totals
from dealdesk.value.roi.xirr import mirr, xirr

PLACES = 6


def totals_of(worked: Worked) -> Totals:
    """Return the sums over all columns."""
    costs, benefits, pv_costs, pv_benefits = (
        sum(row, Decimal(0)) for row in (worked.costs, worked.benefits, worked.pv_costs, worked.pv_benefits)
    )
    return Totals(costs, benefits, benefits - costs, pv_costs, pv_benefits, pv_benefits - pv_costs)


def irr_of(flows: Sequence[Decimal]) -> Rates:
    """Return every rate at which *flows* are worth nothing, and whether there is one that means anything."""
    changes = sign_changes(flows)
    found = tuple(rounded(each * 100, PLACES) for each in rates(flows))
    if len(found) == 1 and changes == 1:
        why = "the net flows change their sign once, so there is exactly one rate at which they are worth nothing"
    elif not any(flows):
        why = "no unique IRR: all flows are 0, so every rate would do"
    elif not changes:
        always, never = ("comes in", "goes out") if sum(flows) > 0 else ("goes out", "comes in")
        why = f"no unique IRR: money only {always} and never {never}, so no rate makes it even"
    elif not found:
        why = f"no unique IRR: the net flows change their sign {changes} times, and no rate makes them worth nothing"
    elif len(found) == 1:
        why = f"the net flows change their sign {changes} times, yet there is exactly one rate"
    else:
        listed = ", ".join(f"{each:.2f} %" for each in found)
        why = f"no unique IRR: the net flows change their sign {changes} times, and {len(found)} rates do: {listed}"
    return Rates(found, changes, len(found) == 1, why)


def figures_of(
    model: Model, worked: Worked, totals: Totals, irr: Rates, days: Sequence[date], reinvest: Decimal, rate: Decimal
) -> Iterator[Figure]:
    """Yield the key figures; *days* is when each column counts, *reinvest* and *rate* are in per cent."""
    net = [a - b for a, b in zip(worked.benefits, worked.costs, strict=True)]
    at = f"{rate:f} %"
    yield _money("npv", "Net present value", totals.npv, f"Present value of benefits less that of costs, at {at}")
    roi = percent_of(totals.npv, totals.pv_costs, 1)
    yield _percent("roi", "Return on investment", roi, "nothing is spent", "Net present value / present value of costs")
    months = payback_months(model)
    yield _months(
        "payback",
        "Payback",
        months,
        "Months until what came in has made up for what went out and stays so; a year's amounts are spread over its "
        "months, and within a month evenly",
    )
    later = discounted_payback_months(model)
    yield _months("discounted-payback", "Discounted payback", later, "The same with every amount at its present value")
    unique = rounded(Fraction(irr.found[0]), 1) if irr.unique else None
    yield _percent("irr", "Internal rate of return", unique, irr.why, "The rate at which the net present value is 0")
    yield _dated(net, days)
    modified = mirr(net, EXACT.divide(rate, Decimal(100)), EXACT.divide(reinvest, Decimal(100)))
    yield _percent(
        "mirr",
        "Modified IRR",
        None if modified is None else rounded(Fraction(modified) * 100, 1),
        "money does not go both ways",
        f"What is paid in is financed at {at}, what comes out earns {reinvest:f} % until the end",
    )
    back = rounded(Fraction(totals.pv_benefits) / Fraction(totals.pv_costs), 2) if totals.pv_costs else None
    yield Figure(
        "return",
        "Return for each unit spent",
        back,
        "ratio",
        f"{back:,f}" if back is not None else "nothing is spent",
        "Present value of benefits / present value of costs",
    )
    yield _money("pv-costs", "Present value of costs", totals.pv_costs, f"Costs of all columns, discounted at {at}")
    yield _money("pv-benefits", "Present value of benefits", totals.pv_benefits, f"Benefits, discounted at {at}")
    yield _money("costs", "Costs", totals.costs, "Sum of all columns, not discounted")
    yield _money("benefits", "Benefits", totals.benefits, "Sum of all columns, not discounted")
    yield _money("net", "Net benefits", totals.net, "Benefits less costs, not discounted")
    spent = worked.costs[0] + worked.costs[1]
    yield _percent(
        "roi-first-year",
        "First-year return",
        percent_of(worked.benefits[0] + worked.benefits[1] - spent, spent, 1),
        "nothing is spent in it",
        "Benefits of year 1 less all costs until its end, over these costs; not discounted",
    )
    waited = sum(worked.benefits[:2], Decimal(0)) - worked.costs[1]
    month = rounded(Fraction(waited) / 12, model.places)
    yield _money("cost-of-delay", "A month's delay", month, "Net of year 1 without the initial column, over 12 months")


def _dated(net: Sequence[Decimal], days: Sequence[date]) -> Figure:
    found = xirr(zip(days, net, strict=True))
    value = rounded(Fraction(found[0]) * 100, 1) if len(found) == 1 else None
    why = f"{len(found)} rates were found" if found else "no rate was found"
    definition = "The same by days: the initial column on the first day, each year on its last, over 365 days"
    return _percent("xirr", "IRR by date", value, why, definition)


def _money(id_: str, title: str, value: Decimal, definition: str) -> Figure:
    return Figure(id_, title, value, "money", f"{value:,f}", definition)


def _percent(id_: str, title: str, value: Decimal | None, why: str, definition: str) -> Figure:
    return Figure(id_, title, value, "percent", f"{value:,f} %" if value is not None else why, definition)


def _months(id_: str, title: str, months: Fraction | None, definition: str) -> Figure:
    if months is None:
        return Figure(id_, title, None, "months", "not within the years looked at", definition)
    value = rounded(months, 1)
    text = "from the first month" if not months else f"{value:f} months"
    return Figure(id_, title, value, "months", text, definition)
