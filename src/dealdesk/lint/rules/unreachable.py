"""A tier that nobody can reach.

A rung for 15 products where the catalog has 12, or a term discount from 480 months on where a deal has at most 360, is
a promise that no deal can have, and often a slip in a number.
"""

from collections.abc import Iterator

from dealdesk.lint.finding import Found, Rule
from dealdesk.lint.ladders import ladders
from dealdesk.lint.market import Market
from dealdesk.lint.words import number


def _find(market: Market) -> Iterator[Found]:
    for ladder in ladders(market):
        for place, rung in enumerate(ladder.rungs):
            if ladder.most is not None and rung.from_ > ladder.most:
                yield Found(
                    (*ladder.path, place, "from"),
                    f"no deal has {number(rung.from_)} {ladder.noun}: there are {number(ladder.most)} at most",
                    repair="delete the rung, or correct the number",
                )


RULE = Rule("DD204", "unreachable", "A tier that nobody can reach", "warning", __doc__ or "", _find)
