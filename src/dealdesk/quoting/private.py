"""What of a catalog stays with the vendor: notes, costs, floors, thresholds; kept with a quote for the leak guard."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

REFERENCE = "a reference customer"
"""What is said of a customer who may be named, though a catalog keeps the names of customers to itself."""


def private_of(catalog: Any, skus: frozenset[str]) -> tuple[tuple[str, str], ...]:
    """Return what of a catalog is the vendor's own, of its rules, its policy and the products of a deal."""
    found: dict[tuple[str, str], None] = {}

    def add(what: str, value: Any) -> None:
        for each in value.values() if isinstance(value, Mapping) else (value,):
            if each is not None and str(each).strip():
                found[what, f"{each:f}" if isinstance(each, Decimal) else str(each)] = None

    for sku in sorted(skus):
        product = catalog.products.get(sku)
        if product is None:
            continue
        add(f"a note on {sku}", getattr(product, "note", None))
        for charge in product.charges:
            add(f"the cost of {sku}", charge.cost)
            add(f"the floor of {sku}", charge.floor)
            add(f"a note on {sku}", charge.note)
    for code in type(catalog.rules).fields():
        for note in _notes(getattr(catalog.rules, code)):
            add(f"a note on the rules of {code}", note)
    policy = catalog.policy
    for name, guardrail in policy.guardrails.items():
        add(f"the guardrail {name}", getattr(guardrail, "note", None))
        add(f"the threshold of the guardrail {name}", guardrail.value)
    for number, approval in enumerate(policy.approvals, 1):
        add(f"approval rule {number}", getattr(approval, "note", None))
        add(f"approval rule {number}", getattr(approval, "reason", None))
        for condition in getattr(approval, "conditions", ()):
            add(f"the threshold of approval rule {number}", condition.value)
            add(f"the threshold of approval rule {number}", condition.values)
    for name in policy.disclosure.references:
        add(REFERENCE, name)
    for what, name in _others(catalog):
        add(what, name)
    return tuple(found)


def _others(catalog: Any) -> Iterator[tuple[str, str]]:
    """Yield what a catalog says of other customers: their names in its examples, what is only for some of them."""
    for example in catalog.examples:
        customer = example.deal.get("customer")
        if isinstance(customer, Mapping) and isinstance(customer.get("name"), str):
            yield "another customer's name", customer["name"]
    if catalog.rules.promotion is not None:
        for code in catalog.rules.promotion.codes:
            yield "a promotion code", code.code
    if catalog.rules.price_book is not None:
        for entry in catalog.rules.price_book.entries:
            yield "the name of a price book", entry.name


def _notes(value: Any) -> Iterator[str]:
    """Yield the notes in a record and in the records below it."""
    from dealdesk.record import Record

    if isinstance(value, Record):
        for name in type(value).fields():
            inner = getattr(value, name)
            if name == "note":
                if inner:
                    yield inner
            else:
                yield from _notes(inner)
    elif isinstance(value, tuple):
        for each in value:
            yield from _notes(each)
