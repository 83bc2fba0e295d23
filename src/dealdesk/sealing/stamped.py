"""What a PDF says of itself, but for what says when and by which program it was written."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element, ParseError, fromstring

RDF, XMP = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}", "{http://ns.adobe.com/xap/1.0/}"
MEDIA, PDF = "{http://ns.adobe.com/xap/1.0/mm/}", "{http://ns.adobe.com/pdf/1.3/}"
META = "{adobe:ns:meta/}xmpmeta"

WRITER = re.compile(r"(?:(?:WeasyPrint|pikepdf|qpdf|pyHanko) \d[\d.]{0,12}(?:; )?){1,4}")
_INSTANT = re.compile(r"\d{4}-\d\d(?:-\d\dT[\d:.]{4,15}(?:Z|[+-]\d\d:\d\d)?)?")
_IDENTITY = re.compile(r"(?:uuid:|xmp\.[id]id:)?[0-9A-Fa-f-]{1,64}")
MOMENT = re.compile(r"D:\d{4,14}(?:Z|[+-]\d\d'\d\d'?)?(?:00'00'?)?")
"""A moment, as a PDF writes it."""

STAMPS = {
    XMP + "ModifyDate": _INSTANT,
    XMP + "MetadataDate": _INSTANT,
    MEDIA + "DocumentID": _IDENTITY,
    MEDIA + "InstanceID": _IDENTITY,
    PDF + "Producer": WRITER,
}
"""What programs write anew that save a file, and what it may look like: none of it is a place for a sentence."""

TOOLKIT = re.compile(
    r"(?:Adobe XMP Core|XMP Core|XMP toolkit|Image::ExifTool|pikepdf|pyHanko) [\d.]{1,12}[\d.:,/\sa-f-]{0,60}"
)
"""The program that wrote XMP: a known one, and its version."""

_ASIDE = re.compile(
    rb"""\0|<!--|<!DOCTYPE|<\?(?!xpacket (?:begin=(?:"(?:\xef\xbb\xbf)?"|'(?:\xef\xbb\xbf)?') """
    rb"""id=["']W5M0MpCehiHzreSzNTczkc9d["']|end=["'][rw]["'])\?>)"""
)
"""What a reader of XML passes over, and what hides it: remarks, instructions, other encodings than UTF-8."""


def properties(metadata: bytes) -> list[tuple[str, str]]:
    """Return all that XMP metadata says, as pairs of path and value; one pair, its bytes, where it cannot be read.

    A property is the same as an attribute and as an element.
    """
    if _ASIDE.search(metadata):
        return [("bytes", metadata.hex())]
    try:
        root = fromstring(metadata)
    except (ParseError, ValueError, LookupError):
        return [("bytes", metadata.hex())]
    return sorted(_said(root, ""))


def _said(element: Element, path: str) -> Iterator[tuple[str, str]]:
    at = path if element.tag in (META, RDF + "RDF", RDF + "Description") else f"{path}/{element.tag}"
    for name, value in element.items():
        if name == "{adobe:ns:meta/}xmptk" and TOOLKIT.fullmatch(value.strip()):
            continue
        if not (name == RDF + "about" and not value) and not _is_stamp(name, value):
            yield f"{at}/{name}", value
    for text in (element.text, *(child.tail for child in element)):
        if text and text.strip() and not _is_stamp(element.tag, text):
            yield at, text.strip()
    for child in element:
        yield from _said(child, at)
    if at.endswith(f"/{element.tag}") and not len(element) and not (element.text or "").strip():
        yield at, ""


def _is_stamp(name: str, value: str) -> bool:
    return name in STAMPS and STAMPS[name].fullmatch(value.strip()) is not None
