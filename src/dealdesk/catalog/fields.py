"""What the tables of a catalog have in common: ids, names, texts, and numbers that are illustrative."""

from __future__ import annotations

from typing import Annotated

from dealdesk.pricing.numbers import Number
from dealdesk.record import Field, Record, check

Id = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]*$", max_length=64)]
Name = Annotated[str, Field(min_length=1, max_length=200)]
Text = Annotated[str, Field(min_length=1, max_length=4000)]
Rate = Annotated[Number, Field(gt=0)]
Color = Annotated[str, Field(pattern=r"^#[0-9a-fA-F]{6}$")]


class Illustrative(Record):
    """A record whose numbers may be illustrative: not the vendor's own."""

    illustrative: bool = False
    note: Text | None = None

    @check
    def _noted(self) -> None:
        if self.illustrative and not self.note:
            raise ValueError("illustrative numbers need a note that says where they come from")
