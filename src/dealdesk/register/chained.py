"""The chain of a log, and its head: what was altered, removed, moved, cut off or written anew."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from dealdesk.register import chain
from dealdesk.register.faults import Fault
from dealdesk.register.rows import EVENT
from dealdesk.register.stored import Head

ABOUT = ("at", "number", "revision", "kind", "actor", "state", "key")
NUMBERS = ("entry", "revision")
"""Columns that are whole numbers; the others are texts."""

MOST_TRIED = 4_000
"""Entries among which the former place of one that was moved is looked for."""

Row = Mapping[str, Any]


def _hash(row: Row, **other: Any) -> str:
    """Return the hash that an entry should have, or would have with other values in some columns."""
    try:
        values: list[Any] = [other.get(name, row[name]) for name in EVENT[:-1]]
        return chain.entry_hash(*values)
    except (TypeError, ValueError, UnicodeError):  # a value that no entry can have, such as bytes
        return ""


def readable(events: Iterable[Row]) -> tuple[list[Row], list[Fault]]:
    """Return the entries whose columns hold what columns of a log can, and what of the others cannot be read.

    A database may hold bytes, texts and numbers in any column; a number that is a text would be compared with one.
    """
    found: list[Row] = []
    faults: list[Fault] = []
    for row in events:
        wrong = next((name for name in EVENT if not isinstance(row[name], int if name in NUMBERS else str)), None)
        if wrong is None:
            found.append(row)
        else:
            what = f"was altered: {type(row[wrong]).__name__} stands there, which no entry has"
            faults.append(Fault("altered", "events", str(row["entry"])[:40], wrong, what))
    return found, faults


def broken(events: Sequence[Row]) -> Iterator[Fault]:
    """Yield where entries do not make their hashes, or do not follow each other."""
    place, before = 0, chain.START
    for number, row in enumerate(events):
        entry = row["entry"]
        follows = events[number + 1] if number + 1 < len(events) else None
        gap = entry != place + 1
        whole = _hash(row) == row["hash"]
        if gap and entry > place:
            which = str(place + 1) if entry == place + 2 else f"{place + 1} to {entry - 1}"
            yield Fault("removed", "events", which, "", "is gone: the log goes on behind it")
        if not whole:
            yield _altered(row, before, follows, len(events))
        elif not gap and row["prev"] != before:
            yield Fault(
                "rewritten",
                "events",
                str(place) if place else str(entry),
                "hash" if place else "prev",
                f"was written anew: entry {entry} holds another hash for it" if place else "does not begin the chain",
            )
        place, before = entry, row["hash"]


def _altered(row: Row, before: str, follows: Row | None, count: int) -> Fault:
    """Return the fault of an entry whose columns do not make its hash: which column it is."""
    entry = str(row["entry"])
    try:
        about = json.loads(row["body"])["about"]
        said = {name: about[name] for name in ABOUT}
    except (ValueError, KeyError, TypeError, RecursionError):
        return Fault("altered", "events", entry, "body", "was altered: it is not what was logged")
    for name, value in said.items():
        if row[name] != value or type(row[name]) is not type(value):
            return Fault("altered", "events", entry, name, f"was altered: {value} was logged, {row[name]} stands there")
    if _hash(row, prev=before) == row["hash"]:
        return Fault("altered", "events", entry, "prev", "was altered: it is not the hash of the entry before")
    if follows is not None and follows["prev"] == _hash(row):
        return Fault("altered", "events", entry, "hash", "was altered: the next entry holds another one")
    for former in range(1, min(count, MOST_TRIED) + 2):
        if _hash(row, entry=former) == row["hash"]:
            return Fault("moved", "events", entry, "entry", f"was moved: it was entry {former}")
    return Fault("altered", "events", entry, "body", "was altered: it is not what was logged")


def behind(events: Sequence[Row], known: Head | None, register: str) -> Iterator[Fault]:
    """Yield where the log does not go on from a head that was kept outside the database."""
    if known is None:
        return
    if known.register != register:
        yield Fault("rewritten", "register", register, "id", f"the head is that of another register, {known.register}")
        return
    if known.count == 0:
        return
    last = events[-1]["entry"] if events else 0
    if last < known.count:
        which = str(known.count) if last + 1 == known.count else f"{last + 1} to {known.count}"
        yield Fault(
            "cut off",
            "events",
            which,
            "",
            f"is gone from the end of the log, which had {known.count} entries: entries were cut off, "
            "or the database is an older copy",
        )
        return
    row = next((each for each in events if each["entry"] == known.count), None)
    if row is not None and row["hash"] != known.hash:
        yield Fault(
            "rewritten",
            "events",
            str(known.count),
            "hash",
            "was written anew, or one before it was: the head outside the database has another hash",
        )


def unnamed(events: Sequence[Row], expected: Iterable[str]) -> Iterator[Fault]:
    """Yield hashes that documents print and no entry has."""
    there = {row["hash"] for row in events}
    for each in expected:
        wanted = each.removeprefix("sha256:").lower()
        if wanted not in there:
            yield Fault(
                "rewritten",
                "events",
                f"sha256:{wanted}",
                "",
                "no entry has this hash: the log was written anew, or the database is an older copy",
            )
