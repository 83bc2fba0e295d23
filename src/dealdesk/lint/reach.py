"""How much of a charge is needed to reach a size on a ladder."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from dealdesk.lint.market import Grid, Market
from dealdesk.money import EXACT
from dealdesk.pricing.arithmetic import DecimalArithmetic
from dealdesk.pricing.charges import UNBOUNDED, Charge, curve_amount, find

_CALC = DecimalArithmetic()
Sold = tuple[str, Charge]
"""A product and the charge of it that counts."""


def reaches(
    market: Market, by: Literal["quantity", "amount"], size: Decimal, sku: str, charge: Charge
) -> Decimal | None:
    """Return the smallest quantity that counts as *size* or more; None where none that is sold does.

    With `by` "quantity" the quantity itself counts, else the list amount a year.
    """
    grid = market.grid(sku, charge, market.currency)
    if grid.least <= 0:
        grid = grid._replace(least=grid.step)
    if by == "quantity":
        whole, rest = EXACT.divmod(max(Decimal(0), size - grid.least), grid.step)
        return _sold(grid, int(whole) + (1 if rest else 0))
    if listed(market, charge, grid.least) >= size:
        return grid.least
    if grid.most is not None and listed(market, charge, grid.most) < size:
        return None
    low, high = 0, 1
    while listed(market, charge, _quantity(grid, high)) < size:
        low, high = high, high * 2
        if _quantity(grid, high) >= UNBOUNDED or high > 10**15:
            return None
    while low + 1 < high:
        middle = (low + high) // 2
        low, high = (low, middle) if listed(market, charge, _quantity(grid, middle)) >= size else (middle, high)
    return _sold(grid, high)


def _quantity(grid: Grid, steps: int) -> Decimal:
    return grid.least + EXACT.multiply(grid.step, Decimal(steps))


def _sold(grid: Grid, steps: int) -> Decimal | None:
    quantity = _quantity(grid, steps)
    return quantity if grid.most is None or quantity <= grid.most else None


def listed(market: Market, charge: Charge, quantity: Decimal) -> Decimal:
    """Return the list amount of a quantity a year."""
    piece = find(market.curve(charge, market.currency) or (), quantity)
    if piece is None:
        return Decimal(0)
    amount = market.calc(market.currency).money(curve_amount(_CALC, piece, quantity))
    return EXACT.multiply(amount, Decimal(charge.per_year))
