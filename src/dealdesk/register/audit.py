"""Whether a register is what its log says: every row and column that is not, by name.

The chain of hashes shows what was altered, removed or moved inside the log; the head, kept outside the database, what
was cut off its end or written anew; and what follows from the log shows the rest: versions, contents, numbers.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from typing import Any

from dealdesk.errors import DealdeskError, printable
from dealdesk.register import chain, lifecycle
from dealdesk.register.database import Guards, guards_of
from dealdesk.register.register import Register
from dealdesk.register.rows import COLUMNS, EVENT, columns_of
from dealdesk.register.stored import Head

ABOUT = ("at", "number", "revision", "kind", "actor", "state", "key")
MOST_TRIED = 4_000
"""Entries among which the former place of one that was moved is looked for."""

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is not as the log says.

    Attributes:
        kind: "altered", "removed", "added", "moved", "rewritten", "cut off", "unguarded" or "damaged".
        table: The table.
        row: Which row: the number of an entry, or the number and revision of a quote, or a digest.
        column: Which column; "" for the whole row.
        message: A sentence.
    """

    kind: str
    table: str
    row: str
    column: str
    message: str

    def __str__(self) -> str:
        where = f"{self.table} {self.row}" + (f", {self.column}" if self.column else "")
        return printable(f"{where}: {self.message}")


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a check of a register found.

    Attributes:
        faults: All that is not as it was recorded.
        entries: Entries of the log that were looked at.
        versions: Versions.
        contents: Contents.
        head: Where the log ends.
        known: The head outside the database, or None.
    """

    faults: tuple[Fault, ...]
    entries: int
    versions: int
    contents: int
    head: Head
    known: Head | None

    @property
    def ahead(self) -> int:
        """Entries that are newer than the head outside the database, which does not vouch for them yet."""
        return self.entries - self.known.count if self.known is not None else self.entries


def verify(register: Register, known: Head | None, expected: Iterable[str] = ()) -> Verdict:
    """Check a register, all of it, from one moment.

    Args:
        register: The register.
        known: The head outside the database: its `register.head`, or one from git or from paper.
        expected: Hashes of entries that documents print; each has to be in the log.
    """
    database = register.database
    with database.snapshot():
        events = [dict(zip(EVENT, row, strict=True)) for row in database.all("events", **_NO_FILTER)]
        versions = [dict(zip(COLUMNS, row, strict=True)) for row in database.all("all_versions")]
        contents, faults = _contents(database.each("contents"))
        faults += [*_chain(events), *_head(events, known, register.id), *_named(events, expected)]
        faults += _replayed(events, versions, contents)
        faults += _unguarded(guards_of(database.driver.dialect), database.driver.guards(database.connection))
        faults += [Fault("damaged", "database", "", "", each) for each in database.driver.damage(database.connection)]
    last = Head(register.id, len(events), str(events[-1]["hash"])) if events else Head(register.id, 0, chain.START)
    return Verdict(tuple(dict.fromkeys(faults)), len(events), len(versions), len(contents), last, known)


_NO_FILTER = dict.fromkeys(("number", "kind", "actor", "since", "until"))


# ---- the chain


def _hash(row: Row, **other: Any) -> str:
    """Return the hash that an entry should have, or would have with other values in some columns."""
    try:
        values: list[Any] = [other.get(name, row[name]) for name in EVENT[:-1]]
        return chain.entry_hash(*values)
    except (TypeError, ValueError, UnicodeError):  # a value that no entry can have, such as bytes
        return ""


def _chain(events: Sequence[Row]) -> Iterator[Fault]:
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


def _head(events: Sequence[Row], known: Head | None, register: str) -> Iterator[Fault]:
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


def _named(events: Sequence[Row], expected: Iterable[str]) -> Iterator[Fault]:
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


# ---- what follows from the log


def _contents(rows: Iterable[Sequence[Any]]) -> tuple[dict[str, bytes], list[Fault]]:
    found: dict[str, bytes] = {}
    faults = []
    for digest, body in rows:
        found[digest] = content = bytes(body) if not isinstance(body, str) else body.encode()
        if chain.digest(content) != digest:
            faults.append(
                Fault("altered", "contents", f"sha256:{digest}", "body", "was altered: it has another SHA-256")
            )
    return found, faults


def _replayed(events: Sequence[Row], versions: Sequence[Row], contents: Mapping[str, bytes]) -> Iterator[Fault]:
    """Yield what differs between the versions and what the log makes of them."""
    made: dict[tuple[str, int], dict[str, Any]] = {}
    named: set[str] = set()
    for row in events:
        at = (row["number"], row["revision"])
        if row["kind"] == "create":
            yield from _created(row, made, contents, named)
        elif at in made:
            yield from _moved(row, made[at])
        elif row["number"]:
            yield Fault(
                "added", "events", str(row["entry"]), "", f"is about {at[0]}, revision {at[1]}, which was never made"
            )
    there = {(row["number"], row["revision"]): row for row in versions}
    for key in sorted(made.keys() - there.keys(), key=str):
        yield Fault("removed", "versions", f"{key[0]}, revision {key[1]}", "", "is gone; the log has it")
    for key in sorted(there.keys() - made.keys(), key=str):
        yield Fault("added", "versions", f"{key[0]}, revision {key[1]}", "", "is not in the log")
    for key in made.keys() & there.keys():
        for column, value in made[key].items():
            stands = there[key][column]
            if stands != value or type(stands) is not type(value):
                message = f"was altered: the log makes it {_short(value)}, {_short(stands)} stands there"
                yield Fault("altered", "versions", f"{key[0]}, revision {key[1]}", column, message)
    for digest in sorted(contents.keys() - named):
        yield Fault("added", "contents", f"sha256:{digest}", "", "no version has it")
    yield from _gaps(made)


def _created(
    row: Row, made: dict[tuple[str, int], dict[str, Any]], contents: Mapping[str, bytes], named: set[str]
) -> Iterator[Fault]:
    name = f"{row['number']}, revision {row['revision']}"
    try:
        body = json.loads(row["body"])
        wanted = {"quote": body["quote"], "deal": body["deal"]["sha256"], "catalog": body["snapshot"]}
        if body["snapshot"] in contents:
            files = json.loads(contents[body["snapshot"]])
            wanted |= {f"file {each} of the catalog": said["sha256"] for each, said in files.items()}
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):  # told by the chain, or by the contents
        named.update(_digests(str(row["body"])))
        made[row["number"], row["revision"]] = {}
        return
    named.update(wanted.values())
    for what, digest in wanted.items():
        if digest not in contents:
            yield Fault("removed", "contents", f"sha256:{digest}", "", f"is gone: it is the {what} of {name}")
    derived: dict[str, Any] = {}
    with suppress(
        KeyError, ValueError, TypeError, ArithmeticError, RecursionError, DealdeskError
    ):  # told by the contents
        derived = columns_of(body, json.loads(contents[body["quote"]]))
    made[row["number"], row["revision"]] = derived | {
        "state": row["state"],
        "live": 1,
        "digest": chain.digest(str(row["body"]).encode()),
        "key": row["key"],
        "made": row["at"],
        "changed": row["at"],
        "entry": row["entry"],
        "chain": row["hash"],
    }


def _moved(row: Row, version: dict[str, Any]) -> Iterator[Fault]:
    """Yield what is wrong with a move, and make it."""
    try:
        move = lifecycle.move(row["kind"])
    except DealdeskError:
        yield Fault("added", "events", str(row["entry"]), "kind", f"there is no move {row['kind']}")
        return
    before = version.get("state")
    expired = before in lifecycle.CAN_EXPIRE and "expired" in move.start
    if before is not None and before not in move.start and not expired:
        yield Fault("added", "events", str(row["entry"]), "", f"a quote that is {before} cannot be {move.done}")
    version["state"] = move.to or before
    version["live"] = 0 if move.to == "superseded" else 1
    version["changed"] = row["at"]


def _gaps(made: Iterable[tuple[str, int]]) -> Iterator[Fault]:
    """Yield numbers that were left out."""
    revisions: dict[str, list[int]] = {}
    for number, revision in made:
        revisions.setdefault(number, []).append(revision)
    for number, found in revisions.items():
        if sorted(found) != list(range(1, len(found) + 1)):
            yield Fault("removed", "versions", number, "revision", f"revisions are missing: there are {sorted(found)}")
    serials: dict[str, list[int]] = {}
    for number in revisions:
        if number[2:6].isdigit() and number[7:].isdigit():
            serials.setdefault(number[2:6], []).append(int(number[7:]))
    for year, numbers in serials.items():
        there, last = set(numbers), max(numbers)
        missing = (each for each in range(1, last + 1) if each not in there)  # the last may be any number
        for each in islice(missing, 20):
            yield Fault("removed", "versions", f"Q-{year}-{each:05d}", "", "was never made, and later numbers were")


def _unguarded(wanted: Guards, there: Guards) -> Iterator[Fault]:
    """Yield what keeps rows as they are and is gone or another, and triggers that nobody knows."""
    for name, (kind, definition) in sorted(wanted.items()):
        if name not in there:
            what = "the trigger that refuses changes" if kind == "trigger" else f"the {kind}"
            yield Fault("unguarded", "schema", name, "", f"{what} is not there")
        elif there[name] != (kind, definition):
            yield Fault("unguarded", "schema", name, "", f"the {kind} was altered: the program made another")
    for name in sorted(there.keys() - wanted.keys()):
        if there[name][0] == "trigger":
            yield Fault("added", "schema", name, "", "is a trigger that the program did not make")


def _digests(text: str) -> set[str]:
    import re

    return set(re.findall(r"\b[0-9a-f]{64}\b", text))


def _short(value: Any) -> str:
    text = str(value)
    return text if len(text) <= 80 else text[:77] + "…"
