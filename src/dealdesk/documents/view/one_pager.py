"""What one-pagers show: a page for each reader, who sees in it what troubles them, what changes, and what it costs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from dealdesk.documents.language import Language
from dealdesk.documents.offering import Offer, Offering, Reader
from dealdesk.documents.view.offered import common, headline_size, least, prices
from dealdesk.errors import RenderError

MOST_PRODUCTS, MOST_FEATURES, MOST_PROOF, MOST_STAGES = 5, 7, 4, 6
"""What a page has room for."""

AIRY = 13
"""Rows of a page from which it is set closer."""


def one_pager_view(made: Offering, language: Language) -> dict[str, Any]:
    """Return the view of the one-pagers of a catalog: for the reader that is asked for, or one for each.

    Raises:
        RenderError: The catalog names no readers, or says too little about one that is asked for.
    """
    readers = _readers(made)
    say = language.say
    name = readers[0].name if len(readers) == 1 else ""
    title = say("one_pager.title" if name else "one_pager.titles", vendor=made.catalog.name, reader=name)
    return common(made, language, "one_pager", title=title) | {
        "pages": [_page(made, each, language) for each in readers]
    }


def _readers(made: Offering) -> list[Reader]:
    """Return whom pages are for."""
    wanted = {name: made.options[name] for name in ("role", "segment") if name in made.options}
    everybody = [*made.roles, *made.segments]
    if not everybody:
        raise RenderError(
            f"the catalog {made.catalog.id} names no readers: add tables [playbook.roles.<id>], each with name, pain "
            f"and value, or [segments.<id>] to {made.home}"
        )
    asked = [each for each in everybody if wanted.get(each.sort) == each.id]
    found = asked or [each for each in everybody if not each.lacks]
    for each in asked or ([] if found else everybody[:1]):
        if each.lacks:
            raise RenderError(
                f"{each.at or made.home}: a page for {each.name} needs {' and '.join(each.lacks)}: "
                f"add them to its table"
            )
    return [_together(*asked)] if len(asked) > 1 else found


def _together(role: Reader, segment: Reader) -> Reader:
    """Return a reader with a role at a sort of customer: the role's own trouble, and both that and where it is."""
    both = tuple(each for each in role.skus if each in segment.skus)
    return replace(
        role,
        sort="both",
        name=role.name,
        traits=(segment.name, *segment.traits),
        pain=role.pain,
        proof=tuple(dict.fromkeys((*role.proof, *segment.proof))),
        skus=both or role.skus,
        next_step=role.next_step or segment.next_step,
    )


def _page(made: Offering, reader: Reader, language: Language) -> dict[str, Any]:
    say, tidy = language.say, language.tidy
    customer = made.customer.name if made.customer is not None else ""
    segment = reader.traits[0] if reader.sort == "both" else ""
    eyebrow = say(f"one_pager.eyebrow_{reader.sort}", reader=reader.name, segment=segment)
    if customer:
        eyebrow = say("form.joined", first=eyebrow, last=customer)
    shown = _shown(made, reader)
    rows = len(shown) + len(made.stages[:MOST_STAGES]) + max(len(reader.includes), len(reader.proof))
    return {
        "dense": rows > AIRY,
        "eyebrow": tidy(eyebrow),
        "headline": tidy(reader.value or ""),
        "size": headline_size(reader.value or ""),
        "pain": tidy(reader.pain or ""),
        "traits": [tidy(each) for each in reader.traits] if reader.sort == "segment" else [],
        "proof": [tidy(each) for each in reader.proof[:MOST_PROOF]],
        "includes": [tidy(each) for each in reader.includes[:MOST_FEATURES]],
        "price_title": say("one_pager.ordered" if customer else "one_pager.price"),
        "price_note": "" if customer else _price_note(made, shown, language),
        "products": _products(made, shown, language),
        "stages": [{"name": tidy(each.name), "text": tidy(each.text)} for each in made.stages[:MOST_STAGES]],
        "next_step": tidy(reader.next_step or say("one_pager.next_step", vendor=made.vendor.name)),
        "contact": [each for each in (made.vendor.name, made.vendor.email, made.vendor.website) if each],
    }


def _shown(made: Offering, reader: Reader) -> list[Offer]:
    """Return the products on the page: those for the reader; of a deal, those that are bought; else the least one."""
    offers = [made.offer(sku) for sku in reader.skus]
    if made.customer is not None:
        bought = [each for each in made.products if each.bought]
        return ([each for each in offers if each.bought] or bought)[:MOST_PRODUCTS]
    fallback = least(made.products)
    return offers[:MOST_PRODUCTS] or ([fallback] if fallback is not None else [])


def _price_note(made: Offering, offers: Sequence[Offer], language: Language) -> str:
    """Return the sentence on what the least of the products costs; "" where none has a price."""
    cheapest = least(offers)
    if cheapest is None:
        return ""
    return language.say("one_pager.price_note", amount=prices(made, [cheapest], language)[0])


def _products(made: Offering, offers: Sequence[Offer], language: Language) -> list[dict[str, str]]:
    tidy = language.tidy
    quoted = made.customer is not None
    costs = [""] * len(offers) if quoted else prices(made, offers, language)
    return [
        {
            "name": tidy(each.name),
            "text": tidy(each.description or language.listed(each.includes)),
            "price": "" if quoted else price or language.say("one_pager.by_use"),
        }
        for each, price in zip(offers, costs, strict=True)
    ]
