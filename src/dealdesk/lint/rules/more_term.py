"""A longer contract costs less in all than a shorter one.

A term discount is for every month, so where a step begins the whole contract gets cheaper: at 15 % from 36 months on,
36 months cost as much as 30.6 at list, and 31 to 35 months cost more than 36.  Nobody signs for 31 to 35 months who
is told so, and whoever was not told feels cheated.

The total falls only where a step begins, so each is looked at.  Many vendors mean it: a longer commitment is worth the
months.  Then allow it, with the reason.  Otherwise lower the percentage to what the finding says, or let seller and
customer know that the gap is not for sale.
"""

from collections.abc import Iterator
from decimal import ROUND_FLOOR, Decimal

from dealdesk.lint.finding import Found, Rule
from dealdesk.lint.market import Market
from dealdesk.lint.proof import fallen
from dealdesk.lint.words import money, spread
from dealdesk.money import EXACT
from dealdesk.pricing.percent import climb_index
from dealdesk.quoting.plan import matches

HUNDRED = Decimal(100)


def _find(market: Market) -> Iterator[Found]:
    rule = market.catalog.rules.term
    if rule is None:
        return
    skus = _sold(market)
    for number, rung in enumerate(rule.tiers):
        after = int(rung.from_)
        if rung.from_ != after or after < 2:
            continue
        before = after - 1
        left = EXACT.multiply(Decimal(before), HUNDRED - _percent(rule.tiers, before))
        if left <= EXACT.multiply(Decimal(after), HUNDRED - rung.percent):
            continue
        found = next((each for sku in skus if (each := _found(market, rule, number, before, after, sku))), None)
        if found is not None:
            yield found


def _percent(rungs: object, months: int) -> Decimal:
    index = climb_index(rungs, Decimal(months))  # type: ignore[arg-type]
    return Decimal(rungs[index].percent) if index >= 0 else Decimal(0)  # type: ignore[index]


def _sold(market: Market) -> list[str]:
    """Return up to five products that recur and that the term discount is for."""
    rule = market.catalog.rules.term
    fitting = [
        sku
        for sku, product in market.catalog.products.items()
        if product.available_for is None
        and product.discountable is not False
        and any(
            charge.sort == "recurring"
            and market.curve(charge, market.currency) is not None
            and matches(rule.applies_to, sku, product, charge)
            for charge in product.charges
        )
    ]
    return fitting[:5]


def _found(market: Market, rule: object, number: int, before: int, after: int, sku: str) -> Found | None:
    deals = [(f"{months} months", market.deal([market.line(sku)], months=months)) for months in (before, after)]
    found = fallen(market, *deals)
    if found is None:
        return None
    proof, loss = found
    first = before
    while first > 1 and (market.total(market.deal([market.line(sku)], months=first - 1)) or 0) > proof[1].total:
        first -= 1
    tiers = rule.tiers  # type: ignore[attr-defined]
    left = EXACT.multiply(Decimal(before), HUNDRED - _percent(tiers, before))
    most = (HUNDRED - EXACT.divide(left, Decimal(after))).quantize(Decimal("0.01"), ROUND_FLOOR)
    totals = [money(each.total, market.currency) for each in proof]
    verb = "costs" if first == before else "cost"
    return Found(
        ("rules", "term", "tiers", number, "percent"),
        f"{sku} for {before} months costs {totals[0]}, and for {after} months {totals[1]}",
        witness=proof,
        loss=loss,
        currency=market.currency,
        zone=f"{spread(Decimal(first), Decimal(before), 'months')} {verb} more than {after}",
        repair=f"{most.normalize():f} % at most, or an allowance that says why it is meant",
    )


RULE = Rule("DD104", "price-falls-with-term", "A longer contract costs less in all", "warning", __doc__ or "", _find)
