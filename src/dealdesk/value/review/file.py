"""A review as its file says it: every table of the file is here."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from dealdesk.catalog.fields import Id, Name, Text
from dealdesk.catalog.written import Written
from dealdesk.pricing.numbers import Amount, Number, Percent, Quantity, Whole
from dealdesk.record import Field, Record, check


class BaselineStated(Record):
    """`[baseline]`: what both parties agreed to measure against.

    Attributes:
        agreed: The day that they agreed on it.
        rate: What one unit of use costs under it.
        unit: What is counted.
        boundary: What is measured: which traffic, which sites.
    """

    agreed: date
    rate: Amount
    unit: Name
    boundary: Text
    source: Text | None = None


class ShareStated(Record):
    """`[share]`: what the vendor gets of the saving.

    Attributes:
        percent: The vendor's share.
        cap: The most that the fee of one period may be.
        floor: The least.
        year_cap: The most that the fees of all periods of the review may be together.
    """

    percent: Percent
    cap: Amount | None = None
    floor: Amount | None = None
    year_cap: Amount | None = None

    @check
    def _ordered(self) -> None:
        if self.cap is not None and self.floor is not None and self.floor > self.cap:
            raise ValueError(f"floor is {self.floor:f}, above the cap, {self.cap:f}")


class GuaranteeStated(Record):
    """`[guarantee]`: a saving that the vendor promised for the time that is reviewed.

    Attributes:
        amount: The saving, in money; or give `percent`.
        percent: The saving, in per cent of the adjusted baseline.
        pays: How much of a shortfall the vendor pays, in per cent.
    """

    amount: Amount | None = None
    percent: Percent | None = None
    pays: Percent = Decimal(100)

    @check
    def _amounts(self) -> None:
        if (self.amount is None) == (self.percent is None):
            raise ValueError("amount or percent says what was promised: give one of the two")


class Row(Record):
    """`[[periods.rows]]`: measured use of a month, a site or a workload, and what it did cost."""

    name: Name
    quantity: Quantity
    actual: Amount


class AdjustmentStated(Record):
    """`[[periods.adjustments]]`: a change of the baseline that is nobody's merit, such as a new site.

    Attributes:
        amount: What it adds to the baseline of the period; below 0 lowers it.
        percent: The same in per cent of the unadjusted baseline.
        quantity: The same as use that is added, at `rate`, or below 0 taken out.
        rate: What a unit of it costs; the baseline's rate when left out.
    """

    reason: Text
    amount: Number | None = None
    percent: Annotated[Number, Field(ge=-100, le=1000)] | None = None
    quantity: Number | None = None
    rate: Amount | None = None

    @check
    def _amounts(self) -> None:
        given = [name for name in ("amount", "percent", "quantity") if getattr(self, name) is not None]
        if len(given) != 1:
            raise ValueError("reason says why, but not by how much: give one of amount, percent and quantity")
        if self.rate is not None and self.quantity is None:
            raise ValueError("rate goes with quantity, and there is no quantity")


class PeriodStated(Record):
    """`[[periods]]`: one period, with its measured use as rows, or in a CSV file (`use`)."""

    id: Id
    title: Name | None = None
    start: date
    end: date
    rows: tuple[Row, ...] = Field(default=(), max_length=10_000)
    use: Name | None = None
    adjustments: tuple[AdjustmentStated, ...] = Field(default=(), max_length=100)

    @check
    def _measured(self) -> None:
        if self.end < self.start:
            raise ValueError(f"end is {self.end}, before the start, {self.start}")
        if bool(self.rows) == (self.use is not None):
            raise ValueError("rows or use says what was measured: give one of the two")


class QualityStated(Record):
    """`[[quality]]`: a figure of quality, what was agreed, and what was measured in the period under review."""

    name: Name
    unit: Name = ""
    before: Number | None = None
    target: Number | None = None
    actual: Number
    better: Literal["higher", "lower"]
    source: Text | None = None


class IncidentStated(Record):
    """`[[incidents]]`: something that went wrong in the period under review."""

    date: date
    title: Name
    severity: Name = "minor"
    minutes: Whole | None = None
    cause: Text | None = None
    done: Text | None = None


class LeverStated(Record):
    """`[[levers]]`: what can be done next, and what it is worth a year."""

    text: Text
    owner: Name | None = None
    by: date | None = None
    worth: Amount | None = None


class RenewalStated(Record):
    """`[renewal]`: what is asked for at renewal of the deal.

    Attributes:
        uplift: The rise that is asked for, in per cent of what is paid; caps and price locks of the contract bound it.
        months: The next term.
        notice_days: Days before its end in which a party may say that it does not renew.
    """

    uplift: Percent
    months: Annotated[Whole, Field(ge=1, le=120)] = 12
    notice_days: Annotated[Whole, Field(le=365)] | None = None


class GainShareStated(Record):
    """`[gain_share]`: from which saving a share of it is offered; the catalog's model `gain-share` when left out."""

    threshold: Percent | None = None
    share: Percent | None = None


class SignerStated(Record):
    """`[[signers]]`: who signs off."""

    party: Literal["customer", "vendor"]
    name: Name
    title: Name | None = None


class Review(Written):
    """A whole review, as read from its file.

    Attributes:
        deal: The deal that was signed; its path starts at the review's folder.
        option: The option of it that was signed; the deal itself when left out.
        context: Why the customer bought.
        measure: The measure that was agreed.
        periods: All periods so far, the oldest first; the last one is under review.
        missed: What did not work.
        playbook_levers: Whether the levers of the catalog's playbook are added to those of the review.
    """

    title: Name
    deal: Name | None = None
    option: Name | None = None
    catalog: Name | None = None
    customer: Name | None = None
    vendor: Name | None = None
    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")] | None = None
    language: Name | None = None
    prepared_by: Name | None = None
    issued: date | None = None
    context: Annotated[str, Field(max_length=4000)] = ""
    measure: Annotated[str, Field(max_length=4000)] = ""
    baseline: BaselineStated
    share: ShareStated
    guarantee: GuaranteeStated | None = None
    periods: tuple[PeriodStated, ...] = Field(min_length=1, max_length=60)
    quality: tuple[QualityStated, ...] = Field(default=(), max_length=50)
    incidents: tuple[IncidentStated, ...] = Field(default=(), max_length=200)
    missed: tuple[Text, ...] = Field(default=(), max_length=20)
    levers: tuple[LeverStated, ...] = Field(default=(), max_length=20)
    playbook_levers: bool = True
    renewal: RenewalStated | None = None
    gain_share: GainShareStated | None = None
    signers: tuple[SignerStated, ...] = Field(default=(), max_length=10)
    notes: tuple[Text, ...] = Field(default=(), max_length=50)
