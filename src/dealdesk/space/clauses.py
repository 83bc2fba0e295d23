"""What a catalog allows as clauses: each says that one of its literals must hold.

Products are numbers from 1; n stands for having product n, -n for not having it.
"""

from __future__ import annotations

from dealdesk.catalog.models import Catalog

Clause = frozenset[int]


def clauses_of(catalog: Catalog) -> tuple[Clause, ...]:
    """Return what a subscription must keep to, with products numbered from 1 in the order of the catalog."""
    number = {sku: place for place, sku in enumerate(catalog.products, 1)}
    found: dict[Clause, None] = {}
    editions: dict[str, list[int]] = {}
    for sku, product in catalog.products.items():
        own = number[sku]
        if product.available_for is not None:
            found[frozenset({-own, *(number[each] for each in product.available_for)})] = None
        for other in product.requires:
            found[frozenset({-own, number[other]})] = None
        for other in product.excludes:
            found[frozenset({-own, -number[other]})] = None
        if product.kind == "tier":
            editions.setdefault(product.family, []).append(own)
    for tiers in editions.values():
        for place, first in enumerate(tiers):
            for second in tiers[place + 1 :]:
                found[frozenset({-first, -second})] = None
    return tuple(each for each in found if not any(-literal in each for literal in each))
