"""One more product completes a named set, and the deal gets cheaper.

A set with a percentage of its own is for all its products, so the last one to be added can save more than it costs.
The members of sets are combined in every way, with as many of the dearest other products as bring the deal to where a
tier of the bundle begins.

To mend it, lower the percentage of the set, or ask for a dearer product in it.
"""

from collections.abc import Iterator

from dealdesk.lint.bundles import Worse, worse_with_more
from dealdesk.lint.finding import Found, Rule
from dealdesk.lint.market import Market
from dealdesk.lint.rules.more_products import proof_of
from dealdesk.lint.words import money


def _find(market: Market) -> Iterator[Found]:
    worst: dict[int, Worse] = {}
    for worse in worse_with_more(market):
        number = worse.completed
        if number is not None and (number not in worst or worse.loss > worst[number].loss):
            worst[number] = worse
    for number, worse in sorted(worst.items()):
        found = proof_of(market, worse)
        if found is None:
            continue
        proof, loss = found
        totals = [money(each.total, market.currency) for each in proof]
        verb = "costs" if len(worse.before) == 1 else "cost"
        yield Found(
            ("rules", "bundle", "sets", number, "percent"),
            f"{market.catalog.rules.bundle.sets[number].name}: "
            f"{proof[0].words} {verb} {totals[0]} a year, and with {worse.added} {totals[1]}",
            witness=proof,
            loss=loss,
            currency=market.currency,
            zone=f"whoever needs no {worse.added} is better off with it",
            repair="a lower percentage for the set",
        )


RULE = Rule("DD106", "price-falls-with-set", "Completing a set makes the deal cheaper", "error", __doc__ or "", _find)
