"""Documents of one page for each subject have no more pages than subjects."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from dealdesk.documents.check.fault import Check, Fault
from dealdesk.documents.check.paper import Paper


def _find(paper: Paper, source: Any) -> Iterator[Fault]:
    heads = sum(node.kind == "H1" for sheet in paper.sheets for top in sheet.nodes for node in top.walk())
    if heads != len(paper.sheets):
        yield Fault(f"{heads} subjects stand on {len(paper.sheets)} pages: shorten what the catalog says of them")


CHECK = Check("one-page", "every subject has a page to itself, and no more than one", _find)
