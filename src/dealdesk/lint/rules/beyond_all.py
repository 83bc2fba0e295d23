"""The discounts of one step can exceed the price, or the step's own cap.

With `combine = "sum"` the matching rules of a step are added up; where they come to more than 100 % the price would be
negative, and the engine stops at 0.  And a `cap` below a single percentage of the step means that this percentage is
never given as it is stated.
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from dealdesk.lint.finding import Found, Path, Rule
from dealdesk.lint.market import Market
from dealdesk.lint.words import number
from dealdesk.pricing.steps import WATERFALL


def _find(market: Market) -> Iterator[Found]:
    for step in WATERFALL:
        params = getattr(market.catalog.rules, step.code, None)
        if params is None:
            continue
        groups = list(_groups(params))
        best = [max(group, key=lambda each: each[1]) for group in groups if group]
        path: Path = ("rules", step.code)
        together = sum((percent for _, percent in best), Decimal(0))
        if params.combine == "sum" and together > 100 and params.cap is None:
            yield Found(
                (*path, "combine"),
                f"{step.title}: rules that can match together come to {number(together)} %",
                repair="a `cap`, lower percentages, or another `combine`",
            )
        if params.cap is not None:
            over = [each for group in groups for each in group if each[1] > params.cap]
            for where, percent in over:
                yield Found(
                    (*path, *where),
                    f"{step.title}: {number(percent)} % is never given, because the cap is {number(params.cap)} %",
                    repair=f"{number(params.cap)} % at most, or a higher cap",
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
