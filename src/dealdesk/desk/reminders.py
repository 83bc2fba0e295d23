"""Reminders of a quote for a calendar: its last day, and the day by which a renewal is to be talked about.

A calendar file (RFC 5545) with all-day entries.  The same record gives the same bytes: an entry has the same id in
every revision and a higher sequence in a later one, so importing the file again moves the entry and adds none.  Each is
in the language of its quote; it is for the vendor's own people, and says what state the quote is in.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from dealdesk.desk.contracts import full_number
from dealdesk.desk.kept import read_deal
from dealdesk.desk.mail import name_of
from dealdesk.register import Register, Stored
from dealdesk.register.lifecycle import OPEN
from dealdesk.version import VERSION

if TYPE_CHECKING:
    from dealdesk.documents.language import Language

OCTETS = 75
"""Most octets of a line."""

BEFORE = 7
"""Days before an entry on which a calendar reminds of it."""


@dataclass(frozen=True, slots=True)
class Reminder:
    """One entry.

    Attributes:
        id: What it is about: "expiry" or "renewal".
        day: The day.
        summary: One line.
        text: What to do.
        language: The language of both.
    """

    id: str
    day: date
    summary: str
    text: str
    language: str


def language_of(register: Register, stored: Stored) -> str:
    """Return the code of the language that a quote is in."""
    return str(read_deal(register.deal(stored)).customer.language)


def reminders(stored: Stored, today: date, language: Language, *, notice: int) -> tuple[Reminder, ...]:
    """Return what to be reminded of: the last day of an offer, and the day *notice* days before a contract ends.

    An offer that is decided or whose last day is over has none any more; only a contract that was accepted and has
    not ended is renewed.
    """
    say, quote, found = language.say, name_of(stored, language), []
    if stored.state in OPEN and stored.valid_until >= today:
        summary = say("reminder.expires", quote=stored.number, customer=stored.customer)
        state = say(f"reminder.{stored.state}")
        text = say("reminder.accept", quote=quote, customer=stored.customer, state=state)
        found.append(Reminder("expiry", stored.valid_until, summary, text, language.code))
    if stored.state == "accepted" and stored.end >= today:
        summary = say("reminder.renew", quote=stored.number, customer=stored.customer)
        text = say(
            "reminder.ends",
            date=language.long_day(stored.end),
            amount=language.amounts(stored.currency, stored.places)(stored.arr),
            command=f"dealdesk quote renew {stored.number}",
        )
        found.append(Reminder("renewal", stored.end - timedelta(notice), summary, text, language.code))
    return tuple(found)


def due(register: Register, quotes: Iterable[Stored]) -> tuple[Stored, ...]:
    """Return what there may be reminders of: no contract that is renewed, and no amendment, which is with its own."""
    found = tuple(quotes)
    deals = {each.number: read_deal(register.deal(each)) for each in found if each.state == "accepted"}
    renewed = {full_number(deal.renews.contract) for deal in deals.values() if deal.renews is not None}
    amendments = {number for number, deal in deals.items() if deal.amends is not None}
    return tuple(each for each in found if each.number not in renewed | amendments)


def calendar(entries: Sequence[tuple[Stored, Reminder]], register: str) -> bytes:
    """Return the entries as a calendar file.

    Args:
        entries: Reminders with the versions that they are about.
        register: Id of the register, which makes ids unique.
    """
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:-//dealdesk//dealdesk {VERSION}//EN", "CALSCALE:GREGORIAN"]
    for stored, each in entries:
        lines += _entry(stored, each, register)
    lines.append("END:VCALENDAR")
    return "".join(f"{part}\r\n" for line in lines for part in _folded(line)).encode()


def _entry(stored: Stored, each: Reminder, register: str) -> list[str]:
    return [
        "BEGIN:VEVENT",
        f"UID:{stored.number}.{each.id}@{register}.dealdesk",
        f"SEQUENCE:{stored.revision - 1}",
        f"DTSTAMP:{_stamp(stored.changed)}",
        f"DTSTART;VALUE=DATE:{each.day:%Y%m%d}",
        f"DTEND;VALUE=DATE:{each.day + timedelta(1):%Y%m%d}",
        f"SUMMARY;LANGUAGE={each.language}:{_text(each.summary)}",
        f"DESCRIPTION;LANGUAGE={each.language}:{_text(each.text)}",
        "TRANSP:TRANSPARENT",
        "BEGIN:VALARM",
        "ACTION:DISPLAY",
        f"TRIGGER:-P{BEFORE}D",
        f"DESCRIPTION;LANGUAGE={each.language}:{_text(each.summary)}",
        "END:VALARM",
        "END:VEVENT",
    ]


def _stamp(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _text(text: str) -> str:
    """Return a text as a calendar writes it: what would end or part it is escaped."""
    for sign in ("\\", ";", ","):
        text = text.replace(sign, "\\" + sign)
    return " ".join(text.split())


def _folded(line: str) -> Iterator[str]:
    """Yield a line in parts of at most 75 octets, all but the first with a space before them; no character is cut."""
    part, size = "", 0
    for char in line:
        octets = len(char.encode())
        if size + octets > OCTETS:
            yield part
            part, size = " ", 1
        part += char
        size += octets
    yield part
