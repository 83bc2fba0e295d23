"""What verifying finds, what it reports, and a document while it is verified."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from dealdesk.errors import printable
from dealdesk.sealing.opened import Opened

if TYPE_CHECKING:
    from dealdesk.quoting.quote import Quote
    from dealdesk.register import Register

Verdict = Literal["valid", "altered", "unproven", "void", "superseded", "declined", "another catalog", "expired"]
VERDICTS: tuple[Verdict, ...] = (
    "altered", "unproven", "void", "superseded", "declined", "another catalog", "expired", "valid",
)  # fmt: skip
"""What a document is found to be, the gravest first."""

Assurance = Literal["document", "signature", "register"]
BROKEN = (ValueError, KeyError, TypeError, IndexError, ArithmeticError, AttributeError)
"""What working with data raises that is not that of a quote."""

DATA, XML = "quote.json", "quote.xml"
"""The files that a document carries: its data, and the same for purchasing systems."""


@dataclass(frozen=True, slots=True)
class Found:
    """One thing that was found.

    Attributes:
        verdict: What it makes of the document; "valid" for what is in order.
        words: It, as a sentence.
        page: The page that it is about; 0 for none.
        field: The field of the data that it is about; "" for none.
        now: What stands there.
        was: What should stand there.
    """

    verdict: Verdict
    words: str
    page: int = 0
    field: str = ""
    now: str = ""
    was: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """What came of verifying a document.

    Attributes:
        name: The document.
        verdict: What it is.
        assurance: What that rests on.
        quote: Its number and revision, or what else it calls itself.
        found: What was found, the gravest first.
        proven: What is proven, in sentences.
        facts: What the data says of itself: total, currency, dates, catalog.
    """

    name: str
    verdict: Verdict
    assurance: Assurance
    quote: str
    found: tuple[Found, ...]
    proven: tuple[str, ...]
    facts: Mapping[str, str] = field(default_factory=dict)


@dataclass
class Verification:
    """A document while it is verified.

    Attributes:
        data: Its bytes.
        name: What to call it.
        file: Where it lies.
        today: The day on which it is to be valid.
        now: The time, for the register.
        inside: What is in it.
        content: Its data.
        quote: The quote of that data.
        register: The register that it should be in, or None.
        asked: Whether that register was asked for.
        catalog: The catalog that it should have been priced from, or None.
        trusting: Whether there are signers that are trusted.
        templates: The templates that it was made with, where they are not the packaged ones.
        found: What was found so far.
        proven: What is proven so far.
        assurance: What that rests on.
        broken: Whether its data is not that of a quote, so that there is nothing more to look at.
    """

    data: bytes
    name: str
    file: Path
    today: date
    now: datetime
    inside: Opened
    content: Mapping[str, Any]
    quote: Quote
    register: Register | None = None
    asked: bool = True
    catalog: Path | None = None
    trusting: bool = False
    templates: Path | None = None
    found: list[Found] = field(default_factory=list)
    proven: list[str] = field(default_factory=list)
    assurance: Assurance = "document"
    broken: bool = False

    def say(self, verdict: Verdict, words: str, **more: Any) -> None:
        """Add what was found."""
        self.found.append(Found(verdict, words, **more))


def short(failure: Exception) -> str:
    """Return what went wrong, in a few words."""
    return printable(f"{type(failure).__name__}: {failure}"[:160])


def broken(failure: Exception) -> Found:
    """Return what is said of data that is not that of a quote."""
    return Found("altered", f"the data is not that of a quote any more: {short(failure)}", field=DATA)
