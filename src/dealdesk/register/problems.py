"""What can go wrong with a register, each with the exit code that the command ends with."""

from __future__ import annotations

from dealdesk.errors import DealdeskError


class Unavailable(DealdeskError):
    """The database cannot be reached, or others keep it busy."""

    exit_code = 69


class ConnectionLost(Unavailable):
    """The connection broke: whether the last transaction was committed is not known, and its key tells."""


class Failing(DealdeskError):
    """The disk is full, or reading or writing fails: nothing was saved."""

    exit_code = 74


class Damaged(DealdeskError):
    """The database is not one of ours, or is not whole any more."""

    exit_code = 74


class Conflict(DealdeskError):
    """The same key or reference with other content; the sentence has both digests."""

    exit_code = 1


class Constraint(Exception):
    """A rule of the database refused a row; the register turns it into a sentence, or it is a bug."""
