"""What a document made from somebody's own templates may not hold: anything that runs, loads, or sends.

The packaged templates hold none of it.  Links that a reader may follow are the one exception: https and mailto.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Collection, Iterator
from typing import Any

from dealdesk.errors import printable

LINKS = ("https://", "mailto:")
"""Beginnings of the addresses that a document may point to; it may point to its own parts, too."""

POLICY = "default-src 'none'"
"""What a web page has to forbid itself before anything else stands in it."""

IN_PDF = (
    *("JavaScript", "JS", "Launch", "OpenAction", "AA", "SubmitForm", "ImportData", "ResetForm", "GoToR", "GoToE"),
    *("RichMedia", "Rendition", "Movie", "Sound", "Screen", "XFA", "AcroForm", "Filespecs", "Thread", "Trans"),
)
"""Names of PDF that mean actions, media and forms."""

_ELEMENTS = frozenset(
    re.findall(
        r"\w+",
        "script iframe frame frameset object embed applet form base link audio video source track portal animate "
        "animatemotion animatetransform set foreignobject use image img picture input button textarea select",
    )
)
_CHOICES = frozenset({"checkbox", "radio"})
_FIELDS = frozenset({"input", "button", "select", "textarea"})
_ADDRESSES = frozenset(
    ["href", "src", "srcset", "action", "formaction", "data", "poster", "background", "ping", "cite"],
)
_TOKEN = re.compile(rb"\(|<<|>>|<|%[^\r\n]*|(?<!end)stream\r?\n")
_PAREN = re.compile(rb"\\.|[()]", re.DOTALL)
_LENGTH = re.compile(rb"/Length\s+(\d+)(?!\s+\d+\s+R)")
_NAME = re.compile(rb"/([A-Za-z]+)")


def found_active(document: bytes, form: str, *, scripts: Collection[str] = ()) -> str | None:
    """Return the first thing in a finished document that runs, loads or sends, or None.

    Args:
        document: Its bytes.
        form: Its format; only PDF and web pages can be active.
        scripts: What a page is made to run, word for word, such as a calculator; it may have fields to fill in, too.
    """
    if form == "html":
        found = next(in_page(document, scripts=scripts), None)
    else:
        found = next(in_pdf(document), None) if form == "pdf" else None
    return None if found is None else printable(found[:80])


def in_pdf(document: bytes) -> Iterator[str]:
    """Yield the active things in a PDF."""
    names: set[str] = set()
    for text, address in _objects(document):
        names.update(name.decode() for name in _NAME.findall(text))
        if address is not None and not address.lower().startswith(LINKS):
            yield f"a link to {address}"
    yield from (f"/{name}" for name in IN_PDF if name in names)


def _objects(data: bytes) -> Iterator[tuple[bytes, str | None]]:
    """Yield the objects of a PDF piece by piece, without strings and streams, and the addresses that they link to.

    Objects that are packed into a stream are unpacked; one that cannot be is yielded as an action.
    """
    at, before = 0, b""
    while (token := _TOKEN.search(data, at)) is not None:
        piece, at = data[at : token.start()], token.end()
        before = before + piece if piece.strip() else before
        address = None
        if token[0] == b"(":
            at = _end_of_string(data, at)
            if before.rstrip().endswith(b"/URI"):
                address = data[token.end() : at - 1].decode("latin-1")
        elif token[0] == b"<":
            at = data.find(b">", at) + 1 or len(data)
            if before.rstrip().endswith(b"/URI"):
                address = data[token.start() : at].decode("latin-1")
        elif token[0].startswith(b"stream") and before:
            head = before[before.rfind(b"obj") + 3 :]
            length = _LENGTH.search(head)
            end = at + int(length[1]) if length else data.find(b"endstream", at)
            if b"/ObjStm" in head:
                try:
                    yield from _objects(zlib.decompress(data[at:end]))
                except zlib.error:
                    yield b"/JavaScript", None
            at, before = (end if end > at else len(data)), b""
        yield piece, address
        before = before[-4096:]
    yield data[at:], None


def _end_of_string(data: bytes, at: int) -> int:
    """Return where the string that has begun before *at* is over."""
    depth = 1
    for found in _PAREN.finditer(data, at):
        depth += {b"(": 1, b")": -1}.get(found[0], 0)
        if depth == 0:
            return found.end()
    return len(data)


def in_page(page: bytes, *, scripts: Collection[str] = ()) -> Iterator[str]:
    """Yield the active things in a web page, which is read as browsers read it, but for the *scripts* it may run."""
    import tinyhtml5  # type: ignore[import-untyped]

    root = tinyhtml5.parse(page.decode(), namespace_html_elements=False)
    policy = False
    for element in root.iter():
        if not isinstance(element.tag, str):  # a comment
            continue
        tag = element.tag.rpartition("}")[2].lower()
        if tag == "meta" and "http-equiv" in element.attrib:
            if element.get("http-equiv", "").lower() != "content-security-policy":
                yield f'<meta http-equiv="{element.get("http-equiv")}">'
            policy = policy or POLICY in element.get("content", "")
        elif tag in ("style", "body") and not policy:
            yield f"<{tag}> before a Content-Security-Policy of {POLICY}"
        if tag in _ELEMENTS and not (
            (tag == "input" and element.get("type", "").lower() in _CHOICES)
            or (scripts and tag in _FIELDS)
            or (scripts and tag == "script" and element.get("type", "").lower() == "application/json")
            or (tag == "script" and not element.attrib and element.text in scripts)
        ):
            yield f"<{tag}>"
        yield from _in_attributes(tag, element)


def _in_attributes(tag: str, element: Any) -> Iterator[str]:
    for key, value in element.items():
        name = str(key).rpartition("}")[2].rpartition(":")[2].lower()
        if name.startswith("on"):
            yield f"{name}= of <{tag}>"
        elif name in _ADDRESSES and not value.strip().lower().startswith(("#", *(LINKS if tag == "a" else ()))):
            yield f'{name}="{value}" of <{tag}>'
        elif name == "style" and re.search(r"url|import|src|\\", value, re.IGNORECASE):
            yield f'style="{value}" of <{tag}>'
