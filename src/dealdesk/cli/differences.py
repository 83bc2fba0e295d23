"""A deal and its options, and in words what each option changes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from dealdesk.cli import words
from dealdesk.quoting.deal import Deal
from dealdesk.quoting.deal.line import DealLine
from dealdesk.quoting.deal.terms import Discount
from dealdesk.quoting.options import chosen
from dealdesk.quoting.quote import Quote


@dataclass(frozen=True, slots=True)
class Compared:
    """One column of a comparison; the first is the deal itself."""

    name: str
    recommended: bool
    note: str | None
    differences: tuple[str, ...]
    quote: Quote


def compared(deal: Deal, quote: Quote) -> tuple[Compared, ...]:
    """Return the deal and each of its options, priced, with what differs from the deal."""
    first = Compared("The deal", False, None, (), quote)
    options = (
        Compared(
            option.name,
            option.recommended,
            option.note,
            (*_deals(deal, chosen(deal, choice), quote, option.quote), *_rules(quote, option.quote)),
            option.quote,
        )
        for option, choice in zip(quote.options, deal.options, strict=True)
    )
    return (first, *options)


def _deals(deal: Deal, other: Deal, quote: Quote, second: Quote) -> Iterator[str]:
    """Yield what the option asks for that the deal does not."""
    if second.term != quote.term:
        yield f"{second.term} instead of {quote.term}"
    if other.billing != deal.billing:
        yield f"billed {other.billing} instead of {deal.billing}"
    if other.lines != deal.lines:
        yield from _lines(deal.lines, other.lines)
    if other.discounts != deal.discounts:
        yield "asks for " + (", ".join(map(_discount, other.discounts)) or "no discount")
    if other.promotions != deal.promotions:
        yield f"promotion {', '.join(other.promotions)}" if other.promotions else "no promotion"
    if other.commitment != deal.commitment and other.commitment is not None:
        asked = other.commitment
        units = ", ".join(f"{words.number(quantity)} {key}" for key, quantity in asked.quantity.items())
        yield f"commits to usage: {units or words.number(asked.amount or Decimal(0)) + ' a year'}"
    if other.free != deal.free and other.free is not None:
        where = "on top of the term" if other.free.extends_term else "inside the term"
        yield f"{words.plural(other.free.months, 'free month')} {where}"
    if other.uplift != deal.uplift and other.uplift is not None:
        yield f"rises by {words.percent(other.uplift.percent)} a year"


def _lines(before: Sequence[DealLine], after: Sequence[DealLine]) -> Iterator[str]:
    old, new = {line.sku: line for line in before}, {line.sku: line for line in after}
    added, removed = [sku for sku in new if sku not in old], [sku for sku in old if sku not in new]
    if added:
        yield f"with {', '.join(added)}"
    if removed:
        yield f"without {', '.join(removed)}"
    for sku in (sku for sku in new if sku in old and new[sku] != old[sku]):
        now, then = new[sku].quantity, old[sku].quantity
        if isinstance(now, Decimal) and isinstance(then, Decimal) and now != then:
            yield f"{sku}: {words.number(now)} instead of {words.number(then)}"
        else:
            yield f"{sku} on other conditions"


def _discount(asked: Discount) -> str:
    if asked.percent is not None:
        return f"{words.percent(asked.percent)} off"
    if asked.amount is not None:
        return f"{words.number(asked.amount)} off"
    return f"a total of {words.number(asked.target_total or Decimal(0))}"


def _rules(quote: Quote, other: Quote) -> Iterator[str]:
    """Yield the percentages of the catalog's rules that come out differently."""
    before, after = _percents(quote), _percents(other)
    for title in {**before, **after}:
        if before.get(title) != after.get(title):
            now, then = (each.get(title, "none") for each in (after, before))
            yield f"{title[:1].lower()}{title[1:]}: {now} instead of {then}"


def _percents(quote: Quote) -> dict[str, str]:
    found: dict[str, list[Decimal]] = {}
    for move in quote.moves:
        if move.rule.startswith("rules.") and move.percent is not None and move.amount:
            found.setdefault(move.title, []).append(move.percent)
    return {title: " and ".join(map(words.percent, dict.fromkeys(each))) for title, each in found.items()}
