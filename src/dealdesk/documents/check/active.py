"""Nothing in the file acts: no script, no action, no form, no link but from one of its pages to another."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from dealdesk.documents.check.fault import Check, Fault
from dealdesk.documents.check.paper import Paper

KEYS = frozenset(
    {
        "/JavaScript", "/JS", "/Launch", "/OpenAction", "/AA", "/A", "/URI", "/SubmitForm", "/GoToR", "/GoToE",
        "/RichMedia", "/AcroForm", "/XFA", "/Annots",
    }
)  # fmt: skip
ACTIONS = frozenset({"/JavaScript", "/Launch", "/URI", "/SubmitForm", "/GoToR", "/GoToE", "/ImportData", "/RichMedia"})
TAGS = frozenset({"/StructElem"})
"""Kinds of objects whose `/A` is an attribute, not an action."""


def _find(paper: Paper, source: Any) -> Iterator[Fault]:
    found = {key for each in paper.pdf.objects for key in _keys(each)}
    for key in sorted(found):
        yield Fault(f"active content: {key}")


def _inside(annotations: Any) -> bool:
    """Whether all of a page's annotations are links to another place in the same document."""
    return all(each.get("/Subtype") == "/Link" and "/Dest" in each and "/A" not in each for each in annotations)


def _keys(value: Any, depth: int = 0) -> Iterator[str]:
    """Yield what acts in a PDF object, and in those inside it that are not objects of their own."""
    import pikepdf

    if depth > 20 or (depth and getattr(value, "is_indirect", False)):
        return
    if isinstance(value, pikepdf.Dictionary | pikepdf.Stream):
        kind = str(value.get("/Type", ""))
        for key in value.keys():  # noqa: SIM118 - a Stream is iterated by its bytes
            if key in KEYS and not (key == "/A" and kind in TAGS) and not (key == "/Annots" and _inside(value[key])):
                yield str(key)
            if key == "/S" and kind not in TAGS and str(value[key]) in ACTIONS:
                yield str(value[key])
            yield from _keys(value[key], depth + 1)
    elif isinstance(value, pikepdf.Array):
        for each in value:
            yield from _keys(each, depth + 1)


CHECK = Check("active", "nothing in the file acts: no script, action, form, or link that leads out of it", _find)
