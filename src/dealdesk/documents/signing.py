"""Anchors for e-signature services: invisible words that tell a service where its fields go.

DocuSign places a field at each anchor string that the sender names; Acrobat Sign turns text tags into fields by itself.
Both are printed white on white, on the line to be signed, and taken out of what screen readers read.  No text of a
deal or a catalog may form one: such a document is refused, and the text is named.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from dealdesk.documents.strings import named_strings, strings
from dealdesk.errors import RenderError, printable

FIELDS = ("signature", "name", "role", "date")
"""Fields of each signer, in the order in which they are printed."""

ANCHORS: Mapping[str, Mapping[str, tuple[str, str]]] = {
    "docusign": {
        "signature": ("\\s1\\", "\\s2\\"),
        "name": ("\\n1\\", "\\n2\\"),
        "role": ("\\t1\\", "\\t2\\"),
        "date": ("\\d1\\", "\\d2\\"),
        "order": ("\\po1\\", ""),
        "email": ("\\em1\\", ""),
    },
    "adobe-sign": {
        "signature": ("{{Sig1_es_:signer1:signature}}", "{{Sig2_es_:signer2:signature}}"),
        "name": ("{{Name1_es_:signer1:fullname}}", "{{Name2_es_:signer2:fullname}}"),
        "role": ("{{Title1_es_:signer1:title}}", "{{Title2_es_:signer2:title}}"),
        "date": ("{{Date1_es_:signer1:date}}", "{{Date2_es_:signer2:date}}"),
        "order": ("{{Order_es_:signer1}}", ""),
        "email": ("{{InvoiceEmail_es_:signer1}}", ""),
    },
}
"""By service and field: the anchors of the first signer, who is the customer, and of the second, the vendor."""

_TAG = re.compile(r"\{\{.*?_es_", re.I | re.S)
"""What Acrobat Sign takes for a text tag in whatever document it is sent."""

_REFUSED: Mapping[str, re.Pattern[str]] = {
    "docusign": re.compile(r"\\(?:[sntd][12]|po1|em1)\\", re.I),
    "adobe-sign": re.compile(r"\{\{|\}\}|_es_:", re.I),
}


def anchor(service: str | None, field: str, signer: int) -> str:
    """Return the anchor of a field for the first (0) or second (1) signer; "" where the document has none."""
    return ANCHORS[service].get(field, ("", ""))[signer] if service is not None else ""


def refuse_anchors(content: Any, service: str | None, origin: Callable[[], Any]) -> None:
    """Refuse a document in which a text of the deal or the catalog would act as a field to sign.

    Args:
        content: What the document shows, without its own anchors: strings in dicts and lists.
        service: The service that the document is for, if any.
        origin: Returns the source as plain data, to name the field.

    Raises:
        RenderError: A text holds an anchor; the message names it.
    """
    patterns = [_TAG, *([_REFUSED[service]] if service is not None else [])]
    for text in strings(content):
        for pattern in patterns:
            if found := pattern.search(text):
                where = next((path for path, value in named_strings(origin()) if pattern.search(value)), "")
                raise RenderError(
                    f"{where or printable(text[:60])!s}: {printable(found[0][:40])!r} would act as a field to sign in "
                    "an e-signature service; write it another way"
                )
