"""Which column of a price list is what: stated by the user, or guessed where its head leaves no doubt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from dealdesk.errors import InputError, Mistake, did_you_mean
from dealdesk.importers.price_list.sheet import Sheet

FIELDS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "sku": ("the product's code", ("sku", "code", "product code", "item code", "item number", "article number")),
    "name": ("its name", ("name", "title", "product", "product name", "item")),
    "description": ("what it is", ("description",)),
    "price": ("the price", ("price", "list price", "unit price")),
    "currency": ("its currency", ("currency", "currency code")),
    "unit": ("what one price is for", ("unit", "unit of measure", "uom")),
    "period": ("how often: month, quarter, year, once", ("period", "billing period", "price period")),
    "kind": ("plugin, tier, add_on, service or usage", ("kind",)),
    "family": ("what rules group it by", ("family", "product family", "category")),
    "from": ("the lowest quantity of a tier", ("from", "from quantity", "min quantity", "minimum quantity")),
    "to": ("the highest quantity of a tier", ("to", "to quantity", "max quantity", "maximum quantity")),
}
"""What a column can be: in words, and the heads that say so by themselves."""

PERIODS = ("month", "quarter", "year", "once")
KINDS = ("plugin", "tier", "add_on", "service", "usage")


@dataclass(frozen=True)
class Column:
    """What one field is read from: a column of the table (`index`), or the same `value` for all rows."""

    field: str
    head: str
    index: int | None
    how: Literal["stated", "guessed", "option"]


@dataclass(frozen=True)
class Settings:
    """How the texts of the table are read; nothing of it is guessed.

    Attributes:
        decimal: The sign before decimals.
        thousands: The sign between groups of three digits; "" where there is none.
        currency: The currency of the catalog, and of rows without one.
        period: How often prices are due, where no column says.
        tiers: What a tier's price is for: every unit (`volume`), or only those inside it (`graduated`).
        kind: The kind of products, where no column says.
        family: The family of products, where no column says.
        on_request: Words that stand in place of a price which only the seller states.
        id: Id of the catalog.
        vendor: Name of the vendor.
        version: Version of the catalog.
    """

    id: str
    vendor: str
    version: str = "1"
    decimal: str = "."
    thousands: str = ""
    currency: str | None = None
    period: str | None = None
    tiers: str | None = None
    kind: str = "plugin"
    family: str = "products"
    on_request: tuple[str, ...] = field(default=())


def columns_of(sheet: Sheet, stated: Mapping[str, str], settings: Settings) -> dict[str, Column]:
    """Return what each field is read from.

    Args:
        sheet: The table.
        stated: Heads by field, as the user states them; "-" leaves a field out.
        settings: What the options say for all rows.

    Raises:
        InputError: A field or a head does not exist, two fields claim one column, two columns fit one field equally
            well, or nothing says what the name, the price, the currency or the period is.
    """
    heads = {each.text.strip().casefold(): number for number, each in enumerate(sheet.head) if each.text.strip()}
    shown = ", ".join(each.text.strip() for each in sheet.head if each.text.strip())
    found: dict[str, Column] = {}
    wrong: list[Mistake] = []
    for name, head in stated.items():
        if name not in FIELDS:
            guess = did_you_mean(name, FIELDS)
            hint = f"did you mean {guess}={head}?" if guess else None
            wrong.append(Mistake(f"--map: there is no field {name}", None, None, ", ".join(FIELDS), hint, "map"))
        elif head != "-" and head.strip().casefold() not in heads:
            guess = did_you_mean(head, heads)
            hint = f"did you mean {name}={sheet.head[heads[guess]].text.strip()}?" if guess else None
            wrong.append(sheet.mistake(sheet.head[0], f"there is no column {head}", allowed=shown, hint=hint))
        elif head != "-":
            index = heads[head.strip().casefold()]
            found[name] = Column(name, sheet.head[index].text.strip(), index, "stated")
    taken = {each.index: name for name, each in found.items()}
    if len(taken) < len(found):
        wrong.append(Mistake("--map: two fields are read from the same column", code="map"))
    wrong += _guessed(sheet, stated, found, heads)
    if not wrong:
        wrong += _options(sheet, settings, found, shown)
    if wrong:
        raise InputError(wrong)
    return {name: found[name] for name in FIELDS if name in found}


def _guessed(
    sheet: Sheet, stated: Mapping[str, str], found: dict[str, Column], heads: Mapping[str, int]
) -> list[Mistake]:
    """Add the columns whose heads say what they are; return a mistake where two say the same."""
    wrong = []
    taken = {each.index for each in found.values()}
    for name, (_, obvious) in FIELDS.items():
        fits = [heads[head] for head in obvious if head in heads and heads[head] not in taken]
        if name in stated or not fits:
            continue
        if len(fits) > 1:
            both = " and ".join(sheet.head[index].text.strip() for index in fits)
            message = f"{both} could both be the {name}"
            hint = f'say which: --map {name}="{sheet.head[fits[0]].text.strip()}"'
            wrong.append(sheet.mistake(sheet.head[fits[1]], message, hint=hint))
        else:
            found[name] = Column(name, sheet.head[fits[0]].text.strip(), fits[0], "guessed")
            taken.add(fits[0])
    return wrong


def _options(sheet: Sheet, settings: Settings, found: dict[str, Column], shown: str) -> list[Mistake]:
    """Add what options say for all rows; return a mistake for each field that nothing says."""
    wrong = []
    if "sku" not in found and "name" in found:
        found["sku"] = Column("sku", "made from the name", None, "option")
    for name, value in (("kind", settings.kind), ("family", settings.family)):
        found.setdefault(name, Column(name, value, None, "option"))
    for name in ("currency", "period"):
        value = getattr(settings, name)
        if name not in found and value is not None:
            found[name] = Column(name, value, None, "option")
    for name in ("name", "price"):
        if name not in found and not (name == "name" and "sku" in found):
            hint = f'say which: --map {name}="…"'
            wrong.append(sheet.mistake(sheet.head[0], f"no column says the {name}", allowed=shown, hint=hint))
    for name, example in (("currency", "--currency USD"), ("period", "--period year")):
        if name not in found:
            message = f"no column says the {name}"
            hint = f'say it for all rows: {example}, or which column: --map {name}="…"'
            wrong.append(sheet.mistake(sheet.head[0], message, allowed=shown, hint=hint))
    return wrong
