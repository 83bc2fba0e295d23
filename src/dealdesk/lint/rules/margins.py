"""The discounts of the rules break a margin that the catalog wants.

Where products state their cost, the deal in which each earns the most is priced and its margin is held against the
guardrail for margins, and each tier of the bundle against its own `margin_target`.  What no cost is stated for is not
judged.

Lower a percentage, raise a price, or say in the policy what margin is wanted.
"""

from collections.abc import Iterator
from decimal import Decimal

from dealdesk.lint.finding import Found, Path, Rule, Witness
from dealdesk.lint.market import Market
from dealdesk.lint.stacks import stacks
from dealdesk.lint.words import number

MARGINS = ("margin", "gross-margin")


def _find(market: Market) -> Iterator[Found]:
    guardrails = market.catalog.policy.guardrails
    for name, guardrail in guardrails.items():
        if guardrail.metric in MARGINS and guardrail.op in ("at_least", "above"):
            path: Path = ("policy", "guardrails", name, "value")
            yield from _below(market, path, guardrail.name, Decimal(guardrail.value), None)
    bundle = market.catalog.rules.bundle
    for place, rung in enumerate(bundle.tiers if bundle is not None else ()):
        if rung.margin_target is not None:
            path = ("rules", "bundle", "tiers", place, "margin_target")
            words = f"the margin target of {rung.name or 'this tier'}"
            yield from _below(market, path, words, rung.margin_target, int(rung.from_))


def _below(market: Market, path: Path, what: str, wanted: Decimal, size: int | None) -> Iterator[Found]:
    """Yield the product with the lowest margin, if it is below what is wanted."""
    worst: tuple[Decimal, str, Witness] | None = None
    for sku, product in market.catalog.products.items():
        for charge in product.charges:
            if charge.cost is None or charge.sort != "recurring":
                continue
            for stack in stacks(market, sku, charge, size=size):
                quote = market.quote(stack.deal)
                line = next((each for each in quote.lines if each.sku == sku), None) if quote is not None else None
                if line is None or line.cost is None or not line.net:
                    continue
                margin = (line.net - line.cost) * 100 / line.net
                if worst is None or margin < worst[0]:
                    worst = (margin, sku, Witness(f"{sku} with {stack.words}", stack.deal, line.net))
    if worst is not None and worst[0] < wanted:
        margin = worst[0].quantize(Decimal("0.1"))
        yield Found(
            path,
            f"{worst[2].words} leaves a margin of {number(margin)} %; {what} is {number(wanted)} %",
            witness=(worst[2],),
            currency=market.currency,
            repair="lower percentages, a higher price, or another target",
        )


RULE = Rule("DD303", "margin-broken", "Discounts of the rules break a margin", "warning", __doc__ or "", _find)
