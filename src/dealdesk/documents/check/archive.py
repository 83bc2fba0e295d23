"""The rules of PDF/A-3 that a document made here could break."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from dealdesk.documents.check.fault import Check, Fault
from dealdesk.documents.check.paper import Paper

_HEAD = re.compile(rb"%PDF-1\.[0-7]\n%[\x80-\xff]{4}")
_PART = re.compile(r"pdfaid:part(?:=[\"']|>)(\d)")
_LEVEL = re.compile(r"pdfaid:conformance(?:=[\"']|>)([ABU])")
_CODES = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]*)>")


def _find(paper: Paper, source: Any) -> Iterator[Fault]:
    for message in (
        *_file(paper),
        *_metadata(paper.pdf),
        *_colours(paper.pdf),
        *_fonts(paper.pdf),
        *_objects(paper.pdf),
    ):
        yield Fault(f"PDF/A-3: {message}")


def _file(paper: Paper) -> Iterator[str]:
    if not _HEAD.match(paper.data):
        yield "the file does not start as PDF 1.7 with a binary comment"
    if paper.pdf.is_encrypted:
        yield "it is encrypted"
    if "/ID" not in paper.pdf.trailer:
        yield "it has no identifier"
    if not paper.data.rstrip().endswith(b"%%EOF"):
        yield "something follows the end of the file"
    for problem in paper.pdf.check_pdf_syntax():
        yield f"its structure is damaged: {problem}"


def _metadata(pdf: Any) -> Iterator[str]:
    if "/Metadata" not in pdf.Root:
        yield "it has no XMP metadata"
        return
    text = pdf.Root.Metadata.read_bytes().decode("utf-8", "replace")
    part, level = _PART.search(text), _LEVEL.search(text)
    if part is None or part[1] != "3" or level is None or level[1] not in "AU":
        yield "its metadata do not say that it is PDF/A-3, level A or U"
    if "/Filter" in pdf.Root.Metadata:
        yield "its metadata are packed"
    with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as xmp:
        for key, name in {"/Title": "dc:title", "/Subject": "dc:description", "/Creator": "xmp:CreatorTool"}.items():
            if key in pdf.docinfo and str(pdf.docinfo[key]) != str(xmp.get(name, "")):
                yield f"{name} differs from the document information"


def _colours(pdf: Any) -> Iterator[str]:
    intents = [each for each in pdf.Root.get("/OutputIntents", []) if each.get("/S") == "/GTS_PDFA1"]
    if len(intents) != 1 or "/DestOutputProfile" not in intents[0]:
        yield "it has no output intent with a colour profile"
        return
    profile = intents[0].DestOutputProfile
    content = profile.read_bytes()
    if content[36:40] != b"acsp" or content[16:20] != b"RGB " or profile.get("/N") != 3:
        yield "its colour profile is not one for RGB"


def _fonts(pdf: Any) -> Iterator[str]:
    names = {}
    for page in pdf.pages:
        for font in dict(page.Resources.get("/Font", {})).values():
            names[str(font.BaseFont)] = font
    for name, font in names.items():
        if "/ToUnicode" not in font:
            yield f"font {name} does not say which characters its glyphs are"
            continue
        for _, unicode in _CODES.findall(font.ToUnicode.read_bytes().partition(b"beginbfchar")[2]):
            if unicode.upper() in (b"", b"0000", b"FEFF", b"FFFE"):
                yield f"font {name} has a glyph that is no character"
                break
        inner = font.DescendantFonts[0] if "/DescendantFonts" in font else font
        if inner.get("/Subtype") == "/CIDFontType2" and "/CIDToGIDMap" not in inner:
            yield f"font {name} has no table from characters to glyphs"


def _objects(pdf: Any) -> Iterator[str]:
    """Yield what PDF/A forbids anywhere: filters, alternate pictures, outside data, odd transparency."""
    import pikepdf

    for each in pdf.objects:
        if not isinstance(each, pikepdf.Stream | pikepdf.Dictionary):
            continue
        if "/LZWDecode" in str(each.get("/Filter", "")):
            yield "a stream is packed with LZW"
        if isinstance(each, pikepdf.Stream) and {"/F", "/FFilter", "/FDecodeParms"} & set(each.keys()):
            yield "a stream lies in another file"
        kind = str(each.get("/Subtype", ""))
        if kind == "/PS" or (
            kind == "/Image" and ("/Alternates" in each or "/OPI" in each or each.get("/Interpolate"))
        ):
            yield f"an object {kind} is of a kind that is not allowed"
        if {"/TR", "/HTP"} & set(each.keys()):
            yield "a graphics state has a transfer function or halftone"
    if "/OCProperties" in pdf.Root:
        yield "it has optional content"


CHECK = Check("archive", "the rules of PDF/A-3 hold that are checked here", _find)
