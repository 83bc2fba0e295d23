"""How many customers have more than one product, and what is sold beside it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from dealdesk.book.figure import Figure, Part, Rule, share

if TYPE_CHECKING:
    from dealdesk.book.book import Book

SEVERAL = 2


def _work_out(book: Book) -> Iterator[Figure]:
    plugins = _plugins(book)
    several = sum(1 for found in plugins.values() if len(found) >= SEVERAL)
    counts = sorted({len(found) for found in plugins.values()})
    yield Figure(
        "multi-plugin-adoption",
        "Customers with several plugins",
        share(several, len(plugins)),
        "percent",
        "Customers whose contracts in force have two or more different plugins / customers that have any",
        len(plugins),
        "" if plugins else "no contract with a plugin is in force",
        tuple(
            Part(f"{n} plugin{'' if n == 1 else 's'}", None, sum(1 for found in plugins.values() if len(found) == n))
            for n in counts
        ),
    )
    attached = [each for each in book.won if each.count("add_on")]
    names: dict[str, int] = {}
    for each in attached:
        for sku, kind in each.skus.items():
            if kind == "add_on":
                names[each.names[sku]] = names.get(each.names[sku], 0) + 1
    yield Figure(
        "attach-rate",
        "Add-ons attached",
        share(len(attached), len(book.won)),
        "percent",
        "Accepted quotes with at least one add-on / accepted quotes",
        len(book.won),
        "" if book.won else "no quote has been accepted",
        tuple(Part(name, None, n) for name, n in sorted(names.items(), key=lambda each: (-each[1], each[0]))),
    )


def _plugins(book: Book) -> dict[str, set[str]]:
    """Return the plugins of each customer that has any in force, as its contracts are after their amendments."""
    held: dict[tuple[str, str], set[str]] = {}
    for each in sorted(book.in_force(book.today), key=lambda each: (each.start, each.number)):
        found = held.setdefault((each.customer, book.whole(each.number)), set())
        found |= {sku for sku, kind in each.skus.items() if kind == "plugin"}
        found -= each.ended
    plugins: dict[str, set[str]] = {}
    for (customer, _), found in held.items():
        if found:
            plugins.setdefault(customer, set()).update(found)
    return plugins


RULE = Rule(_work_out, (("multi-plugin-adoption", "multi-plugin-adoption"), ("attach-rate", "add-on-attach")))
