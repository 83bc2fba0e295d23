"""Small catalogs and deals made in code: what the tests of prices sell and buy."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from dealdesk.catalog.models import Catalog
from dealdesk.quoting.deal import Deal
from dealdesk.quoting.load import deal_of
from dealdesk.quoting.price import price
from dealdesk.quoting.quote import Quote
from dealdesk.quoting.quote.line import QuoteLine

TODAY = date(2026, 12, 1)
START = date(2027, 1, 1)
D = Decimal


def charge(model: str, **fields: Any) -> dict[str, Any]:
    """A yearly charge, unless *fields* say otherwise."""
    return {"id": "price", "period": "year", "model": model} | fields


def product(*charges: dict[str, Any], **fields: Any) -> dict[str, Any]:
    return {"name": "Thing", "kind": "plugin", "family": "things", "charges": list(charges)} | fields


def catalog(
    products: dict[str, dict[str, Any]],
    rules: dict[str, Any] | None = None,
    *,
    segments: Sequence[str] = (),
    **header: Any,
) -> Catalog:
    about = {"id": "shop", "name": "Shop", "version": "1", "currency": "USD"} | header
    named = {name: {"name": name} for name in segments}
    return Catalog.validate({"catalog": about, "products": products, "rules": rules or {}, "segments": named})


def deal(*lines: dict[str, Any] | str, **fields: Any) -> Deal:
    """A deal of one year from 1 January 2027, unless *fields* say otherwise; a line may be just a SKU."""
    said: dict[str, Any] = {"catalog": "shop", "customer": {"name": "Northwind"}, "start": START}
    if not fields.keys() & {"months", "end", "co_term"}:
        said["months"] = 12
    return deal_of(said | fields | {"lines": [{"sku": each} if isinstance(each, str) else each for each in lines]})


def quote(of: Deal, at: Catalog) -> Quote:
    return price(of, at, today=TODAY)


def buy(
    one: dict[str, Any],
    quantity: Any = 1,
    rules: dict[str, Any] | None = None,
    *,
    line: dict[str, Any] | None = None,
    header: dict[str, Any] | None = None,
    **fields: Any,
) -> QuoteLine:
    """The quote line of a deal that buys *quantity* of one product with the charge *one*."""
    at = catalog({"thing": product(one)}, rules, **(header or {}))
    return quote(deal({"sku": "thing", "quantity": quantity} | (line or {}), **fields), at).lines[0]


def moved(line: QuoteLine | Quote, code: str) -> Decimal:
    """What the step *code* moved on a line, or on all committed lines of a quote."""
    return sum((move.amount for move in line.moves if move.code == code), D(0))
