"""The kinds of documents on the terminal: what each is for, what it is made from, and as what."""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import RenderableType

from dealdesk.cli.rendering import source_of
from dealdesk.cli.table import Column, Row, heading, section, table, text
from dealdesk.documents.document import Kind
from dealdesk.documents.kinds import KINDS


def kinds_page() -> Iterable[RenderableType]:
    """Yield the parts of the list: a table for each sort of source."""
    sorts: dict[str, list[Kind]] = {}
    for each in KINDS:
        sorts.setdefault(each.source, []).append(each)
    widest = max(len(each.name) for each in KINDS)
    for kinds in sorts.values():
        yield section(heading(f"From {source_of(kinds[0]).words}"), _table(kinds, widest))


def _table(kinds: Iterable[Kind], widest: int) -> RenderableType:
    columns = [Column(least=widest), Column(breaks=True, least=24), Column(breaks=True, style="dim")]
    return table(columns, [_row(each, widest) for each in kinds], wide=True)


def _row(kind: Kind, widest: int) -> Row:
    asks = [f"--for {each}=…" for each in kind.options if each != "option"]
    remarks = [*asks, *(["for your own people only"] if kind.internal else [])]
    words = f"{kind.purpose}; {', '.join(remarks)}" if remarks else kind.purpose
    return (text(kind.name.ljust(widest), "bold"), text(words), text(" ".join(kind.formats)))
