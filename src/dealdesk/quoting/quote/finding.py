"""A finding: what the seller should know of a quote, a business case, a review or a pilot."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that the seller should know.

    Attributes:
        code: Stable name of the finding.
        severity: `error` blocks a quote, `warning` needs a look, `info` is good to know.
        message: One sentence with figures.
        at: `file:line` of what it is about, or "".
    """

    code: str
    severity: Literal["error", "warning", "info"]
    message: str
    at: str = ""
