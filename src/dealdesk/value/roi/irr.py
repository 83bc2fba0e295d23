"""The internal rate of return: every rate at which flows are worth nothing today, found by bracketing.

With x = 1 / (1 + rate), the net present value is a polynomial in x.  Descartes' rule of signs says how many roots
there are at most, and Sturm's theorem how many there are: exactly, in whole numbers.  Each root is then closed in on
by halving the interval around it, in exact fractions.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from functools import reduce
from itertools import pairwise
from math import gcd, lcm

Polynomial = list[int]
"""Coefficients, the constant first."""

BITS = 110
"""How often an interval around a root is halved, after the powers of two that it spans."""


def sign_changes(flows: Sequence[Decimal | Fraction]) -> int:
    """Return how often the flows change their sign, zeros left out."""
    signs = [each > 0 for each in flows if each]
    return sum(a != b for a, b in pairwise(signs))


def rates(flows: Sequence[Decimal | Fraction]) -> tuple[Fraction, ...]:
    """Return every rate above -1 at which the net present value of *flows* is 0, rising; to 1e-30 or better.

    Flows that are all 0 have none.
    """
    p = _polynomial(flows)
    if len(p) < 2 or not sign_changes([Fraction(each) for each in p]):
        return ()
    chain = _sturm(p)
    bound = 2
    while _roots_above(chain, Fraction(bound)):
        bound *= 2
    found = list[Fraction]()
    waiting = [(Fraction(0), Fraction(bound))]
    while waiting:
        low, high = waiting.pop()
        count = _variations(chain, low) - _variations(chain, high)  # roots in (low, high]
        if count == 1:
            found.append(_closed_in(chain, low, high))
        elif count > 1:
            middle = (low + high) / 2
            waiting += [(low, middle), (middle, high)]
    return tuple(sorted(1 / x - 1 for x in found))


def _polynomial(flows: Sequence[Decimal | Fraction]) -> Polynomial:
    """Return flows as whole numbers without zeros at either end."""
    exact = [Fraction(each) for each in flows]
    scale = lcm(*(each.denominator for each in exact)) if exact else 1
    p = [int(each * scale) for each in exact]
    while p and not p[-1]:
        p.pop()
    while p and not p[0]:
        p.pop(0)
    return _primitive(p)


def _primitive(p: Polynomial) -> Polynomial:
    common = reduce(gcd, p, 0)
    return [each // common for each in p] if common > 1 else p


def _sturm(p: Polynomial) -> list[Polynomial]:
    """Return Sturm's chain: the polynomial, its derivative, and negated remainders, all in whole numbers."""
    chain = [p, _primitive([k * each for k, each in enumerate(p)][1:])]
    while len(chain[-1]) > 1:
        rest = _remainder(chain[-2], chain[-1])
        if not rest:
            break
        chain.append(_primitive([-each for each in rest]))
    return chain


def _remainder(a: Polynomial, b: Polynomial) -> Polynomial:
    """Return a remainder of a / b, times a number above 0 that keeps it whole."""
    rest = list(a)
    lead = b[-1]
    while len(rest) >= len(b):
        factor, shift = rest[-1], len(rest) - len(b)
        # |lead| × rest - sign × factor × x^shift × b takes the highest power away
        rest = [abs(lead) * each for each in rest]
        over = factor if lead > 0 else -factor
        for k, each in enumerate(b):
            rest[k + shift] -= over * each
        while rest and not rest[-1]:
            rest.pop()
        rest = _primitive(rest)
    return rest


def _value_sign(p: Polynomial, x: Fraction) -> int:
    """Return the sign of the polynomial at x = over / under, in whole numbers."""
    over, under = x.numerator, x.denominator
    value, power = 0, 1
    for each in reversed(p):
        value = value * over + each * power
        power *= under
    return (value > 0) - (value < 0)


def _variations(chain: Sequence[Polynomial], x: Fraction) -> int:
    signs = [sign for p in chain if (sign := _value_sign(p, x))]
    return sum(a != b for a, b in pairwise(signs))


def _roots_above(chain: Sequence[Polynomial], x: Fraction) -> int:
    at_infinity = [p[-1] > 0 for p in chain]
    return _variations(chain, x) - sum(a != b for a, b in pairwise(at_infinity))


def _closed_in(chain: Sequence[Polynomial], low: Fraction, high: Fraction) -> Fraction:
    """Return the only root in (low, high]."""
    p = chain[0]
    if not _value_sign(p, high):
        return high
    top = _value_sign(p, high)
    crossing = _value_sign(p, low) == -top
    steps = BITS + int(high).bit_length()
    for _ in range(steps):
        middle = (low + high) / 2
        sign = _value_sign(p, middle)
        if not sign:
            return middle
        # where 0 is only touched, or an end is a root of the interval below, signs do not tell
        above = sign != top if crossing else _variations(chain, middle) - _variations(chain, high) == 1
        low, high = (middle, high) if above else (low, middle)
    return (low + high) / 2
