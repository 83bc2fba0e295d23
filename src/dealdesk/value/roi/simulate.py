"""Many draws of all assumptions at once: what the case may come to, with P10, P50 and P90.

The same seed gives the same draws on every machine and with every version of Python: random bits come from
SHAKE-256 of the seed and the assumption's id, and everything after them is arithmetic of whole numbers.  Each
distribution is cut into 1,024 slices that are equally likely; within a slice values are evenly spread.
"""

from __future__ import annotations

import sys
from array import array
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from decimal import Context, Decimal
from fractions import Fraction
from functools import cache, lru_cache, partial
from hashlib import shake_256
from itertools import accumulate, pairwise
from math import ceil, isqrt
from typing import Literal

from dealdesk.value.roi.exact import cut, rounded
from dealdesk.value.roi.model import Model, Range
from dealdesk.value.roi.result.sensitivity import Bin, Simulation

SLICES_BITS = 10
SLICES = 1 << SLICES_BITS
BITS = 32
ONE = 1 << BITS
"""What a multiple of 1 is in whole numbers."""

GRID = 512
"""Points at which the density of a PERT distribution is added up."""

FINER = 4
"""Decimals that amounts are drawn with beyond the minor unit."""

NEAT = (1, 2, 5)
BARS = 16
"""About how many bars the distribution is drawn with."""

WORK = Context(prec=24)
Shape = Literal["triangular", "pert"]


