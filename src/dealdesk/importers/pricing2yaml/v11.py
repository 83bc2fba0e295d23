"""1.1 to 2.0: plans had a price by the month and one by the year, and have one price and factors of billing."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from dealdesk.importers.draft import Note
from dealdesk.importers.yaml_source import Document
from dealdesk.money import EXACT

_STEP = Decimal("0.000001")


def upgrade(document: Document) -> list[Note]:
    """Make `price` of `monthlyPrice` or `annualPrice`, and a factor of billing where all plans have the same.

    An annual price above the monthly one is for the whole year, else it is for a month that is paid by the year.
    Where plans differ no factor is true of all: then none is made, and every annual price gets a note.
    """
    data: dict[str, Any] = document.data
    data.pop("hasAnnualPayment", None)
    factors: dict[str, Decimal] = {}
    monthly = yearly = False
    for section, name, item in list(_priced(data)):
        by_month, by_year = item.pop("monthlyPrice", None), item.pop("annualPrice", None)
        if item.get("price") is None and (by_month is not None or by_year is not None):
            key = "annualPrice" if by_month is None else "monthlyPrice"
            item["price"] = by_year if by_month is None else by_month
            document.moved((section, name, key), (section, name, "price"))
            monthly, yearly = monthly or by_month is not None, yearly or by_month is None
        if _number(by_month) and _number(by_year) and by_month:
            months = 12 if by_year > by_month else 1
            share = EXACT.divide(Decimal(by_year), Decimal(by_month * months))
            factors[f"{section}.{name}"] = share.quantize(_STEP, ROUND_HALF_UP)
    data["version"] = "2.0"
    notes: list[Note] = []
    found = set(factors.values())
    if len(found) > 1:
        for path, factor in factors.items():
            section, _, name = path.partition(".")
            line = document.line(section, name, "annualPrice")
            words = f"{name} costs {_percent(factor)} % of its monthly price when it is billed yearly"
            notes.append(Note(line, f"{words}; plans differ, so no price for yearly billing is written"))
    billing: dict[str, Any] = {"monthly": 1} if monthly or not yearly else {"annual": 1}
    if len(found) == 1:
        billing["annual"] = found.pop()
    data.setdefault("billing", billing)
    return notes


def _priced(data: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for section in ("plans", "addOns"):
        items = data.get(section)
        for name, item in items.items() if isinstance(items, dict) else ():
            if isinstance(item, dict):
                yield section, name, item


def _number(value: Any) -> bool:
    return isinstance(value, int | Decimal) and not isinstance(value, bool) and Decimal(value).is_finite()


def _percent(factor: Decimal) -> str:
    return f"{EXACT.multiply(factor, Decimal(100)).normalize():f}"
