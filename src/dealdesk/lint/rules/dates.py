"""A date has passed, or two overlap.

A catalog whose `valid_until` has passed still prices deals, and every quote says so.  A promotion that has ended can no
longer be given.  And of two promotions that run at the same time a seller may give both.
"""

from collections.abc import Iterator
from datetime import date
from itertools import combinations

from dealdesk.lint.finding import Found, Rule
from dealdesk.lint.market import Market


def _find(market: Market) -> Iterator[Found]:
    header = market.catalog.catalog
    if header.valid_until is not None and header.valid_until < market.today:
        yield Found(
            ("catalog", "valid_until"),
            f"the catalog was valid until {header.valid_until}",
            repair="a later date, or a new version",
        )
    rule = market.catalog.rules.promotion
    codes = rule.codes if rule is not None else ()
    for number, code in enumerate(codes):
        if code.valid_until is not None and code.valid_until < market.today:
            yield Found(
                ("rules", "promotion", "codes", number, "valid_until"),
                f"the promotion {code.code} ended on {code.valid_until}",
                repair="delete it, or give it a later date",
            )
    if rule is None or rule.combine == "best":
        return
    for (_, one), (second, other) in combinations(enumerate(codes), 2):
        first, last = max(_from(one), _from(other)), min(_until(one), _until(other))
        if first <= last:
            yield Found(
                ("rules", "promotion", "codes", second, "code"),
                f"the promotions {one.code} and {other.code} run at the same time, and a deal may have both",
                repair='combine = "best", or dates that do not overlap',
            )


def _from(code: object) -> date:
    return getattr(code, "valid_from", None) or date.min


def _until(code: object) -> date:
    return getattr(code, "valid_until", None) or date.max


RULE = Rule("DD504", "dates", "A date has passed, or two overlap", "warning", __doc__ or "", _find)
