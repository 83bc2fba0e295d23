"""What differs between two catalogs, in words: rows that the terminal and Markdown share."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from dealdesk.catalog.models import Catalog
from dealdesk.changes.change import Change, Diff, Part, PriceChange, RungSpan, Span
from dealdesk.changes.sides import Side
from dealdesk.cli import words
from dealdesk.cli.price_words import price_words
from dealdesk.cli.rule_words import steps_with_rules
from dealdesk.errors import Place
from dealdesk.pricing.step import Params
from dealdesk.record import Record

LONG = 60
"""Characters of a text that are shown."""


@dataclass(frozen=True, slots=True)
class Said:
    """A change in words: what, what happened to it (one line or several), its percentage, and where it stands."""

    what: str
    lines: tuple[str, ...]
    percent: str
    effect: str
    at: str


def said(change: Change, base: Side, head: Side) -> Said:
    """Return a change in words."""
    what = change.subject + (f": {_fact(change.what)}" if change.what else "")
    percent = ""
    if change.prices:
        lines = tuple(line for each in change.prices for line in _price(change, each, base.catalog, head.catalog))
        percent = _one_percent(change)
    elif change.ladder:
        lines = tuple(_rung(each) for each in change.ladder)
    elif change.kind == "renamed":
        lines = (f"was {change.old}",)
    elif isinstance(change.new if change.old is None else change.old, Record):
        lines = tuple(_entry(change, base.catalog, head.catalog))
    elif isinstance(change.old, tuple) or isinstance(change.new, tuple):
        lines = tuple(_listed(change.old, change.new))
    else:
        unit = " %" if _is_percent(change) else ""
        lines = (f"{_value(change.old, unit)} → {_value(change.new, unit)}",)
        if change.section == "limits" and _numbers(change.old, change.new):
            percent = _share(change.old, change.new)
    return Said(what, lines, percent, change.effect, _at(change, base, head))


def counts(found: Diff) -> str:
    """Return how many changes there are, by effect: "2 breaking, 1 compatible"."""
    names = {"breaking": "breaking", "compatible": "compatible", "fix": "of words and notes", "none": "of the version"}
    numbers = {effect: sum(each.effect == effect for each in found.changes) for effect in names}
    return ", ".join(f"{number} {names[effect]}" for effect, number in numbers.items() if number)


def verdict(found: Diff) -> str:
    """Return what version the changes call for, and whether the new one says it."""
    bump = found.bump
    called = {"breaking": "breaking", "compatible": "an addition", "fix": "a fix"}.get(bump.effect)
    if called is None:
        return "nothing that a version has to say"
    least = f": {bump.suggested} or later" if bump.suggested else ""
    verdict = f"{bump.head} fits" if bump.fits else bump.why
    return f"{called}{least}; {verdict}"


def _is_percent(change: Change) -> bool:
    """Whether a number of a rule is a percentage."""
    if change.what in ("percent", "cap", "margin", "renewal_cap"):
        return True
    return change.path.startswith("rules.floor.families.") or change.path == "rules.uplift.most"


def _fact(what: str) -> str:
    return what.replace("_", " ")


def _value(value: Any, unit: str = "") -> str:
    if value is None:
        return "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Decimal | int):
        return words.number(Decimal(value)) + unit
    if isinstance(value, date):
        return words.short_day(value)
    if isinstance(value, tuple):
        return ", ".join(_value(each) for each in value) or "none"
    if isinstance(value, Mapping):
        return ", ".join(f"{key} {_value(each)}" for key, each in value.items())
    return _short(str(value))


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= LONG else flat[: LONG - 1].rstrip() + "…"


def _listed(old: Any, new: Any) -> Iterator[str]:
    """Yield what came into a list, and what went from it."""
    before, after = ([] if each is None else list(each) for each in (old, new))
    came, gone = [x for x in after if x not in before], [x for x in before if x not in after]
    if old is None or new is None:
        yield f"{_value(old)} → {_value(new)}"
        return
    if gone:
        yield f"without {', '.join(map(_value, gone))}"
    if came:
        yield f"with {', '.join(map(_value, came))}"


def _entry(change: Change, base: Catalog, head: Catalog) -> Iterator[str]:
    """Yield what a table that came or went is."""
    added = change.old is None
    record, catalog = (change.new, head) if added else (change.old, base)
    currency = catalog.catalog.currency
    name = getattr(record, "name", None) or getattr(record, "title", None)
    yield f"{change.kind}{f': {_short(name)}' if name else ''}"
    charges = getattr(record, "charges", None)
    if isinstance(charges, tuple) and charges and hasattr(charges[0], "period"):
        for each in charges:
            yield f"{each.id}: {_stated(each, currency)}"
    elif hasattr(record, "period") and hasattr(record, "segments"):
        yield _stated(record, currency)
    elif isinstance(record, Params):
        yield from _rule(catalog, change.path.split(".")[1])
    elif isinstance(getattr(record, "tiers", None), tuple):
        yield from (f"from {words.number(each.from_)}: {words.percent(each.percent)}" for each in record.tiers)
    elif getattr(record, "percent", None) is not None:
        yield words.percent(record.percent)
    elif getattr(record, "most", None) is not None:
        yield f"{_value(record.most)} {getattr(record, 'unit', None) or ''}".rstrip()


def _rule(catalog: Catalog, code: str) -> Iterator[str]:
    """Yield what a step of a catalog says."""
    for found, _, said in steps_with_rules(catalog.rules):
        if found == code:
            yield from (
                each.words + (f": {words.percent(each.percent)}" if each.percent is not None else "") for each in said
            )


def _stated(charge: Any, currency: str) -> str:
    unit = words.unit(charge.unit or "", charge.period)
    return f"{currency} {'; '.join(price_words(charge, currency, currency))}, {unit}"


# ---- prices


def _price(change: Change, found: PriceChange, base: Catalog, head: Catalog) -> Iterator[str]:
    """Yield what a price is in one currency, and what it was."""
    several = len(change.prices) > 1 or found.currency != head.catalog.currency
    money = f"{found.currency} " if several else ""
    if not found.parts or found.yearly:
        yield f"{_stated(change.old, found.currency)} → {_stated(change.new, found.currency)}"
    for part in found.parts:
        name = f"{part.name}: " if part.name else ""
        if part.spans:
            yield from (f"{money}{each}" for each in map(_span, part.spans))
        elif part.old is None or part.new is None:
            yield f"{name}{money}{'no price' if part.old is None else words.number(part.old)} → " + (
                "no price" if part.new is None else words.number(part.new)
            )
        else:
            share = (
                f", {_percent(part)}" if len(found.parts) + len(change.prices) > 2 and part.percent is not None else ""
            )
            a_year = " a year" if found.yearly else ""
            yield f"{name}{money}{words.number(part.old)} → {words.number(part.new)}{a_year}{share}"


def _one_percent(change: Change) -> str:
    """Return the percentage of a price that is one number, or of a curve that moves by one."""
    parts: Sequence[Part] = [part for each in change.prices for part in each.parts]
    if len(parts) != 1:
        return ""
    if parts[0].spans:
        spans = parts[0].spans
        largest = max((each.percent for each in spans if each.percent is not None), key=abs, default=None)
        if largest is None or any(each.percent is None for each in spans):
            return ""
        return signed(largest) if len(spans) == 1 and spans[0].uniform else f"up to {signed(largest)}"
    return _percent(parts[0])


def _percent(part: Part) -> str:
    return "" if part.percent is None else signed(part.percent)


def signed(percent: Decimal) -> str:
    """Return a change in per cent with its sign: +10 %."""
    return f"{'+' if percent > 0 else ''}{words.number(percent)} %".replace("-", "−")


def _share(old: Any, new: Any) -> str:
    from dealdesk.changes.fractions import change

    found = change(Decimal(old), Decimal(new))
    return "" if found is None else signed(found)


def _numbers(*values: Any) -> bool:
    return all(isinstance(each, Decimal | int) and not isinstance(each, bool) for each in values)


def _span(span: Span) -> str:
    where = quantities(span)
    if span.direction in ("priced", "unpriced"):
        return f"{where}: {'has a price now' if span.direction == 'priced' else 'has no price any more'}"
    about = "about " if span.approximate else ""
    if span.percent is not None:
        at = "" if span.uniform or span.at is None else f", at {words.number(span.at)}"
        how = "by" if span.uniform else "by up to"
        return f"{where}: {span.direction} {how} {about}{words.number(abs(span.percent))} %{at}"
    if span.amount is not None:
        return f"{where}: {span.direction} by up to {about}{words.number(span.amount)}"
    return f"{where}: {span.direction}, the more the larger the quantity"


def quantities(span: Span | RungSpan) -> str:
    """Return the quantities of a span: "over 2,000 up to 10,000"."""
    low, high = words.number(span.above), "" if span.up_to is None else words.number(span.up_to)
    start = f"{'from' if span.above_in else 'over'} {low}" if span.above else ""
    if span.up_to is None:
        return start or "every quantity"
    if span.up_to == span.above:
        return f"exactly {low}"
    return f"{start} {'up to' if span.up_to_in else 'below'} {high}".strip()


def _rung(rung: RungSpan) -> str:
    old, new = ("none" if each is None else words.percent(each) for each in (rung.old, rung.new))
    return f"{quantities(rung)}: {old} → {new}"


# ---- places


def _at(change: Change, base: Side, head: Side) -> str:
    if change.head_at is not None:
        return _short_place(change.head_at, head)
    return _short_place(change.base_at, base) if change.base_at is not None else ""


def _short_place(place: Place, side: Side) -> str:
    """Return `file:line`, the file as the catalog's folder has it."""
    return place.short.removeprefix(f"{side.name}/")
