"""What is wrong with a formula, and where in its text."""

from __future__ import annotations


class FormulaError(ValueError):
    """A formula that cannot be read, or that says something that is not allowed.

    Attributes:
        message: A sentence without a full stop.
        start: The offset of the first character that it is about.
        end: The offset behind the last one.
        allowed: What would be right.
        hint: What to do.
    """

    def __init__(self, message: str, start: int, end: int, allowed: str | None = None, hint: str | None = None) -> None:
        super().__init__(message)
        self.message, self.start, self.end, self.allowed, self.hint = message, start, max(end, start + 1), allowed, hint
