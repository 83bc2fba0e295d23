"""The tables behind a business review: all periods, all measured use, and how it is worked out."""

from __future__ import annotations

from typing import Any

from dealdesk.documents.claims import condition
from dealdesk.documents.view.review.quarter import Quarter
from dealdesk.documents.view.slides import pages, prose, slide
from dealdesk.documents.view.slides.table import table


def periods(quarter: Quarter) -> list[dict[str, Any]]:
    """Return all periods: what was saved and what was billed for it."""
    result = quarter.result
    columns = [(quarter.say("column.period"), "name", 10)] + [
        (quarter.say(f"column.{name}"), "strong" if name == "fee" else "money", 9)
        for name in ("baseline", "actual", "saving", "percent", "fee")
    ]
    rows = [
        [
            each.title,
            quarter.money(each.adjusted.amount),
            quarter.money(each.actual),
            quarter.money(each.saving.amount),
            quarter.percent(each.saving_percent, 2),
            quarter.money(each.fee.amount),
        ]
        for each in result.periods
    ]
    to_date = result.to_date
    total = [
        quarter.say("total"),
        "",
        "",
        quarter.money(to_date.saving.amount),
        quarter.percent(to_date.saving_percent, 2),
        quarter.money(to_date.fees),
    ]
    saving = to_date.saving.amount
    title = quarter.claimed(
        quarter.say(
            "title.to_date" if saving >= 0 else "title.spent_to_date",
            saving=quarter.short(abs(saving)),
            fees=quarter.short(to_date.fees),
        ),
        quarter.stated(saving, "to_date.saving.amount"),
        quarter.stated(to_date.fees, "to_date.fees"),
        condition("to_date.saving.amount", "at least" if saving >= 0 else "below", "0"),
    )
    groups = pages(rows, 11)
    return [
        slide(
            f"periods-{number}",
            "full",
            title if len(groups) == 1 else quarter.claimed(f"{title} ({number})"),
            [table(columns, [*group, *([total] if number == len(groups) else [])], total=number == len(groups))],
        )
        for number, group in enumerate(groups, 1)
    ]


def measured(quarter: Quarter) -> list[dict[str, Any]]:
    """Return every measured row of the period."""
    period = quarter.result.period
    columns = [
        (quarter.say("column.use"), "name", 14),
        (quarter.say("column.quantity", unit=quarter.result.baseline.unit), "money", 12),
        (quarter.say("column.baseline"), "money", 12),
        (quarter.say("column.actual"), "money", 12),
        (quarter.say("column.saving"), "strong", 12),
    ]
    rows = [
        [
            each.name,
            quarter.language.number(each.quantity),
            quarter.money(each.baseline.amount),
            quarter.money(each.actual),
            quarter.money(each.saving.amount),
        ]
        for each in period.rows
    ]
    groups = pages(rows, 11)
    return [
        slide(
            f"measured-{number}",
            "full",
            quarter.claimed(
                quarter.say("title.measured", period=period.title) + (f" ({number})" if len(groups) > 1 else "")
            ),
            [table(columns, group)],
        )
        for number, group in enumerate(groups, 1)
    ]


def method(quarter: Quarter) -> list[dict[str, Any]]:
    """Return how the review is worked out."""
    result = quarter.result
    texts = [quarter.language.tidy(each) for each in (*result.statement, *result.notes)]
    return [
        slide(
            f"method-{number}",
            "full",
            quarter.claimed(quarter.say("title.method") + (f" ({number})" if number > 1 else "")),
            [prose(*group)],
        )
        for number, group in enumerate(pages(texts, 9), 1)
    ]
