"""`dealdesk book`: its commands.  To add one: one file with its `app`, and its line in `BookCommands`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from dealdesk.cli.pages import Front, group

EXAMPLES = """\b
Examples:
  dealdesk book metrics
  dealdesk book metrics --since 2026-10-01 --pdf book.pdf
  dealdesk book schedule --today 2027-01-31
  dealdesk book export --format hubspot -o deals.csv
"""


class BookCommands(Front):
    """The commands by name, in the order of the help page: the module of each, and what the page says of it."""

    modules: ClassVar[Mapping[str, tuple[str, str]]] = {
        "metrics": (
            "dealdesk.cli.book_metrics",
            "Pipeline, win rate, discounts, retention, beside their targets.",
        ),
        "schedule": ("dealdesk.cli.book_schedule", "Say when contracts are invoiced, and when the revenue is earned."),
        "export": ("dealdesk.cli.book_export", "Write the book for a CRM, or for other programs."),
    }


app = group("book", BookCommands, "Look at all recorded quotes together.", EXAMPLES)
