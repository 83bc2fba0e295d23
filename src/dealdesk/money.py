"""Money: minor units of currencies, one rounding, and amounts cut into parts that add up.

Amounts are Decimals in the currency's major unit (dollars, not cents). No function here divides Decimals:
what is not a sum or a product is computed with integers, and rounded once.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Context, Decimal
from math import lcm
from typing import Final, Literal

from dealdesk.currencies import MINOR_UNITS, WITHOUT_MINOR_UNIT

EXACT: Final = Context(prec=100)
"""Context of the money path: sums and products of admitted numbers (24 digits, 12 decimals) are exact in it.

`*` and `+` between Decimals use the context of the thread instead, which by default rounds to 28 digits.
"""

Rounding = Literal["half_up", "half_even"]
"""What happens to an amount exactly between two minor units: away from zero, or to the even one."""

_MODES: Final = {"half_up": ROUND_HALF_UP, "half_even": ROUND_HALF_EVEN}


class _Units(dict[int, Decimal]):
    """10 ** -places by places, made when first asked for; what is there is found at the speed of a dict."""

    def __missing__(self, places: int) -> Decimal:
        if not 0 <= places <= 24:
            raise ValueError(f"money has 0 to 24 decimals, not {places}")
        made = self[places] = Decimal((0, (1,), -places))
        return made


_UNITS: Final = _Units()
_ZEROS: Final = {places: Decimal((0, (0,), -places)) for places in range(25)}


class UnknownCurrency(ValueError):
    """A code that no amount can be stated in: not active in ISO 4217, or without a minor unit (XAU).

    Attributes:
        code: The code as given.
        candidates: Up to three active codes that may have been meant, the likeliest first.
    """

    def __init__(self, code: str, candidates: tuple[str, ...], message: str) -> None:
        super().__init__(message)
        self.code, self.candidates = code, candidates


def unit(places: int) -> Decimal:
    """Return the smallest amount with *places* decimals (0 to 24): 0.01 for 2, 1 for 0."""
    return _UNITS[places]


def to_money(amount: Decimal, places: int, rounding: Rounding = "half_up") -> Decimal:
    """Return *amount* rounded to *places* decimals, and written with exactly so many; never -0.

    Args:
        amount: A finite number.
        places: Decimals of the currency's minor unit, as `minor_unit` gives them.
        rounding: `half_up` rounds a tie away from zero (-0.005 becomes -0.01), `half_even` to the even unit.

    Raises:
        decimal.InvalidOperation: The result would have more than 100 digits, or *amount* is infinite.
    """
    money = amount.quantize(_UNITS[places], _MODES[rounding], EXACT)
    return money if money else _ZEROS[places]


def share(amount: Decimal, numerator: int, denominator: int, places: int, rounding: Rounding = "half_up") -> Decimal:
    """Return *amount* × *numerator* / *denominator*, computed with integers and rounded once.

    Raises:
        ValueError: *denominator* is not above 0, or *places* not from 0 to 24.
    """
    if denominator <= 0:
        raise ValueError(f"a share is out of a number above 0, not out of {denominator}")
    smallest = _UNITS[places]
    if numerator == denominator:
        return to_money(amount, places, rounding)
    over, under = amount.as_integer_ratio()
    over *= numerator * 10**places
    under *= denominator
    units, rest = divmod(abs(over), under)
    if 2 * rest > under or (2 * rest == under and (rounding == "half_up" or units % 2)):
        units += 1
    return EXACT.multiply(Decimal(units if over >= 0 else -units), smallest)


def part(amount: Decimal, start: int, end: int, of: int, places: int, rounding: Rounding = "half_up") -> Decimal:
    """Return the part of *amount* from *start* / *of* to *end* / *of*.

    It is the difference of two rounded shares, so the parts of a whole add up to the whole, however it is
    cut: 10.00 in thirds is 3.33, 3.34, 3.33.

    Raises:
        ValueError: *of* is not above 0, or *places* not from 0 to 24.
    """
    until_end = share(amount, end, of, places, rounding)
    return EXACT.subtract(until_end, share(amount, start, of, places, rounding)) if start else until_end


def allocate(amount: Decimal, weights: Sequence[Decimal], places: int) -> tuple[Decimal, ...]:
    """Spread *amount* over *weights* by largest remainder (Hamilton's method).

    Each part is its exact proportion rounded towards zero; the minor units that are left go one each to the
    greatest remainders, of equal ones to the earlier. The parts add up to *amount*; a weight of 0 gets 0.

    Args:
        amount: An amount in whole minor units; one below 0 is spread as its mirror image.
        weights: Any finite numbers of one sign (or zero); only their proportions count.
        places: Decimals of the minor unit.

    Raises:
        ValueError: *amount* is finer than the minor unit; weights are on both sides of 0; or all of them
            are 0 and *amount* is not.
    """
    smallest = _UNITS[places]
    over, under = amount.as_integer_ratio()
    total, finer = divmod(abs(over) * 10**places, under)
    if finer:
        raise ValueError(f"{amount} cannot be spread in steps of {smallest}")
    shares = _integers(weights)
    whole = sum(shares)
    if not total:
        return (_ZEROS[places],) * len(shares)
    if not whole:
        raise ValueError(f"{amount} cannot be spread: all weights are 0")
    units = [total * each // whole for each in shares]
    left = total - sum(units)
    if left:
        # sorted() is stable, so equal remainders stay in the order of the weights.
        first = sorted(range(len(shares)), key=lambda index: -(total * shares[index] % whole))
        for index in first[:left]:
            units[index] += 1
    sign = 1 if over > 0 else -1
    return tuple(EXACT.multiply(Decimal(sign * each), smallest) for each in units)


def _integers(weights: Sequence[Decimal]) -> list[int]:
    """Return integers above or equal to 0 in the proportions of *weights*."""
    ratios = [weight.as_integer_ratio() for weight in weights]
    scale = lcm(*(under for _, under in ratios))
    scaled = [over * (scale // under) for over, under in ratios]
    if min(scaled, default=0) >= 0:
        return scaled
    if max(scaled) > 0:
        raise ValueError("weights must not be on both sides of 0")
    return [-each for each in scaled]


def minor_unit(currency: str) -> int:
    """Return how many decimals *currency* has by ISO 4217: USD 2, JPY 0, KWD 3.

    Args:
        currency: An alphabetic code in capitals.

    Raises:
        UnknownCurrency: The code is not active, or has no minor unit.
    """
    places = MINOR_UNITS.get(currency)
    if places is not None:
        return places
    if currency in WITHOUT_MINOR_UNIT:
        message = f"{currency} has no minor unit in ISO 4217, so no amount can be rounded to it"
        raise UnknownCurrency(currency, (), message)
    candidates = _candidates(currency)
    hint = f"; did you mean {' or '.join(candidates)}?" if candidates else ""
    raise UnknownCurrency(currency, candidates, f"{currency!r} is not an active currency of ISO 4217{hint}")


def _candidates(code: str) -> tuple[str, ...]:
    """Return up to three active codes close to *code*: the same letters first, then by difflib's ratio."""
    typed = code.strip().upper()
    if len(typed) > 16:
        return ()
    from difflib import SequenceMatcher

    letters, matcher, ranked = sorted(typed), SequenceMatcher(b=typed), []
    for known in MINOR_UNITS:
        matcher.set_seq1(known)
        if (ratio := matcher.ratio()) >= 0.6:
            ranked.append((sorted(known) != letters, -ratio, known[0] != typed[0], known))
    return tuple(known for *_, known in sorted(ranked)[:3])
