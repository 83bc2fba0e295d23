"""A deck as PowerPoint: the slides of its view, with native charts and tables that can be edited.

The words and the numbers are those of the PDF, since both are made of the same view; what a chart is drawn from lies
in the file as a worksheet.  The same document gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from dealdesk.errors import NotAvailable

if TYPE_CHECKING:
    from dealdesk.documents.document import Document


def powerpoint(document: Document, charts: Mapping[str, tuple[str, float, float]]) -> bytes:
    """Return a deck as PPTX.

    Args:
        document: The deck; its view has `cover`, `slides` and `charts`.
        charts: Which chart each picture is, with its width and height in pt.

    Raises:
        NotAvailable: python-pptx is not installed.
    """
    try:
        import pptx  # noqa: F401
    except ImportError as failure:
        raise NotAvailable("slides to edit need python-pptx: pip install 'dealdesk[slides]'") from failure
    from dealdesk.documents.slides.deck import deck

    return deck(document, charts)
