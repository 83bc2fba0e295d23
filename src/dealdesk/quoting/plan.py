"""The plan of a catalog: which steps run, with which numbers, on which charges."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from dealdesk.catalog.models import Catalog
from dealdesk.catalog.product import Product
from dealdesk.pricing.charges import Charge, PercentOf
from dealdesk.pricing.step import Applied, AppliesTo
from dealdesk.pricing.steps import WATERFALL
from dealdesk.pricing.waterfall import Plan, Share


def key_of(sku: str, charge: Charge) -> str:
    """Return the key of a charge: "growth/platform"."""
    return f"{sku}/{charge.id}"


def matches(rule: AppliesTo, sku: str, product: Product, charge: Charge) -> bool:
    """Whether a rule's `applies_to` names a charge."""
    return (
        charge.sort in rule.charges
        and (rule.skus is None or sku in rule.skus)
        and (rule.families is None or product.family in rule.families)
        and (rule.kinds is None or product.kind in rule.kinds)
    )


def discountable(product: Product, charge: Charge) -> bool:
    """Whether rules may discount a charge.  A share of other lines follows their discounts already."""
    if product.discountable is None:
        return not isinstance(charge, PercentOf)
    return product.discountable


ASKED = frozenset({"negotiated", "free_months", "line_amount", "deal_amount"})
"""The steps that only run when a deal asks for them."""


def plan_of(
    catalog: Catalog, *, uplift: Any = None, only: Iterable[str] | None = None, asked: Collection[str] = ASKED
) -> Plan:
    """Return the steps that run for *catalog*.

    Args:
        catalog: The catalog.
        uplift: Numbers of a deal's own uplift, instead of the catalog's.
        only: The charge keys in question; all of the catalog's when left out.
        asked: Which of the steps `ASKED` a deal needs.
    """
    wanted = None if only is None else set(only)
    skus = None if wanted is None else {key.partition("/")[0] for key in wanted}
    charges = [
        (key_of(sku, charge), sku, product, charge)
        for sku, product, charge in catalog.charges(skus)
        if wanted is None or key_of(sku, charge) in wanted
    ]
    applied: list[Applied[Any]] = []
    for step in WATERFALL:
        params = getattr(catalog.rules, step.code, None)
        if step.code == "uplift" and uplift is not None:
            params = uplift
        if params is None:
            if not step.always:
                continue
            params = step.params()
        if step.code in ASKED and step.code not in asked:
            continue
        if step.code in ("minimum", "maximum") and all(getattr(each[3], step.code) is None for each in charges):
            continue
        if step.code == "floor" and catalog.rules.floor is None and not any(each[3].floor for each in charges):
            continue
        keys: frozenset[str] | None = None
        if not step.always:
            keys = frozenset(
                key
                for key, sku, product, charge in charges
                if matches(params.applies_to, sku, product, charge)
                and (not isinstance(charge, PercentOf) if step.code == "uplift" else discountable(product, charge))
            )
        applied.append(Applied(step, params, keys))
    shares = tuple(
        Share(key, frozenset(base_keys(charge, charges)))
        for key, _, _, charge in charges
        if isinstance(charge, PercentOf)
    )
    return Plan(tuple(applied), shares)


def base_keys(share: PercentOf, charges: Iterable[tuple[str, str, Product, Charge]]) -> Iterable[str]:
    """Yield the keys of the recurring charges that *share* is a share of."""
    for key, sku, product, charge in charges:
        named = sku in share.of or product.family in share.of
        if named and charge.sort == "recurring" and not isinstance(charge, PercentOf):
            yield key


def schedules_of(catalog: Catalog, sku: str, product: Product, charge: Charge) -> frozenset[int]:
    """Return the numbers of the volume schedules that apply to a charge."""
    volume = catalog.rules.volume
    if volume is None or not discountable(product, charge) or not matches(volume.applies_to, sku, product, charge):
        return frozenset()
    return frozenset(n for n, each in enumerate(volume.schedules) if matches(each.applies_to, sku, product, charge))
