"""Numbers and amounts as findings say them."""

from __future__ import annotations

from decimal import Decimal

from dealdesk.money import minor_unit


def money(amount: Decimal, currency: str) -> str:
    """Return an amount with its currency, and more decimals than that has where the amount is finer: USD 18.0008."""
    places = max(minor_unit(currency), -int(amount.normalize().as_tuple().exponent))
    return f"{currency} {amount:,.{places}f}"


def number(value: Decimal) -> str:
    """Return a quantity without needless decimals: 10,000.01."""
    return f"{value.quantize(Decimal(1)) if value == value.to_integral_value() else value.normalize():,f}"


def counted(value: Decimal, unit: str) -> str:
    """Return a quantity with its unit."""
    return f"{number(value)} {unit}"


def spread(first: Decimal, last: Decimal, unit: str) -> str:
    """Return a range of quantities: "44 to 50 seats", or one of them."""
    return counted(last, unit) if first == last else f"{number(first)} to {counted(last, unit)}"
