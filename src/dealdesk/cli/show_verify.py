"""What verifying a document gave, on the terminal."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from rich.console import RenderableType

from dealdesk.cli.table import Column, Row, table, text

if TYPE_CHECKING:
    from dealdesk.desk.verifying import Report

STYLES = {
    "valid": "bold green",
    "expired": "bold yellow",
    "superseded": "bold yellow",
    "another catalog": "bold yellow",
}
WORDS = {
    "valid": "Valid",
    "altered": "Altered",
    "unproven": "Not proven",
    "void": "Void",
    "superseded": "Superseded",
    "declined": "Declined",
    "another catalog": "Priced from another catalog",
    "expired": "Expired",
}
ASSURANCES = {
    "document": (
        "The document alone: it is consistent in itself. Somebody who makes a whole new document, with new data and "
        "new pages, makes a consistent one too; a signature or the register would show that."
    ),
    "signature": "A signature: the signer that you trust signed these bytes.",
    "register": "The register: every byte is what was recorded.",
}


def verify_page(report: Report, width: int) -> Iterable[RenderableType]:
    """Yield the verdict, what was found, what is proven, and what that rests on."""
    yield text(f"{WORDS[report.verdict]}: {report.name}", STYLES.get(report.verdict, "bold red"))
    facts = report.facts
    if facts:
        yield text(
            f"{report.quote} for {facts['customer']}, {_money(facts)}, issued {facts['issued']}, {facts['catalog']}"
        )
    rows: list[Row] = []
    for each in report.found:
        rows.append((text(WORDS[each.verdict], STYLES.get(each.verdict, "red")), text(each.words)))
    rows += [(text("Proven", "green"), text(each)) for each in report.proven]
    rows.append((text("Known from", "dim"), text(ASSURANCES[report.assurance])))
    yield table([Column(), Column(breaks=True, least=24)], rows)


def _money(facts: object) -> str:
    from decimal import Decimal, InvalidOperation

    assert isinstance(facts, dict)
    try:
        return f"{Decimal(facts['total']):,f} {facts['currency']}"
    except InvalidOperation:
        return f"{facts['total'][:40]} {facts['currency'][:10]}"
