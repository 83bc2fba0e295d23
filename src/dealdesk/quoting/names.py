"""Names in a deal that its catalog does not have: products, charges, segments, promotions and the like.

A deal that is not valid is looked through as well, as plain data, so that its misspelt names are told together with
what else is wrong with it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, Literal, NamedTuple

from dealdesk.catalog.likely import likely
from dealdesk.catalog.models import Catalog
from dealdesk.catalog.product import Product
from dealdesk.quoting.plan import key_of

Path = tuple[str | int, ...]


class Unknown(NamedTuple):
    """A name that the catalog does not have, at a value or a key of the deal; what it has, and what was meant."""

    path: Path
    message: str
    allowed: str
    hint: str | None = None
    on: Literal["value", "key"] = "value"


def unknown_names(deal: Any, catalog: Catalog) -> Iterator[Unknown]:
    """Yield every name of *deal*, a Deal or what a file says instead of one, that *catalog* does not have."""
    for number, line in enumerate(_list(deal, "lines")):
        yield from _in_line(("lines", number), line, catalog)
    customer, rules = _get(deal, "customer"), catalog.rules
    known = (catalog.catalog.currency, *catalog.catalog.currencies)
    yield from _name(("customer", "currency"), _get(customer, "currency"), known, "the catalog has no prices in {}")
    yield from _name(
        ("customer", "segment"), _get(customer, "segment"), catalog.segments, "the catalog has no segment {}"
    )
    tiers = [each.tier for each in rules.partner.tiers] if rules.partner is not None else []
    yield from _name(
        ("partner", "tier"), _get(_get(deal, "partner"), "tier"), tiers, "the catalog has no partner tier {}"
    )
    codes = [each.code for each in rules.promotion.codes] if rules.promotion is not None else []
    for number, code in enumerate(_list(deal, "promotions")):
        yield from _name(("promotions", number), code, codes, "the catalog has no promotion {}")
    for number, discount in enumerate(_list(deal, "discounts")):
        yield from unknown_in_rule(("discounts", number, "applies_to"), _get(discount, "applies_to"), catalog)
    committed = _get(_get(deal, "commitment"), "quantity")
    if isinstance(committed, Mapping):
        usage = [key_of(sku, charge) for sku, _, charge in catalog.charges() if charge.metered]
        for key in committed:
            yield from _name(("commitment", "quantity", key), key, usage, "there is no usage charge {}", on="key")


def _in_line(path: Path, line: Any, catalog: Catalog) -> Iterator[Unknown]:
    """Yield the names of a line: its product, charge and usage."""
    sku = _get(line, "sku")
    if not isinstance(sku, str):
        return
    product: Product | None = catalog.products.get(sku)
    if product is None:
        sentence = f"the catalog {catalog.catalog.id} has no product {{}}"
        yield from _name((*path, "sku"), sku, catalog.products, sentence)
        return
    charge = _get(line, "charge")
    ids = [each.id for each in product.charges]
    yield from _name((*path, "charge"), charge, ids, f"{sku} has no charge {{}}")
    if charge is not None and charge not in ids:
        return
    metered = [each.id for each in product.charges if each.metered and charge in (None, each.id)]
    known = list(dict.fromkeys([*metered, *product.limits]))
    stated: list[tuple[Path, Any]] = [(("usage",), _get(line, "usage"))]
    stated += [(("ramp", n, "usage"), _get(step, "usage")) for n, step in enumerate(_list(line, "ramp"))]
    for way, usage in stated:
        for name in usage if isinstance(usage, Mapping) else ():
            at = (*path, *way, name)
            yield from _name(at, name, known, f"{sku} has no usage charge or limit {{}}", on="key")


def unknown_in_rule(path: Path, rule: Any, catalog: Catalog) -> Iterator[Unknown]:
    """Yield the names of an `applies_to`."""
    kinds = {product.kind for product in catalog.products.values()} if _get(rule, "kinds") else ()
    for key, noun, known in (
        ("skus", "product", catalog.products),
        ("families", "family", catalog.families if _get(rule, "families") else ()),
        ("kinds", "product of the kind", kinds),
    ):
        for number, name in enumerate(_list(rule, key)):
            yield from _name((*path, key, number), name, known, f"the catalog has no {noun} {{}}")


def _name(
    path: Path, name: Any, known: Collection[str], sentence: str, *, on: Literal["value", "key"] = "value"
) -> Iterator[Unknown]:
    """Yield *name* when it is not *known*; a value that is no text is a mistake of another kind."""
    if isinstance(name, str) and name not in known:
        guess = likely(name, known)
        allowed = (
            some(sorted(known) if isinstance(known, set | frozenset) else known)
            or f"none: leave {'this key' if on == 'key' else 'it'} out"
        )
        yield Unknown(path, sentence.format(name), allowed, f"did you mean {guess}?" if guess else None, on)


def some(names: Iterable[str]) -> str:
    """Name up to a dozen of *names*."""
    every = list(names)
    return ", ".join(every[:12]) + (f" … ({len(every)} in all)" if len(every) > 12 else "")


def _get(data: Any, key: str) -> Any:
    """Return a key of plain data or of a record; None when it has none."""
    return data.get(key) if isinstance(data, Mapping) else getattr(data, key, None)


def _list(data: Any, key: str) -> Sequence[Any]:
    found = _get(data, key)
    return found if isinstance(found, list | tuple) else ()
