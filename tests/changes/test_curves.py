"""Curves are compared exactly: what a span says holds at every quantity in it, and nothing differs outside of spans."""

from collections.abc import Sequence
from decimal import Decimal as D
from fractions import Fraction
from random import Random
from typing import Any

import pytest

from dealdesk.changes.change import Span
from dealdesk.changes.curves import Curve, compared
from dealdesk.changes.fractions import decimal, percent, rounded
from dealdesk.pricing.arithmetic import DecimalArithmetic
from dealdesk.pricing.charges import CHARGES, UNBOUNDED, Charge, Segment, curve_amount, find

CALC = DecimalArithmetic()


def charge(model: str, **numbers: Any) -> Charge:
    """A monthly charge."""
    cls = {each.schema_model().model_fields["model"].annotation.__args__[0]: each for each in CHARGES}[model]
    made: Charge = cls.validate({"id": "c", "period": "month", "model": model, **numbers})
    return made


def spans(old: Charge, new: Charge) -> tuple[Span, ...]:
    return compared(Curve(old.segments(D)), Curve(new.segments(D)))


def amount(of: Sequence[Segment], x: D) -> D | None:
    segment = find(of, x)
    return None if segment is None else curve_amount(CALC, segment, x)


def covers(span: Span, x: D) -> bool:
    above = x > span.above or (span.above_in and x == span.above)
    return above and (span.up_to is None or x < span.up_to or (span.up_to_in and x == span.up_to))


def ladder(rnd: Random) -> list[dict[str, Any]]:
    tiers: list[dict[str, Any]] = []
    end = D(0)
    for number in range(rnd.randint(1, 4)):
        tier: dict[str, Any] = {"rate": D(rnd.randint(0, 8)) / 2}
        if rnd.random() < 0.4:
            tier["flat"] = D(rnd.randint(0, 40))
        if rnd.random() < 0.2:
            tier["size"] = D(rnd.choice((2, 3, 5)))
        end += rnd.randint(1, 12)
        if number < 3 or rnd.random() < 0.2:
            tier[rnd.choice(("up_to", "below"))] = end
        tiers.append(tier)
    for tier in tiers[:-1]:
        if "up_to" not in tier and "below" not in tier:
            tier["up_to"] = end
    return tiers


def a_charge(rnd: Random) -> Charge:
    model = rnd.choice(("flat", "per_unit", "volume", "graduated", "package", "percentage"))
    price = D(rnd.randint(0, 12)) / 2
    if model in ("flat", "per_unit"):
        return charge(model, price=price)
    if model == "package":
        return charge(model, price=price, size=rnd.choice((1, 2, 3, 5)), free=rnd.choice((0, 0, 2, 4)))
    if model == "percentage":
        bounds = {"minimum": D(rnd.randint(0, 4)), "maximum": D(rnd.randint(4, 12))}
        numbers = {"rate": D(rnd.randint(0, 4)) / 4, "fixed": D(rnd.randint(0, 3))}
        return charge(model, **numbers, **(bounds if rnd.random() < 0.6 else {}))
    return charge(model, tiers=ladder(rnd))


def bounded(rnd: Random, size: D) -> tuple[Segment, ...]:
    """A curve by blocks or by units that is held between two bounds, after some units that are free."""
    free = D(rnd.choice((0, 4)))
    base, rate, least = D(rnd.randint(0, 10)), D(rnd.randint(0, 8)) / 2, D(rnd.randint(0, 30))
    most = rnd.choice((UNBOUNDED, least + rnd.randint(0, 40)))
    return (
        Segment(D(-1), free, above_in=True),
        Segment(free, UNBOUNDED, base=base, rate=rate, offset=free, size=size, least=least, most=most),
    )


QUANTITIES = [D(n) / 2 for n in range(0, 110)] + [D(n) / 4 for n in range(1, 25, 2)] + [D(1000), D(12_345)]


@pytest.mark.parametrize("seed", range(0, 60, 20))
def test_what_a_span_says_holds_at_every_quantity(seed: int) -> None:
    for rnd in map(Random, range(seed, seed + 20)):
        agree(a_charge(rnd).segments(D), a_charge(rnd).segments(D))
        for size in (D(0), D(3)):
            agree(bounded(rnd, size), bounded(rnd, size))


def agree(old: Sequence[Segment], new: Sequence[Segment]) -> None:
    """Hold what spans say against the amounts themselves."""
    found = compared(Curve(old), Curve(new))
    for x in QUANTITIES:
        before, after = amount(old, x), amount(new, x)
        here = [each for each in found if covers(each, x)]
        assert len(here) <= 1
        if before == after:
            assert not here, (x, here)
            continue
        (span,) = here
        if before is None or after is None:
            assert span.direction == ("priced" if before is None else "unpriced")
            continue
        assert span.direction == ("dearer" if after > before else "cheaper"), x
        if span.amount is not None:
            assert abs(after - before) <= span.amount
        if span.percent is not None:
            assert before, x
            share = abs(Fraction(after - before) * 100 / Fraction(before))
            assert share <= abs(Fraction(span.percent)) + Fraction(1, 200), (x, span)
            if span.uniform:
                assert percent(Fraction(before), Fraction(after)) == span.percent


