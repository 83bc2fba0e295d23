"""From rows to the draft of a catalog: every row is right, or none is written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from dealdesk.errors import InputError, Mistake, did_you_mean
from dealdesk.importers.draft import Draft, Table, kebab
from dealdesk.importers.price_list.columns import KINDS, PERIODS, Column, Settings
from dealdesk.importers.price_list.numbers import BadNumber, number_of
from dealdesk.importers.price_list.products import Products, Row
from dealdesk.importers.price_list.sheet import Field, Sheet
from dealdesk.importers.units import unit_of
from dealdesk.money import UnknownCurrency, minor_unit

REPORTED = 100
"""Most mistakes that are told at once."""


def read_price_list(sheet: Sheet, columns: Mapping[str, Column], settings: Settings) -> Draft:
    """Return the catalog that the rows are.

    Raises:
        InputError: With every row that is wrong, at its line and column.
    """
    reader = _Reader(sheet, columns, settings)
    rows = [row for each in sheet.rows if (row := reader.row(each)) is not None]
    currency = settings.currency or (rows[0].currency if rows else "")
    made = Products(sheet, settings, reader.wrong)
    products: dict[str, list[Row]] = {}
    for row in rows:
        products.setdefault(row.sku, []).append(row)
    tables = [part for sku, own in products.items() for part in made.product(sku, own, currency)]
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
    return Draft(settings.id, files, made.notes)


class _Reader:
    """Reads rows, and keeps every mistake."""

    def __init__(self, sheet: Sheet, columns: Mapping[str, Column], settings: Settings) -> None:
        self.sheet, self.columns, self.settings = sheet, columns, settings
        self.wrong = list[Mistake]()
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
