"""What the log makes of versions, contents and numbers, and what stands there instead."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from itertools import islice
from typing import Any

from dealdesk.errors import DealdeskError
from dealdesk.register import chain, lifecycle
from dealdesk.register.faults import Fault
from dealdesk.register.rows import columns_of

Row = Mapping[str, Any]


def contents_of(rows: Iterable[Sequence[Any]]) -> tuple[dict[str, bytes], list[Fault]]:
    """Return contents by their digest, and those that are not what it says."""
    found: dict[str, bytes] = {}
    faults = []
    for digest, body in rows:
        is_bytes = isinstance(body, bytes | bytearray | memoryview)
        found[digest] = content = bytes(body) if is_bytes else str(body).encode()
        if not is_bytes or chain.digest(content) != digest:
            faults.append(
                Fault("altered", "contents", f"sha256:{digest}", "body", "was altered: it has another SHA-256")
            )
    return found, faults


def replayed(events: Sequence[Row], versions: Sequence[Row], contents: Mapping[str, bytes]) -> Iterator[Fault]:
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


def _digests(text: str) -> set[str]:
    import re

    return set(re.findall(r"\b[0-9a-f]{64}\b", text))


def _short(value: Any) -> str:
    text = str(value)
    return text if len(text) <= 80 else text[:77] + "…"
