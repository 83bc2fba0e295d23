"""A released catalog has numbers that are not the vendor's own.

`illustrative = true` marks a number that somebody filled in.  In a catalog with `released = true` such a number would
go to customers.  Confirm it and delete the mark, or allow it with a reason.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from dealdesk.lint.finding import Found, Path, Rule
from dealdesk.lint.market import Market
from dealdesk.record import Record


def _find(market: Market) -> Iterator[Found]:
    if not market.catalog.catalog.released:
        return
    for path, record in _records(market.catalog, ()):
        if getattr(record, "illustrative", False):
            name = ".".join(str(part) for part in path)
            note = getattr(record, "note", None)
            yield Found(
                (*path, "illustrative"),
                f"{name} is illustrative in a released catalog" + (f": {note}" if note else ""),
                repair="confirm the number and delete the mark",
            )


def _records(value: Any, path: Path) -> Iterator[tuple[Path, Record]]:
    if isinstance(value, Record):
        yield path, value
        for name in type(value).fields():
            yield from _records(getattr(value, name), (*path, name.rstrip("_")))
    elif isinstance(value, Mapping):
        for key, each in value.items():
            yield from _records(each, (*path, key))
    elif isinstance(value, tuple):
        for number, each in enumerate(value):
            yield from _records(each, (*path, number))


RULE = Rule(
    "DD503", "illustrative-released", "Unconfirmed numbers in a released catalog", "error", __doc__ or "", _find
)
