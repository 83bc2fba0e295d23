"""What every part of a savings statement writes with."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dealdesk.documents.claims import number
from dealdesk.documents.language import Language
from dealdesk.documents.view.amounts import Amounts
from dealdesk.documents.view.table import Column

if TYPE_CHECKING:
    from dealdesk.value.review.result import ReviewResult


class Statement(Amounts):
    """A review with its language."""

    def __init__(self, result: ReviewResult, language: Language) -> None:
        super().__init__(language, result.currency, result.places)
        self.result = result
        self.derived: list[dict[str, Any]] = []
        self.period = result.period

    def say(self, key: str, **values: Any) -> str:
        """Return a text of the statement."""
        return self.language.say(f"savings_statement.{key}", **values)

    def column(self, kind: Any, key: str, **values: Any) -> Column:
        """Return a column of a table; its heading may have several lines."""
        return Column(kind, self.say(f"column.{key}", **values).split("\n"))


def less(made: Statement, first: str, second: str) -> str:
    """Return the difference of two amounts of the period, after noting how it comes about."""
    path = f"periods.{made.result.current}."
    values = []
    for each in (first, second):
        value: Any = made.period
        for name in each.split("."):
            value = getattr(value, name)
        values.append(value)
    text = made.money(values[0] - values[1])
    made.derived.append(number(text, path + first, less=path + second, places=made.places))
    return text
