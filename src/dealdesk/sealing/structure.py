"""Whether two PDFs are made of the same things: every object that can be reached, however the files are written.

It finds what pictures and words of pages do not show: forms, scripts, bookmarks, other attached files, texts for
screen readers, and what lies over a page in some viewers.  It runs in the process that opens foreign files.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

MOST = 5
"""Most differences that are told."""

_WRITTEN = {"/Length", "/Filter", "/DecodeParms", "/DL"}
"""Keys of a stream that say how it is written, not what it says."""

_SIGNING = {"/Perms", "/DSS", "/Extensions", "/Version"}
"""Keys of the catalog that a signature adds, and nobody sees."""

_PAGE = re.compile(r"page \d+")

_DIRECT = (0, 0)
"""The number of what has none: it stands where it is used."""

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
        pages = zip(one.pages, other.pages, strict=False)
        pairs = [(a.obj, b.obj, f"page {n}") for n, (a, b) in enumerate(pages, 1)]
        return list(islice(_differences([*pairs, (one.Root, other.Root, "")]), MOST))


def _differences(pairs: Sequence[tuple[Any, Any, str]]) -> Iterator[str]:
    """Yield the paths at which pairs of objects differ, and all that they refer to; no pair is compared twice."""
    waiting, seen = list(reversed(pairs)), set()
    while waiting:
        now, was, at = waiting.pop()
        pair = (getattr(now, "objgen", _DIRECT), getattr(was, "objgen", _DIRECT))
        if _DIRECT not in pair:
            if pair in seen:
                continue
            seen.add(pair)
        parts = _parts(now, was, at)
        if parts is None:
            yield at.lstrip("/")
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
        return _keys(now, was, at, {"/Parent"} if _PAGE.fullmatch(at) else set() if at else {"/Pages", *_SIGNING})
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
        if key == "/Annots" and _PAGE.fullmatch(at):
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