@pytest.mark.parametrize("seed", range(0, 60, 20))
def test_the_largest_change_is_met_where_the_span_says(seed: int) -> None:
    for rnd in map(Random, range(seed, seed + 20)):
        old, new = a_charge(rnd).segments(D), a_charge(rnd).segments(D)
        for span in compared(Curve(old), Curve(new)):
            if span.percent is not None and span.at is not None and not span.approximate:
                assert any(abs(each - Fraction(span.percent)) < Fraction(1, 100) for each in near(old, new, span.at)), (
                    span
                )


def near(old: Sequence[Segment], new: Sequence[Segment], at: D) -> list[Fraction]:
    """The changes in per cent at a quantity, and right before and behind it."""
    pairs = [(amount(old, x), amount(new, x)) for x in (at - D("1e-9"), at, at + D("1e-9")) if x >= 0]
    return [Fraction(b - a) * 100 / Fraction(a) for a, b in pairs if a and b is not None]


def test_a_curve_does_not_differ_from_itself() -> None:
    for rnd in map(Random, range(100)):
        one = a_charge(rnd)
        assert spans(one, one) == ()


def test_a_dearer_second_tier_is_dearer_behind_the_first_and_most_so_at_its_end() -> None:
    # 10,000 units: 2,000 × 2 + 8,000 × 1.5 = 16,000, and with 1.7: 17,600, which is 10 % more
    tiers = [{"up_to": 2000, "rate": 2}, {"up_to": 10_000, "rate": D("1.5")}, {"rate": 1}]
    old = charge("graduated", tiers=tiers)
    new = charge("graduated", tiers=[tiers[0], {"up_to": 10_000, "rate": D("1.7")}, tiers[2]])
    (span,) = spans(old, new)
    assert (span.above, span.above_in, span.up_to) == (2000, False, None)
    assert (span.direction, span.percent, span.at, span.amount) == ("dearer", 10, 10_000, 1600)


def test_a_tier_in_two_parts_is_the_same_price() -> None:
    whole = charge("graduated", tiers=[{"up_to": 100, "rate": 2}, {"rate": 1}])
    parts = charge("graduated", tiers=[{"up_to": 40, "rate": 2}, {"up_to": 100, "rate": 2}, {"rate": 1}])
    assert spans(whole, parts) == ()


def test_a_boundary_that_changes_sides_differs_at_one_quantity() -> None:
    old = charge("volume", tiers=[{"up_to": 50, "rate": 100}, {"rate": 85}])
    new = charge("volume", tiers=[{"below": 50, "rate": 100}, {"rate": 85}])
    (span,) = spans(old, new)
    assert (span.above, span.up_to, span.above_in, span.up_to_in) == (50, 50, True, True)
    assert (span.direction, span.percent, span.amount) == ("cheaper", -15, 750)


def test_packages_of_one_size_are_compared_exactly_for_any_quantity() -> None:
    (span,) = spans(charge("package", price=10, size=5), charge("package", price=11, size=5))
    assert (span.above, span.above_in, span.up_to, span.uniform, span.percent) == (0, False, None, True, 10)
    assert not span.approximate


def test_packages_of_other_sizes_are_lines_far_out_and_say_so() -> None:
    # far out a unit costs 2 and then 11/6: 8.33 % less, and never less than that
    found = spans(charge("package", price=10, size=5), charge("package", price=11, size=6))
    assert found[-1].approximate
    assert (found[-1].direction, found[-1].up_to) == ("cheaper", None)


def test_free_units_that_are_fewer_have_an_amount_and_no_percentage() -> None:
    # 50 units at 2.50 more, whatever the quantity; of nothing there is no percentage
    old = charge("graduated", tiers=[{"up_to": 500, "rate": 0}, {"rate": D("2.5")}])
    new = charge("graduated", tiers=[{"up_to": 450, "rate": 0}, {"rate": D("2.5")}])
    (span,) = spans(old, new)
    assert (span.above, span.up_to, span.percent, span.amount) == (450, None, None, 125)


def test_where_a_price_comes_or_goes_is_told() -> None:
    old = charge("volume", tiers=[{"up_to": 10, "rate": 1}])
    new = charge("volume", tiers=[{"up_to": 20, "rate": 1}])
    (come,), (gone,) = spans(old, new), spans(new, old)
    assert (come.above, come.up_to, come.direction) == (10, 20, "priced")
    assert gone.direction == "unpriced"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (Fraction(1, 8), D("0.125")),
        (Fraction(1, 3), D("0.3333")),
        (Fraction(2000), D(2000)),
        (Fraction(-5, 2), D("-2.5")),
        (Fraction(0), D(0)),
    ],
)
def test_a_fraction_is_written_exactly_where_that_is_possible(value: Fraction, expected: D) -> None:
    assert decimal(value) == expected


def test_a_tie_is_rounded_away_from_zero() -> None:
    assert (rounded(Fraction(1, 8), 2), rounded(Fraction(-1, 8), 2)) == (D("0.13"), D("-0.13"))
    assert (percent(Fraction(3), Fraction(4)), percent(Fraction(0), Fraction(4))) == (D("33.33"), None)
