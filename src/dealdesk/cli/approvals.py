"""`dealdesk approvals`: who decides, and why.  To add a command: one file with its `app`, and its line here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from dealdesk.cli.pages import Front, group

EXAMPLES = """\b
Examples:
  dealdesk approvals explain deals/first.toml
  dealdesk approvals people
"""


class ApprovalsCommands(Front):
    """The commands by name, in the order of the help page: the module of each, and what the page says of it."""

    modules: ClassVar[Mapping[str, tuple[str, str]]] = {
        "explain": ("dealdesk.cli.approvals_explain", "Say who has to approve a deal, why, and what would avoid it."),
        "people": ("dealdesk.cli.approvals_people", "List who decides under which title, and who stands in."),
    }


app = group("approvals", ApprovalsCommands, "Say who decides on a deal, and why.", EXAMPLES)
