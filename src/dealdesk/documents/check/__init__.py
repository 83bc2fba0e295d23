"""Machine checks of a finished PDF: everything that a person would be embarrassed by.

The file is read back with pypdfium2 and pikepdf, which do not know how it was made.  To add a check: one file here
with a `CHECK`, one line in the tuple.

>>> from dealdesk.documents.check import check_pdf
>>> check_pdf(pdf, quote)                                # doctest: +SKIP
['page 2 at 54, 310: 3 characters in 5 pt, smaller than 6.5 pt']
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dealdesk.documents.check import (
    access,
    active,
    archive,
    attached,
    clipped,
    empty,
    figures,
    fonts,
    frame,
    glyphs,
    lines,
    overlap,
    required,
    size,
    sums,
    type_size,
    words,
)
from dealdesk.documents.check.fault import Check, Fault

if TYPE_CHECKING:
    from dealdesk.quoting.quote import Quote

__all__ = ["CHECKS", "Check", "Fault", "check_pdf", "findings"]

CHECKS = (
    size.CHECK,
    frame.CHECK,
    overlap.CHECK,
    type_size.CHECK,
    fonts.CHECK,
    glyphs.CHECK,
    clipped.CHECK,
    empty.CHECK,
    words.CHECK,
    active.CHECK,
    access.CHECK,
    archive.CHECK,
    attached.CHECK,
    required.CHECK,
    lines.CHECK,
    figures.CHECK,
    sums.CHECK,
)


def findings(data: bytes, quote: Quote, kind: str = "quote") -> list[tuple[Check, Fault]]:
    """Return what is wrong with a quote's PDF, each with the check that found it, in the order of `CHECKS`.

    Args:
        data: The PDF.
        quote: The quote that it should print.
        kind: The kind of document that it is.

    Raises:
        NotAvailable: pypdfium2 or pikepdf is not installed.
    """
    from dealdesk.documents.check.paper import opened

    with opened(data, kind) as paper:
        return [(check, fault) for check in CHECKS for fault in check.find(paper, quote)]


def check_pdf(data: bytes, quote: Quote, kind: str = "quote") -> list[str]:
    """Return what is wrong with a quote's PDF, a sentence each; an empty list when nothing is.

    Raises:
        NotAvailable: pypdfium2 or pikepdf is not installed.
    """
    return [str(fault) for _, fault in findings(data, quote, kind)]
