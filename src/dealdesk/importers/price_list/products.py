"""All rows of one product as its tables: one price, prices by currency, or tiers that meet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import Any

from dealdesk.errors import Mistake
from dealdesk.importers.draft import Note, Table
from dealdesk.importers.price_list.columns import Settings
from dealdesk.importers.price_list.sheet import Field, Sheet
from dealdesk.money import minor_unit, unit

ON_REQUEST_MOST = 1_000_000_000
"""The end of the range in which a seller may state a price that the list does not have."""


@dataclass(frozen=True, slots=True)
class Row:
    """One price, read from one row."""

    fields: Mapping[str, Field]
    line: int
    sku: str
    name: str
    description: str
    price: Decimal | None
    words: str
    currency: str
    unit: str
    period: str
    kind: str
    family: str
    low: Decimal | None
    high: Decimal | None

    @property
    def tiered(self) -> bool:
        """Whether the row is one tier of several."""
        return self.low is not None or self.high is not None


class Products:
    """Makes products of rows; adds what is wrong to the mistakes that it is given."""

    def __init__(self, sheet: Sheet, settings: Settings, wrong: list[Mistake]) -> None:
        self.sheet, self.settings, self.wrong, self.notes = sheet, settings, wrong, list[Note]()

    def _at(self, field: Field, message: str, *, hint: str | None = None) -> None:
        self.wrong.append(self.sheet.mistake(field, message, hint=hint))

    def product(self, sku: str, rows: Sequence[Row], currency: str) -> list[Table]:
        """Return the tables of one product, from all its rows."""
        first = rows[0]
        for row in rows[1:]:
            for name in ("name", "unit", "period", "kind", "family"):
                if getattr(row, name) != getattr(first, name) and name in row.fields:
                    message = f"{sku} has another {name} in line {first.line}: {getattr(first, name)}"
                    self._at(row.fields[name], message, hint=f"one product has one {name}")
        by_currency: dict[str, list[Row]] = {}
        for row in rows:
            by_currency.setdefault(row.currency, []).append(row)
        if currency not in by_currency:
            message = f"{sku} has no price in {currency}, the currency of the catalog"
            self._at(first.fields["price"], message, hint="add a row, or say another --currency")
        charge, remarks = self._charge(sku, first, by_currency)
        if first.unit:
            charge = {"id": charge.pop("id"), "period": charge.pop("period"), "unit": first.unit, **charge}
        keys = {
            "name": first.name,
            "description": first.description or None,
            "kind": first.kind,
            "family": first.family,
        }
        code = first.fields["sku"].text.strip() if "sku" in first.fields else ""
        remark = f"{code}, {first.line}" if code and code != sku else str(first.line)
        return [
            Table(f"[products.{sku}]", keys, (), {"name": remark}),
            Table(f"[[products.{sku}.charges]]", charge, (), remarks),
        ]

    def _charge(
        self, sku: str, first: Row, by_currency: Mapping[str, list[Row]]
    ) -> tuple[dict[str, Any], dict[str, str]]:
        charge: dict[str, Any] = {"id": "price", "period": first.period}
        rows = [row for own in by_currency.values() for row in own]
        lines = ", ".join(str(row.line) for row in rows)
        if any(row.price is None for row in rows):
            if len(rows) > 1:
                row = next(row for row in rows if row.price is None)
                self._at(row.fields["price"], f"{sku} has prices in other rows, and none in this one")
            self.notes.append(Note(first.line, f'{sku} has no price: the list says "{first.words}"'))
            smallest = unit(minor_unit(first.currency))
            charge |= {"model": "range", "from": smallest, "to": ON_REQUEST_MOST, "on_request": True}
            charge |= {
                "illustrative": True,
                "note": f'The list says "{first.words}"; only the seller can state a price.',
            }
            return charge, {"on_request": lines}
        if any(row.tiered for row in rows):
            ladders = {code: self._ladder(sku, own) for code, own in by_currency.items()}
            charge["model"] = self.settings.tiers or "volume"
            charge["tiers"] = self._tiers(sku, ladders, by_currency)
            return charge, {"model": lines}
        prices: dict[str, Decimal] = {}
        for row in rows:
            if row.currency in prices:
                at = next(each.line for each in rows if each.currency == row.currency)
                self._at(row.fields["price"], f"{sku} has a price in {row.currency} already in line {at}")
            prices[row.currency] = row.price or Decimal(0)
        charge["model"] = "per_unit"
        charge |= {"price": prices[first.currency]} if len(prices) == 1 else {"prices": prices}
        return charge, {"price" if len(prices) == 1 else "prices": lines}

    def _ladder(self, sku: str, rows: Sequence[Row]) -> list[tuple[str, Decimal | None]]:
        """Return where each tier ends: (`up_to` or `below`, quantity); None for the last without an end."""
        if self.settings.tiers is None:
            field = next(row.fields[name] for row in rows for name in ("from", "to") if name in row.fields)
            message = f"{sku} has tiers, and nothing says what a tier's price is for"
            hint = "--tiers volume: every unit at the price of its tier; --tiers graduated: only the units inside it"
            if not any(each.code == "tiers" for each in self.wrong):
                made = self.sheet.mistake(field, message, hint=hint)
                self.wrong.append(Mistake(message, made.place, made.source_line, None, hint, "tiers"))
            return []
        start = rows[0]
        if start.low is not None and start.low > 1:
            self._at(start.fields["from"], f"the first tier of {sku} starts at {start.low:f}: fewer have no price")
        ends: list[tuple[str, Decimal | None]] = []
        for row, after in pairwise(rows):
            ends.append(self._end(sku, row, after))
        return [*ends, ("up_to", rows[-1].high)]

    def _end(self, sku: str, row: Row, after: Row) -> tuple[str, Decimal | None]:
        """Return where a tier ends, given the next one: they must meet, and not overlap."""
        field = after.fields.get("from") or after.fields["to"]
        if after.low is None and row.high is None:
            self._at(field, f"nothing says where the tier of line {row.line} ends")
        elif after.low is None and after.high is not None and row.high is not None and after.high <= row.high:
            self._at(field, f"the tier ends at {after.high:f}, not above that of line {row.line}")
        elif after.low is not None and row.high is None:
            if row.low is not None and after.low <= row.low:
                self._at(field, f"the tier starts at {after.low:f}, not above that of line {row.line}")
            return "below", after.low
        elif after.low is not None and row.high is not None:
            whole = row.high == int(row.high) and after.low == int(after.low)
            if after.low <= row.high:
                what = "both tiers claim" if after.low == row.high else "the tiers overlap at"
                self._at(field, f"{what} {after.low:f}: line {row.line} goes up to {row.high:f}")
            elif not (whole and after.low == row.high + 1):
                self._at(field, f"between {row.high:f} in line {row.line} and {after.low:f} there is no price")
        return "up_to", row.high

    def _tiers(
        self, sku: str, ladders: Mapping[str, list[tuple[str, Decimal | None]]], rows: Mapping[str, list[Row]]
    ) -> tuple[dict[str, Any], ...]:
        """Return the tiers, with a price by currency where there are several; their ends must be the same."""
        (base, ends), *others = ladders.items()
        for code, other in others:
            if other != ends:
                message = f"the tiers of {sku} in {code} end elsewhere than those in {base}"
                self._at(rows[code][0].fields["price"], message, hint="give both the same tiers")
                return ()
        made: list[dict[str, Any]] = []
        for place, (key, end) in enumerate(ends):
            prices = {code: own[place].price for code, own in rows.items()}
            made.append({key: end, "rate": prices if len(prices) > 1 else prices[base]})
        return tuple(made)
