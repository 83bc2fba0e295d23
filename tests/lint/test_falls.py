"""Where a price curve falls: the linter against a walk over every quantity."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise
from random import Random
from typing import Any

import pytest

from dealdesk.lint.falls import Fall, falls
from dealdesk.lint.market import Grid
from dealdesk.money import to_money
from dealdesk.pricing.arithmetic import DecimalArithmetic
from dealdesk.pricing.charges import Segment, curve_amount, find
from tests.quoting.shop import catalog, charge, product

D = Decimal
CALC = DecimalArithmetic()


def cents(amount: Decimal) -> Decimal:
    return to_money(amount, 2)


def curve_of(model: str, tiers: list[dict[str, Any]]) -> tuple[Segment, ...]:
    made = catalog({"thing": product(charge(model, unit="units", tiers=tiers))}).products["thing"].charges[0]
    return made.segments(lambda price: price)


def walked(curve: tuple[Segment, ...], step: Decimal, most: Decimal) -> list[tuple[Decimal, Decimal, Decimal]]:
    """Every fall up to *most*: the quantity before, the one after, and the first of those that cost more."""
    amounts: list[Decimal] = []
    for number in range(int(most / step) + 1):
        piece = find(curve, number * step)
        assert piece is not None
        amounts.append(cents(curve_amount(CALC, piece, number * step)))
    found = []
    for number in range(1, len(amounts)):
        if amounts[number] < amounts[number - 1]:
            first = number - 1
            while first > 0 and amounts[first - 1] > amounts[number]:
                first -= 1
            found.append(((number - 1) * step, number * step, first * step))
    return found


def a_ladder(rnd: Random) -> tuple[str, list[dict[str, Any]], Decimal]:
    """A model, its tiers, and the step of its quantities."""
    model = rnd.choice(("volume", "volume", "stairstep", "graduated"))
    step = rnd.choice((D(1), D(1), D("0.5")))
    end, tiers = D(0), list[dict[str, Any]]()
    for _ in range(rnd.randint(1, 4)):
        end += rnd.randint(1, 12) * step
        tiers.append({rnd.choice(("up_to", "below")): end})
    tiers.append({})
    for tier in tiers:
        if model != "stairstep":
            tier["rate"] = D(rnd.randint(0, 2000)).scaleb(-rnd.choice((0, 2, 4)))
        if model == "stairstep" or rnd.randint(0, 2) == 0:
            tier["flat"] = D(rnd.randint(0, 5000)).scaleb(-2)
        if model == "volume" and rnd.randint(0, 5) == 0:
            tier["size"] = D(rnd.randint(2, 4))
    return model, tiers, step


def test_the_linter_finds_the_falls_that_a_walk_finds_and_no_others() -> None:
    rnd = Random(4)
    seen = falling = 0
    for _ in range(3000):
        model, tiers, step = a_ladder(rnd)
        curve = curve_of(model, tiers)
        most = max((tier.get("up_to") or tier.get("below") or D(0)) for tier in tiers) + 5 * step
        found = [(each.before, each.after, each.first) for each in falls(curve, Grid(D(0), step), cents)]
        assert found == walked(curve, step, most), (model, tiers)
        seen, falling = seen + 1, falling + bool(found)
    assert falling > seen / 4  # the ladders are steep enough to be worth the walk


def test_a_graduated_ladder_never_falls() -> None:
    rnd = Random(5)
    for _ in range(500):
        _, tiers, step = a_ladder(rnd)
        plain = [{key: value for key, value in tier.items() if key != "size"} for tier in tiers]
        assert not list(falls(curve_of("graduated", plain), Grid(D(0), step), cents))


@pytest.mark.parametrize(
    ("tiers", "expected"),
    [
        (
            [{"up_to": 10_000, "rate": D("0.002")}, {"rate": D("0.0018")}],
            [Fall(D(10_000), D(10_001), D("20.00"), D("18.00"), D(9_003), 1)],
        ),
        (
            [{"up_to": 50, "rate": 100}, {"up_to": 200, "rate": 85}, {"rate": 75}],
            [
                Fall(D(50), D(51), D("5000.00"), D("4335.00"), D(44), 1),
                Fall(D(200), D(201), D("17000.00"), D("15075.00"), D(178), 2),
            ],
        ),
    ],
    ids=["calls", "seats"],
)
def test_published_price_lists(tiers: list[dict[str, Any]], expected: list[Fall]) -> None:
    assert list(falls(curve_of("volume", tiers), Grid(D(0), D(1)), cents)) == expected


def test_quantities_that_are_sold_in_tens() -> None:
    """60 at 70 cost 4,200, less than 50 and than no other: 40 at 100 cost 4,000; 51 cannot be bought at all."""
    tiers = [{"up_to": 50, "rate": 100}, {"rate": 70}]
    expected = [Fall(D(50), D(60), D(5000), D(4200), D(50), 1)]
    assert list(falls(curve_of("volume", tiers), Grid(D(10), D(10)), cents)) == expected
    assert not list(falls(curve_of("volume", tiers), Grid(D(1), D(1), D(50)), cents))
    assert not list(falls(curve_of("volume", tiers), Grid(D(51), D(1)), cents))


def test_every_fall_on_any_grid() -> None:
    rnd = Random(5)
    seen = 0
    for _ in range(400):
        model, tiers, _ = a_ladder(rnd)
        curve = curve_of(model, tiers)
        grid = Grid(D(rnd.randint(0, 20)), D(rnd.choice((1, 2, 5, 10))), rnd.choice((None, D(rnd.randint(30, 90)))))
        sizes, size = list[Decimal](), grid.least
        while size <= (grid.most if grid.most is not None else 200):
            sizes.append(size)
            size += grid.step
        pieces = [(each, find(curve, each)) for each in sizes]
        costs = {each: cents(curve_amount(CALC, piece, each)) for each, piece in pieces if piece is not None}
        expected = [(a, b) for a, b in pairwise(sizes) if costs[b] < costs[a]]
        assert [(each.before, each.after) for each in falls(curve, grid, cents)] == expected
        seen += bool(expected)
    assert seen > 50
