"""The discounts of the rules can exceed the price, or a step's own cap.

With `combine = "sum"` the rules of a step that match together are added up, and steps with `base = "list"` take their
percentages of the list price, whatever others took before them.  Where that comes to more than 100 % the price would be
negative; the engine stops at 0, and the product is free.  Only rules count that one deal can earn together: a customer
has one region, and a product one family.

A `cap` below a single percentage of its step means that this percentage is never given as it is stated.
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from dealdesk.lint.finding import Found, Path, Rule
from dealdesk.lint.market import Market
from dealdesk.lint.together import CASES, charges_by_rules, most_of_step
from dealdesk.lint.words import number
from dealdesk.pricing.steps import WATERFALL

HUNDRED = Decimal(100)


def _find(market: Market) -> Iterator[Found]:
    yield from _beyond_price(market)
    for step in WATERFALL:
        params = getattr(market.catalog.rules, step.code, None)
        if params is None or params.cap is None:
            continue
        for group in _groups(params):
            for where, percent in group:
                if percent > params.cap:
                    yield Found(
                        ("rules", step.code, *where),
                        f"{step.title}: {number(percent)} % is never given, because the cap is {number(params.cap)} %",
                        repair=f"{number(params.cap)} % at most, or a higher cap",
                    )


def _beyond_price(market: Market) -> Iterator[Found]:
    """Yield, for each step, the charge of which it can take the most beyond what is left."""
    steps = [step for step in WATERFALL if step.code in CASES and getattr(market.catalog.rules, step.code) is not None]
    worst: dict[str, tuple[Decimal, str, list[str]]] = {}
    for sku, charge in charges_by_rules(market):
        left, taken = HUNDRED, list[str]()
        for step in steps:
            params, percent = getattr(market.catalog.rules, step.code), most_of_step(market, step.code, sku, charge)
            if not percent:
                continue
            taken.append(f"{step.title.lower()} {number(percent)} %")
            left -= percent if params.base == "list" else left * percent / HUNDRED
            if left < 0:
                if step.code not in worst or left < worst[step.code][0]:
                    worst[step.code] = left, sku, taken
                break
    for step in steps:
        if step.code in worst:
            _, sku, taken = worst[step.code]
            params = getattr(market.catalog.rules, step.code)
            key = "combine" if "combine" in params.given_keys and len(taken) == 1 else "base"
            yield Found(
                ("rules", step.code, *((key,) if key in params.given_keys else ())),
                f"{sku} can earn more than 100 % off its list price: {', '.join(taken)}",
                repair="a `cap`, lower percentages"
                + (", or another `combine`" if len(taken) == 1 else ', or base = "running", of what is left'),
            )


def _groups(params: Any) -> Iterator[Sequence[tuple[Path, Decimal]]]:
    """Yield the percentages of a step: one group for each rule that can match at the same time as the others."""
    for key in ("tiers", "sets", "entries", "codes"):
        rules = getattr(params, key, ())
        stated: list[tuple[Path, Decimal]] = [
            ((key, number_of, "percent"), each.percent)
            for number_of, each in enumerate(rules)
            if each.percent is not None
        ]
        if key == "tiers":
            yield stated  # one of them
        else:
            yield from ([each] for each in stated)
    for number_of, schedule in enumerate(getattr(params, "schedules", ())):
        yield [
            (("schedules", number_of, "tiers", place, "percent"), rung.percent)
            for place, rung in enumerate(schedule.tiers)
        ]


RULE = Rule("DD304", "discount-beyond-bound", "Discounts exceed the price or a cap", "error", __doc__ or "", _find)
