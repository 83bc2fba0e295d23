"""Rows of the database as frozen data, and back.  Pure."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from dealdesk.errors import DealdeskError, printable
from dealdesk.register import chain
from dealdesk.register.lifecycle import STATES
from dealdesk.register.problems import Damaged
from dealdesk.register.stored import Event, Stored

COLUMNS = (
    "number", "revision", "year", "serial", "state", "live", "digest", "quote", "inputs", "key", "reference", "rep",
    "customer", "folded", "segment", "region", "title", "currency", "places", "list", "net", "acv", "arr", "issued",
    "valid_until", "expires", "starts", "ends", "months", "catalog", "catalog_version", "snapshot", "deal", "made",
    "changed", "entry", "chain",
)  # fmt: skip
"""The columns of a version, in their order."""

EVENT = ("entry", "at", "number", "revision", "kind", "actor", "state", "key", "body", "prev", "hash")
"""The columns of an event, in their order."""

LARGEST = 2**63 - 1


IMPOSSIBLE = (ValueError, TypeError, ArithmeticError, RecursionError)
"""What comes of reading a row that this program never wrote."""


def stored_of(row: tuple[Any, ...]) -> Stored:
    """Return a version from its row.

    Raises:
        Damaged: It holds what no version has.
    """
    try:
        return _stored(row)
    except IMPOSSIBLE as wrong:
        raise _damaged(f"{row[0]}, revision {row[1]}") from wrong


def _stored(row: tuple[Any, ...]) -> Stored:
    (
        number, revision, _, _, state, live, digest, _, inputs, key, reference, rep, customer, _, segment, region,
        title, currency, places, listed, net, acv, arr, issued, valid_until, expires, starts, ends, months, catalog,
        catalog_version, snapshot, deal, made, changed, entry, link,
    ) = row  # fmt: skip
    if state not in STATES:
        raise ValueError(state)
    return Stored(
        number, revision, state, bool(live), digest, inputs, key, reference, rep, customer, segment, region, title,
        currency, places, amount(listed, places), amount(net, places), amount(acv, places), amount(arr, places),
        date.fromisoformat(issued), date.fromisoformat(valid_until), chain.moment(expires), date.fromisoformat(starts),
        date.fromisoformat(ends), months, catalog, catalog_version, snapshot, deal, chain.moment(made),
        chain.moment(changed), entry, link,
    )  # fmt: skip


def event_of(row: tuple[Any, ...]) -> Event:
    """Return an event from its row.

    Raises:
        Damaged: It holds what no entry has.
    """
    entry, at, number, revision, kind, actor, state, key, body, prev, link = row
    try:
        said = json.loads(body)
        if not isinstance(said, dict):
            raise TypeError(body)
        return Event(entry, chain.moment(at), number, revision, kind, actor, state, key, said, prev, link)
    except IMPOSSIBLE as wrong:
        raise _damaged(f"entry {entry} of the log") from wrong


def _damaged(what: str) -> Damaged:
    return Damaged(printable(f"{what} was altered and cannot be read; run `dealdesk audit verify`"))


def event_row(
    head: tuple[int, str], at: str, number: str, revision: int, kind: str, actor: str, state: str, key: str, body: str
) -> dict[str, Any]:
    """Return the row of the event after *head* (entry and hash of the last one)."""
    entry, prev = head[0] + 1, head[1]
    values = (entry, at, number, revision, kind, actor, state, key, body, prev)
    return dict(zip(EVENT, (*values, chain.entry_hash(*values)), strict=True))


def amount(minor: int, places: int) -> Decimal:
    """Return an amount from its minor units."""
    return Decimal(minor).scaleb(-places)


def minor(value: Decimal | None, places: int) -> int:
    """Return an amount in minor units; 0 for None.

    Raises:
        DealdeskError: It is too large for a database.
    """
    found = int((value or Decimal(0)).scaleb(places).to_integral_value())
    if abs(found) > LARGEST:
        raise DealdeskError(
            f"an amount of {value:,f} is too large for a register; the largest is {LARGEST:,} minor units"
        )
    return found


def columns_of(body: Mapping[str, Any], quote: Mapping[str, Any]) -> dict[str, Any]:
    """Return the columns of a version that follow from its record and its quote as JSON.

    `audit verify` makes them anew and compares.
    """
    places = quote["places"]
    metrics = {each["id"]: each["value"] for each in quote["metrics"]}

    def cents(value: str | None) -> int:
        return minor(Decimal(value) if value is not None else None, places)

    customer = quote["customer"]
    return {
        "number": body["number"],
        "revision": body["revision"],
        "year": int(body["number"][2:6]),
        "serial": int(body["number"][7:]),
        "quote": body["quote"],
        "inputs": body["inputs"],
        "reference": body["reference"],
        "rep": body["rep"],
        "customer": customer["name"],
        "folded": customer["name"].casefold(),
        "segment": customer["segment"] or "",
        "region": customer["region"] or "",
        "title": quote["title"] or "",
        "currency": quote["currency"],
        "places": places,
        "list": cents(quote["totals"]["list"]),
        "net": cents(quote["totals"]["net"]),
        "acv": cents(metrics.get("acv")),
        "arr": cents(metrics.get("arr_exit")),
        "issued": quote["issued"],
        "valid_until": quote["valid_until"],
        "expires": body["expires"],
        "starts": quote["start"],
        "ends": quote["end"],
        "months": quote["months"],
        "catalog": quote["catalog"]["id"],
        "catalog_version": quote["catalog"]["version"],
        "snapshot": body["snapshot"],
        "deal": body["deal"]["sha256"],
    }
