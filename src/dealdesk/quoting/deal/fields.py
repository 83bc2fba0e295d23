"""What the tables of a deal have in common: lengths of time, and how often is invoiced."""

from __future__ import annotations

from typing import Annotated, Literal

from dealdesk.pricing.numbers import Whole
from dealdesk.record import Field

Months = Annotated[Whole, Field(ge=1, le=360)]
Days = Annotated[Whole, Field(le=3650)]
Billing = Literal["annual", "quarterly", "monthly", "upfront"]
