"""The document is of a size that people can send and read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from dealdesk.documents.check.fault import Check, Fault
from dealdesk.documents.check.paper import Paper
from dealdesk.documents.formats.pdf import LARGEST, MOST_PAGES


def _find(paper: Paper, source: Any) -> Iterator[Fault]:
    if len(paper.sheets) > MOST_PAGES:
        yield Fault(f"{len(paper.sheets)} pages, more than {MOST_PAGES}")
    if len(paper.data) > LARGEST:
        yield Fault(f"{len(paper.data):,} bytes, more than {LARGEST:,}")


CHECK = Check("size", f"at most {MOST_PAGES} pages and {LARGEST // 1024**2} MiB", _find)
