"""A size on which a ladder says nothing.

A rung that states where it ends (`to`) can leave a gap before the next one, or after the last.  A number of products
in such a gap has no price at all: the deal is refused.  In the other ladders a size in a gap loses the discount that
smaller and larger ones have.

State what the sizes in the gap get: a rung of their own, or a `to` that reaches the next one.  A rung may say in
`assumption` that its percentage is not the vendor's own; quotes then say so.
"""

from collections.abc import Iterator
from decimal import Decimal

from dealdesk.lint.finding import Found, Rule, Witness
from dealdesk.lint.ladders import Ladder, ladders
from dealdesk.lint.market import Market
from dealdesk.lint.words import number

ONE = Decimal(1)


def _find(market: Market) -> Iterator[Found]:
    for ladder in ladders(market):
        for place, rung in enumerate(ladder.rungs):
            if rung.to is None:
                continue
            after = ladder.rungs[place + 1].from_ if place + 1 < len(ladder.rungs) else None
            if ladder.of == "count":
                first = rung.to.to_integral_value("ROUND_FLOOR") + ONE
                last = ladder.most if after is None else after.to_integral_value("ROUND_CEILING") - ONE
                if last is not None and first <= last:
                    yield _found(market, ladder, place, first, last)
            elif after is None:
                yield _open(ladder, place)
            elif after > rung.to + ONE:
                yield _found(market, ladder, place, rung.to + ONE, after - ONE)


def _found(market: Market, ladder: Ladder, place: int, first: Decimal, last: Decimal) -> Found:
    sizes = number(first) if first == last else f"{number(first)} to {number(last)}"
    path = (*ladder.path, place, "to")
    if not ladder.required:
        return Found(
            path,
            f"{sizes} {ladder.noun} get no discount, while {number(ladder.rungs[place].to or first)} do",
            repair="a rung for them, or a `to` that reaches the next rung",
            severity="warning",
        )
    return Found(
        path,
        f"{sizes} {ladder.noun} have no price: no rung is for them",
        witness=_refused(market, int(first)),
        zone=f"a deal with {sizes} {ladder.noun} is refused",
        repair="a rung for them; say in its `assumption` if the percentage is not the vendor's own",
    )


def _refused(market: Market, size: int) -> tuple[Witness, ...]:
    """Return the deal that has no price."""
    count = market.catalog.rules.bundle.count
    skus = [
        sku
        for sku, product in market.catalog.products.items()
        if product.kind in count and product.available_for is None and not product.excludes
    ][:size]
    if len(skus) < size:
        return ()
    deal = market.deal([market.sold_line(sku) for sku in skus])
    return (Witness(f"{size} products", deal, Decimal(0)),)


def _open(ladder: Ladder, place: int) -> Found:
    end = ladder.rungs[place].to or ONE
    return Found(
        (*ladder.path, place, "to"),
        f"beyond {number(end)} {ladder.noun} there is no discount, while {number(end)} get one",
        repair="leave out `to`, so that the last rung is open, or add a rung",
        severity="warning",
    )


RULE = Rule("DD201", "hole", "A size without a price or discount", "error", __doc__ or "", _find)
