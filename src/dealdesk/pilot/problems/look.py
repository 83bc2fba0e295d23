"""What the searches for problems look at, and what they have in common."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from dealdesk.pilot.cells import Cells
from dealdesk.pilot.figures import share
from dealdesk.pilot.plan import Pilot
from dealdesk.pilot.result.measured import Problem
from dealdesk.pilot.telemetry.read import Read

COUNTED = "time IS NOT NULL AND arm IS NOT NULL AND stage IS NOT NULL"
"""The rows that count: those with a time, an arm and a stage.  Duplicates are in a table of their own by then."""

EXAMPLES = 3
"""Places that are named."""


@dataclass(frozen=True)
class Look:
    """The telemetry in DuckDB, its cells, and the saving that leaving rows out would give.

    Attributes:
        saving: From (SQL condition, more rows): the saving in per cent at a fixed mix, as text, of the rows that count
            and for which the condition holds, with those of another table.
        stated: The saving as reported, as text.
        again: How many rows were found to repeat another.
    """

    read: Read
    pilot: Pilot
    cells: Cells
    saving: Callable[[str, str], str]
    stated: str
    again: int
    today: date

    def problem(
        self,
        code: str,
        severity: Literal["error", "warning", "info"],
        title: str,
        count: int,
        done: str,
        *,
        effect: str = "",
        examples: tuple[str, ...] = (),
    ) -> Problem:
        """Return a problem with its share of all rows."""
        return Problem(code, severity, title, count, share(count, self.read.rows), examples, done, effect)

    def count(self, where: str) -> int:
        """Return how many rows a condition holds for."""
        (found,) = self.read.db.execute(f"SELECT count(*) FROM t WHERE {where}").fetchone() or (0,)
        return int(found)

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """Return the rows of a query."""
        return self.read.db.execute(sql).fetchall()

    def places(self, where: str, table: str = "t") -> tuple[str, ...]:
        """Return the first places of rows for which a condition holds."""
        found = self.rows(f"SELECT row FROM {table} WHERE {where} ORDER BY row LIMIT {EXAMPLES}")
        return tuple(self.read.place(int(row)) for (row,) in found)

    def without(self, where: str) -> str:
        """Say what the saving would be without some rows."""
        return f"without them the saving would be {self.saving(f'NOT coalesce({where}, false)', '')}, not {self.stated}"
