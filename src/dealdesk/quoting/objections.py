"""Collects what is wrong with a deal, so that all of it is told in one run, each with its place."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from dealdesk.errors import DealError, Mistake
from dealdesk.quoting.deal import Deal

Path = tuple[str | int, ...]

REPORTED = 100
"""Most mistakes that are told at once."""


class Mistakes:
    """What is wrong with a deal so far."""

    def __init__(self, deal: Deal) -> None:
        self._deal, self.found = deal, list[Mistake]()
        self._noted: set[tuple[Path, str]] = set()

    def add(
        self,
        path: Path,
        message: str,
        *,
        allowed: str | None = None,
        hint: str | None = None,
        on: Literal["value", "key"] = "value",
    ) -> None:
        """Note one mistake at the value, or at the key, of *path*; what is noted already is not noted again."""
        if (path, message) in self._noted:
            return
        self._noted.add((path, message))
        sources = self._deal.sources
        if sources is not None:
            mistake = sources.mistake(path, message, on=on, allowed=allowed, hint=hint, code="deal")
        else:
            where = ".".join(str(each) for each in path)
            mistake = Mistake(f"{where}: {message}", None, None, allowed, hint, "deal")
        self.found.append(mistake)

    def raise_any(self) -> None:
        """Raise DealError when something was noted."""
        if self.found:
            more = len(self.found) - REPORTED
            if more > 0:
                words = f"{more:,} more mistakes are not listed"
                self.found[REPORTED:] = [replace(self.found[REPORTED], message=words, allowed=None, hint=None)]
            raise DealError(tuple(self.found))

    @property
    def full(self) -> bool:
        """Whether more has been noted than is told at once, so that looking for more is not worth the time."""
        return len(self.found) > REPORTED
