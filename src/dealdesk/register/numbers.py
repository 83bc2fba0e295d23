"""Numbers of quotes, `Q-2026-00417`, and the keys that make a command happen once.  Pure."""

from __future__ import annotations

import re

from dealdesk.errors import DealdeskError, printable
from dealdesk.register.chain import canonical, digest

NUMBER = re.compile(r"Q-(\d{4})-(\d{5,})")
LENIENT = re.compile(r"[Qq]?[-\s]?(\d{4})[-/](\d{1,12})")
KEY = "v1"
"""Stands before every key; another way of making keys gets another."""

LONGEST = 4000


def number_of(year: int, serial: int) -> str:
    """Return the number of a quote: the year, and its place in it."""
    return f"Q-{year:04d}-{serial:05d}"


def said_number(given: str) -> str:
    """Return the number that somebody typed, in full: "q-2026-417" is Q-2026-00417.

    Raises:
        DealdeskError: It is no number of a quote; numbers are never paths, and never made from input.
    """
    found = LENIENT.fullmatch(given.strip()) if given.isascii() else None
    if found is None:
        raise DealdeskError(f"{printable(given[:60])} is no number of a quote; they look like Q-2026-00417")
    return number_of(int(found[1]), int(found[2]))


def key_of(*parts: str | None) -> str:
    """Return an idempotency key: `v1|` and the SHA-256 of its parts, in their order."""
    return f"{KEY}|{digest(canonical(list(parts)).encode())}"


def checked(text: str, what: str) -> str:
    """Return a text that somebody gave on the command line, as it is stored.

    Raises:
        DealdeskError: It is empty, too long, or has characters that nobody can see.
    """
    if not text.strip():
        raise DealdeskError(f"the {what} is empty")
    if len(text) > LONGEST:
        raise DealdeskError(f"the {what} has {len(text):,} characters; {LONGEST:,} are allowed")
    hidden = [each for each in text if not (each.isprintable() or each == "\n")]
    if hidden:
        raise DealdeskError(f"the {what} holds {printable(hidden[0])}, which nobody can see; leave it out")
    return text
