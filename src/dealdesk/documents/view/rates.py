"""Prices by quantity: the steps of each price list, in words that cannot be taken for another model."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from dealdesk.documents.view.table import Column, table
from dealdesk.documents.view.writer import MONTHS, Writer, cell, prices_shown
from dealdesk.pricing.price_list import PriceList, Rung
from dealdesk.quoting.quote.line import QuoteLine, UsageRate

ZERO = Decimal(0)
MOST_KEPT = 8
"""Steps of a price list that are kept on one page."""

ONE_PRICE = frozenset({"per_unit", "range", "matrix"})
SHARES = frozenset({"percentage", "bracketed_fee"})
"""Models of which the quantity is money that moves."""


def rates(writer: Writer, *, optional: bool = True) -> dict[str, Any] | None:
    """Return the table of all price lists; None where there are none.

    Args:
        writer: The quote with its language.
        optional: Whether to tell those of optional lines too.
    """
    say, rows, marks = writer.say, list[list[dict[str, Any]]](), list[str]()
    told = _distinct(writer, optional=optional)
    for each, prices in told:
        made = _rows(writer, each, prices)
        rows.append([cell(_name(writer, each), below=_how(writer, each)), cell()])
        if len(made) == 1 and each.model in ONE_PRICE:
            rows[-1][1] = made[0][1]
            marks.append("")
            continue
        rows += made
        keep = len(made) <= MOST_KEPT
        marks.append("keep")
        marks += [f"sub {'keep' if keep or number < 1 else ''}".strip() for number in range(len(made) - 1)] + ["sub"]
    if not rows:
        return None
    columns = [Column("name", [say("rates.charge")]), Column("money", [say("rates.price")])]
    lowered = writer.quote.totals.discount > 0 or any(line.net < line.list for line in writer.quote.lines)
    note = say("rates.note_list" if lowered else "rates.note")
    return {"title": say("rates.title"), "note": note} | table(columns, rows, (), marks)


def _distinct(writer: Writer, *, optional: bool) -> Iterable[tuple[QuoteLine | UsageRate, PriceList]]:
    """Return what has a price list that the customer may see, each list once."""
    found: dict[Any, tuple[QuoteLine | UsageRate, PriceList]] = {}
    charges: list[QuoteLine | UsageRate] = [*writer.quote.lines, *writer.quote.usage_rates]
    for each in charges:
        if isinstance(each, QuoteLine) and (not prices_shown(each) or (each.optional and not optional)):
            continue
        if each.price_list is not None:
            found.setdefault((each.sku, each.charge, each.price_list), (each, each.price_list))
    return found.values()


def _name(writer: Writer, each: QuoteLine | UsageRate) -> str:
    name = writer.name(each) if isinstance(each, QuoteLine) else each.name
    return writer.say("lines.charge", product=name, charge=each.charge_name) if each.charge_name else name


def _how(writer: Writer, each: QuoteLine | UsageRate) -> str:
    """Return how the model counts: "Each unit at the price of its own step, counted per month"."""
    model = "per_unit" if each.model in ONE_PRICE else each.model
    how = writer.say(f"rates.{model}")
    if each.period not in MONTHS or model in ("per_unit", "bracketed_fee"):
        return how
    if isinstance(each, QuoteLine) and each.committed:
        return writer.say("rates.per_period", how=how, per=writer.say(f"per.{each.period}"))
    return writer.say(f"rates.counted_{each.period}", how=how)


def _rows(writer: Writer, each: QuoteLine | UsageRate, prices: PriceList) -> list[list[dict[str, Any]]]:
    money = _finest(writer, each.model, prices)
    rows = []
    before: Rung | None = None
    for number, rung in enumerate(prices.rungs):
        text = _range(writer, each.model, rung, before, money, alone=len(prices.rungs) == 1)
        unit = _counted(writer, each.unit, rung.up_to) if not number and rung.up_to is not None else ""
        rows.append([cell(text, "" if each.model in SHARES else unit), cell(_price(writer, each, rung, money))])
        before = rung
    for name, amount in (("minimum", prices.minimum), ("maximum", prices.maximum)):
        if amount is not None:
            per = writer.say(f"per.{each.period}") if each.period in MONTHS else ""
            rows.append([cell(writer.say(f"rates.{name}", per=per).strip()), cell(writer.money(amount))])
    return rows


def _finest(writer: Writer, model: str, prices: PriceList) -> Any:
    """Return what writes the amounts of a price list, all with the decimals that its finest rate needs."""
    stated = [ZERO if model in SHARES else rung.rate for rung in prices.rungs] + [rung.flat for rung in prices.rungs]
    needed = max(-int(each.normalize().as_tuple().exponent) for each in stated)
    return writer.language.amounts(writer.quote.currency, max(writer.quote.places, needed))


def _counted(writer: Writer, unit: str, quantity: Decimal) -> str:
    plural = writer.language.units(unit, quantity)
    return writer.say("lines.times", periods=plural) if plural[:1].isdigit() else plural


def _range(writer: Writer, model: str, rung: Rung, before: Rung | None, money: Any, *, alone: bool) -> str:
    """Return which quantities a step is for, in the words of its model."""
    say = writer.say

    def number(value: Decimal) -> str:
        return str(writer.money(value)) if model in SHARES else writer.language.number(value)

    if model == "package":
        return say("rates.first", to=number(rung.up_to)) if rung.up_to is not None else say("rates.package_of")
    if model == "percentage":
        if rung.up_to is not None:
            return say("rates.first", to=number(rung.up_to))
        return say("rates.over", above=number(rung.above)) if rung.above else say("rates.any_amount")
    if alone:
        return say("rates.any_amount" if model in SHARES else "rates.every")
    over = before is None or before.end_in
    if model == "graduated":
        if rung.up_to is None:
            return say("rates.over" if over else "rates.from", above=number(rung.above))
        if not rung.end_in:
            key = "rates.first_below" if before is None else "rates.next_below"
        else:
            key = "rates.first" if before is None else "rates.next"
        return say(key, to=number(rung.up_to), above=number(rung.above), count=number(rung.up_to - rung.above))
    lower = "" if before is None else say("rates.lower_over" if over else "rates.lower_from", x=number(rung.above))
    upper = (
        ""
        if rung.up_to is None
        else say("rates.upper_to" if rung.end_in else "rates.upper_below", x=number(rung.up_to))
    )
    both = say("rates.between", lower=lower, upper=upper) if lower and upper else lower or upper
    return say("rates.all", range=both) if model == "volume" else writer.language.start(both)


def _price(writer: Writer, each: QuoteLine | UsageRate, rung: Rung, money: Any) -> str:
    """Return what a step costs: "$2.50 per 10k requests"."""
    say, language = writer.say, writer.language
    if each.model in SHARES:
        return _share(writer, rung, money)
    if not rung.rate and not rung.flat:
        return say("rates.free")
    if not rung.rate:
        return say("rates.in_all", flat=money(rung.flat)) if each.model != "graduated" else money(rung.flat)
    unit = each.unit
    if rung.size:
        size = language.number(rung.size)
        counted = _counted(writer, unit, rung.size) if unit and not unit[:1].isdigit() else ""
        text = say("rates.per_package", price=money(rung.rate), size=f"{size} {counted}".strip())
    else:
        text = (
            say("rates.per", price=money(rung.rate), unit=unit) if unit else say("rates.each", price=money(rung.rate))
        )
    return say("rates.plus", price=text, flat=money(rung.flat)) if rung.flat else text


def _share(writer: Writer, rung: Rung, money: Any) -> str:
    say = writer.say
    parts = []
    if rung.rate:
        parts.append(say("rates.share", percent=writer.language.percent(rung.rate.scaleb(2))))
    if rung.flat:
        parts.append(say("rates.fixed", flat=money(rung.flat)))
    text = say("rates.plus", price=parts[0], flat=parts[1]) if len(parts) == 2 else "".join(parts) or say("rates.free")
    for name, bound in (("least", rung.least), ("most", rung.most)):
        if bound is not None:
            text = say(f"rates.{name}", price=text, bound=writer.money(bound))
    return text
