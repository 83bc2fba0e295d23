"""What a quote promises beside its figures: to whom, in which words, at which rates.  An envelope keeps all of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from dealdesk.approving.words import number
from dealdesk.catalog.renewal import RenewalRule
from dealdesk.pricing.price_list import PriceList
from dealdesk.quoting.quote import Quote

MEASURED = ("term", "free")
"""Terms that the engine words and the envelope measures: the length of the term, and free months."""


def fixed_of(quote: Quote) -> Mapping[str, str]:
    """Return what an approval is for and no other: the customer's segment and region, the partner, the catalog."""
    catalog = quote.catalog
    return {
        "the segment": quote.customer.segment or "none",
        "the region": quote.customer.region or "none",
        "the partner": quote.partner or "none",
        "the catalog": catalog.id,
        "the proration": catalog.proration,
    }


def terms_of(quote: Quote) -> dict[str, str]:
    """Return the terms of a quote in words, and of its options where they have others."""
    found = _terms(quote)
    for option in quote.options:
        own = {key: text for key, text in _terms(option.quote).items() if found.get(key) != text}
        found |= {f"{key} of option {option.name}": text for key, text in own.items()}
    return found


def _terms(quote: Quote) -> dict[str, str]:
    found: dict[str, str] = {}
    for each in quote.terms:
        if each.id in MEASURED:
            continue
        key = each.id if each.id not in found else f"{each.id}: {each.heading}"
        if each.id != "payment":
            found[key] = f"{each.heading}: {each.text}"
        elif each.said is not None and "how" in each.said.values:  # the days are measured, the words are not
            found[key] = f"{each.heading}: {each.said.values['how']}"
    found["tax"] = f"Tax: {quote.tax}"
    return found


def rates_of(quote: Quote) -> dict[str, str]:
    """Return the printed rates of usage by product and charge, those of options included."""
    found: dict[str, str] = {}
    for each in (*(option.quote for option in quote.options), quote):
        found |= {f"{rate.sku}/{rate.charge}": _rates(rate.price_list) for rate in each.usage_rates}
        found |= {
            f"{line.sku}/{line.charge}": _rates(line.price_list)
            for line in each.lines
            if not line.committed and line.price_list is not None
        }
    return found


def _rates(listed: PriceList) -> str:
    words = []
    for rung in listed.rungs:
        parts = [number(rung.rate) + (f" for {number(rung.size)}" if rung.size else "")]
        parts += [f"{number(rung.flat)} once"] if rung.flat else []
        parts += _bounds(rung.least, rung.most)
        words.append(" and ".join(parts) + (f" up to {number(rung.up_to)}" if rung.up_to is not None else ""))
    return "; ".join([*words, *_bounds(listed.minimum, listed.maximum)])


def _bounds(least: Decimal | None, most: Decimal | None) -> Iterator[str]:
    if least is not None:
        yield f"at least {number(least)}"
    if most is not None:
        yield f"at most {number(most)}"


def renewal_words(rule: RenewalRule | None) -> str:
    """Return what a renewal costs, and units added meanwhile: the promises that stand in no line of a quote."""
    if rule is None:
        return "not stated"
    base = "list" if rule.base == "list" else "what was paid"
    words = f"{number(rule.percent)} % of {base}, {rule.compounding}, for the {rule.per}"
    words += f", at most {number(rule.cap)} %" if rule.cap is not None else ""
    words += f", locked for {rule.lock_months} months" if rule.lock_months else ""
    return f"{words}; added units at the price of the {'contract' if rule.added_units == 'locked' else 'catalog'}"
