"""The statement of savings: from what was agreed and measured to the fee, for both parties to sign off."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from dealdesk.documents.claims import number
from dealdesk.documents.language import Language
from dealdesk.documents.palette import palette
from dealdesk.documents.view.amounts import Amounts
from dealdesk.documents.view.head import IN_ROWS, NOTES, WIDTHS, cut
from dealdesk.documents.view.table import Column, table
from dealdesk.documents.view.writer import NONE, cell, ems, step

if TYPE_CHECKING:
    from dealdesk.value.review.result import ReviewResult

ZERO = Decimal(0)
MOST_BARS = 7


class Statement(Amounts):
    """A review with its language."""

    def __init__(self, result: ReviewResult, language: Language) -> None:
        super().__init__(language, result.currency, result.places)
        self.result = result
        self.derived: list[dict[str, Any]] = []
        self.period = result.period

    def say(self, key: str, **values: Any) -> str:
        """Return a text of the statement."""
        return self.language.say(f"savings_statement.{key}", **values)

    def column(self, kind: Any, key: str, **values: Any) -> Column:
        """Return a column of a table; its heading may have several lines."""
        return Column(kind, self.say(f"column.{key}", **values).split("\n"))


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
        "fee": _fee(made),
        "guarantee": _guarantee(made),
        "to_date": _to_date(made),
        "acceptance": _acceptance(made),
        "appendix": _appendix(made),
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
        _figure(made.say("saving"), made.money(period.saving.amount), period.title, accent=True),
        _figure(made.say("saving_percent"), made.percent(period.saving_percent, 2), made.say("of_baseline")),
        _figure(
            made.say("fee"),
            made.money(period.fee.amount),
            made.say(f"limit.{period.limit.replace('-', '_')}", percent=share),
        ),
        _figure(
            made.say("saving_to_date"),
            made.money(result.to_date.saving.amount),
            made.say("over", n=result.to_date.periods),
        ),
    ]
    size = step(max(ems(each["value"]) for each in cells), *WIDTHS)
    if max(ems(word) for each in cells for word in each["note"].split(" ")) > NOTES:
        size = max(size, IN_ROWS)
    rows = [cells] if size < IN_ROWS else [cells[:2], cells[2:]]
    return {"cells": cells, "rows": rows, "size": f"f{size}"}


def _figure(label: str, value: str, note: str, *, accent: bool = False) -> dict[str, Any]:
    return {"label": label, "value": value, "note": note, "accent": accent}


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
    if len(rows) > 12:
        rows = []
    gross = [
        cell(made.say("measured_use")),
        cell(made.language.number(period.quantity)),
        cell(made.money(period.gross.amount)),
        cell(made.money(period.actual)),
        cell(_less(made, "gross.amount", "actual")) if not period.adjustments else cell(),
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
    return _less(made, "adjusted.amount", "gross.amount")


def _fee(made: Statement) -> list[dict[str, Any]]:
    """Return the fee, step by step."""
    period = made.period
    share = made.exact_percent(period.share_percent)
    found = [
        (made.say("shared"), made.money(period.shared.amount), ""),
        (made.say("share_of", percent=share), made.money(period.before_limits.amount), "subtotal"),
    ]
    if period.limit in ("cap", "floor"):
        key = "over_cap" if period.limit == "cap" else "under_floor"
        found.append((made.say(key), _less(made, "fee.amount", "before_limits.amount"), ""))
    found.append((made.say("fee_of", period=period.title), made.money(period.fee.amount), "total"))
    return [{"label": label, "amount": amount, "mark": mark} for label, amount, mark in found]


def _less(made: Statement, first: str, second: str) -> str:
    """Return the difference of two amounts of the period, after noting how it comes about."""
    path = f"periods.{made.result.current}."
    values = []
    for each in (first, second):
        value: Any = made.period
        for name in each.split("."):
            value = getattr(value, name)
        values.append(value)
    text = made.money(values[0] - values[1])
    made.derived.append(number(text, path + first, less=path + second, places=made.places))
    return text


def _guarantee(made: Statement) -> list[dict[str, Any]]:
    given = made.result.guarantee
    if given is None:
        return []
    found = [
        (made.say("promised"), made.money(given.promised), ""),
        (made.say("reached"), made.money(given.reached.amount), ""),
        (made.say("shortfall"), made.money(given.shortfall.amount), "subtotal"),
        (
            made.say("true_up", percent=made.exact_percent(given.pays_percent)),
            made.money(given.true_up.amount),
            "total",
        ),
    ]
    return [{"label": label, "amount": amount, "mark": mark} for label, amount, mark in found]


def _to_date(made: Statement) -> dict[str, Any]:
    result, to_date = made.result, made.result.to_date
    columns = [
        made.column("name", "period"),
        made.column("money", "adjusted"),
        made.column("money", "actual"),
        made.column("money", "saving"),
        made.column("percent", "percent"),
        made.column("strong", "fee"),
    ]
    rows = [
        [
            cell(each.title),
            cell(made.money(each.adjusted.amount)),
            cell(made.money(each.actual)),
            cell(made.money(each.saving.amount)),
            cell(made.percent(each.saving_percent, 2)),
            cell(made.money(each.fee.amount)),
        ]
        for each in result.periods[: result.current + 1]
    ]
    total = [
        cell(made.say("all_periods")),
        cell(),
        cell(),
        cell(made.money(to_date.saving.amount)),
        cell(made.percent(to_date.saving_percent, 2)),
        cell(made.money(to_date.fees)),
    ]
    notes = [
        made.say(
            "balance",
            fees=made.money(to_date.fees),
            true_up=made.money(to_date.true_up),
            balance=made.money(to_date.balance),
        )
    ]
    if to_date.left_under_cap is not None:
        notes.append(made.say("left", amount=made.money(to_date.left_under_cap)))
    return {"table": table(columns, rows, [total]), "notes": notes}


def _acceptance(made: Statement) -> dict[str, Any]:
    result = made.result
    signers = {each.party: each for each in reversed(result.signers)}
    parties = []
    for party, name in (("customer", result.customer.name), ("vendor", result.vendor.name)):
        signer = signers.get(party)  # type: ignore[call-overload]
        parties.append(
            {
                "name": name,
                "signer": signer.name if signer else "",
                "role": (signer.title or "") if signer else "",
            }
        )
    text = made.say(
        "accept",
        saving=made.money(made.period.saving.amount),
        fee=made.money(made.period.fee.amount),
        period=made.period.title,
    )
    return {"text": text, "parties": parties}


def _appendix(made: Statement) -> dict[str, Any]:
    """Return every measured row of all periods, with its source."""
    columns = [
        made.column("name", "period"),
        made.column("text", "use"),
        made.column("quantity", "quantity"),
        made.column("money", "baseline"),
        made.column("money", "actual"),
        made.column("strong", "saving"),
    ]
    rows, marks = [], []
    for period in made.result.periods[: made.result.current + 1]:
        for place, each in enumerate(period.rows):
            rows.append(
                [
                    cell(period.title if not place else ""),
                    cell(each.name),
                    cell(made.language.number(each.quantity)),
                    *(cell(made.money(amount)) for amount in (each.baseline.amount, each.actual, each.saving.amount)),
                ]
            )
            marks.append("")
    return {"table": table(columns, rows, marks=marks), "quality": _quality(made), "incidents": _incidents(made)}


def _quality(made: Statement) -> dict[str, Any] | None:
    if not made.result.quality:
        return None
    columns = [
        made.column("name", "measure"),
        made.column("text", "target"),
        made.column("quantity", "measured"),
        made.column("quantity", "result"),
    ]
    rows = []
    for each in made.result.quality:
        unit = "" if each.unit == "%" else f"\u00a0{each.unit}"

        def written(value: Decimal | None, unit: str = unit, percent: bool = each.unit == "%") -> str:
            if value is None:
                return NONE
            return made.exact_percent(value) if percent else f"{made.language.number(value)}{unit}"

        target = made.say(f"target.{each.better}", value=written(each.target)) if each.target is not None else NONE
        met = made.say("met" if each.met else "missed") if each.met is not None else NONE
        rows.append([cell(each.name, below=each.source or ""), cell(target), cell(written(each.actual)), cell(met)])
    return table(columns, rows)


def _incidents(made: Statement) -> list[str]:
    return [
        made.language.tidy(
            made.say("incident", date=made.language.day(each.date), title=each.title, severity=each.severity)
        )
        for each in made.result.incidents
    ]
