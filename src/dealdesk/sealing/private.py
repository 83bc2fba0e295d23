"""What of a price is the vendor's own: the texts and numbers that no customer's document may hold."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from dealdesk.quoting.private import REFERENCE
from dealdesk.sealing.names import is_searched

if TYPE_CHECKING:
    from dealdesk.quoting.quote import Quote

SHORTEST_TEXT = 6
LEAST_DIGITS = 4
"""Shorter texts, and numbers of fewer digits that count, are in any document by chance: they are not looked for."""

ROUND = 3
"""Thresholds are round numbers: those of fewer digits that count are in many documents for other reasons."""


@dataclass(frozen=True, slots=True)
class Secret:
    """Something that may not get out: what it is, its text or its number, and whether the text is a name."""

    what: str
    text: str = ""
    number: Decimal | None = None
    is_name: bool = False


NAMES = ("another customer's name", "a promotion code", "the name of a price book", REFERENCE)
"""What of a catalog are names: they are looked for as whole words."""


def secrets_of(source: Any) -> tuple[Secret, ...]:
    """Return the secrets of what a document is about: of a quote, its options, and of quotes inside it."""
    found: list[Secret] = []
    for quote in quotes_in(source):
        found += _of_quote(quote)
    return searched(found)


def searched(secrets: Iterable[Secret]) -> tuple[Secret, ...]:
    """Return the secrets that are looked for: those that do not stand in any document by chance, each once."""
    return tuple(dict.fromkeys(each for each in secrets if _is_searched(each)))


def unnamed(secrets: Iterable[Secret]) -> list[Secret]:
    """Return secrets without the names of reference customers, each once."""
    each_once = dict.fromkeys(secrets)
    named = {each.text.casefold() for each in each_once if each.what == REFERENCE}
    return [each for each in each_once if not (each.is_name and each.text.casefold() in named)]


def secrets_in(private: Iterable[tuple[str, str]]) -> Iterator[Secret]:
    """Yield the secrets of what a catalog keeps to itself (`quoting.private`)."""
    for what, value in private:
        number = None if what in NAMES else _number(value)
        if number is None:
            yield Secret(what, value, is_name=what in NAMES)
        elif not what.startswith("the threshold") or len(number.normalize().as_tuple().digits) >= ROUND:
            yield Secret(what, number=number)


def quotes_in(source: Any) -> Iterator[Quote]:
    """Yield the quotes that a source is, or that are in its parts and options."""
    from dealdesk.quoting.quote import Quote

    if isinstance(source, Quote):
        yield source
        for option in source.options:
            yield from quotes_in(option.quote)
    for part in getattr(source, "parts", None) or ():
        yield from quotes_in(getattr(part, "about", None))


def _is_searched(secret: Secret) -> bool:
    if secret.is_name:
        return is_searched(secret.text)
    if secret.number is None:
        return len(secret.text) >= SHORTEST_TEXT
    return abs(secret.number) >= 1000 or len(secret.number.normalize().as_tuple().digits) >= LEAST_DIGITS


def _of_quote(quote: Quote) -> Iterator[Secret]:
    costs = [line.cost for line in quote.lines if line.cost is not None]
    for line in quote.lines:
        if line.cost:
            yield Secret(f"the cost of {line.sku}", number=line.cost)
    if costs and len(costs) == len([line for line in quote.lines if line.committed]):
        yield Secret("the cost of the whole", number=sum(costs, Decimal(0)))
    for metric in quote.metrics:
        if metric.id == "margin" and metric.value:
            yield Secret("the margin", number=metric.value)
    if quote.workings is not None:
        for rule in quote.workings.rules:
            if rule.code == "floor" and "amount" in rule.numbers:
                yield Secret("a floor price", number=Decimal(rule.numbers["amount"]))
    for finding in quote.findings:
        yield Secret(f"the finding {finding.code}", finding.message)
    for place in {*(line.at for line in quote.lines), *(move.at for line in quote.lines for move in line.moves)}:
        file = place.rpartition(":")[0]
        if file:
            yield Secret("the name of a file", file)
    yield from secrets_in(quote.private)


def _number(text: str) -> Decimal | None:
    try:
        value = Decimal(text)
    except ArithmeticError:
        return None
    return value if value.is_finite() else None
