"""Machine checks of a finished PDF: everything that a person would be embarrassed by.

The file is read back with pypdfium2 and pikepdf, which do not know how it was made.  To add a check: one file here
with a `CHECK`, one line in a tuple.

>>> from dealdesk.documents.check import check_pdf
>>> check_pdf(pdf, quote)                                # doctest: +SKIP
['page 2 at 54, 310: 3 characters in 5 pt, smaller than 6.5 pt']
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

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
    stated,
    sums,
    type_size,
    words,
)
from dealdesk.documents.check.fault import Check, Fault

if TYPE_CHECKING:
    from dealdesk.documents.document import Kind

__all__ = ["CHECKS", "GENERAL", "Check", "Fault", "check_pdf", "checks_of", "findings"]

GENERAL = (
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
)
"""What is checked of every document, whatever it is about."""

OF_QUOTES = (attached.CHECK, required.CHECK, lines.CHECK, figures.CHECK, sums.CHECK)
"""What is checked of documents that print a quote."""

OF_OTHERS = (stated.CHECK,)
"""What is checked of other documents, unless their kind names its own checks."""

CHECKS = (*GENERAL, *OF_QUOTES)
"""What is checked of a quote."""


def checks_of(kind: Kind) -> tuple[Check, ...]:
    """Return what is checked of a kind of document, in order."""
    if kind.checks is not None:
        return (*GENERAL, *kind.checks())
    return CHECKS if kind.source == "deal" else (*GENERAL, *OF_OTHERS)


def findings(data: bytes, source: Any, kind: str = "quote") -> list[tuple[Check, Fault]]:
    """Return what is wrong with a PDF, each with the check that found it, in the order of `checks_of`.

    Args:
        data: The PDF.
        source: What it should print, such as a quote.
        kind: The kind of document that it is.

    Raises:
        NotAvailable: pypdfium2 or pikepdf is not installed.
    """
    from dealdesk.documents import kind_named
    from dealdesk.documents.check.paper import opened

    which = kind_named(kind)
    with opened(data, which, which.language(source)) as paper:
        return [(check, fault) for check in checks_of(which) for fault in check.find(paper, source)]


def check_pdf(data: bytes, source: Any, kind: str = "quote") -> list[str]:
    """Return what is wrong with a PDF, a sentence each; an empty list when nothing is.

    Raises:
        NotAvailable: pypdfium2 or pikepdf is not installed.
    """
    return [str(fault) for _, fault in findings(data, source, kind)]
