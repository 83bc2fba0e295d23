"""What is wrong with a register, one thing each."""

from __future__ import annotations

from dataclasses import dataclass

from dealdesk.errors import printable


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is not as the log says.

    Attributes:
        kind: "altered", "removed", "added", "moved", "rewritten", "cut off", "unguarded", "damaged" or "not allowed".
        table: The table.
        row: Which row: the number of an entry, or the number and revision of a quote, or a digest.
        column: Which column; "" for the whole row.
        message: A sentence.
    """

    kind: str
    table: str
    row: str
    column: str
    message: str

    def __str__(self) -> str:
        where = f"{self.table} {self.row}" + (f", {self.column}" if self.column else "")
        return printable(f"{where}: {self.message}")
