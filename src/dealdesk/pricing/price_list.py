"""What a charge costs as it is printed: the rungs of its price list, in one currency, before any discount.

The price curve of `charges.charge.Segment` is for computing; this is for reading.  Steps of the catalog keep their
own flat amounts here, which a curve has added up.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Rung:
    """One step of a charge's price list, as it is printed: which quantities it is for, and what they cost.

    Attributes:
        above: Where it begins.
        up_to: Where it ends; None where it has no end.
        end_in: Whether the end itself belongs to it.
        rate: Amount per unit, or per started block where `size` is not 0; a fraction where the charge is a share.
        flat: Amount that is added once.
        size: Units in a block, or 0.
        least: Least amount for one transaction, or None.
        most: Greatest amount for one transaction, or None.
    """

    above: Decimal = ZERO
    up_to: Decimal | None = None
    end_in: bool = True
    rate: Decimal = ZERO
    flat: Decimal = ZERO
    size: Decimal = ZERO
    least: Decimal | None = None
    most: Decimal | None = None


@dataclass(frozen=True, slots=True)
class PriceList:
    """The price list of a charge.

    Attributes:
        rungs: Its steps, the first one first.
        minimum: What a whole period of the charge comes to at least, after discounts; None where nothing is stated.
        maximum: What it comes to at most.
    """

    rungs: tuple[Rung, ...]
    minimum: Decimal | None = None
    maximum: Decimal | None = None
