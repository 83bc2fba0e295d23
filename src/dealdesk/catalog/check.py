"""What a catalog names must exist, and what has a name must have it alone: products, families, prices, rules."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import chain, islice
from typing import Any, Literal, NamedTuple, get_args, get_type_hints

from dealdesk.catalog.likely import likely
from dealdesk.catalog.models import Catalog
from dealdesk.catalog.policy import METRICS
from dealdesk.catalog.product import Product
from dealdesk.catalog.terms import Terms
from dealdesk.catalog.value_program import value_mistakes
from dealdesk.errors import Mistake
from dealdesk.pricing.charges import PercentOf

Path = tuple[str | int, ...]

REPORTED = 100
"""Most mistakes that are reported at once."""


class Wrong(NamedTuple):
    """One mistake: where, what, what is allowed, what to do."""

    path: Path
    message: str
    allowed: str | None = None
    hint: str | None = None
    on: Literal["value", "key"] = "value"
    code: str = "dangling"


def check(catalog: Catalog) -> list[Mistake]:
    """Return a mistake for each name in *catalog* that nothing in it has, or that two have, and each wrong formula."""
    sources = catalog.sources
    formulas = list(value_mistakes(catalog)) if catalog.value else []
    all_of_them = chain(
        _products(catalog),
        _rules(catalog),
        _policy(catalog),
        _elsewhere(catalog),
        _twice(catalog),
        _currencies(catalog),
    )
    found = list(islice(all_of_them, REPORTED + 1))
    if len(found) > REPORTED:
        found[REPORTED] = Wrong(found[REPORTED].path, "more mistakes like these are not listed")
    if sources is None:
        return formulas + [Mistake(each.message, None, None, each.allowed, each.hint, each.code) for each in found]
    return formulas + [
        sources.mistake(each.path, each.message, on=each.on, allowed=each.allowed, hint=each.hint, code=each.code)
        for each in found
    ]


def _unknown(
    path: Path, sentence: str, name: Any, known: Collection[str], *, on: Literal["value", "key"] = "value"
) -> Iterator[Wrong]:
    """Yield the mistake of *name*, which *sentence* tells, unless it is *known* or not given."""
    if name is None or name in known:
        return
    guess = likely(name, known)
    some = sorted(known)[:12]
    allowed = ", ".join(some) + (f" … ({len(known)} in all)" if len(known) > 12 else "") if some else _NONE
    yield Wrong(path, sentence.format(name), allowed, f"did you mean {guess}?" if guess else None, on)


_NONE = "none, since the catalog has none: leave it out"


def _each(path: Path, sentence: str, names: Sequence[str] | None, known: Collection[str]) -> Iterator[Wrong]:
    for number, name in enumerate(names or ()):
        yield from _unknown((*path, number), sentence, name, known)


_PRODUCT, _FAMILY = "there is no product {}", "there is no family {}"


def _products(catalog: Catalog) -> Iterator[Wrong]:
    """Names that products state."""
    for sku, product in catalog.products.items():
        at: Path = ("products", sku)
        yield from _each((*at, "available_for"), _PRODUCT, product.available_for, catalog.products)
        yield from _each((*at, "requires"), _PRODUCT, product.requires, catalog.products)
        yield from _each((*at, "excludes"), _PRODUCT, product.excludes, catalog.products)
        for number, other in enumerate(product.requires):
            if other == sku or other in product.excludes:
                why = "requires itself" if other == sku else f"requires {other}, and excludes it"
                yield Wrong((*at, "requires", number), f"{sku} {why}", None, "nobody could buy it", code="rule")
        yield from _each(
            (*at, "entitlements"), "there is no entitlement {}", product.entitlements, catalog.entitlements
        )
        yield from _unknown((*at, "upgrade_to"), _PRODUCT, product.upgrade_to, catalog.products)
        metered = [charge.id for charge in product.charges if charge.metered]
        for name, limit in product.limits.items():
            yield from _unknown(
                (*at, "limits", name, "charge"), f"{sku} has no usage charge {{}}", limit.charge, metered
            )
            yield from _each(
                (*at, "limits", name, "entitlements"),
                "there is no entitlement {}",
                limit.entitlements,
                catalog.entitlements,
            )
        for number, charge in enumerate(product.charges):
            if isinstance(charge, PercentOf):
                known = set(catalog.products) | catalog.families
                yield from _each((*at, "charges", number, "of"), "there is no product or family {}", charge.of, known)


def _rules(catalog: Catalog) -> Iterator[Wrong]:
    """Names that rules state."""
    rules: Any = catalog.rules
    path: Path
    for code in type(rules).fields():
        rule: Any = getattr(rules, code)
        if rule is not None:
            yield from _applies_to(("rules", code, "applies_to"), rule.applies_to, catalog)
    if rules.bundle is not None:
        kinds = get_args(get_type_hints(Product)["kind"])
        for number, rung in enumerate(rules.bundle.tiers):
            path = ("rules", "bundle", "tiers", number, "entitlements")
            yield from _each(path, "there is no entitlement {}", rung.entitlements, catalog.entitlements)
        yield from _each(("rules", "bundle", "count"), "there is no kind of product {}", rules.bundle.count, kinds)
        for number, named in enumerate(rules.bundle.sets):
            yield from _each(("rules", "bundle", "sets", number, "skus"), _PRODUCT, named.skus, catalog.products)
    if rules.volume is not None:
        for number, schedule in enumerate(rules.volume.schedules):
            path = ("rules", "volume", "schedules", number, "applies_to")
            yield from _applies_to(path, schedule.applies_to, catalog)
    if rules.price_book is not None:
        for number, entry in enumerate(rules.price_book.entries):
            path = ("rules", "price_book", "entries", number, "segments")
            yield from _each(path, "there is no segment {}", entry.segments, catalog.segments)
    if rules.floor is not None:
        for family in rules.floor.families:
            path = ("rules", "floor", "families", family)
            yield from _unknown(path, _FAMILY, family, catalog.families, on="key")


def _applies_to(path: Path, rule: Any, catalog: Catalog) -> Iterator[Wrong]:
    kinds = {product.kind for product in catalog.products.values()} if rule.kinds else ()
    yield from _each((*path, "skus"), _PRODUCT, rule.skus, catalog.products)
    yield from _each((*path, "families"), _FAMILY, rule.families, catalog.families)
    yield from _each((*path, "kinds"), "there is no product of the kind {}", rule.kinds, kinds)


TERMS = tuple(name for name in Terms.fields() if name not in ("clauses", "illustrative", "note"))
"""The keys that a deal's `[terms]` can have."""


