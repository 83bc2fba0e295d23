"""What differs between two catalogs on the terminal."""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import RenderableType

from dealdesk.changes.change import SECTIONS, Diff
from dealdesk.changes.sides import Side
from dealdesk.cli import words
from dealdesk.cli.diff_words import Said, counts, said, verdict
from dealdesk.cli.table import Column, Row, heading, lines_of, pairs, section, table, text

WITH_PLACES = 92
"""Columns of a page from which there is room for places."""

STYLES = {"breaking": "red", "compatible": "green", "fix": "dim", "none": "dim"}


def diff_page(found: Diff, base: Side, head: Side, width: int) -> Iterable[RenderableType]:
    """Yield the parts: what is compared, the changes by section, and the version that they call for."""
    header = head.catalog.catalog
    name = header.name if header.id == base.catalog.catalog.id else f"{base.catalog.catalog.name} and {header.name}"
    yield section(
        text(
            f"{name}: {words.plural(len(found.changes), 'change')}" if found.changes else f"{name}: no difference",
            "bold",
        ),
        pairs(
            [
                ("Base", f"{base.name}, {base.catalog.catalog.id} {found.bump.base}"),
                ("Head", f"{head.name}, {header.id} {found.bump.head}"),
                ("Currency", header.currency),
                ("Changes", counts(found)),
                ("Version", verdict(found) if found.changes else ""),
            ]
        ),
    )
    if found.changes:
        yield _table(found, base, head, width)


def _table(found: Diff, base: Side, head: Side, width: int) -> RenderableType:
    """Return one table, so that amounts and effects of all sections stand below each other."""
    columns = [
        Column(breaks=True, least=16),
        Column(breaks=True, least=24),
        Column(right=True),
        Column(),
        Column(style="dim"),
    ]
    rows: list[Row] = []
    for key, title in SECTIONS.items():
        changes = found.of(key)
        if changes:
            rows += [("", "", "", "", "")] if rows else []
            rows.append((heading(title), "", "", "", ""))
            rows += [_row(said(each, base, head), each.reason) for each in changes]
    if width < WITH_PLACES:
        del columns[4]
        rows = [row[:4] for row in rows]
    return table(columns, rows)


def _row(each: Said, reason: str) -> Row:
    why = [text(reason, "dim")] if each.effect in ("breaking", "compatible") else []
    effect = text("" if each.effect == "none" else each.effect, STYLES[each.effect])
    return (each.what, lines_of(*each.lines, *why), each.percent, effect, each.at)
