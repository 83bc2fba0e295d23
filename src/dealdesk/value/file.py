"""An inputs file: the numbers of one customer for one value model, as TOML."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from dealdesk.catalog.fields import Id, Name
from dealdesk.catalog.load import DISGUISED, file_in, is_disguised, shown
from dealdesk.catalog.value import VariableId
from dealdesk.catalog.written import Written
from dealdesk.errors import InputError, Mistake, Place
from dealdesk.record import Field, Record
from dealdesk.value.given import Given, GivenRow

FILE_BYTES = 256 * 1024
"""Most bytes of an inputs file."""


class SavingsCustomer(Record):
    """`[customer]`: who the numbers are of, as printed."""

    name: Name
    language: Name = "en"


class SavingsFile(Written):
    """An inputs file.

    Attributes:
        model: Id of the value model, as in the catalog's `[value.<id>]`.
        catalog: The catalog: an id, or a path that starts at this file.
        issued: The day that the printout is dated; the day it is made when left out.
        inputs: Numbers by the model's names; what is left out is the model's own.
        rows: The rows of a table, all of them: each with a name and its numbers by column.
    """

    model: Id
    catalog: Name
    customer: SavingsCustomer | None = None
    issued: date | None = None
    inputs: Mapping[VariableId, Any] = Field(default_factory=dict)
    rows: Mapping[VariableId, tuple[Mapping[str, Any], ...]] = Field(default_factory=dict)

    def given(self) -> Given:
        """Return the numbers; `calculate` holds them against the model."""
        rows = {
            name: tuple(
                GivenRow(each.get("name", ""), {k: v for k, v in each.items() if k != "name"}) for each in entries
            )
            for name, entries in self.rows.items()
        }
        who = self.customer
        return Given(
            {name: _decimal(value) for name, value in self.inputs.items()},
            {
                name: tuple(GivenRow(r.name, {k: _decimal(v) for k, v in r.values.items()}) for r in found)
                for name, found in rows.items()
            },
            who.name if who is not None else "",
            who.language if who is not None else "en",
            self.issued,
        )


def _decimal(value: Any) -> Any:
    return Decimal(value) if isinstance(value, int) and not isinstance(value, bool) else value


def load_savings(path: str | Path) -> SavingsFile:
    """Return the inputs file at *path*, or `inputs.toml` of a folder.

    Raises:
        InputError: It cannot be read, or is none; every mistake is named with its place.
    """
    from dealdesk.catalog.source import read_toml

    file = file_in(Path(path), "inputs.toml")
    name = shown(file)
    if is_disguised(file):
        raise InputError(Mistake(DISGUISED, Place(name, 1, 1), code="file"))
    data, sources = read_toml([file], names=[name], limit_bytes=FILE_BYTES, error=InputError)
    if "lines" in data and "model" not in data:
        hint = f"price it: dealdesk price {name}"
        raise InputError(Mistake("this is a deal, not the inputs of a value model", Place(name, 1, 1), hint=hint))
    return SavingsFile.read(data, sources)
