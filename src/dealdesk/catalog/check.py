"""What a catalog names must exist: products, families, entitlements, prices, rules."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from dealdesk.catalog.models import Catalog
from dealdesk.errors import Mistake, did_you_mean
from dealdesk.pricing.charges import PercentOf

Path = tuple[str | int, ...]


def check(catalog: Catalog) -> list[Mistake]:
    """Return a mistake for each name in *catalog* that nothing in it has."""
    return [_mistake(catalog, *each) for each in _dangling(catalog)]


def _mistake(catalog: Catalog, path: Path, kind: str, name: str, known: Collection[str]) -> Mistake:
    guess = did_you_mean(name, known)
    some = sorted(known)[:12]
    allowed = ", ".join(some) + (f" … ({len(known)} in all)" if len(known) > 12 else "") if some else "none"
    sources = catalog.sources
    hint = f"did you mean {guess}?" if guess else None
    message = f"there is no {kind} {name}"
    if sources is None:
        return Mistake(message, None, None, allowed, hint, "dangling")
    return sources.mistake(path, message, allowed=allowed, hint=hint, code="dangling")


def _dangling(catalog: Catalog) -> Iterator[tuple[Path, str, str, Collection[str]]]:
    skus, families, entitlements = set(catalog.products), set(catalog.families), set(catalog.entitlements)
    kinds = {product.kind for product in catalog.products.values()}

    def each(
        path: Path, kind: str, names: Any, known: Collection[str]
    ) -> Iterator[tuple[Path, str, str, Collection[str]]]:
        for number, name in enumerate(names or ()):
            if name not in known:
                yield (*path, number), kind, name, known

    for sku, product in catalog.products.items():
        at: Path = ("products", sku)
        yield from each((*at, "available_for"), "product", product.available_for, skus)
        yield from each((*at, "excludes"), "product", product.excludes, skus)
        yield from each((*at, "entitlements"), "entitlement", product.entitlements, entitlements)
        if product.upgrade_to is not None and product.upgrade_to not in skus:
            yield (*at, "upgrade_to"), "product", product.upgrade_to, skus
        for number, charge in enumerate(product.charges):
            if isinstance(charge, PercentOf):
                yield from each((*at, "charges", number, "of"), "product or family", charge.of, skus | families)
    for code in type(catalog.rules).fields():
        rule: Any = getattr(catalog.rules, code)
        if rule is not None:
            yield from _applies_to(("rules", code, "applies_to"), rule.applies_to, skus, families, kinds, each)
    rules: Any = catalog.rules
    if rules.bundle is not None:
        for number, named in enumerate(rules.bundle.sets):
            yield from each(("rules", "bundle", "sets", number, "skus"), "product", named.skus, skus)
    if rules.volume is not None:
        for number, schedule in enumerate(rules.volume.schedules):
            path = ("rules", "volume", "schedules", number, "applies_to")
            yield from _applies_to(path, schedule.applies_to, skus, families, kinds, each)
    if rules.floor is not None:
        for family in rules.floor.families:
            if family not in families:
                yield ("rules", "floor", "families", family), "family", family, families
    for name, industry in catalog.industries.items():
        if industry.core not in skus:
            yield ("industries", name, "core"), "product", industry.core, skus
        yield from each(("industries", name, "add_ons"), "product", industry.add_ons, skus)
    for number, combination in enumerate(catalog.combinations):
        yield from each(("combinations", number, "skus"), "product", combination.skus, skus)
    for name, segment in catalog.segments.items():
        yield from each(("segments", name, "offers"), "product", segment.offers, skus)
    for number, row in enumerate(catalog.projection.rows):
        if row.product is not None and row.product not in skus:
            yield ("projection", "rows", number, "product"), "product", row.product, skus


def _applies_to(path: Path, rule: Any, skus: Any, families: Any, kinds: Any, each: Any) -> Iterator[Any]:
    yield from each((*path, "skus"), "product", rule.skus, skus)
    yield from each((*path, "families"), "family", rule.families, families)
    yield from each((*path, "kinds"), "kind of product", rule.kinds, kinds)