def _policy(catalog: Catalog) -> Iterator[Wrong]:
    """Names that the policy states."""
    from difflib import get_close_matches

    currencies = (catalog.catalog.currency, *catalog.catalog.currencies)
    for name, rail in catalog.policy.guardrails.items():
        path: Path = ("policy", "guardrails", name, "segments")
        yield from _each(path, "there is no segment {}", rail.segments, catalog.segments)
        guess = next(iter(get_close_matches(rail.metric[:64], METRICS, n=1, cutoff=0.75)), None)
        if (
            guess is not None and rail.metric not in METRICS
        ):  # others are figures of the book; one that is nearly a deal's would be held against none
            message = f"there is no metric {rail.metric}"
            yield Wrong((*path[:-1], "metric"), message, ", ".join(METRICS), f'did you mean "{guess}"?')
        if rail.metric == "cac" and rail.unit not in currencies:
            message = f"cac is an amount, and the catalog has no prices in {rail.unit}: no deal is held against it"
            yield Wrong((*path[:-1], "unit"), message, ", ".join(currencies))
    for number, rule in enumerate(catalog.policy.approvals):
        at: Path = ("policy", "approvals", number)
        lists = (("all", rule.all_), ("any", rule.any_))
        places = [(at, rule.conditions[0])] if rule.measure is not None else []
        places += [((*at, key, n), each) for key, found in lists for n, each in enumerate(found)]
        for where, each in places:
            yield from _each((*where, "skus"), _PRODUCT, each.skus, catalog.products)
            yield from _each((*where, "families"), _FAMILY, each.families, catalog.families)
            yield from _each((*where, "terms"), "a deal has no term {}", each.terms, TERMS)
            for code in each.values:
                path = (*where, "values", code)
                yield from _unknown(path, "the catalog has no prices in {}", code, currencies, on="key")


