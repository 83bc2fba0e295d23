"""`[projection]` and `[economics]`: the revenue plan, and what one customer brings."""

from __future__ import annotations

from dealdesk.catalog.fields import Illustrative, Name, Text
from dealdesk.pricing.numbers import Number, Percent, Quantity, Whole
from dealdesk.record import Record


class ProjectionRow(Record):
    """One stream in one year of a projection: from … to, in the catalog's currency.

    Attributes:
        customers_least: Customers that the amounts stand for.
        product: The product that those customers buy.
        volume_least: Or the volume that they stand for, in `volume_unit`.
        percent: The share of the year's total that the source states.
    """

    stream: Name
    year: Whole
    least: Number
    most: Number
    customers_least: Whole | None = None
    customers_most: Whole | None = None
    product: str | None = None
    volume_least: Quantity | None = None
    volume_most: Quantity | None = None
    volume_unit: Name | None = None
    percent: Percent | None = None
    note: Text | None = None


class FinancialYear(Record):
    """One year of a plan's profit and loss; each value a range, low end first."""

    year: Whole
    revenue: tuple[Number, Number]
    gross_margin_percent: tuple[Number, Number] | None = None
    operating_expenses: tuple[Number, Number] | None = None
    ebitda: tuple[Number, Number] | None = None
    note: Text | None = None


class Projection(Illustrative):
    """`[projection]`: the revenue plan, and the totals that its source states.

    Attributes:
        rows: Revenue by stream and year.
        totals: Revenue by year over all streams, as the source adds it up.
        detail: The streams' own, finer projections, by product or sort of transaction.
        detail_totals: What the source gives as the sum of one stream's detail in one year.
        results: Profit and loss by year.
    """

    rows: tuple[ProjectionRow, ...] = ()
    totals: tuple[ProjectionRow, ...] = ()
    detail: tuple[ProjectionRow, ...] = ()
    detail_totals: tuple[ProjectionRow, ...] = ()
    results: tuple[FinancialYear, ...] = ()


class UnitEconomics(Illustrative):
    """`[economics.<id>]`: what one customer of a segment brings and costs; each value a range.

    `ltv_years` are the years that the lifetime value counts.
    """

    name: Name
    acv: tuple[Number, Number] | None = None
    arpu_month: tuple[Number, Number] | None = None
    cac: tuple[Number, Number] | None = None
    ltv: tuple[Number, Number] | None = None
    ltv_years: Whole | None = None
    payback_months: tuple[Number, Number] | None = None
    churn_percent: tuple[Number, Number] | None = None
