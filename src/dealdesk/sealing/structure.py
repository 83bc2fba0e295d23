"""Whether two PDFs are made of the same things: every object that can be reached, however the files are written.

It finds what pictures and words of pages do not show: forms, scripts, bookmarks, other attached files, texts for
screen readers, and what lies over a page in some viewers.  It runs in the process that opens foreign files.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import islice
from typing import Any

from dealdesk.sealing.stamped import properties

MOST = 5
"""Most differences that are told."""

_WRITTEN = {"/Length", "/Filter", "/DecodeParms", "/DL"}
"""Keys of a stream that say how it is written, not what it says."""

_WAYS = {f"/{each}Decode" for each in ("Flate", "LZW", "ASCII85", "ASCIIHex", "RunLength", "DCT", "JPX", "CCITTFax")}
"""Ways of packing a stream, by their full names; some programs know shorter ones as well, and ways of encryption."""

_VALUE = {"/Type", "/Filter", "/SubFilter", "/Contents", "/ByteRange"}
_MORE = {"/M", "/Reference", "/Name", "/Reason", "/Location", "/ContactInfo", "/Prop_Build"}
"""What the value of a signature has to hold, and what it may."""

MOST_NODES = 10_000

NEAR = Decimal("0.001")
"""How far numbers with decimals may be apart: programs write more of those, or fewer."""

_PAGE = re.compile(r"page \d+")

_DIRECT = (0, 0)
"""The number of what has none: it stands where it is used."""

_TREE = {"/Type", "/Kids", "/Count", "/Parent"}
"""Keys of what holds the pages together; whatever else stands there would hold for all of them."""


def unlike(data: bytes, expected: bytes) -> list[str]:
    """Return where a PDF has other things than *expected*, as paths from its root; () where only signatures are more.

    Fields of signatures without an appearance are left out, as is what says when and by what a file was written.
    """
    import pikepdf

    with pikepdf.open(io.BytesIO(data)) as one, pikepdf.open(io.BytesIO(expected)) as other:
        if len(one.pages) != len(other.pages):
            return ["Pages"]
        pages = zip(one.pages, other.pages, strict=True)
        pairs = [(a.obj, b.obj, f"page {n}") for n, (a, b) in enumerate(pages, 1)]
        tree = [*dict.fromkeys(_tree(one))]
        return [*tree, *islice(_differences([*pairs, (one.Root, other.Root, "")]), MOST)][:MOST]


def _tree(pdf: Any) -> list[str]:
    """Return what of the nodes that hold the pages together is not as it is in every document of ours.

    A node has its pages, their number, and what makes it a node: programs that count on the number show so many pages,
    and whatever else stands there holds for all pages below, for some programs from above, for others from below.
    """
    import pikepdf

    found: list[str] = []
    listed: list[tuple[int, int]] = []
    seen: set[tuple[int, int]] = set()

    def count(node: Any, parent: Any) -> int:
        if (node.objgen in seen and node.objgen != _DIRECT) or len(seen) > MOST_NODES:
            raise RecursionError
        seen.add(node.objgen)
        above = node.get("/Parent")
        if (above is None) != (parent is None) or (parent is not None and above.objgen != parent.objgen):
            found.append("Parent")
        if "/Kids" not in node:
            listed.append(node.objgen)
            return 1
        found.extend(f"Pages{key}" for key in sorted(set(node.keys()) - _TREE))
        number = sum(count(each, node) for each in node.Kids if isinstance(each, pikepdf.Dictionary))
        if node.get("/Type") != "/Pages" or node.get("/Count") != number or not number:
            found.append("Pages/Count")
        return number

    count(pdf.Root.Pages, None)
    return found if listed == [each.obj.objgen for each in pdf.pages] else [*found, "Pages/Kids"]


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
        if not _is_packed_plainly(now) or _content(now, at) != _content(was, at):
            return None
        return _keys(now, was, at, _WRITTEN)
    if isinstance(now, pikepdf.Stream) or isinstance(was, pikepdf.Stream):
        return None
    if isinstance(now, pikepdf.Dictionary) and isinstance(was, pikepdf.Dictionary):
        return _keys(now, was, at, {"/Parent"} if _PAGE.fullmatch(at) else set() if at else _aside(now))
    if isinstance(now, pikepdf.Array) and isinstance(was, pikepdf.Array):
        return _items(now, was, at)
    if isinstance(now, Decimal) and isinstance(was, Decimal):
        return [] if abs(now - was) < NEAR else None
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


def _aside(root: Any) -> set[str]:
    """Return keys of the catalog that are not compared: what a signature adds, where there is one."""
    if "/AcroForm" not in root or not _only_signatures(root.AcroForm):
        return {"/Pages"}
    values = [each.V.objgen for each in root.AcroForm.Fields]
    perms = root.get("/Perms", {})
    certified = set(perms.keys()) <= {"/DocMDP"} and all(perms[key].objgen in values for key in set(perms.keys()))
    return {"/Pages", "/Extensions", "/Version", *(["/Perms"] if certified else [])}


def _is_packed_plainly(stream: Any) -> bool:
    """Whether a stream is packed in ways that every program knows by that name."""
    import pikepdf

    ways = stream.get("/Filter", [])
    return {str(each) for each in (ways if isinstance(ways, pikepdf.Array) else [ways] if ways else [])} <= _WAYS


def _content(stream: Any, at: str) -> Any:
    content: bytes = stream.read_bytes()
    return properties(content) if at == "/Metadata" else content


def _plain(value: Any) -> Any:
    """Return a simple object as something that compares: its sort and its value."""
    import pikepdf

    if isinstance(value, pikepdf.Object):
        return value.unparse()
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else value


def _is_signature(field: Any) -> bool:
    """Whether a field is that of a signature that was made, with nothing that could be seen or would act."""
    allowed = {"/Type", "/Subtype", "/FT", "/T", "/V", "/Rect", "/F", "/P"}
    rect = [float(each) for each in field.get("/Rect", [])]
    unseen = len(rect) == 4 and (rect[0] == rect[2] or rect[1] == rect[3])
    is_made = unseen and str(field.get("/FT", "")) == "/Sig" and set(field.keys()) <= allowed and "/V" in field
    return is_made and _VALUE <= set(field.V.keys()) <= _VALUE | _MORE


def _only_signatures(form: Any) -> bool:
    fields = form.get("/Fields", [])
    return set(form.keys()) <= {"/Fields", "/SigFlags"} and bool(len(fields)) and all(map(_is_signature, fields))


def _without_signatures(annotations: Any) -> Any:
    import pikepdf

    if not isinstance(annotations, pikepdf.Array):
        return annotations
    left = [each for each in annotations if not _is_signature(each)]
    return pikepdf.Array(left) if left else None
