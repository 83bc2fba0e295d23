"""A larger deal earns a smaller discount.

The percentages of a ladder are expected to rise with the size.  Where one falls, a customer who grows loses a discount
that a smaller one has: a commitment of 250,000 at 5 % pays for less usage than one of 100,000 at 10 % would in
proportion.  It is rarely meant; more often two numbers are swapped.
"""

from collections.abc import Iterator
from itertools import pairwise

from dealdesk.lint.finding import Found, Rule
from dealdesk.lint.ladders import ladders
from dealdesk.lint.market import Market
from dealdesk.lint.words import number


def _find(market: Market) -> Iterator[Found]:
    for ladder in ladders(market):
        for place, (lower, upper) in enumerate(pairwise(ladder.rungs), 1):
            if upper.percent < lower.percent:
                sizes = number(lower.from_), number(upper.from_)
                yield Found(
                    (*ladder.path, place, "percent"),
                    f"from {sizes[1]} {ladder.noun} on, the discount is {number(upper.percent)} %; "
                    f"from {sizes[0]} on it is {number(lower.percent)} %",
                    repair=f"{number(lower.percent)} % or more; perhaps two percentages are swapped",
                )


RULE = Rule("DD107", "less-for-more", "A larger deal earns a smaller discount", "warning", __doc__ or "", _find)
