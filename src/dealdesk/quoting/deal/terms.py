"""What is asked for on the whole deal: discounts, a commitment, free months, a rise, and printed terms."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

from dealdesk.catalog.fields import Text
from dealdesk.catalog.terms import PrintedTerms
from dealdesk.pricing.numbers import Amount, Percent, Quantity, Whole
from dealdesk.pricing.step import AppliesTo
from dealdesk.quoting.deal.fields import Days, Months
from dealdesk.record import Field, Record, check


class Discount(Record):
    """`[[discounts]]`: a percentage, an amount over the term, or a total to reach, on the whole deal."""

    percent: Percent | None = None
    amount: Amount | None = None
    target_total: Amount | None = None
    applies_to: AppliesTo = Field(default_factory=AppliesTo)
    reason: Text | None = None

    @check
    def _one(self) -> None:
        if sum(each is not None for each in (self.percent, self.amount, self.target_total)) != 1:
            raise ValueError("state one of percent, amount, target_total")
        if self.percent is None and "applies_to" in self.given_keys:
            raise ValueError("applies_to is for a percentage; an amount or a target is for the whole deal")


class UsageCommitment(Record):
    """`[commitment]`: usage that the customer commits to, a year.

    Attributes:
        amount: What it pays, after the commitment's discount.
        quantity: Or how much it uses, by "sku/charge", a period of the charge.
    """

    amount: Amount | None = None
    quantity: Mapping[str, Quantity] = Field(default_factory=dict)

    @check
    def _one(self) -> None:
        if (self.amount is None) == (not self.quantity):
            raise ValueError("state either an amount or quantities")


class FreePeriod(Record):
    """`[free]`: months without charge.

    Attributes:
        months: How many.
        first: The month of the contract that they start with.
        extends_term: Whether they come on top of the term (True) or lie inside it (False).  No default: say it.
    """

    months: Months
    first: Annotated[Whole, Field(ge=1, le=360)] = 1
    extends_term: bool


class DealUplift(Record):
    """`[uplift]`: a yearly rise of the price inside the term; the cap is stated too."""

    percent: Percent
    compounding: Literal["simple", "compound"]
    base: Literal["list", "running"] = "running"
    most: Percent
    from_year: Annotated[Whole, Field(ge=1)] = 2


class DealTerms(PrintedTerms):
    """`[terms]`: terms of this deal; what is left out comes from the catalog."""

    payment_days: Days | None = None
