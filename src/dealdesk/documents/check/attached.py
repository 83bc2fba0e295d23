"""Exactly one file is attached, and it is what a customer may see of this quote."""

from __future__ import annotations

from collections.abc import Iterator

from dealdesk.documents.check.fault import Check, Fault
from dealdesk.documents.check.paper import Paper
from dealdesk.documents.extract import NAME, extract
from dealdesk.quoting.quote import Quote


def _find(paper: Paper, quote: Quote) -> Iterator[Fault]:
    import pikepdf

    embedded = [
        each for each in paper.pdf.objects if isinstance(each, pikepdf.Dictionary | pikepdf.Stream) and "/EF" in each
    ]
    files = {name: paper.pdf.attachments[name] for name in paper.pdf.attachments}
    if len(embedded) != 1 or list(files) != [NAME]:
        names = ", ".join(sorted(files)) or "none"
        yield Fault(f"{len(embedded)} files are embedded, and attached are: {names}; it should be {NAME} alone")
    if NAME not in files:
        return
    spec = files[NAME].obj
    associated = list(paper.pdf.Root.get("/AF", []))
    if spec not in associated or len(associated) != 1 or spec.get("/AFRelationship") != "/Data":
        yield Fault(f"{NAME} is not associated with the document as its data")
    stream = spec.EF.F
    if stream.get("/Subtype") != "/application/json":
        yield Fault(f"{NAME} does not say that it is JSON")
    if stream.read_bytes() != extract(quote):
        yield Fault(f"{NAME} is not the data of this quote")


CHECK = Check("attached", f"{NAME} is attached, holds this quote's public data, and nothing else is", _find)
