"""Readers who do not see the page get the same document: language, title, tags, header cells, alternative texts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from dealdesk.documents.check.fault import Check, Fault
from dealdesk.documents.check.paper import Paper


def _find(paper: Paper, source: Any) -> Iterator[Fault]:
    import pikepdf

    root = paper.pdf.Root
    wanted = paper.wanted.replace("_", "-")
    if not paper.language:
        yield Fault("no language is set")
    elif paper.language.lower() != wanted.lower():
        yield Fault(f"its language is {paper.language}, the customer's is {wanted}")
    if "/StructTreeRoot" not in root or not root.get("/MarkInfo", {}).get("/Marked", False):
        yield Fault("it is not tagged")
    if not str(paper.pdf.docinfo.get("/Title", "")):
        yield Fault("it has no title")
    if not root.get("/ViewerPreferences", {}).get("/DisplayDocTitle", False):
        yield Fault("viewers would show the file's name instead of the title")
    if "/Outlines" not in root:
        yield Fault("it has no bookmarks")
    for each in paper.pdf.objects:
        if not isinstance(each, pikepdf.Dictionary) or str(each.get("/Type", "")) != "/StructElem":
            continue
        if each.get("/S") == "/TH" and "/A" in each and "/Scope" not in each.A:
            yield Fault("a header cell does not say whether it heads a row or a column")
        if each.get("/S") == "/Figure" and not str(each.get("/Alt", "")):
            yield Fault("a picture has no alternative text")


CHECK = Check("access", "language, title, tags, header cells and alternative texts are there", _find)
