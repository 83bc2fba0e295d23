"""The deals of a proof as files."""

from __future__ import annotations

from dealdesk.lint.finding import Finding, Witness
from dealdesk.lint.words import money
from dealdesk.quoting.toml import toml_text


def deal_text(finding: Finding, witness: Witness) -> str:
    """Return a deal file that shows one side of a finding."""
    currency = finding.found.currency
    worth = money(witness.total, currency) if currency is not None else f"{witness.total:,f}"
    said, words = " ".join(finding.found.message.split()), " ".join(witness.words.split())
    return f"# {finding.code}: {said}\n# This deal: {words}, {worth} over the term.\n\n{toml_text(witness.deal)}"
