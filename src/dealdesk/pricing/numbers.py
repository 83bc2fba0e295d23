"""The numbers that catalogs and deals may state, and the frozen record they are stated in."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, Any

from dealdesk.record import Before, Field


def _number(value: Any) -> Any:
    if isinstance(value, bool | float):
        raise ValueError("a number is needed here, not true or false" if isinstance(value, bool) else "a float")
    if isinstance(value, str):
        raise ValueError(f"a number is needed here; write {value} without quotes")
    return value


def _currency_table(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _number(number) for key, number in value.items()}
    return _number(value)


Number = Annotated[Decimal, Before(_number), Field(max_digits=24, decimal_places=12)]
"""Any finite number of at most 24 digits, 12 of them decimals."""

Amount = Annotated[Number, Field(ge=0)]
"""A number from 0 up: an amount of money, a unit price or a rate."""

Quantity = Annotated[Number, Field(ge=0)]
"""How many; fractions are allowed where the unit has them."""

Percent = Annotated[Number, Field(ge=0, le=100)]
"""From 0 to 100; 15 means 15 %."""

Whole = Annotated[int, Before(_number), Field(ge=0, le=10**12)]
"""A whole number from 0 up."""

Price = Annotated[Amount | Mapping[str, Amount], Before(_currency_table)]
"""One number in the catalog's currency, or a table of numbers by currency code."""


def typed(text: str) -> Decimal | None:
    """Return a number from 0 up as people type it: 3000, 1_200, 1,200.50.  None for anything else.

    Commas stand before three digits each: 2,5 and 0,015 have one for a decimal point, and would be read as others.
    """
    return Decimal(re.sub("[,_]", "", text)) if _TYPED.fullmatch(text) else None


_TYPED = re.compile(r"(?:[0-9]+(?:_[0-9]+)*|[1-9][0-9]{0,2}(?:,[0-9]{3})+)(?:\.[0-9]+)?")
