"""The hash chain of the log, and the canonical text of what is hashed.  Pure."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from datetime import date as Date
from hashlib import sha256
from typing import Any

from dealdesk.errors import DealdeskError, printable

START = "0" * 64
"""What stands before the first entry."""


_ENCODER = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def canonical(value: Any) -> str:
    """Return plain data as the one JSON text that stands for it: sorted keys, no blanks."""
    return _ENCODER.encode(value)


def digest(content: bytes) -> str:
    """Return the SHA-256 of some bytes, in hex."""
    return sha256(content).hexdigest()


def entry_hash(
    entry: int,
    at: str,
    number: str,
    revision: int,
    kind: str,
    actor: str,
    state: str,
    key: str,
    body: str,
    prev: str,
) -> str:
    """Return the hash of an entry: SHA-256 of all its columns as one JSON list, the hash before it among them."""
    return digest(canonical([entry, at, number, revision, kind, actor, state, key, body, prev]).encode())


def stamp(at: datetime) -> str:
    """Return a time as it is stored: in UTC, always as long, so that their texts sort as the times do."""
    return at.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


def moment(text: str) -> datetime:
    """Return the time that `stamp` wrote."""
    return datetime.fromisoformat(text)


def day_over(day: Date, zone: str) -> datetime:
    """Return the first instant after *day* in a time zone, in UTC.

    Raises:
        DealdeskError: There is no such time zone, on this machine at least.
    """
    following = day + timedelta(days=1)
    midnight = datetime(following.year, following.month, following.day)
    if zone == "UTC":
        return midnight.replace(tzinfo=UTC)
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    try:
        return midnight.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise DealdeskError(
            f"there is no time zone {printable(zone[:60])} on this machine; such as Europe/Berlin, or UTC"
        ) from None
