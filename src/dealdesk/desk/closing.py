"""What the customer decides: accepted, in time or late, or declined."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date as Date
from datetime import datetime
from typing import Any

from dealdesk.desk.following import require_signable
from dealdesk.errors import DealdeskError
from dealdesk.register import Event, Register, Stored
from dealdesk.register.lifecycle import NotAllowed


def accept(
    register: Register,
    number: str,
    *,
    actor: str,
    at: datetime,
    signed: Date | None = None,
    override: str | None = None,
    key: str | None = None,
) -> Event:
    """Record that the customer has accepted a quote.

    Args:
        register: The register.
        number: Of the quote.
        actor: Who records it.
        at: When.
        signed: The day of the customer's signature, where it is not today; within the validity it is in time, even
            when it is recorded later.
        override: Why it is taken nonetheless where it came after the last day, or where the contract that it renews
            is renewed already.
        key: What makes it happen once.

    Raises:
        NotAllowed: It was not sent; it has expired, or renews what is renewed, and there is no *override*; or it is an
            amendment or a renewal that does not go with its contract any more.
        DealdeskError: The day of the signature lies ahead, or before the quote.
    """
    if signed is not None and signed > at.date():
        raise DealdeskError(f"{signed} lies ahead; the day of the signature is today or before")
    said = {"signed": (signed or at.date()).isoformat()}

    def decide(stored: Stored, events: tuple[Event, ...]) -> tuple[str, Mapping[str, Any]]:
        if signed is not None and signed < stored.issued:
            raise DealdeskError(f"{signed} is before {stored.issued}, the date of {stored.name}")
        if stored.state == "sent" and (against := require_signable(register, stored, at)):
            if override is None:
                raise NotAllowed(f"{stored.name}: {against}; take both with --override 'why'")
            said["nonetheless"] = against
        if stored.state_at(at) != "expired" or (override is None and (signed is None or signed > stored.valid_until)):
            return "accept", said
        why = override or f"signed on {signed}, before its last day was over, and recorded later"
        return "accept-late", {**said, "reason": why, "late": signed is None or signed > stored.valid_until}

    return register.act(number, decide, actor=actor, at=at, reason=override, key=key)