def _elsewhere(catalog: Catalog) -> Iterator[Wrong]:
    """Names of products that other tables state."""
    skus = catalog.products
    for name, industry in catalog.industries.items():
        yield from _unknown(("industries", name, "core"), _PRODUCT, industry.core, skus)
        yield from _each(("industries", name, "add_ons"), _PRODUCT, industry.add_ons, skus)
    for number, combination in enumerate(catalog.combinations):
        yield from _each(("combinations", number, "skus"), _PRODUCT, combination.skus, skus)
    for name, segment in catalog.segments.items():
        yield from _each(("segments", name, "offers"), _PRODUCT, segment.offers, skus)
    for number, control in enumerate(catalog.playbook.controls):
        yield from _each(("playbook", "controls", number, "products"), _PRODUCT, control.products, skus)
    for name, role in catalog.playbook.roles.items():
        yield from _each(("playbook", "roles", name, "products"), _PRODUCT, role.products, skus)
    positions = {position.against for position in catalog.playbook.positioning}
    for number, answer in enumerate(catalog.playbook.objections):
        path: Path = ("playbook", "objections", number, "against")
        yield from _each(path, "no position is against {}", answer.against, positions)
    for table in ("rows", "totals", "detail", "detail_totals"):
        for number, row in enumerate(getattr(catalog.projection, table)):
            yield from _unknown(("projection", table, number, "product"), _PRODUCT, row.product, skus)


def _twice(catalog: Catalog) -> Iterator[Wrong]:
    """Names that two entries of a list have."""
    rules: Any = catalog.rules
    path: Path
    lists: list[tuple[Path, str, Sequence[Any]]] = [(("policy", "approvals"), "id", catalog.policy.approvals)]
    if rules.partner is not None:
        lists.append((("rules", "partner", "tiers"), "tier", rules.partner.tiers))
    if rules.promotion is not None:
        lists.append((("rules", "promotion", "codes"), "code", rules.promotion.codes))
        for number, each in enumerate(rules.promotion.codes):
            if each.valid_from and each.valid_until and each.valid_until < each.valid_from:
                path = ("rules", "promotion", "codes", number, "valid_until")
                message = f"promotion {each.code} ends before it begins, on {each.valid_from}"
                yield Wrong(path, message, None, "the last day comes after the first", code="rule")
    for where, key, entries in lists:
        seen: set[str] = set()
        for number, entry in enumerate(entries):
            name = getattr(entry, key)
            if name in seen:
                yield Wrong((*where, number, key), f"the {key} {name} is given twice", None, _ONCE, code="duplicate")
            seen.add(name)
    for number, named in enumerate(rules.bundle.sets if rules.bundle is not None else ()):
        for place, sku in enumerate(named.skus):
            if sku in named.skus[:place]:
                path = ("rules", "bundle", "sets", number, "skus", place)
                yield Wrong(path, f"the set {named.id} names {sku} twice", None, "name it once", code="duplicate")


_ONCE = "keep one of the two"


def _currencies(catalog: Catalog) -> Iterator[Wrong]:
    """Prices in currencies that no deal can be in."""
    more = catalog.catalog.currencies
    known = (catalog.catalog.currency, *more)
    for sku, product in catalog.products.items():
        for number, charge in enumerate(product.charges):
            for path, price in _prices(charge):
                for code in price if isinstance(price, Mapping) else ():
                    if code not in known:
                        yield Wrong(
                            ("products", sku, "charges", number, *path, code),
                            f"the catalog has no prices in {code}",
                            ", ".join(known),
                            f"add it to its currencies: currencies = [{', '.join(_quoted(more, code))}]",
                            "key",
                        )


def _quoted(*lists: tuple[str, ...] | str) -> list[str]:
    """Return codes as TOML writes them, each once."""
    codes = dict.fromkeys(code for each in lists for code in ((each,) if isinstance(each, str) else each))
    return [f'"{code}"' for code in codes]


def _prices(charge: Any) -> Iterator[tuple[Path, Any]]:
    """Yield whatever a charge states by currency."""
    for key, name in _PRICES:
        yield (key,), getattr(charge, name, None)
    for number, tier in enumerate(getattr(charge, "tiers", ())):
        yield ("tiers", number, "rate"), tier.rate
        yield ("tiers", number, "flat"), tier.flat
    for number, cell in enumerate(getattr(charge, "cells", ())):
        yield ("cells", number, "price"), cell.price


_PRICES = (
    *((key, key) for key in ("price", "prices", "rate", "fixed", "free", "minimum", "maximum", "floor", "cost")),
    ("from", "from_"),
    ("to", "to"),
)
