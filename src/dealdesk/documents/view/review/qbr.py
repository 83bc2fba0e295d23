"""The deck of a quarterly business review: the same skeleton each quarter, built backward from the renewal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dealdesk.documents.claims import condition, number
from dealdesk.documents.language import Language
from dealdesk.documents.view.deck import SHORT_NAME
from dealdesk.documents.view.review.ahead import coming, missed, quality, renewal
from dealdesk.documents.view.review.behind import measured, method, periods
from dealdesk.documents.view.review.quarter import MOST, Quarter
from dealdesk.documents.view.slides import COVER, chart, findings, key, keys, note, slide
from dealdesk.documents.view.slides.table import table
from dealdesk.documents.view.writer import NONE, ems, step

if TYPE_CHECKING:
    from dealdesk.value.review.result import ReviewResult


def qbr_view(result: ReviewResult, language: Language) -> dict[str, Any]:
    """Return what the deck shows; `claims` are its titles, to be tested against the result."""
    quarter = Quarter(result, language)
    cover = _cover(quarter)
    parts = (_context, _outcomes, quality, missed, coming, renewal, periods, measured, method)
    return quarter.view(cover, [each for part in parts for each in part(quarter)])


def _cover(quarter: Quarter) -> dict[str, Any]:
    result, period = quarter.result, quarter.result.period
    saving = period.saving.amount
    amount = quarter.short(abs(saving))
    key_ = "saved" if saving > 0 else "spent" if saving < 0 else "even"
    who = quarter.name if len(quarter.name) <= SHORT_NAME else quarter.say("you")
    sentence = quarter.language.start(quarter.say(f"title.{key_}", customer=who, amount=amount, period=period.title))
    path = f"{quarter.path}.saving.amount"
    operator = {"saved": "above", "spent": "below", "even": "equal"}[key_]
    said = [quarter.stated(saving, path)] if saving else []
    quarter.claimed(sentence, *said, condition(path, operator, "0"))
    figure = amount if saving else ""
    before, _, after = sentence.partition(figure) if figure else (sentence, "", "")
    return {
        "ground": "day",
        "title": sentence,
        "before": before,
        "figure": figure,
        "after": after,
        "size": f"c{step(ems(sentence), *COVER)}",
        "lines": [
            quarter.say("kind", period=period.title),
            quarter.say("prepared", customer=result.customer.name, date=quarter.language.long_day(result.dated)),
        ],
        "keys": _keys(quarter),
        "notes": figures(quarter),
    }


def _context(quarter: Quarter) -> list[dict[str, Any]]:
    result, period = quarter.result, quarter.result.period
    percent, path = period.saving_percent, f"{quarter.path}.saving_percent"
    if percent is None:
        title = quarter.claimed(quarter.say("title.agreed"))
    else:
        text = quarter.percent(abs(percent), 1)
        below = percent >= 0
        title = quarter.claimed(
            quarter.say("title.below" if below else "title.above", percent=text, period=period.title),
            number(text, path, places=1),
            condition(path, "at least" if below else "below", "0"),
        )
    base = result.baseline
    rate = quarter.language.amounts(result.currency, max(result.places, -int(base.rate.as_tuple().exponent)))
    rows = [
        [quarter.say("agreed_on"), quarter.language.long_day(base.agreed)],
        [quarter.say("rate"), quarter.say("per_unit", rate=rate(base.rate), unit=base.unit)],
        [quarter.say("share"), quarter.exact_percent(period.share_percent)],
        [quarter.say("source"), base.source or NONE],
    ]
    left = [
        findings(
            [
                (quarter.say("why"), quarter.language.tidy(result.context)),
                (quarter.say("measure"), quarter.language.tidy(result.measure)),
                (quarter.say("boundary"), quarter.language.tidy(base.boundary)),
            ]
        )
    ]
    columns = [(quarter.say("column.agreed"), "name", 14), ("", "text", 20)]
    return [
        slide(
            "context",
            "halves",
            title,
            left,
            [table(columns, rows, width=334.0)],
            notes=[quarter.language.tidy(each) for each in result.statement],
        )
    ]


def _keys(quarter: Quarter) -> dict[str, Any]:
    result, period = quarter.result, quarter.result.period
    limit = quarter.say(f"limit.{period.limit.replace('-', '_')}", percent=quarter.exact_percent(period.share_percent))
    return keys(
        key(
            quarter.say("saving"),
            quarter.short(period.saving.amount),
            quarter.say("in_period", period=period.title),
            accent=True,
        ),
        key(quarter.say("saving_percent"), quarter.percent(period.saving_percent, 1), quarter.say("of_baseline")),
        key(quarter.say("fee"), quarter.short(period.fee.amount), limit),
        key(
            quarter.say("saving_to_date"),
            quarter.short(result.to_date.saving.amount),
            quarter.say("over_periods", n=result.to_date.periods),
        ),
    )


def figures(quarter: Quarter) -> list[str]:
    """Return the key figures in words."""
    return [f"{each.title}: {each.text}. {each.definition}." for each in quarter.result.figures]


def _outcomes(quarter: Quarter) -> list[dict[str, Any]]:
    period = quarter.result.period
    adjusted, actual = period.adjusted.amount, period.actual
    quarter.charts["outcomes"] = {
        "bars": [
            {
                "name": quarter.say("baseline"),
                "note": quarter.say("baseline_note"),
                "amount": quarter.short(adjusted),
                "value": float(adjusted),
                "strong": False,
            },
            {
                "name": quarter.say("actual"),
                "note": quarter.say("actual_note"),
                "amount": quarter.short(actual),
                "value": float(actual),
                "strong": False,
            },
            {
                "name": quarter.say("saving"),
                "note": quarter.say("saving_note"),
                "amount": quarter.short(period.saving.amount),
                "value": float(period.saving.amount),
                "strong": True,
            },
        ],
        "title": quarter.say("sub.outcomes", period=period.title),
    }
    columns = [
        (quarter.say("column.use"), "name", 12),
        (quarter.say("column.baseline"), "money", 11),
        (quarter.say("column.actual"), "money", 11),
        (quarter.say("column.saving"), "strong", 11),
    ]
    rows = [
        [each.name, *map(quarter.whole, (each.baseline.amount, each.actual, each.saving.amount))]
        for each in period.rows
    ]
    if len(rows) > MOST:
        rows = []
    for each in period.adjustments:
        rows.append(
            [
                quarter.say("adjusted"),
                quarter.whole(each.amount.amount),
                "",
                quarter.whole(each.amount.amount),
            ]
        )
    rows.append(
        [quarter.say("total"), quarter.whole(adjusted), quarter.whole(actual), quarter.whole(period.saving.amount)]
    )
    spent, base = quarter.short(actual), quarter.short(adjusted)
    title = quarter.claimed(
        quarter.say("title.outcomes", actual=spent, baseline=base),
        quarter.stated(actual, f"{quarter.path}.actual"),
        quarter.stated(adjusted, f"{quarter.path}.adjusted.amount"),
    )
    below = [quarter.say("adjusted_for", reason=_short(each.reason)) for each in period.adjustments[:3]]
    below += [
        quarter.say(
            "note_fee",
            fee=quarter.money(period.fee.amount),
            kept=quarter.money(period.saving.amount - period.fee.amount),
        )
    ]
    quarter.derived.append(
        number(
            quarter.money(abs(period.saving.amount - period.fee.amount)),
            f"{quarter.path}.saving.amount",
            less=f"{quarter.path}.fee.amount",
            places=quarter.places,
        )
    )
    return [
        slide(
            "outcomes",
            "halves",
            title,
            [chart("outcomes")],
            [table(columns, rows, total=True, width=334.0, tall=280.0), note(*below)],
            sub=quarter.say("sub.outcomes", period=period.title),
            notes=[
                quarter.say(
                    "note_row",
                    name=each.name,
                    quantity=quarter.language.number(each.quantity),
                    unit=quarter.result.baseline.unit,
                    baseline=quarter.money(each.baseline.amount),
                    actual=quarter.money(each.actual),
                )
                for each in period.rows
            ],
        )
    ]


def _short(text: str) -> str:
    return text if len(text) <= 120 else text[:119].rstrip(" ,;.") + "…"
