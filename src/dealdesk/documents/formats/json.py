"""JSON: the source itself, with every amount as a string; for programs, and for the vendor's side only."""

from dealdesk.documents.document import Document, Format


def _write(document: Document) -> bytes:
    return (str(document.source.to_json(indent=2)) + "\n").encode()


FORMAT = Format("json", ".json", _write, templates=False)
