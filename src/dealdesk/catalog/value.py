"""`[value]`: how the worth of the offer is stated."""

from __future__ import annotations

from dealdesk.catalog.fields import Illustrative, Name, Text
from dealdesk.pricing.numbers import Percent


class ValueModel(Illustrative):
    """`[value.<id>]`: how the worth of the offer is stated, for calculators and value-based prices."""

    name: Name
    purpose: Text
    inputs: tuple[Name, ...] = ()
    capture: tuple[Percent, Percent] | None = None
    variants: tuple[Text, ...] = ()
