"""A customer or a vendor, as business cases, reviews and pilots print it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Party:
    """A customer or a vendor, as printed."""

    name: str
    email: str | None = None
    website: str | None = None
