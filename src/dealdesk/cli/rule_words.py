"""The rules of a catalog in words: who gets how much off, and where it is written."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from dealdesk.cli import words
from dealdesk.pricing.step import Params
from dealdesk.pricing.steps import WATERFALL

Path = tuple[str | int, ...]


class Said(NamedTuple):
    """One rule: where it stands below its step's table, what it is for, and its percentage (None where it has none)."""

    ref: Path
    words: str
    percent: Any = None


def steps_with_rules(rules: Any) -> Iterator[tuple[str, str, list[Said]]]:
    """Yield code, title and rules of each step that a catalog gives numbers, in the order of the waterfall."""
    for step in WATERFALL:
        rule = getattr(rules, step.code, None)
        if rule is not None:
            say = _WORDS.get(step.code, _any)
            yield step.code, rule.title or step.title, [*say(rule), *_how(rule)]


def _ladder(tiers: Any, noun: str, ref: Path = ("tiers",)) -> Iterator[Said]:
    for number, tier in enumerate(tiers):
        low = words.number(tier.from_)
        span = (
            f"from {low}" if tier.to is None else low if tier.to == tier.from_ else f"{low} to {words.number(tier.to)}"
        )
        name = f"{tier.name}: " if tier.name else ""
        counted = noun.removesuffix("s") if span == "1" else noun
        yield Said((*ref, number), f"{name}{span} {counted}", tier.percent)


def _bundle(rule: Any) -> Iterator[Said]:
    yield from _ladder(rule.tiers, "products")
    for number, each in enumerate(rule.sets):
        only = ", and these only" if each.only_these else ""
        yield Said(("sets", number), f"{each.name}: {', '.join(each.skus)}{only}", each.percent)


def _term(rule: Any) -> Iterator[Said]:
    yield from _ladder(rule.tiers, "months")


def _commitment(rule: Any) -> Iterator[Said]:
    yield from _ladder(rule.tiers, "committed a year")
    factor = f" × {words.number(rule.factor)}" if rule.factor is not None else ""
    yield Said(("overage",), f"beyond the commitment: {rule.overage} price{factor}")


def _volume(rule: Any) -> Iterator[Said]:
    for number, each in enumerate(rule.schedules):
        how = "each slab at its own percentage" if each.mode == "graduated" else "the percentage reached, on all of it"
        yield Said(("schedules", number), f"{each.name}, by {each.by} of the {each.scope}: {how}")
        yield from _ladder(
            each.tiers, "units" if each.by == "quantity" else "a year at list", ("schedules", number, "tiers")
        )


def _partner(rule: Any) -> Iterator[Said]:
    for number, each in enumerate(rule.tiers):
        yield Said(("tiers", number), f"partners of the tier {each.tier}", each.percent)


def _promotion(rule: Any) -> Iterator[Said]:
    for number, each in enumerate(rule.codes):
        dates = [
            f"{word} {words.short_day(day)}"
            for word, day in (("from", each.valid_from), ("until", each.valid_until))
            if day
        ]
        months = [f"for {each.min_months} months or more"] if each.min_months else []
        yield Said(("codes", number), f"{each.code} {', '.join([*dates, *months])}".strip(), each.percent)


def _price_book(rule: Any) -> Iterator[Said]:
    for number, each in enumerate(rule.entries):
        who = " and ".join(", ".join(names) for names in (each.segments, each.regions) if names is not None)
        billed = f", billed {' or '.join(each.billing)}" if each.billing is not None else ""
        yield Said(("entries", number), f"{each.name}: for {who or 'everyone'}{billed}", each.percent)


def _uplift(rule: Any) -> Iterator[Said]:
    rise = f"+{words.percent(rule.percent)} a year, {rule.compounding}, from year {rule.from_year}"
    yield Said((), f"{rise}, at most {words.percent(rule.most)} in all")


def _free_months(rule: Any) -> Iterator[Said]:
    yield Said(
        (), f"up to {words.plural(rule.most, 'month')}, in a term of at least {words.plural(rule.min_months, 'month')}"
    )


def _floor(rule: Any) -> Iterator[Said]:
    for family, percent in rule.families.items():
        yield Said(("families", family), f"{family}: never below this share of list", percent)
    if rule.margin is not None:
        yield Said(("margin",), "never below this margin over cost", rule.margin)


def _any(rule: Any) -> Iterator[Said]:
    for name in sorted(rule.given_keys.difference(Params.fields())):
        yield Said((name,), f"{name} = {getattr(rule, name)}")


def _how(rule: Any) -> Iterator[Said]:
    """Yield how the step counts, where the catalog says it."""
    stated = rule.given_keys
    if "combine" in stated:
        yield Said(("combine",), f"several that match: {rule.combine}")
    if "base" in stated:
        yield Said(("base",), "taken of " + ("the list price" if rule.base == "list" else "what is left"))
    if "applies_to" in stated:
        applies = rule.applies_to
        names = [*(applies.skus or ()), *(applies.families or ()), *(applies.kinds or ())]
        yield Said(("applies_to",), f"applies to {', '.join(names) or 'all products'}: {' and '.join(applies.charges)}")
    if rule.cap is not None:
        yield Said(("cap",), "never more than", rule.cap)


_WORDS: dict[str, Callable[[Any], Iterator[Said]]] = {
    "bundle": _bundle,
    "term": _term,
    "commitment": _commitment,
    "volume": _volume,
    "partner": _partner,
    "promotion": _promotion,
    "price_book": _price_book,
    "uplift": _uplift,
    "free_months": _free_months,
    "floor": _floor,
}
