"""The cover: what a unit of money spent returns, over the months of the case."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from dealdesk.documents.claims import condition, number
from dealdesk.documents.view.roi.case import SHORT_NAME, Case
from dealdesk.documents.view.slides import COVER
from dealdesk.documents.view.writer import ems, step

ZERO = Decimal(0)


def cover(case: Case) -> dict[str, Any]:
    """Return the cover: its title in pieces, of which the figure is bright, and the chart's data."""
    result = case.result
    title, figure = _title(case)
    before, _, after = title.partition(figure) if figure else (title, "", "")
    case.charts["cover"] = _columns(case)
    name = result.title if len(result.title) <= 90 else ""
    return {
        "title": title,
        "before": before,
        "figure": figure,
        "after": after,
        "size": f"c{step(ems(title), *COVER)}",
        "lines": [
            case.language.tidy(case.say("cover_of", years=case.say("year_long", n=result.years), title=name))
            if name
            else case.language.start(case.say("cover_plain", years=case.say("year_long", n=result.years))),
            case.say("prepared", customer=result.customer.name, date=case.language.long_day(result.dated)),
        ],
        "notes": [
            case.say(
                "note_return", benefits=case.money(result.totals.pv_benefits), costs=case.money(result.totals.pv_costs)
            ),
            case.say("note_basis", reference=result.reference or "", vendor=result.vendor.name)
            if result.reference
            else "",
        ],
    }


def _title(case: Case) -> tuple[str, str]:
    totals, table = case.result.totals, case.language.text("roi_deck.unit_of_money")
    gain = case.short(abs(totals.npv))
    if totals.pv_costs <= 0 or case.currency not in table:
        key = "gains" if totals.npv >= 0 else "loses"
        sentence = case.say(f"title.{key}", amount=gain, years=case.years)
        power = case.stated(totals.npv, "totals.npv")
        return case.claimed(
            sentence, power, condition("totals.npv", "at least" if key == "gains" else "below", "0")
        ), gain
    hundred = case.places == 0
    shift, places = (2, 0) if hundred else (0, 2)
    returns = totals.pv_benefits / totals.pv_costs
    figure = case.whole(returns * 100) if hundred else case.language.amounts(case.currency, 2)(returns)
    long = len(case.name) > SHORT_NAME
    sentence = case.say(
        "title.returns_plain" if long else "title.returns", unit=table[case.currency], customer=case.name, amount=figure
    )
    said = number(figure, "totals.pv_benefits", "totals.pv_costs", shift=shift, places=places)
    return case.claimed(sentence, said), figure


def _columns(case: Case) -> dict[str, Any]:
    result = case.result
    values = [float(each.cumulative) for each in result.months if each.number]
    last = result.months[-1]
    reached = paid_back(case)
    end = case.say(
        "end_net" if last.cumulative >= 0 else "end_short", amount=case.short(abs(last.cumulative)), years=case.years
    )
    mark = case.say("paid_back", month=case.language.number(Decimal(reached))) if reached else ""
    spoken = case.say(
        "alt_cover", n=last.number, amount=case.short(last.cumulative), first=case.short(result.months[0].cumulative)
    )
    return {
        "values": values,
        "first": case.say("month", month=case.language.number(Decimal(1))),
        "last": case.say("month", month=case.language.number(Decimal(last.number))),
        "end": end,
        "marked": reached - 1 if reached else None,
        "mark": mark,
        "alt": case.language.listed([spoken, mark]) if mark else spoken,
    }


def paid_back(case: Case) -> int:
    """Return the first month whose cumulative net cash is 0 or more, and that of all later ones; 0 for none.

    A case that is never below 0 is not paid back in a month: nothing was laid out.
    """
    months = case.result.months
    below = [each.number for each in months if each.cumulative < ZERO]
    if not below or below[-1] == months[-1].number:
        return 0
    return below[-1] + 1
