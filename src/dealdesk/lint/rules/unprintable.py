"""A text of the catalog will not print.

Documents are set in the bundled typefaces, which have Latin, Greek, Cyrillic, Vietnamese and Japanese letters.  A name
with another sign makes every quote that prints it fail, so it is found here first.
"""

from collections.abc import Iterator

from dealdesk.errors import printable
from dealdesk.lint.finding import Found, Path, Rule
from dealdesk.lint.market import Market


def _find(market: Market) -> Iterator[Found]:
    texts = [(path, text) for path, text in _texts(market) if not text.isascii()]
    if not texts:
        return
    from dealdesk.catalog.load import packaged
    from dealdesk.documents.fonts import JAPANESE, TEXT, face

    folder = packaged("templates") / "_base" / "fonts"
    latin, japanese = face(folder / TEXT), None
    for path, text in texts:
        if latin.missing(text) is None:
            continue
        japanese = japanese or face(folder / JAPANESE)
        char = latin.missing(text, japanese)
        if char is not None:
            yield Found(
                path,
                f"documents cannot print {printable(char)} (U+{ord(char):04X}) in {printable(text[:60])}",
                repair="another sign",
            )


def _texts(market: Market) -> Iterator[tuple[Path, str]]:
    """Yield the texts that documents print."""
    catalog = market.catalog
    header = catalog.catalog
    yield ("catalog", "name"), header.name
    if header.entity is not None:
        yield ("catalog", "entity", "name"), header.entity.name
        yield from ((("catalog", "entity", "address", n), text) for n, text in enumerate(header.entity.address))
    if header.brand.tagline is not None:
        yield ("catalog", "brand", "tagline"), header.brand.tagline
    for key in sorted(header.terms.given_keys):
        if isinstance(text := getattr(header.terms, key), str):
            yield ("catalog", "terms", key), text
    for number, clause in enumerate(header.terms.clauses):
        yield ("catalog", "terms", "clauses", number, "heading"), clause.heading
        yield ("catalog", "terms", "clauses", number, "text"), clause.text
    for name, entitlement in catalog.entitlements.items():
        yield ("entitlements", name, "name"), entitlement.name
    for sku, product in catalog.products.items():
        for key in ("name", "description", "support", "sla"):
            if (text := getattr(product, key)) is not None:
                yield ("products", sku, key), text
        for number, text in enumerate(product.includes):
            yield ("products", sku, "includes", number), text
        for name, limit in product.limits.items():
            yield ("products", sku, "limits", name, "name"), limit.name
        for number, charge in enumerate(product.charges):
            for key in ("name", "unit"):
                if (text := getattr(charge, key)) is not None:
                    yield ("products", sku, "charges", number, key), text
    bundle = catalog.rules.bundle
    for number, rung in enumerate(bundle.tiers if bundle is not None else ()):
        if rung.name is not None:
            yield ("rules", "bundle", "tiers", number, "name"), rung.name
    for number, phase in enumerate(catalog.phases):
        yield ("phases", number, "name"), phase.name


RULE = Rule("DD506", "unprintable", "A text that will not print", "error", __doc__ or "", _find)
