"""Only the bundled typefaces are used, and they lie in the file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from dealdesk.documents.check.fault import Check, Fault
from dealdesk.documents.check.paper import Paper

OURS = ("Inter", "JetBrains-Mono", "Zen-Kaku-Gothic-New")


def _find(paper: Paper, source: Any) -> Iterator[Fault]:
    found: dict[str, tuple[int, Any]] = {}
    for number, page in enumerate(paper.pdf.pages, 1):
        for font in dict(page.Resources.get("/Font", {})).values():
            found.setdefault(str(font.BaseFont).rpartition("+")[2].lstrip("/"), (number, font))
    for name, (number, font) in sorted(found.items()):
        if not name.startswith(OURS):
            yield Fault(f"font {name} is not one of ours", number)
        inner = font.DescendantFonts[0] if "/DescendantFonts" in font else font
        if not {"/FontFile", "/FontFile2", "/FontFile3"} & set(inner.get("/FontDescriptor", {}).keys()):
            yield Fault(f"font {name} is not embedded", number)


CHECK = Check("fonts", "only the bundled typefaces are used, and they are embedded", _find)
