"""One price per combination of choices, such as region by model.  No cell, no price."""

from collections.abc import Mapping
from typing import Any, Literal

from dealdesk.pricing.charges.charge import BELOW_ZERO, UNBOUNDED, Charge, Given, PriceAt, Segment
from dealdesk.pricing.numbers import Price
from dealdesk.pricing.price_list import Rung
from dealdesk.record import Field, Record, check


class NoSuchCell(ValueError):
    """The matrix has no price for the combination that the line chose."""


class Cell(Record):
    """The price of one combination."""

    at: Mapping[str, str]
    price: Price


class Matrix(Charge):
    """The `price` of the cell that the line's `cell` names × quantity."""

    model: Literal["matrix"]
    dimensions: Mapping[str, tuple[str, ...]] = Field(min_length=1)
    cells: tuple[Cell, ...] = Field(min_length=1)

    @check
    def _cells_fit(self) -> None:
        seen: set[tuple[tuple[str, Any], ...]] = set()
        for number, cell in enumerate(self.cells):
            if set(cell.at) != set(self.dimensions):
                raise ValueError(f"cell {number + 1} must name each of: {', '.join(self.dimensions)}")
            for name, value in cell.at.items():
                if value not in self.dimensions[name]:
                    raise ValueError(f"cell {number + 1}: {value} is not one of {', '.join(self.dimensions[name])}")
            key = tuple(sorted(cell.at.items()))
            if key in seen:
                raise ValueError(f"cell {number + 1} is priced twice")
            seen.add(key)

    def rungs(self, at: PriceAt, given: Given | None = None) -> tuple[Rung, ...]:
        return (Rung(rate=self.segments(at, given)[0].rate),) if self.metered else ()

    def segments(self, at: PriceAt, given: Given | None = None) -> tuple[Segment, ...]:
        chosen = dict(given.cell) if given is not None else {}
        for number, cell in enumerate(self.cells):
            if dict(cell.at) == chosen:
                return (Segment(BELOW_ZERO, UNBOUNDED, rate=at(cell.price), tier=number),)
        said = ", ".join(f"{k} = {v}" for k, v in chosen.items()) or "nothing"
        choices = "; ".join(f"{name}: {', '.join(values)}" for name, values in self.dimensions.items())
        raise NoSuchCell(f"no price for {said}; the line's `cell` chooses {choices}")