def simulate(model: Model, *, draws: int, seed: int, shape: Shape) -> Simulation | None:
    """Return what *draws* draws come to; None where no assumption has a range."""
    ranges = [each for each in model.ranges if each.low < each.high]
    if not ranges:
        return None
    unit = 10 ** (model.places + FINER)
    drawn = {each.id: partial(_draws, each, draws, seed, shape) for each in ranges}
    benefits, costs = _sums(model, drawn, draws, unit)
    worth = sorted(b - c for b, c in zip(benefits, costs, strict=True))
    returns: list[int] = []
    if all(each > 0 for each in costs):
        returns = sorted((b - c) * 10**8 // c for b, c in zip(benefits, costs, strict=True))

    def money(value: int | Fraction) -> Decimal:
        return rounded(Fraction(value) / unit, model.places)

    def rate(percent: int) -> Decimal | None:
        return rounded(Fraction(_rank(returns, percent), 10**6), 1) if returns else None

    positive = sum(1 for each in worth if each > 0)
    return Simulation(
        draws=draws,
        seed=seed,
        shape=shape,
        p10=money(_rank(worth, 10)),
        p50=money(_rank(worth, 50)),
        p90=money(_rank(worth, 90)),
        mean=money(Fraction(sum(worth), draws)),
        least=money(worth[0]),
        most=money(worth[-1]),
        positive=cut(Fraction(positive * 100, draws), 2),
        roi_p10=rate(10),
        roi_p50=rate(50),
        roi_p90=rate(90),
        bins=_bins(worth, unit, model.places),
    )


def _rank(rising: Sequence[int], percent: int) -> int:
    """Return the nearest rank: the least value that at least so many per cent are at or below."""
    return rising[max(0, ceil(Fraction(len(rising) * percent, 100)) - 1)]


def _draws(given: Range, draws: int, seed: int, shape: Shape) -> list[int]:
    """Return one multiple of what is expected for each draw, in units of 1 / ONE."""
    table = quantiles(given, shape)
    steps = [b - a for a, b in pairwise(table)]
    words = array("I", shake_256(f"dealdesk {seed} {given.id}".encode()).digest(4 * draws))
    if sys.byteorder == "big":
        words.byteswap()
    low_bits = BITS - SLICES_BITS
    mask = (1 << low_bits) - 1
    return [table[u >> low_bits] + (steps[u >> low_bits] * (u & mask) >> low_bits) for u in words]


def quantiles(given: Range, shape: Shape) -> list[int]:
    """Return the ends of slices that are equally likely, from the low value to the high one, in units of 1 / ONE."""
    low, wide = given.low, given.high - given.low
    mode = (1 - low) / wide
    made = _triangular(mode) if shape == "triangular" else _pert(mode)
    base, scale = low.numerator * wide.denominator << BITS, wide.numerator * low.denominator << BITS
    below = low.denominator * wide.denominator
    return [(base * part.denominator + scale * part.numerator) // (below * part.denominator) for part in made]


@lru_cache(64)
def _triangular(mode: Fraction) -> tuple[Fraction, ...]:
    """Return quantiles from 0 to 1: the square root of what is to the left of the peak, or to the right of it.

    *mode* is where what is expected lies between the low value, 0, and the high one, 1.
    """
    fine = 1 << 64
    found = []
    for k in range(SLICES + 1):
        share = Fraction(k, SLICES)
        if share < mode or mode == 1:
            found.append(Fraction(isqrt(int(share * mode * fine * fine)), fine))
        else:
            found.append(1 - Fraction(isqrt(int((1 - share) * (1 - mode) * fine * fine)), fine))
    return tuple(found)


@lru_cache(64)
def _pert(mode: Fraction) -> tuple[Fraction, ...]:
    """Return quantiles of x^p (1 - x)^q with p = 4 × mode and p + q = 4, the density added up on a grid."""
    p, q = (WORK.divide(Decimal(4 * each.numerator), Decimal(each.denominator)) for each in (mode, 1 - mode))
    logs = _logs()
    density = [_power(logs, k, p, q) for k in range(GRID + 1)]
    areas = [0, *accumulate(a + b for a, b in pairwise(density))]
    found, k = [Fraction(0)], 0
    for number in range(1, SLICES):
        wanted = areas[-1] * number  # in units of 1 / SLICES, as the areas that it is held against
        while areas[k + 1] * SLICES < wanted:
            k += 1
        wide = (areas[k + 1] - areas[k]) * SLICES
        found.append(Fraction(k * wide + wanted - areas[k] * SLICES, wide * GRID))
    return (*found, Fraction(1))


@cache
def _logs() -> tuple[Decimal, ...]:
    """Return the natural logarithm of k / GRID for each k; nothing that is used for k = 0."""
    return (Decimal(0), *(WORK.ln(WORK.divide(Decimal(k), Decimal(GRID))) for k in range(1, GRID)))


def _power(logs: Sequence[Decimal], k: int, p: Decimal, q: Decimal) -> int:
    """Return the density at k / GRID, in units of 1 / 2^64."""
    if k in (0, GRID):
        return 0 if (p if k == 0 else q) else 1 << 64
    value = WORK.exp(WORK.add(WORK.multiply(p, logs[k]), WORK.multiply(q, logs[GRID - k])))
    return int(WORK.multiply(value, Decimal(1 << 64)))


def _sums(
    model: Model, drawn: Mapping[str, Callable[[], list[int]]], draws: int, unit: int
) -> tuple[list[int], list[int]]:
    """Return the present values of benefits and of costs for each draw; items with the same drivers are one product.

    The draws of an assumption are made when they are first needed, and let go after their last use.
    """
    groups: dict[tuple[bool, tuple[str, ...]], Fraction] = {}
    for item, value in zip(model.items, model.present, strict=True):
        key = item.is_benefit, tuple(sorted(each for each in item.drivers if each in drawn))
        groups[key] = groups.get(key, Fraction(0)) + value
    left = Counter(each for _, drivers in groups for each in drivers)
    held: dict[str, list[int]] = {}

    def factors(assumption: str) -> list[int]:
        left[assumption] -= 1
        made = held.get(assumption) or drawn[assumption]()
        held[assumption] = made
        return made if left[assumption] else held.pop(assumption)

    sums = {flag: [int(groups.pop((flag, ()), Fraction(0)) * unit)] * draws for flag in (True, False)}
    for (flag, drivers), value in groups.items():
        base = int(value * unit)
        product = factors(drivers[0])
        for each in drivers[1:]:
            product = [a * b >> BITS for a, b in zip(product, factors(each), strict=True)]
        sums[flag] = [a + (base * b >> BITS) for a, b in zip(sums[flag], product, strict=True)]
    return sums[True], sums[False]


def _bins(rising: Sequence[int], unit: int, places: int) -> tuple[Bin, ...]:
    """Return bars of one neat width that cover all draws."""
    wide = max(rising[-1] - rising[0], 1)
    power = 1
    width = next(
        (neat * power for power in (10**n for n in range(60)) for neat in NEAT if neat * power * BARS >= wide), power
    )
    width = max(width, unit // 10**places)
    first = rising[0] // width
    counts = [0] * (rising[-1] // width - first + 1)
    for each in rising:
        counts[each // width - first] += 1
    edges = [rounded(Fraction((first + k) * width, unit), places) for k in range(len(counts) + 1)]
    return tuple(Bin(low, high, n) for low, high, n in zip(edges, edges[1:], counts, strict=False))
