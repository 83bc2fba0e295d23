"""The examples of a catalog: each is priced, and its figures are held against those that it expects."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from dealdesk.catalog.examples import Example
from dealdesk.catalog.models import Catalog
from dealdesk.errors import DealError, Mistake, Place
from dealdesk.proving.below import Below
from dealdesk.proving.measures import measured
from dealdesk.quoting.load import deal_of
from dealdesk.quoting.price import price


@dataclass(frozen=True, slots=True)
class Difference:
    """A figure that is not as expected; `got` is None where it is not known."""

    measure: str
    expected: Decimal
    got: Decimal | None
    place: Place | None


@dataclass(frozen=True, slots=True)
class Ran:
    """One example that was run.

    Attributes:
        number: Its index in the catalog.
        differences: The figures that are not as expected.
        mistakes: Why its deal cannot be priced.
    """

    number: int
    example: Example
    place: Place | None
    differences: tuple[Difference, ...] = ()
    mistakes: tuple[Mistake, ...] = ()

    @property
    def passed(self) -> bool:
        """Whether every figure is as expected."""
        return not self.differences and not self.mistakes


def run(catalog: Catalog) -> Iterator[Ran]:
    """Yield each example with what came out.

    An example is priced as of the first day of its catalog, so that it says the same for ever, unless its deal states
    when it was `issued`.
    """
    day = catalog.catalog.valid_from or date(2026, 1, 1)
    for number, example in enumerate(catalog.examples):
        place = catalog.sources.place(("examples", number)) if catalog.sources is not None else None
        try:
            quote = price(_deal(catalog, number, example, day), catalog, today=day)
        except DealError as wrong:
            yield Ran(number, example, place, mistakes=wrong.mistakes)
            continue
        differences = []
        for measure, expected in example.expect.items():
            got = measured(quote, measure)
            if got != expected:
                path = ("examples", number, "expect", measure)
                where = catalog.sources.place(path) if catalog.sources is not None else None
                differences.append(Difference(measure, Decimal(expected), got, where))
        yield Ran(number, example, place, tuple(differences))


def _deal(catalog: Catalog, number: int, example: Example, day: date) -> Any:
    """Return the deal of an example, with what it leaves out."""
    data: dict[str, Any] = {"catalog": catalog.catalog.id, "start": date(day.year + 1, 1, 1)} | _plain(example.deal)
    data["customer"] = {"name": "Example"} | data.get("customer", {})
    if not {"months", "end", "co_term"} & data.keys():
        data["months"] = 12
    sources = catalog.sources
    return deal_of(data, Below(sources, ("examples", number, "deal")) if sources is not None else None)


def _plain(value: Any) -> Any:
    """Return tables and lists as TOML gives them."""
    if isinstance(value, Mapping):
        return {key: _plain(each) for key, each in value.items()}
    return [_plain(each) for each in value] if isinstance(value, tuple | list) else value
