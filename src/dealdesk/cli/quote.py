"""`dealdesk quote`: the quotes of the register.  To add a command: one file with its `app`, and its line here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from dealdesk.cli.pages import Front, group

EXAMPLES = """\b
Examples, in a project that `dealdesk init` made:
  dealdesk quote new deals/first.toml --pdf first.pdf
  dealdesk quote list --open
  dealdesk quote submit Q-2026-00001
  dealdesk quote show Q-2026-00001 --history

\b
Exit codes: 0 done, 1 not allowed in this state, 2 usage or bad input, 69 no register or busy, 73 cannot write,
74 the disk fails, 77 not permitted.
"""


class QuoteCommands(Front):
    """The commands by name, in the order of the help page: the module of each, and what the page says of it."""

    modules: ClassVar[Mapping[str, tuple[str, str]]] = {
        "new": ("dealdesk.cli.quote_new:new_app", "Price a deal, record it under a number, and write its document."),
        "wizard": ("dealdesk.cli.quote_wizard", "Put a deal together by questions, with its price as it grows."),
        "list": ("dealdesk.cli.quote_list", "List quotes, and what is in the pipeline."),
        "show": ("dealdesk.cli.quote_show", "Show a quote as it was recorded, and what became of it."),
        "revise": ("dealdesk.cli.quote_new:revise_app", "Record another revision; the one before is superseded."),
        "clone": ("dealdesk.cli.quote_new:clone_app", "Write the deal behind a quote, to start another one from."),
        "check": ("dealdesk.cli.quote_check", "Say whether deals need an approval, for continuous integration."),
        "amend": ("dealdesk.cli.quote_amend", "Change a contract that runs: add, change or end lines from a day on."),
        "renew": ("dealdesk.cli.quote_renew", "Renew a contract, with the rise that was agreed; project renewals."),
        "requote": ("dealdesk.cli.quote_requote", "Say what another catalog would give for the same deal."),
        "submit": ("dealdesk.cli.quote_approve:submit_app", "Ask those who have to approve a quote."),
        "approve": ("dealdesk.cli.quote_approve:approve_app", "Approve a quote that somebody else has submitted."),
        "reject": ("dealdesk.cli.quote_approve:reject_app", "Say no to a quote, and why."),
        "send": ("dealdesk.cli.quote_close:send_app", "Record that the customer has it."),
        "accept": ("dealdesk.cli.quote_close:accept_app", "Record that the customer has signed."),
        "decline": ("dealdesk.cli.quote_close:decline_app", "Record that the customer has said no."),
        "mail": ("dealdesk.cli.quote_outgoing:mail_app", "Write a mail with the quote attached, as a draft."),
        "remind": ("dealdesk.cli.quote_outgoing:remind_app", "Write last days and renewals for a calendar."),
        "void": ("dealdesk.cli.quote_close:void_app", "Withdraw a quote."),
    }


app = group("quote", QuoteCommands, "Record quotes, and take them from draft to signature.", EXAMPLES)
