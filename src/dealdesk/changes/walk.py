"""Two records, field by field: every difference between them, found once.

Order and layout do not count: tables are matched by key, entries of lists by their id or name, lists of names as sets.
What has a meaning beyond its fields (products under another SKU, prices, ladders) is looked at as a whole.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from dealdesk.changes.edit import Edit, Path
from dealdesk.changes.prices import Currencies
from dealdesk.pricing.percent import Rung
from dealdesk.record import Record, key_of

IDS = ("id", "sku", "code", "tier", "name", "heading", "stream", "step", "feature", "objection", "against")
"""The fields by which entries of lists are matched, the first that tells all entries of a list apart."""


@dataclass(frozen=True, slots=True)
class Where:
    """A place in both catalogs, and its name."""

    base: Path = ()
    head: Path = ()
    names: tuple[str, ...] = ()

    def at(self, key: str | int, other: str | int | None = None, name: str | None = None) -> Where:
        """Return the place of an entry, which may have another key (*other*) in the new catalog."""
        head = key if other is None else other
        return Where((*self.base, key), (*self.head, head), (*self.names, str(key) if name is None else name))


Whole = Callable[[Any, Any, str, Where, Currencies], Iterator[Edit]]
"""Compares one field of two records as a whole."""


def records(old: Any, new: Any, where: Where, currencies: Currencies, wholes: Mapping[str, Whole]) -> Iterator[Edit]:
    """Yield the differences between two records of the same class.

    Args:
        old: The record before.
        new: The record after.
        where: Where they stand.
        currencies: The currencies that prices are compared in.
        wholes: Fields that are compared as a whole, by `Class.field`; None leaves a field out.
    """
    cls = type(new)
    for field in cls.fields():
        before, after = getattr(old, field), getattr(new, field)
        if before is after or before == after:
            continue
        whole = whole_of(wholes, cls, field)
        inside = where.at(key_of(cls, field))
        if whole is not None:
            yield from whole(old, new, field, inside, currencies)
        else:
            yield from _values(
                Edit(cls, field, "changed", before, after, inside.base, inside.head, inside.names, (old, new)),
                inside,
                currencies,
                wholes,
            )


def whole_of(wholes: Mapping[str, Any], cls: type, field: str) -> Any:
    """Return what is said of a field of a class, or of a class that it is derived from."""
    for each in cls.__mro__:
        if f"{each.__name__}.{field}" in wholes:
            return wholes[f"{each.__name__}.{field}"]
    return None


def _values(edit: Edit, where: Where, currencies: Currencies, wholes: Mapping[str, Whole]) -> Iterator[Edit]:
    """Yield the differences between two values that are not equal."""
    old, new = edit.old, edit.new
    if isinstance(old, Record) and isinstance(new, Record) and type(old).__name__ == type(new).__name__:
        yield from records(old, new, where, currencies, wholes)
    elif _is_table(old) and _is_table(new):
        for key in dict.fromkeys((*old, *new)):
            inside = where.at(key)
            entry = replace(
                edit,
                old=old.get(key),
                new=new.get(key),
                base_path=inside.base,
                head_path=inside.head,
                names=inside.names,
            )
            yield from _entry(entry, inside, currencies, wholes)
    elif _holds(old, new, Record):
        yield from _lists(edit, where, currencies, wholes)
    elif _holds(old, new, str):
        if Counter(old) != Counter(new):
            yield edit
    elif old is None or new is None:
        yield replace(edit, kind="added" if old is None else "removed")
    else:
        yield edit


def _entry(entry: Edit, where: Where, currencies: Currencies, wholes: Mapping[str, Whole]) -> Iterator[Edit]:
    """Yield the difference between two entries of a table or a list, of which one may be missing."""
    if entry.old is None or entry.new is None:
        yield replace(entry, kind="added" if entry.old is None else "removed")
    elif entry.old != entry.new:
        yield from _values(entry, where, currencies, wholes)


def _is_table(value: Any) -> bool:
    return isinstance(value, Mapping)


def _holds(old: Any, new: Any, cls: type) -> bool:
    """Whether both are lists of a class, of which one may be empty."""
    both = (old, new)
    return all(isinstance(each, tuple) for each in both) and all(isinstance(one, cls) for each in both for one in each)


def _lists(edit: Edit, where: Where, currencies: Currencies, wholes: Mapping[str, Whole]) -> Iterator[Edit]:
    """Yield the differences between two lists of records."""
    for i, j, name in matched(edit.old, edit.new):
        inside = where.at(_first(i, j), _first(j, i), name)
        pair = None if i is None else edit.old[i], None if j is None else edit.new[j]
        entry = replace(
            edit, old=pair[0], new=pair[1], base_path=inside.base, head_path=inside.head, names=inside.names
        )
        yield from _entry(entry, inside, currencies, wholes)


def matched(old: Sequence[Any], new: Sequence[Any]) -> Iterator[tuple[int | None, int | None, str]]:
    """Yield the positions of entries that belong together, and what they are called."""
    names = _named(old, new)
    if names is not None:
        first, second = ({name: n for n, name in enumerate(each)} for each in names)
        for name in dict.fromkeys((*second, *first)):
            yield first.get(name), second.get(name), name
        return
    left, right = list(range(len(old))), list(range(len(new)))
    for i in range(len(old)):
        twin = next((j for j in right if old[i] == new[j]), None)
        if twin is not None:
            left.remove(i)
            right.remove(twin)
    for number in range(max(len(left), len(right))):
        gone = left[number] if number < len(left) else None
        come = right[number] if number < len(right) else None
        yield gone, come, str(_first(come, gone) + 1)


def _first(*positions: int | None) -> int:
    """Return the first position that there is."""
    return next(each for each in positions if each is not None)


def _named(old: Sequence[Any], new: Sequence[Any]) -> tuple[list[str], list[str]] | None:
    """Return a name for each entry, unique in its list; None where there is none."""
    for field in ("from_", *IDS) if _holds(tuple(old), tuple(new), Rung) else IDS:
        names = [[getattr(each, field, None) for each in entries] for entries in (old, new)]
        if all(None not in each and len(set(each)) == len(each) for each in names):
            return [str(each) for each in names[0]], [str(each) for each in names[1]]
    return None
