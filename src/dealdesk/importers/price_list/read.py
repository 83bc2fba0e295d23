"""From rows to the draft of a catalog: every row is right, or none is written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import Any

from dealdesk.errors import InputError, Mistake, did_you_mean
from dealdesk.importers.draft import Draft, Note, Table, kebab
from dealdesk.importers.price_list.columns import KINDS, PERIODS, Column, Settings
from dealdesk.importers.price_list.numbers import BadNumber, number_of
from dealdesk.importers.price_list.sheet import Field, Sheet
from dealdesk.importers.units import unit_of
from dealdesk.money import UnknownCurrency, minor_unit, unit

REPORTED = 100
"""Most mistakes that are told at once."""
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


def read_price_list(sheet: Sheet, columns: Mapping[str, Column], settings: Settings) -> Draft:
    """Return the catalog that the rows are.

    Raises:
        InputError: With every row that is wrong, at its line and column.
    """
    reader = _Reader(sheet, columns, settings)
    rows = [row for each in sheet.rows if (row := reader.row(each)) is not None]
    currency = settings.currency or (rows[0].currency if rows else "")
    products: dict[str, list[Row]] = {}
    for row in rows:
        products.setdefault(row.sku, []).append(row)
    tables = [part for sku, own in products.items() for part in reader.product(sku, own, currency)]
    if reader.wrong:
        raise InputError(reader.told())
    header = {
        "id": settings.id,
        "name": settings.vendor,
        "version": settings.version,
        "currency": currency,
        "currencies": tuple(dict.fromkeys(row.currency for row in rows if row.currency != currency)),
    }
    head = (
        f"{settings.vendor}, imported from {sheet.name.rpartition('/')[2]}.",
        "Numbers behind # are lines of that file.",
        "Columns: " + ", ".join(f"{each.field} = {each.head}" for each in columns.values()),
    )
    files: dict[str, tuple[Sequence[str], list[Table]]] = {
        "catalog.toml": (head, [Table("[catalog]", header)]),
        "products.toml": (("Products and their prices.",), tables),
    }
    return Draft(settings.id, files, reader.notes)


class _Reader:
    """Reads rows, and keeps every mistake."""

    def __init__(self, sheet: Sheet, columns: Mapping[str, Column], settings: Settings) -> None:
        self.sheet, self.columns, self.settings = sheet, columns, settings
        self.wrong, self.notes = list[Mistake](), list[Note]()
        self._skus: dict[str, tuple[str, int]] = {}

    def told(self) -> list[Mistake]:
        """Return the mistakes, and a word on those that are too many."""
        more = len(self.wrong) - REPORTED
        if more <= 0:
            return self.wrong
        return [*self.wrong[:REPORTED], Mistake(f"{more:,} more mistakes are not listed", code="csv")]

    # ---- one row ----

    def row(self, fields: Sequence[Field]) -> Row | None:
        """Return what a row says; None, and mistakes, where it is wrong."""
        of = {name: fields[each.index] for name, each in self.columns.items() if each.index is not None}
        text = {
            name: " ".join(of[name].text.split()) if name in of else each.head for name, each in self.columns.items()
        }
        before = len(self.wrong)
        sku = self._sku(of, text)
        price, words = self._price(of["price"])
        currency = self._currency(of, text["currency"])
        period = self._choice("period", of, text, PERIODS)
        kind = self._choice("kind", of, text, KINDS)
        family = kebab(text["family"])
        if not family:
            self._at(of["family"], "the family is empty")
        low, high = (self._quantity(of.get(name)) for name in ("from", "to"))
        if low is not None and high is not None and high < low:
            self._at(of["to"], f"the tier ends at {high:f}, below its start at {low:f}")
        if len(self.wrong) > before:
            return None
        return Row(
            fields=of,
            line=fields[0].line,
            sku=sku,
            name=(text.get("name") or text["sku"])[:200],
            description=text.get("description", "")[:4000],
            price=price,
            words=words,
            currency=currency,
            unit=text.get("unit", "")[:200],
            period=period,
            kind=kind,
            family=family,
            low=low,
            high=high,
        )

    def _at(self, field: Field, message: str, *, allowed: str | None = None, hint: str | None = None) -> None:
        self.wrong.append(self.sheet.mistake(field, message, allowed=allowed, hint=hint))

    def _sku(self, of: Mapping[str, Field], text: Mapping[str, str]) -> str:
        """Return the SKU in dealdesk's letters; two codes that come to the same are a mistake."""
        field = of.get("sku") or of["name"]
        code = " ".join(field.text.split())
        sku = kebab(code)
        if not code or not sku:
            what = "code" if "sku" in of else "name"
            self._at(field, f"the {what} is empty" if not code else f"the {what} {code} has no letter or digit")
            return ""
        known, line = self._skus.setdefault(sku, (code, field.line))
        if known != code:
            self._at(field, f"{code} and {known} in line {line} have the same SKU, {sku}", hint="rename one of them")
        return sku

    def _price(self, field: Field) -> tuple[Decimal | None, str]:
        given = " ".join(field.text.split())
        if not given:
            hint = "a price is never taken for 0; write 0 where it is free"
            self._at(field, "the price is empty", hint=hint)
            return None, ""
        if given.casefold() in {each.casefold() for each in self.settings.on_request}:
            return None, given
        try:
            return number_of(given, self.settings), ""
        except BadNumber as bad:
            words = f'if the seller states that price, say --on-request "{given}"'
            self._at(field, str(bad), hint=bad.hint or (words if given[:1].isalpha() else None))
            return None, ""

    def _currency(self, of: Mapping[str, Field], given: str) -> str:
        code = given or self.settings.currency or ""
        try:
            minor_unit(code)
        except UnknownCurrency as unknown:
            hint = f"did you mean {unknown.candidates[0]}?" if unknown.candidates else "such as USD"
            message = f"{code} is no currency of ISO 4217" if code else "the currency is empty"
            if "currency" in of:
                self._at(of["currency"], message, hint=hint)
            elif not any(each.code == "currency" for each in self.wrong):
                self.wrong.append(Mistake(f"--currency: {message}", hint=hint, code="currency"))
        return code

    def _choice(self, name: str, of: Mapping[str, Field], text: Mapping[str, str], allowed: Sequence[str]) -> str:
        given = (text[name] or getattr(self.settings, name) or "").casefold().replace("-", "_").replace(" ", "_")
        if name == "period" and given not in allowed:
            given = unit_of(text[name]).period or given
        if given in allowed:
            return given
        guess = did_you_mean(given, allowed)
        message = f"{text[name]} is no {name}" if text[name] else f"the {name} is empty"
        field = of.get(name)
        if field is not None:
            self._at(field, message, allowed=", ".join(allowed), hint=f"did you mean {guess}?" if guess else None)
        elif not any(each.code == name for each in self.wrong):
            self.wrong.append(Mistake(f"--{name}: {message}", None, None, ", ".join(allowed), None, name))
        return given

    def _quantity(self, field: Field | None) -> Decimal | None:
        if field is None or not field.text.strip():
            return None
        try:
            return number_of(field.text, self.settings)
        except BadNumber as bad:
            self._at(field, str(bad), hint=bad.hint)
            return None

    # ---- one product ----

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
