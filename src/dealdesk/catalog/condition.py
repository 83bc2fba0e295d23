"""A condition of a policy: a measure of the deal, and the limit that it is held against."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Literal

from dealdesk.pricing.numbers import Number
from dealdesk.record import Field, Record, check

Op = Literal["above", "at_least", "below", "at_most"]
UPWARDS = ("above", "at_least")
"""The comparisons that a greater figure passes."""

MeasureName = Literal[
    "discount",
    "line_discount",
    "family_discount",
    "asked_discount",
    "period_discount",
    "price_book_discount",
    "partner_discount",
    "promotion_discount",
    "held_discount",
    "range_position",
    "charges_left_out",
    "credited",
    "margin",
    "line_margin",
    "floor_distance",
    "list",
    "tcv",
    "acv",
    "arr",
    "quantity",
    "usage_discount",
    "asked_usage_discount",
    "usage_margin",
    "usage_estimate",
    "commitment_shortfall",
    "months",
    "payment_days",
    "free_months",
    "valid_days",
    "days_to_start",
    "late_lines",
    "own_date",
    "billing_months",
    "in_arrears",
    "uplift",
    "uplift_in_all",
    "renewal_percent",
    "renewal_rise",
    "lock_months",
    "locked_units",
    "own_rules",
    "renewal_cap",
    "nonstandard_terms",
    "notes",
    "segment_range",
    "own_economics",
    "gross_margin",
    "infrastructure_share",
    "cac",
    "cac_payback",
    "ltv_to_cac",
]
"""What of a quote a rule can look at; `dealdesk.approving.measures` has a function for each."""

OF_LINES = frozenset({
    "discount", "line_discount", "family_discount", "asked_discount", "period_discount", "price_book_discount",
    "partner_discount", "promotion_discount", "held_discount", "range_position", "charges_left_out", "credited",
    "margin", "line_margin", "floor_distance", "list", "tcv", "quantity", "usage_discount", "asked_usage_discount",
    "usage_margin", "renewal_rise", "gross_margin",
})  # fmt: skip
"""Measures that can be of some products only."""


def check_of(measure: str | None, skus: Sequence[str], families: Sequence[str], terms: Sequence[str]) -> None:
    """Raise ValueError where a condition names products, or terms, that its measure does not look at."""
    if (skus or families) and measure not in OF_LINES:
        raise ValueError(f"{'skus' if skus else 'families'} narrow down nothing: {measure} is of the whole deal")
    if terms and measure != "nonstandard_terms":
        raise ValueError(f"terms narrow down nonstandard_terms only, and this is {measure}")


AMOUNTS = frozenset({"credited", "list", "tcv", "acv", "arr", "usage_estimate", "commitment_shortfall", "cac"})
"""Measures that are amounts of money, whose limit can be stated by currency."""

FROM_ZERO = frozenset({
    "months", "payment_days", "free_months", "valid_days", "late_lines", "own_date", "billing_months", "in_arrears",
    "lock_months", "locked_units", "own_rules", "nonstandard_terms", "notes", "segment_range", "own_economics",
    "charges_left_out", "range_position", "renewal_cap", "renewal_percent", "infrastructure_share", "cac",
    "cac_payback", "credited",
})  # fmt: skip
"""Measures that are never below 0."""


def check_limit(measure: str | None, op: str | None, values: Iterable[Decimal]) -> None:
    """Raise ValueError where no figure can pass a limit: a discount above 100 %, a margin above it, days below 0."""
    share = measure is not None and measure.endswith(("discount", "margin"))
    name = str(measure).replace("_", " ")
    for value in values:
        if share and op in ("above", "at_least") and (value > 100 or (value == 100 and op == "above")):
            raise ValueError(f"value {value:f} is never passed: a {name} is at most 100 %")
        if measure in FROM_ZERO and ((op == "below" and value <= 0) or (op == "at_most" and value < 0)):
            raise ValueError(f"value {value:f} is never passed: {name} is never below 0")


def check_currencies(measure: str | None, values: Mapping[str, Decimal]) -> None:
    """Raise ValueError where a limit is stated by currency, and its measure is no amount."""
    if values and measure not in AMOUNTS:
        raise ValueError(f"values by currency are limits of amounts, and {measure} is none: write value = …")


class Condition(Record):
    """One comparison: a measure of the quote, and the limit that it passes or not.

    Attributes:
        measure: What of the quote is looked at.
        op: How it is compared with the limit.
        value: The limit; of an amount, in the catalog's currency.
        values: The limit of an amount by currency, instead of `value`.
        skus: Only lines of these products count.
        families: Only lines of these families count.
        terms: For `nonstandard_terms`: only these keys of a deal's `[terms]` count.
    """

    measure: MeasureName
    op: Op
    value: Number | None = None
    values: Mapping[str, Number] = Field(default_factory=dict)
    skus: tuple[str, ...] = ()
    families: tuple[str, ...] = ()
    terms: tuple[str, ...] = ()

    @check
    def _one_limit(self) -> None:
        if (self.value is None) == (not self.values):
            raise ValueError("state either value, or values by currency")
        check_limit(self.measure, self.op, (self.value,) if self.value is not None else tuple(self.values.values()))
        check_currencies(self.measure, self.values)
        check_of(self.measure, self.skus, self.families, self.terms)
