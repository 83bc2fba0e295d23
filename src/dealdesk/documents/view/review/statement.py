"""The statement of savings: from what was agreed and measured to the fee, for both parties to sign off."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dealdesk.documents.language import Language
from dealdesk.documents.palette import palette
from dealdesk.documents.view.head import cut
from dealdesk.documents.view.key_figures import figure, in_rows
from dealdesk.documents.view.review.settled import acceptance, appendix, fee, guarantee, to_date
from dealdesk.documents.view.review.stated import Statement, less
from dealdesk.documents.view.table import table
from dealdesk.documents.view.writer import cell, ems, step

if TYPE_CHECKING:
    from dealdesk.value.review.result import ReviewResult

MOST_ROWS = 12
"""Rows of measured use above which they stand in the appendix only."""


def statement_view(result: ReviewResult, language: Language) -> dict[str, Any]:
    """Return what the statement shows."""
    made = Statement(result, language)
    colours = palette(result.accent)
    view = {
        "lang": language.code,
        "t": dict(language.texts),
        "colours": {"accent": colours.accent, "tint": colours.tint},
        "head": _head(made),
        "figures": _figures(made),
        "agreed": _agreed(made),
        "saving": {"note": _saving_note(made), "table": _use(made), "waterfall": _waterfall(made)},
        "fee": fee(made),
        "guarantee": guarantee(made),
        "to_date": to_date(made),
        "acceptance": acceptance(made),
        "appendix": appendix(made),
        "method": [language.tidy(each) for each in (*result.statement, *result.notes)],
    }
    return view | {"claims": [], "derived": made.derived}


def _head(made: Statement) -> dict[str, Any]:
    result, period, language = made.result, made.period, made.language
    title = made.say("document", customer=result.customer.name, period=period.title)
    name = result.customer.name
    return {
        "title": title,
        "subject": made.say("subject", title=title, amount=made.money(period.saving.amount)),
        "author": result.vendor.name,
        "issued": result.dated.isoformat(),
        "vendor": result.vendor.name,
        "reference": result.reference or made.say("dated", date=language.long_day(result.dated)),
        "footer": language.say("head.footer", vendor=cut(result.vendor.name), customer=cut(name)),
        "eyebrow": made.say("kind"),
        "customer": name,
        "customer_size": f"n{step(ems(name), 19.5, 27, 40, 62)}",
        "lede": made.say("lede", period=period.title, span=language.span(period.start, period.end)),
    }


def _figures(made: Statement) -> dict[str, Any]:
    result, period = made.result, made.period
    share = made.exact_percent(period.share_percent)
    cells = [
        figure(made.say("saving"), made.money(period.saving.amount), period.title, accent=True),
        figure(made.say("saving_percent"), made.percent(period.saving_percent, 2), made.say("of_baseline")),
        figure(
            made.say("fee"),
            made.money(period.fee.amount),
            made.say(f"limit.{period.limit.replace('-', '_')}", percent=share),
        ),
        figure(
            made.say("saving_to_date"),
            made.money(result.to_date.saving.amount),
            made.say("over", n=result.to_date.periods),
        ),
    ]
    rows, size = in_rows(cells, notes=True)
    return {"cells": cells, "rows": rows, "size": size}


def _agreed(made: Statement) -> list[dict[str, str]]:
    result, period, base = made.result, made.period, made.result.baseline
    places = max(result.places, -int(base.rate.as_tuple().exponent))
    rate = made.language.amounts(result.currency, places)(base.rate)
    limits = [
        made.say("cap", amount=made.money(period.cap)) if period.cap is not None else made.say("no_cap"),
        made.say("floor", amount=made.money(period.floor)) if period.floor is not None else made.say("no_floor"),
    ]
    if result.to_date.year_cap is not None:
        limits.append(made.say("year_cap", amount=made.money(result.to_date.year_cap)))
    found = [
        ("baseline", made.say("baseline_text", rate=rate, unit=base.unit, date=made.language.long_day(base.agreed))),
        ("source", base.source or ""),
        ("boundary", base.boundary),
        ("measure", result.measure),
        ("share", made.say("share_text", percent=made.exact_percent(period.share_percent))),
        ("limits", f"{made.language.start('; '.join(limits))}."),
    ]
    return [{"heading": made.say(f"agreed.{name}"), "text": made.language.tidy(text)} for name, text in found if text]


def _saving_note(made: Statement) -> str:
    return made.say("saving_text", unit=made.result.baseline.unit)


def _use(made: Statement) -> dict[str, Any]:
    """Return the way from measured use to the verified saving; every amount is in it, so that it can be re-added."""
    period = made.period
    columns = [
        made.column("name", "use"),
        made.column("quantity", "quantity"),
        made.column("money", "baseline"),
        made.column("money", "actual"),
        made.column("strong", "saving"),
    ]
    rows = [
        [
            cell(each.name),
            cell(made.language.number(each.quantity)),
            *(cell(made.money(amount)) for amount in (each.baseline.amount, each.actual, each.saving.amount)),
        ]
        for each in period.rows
    ]
    if len(rows) > MOST_ROWS:
        rows = []
    gross = [
        cell(made.say("measured_use")),
        cell(made.language.number(period.quantity)),
        cell(made.money(period.gross.amount)),
        cell(made.money(period.actual)),
        cell(less(made, "gross.amount", "actual")) if not period.adjustments else cell(),
    ]
    feet = [] if not period.adjustments and rows else [gross]
    for each in period.adjustments:
        below = made.language.tidy(each.derivation.replace("-", "\u2212")) if each.derivation else ""
        rows_cell = cell(made.say("adjustment", reason=made.language.tidy(each.reason)), below=below)
        rows.append(
            [rows_cell, cell(), cell(made.money(each.amount.amount)), cell(), cell(made.money(each.amount.amount))]
        )
    total = [
        cell(made.say("total")),
        cell(made.language.number(period.quantity)),
        cell(made.money(period.adjusted.amount)),
        cell(made.money(period.actual)),
        cell(made.money(period.saving.amount)),
    ]
    return table(columns, rows or [gross], [total] if rows else feet)


def _waterfall(made: Statement) -> dict[str, Any]:
    period = made.period
    gross, actual, saving = period.gross.amount, period.actual, period.saving.amount
    change = period.adjusted.amount - gross
    bars = [
        {
            "name": made.say("chart.baseline"),
            "note": made.say("chart.use"),
            "amount": made.money(gross),
            "value": float(gross),
            "kind": "start",
        }
    ]
    if change:
        bars.append(
            {
                "name": made.say("chart.adjustments"),
                "note": made.say("chart.agreed"),
                "amount": _change(made),
                "value": float(change),
                "kind": "step",
            }
        )
        bars.append(
            {
                "name": made.say("chart.adjusted"),
                "note": made.say("chart.same"),
                "amount": made.money(period.adjusted.amount),
                "value": float(period.adjusted.amount),
                "kind": "rest",
            }
        )
    bars.append(
        {
            "name": made.say("chart.saving"),
            "note": made.say("chart.verified"),
            "amount": made.money(-saving),
            "value": float(-saving),
            "kind": "step",
        }
    )
    bars.append(
        {
            "name": made.say("chart.actual"),
            "note": made.say("chart.paid"),
            "amount": made.money(actual),
            "value": float(actual),
            "kind": "net",
        }
    )
    spoken = "; ".join(f"{bar['name']} {bar['amount']}" for bar in bars)
    return {"bars": bars, "saved": "", "alt": made.say("chart.alt", figures=spoken)}


def _change(made: Statement) -> str:
    """Return all adjustments of the period together."""
    return less(made, "adjusted.amount", "gross.amount")
