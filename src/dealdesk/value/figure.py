"""Key figures with their definitions, as business cases and reviews have them."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal


@dataclass(frozen=True, slots=True)
class Figure:
    """A key figure.

    Attributes:
        id: Its name for programs.  Of a business case `npv`, `roi`, `payback`, `discounted-payback`, `irr`, `xirr`,
            `mirr`, `pv-costs`, `pv-benefits`, `costs`, `benefits`, `net`, `return`, `roi-first-year`, `cost-of-delay`.
        value: In `kind`: money, per cent, months, a plain ratio or a count; None where there is none.
        text: The figure in English, or why there is none.
        definition: How it is worked out.
    """

    id: str
    title: str
    value: Decimal | None
    kind: Literal["money", "percent", "months", "ratio", "count"]
    text: str
    definition: str


class Figured:
    """A result that has key figures."""

    __slots__ = ()

    figures: tuple[Figure, ...]

    def figure(self, figure_id: str) -> Figure:
        """Return a key figure by its id; KeyError when there is none of that id."""
        for each in self.figures:
            if each.id == figure_id:
                return each
        raise KeyError(figure_id)
