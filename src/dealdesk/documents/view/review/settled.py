"""The end of a savings statement: the fee, the guarantee, all periods, the sign-off, and the measured data."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from dealdesk.documents.view.review.stated import Statement, less
from dealdesk.documents.view.table import table
from dealdesk.documents.view.writer import NONE, cell


def fee(made: Statement) -> list[dict[str, Any]]:
    """Return the fee, step by step."""
    period = made.period
    share = made.exact_percent(period.share_percent)
    found = [
        (made.say("shared"), made.money(period.shared.amount), ""),
        (made.say("share_of", percent=share), made.money(period.before_limits.amount), "subtotal"),
    ]
    if period.limit in ("cap", "floor"):
        key = "over_cap" if period.limit == "cap" else "under_floor"
        found.append((made.say(key), less(made, "fee.amount", "before_limits.amount"), ""))
    found.append((made.say("fee_of", period=period.title), made.money(period.fee.amount), "total"))
    return [{"label": label, "amount": amount, "mark": mark} for label, amount, mark in found]


def guarantee(made: Statement) -> list[dict[str, Any]]:
    """Return the guarantee and what is owed for a shortfall; nothing where there is none."""
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


def to_date(made: Statement) -> dict[str, Any]:
    """Return all periods up to the one that is stated."""
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


def acceptance(made: Statement) -> dict[str, Any]:
    """Return what both parties sign."""
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


def appendix(made: Statement) -> dict[str, Any]:
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
