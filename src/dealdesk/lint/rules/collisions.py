"""Two names or SKUs that people take for one another.

`pro-1` and `pro1`, "Gateway" and "gateway", or a name with a Cyrillic letter that looks like a Latin one: on a quote or
in a query nobody sees the difference.
"""

import unicodedata
from collections.abc import Iterator

from dealdesk.errors import printable
from dealdesk.lint.finding import Found, Rule
from dealdesk.lint.market import Market

LOOKS_LIKE = str.maketrans({"0": "o", "1": "l", "i": "l", "-": None, "_": None, " ": None})
SCRIPTS = ("LATIN", "CYRILLIC", "GREEK")


def _find(market: Market) -> Iterator[Found]:
    skus: dict[str, str] = {}
    names: dict[str, str] = {}
    for sku, product in market.catalog.products.items():
        twin = skus.setdefault(sku.translate(LOOKS_LIKE), sku)
        if twin != sku:
            message = f"the SKUs {twin} and {sku} look alike"
            yield Found(("products", sku), message, on="key", repair="SKUs that differ in a word")
        folded = " ".join(unicodedata.normalize("NFKC", product.name).casefold().split())
        twin = names.setdefault(folded, sku)
        if twin != sku:
            yield Found(
                ("products", sku, "name"),
                f"{twin} and {sku} have the same name: {printable(product.name)}",
                repair="names that differ",
            )
        mixed = _scripts(product.name)
        if len(mixed) > 1:
            yield Found(
                ("products", sku, "name"),
                f"the name of {sku} mixes {' and '.join(each.title() for each in mixed)} letters: "
                f"{printable(product.name)}",
                repair="letters of one script; some of them look alike",
            )


def _scripts(name: str) -> list[str]:
    """Return the scripts whose letters look alike and that one word of a name mixes."""
    if name.isascii():
        return []
    for word in name.split():
        found = dict.fromkeys(
            script
            for char in word
            if char.isalpha()
            for script in SCRIPTS
            if unicodedata.name(char, "").startswith(script)
        )
        if len(found) > 1:
            return list(found)
    return []


RULE = Rule("DD502", "names-collide", "Names that are taken for one another", "warning", __doc__ or "", _find)
