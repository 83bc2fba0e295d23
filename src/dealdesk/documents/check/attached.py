"""Two files are attached, and they are what a customer may see of this quote: as JSON, and as XML for purchasing."""

from __future__ import annotations

from collections.abc import Iterator

from dealdesk.documents.check.fault import Check, Fault
from dealdesk.documents.check.paper import Paper
from dealdesk.quoting.quote import Quote
from dealdesk.sealing import ubl
from dealdesk.sealing.extract import NAME, extract, public


def _find(paper: Paper, quote: Quote) -> Iterator[Fault]:
    import pikepdf

    wanted = {
        NAME: (extract(quote), "/Data", "/application/json", "JSON"),
        ubl.NAME: (ubl.quotation(public(quote)), "/Alternative", "/text/xml", "XML"),
    }
    embedded = [
        each for each in paper.pdf.objects if isinstance(each, pikepdf.Dictionary | pikepdf.Stream) and "/EF" in each
    ]
    files = {name: paper.pdf.attachments[name] for name in paper.pdf.attachments}
    associated = list(paper.pdf.Root.get("/AF", []))
    if len(embedded) != len(wanted) or sorted(files) != sorted(wanted) or len(associated) != len(wanted):
        names = ", ".join(sorted(files)) or "none"
        yield Fault(
            f"{len(embedded)} files are embedded, and attached are: {names}; it should be {' and '.join(wanted)}"
        )
    for name, (content, relation, media, words) in wanted.items():
        if name not in files:
            continue
        spec = files[name].obj
        if spec not in associated or spec.get("/AFRelationship") != relation:
            yield Fault(f"{name} is not associated with the document as its {relation[1:].lower()}")
        stream = spec.EF.F
        if stream.get("/Subtype") != media:
            yield Fault(f"{name} does not say that it is {words}")
        if stream.read_bytes() != content:
            yield Fault(f"{name} is not the data of this quote")


CHECK = Check(
    "attached", f"{NAME} and {ubl.NAME} are attached, hold this quote's public data, and nothing else is", _find
)
