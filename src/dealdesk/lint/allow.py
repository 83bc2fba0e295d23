"""Allowances: comments in a catalog that say which findings are meant, why, and until when.

    # lint: allow DD102 until 2027-06-30: the price list was published like this
    [[rules.bundle.tiers]]

An allowance is for its own line, and for the next line that says something: where that opens a table, for the whole
table up to the next header.  The reason is mandatory, the date is not.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from dealdesk.errors import CatalogError, Mistake, Place, did_you_mean

if TYPE_CHECKING:
    from dealdesk.catalog.models import Catalog

_COMMENT = re.compile(r"(?:^|[^\"'])#\s*lint:\s*(?P<said>.*)$", re.IGNORECASE)
_SAID = re.compile(
    r"allow\s+(?P<codes>DD\d{3}(?:\s*,\s*DD\d{3})*)(?:\s+until\s+(?P<until>\S+?))?\s*:\s*(?P<reason>\S.*)$",
    re.IGNORECASE,
)
_HOW = "# lint: allow DD102 until 2027-06-30: why it is meant"


@dataclass(frozen=True, slots=True)
class Allowance:
    """One allowed code in a range of lines.

    Attributes:
        code: The code of a rule.
        reason: Why, in the catalog's words.
        until: The last day; None when it has none.
        place: Where the comment stands.
        text: The line of the comment.
        first: The first line that it is for.
        last: The last line that it is for.
    """

    code: str
    reason: str
    until: date | None
    place: Place
    text: str
    first: int
    last: int

    def covers(self, code: str, place: Place | None) -> bool:
        """Whether a finding of a code, at a place, is allowed."""
        return (
            place is not None
            and code == self.code
            and place.file == self.place.file
            and self.first <= place.line <= self.last
        )


def allowances(catalog: Catalog) -> tuple[Allowance, ...]:
    """Return every allowance of a catalog.

    Raises:
        CatalogError: A comment begins like an allowance and is none, names no rule, or its date is no date.
    """
    sources = catalog.sources
    if sources is None:
        return ()
    from dealdesk.lint.rules import RULES

    known = [rule.code for rule in RULES]
    found: list[Allowance] = []
    wrong: list[Mistake] = []
    for part in sources.parts:
        if "lint:" not in part.text.lower():
            continue
        lines = part.text.split("\n")
        for number, line in enumerate(lines, 1):
            comment = _COMMENT.search(line) if "lint:" in line.lower() else None
            if comment is None:
                continue
            place = Place(part.name, number, comment.start("said") + 1, max(1, len(comment["said"])))
            said = _SAID.match(comment["said"])
            until, bad = _day(said["until"]) if said is not None else (None, "")
            if said is None or bad:
                message = f"{bad} is not a date" if bad else "this comment to the linter cannot be read"
                wrong.append(Mistake(message, place, line, _HOW, None, "allowance"))
                continue
            codes = [code.strip().upper() for code in said["codes"].split(",")]
            unknown = [code for code in codes if code not in known]
            if unknown:
                guess = did_you_mean(unknown[0], known)
                hint = f"did you mean {guess}?" if guess else "`dealdesk catalog lint --explain all` lists the rules"
                wrong.append(Mistake(f"there is no rule {unknown[0]}", place, line, None, hint, "allowance"))
                continue
            first, last = _range(lines, number, line)
            found += [Allowance(code, said["reason"].strip(), until, place, line, first, last) for code in codes]
    if wrong:
        raise CatalogError(wrong)
    return tuple(found)


def _day(text: str | None) -> tuple[date | None, str]:
    """Return a date, and the text where it is none."""
    if text is None:
        return None, ""
    try:
        return date.fromisoformat(text), ""
    except ValueError:
        return None, text


def _range(lines: Sequence[str], number: int, line: str) -> tuple[int, int]:
    """Return the lines that a comment on line *number* is for."""
    if not line.lstrip().startswith("#"):
        return number, number  # behind a value
    for below in range(number, len(lines)):
        text = lines[below].strip()
        if text and not text.startswith("#"):
            if not text.startswith("["):
                return number, below + 1
            end = below + 1
            while end < len(lines) and not lines[end].lstrip().startswith("["):
                end += 1
            return number, end
    return number, number
