"""The next step of each discount, what it takes, and what the deal costs then."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from dealdesk.advise.advice import Advice, Desk, lines_for, listed, total_of


def find(desk: Desk) -> Iterator[Advice]:
    """Yield the next step of bundle, term and volume."""
    yield from _bundle(desk)
    yield from _term(desk)
    yield from _volume(desk)


def _next(rungs: Any, size: Decimal) -> tuple[int, Any] | None:
    """Return the first rung above a size that gives more than the size has."""
    now = max(
        (rung.percent for rung in rungs if rung.from_ <= size and (rung.to is None or size <= rung.to)), default=0
    )
    return next(((n, rung) for n, rung in enumerate(rungs) if rung.from_ > size and rung.percent > now), None)


def _bundle(desk: Desk) -> Iterator[Advice]:
    rule = desk.catalog.rules.bundle
    if rule is None or not rule.tiers:
        return
    products = desk.catalog.products
    counted = [sku for sku in desk.skus if products[sku].kind in rule.count]
    found = _next(rule.tiers, Decimal(len(counted)))
    if found is None:
        return
    place, rung = found
    prices: list[tuple[Decimal, str]] = []
    for sku, product in products.items():
        if sku not in desk.skus and product.kind in rule.count and product.available_for is None and not product.hidden:
            quote = desk.adding([sku])
            if quote is not None:
                prices.append((sum((line.list for line in quote.lines if line.sku == sku), Decimal(0)), sku))
    missing = int(rung.from_) - len(counted)
    added = [sku for _, sku in sorted(prices)[:missing]]
    quote = desk.adding(added) if len(added) == missing else None
    if quote is None or total_of(quote) < desk.total:  # where it saves, another advisor says so
        return
    extra = total_of(quote) - desk.total
    name = f"{rung.name}, " if rung.name else ""
    yield Advice(
        "next-bundle",
        f"{missing} more product{'s' if missing > 1 else ''} and the bundle is {name}{rung.percent:f} %: "
        f"with {listed(added)} the deal costs {desk.money(extra)} more",
        lines_for(added),
        total_of(quote),
        -extra,
        desk.catalog.at("rules", "bundle", "tiers", place),
    )


def _term(desk: Desk) -> Iterator[Advice]:
    rule, deal = desk.catalog.rules.term, desk.deal
    if rule is None or deal.months is None:
        return
    found = _next(rule.tiers, Decimal(deal.months))
    if found is None:
        return
    place, rung = found
    months = int(rung.from_.to_integral_value("ROUND_CEILING"))
    quote = desk.with_(months=months)
    if quote is None:
        return
    now, then = (_a_year(each) for each in (desk.quote, quote))
    if then >= now:
        return
    extra = total_of(quote) - desk.total
    in_all = f"{desk.money(abs(extra))} {'less' if extra < 0 else 'more'} in all"
    yield Advice(
        "next-term",
        f"{months} months instead of {deal.months} earn {rung.percent:f} %: "
        f"{desk.money(now - then)} less a year, {in_all}",
        f"months = {months}",
        total_of(quote),
        -extra,
        desk.catalog.at("rules", "term", "tiers", place),
    )


def _a_year(quote: Any) -> Decimal:
    acv = quote.metric("acv")
    return acv if acv is not None else Decimal(0)


def _volume(desk: Desk) -> Iterator[Advice]:
    rule = desk.catalog.rules.volume
    for place, schedule in enumerate(rule.schedules if rule is not None else ()):
        if schedule.by != "quantity" or schedule.scope != "line":
            continue
        for number, line in enumerate(desk.deal.lines):
            if isinstance(line.quantity, tuple) or line.ramp or line.optional:
                continue
            priced = [each for each in desk.quote.lines if each.sku == line.sku and each.committed]
            found = _next(schedule.tiers, line.quantity)
            if found is None or not any(_in(schedule, desk, each) for each in priced):
                continue
            step, rung = found
            lines = list(desk.deal.lines)
            lines[number] = line.but(quantity=rung.from_)
            quote = desk.with_(lines=tuple(lines))
            if quote is None:
                continue
            extra = total_of(quote) - desk.total
            than_now = f"{desk.money(abs(extra))} {'less' if extra < 0 else 'more'}"
            yield Advice(
                "next-volume",
                f"{rung.from_:,f} of {line.sku} instead of {line.quantity:,f} earn {rung.percent:f} %: "
                f"the deal costs {than_now}",
                f"in line {number + 1}: quantity = {rung.from_:f}",
                total_of(quote),
                -extra,
                desk.catalog.at("rules", "volume", "schedules", place, "tiers", step),
            )


def _in(schedule: Any, desk: Desk, line: Any) -> bool:
    from dealdesk.quoting.plan import matches

    product = desk.catalog.products[line.sku]
    charge = next((each for each in product.charges if each.id == line.charge), None)
    rule = desk.catalog.rules.volume
    return charge is not None and all(matches(each.applies_to, line.sku, product, charge) for each in (rule, schedule))
