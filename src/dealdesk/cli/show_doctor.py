"""What `dealdesk doctor` found, on the terminal."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.console import RenderableType

from dealdesk.cli.checkup import Check
from dealdesk.cli.machine import system
from dealdesk.cli.table import Column, Row, table, text
from dealdesk.version import VERSION

STYLES = {"ok": "green", "missing": "bold red", "optional": "yellow"}
WITH_GROUPS = 72
"""Columns of a page from which there is room for what sort of thing each is."""


def doctor_page(checks: Sequence[Check], width: int) -> Iterable[RenderableType]:
    """Yield what machine this is, and the table of what was looked at."""
    yield text(f"dealdesk {VERSION} on {system()}", "bold")
    rows: list[Row] = []
    group = ""
    for each in checks:
        shown = each.group if each.group != group else ""
        group = each.group
        rows.append((text(shown, "dim"), each.name, text(each.state, STYLES[each.state]), each.found))
    columns = [Column(), Column("Looked at"), Column(), Column("Found", breaks=True, least=16)]
    if width < WITH_GROUPS:
        del columns[0]
        rows = [row[1:] for row in rows]
    yield table(columns, rows)
