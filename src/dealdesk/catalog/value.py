"""`[value]`: how the worth of the offer is stated, and the models that calculate it."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, Literal

from dealdesk.catalog.fields import Illustrative, Name, Text
from dealdesk.pricing.numbers import Number, Percent, Whole
from dealdesk.record import Field, Record, check

VariableId = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=40)]
"""The name of an input, a column or a formula: what formulas call it."""

Sort = Literal["money", "number", "percent", "whole"]
"""What a number is: an amount in the catalog's currency, a number, a percentage (60 means 60 %), or a whole number."""

Confidence = Literal["high", "medium", "low"]
MOST_ROWS = 40
"""Most rows of a table."""


class ValueInput(Illustrative):
    """`[value.<id>.inputs.<name>]`: a number that the customer is asked for; also a column of a table of rows."""

    label: Name
    kind: Sort = "number"
    unit: Name | None = None
    least: Number = Decimal(0)
    most: Number
    step: Annotated[Number, Field(gt=0)] | None = None
    default: Number | None = None
    help: Text | None = None
    source: Text | None = None
    confidence: Confidence | None = None

    @check
    def _in_range(self) -> None:
        if self.most <= self.least:
            raise ValueError(f"the range is empty: most is {self.most:f}, and least {self.least:f}")
        if self.default is not None:
            wrong = self.wrong(self.default)
            if wrong is not None:
                raise ValueError(f"the default {wrong}")
        if self.step is not None and self.step > self.most - self.least:
            raise ValueError(f"the step {self.step:f} is wider than the range from {self.least:f} to {self.most:f}")

    def wrong(self, value: Decimal) -> str | None:
        """Return what is wrong with a number for this input, or None."""
        if not self.least <= value <= self.most:
            return f"{value:f} is outside its range from {self.least:f} to {self.most:f}"
        if self.kind == "whole" and value != value.to_integral_value():
            return f"{value:f} is not a whole number"
        return None


class ValueOutput(Record):
    """`[value.<id>.outputs.<formula>]`: a formula whose result is shown."""

    label: Name
    kind: Sort = "money"
    unit: Name | None = None
    decimals: Annotated[Whole, Field(le=12)] | None = None
    headline: bool = False
    help: Text | None = None


class ValueRow(Illustrative):
    """One row of a table, such as one model that requests are routed to."""

    name: Name
    values: Mapping[VariableId, Number] = Field(default_factory=dict)


class ValueTable(Record):
    """`[value.<id>.tables.<name>]`: rows of numbers that are alike, such as one row for each model."""

    label: Name
    row: Name = "Row"
    columns: Mapping[VariableId, ValueInput] = Field(min_length=1)
    formulas: Mapping[VariableId, Text] = Field(default_factory=dict)
    outputs: Mapping[VariableId, ValueOutput] = Field(default_factory=dict)
    rows: tuple[ValueRow, ...] = Field(min_length=1, max_length=MOST_ROWS)


class ValueCheck(Record):
    """`[[value.<id>.checks]]`: what must hold of the numbers, such as that shares add up to 100 %."""

    holds: Text
    message: Text
    level: Literal["error", "warning"] = "warning"


class Assumption(Illustrative):
    """`[[value.<id>.assumptions]]`: what the result rests on, where that comes from, and how sure it is."""

    text: Text
    source: Text
    confidence: Confidence


class ValueModel(Illustrative):
    """`[value.<id>]`: how the worth of the offer is stated, for calculators and value-based prices."""

    name: Name
    purpose: Text
    drivers: tuple[Text, ...] = ()
    inputs: Mapping[VariableId, ValueInput] = Field(default_factory=dict)
    tables: Mapping[VariableId, ValueTable] = Field(default_factory=dict)
    formulas: Mapping[VariableId, Text] = Field(default_factory=dict)
    outputs: Mapping[VariableId, ValueOutput] = Field(default_factory=dict)
    checks: tuple[ValueCheck, ...] = ()
    assumptions: tuple[Assumption, ...] = ()
    capture: tuple[Percent, Percent] | None = None
    variants: tuple[Text, ...] = ()
