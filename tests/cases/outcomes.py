"""What became of each published example: its figures beside ours."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import cache
from typing import Any

from dealdesk.errors import DealdeskError
from tests.cases.records import Record
from tests.cases.runners import RUNNERS, NotExpressible


@cache
def outcome(record: Record) -> dict[str, str]:
    """For each figure that the record expects: `agrees`, or in words how ours is different."""
    try:
        ours = RUNNERS[record.model](record)
    except NotExpressible as missing:
        return dict.fromkeys(record.expected, f"cannot be expressed: {missing}")
    except DealdeskError as refused:
        return dict.fromkeys(record.expected, f"is refused: {refused}")
    return {
        key: "has no counterpart"
        if key not in ours
        else "agrees"
        if same(ours[key], theirs)
        else f"is {theirs} there and {ours[key]} here"
        for key, theirs in record.expected.items()
    }


def same(ours: Any, theirs: Any) -> bool:
    """Whether two figures, or two lists of figures, are the same amount."""
    if ours is None or theirs is None:
        return ours is theirs
    if isinstance(theirs, list):
        return len(ours) == len(theirs) and all(map(same, ours, theirs))
    text = str(theirs)
    if isinstance(ours, str):
        return ours == text
    if "/" in text:
        return Fraction(ours) == sum(Fraction(each) for each in text.split("+"))
    if isinstance(ours, Fraction):  # a ratio: theirs has as many decimals as it shows
        places = max(0, -int(Decimal(text).as_tuple().exponent))
        scaled = ours * 10**places
        whole = Decimal(scaled.numerator) / Decimal(scaled.denominator)
        return whole.quantize(Decimal(1), ROUND_HALF_UP) == Decimal(text).scaleb(places)
    return Decimal(ours) == Decimal(text)
