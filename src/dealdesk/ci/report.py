"""What a command found, for programs: remarks at places, and the checks that made them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import Literal

from dealdesk.errors import Mistake, Place, printable

Severity = Literal["error", "warning", "info"]


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked for.

    Attributes:
        code: Stable, such as "DD101".
        name: Stable, for people.
        title: A few words.
        prose: What it means and what to do.
    """

    code: str
    name: str
    title: str
    prose: str = ""
    severity: Severity = "error"


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing to say.

    Attributes:
        code: The code of its check.
        message: A sentence.
        subject: What was looked at: the path of a catalog or a deal.
        place: Where; None where it is about the subject as a whole.
        details: Further lines.
        allowed: Why it is allowed; such a remark is noted and fails nothing.
    """

    code: str
    severity: Severity
    message: str
    subject: str
    place: Place | None = None
    details: tuple[str, ...] = ()
    allowed: str | None = None

    @property
    def text(self) -> str:
        """The message and its details, without any sign that a terminal or a program could act on."""
        return "\n".join(printable(each) for each in (self.message, *self.details))

    @property
    def file(self) -> str:
        """The path of the file, with slashes; that of the subject where there is no place."""
        name = self.place.file if self.place is not None else self.subject
        return printable(PurePath(name).as_posix())

    @property
    def fingerprint(self) -> str:
        """The same for the same remark in another run, wherever its line has moved to."""
        said = "\0".join((self.code, self.file, self.message))
        return hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()[:40]


@dataclass(frozen=True, slots=True)
class Report:
    """All of a run.

    Attributes:
        command: The command that ran: "catalog lint".
        subjects: What was looked at, whether anything was found or not.
        checks: What was looked for.
        remarks: What was found.
    """

    command: str
    subjects: tuple[str, ...]
    checks: tuple[Check, ...] = ()
    remarks: tuple[Remark, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Format:
    """A format of a report: its name, and how it is written."""

    name: str
    write: Callable[[Report], str]


def remark_of(mistake: Mistake, subject: str) -> Remark:
    """Return a mistake in the input as a remark."""
    details = [f"allowed: {mistake.allowed}"] if mistake.allowed else []
    details += [f"hint: {mistake.hint}"] if mistake.hint else []
    return Remark(mistake.code, "error", mistake.message, subject, mistake.place, tuple(details))
