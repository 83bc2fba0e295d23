"""Whether the numbers and texts on pages go with the data, where the pages cannot be made again."""

from __future__ import annotations

CHECKED = frozenset({"figures", "sums", "required"})
"""Checks of documents that need no template."""

MOST = 100


def unlike_figures(data: bytes, content: bytes, kind: str) -> list[list[str]]:
    """Return what on a quote's pages does not go with its data: pairs of a check and a sentence.

    It opens a PDF that may come from anybody: it is called in the process for that.
    """
    from dealdesk.documents import kind_named
    from dealdesk.documents.check import checks_of, findings
    from dealdesk.sealing.restore import restored_from

    wanted = {each.name for each in checks_of(kind_named(kind))} & CHECKED
    found = findings(data, restored_from(content), kind)
    return [[check.name, str(fault)[:400]] for check, fault in found if check.name in wanted][:MOST]
