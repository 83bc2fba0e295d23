"""The documents of recorded quotes: the same record gives the same bytes."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from dealdesk.desk.others import others_in
from dealdesk.documents import render
from dealdesk.quoting.quote import Quote
from dealdesk.register import Register, Stored

APPROVED = ("approve", "clear")
"""Entries of the log that stand for an approval."""


def printed(register: Register, stored: Stored) -> Quote:
    """Return the quote of a version as documents print it: with its record in the log, and its approval."""
    extra = {"record": stored.chain, "register": register.id}
    for event in register.events(stored.number):
        if event.revision == stored.revision and event.kind in APPROVED:
            extra |= {"approval": str(event.entry), "approved": event.at.date().isoformat()}
    return replace(register.quote(stored), extra=extra)


def document(
    register: Register,
    stored: Stored,
    kind: str = "quote",
    form: str = "pdf",
    *,
    page: str | None = None,
    templates: Path | None = None,
) -> bytes:
    """Return a document of a recorded quote.

    It changes when the quote is approved, for it says so, and never otherwise.

    Raises:
        RenderError: It cannot be made, or would name another customer.
    """
    others = others_in(register, stored.customer)
    return render(printed(register, stored), kind, form, page=page, templates=templates, others=others)
