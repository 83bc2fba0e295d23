"""Draws: the same everywhere, of the right distributions, and each assumption with a stream of its own."""

from decimal import Decimal
from fractions import Fraction

import pytest
from scipy import stats

from dealdesk.value.roi.model import Item, Model, Range
from dealdesk.value.roi.simulate import ONE, SLICES, Shape, _draws, quantiles, simulate
from tests.value.roi.cases import worked

D, F = Decimal, Fraction
LOPSIDED = Range("gain", F(6, 10), F(13, 10))
SHAPES: tuple[Shape, ...] = ("triangular", "pert")


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize(
    "given",
    [LOPSIDED, Range("a", F(0), F(2)), Range("b", F(1), F(3, 2)), Range("c", F(1, 2), F(1))],
    ids=lambda r: r.id,
)
def test_slices_end_where_another_library_has_the_quantiles(shape: Shape, given: Range) -> None:
    low, span = float(given.low), float(given.high - given.low)
    mode = (1 - low) / span
    theirs = (
        stats.triang(mode, low, span) if shape == "triangular" else stats.beta(1 + 4 * mode, 5 - 4 * mode, low, span)
    )
    ours = quantiles(given, shape)
    assert len(ours) == SLICES + 1
    assert ours == sorted(ours)
    for k in range(0, SLICES + 1, 64):
        assert ours[k] / ONE == pytest.approx(theirs.ppf(k / SLICES), abs=span / 300)


@pytest.mark.parametrize("shape", SHAPES)
def test_draws_lie_between_low_and_high_around_the_mean_of_the_distribution(shape: Shape) -> None:
    drawn = _draws(LOPSIDED, 20_000, 5, shape)
    assert min(drawn) >= LOPSIDED.low * ONE
    assert max(drawn) <= LOPSIDED.high * ONE
    weight = 1 if shape == "triangular" else 4
    mean = (LOPSIDED.low + weight + LOPSIDED.high) / (weight + 2)
    assert sum(drawn) / len(drawn) / ONE == pytest.approx(float(mean), abs=0.005)


def test_the_same_seed_gives_the_same_draws_and_another_one_others() -> None:
    """The first draws, written down: they are the same on every machine and with every version of Python."""
    assert _draws(LOPSIDED, 5, 1, "triangular") == _draws(LOPSIDED, 9, 1, "triangular")[:5]
    assert _draws(LOPSIDED, 5, 1, "triangular") == FIRST_TRIANGULAR
    assert _draws(LOPSIDED, 5, 1, "pert") == FIRST_PERT
    assert _draws(LOPSIDED, 5, 2, "pert") != FIRST_PERT


FIRST_TRIANGULAR = [3852865570, 2868578758, 4364087896, 4281012451, 4102705131]
FIRST_PERT = [3932942863, 3051572151, 4425687623, 4339203266, 4161226139]


def _model(*items: Item, ranges: tuple[Range, ...]) -> Model:
    return Model(items, F(1, 10), 1, 2, ranges)


def item(name: str, amount: int, *drivers: str, benefit: bool = True) -> Item:
    return Item(name, name, benefit, (F(0), *([F(amount, 12)] * 12)), drivers)


def test_another_assumption_does_not_change_the_draws_of_the_first() -> None:
    other = Range("other", F(1, 2), F(2))
    alone = simulate(_model(item("a", 1000, "gain"), ranges=(LOPSIDED,)), draws=1000, seed=3, shape="pert")
    beside = simulate(_model(item("a", 1000, "gain"), ranges=(LOPSIDED, other)), draws=1000, seed=3, shape="pert")
    assert alone == beside


def test_one_draw_in_ten_is_at_or_below_p10() -> None:
    model = _model(item("a", 1000, "gain"), item("b", 900, benefit=False), ranges=(LOPSIDED,))
    made = simulate(model, draws=2000, seed=3, shape="triangular")
    assert made is not None
    drawn = sorted(
        F(each, ONE) * 1000 * F(10, 11) - 900 * F(10, 11) for each in _draws(LOPSIDED, 2000, 3, "triangular")
    )
    for printed, place in ((made.p10, 199), (made.p50, 999), (made.p90, 1799), (made.least, 0), (made.most, 1999)):
        assert abs(F(printed) - drawn[place]) <= F(2, 100)
    assert made.positive == D(sum(each > 0 for each in drawn)) / 20
    assert sum(each.draws for each in made.bins) == 2000
    assert all(a.high == b.low for a, b in zip(made.bins, made.bins[1:], strict=False))
    roi = [each / (900 * F(10, 11)) * 100 for each in drawn]
    assert made.roi_p50 is not None
    assert abs(F(made.roi_p50) - roi[999]) <= F(6, 100)


def test_two_assumptions_of_one_benefit_multiply() -> None:
    other = Range("other", F(1, 2), F(2))
    made = simulate(_model(item("a", 1100, "gain", "other"), ranges=(LOPSIDED, other)), draws=500, seed=1, shape="pert")
    assert made is not None
    pairs = zip(*(_draws(each, 500, 1, "pert") for each in (LOPSIDED, other)), strict=True)
    products = sorted(F(a * b, ONE * ONE) * 1000 for a, b in pairs)
    assert abs(F(made.p50) - products[249]) < F(1, 100)


def test_no_range_means_no_simulation() -> None:
    assert worked().simulation is None
    assert worked(benefits=[{"name": "Gain", "a_year": 10, "range": [100, 100]}]).simulation is None


def test_a_simulation_on_the_expected_value_alone_is_the_case() -> None:
    made = worked(benefits=[{"name": "Gain", "a_year": 100_000, "range": [99, 101]}])
    assert made.simulation is not None
    assert made.simulation.p50 == pytest.approx(made.totals.npv, rel=D("0.001"))
