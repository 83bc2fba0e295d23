"""Each method against worked cases, scipy as a second opinion, and plain resampling."""

from __future__ import annotations

from math import inf, isnan, log, sqrt

import numpy as np
import pytest
from scipy import stats

from dealdesk.pilot.cells import GROWTH, LEAST_MS
from dealdesk.pilot.statistics.percentile import draw_weights, interval_of, percentiles_of, relative
from dealdesk.pilot.statistics.poisson import poisson_limits
from dealdesk.pilot.statistics.proportion import effective, newcombe, wilson
from dealdesk.pilot.statistics.ratio import mean_at_mix, relative_change
from dealdesk.pilot.statistics.student import t_cdf, t_quantile


@pytest.mark.parametrize("df", [1, 2, 4, 9, 30, 250, 5000])
@pytest.mark.parametrize("share", [0.001, 0.025, 0.2, 0.5, 0.9, 0.975, 0.9995])
def test_quantiles_of_t(df: int, share: float) -> None:
    assert t_quantile(share, df) == pytest.approx(stats.t.ppf(share, df), rel=1e-9, abs=1e-12)
    assert t_cdf(t_quantile(share, df), df) == pytest.approx(share, rel=1e-9)


def test_t_is_normal_in_the_end() -> None:
    assert t_quantile(0.975, inf) == pytest.approx(1.959963984540054)


@pytest.mark.parametrize(("k", "n"), [(0, 10), (1, 10), (5, 10), (10, 10), (82, 263), (9_999, 10_000)])
def test_wilson(k: int, n: int) -> None:
    low, high = wilson(k / n, n, stats.norm.ppf(0.975))
    other = stats.binomtest(k, n).proportion_ci(method="wilson")
    assert (low, high) == pytest.approx((other.low, other.high), abs=1e-12)


@pytest.mark.parametrize(
    ("one", "two", "low", "high"),
    [  # the published table of Newcombe (1998), method 10: p1 - p2 for 56/70 - 48/80, 9/10 - 3/10, 10/10 - 0/20
        ((48, 80), (56, 70), 0.0524, 0.3339),
        ((3, 10), (9, 10), 0.1705, 0.8090),
        ((0, 20), (10, 10), 0.6791, 1.0000),
        ((0, 10), (0, 10), -0.2775, 0.2775),
    ],
)
def test_newcombe_as_published(one: tuple[int, int], two: tuple[int, int], low: float, high: float) -> None:
    found = newcombe(one[0] / one[1], one[1], two[0] / two[1], two[1], stats.norm.ppf(0.975))
    assert (round(found.low, 4), round(found.high, 4)) == (low, high)


def test_clusters_count_as_what_they_tell() -> None:
    # 100 cases of 20 %: simple variance 0.2 × 0.8 / 100 = 0.0016; four times that is worth 25 cases
    assert effective(0.2, 100, 0.0064) == pytest.approx(25)
    assert effective(0.2, 100, 0.0001) == 100  # never worth more than they are
    assert effective(0.0, 100, 0.0) == 100


@pytest.mark.parametrize("count", [0, 1, 4, 30])
def test_limits_of_a_count(count: int) -> None:
    low, high = poisson_limits(count, 0.95)
    assert high == pytest.approx(stats.chi2.ppf(0.975, 2 * (count + 1)) / 2, rel=1e-9)
    assert low == pytest.approx(stats.chi2.ppf(0.025, 2 * count) / 2 if count else 0, rel=1e-9)


def test_no_incident_at_95_percent() -> None:
    assert poisson_limits(0, 0.95)[1] == pytest.approx(3.6889, abs=1e-4)


def test_a_mean_at_a_fixed_mix() -> None:
    # two blocks, two workloads: means 2 and 10; at a mix of 3 to 1 that is 4
    totals = np.array([[10.0, 30.0], [30.0, 70.0]])
    counts = np.array([[5.0, 3.0], [15.0, 7.0]])
    found = mean_at_mix(totals, counts, np.array([0.75, 0.25]))
    assert (found.value, found.n, found.blocks) == (4.0, 30, 2)
    assert found.parts.sum() == pytest.approx(0)


def test_a_change_of_mix_is_no_saving() -> None:
    """Both workloads cost the same in both arms; the treatment only has more of the cheap one."""
    rng = np.random.default_rng(1)
    noise, more = rng.normal(1, 0.02, (2, 8, 2))
    old = np.tile([100.0, 100.0], (8, 1))
    new = np.tile([180.0, 20.0], (8, 1))
    price = np.array([1.0, 9.0])
    mix = np.array([0.5, 0.5])
    base = mean_at_mix(old * price * noise, old, mix)
    treat = mean_at_mix(new * price * more, new, mix)
    plain = (new * price * more).sum() / new.sum() / ((old * price * noise).sum() / old.sum()) - 1
    assert plain < -0.6
    found = relative_change(base, treat, 0.95)
    assert found.low < 0 < found.high
    assert abs(found.estimate) < 0.02


