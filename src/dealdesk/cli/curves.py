"""The picture of a charge's price curve, from the words of the command line."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import typer

from dealdesk.catalog import curve
from dealdesk.catalog.models import Catalog, price_in
from dealdesk.catalog.product import Product
from dealdesk.cli import words
from dealdesk.cli.curve_scale import Picture
from dealdesk.errors import DealdeskError, did_you_mean
from dealdesk.money import minor_unit
from dealdesk.pricing.charges import Charge, Given


def picture_of(
    catalog: Catalog,
    sku: str,
    charge_id: str | None,
    *,
    to: str | None,
    currency: str | None,
    price: str | None,
    cell: Sequence[str],
) -> Picture:
    """Return the picture of one charge; a usage error when the words do not fit the catalog."""
    header, product = catalog.catalog, catalog.products[sku]
    charge = _charge(product, sku, charge_id)
    code = currency or header.currency
    if code not in (header.currency, *header.currencies):
        known = ", ".join(dict.fromkeys((header.currency, *header.currencies)))
        raise typer.BadParameter(f"the catalog has no prices in {code}; it has {known}", param_hint="--currency")
    chosen = dict(each.partition("=")[::2] for each in cell)
    given = Given(price=_number(price, "--price") if price is not None else None, cell=chosen)

    def at(stated: object) -> Decimal:
        return price_in(stated, code, header.currency)

    try:
        stretches = curve.stretches(charge, at, given)
        end = _number(to, "--to") if to is not None else curve.natural_end(stretches)
        if not end:
            raise typer.BadParameter("the largest quantity must be above 0", param_hint="--to")
        pieces = curve.pieces(charge, at, end, given)
    except KeyError:
        raise DealdeskError(f"{sku} has no price in {code}") from None
    except ValueError as wrong:
        how = "--cell" if _model(charge) == "matrix" else "--price"
        raise DealdeskError(f"{sku}, {charge.id}: {wrong}; say it with {how}") from None
    name = product.name if len(product.charges) == 1 else f"{product.name}, {charge.name or charge.id}"
    amounts, units = _axes(charge)
    return Picture(
        name,
        f"{code} {amounts}",
        units,
        pieces,
        stretches,
        end,
        minor_unit(code),
        header.brand.accent,
        share=_model(charge) in ("percentage", "bracketed_fee", "percent_of"),
        note=_note(charge),
    )


def _model(charge: Charge) -> str:
    model: str = charge.model  # type: ignore[attr-defined]
    return model


def _axes(charge: Charge) -> tuple[str, str]:
    """Return what the amounts are, and what they are by."""
    if _model(charge) in ("percentage", "bracketed_fee"):
        return "on one transaction", "value of the transaction"
    if _model(charge) == "percent_of":
        return words.A_PERIOD[charge.period], "net of the other lines"
    return words.A_PERIOD[charge.period], charge.unit or "quantity"


def _note(charge: Charge) -> str:
    """Return what comes after the curve."""
    if _model(charge) == "percentage" or (charge.minimum is None and charge.maximum is None):
        return ""
    return "The charge has a minimum or a maximum; it applies after discounts, and is not in the picture."


def _charge(product: Product, sku: str, charge_id: str | None) -> Charge:
    known = [each.id for each in product.charges]
    if charge_id is None and len(known) > 1:
        raise typer.BadParameter(f"{sku} has several charges; name one of {', '.join(known)}", param_hint="CHARGE")
    if charge_id is not None and charge_id not in known:
        guess = did_you_mean(charge_id, known)
        hint = f"did you mean {guess}?" if guess else f"it has: {', '.join(known)}"
        raise typer.BadParameter(f"{sku} has no charge {charge_id}; {hint}", param_hint="CHARGE")
    return product.charge(charge_id or known[0])


def _number(given: str, option: str) -> Decimal:
    from dealdesk.pricing.numbers import typed

    value = typed(given)
    if value is None or len(given) > 44:
        raise typer.BadParameter(f"{given} is not a number such as 3000 or 2.5", param_hint=option)
    return value
