"""What a check has found wrong with a document, and what a check is."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dealdesk.documents.check.paper import Paper


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong.

    Attributes:
        message: What is wrong, with figures.
        page: The page, from 1; None when it is about the file.
        at: Where on the page, in pt from its left and top edge.
    """

    message: str
    page: int | None = None
    at: tuple[float, float] | None = None

    def __str__(self) -> str:
        place = f" at {self.at[0]:.0f}, {self.at[1]:.0f}" if self.at else ""
        return f"page {self.page}{place}: {self.message}" if self.page else self.message


@dataclass(frozen=True, slots=True)
class Check:
    """One check: its name, what it makes sure of, and what finds the faults of a PDF that prints a source."""

    name: str
    promise: str
    find: Callable[[Paper, Any], Iterable[Fault]]
