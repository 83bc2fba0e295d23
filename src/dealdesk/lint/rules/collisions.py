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
SAME_SHAPE = str.maketrans(
    "\u0430\u0435\u043e\u0440\u0441\u0443\u0445\u0456\u0458\u0455\u043a\u043c\u0442\u0432\u043d\u0433"
    "\u03bf\u03b1\u03bd\u03c1\u03c4\u03b9\u03ba\u03c7",
    "aeopcyxijskmtbhroavptikx",
)
"""Small letters of the Cyrillic and Greek alphabets whose small or capital form looks like a Latin one."""


def _find(market: Market) -> Iterator[Found]:
    skus: dict[str, str] = {}
    names: dict[str, str] = {}
    for sku, product in market.catalog.products.items():
        twin = skus.setdefault(sku.translate(LOOKS_LIKE), sku)
        if twin != sku:
            message = f"the SKUs {twin} and {sku} look alike"
            yield Found(("products", sku), message, on="key", repair="SKUs that differ in a word")
        folded = _folded(product.name)
        twin = names.setdefault(folded, sku)
        if twin != sku:
            yield Found(
                ("products", sku, "name"),
                f"{twin} and {sku} have {_how_alike(market, twin, sku)}: {printable(product.name)}",
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


def _folded(name: str) -> str:
    """Return a name without what people do not see: case, width, spaces, signs without width, look-alike letters."""
    if not name.isascii():
        name = "".join(char for char in unicodedata.normalize("NFKC", name) if unicodedata.category(char) != "Cf")
    return " ".join(name.casefold().translate(SAME_SHAPE).split())


def _how_alike(market: Market, one: str, other: str) -> str:
    products = market.catalog.products
    return "the same name" if products[one].name == products[other].name else "names that look alike"


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
