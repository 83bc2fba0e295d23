"""The same bytes for the same slides: parts in a fixed order, nothing dated by the clock."""

from __future__ import annotations

import re
from datetime import date
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

_EPOCH = (1980, 1, 1, 0, 0, 0)
_DATED = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*(</dcterms:\2>)")


def fixed(data: bytes, day: date) -> bytes:
    """Return a PPTX or XLSX with its parts sorted, and with *day* wherever it says when it was made."""
    stamp = f"{day.isoformat()}T00:00:00Z".encode()
    out = BytesIO()
    with ZipFile(BytesIO(data)) as given, ZipFile(out, "w", ZIP_DEFLATED) as made:
        for name in sorted(given.namelist()):
            content = given.read(name)
            if name.endswith(".xlsx"):
                content = fixed(content, day)
            elif name == "docProps/core.xml":
                content = _DATED.sub(rb"\g<1>" + stamp + rb"\g<3>", content)
            info = ZipInfo(name, _EPOCH)
            info.compress_type, info.external_attr = ZIP_DEFLATED, 0o600 << 16
            made.writestr(info, content)
    return out.getvalue()
