"""Catalogs on the terminal: the list, one catalog, one product, and what is illustrative."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from rich.console import Group, RenderableType
from rich.padding import Padding

from dealdesk.catalog.models import Catalog
from dealdesk.catalog.product import Limit, Product
from dealdesk.cli import words
from dealdesk.cli.illustrative import Illustrated
from dealdesk.cli.price_words import price_words
from dealdesk.cli.rule_words import steps_with_rules
from dealdesk.cli.table import Column, Row, heading, lines_of, pairs, section, table, text

WITH_PLACES = 84
"""Columns of a page from which there is room for places."""


def catalog_page(catalog: Catalog, width: int) -> Iterable[RenderableType]:
    """Yield the parts of a catalog: head, products by family, rules, segments."""
    yield _head(catalog)
    yield section(heading("Products", catalog.catalog.currency), _products(catalog, width))
    rules = [*_rules(catalog, width)]
    if rules:
        yield section(heading("Rules", "in the order in which they apply"), Group(*rules))
    if catalog.segments:
        yield section(heading("Segments"), _segments(catalog))


def _head(catalog: Catalog) -> RenderableType:
    header = catalog.catalog
    until = f" until {words.day(header.valid_until)}" if header.valid_until else ""
    charges = sum(1 for _ in catalog.charges())
    return section(
        text(header.name, "bold"),
        pairs(
            [
                ("Catalog", f"{header.id} {header.version}"),
                ("Valid", f"from {words.day(header.valid_from)}{until}" if header.valid_from else ""),
                ("Currency", ", ".join(dict.fromkeys((header.currency, *header.currencies)))),
                ("Holds", f"{words.plural(len(catalog.products), 'product')}, {words.plural(charges, 'charge')}"),
                ("Rounding", header.rounding.replace("_", " ")),
                ("Proration", header.proration),
                ("About", header.description or ""),
                ("Digest", catalog.digest[:16]),
            ]
        ),
    )


def _products(catalog: Catalog, width: int) -> RenderableType:
    """Return all products, by family; a product of several charges has a row for each."""
    rows: list[Row] = []
    families = dict.fromkeys(product.family for product in catalog.products.values())
    for family in families:
        if len(families) > 1:
            rows += [("", "", "", "")] if rows else []
            rows.append((text(family, "dim italic"), "", "", ""))
        for sku, product in catalog.products.items():
            if product.family == family:
                rows += _product_rows(catalog, sku, product)
    columns = [Column("SKU"), Column("Product", breaks=True), Column("Price", breaks=True, least=20), Column()]
    if width < WITH_PLACES:
        rows = [(row[0], row[1], lines_of(row[2], row[3]) if row[2] else "") for row in rows]
        del columns[3]
    return table(columns, rows)


def _product_rows(catalog: Catalog, sku: str, product: Product) -> Iterator[Row]:
    currency = catalog.catalog.currency
    several = len(product.charges) > 1
    if several:
        yield (sku, product.name, "", "")
    for charge in product.charges:
        names = ("", text(f"  {charge.name or charge.id}", "dim")) if several else (sku, product.name)
        unit = text(words.unit(charge.unit or "", charge.period), "dim")
        yield (*names, lines_of(*price_words(charge, currency, currency)), unit)


def _rules(catalog: Catalog, width: int) -> Iterator[RenderableType]:
    for code, title, said in steps_with_rules(catalog.rules):
        percents = words.percents([each.percent for each in said])
        rows = [
            (each.words, percent, text(catalog.at("rules", code, *each.ref), "dim"))
            for each, percent in zip(said, percents, strict=True)
        ]
        columns = [Column(breaks=True), Column(right=True), Column()]
        if width < WITH_PLACES:
            del columns[2]
            rows = [row[:2] for row in rows]  # type: ignore[misc]
        yield Group(text(title), Padding(table(columns, rows, wide=True), (0, 0, 0, 2)))


def _segments(catalog: Catalog) -> RenderableType:
    rows = []
    for name, each in catalog.segments.items():
        size, usual = each.deal_size, ""
        if size is not None:
            usual = f"{words.number(size.least)} " + (
                f"to {words.number(size.most)}" if size.most is not None else "or more"
            )
        rows.append((name, each.name, usual, ", ".join(each.offers)))
    columns = [Column("ID"), Column("Segment", breaks=True), Column("Usual deal"), Column("Offers", breaks=True)]
    return table(columns, rows)


def product_page(catalog: Catalog, sku: str, width: int) -> Iterable[RenderableType]:
    """Yield the parts of one product: what it is, its prices, its limits."""
    product, currency = catalog.products[sku], catalog.catalog.currency
    entitled = [
        catalog.entitlements[each].name if each in catalog.entitlements else each for each in product.entitlements
    ]
    yield section(
        text(product.name, "bold"),
        pairs(
            [
                ("SKU", sku),
                ("What", product.description or ""),
                ("Sort", f"{product.kind.replace('_', ' ')} of the family {product.family}"),
                ("Industry", product.industry or ""),
                ("Includes", lines_of(*product.includes) if product.includes else ""),
                ("Gives", ", ".join(entitled)),
                ("Limits", lines_of(*map(_limit, product.limits.values())) if product.limits else ""),
                ("Support", product.support or ""),
                ("SLA", product.sla or ""),
                ("Sold with", " or ".join(product.available_for or ())),
                ("Needs", " and ".join(product.requires)),
                ("Never with", ", ".join(product.excludes)),
                ("Quantity", product.quantity.words() if product.quantity is not None else ""),
                ("Next larger", product.upgrade_to or ""),
                ("Note", product.note or ""),
                ("Stands at", catalog.at("products", sku)),
            ]
        ),
    )
    rows = []
    for number, charge in enumerate(product.charges):
        others = [code for code in getattr(charge, "prices", None) or {} if code != currency]
        more = [f"{code}: {'; '.join(price_words(charge, code, currency))}" for code in others]
        price = lines_of(*price_words(charge, currency, currency), *(text(each, "dim") for each in more))
        at = text(catalog.at("products", sku, "charges", number), "dim")
        unit = text(words.unit(charge.unit or "", charge.period), "dim")
        rows.append((lines_of(charge.name or charge.id, text(charge.model, "dim")), price, lines_of(unit, at)))
    columns = [Column("Charge", breaks=True), Column("Price", breaks=True, least=20), Column("", breaks=True)]
    yield section(heading("Charges", currency), table(columns, rows))


def _limit(limit: Limit) -> str:
    if limit.most is None:
        return f"{limit.name}: {'by contract' if limit.by_contract else 'unlimited'}"
    period = f" a {limit.period}" if limit.period in ("month", "year") else ""
    return f"{limit.name}: {words.number(limit.most)} {limit.unit or ''}".rstrip() + period


def catalogs_page(rows: Sequence[Row]) -> Iterable[RenderableType]:
    """Yield the table of catalogs that were found."""
    columns = [
        Column("Catalog"),
        Column("Vendor", breaks=True),
        Column("Version"),
        Column("Products", right=True),
        Column("Currency"),
        Column("Folder", breaks=True, style="dim"),
    ]
    yield table(columns, rows)


def illustrative_page(catalog: Catalog, found: Sequence[Illustrated], width: int) -> Iterable[RenderableType]:
    """Yield the illustrative numbers, below the note that they share."""
    header = catalog.catalog
    count = sum(1 for each in found if each.value is not None)
    yield text(f"{header.name}, {header.id} {header.version}: {words.plural(count, 'illustrative number')}", "bold")
    for note in dict.fromkeys(each.note for each in found):
        rows = [
            (each.key, "" if each.value is None else words.number(each.value), text(each.at, "dim"))
            for each in found
            if each.note == note
        ]
        columns = [Column(breaks=True, least=30), Column(right=True), Column(breaks=width < WITH_PLACES)]
        yield section(text(note), table(columns, rows, wide=True))


__all__ = ["catalog_page", "catalogs_page", "illustrative_page", "product_page"]