def test_a_ratio_of_two_means_against_its_formula() -> None:
    """One workload, arms apart: the delta method by hand, with t for 4 degrees of freedom."""
    rng = np.random.default_rng(4)
    count = np.full((10, 1), 50.0)
    cost = rng.normal(100, 10, (10, 1))
    old, new = cost.copy(), cost.copy()
    old[5:], new[:5] = 0, 0
    n_old, n_new = count.copy(), count.copy()
    n_old[5:], n_new[:5] = 0, 0
    one = np.array([1.0])
    found = relative_change(mean_at_mix(old, n_old, one), mean_at_mix(new, n_new, one), 0.95)
    a, b = cost[:5, 0] / 50, cost[5:, 0] / 50
    error = sqrt(a.var(ddof=1) / 5 / a.mean() ** 2 + b.var(ddof=1) / 5 / b.mean() ** 2)
    middle, reach = log(b.mean() / a.mean()), stats.t.ppf(0.975, 4) * error
    assert found.low == pytest.approx(np.exp(middle - reach) - 1)
    assert found.high == pytest.approx(np.exp(middle + reach) - 1)


def test_what_both_arms_share_cancels() -> None:
    shared = np.random.default_rng(2).normal(100, 30, (12, 1))
    count, one = np.full((12, 1), 10.0), np.array([1.0])
    found = relative_change(mean_at_mix(shared, count, one), mean_at_mix(shared * 0.9, count, one), 0.95)
    assert found.high - found.low < 1e-9
    assert found.estimate == pytest.approx(-0.1)


def test_one_block_has_no_interval() -> None:
    count, one = np.full((1, 1), 10.0), np.array([1.0])
    assert isnan(relative_change(mean_at_mix(count, count, one), mean_at_mix(count, count, one), 0.95).low)


def _binned(latency: np.ndarray, blocks: np.ndarray) -> tuple[list[tuple[np.ndarray, np.ndarray]], int]:
    place = np.floor(np.log(latency / LEAST_MS) / log(GROWTH)).astype(int)
    made = np.zeros((blocks.max() + 1, place.max() - place.min() + 1), dtype=np.float32)
    np.add.at(made, (blocks, place - place.min()), 1)
    return [(np.arange(blocks.max() + 1), made)], int(place.min())


def test_percentiles_from_bins_are_off_by_less_than_a_bin() -> None:
    rng = np.random.default_rng(3)
    latency, blocks = np.exp(rng.normal(6, 0.7, 40_000)), rng.integers(0, 10, 40_000)
    bins, first = _binned(latency, blocks)
    found = percentiles_of(bins, np.ones((1, 10)), np.array([1.0]), (0.5, 0.95, 0.99), first)[:, 0]
    assert found == pytest.approx(np.quantile(latency, [0.5, 0.95, 0.99]), rel=GROWTH - 1)


def test_percentiles_are_those_of_the_mix() -> None:
    """A tenth of slow requests, held at a half: the median lies between the two sorts."""
    fast, slow = np.zeros((2, 2, 400), dtype=np.float32)
    fast[:, 100], slow[:, 300] = 900, 100
    bins = [(np.arange(2), fast), (np.arange(2), slow)]
    (own,) = percentiles_of(bins, np.ones((1, 2)), np.array([0.9, 0.1]), (0.6,), 0)[0]
    (held,) = percentiles_of(bins, np.ones((1, 2)), np.array([0.5, 0.5]), (0.6,), 0)[0]
    assert own == pytest.approx(LEAST_MS * GROWTH**100, rel=0.006)
    assert held == pytest.approx(LEAST_MS * GROWTH**300, rel=0.006)


def test_resampling_gives_the_error_of_block_means() -> None:
    """Of means, resampling has to give what the formula gives."""
    values = np.random.default_rng(5).normal(50, 8, 25)
    weights = draw_weights(25, 20_000, 6)
    draws = weights @ values / weights.sum(axis=1)
    low, high, error = interval_of(draws, 25, 0.95)
    assert error == pytest.approx(values.std(ddof=1) / 5, rel=0.03)
    reach = stats.t.ppf(0.975, 24) * values.std(ddof=1) / 5
    assert (low, high) == pytest.approx((values.mean() - reach, values.mean() + reach), rel=0.01)


def test_few_blocks_widen_the_interval() -> None:
    draws = np.concatenate([[0.0], np.random.default_rng(7).normal(0, 1, 50_000)])
    few, many = interval_of(draws, 5, 0.95), interval_of(draws, 500, 0.95)
    assert few[1] > 1.6 * many[1]
    assert many[1] == pytest.approx(1.96, rel=0.05)


def test_the_same_seed_gives_the_same_draws() -> None:
    assert (draw_weights(5, 10, 1) == draw_weights(5, 10, 1)).all()
    assert (draw_weights(5, 10, 1) != draw_weights(5, 10, 2))[1:].any()
    assert (draw_weights(5, 10, 1)[0] == 1).all()


def test_blocks_in_both_arms_cancel_in_percentiles() -> None:
    rng = np.random.default_rng(8)
    weather = np.exp(rng.normal(0, 0.3, 14))
    blocks = np.repeat(np.arange(14), 800)
    one, two = (np.exp(rng.normal(6, 0.4, 11_200)) * weather[blocks] for _ in range(2))
    (a, fa), (b, fb) = _binned(one, blocks), _binned(two, blocks)
    weights, mix = draw_weights(14, 600, 9), np.array([1.0])
    base, treat = (percentiles_of(x, weights, mix, (0.95,), f)[0] for x, f in ((a, fa), (b, fb)))
    together = relative(base, treat, 14, 0.95)
    apart = interval_of(base, 14, 0.95)
    assert together.low < 0 < together.high
    assert together.high - together.low < (apart[1] - apart[0]) / base[0] / 2
