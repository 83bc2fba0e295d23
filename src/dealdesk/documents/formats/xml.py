"""XML: a quote as a Quotation of UBL 2.1, for purchasing systems; the same file lies inside its PDF."""

from dealdesk.documents.document import Document, Format


def _write(document: Document) -> bytes:
    from dealdesk.sealing.extract import public
    from dealdesk.sealing.ubl import quotation

    return quotation(public(document.source))


FORMAT = Format("xml", ".xml", _write, templates=False)
