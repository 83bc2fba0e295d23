"""Whether two PDFs are made of the same things: every object that can be reached, however the files are written.

It finds what pictures and words of pages do not show: forms, scripts, bookmarks, other attached files, texts for
screen readers, and what lies over a page in some viewers.  It runs in the process that opens foreign files.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any

MOST = 5
"""Most differences that are told."""

_WRITTEN = {"/Length", "/Filter", "/DecodeParms", "/DL"}
"""Keys of a stream that say how it is written, not what it says."""

_SIGNING = {"/Perms", "/DSS", "/Extensions", "/Version"}
"""Keys of the catalog that a signature adds, and nobody sees."""

_STAMPS = re.compile(
    rb"<(\w+:(?:ModifyDate|MetadataDate|CreateDate|CreatorTool|Producer|DocumentID|InstanceID))>.*?</\1>"
    rb"|\s\w+:(?:ModifyDate|MetadataDate|CreateDate|CreatorTool|Producer|DocumentID|InstanceID)=(?:\"[^\"]*\"|'[^']*')",
    re.S,
)
_TAGS = re.compile(rb"<\?.*?\?>|</?(?:x:xmpmeta|rdf:RDF|rdf:Description)\b[^>]*>|xmlns:\w+=\"[^\"]*\"|\s+", re.S)


def unlike(data: bytes, expected: bytes) -> list[str]:
    """Return where a PDF has other things than *expected*, as paths from its root; () where only signatures are more.

    Fields of signatures without an appearance are left out, as is what says when and by what a file was written.
    """
    import pikepdf

    with pikepdf.open(io.BytesIO(data)) as one, pikepdf.open(io.BytesIO(expected)) as other:
        found = []
        for path in _Walk().differences(one.Root, other.Root, ""):
            found.append(path)
            if len(found) == MOST:
                break
        return found


class _Walk:
    """A walk through two documents at once; what was compared is not compared again."""

    def __init__(self) -> None:
        self.seen: set[tuple[Any, Any]] = set()

    def differences(self, now: Any, was: Any, path: str) -> Iterator[str]:
        """Yield the paths at which two objects differ, and all that they refer to."""
        waiting = [(now, was, path)]
        while waiting:
            one, other, at = waiting.pop()
            pair = (getattr(one, "objgen", (0, 0)), getattr(other, "objgen", (0, 0)))
            if pair[0] != (0, 0) and pair[1] != (0, 0):
                if pair in self.seen:
                    continue
                self.seen.add(pair)
            parts = _parts(one, other, at)
            if parts is None:
                yield at or "/"
            else:
                waiting += reversed(parts)


def _parts(now: Any, was: Any, at: str) -> list[tuple[Any, Any, str]] | None:
    """Return what has to be compared of two objects' parts; None where they differ by themselves."""
    import pikepdf

    if isinstance(now, pikepdf.Stream) and isinstance(was, pikepdf.Stream):
        if _content(now, at) != _content(was, at):
            return None
        return _keys(now, was, at, _WRITTEN)
    if isinstance(now, pikepdf.Stream) or isinstance(was, pikepdf.Stream):
        return None
    if isinstance(now, pikepdf.Dictionary) and isinstance(was, pikepdf.Dictionary):
        return _keys(now, was, at, _SIGNING if not at else set())
    if isinstance(now, pikepdf.Array) and isinstance(was, pikepdf.Array):
        return _items(now, was, at)
    return [] if _plain(now) == _plain(was) else None


def _keys(now: Any, was: Any, at: str, but: set[str]) -> list[tuple[Any, Any, str]]:
    there = (set(now.keys()) | set(was.keys())) - but
    found = []
    for key in sorted(there):
        one, other = now.get(key), was.get(key)
        if not at and key == "/AcroForm" and other is None and _only_signatures(one):
            continue
        if key == "/Annots" and at.startswith("/Pages"):
            one, other = _without_signatures(one), _without_signatures(other)
        found.append((one, other, at + key))
    return found


def _items(now: Any, was: Any, at: str) -> list[tuple[Any, Any, str]] | None:
    if len(now) != len(was):
        return None
    return [(a, b, f"{at}[{n}]") for n, (a, b) in enumerate(zip(now, was, strict=True))]


def _content(stream: Any, at: str) -> bytes:
    content: bytes = stream.read_bytes()
    return _TAGS.sub(b"", _STAMPS.sub(b"", content)) if at == "/Metadata" else content


def _plain(value: Any) -> Any:
    """Return a simple object as something that compares: its sort and its value."""
    import pikepdf

    if isinstance(value, pikepdf.Object):
        return value.unparse()
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else value


def _is_signature(field: Any) -> bool:
    """Whether a field is that of a signature, with nothing that could be seen or would act."""
    allowed = {"/Type", "/Subtype", "/FT", "/T", "/V", "/Rect", "/F", "/P", "/Lock", "/SV", "/AP", "/Ff", "/MK"}
    rect = [float(each) for each in field.get("/Rect", [])]
    unseen = len(rect) == 4 and (rect[0] == rect[2] or rect[1] == rect[3])
    return str(field.get("/FT", "")) == "/Sig" and unseen and set(field.keys()) <= allowed


def _only_signatures(form: Any) -> bool:
    return set(form.keys()) <= {"/Fields", "/SigFlags"} and all(_is_signature(each) for each in form.get("/Fields", []))


def _without_signatures(annotations: Any) -> Any:
    import pikepdf

    if not isinstance(annotations, pikepdf.Array):
        return annotations
    left = [each for each in annotations if not _is_signature(each)]
    return pikepdf.Array(left) if left else None
