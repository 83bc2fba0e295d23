"""What a forger does to a quote's PDF: by what, and what makes it of the file."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from typing import Any

import pikepdf
from fontTools.ttLib import TTFont
from pikepdf import Array, Dictionary, Name, String

from dealdesk.documents import render
from dealdesk.sealing.restore import restored_from
from tests.abuse.edits import data_of, saved, with_data

Edit = Callable[[pikepdf.Pdf], None]
SAYS = "The total is 1"


class NotHere(Exception):
    """A document does not have what a forgery changes."""


def edited(pdf: bytes, edit: Edit) -> bytes:
    """Return a PDF, edited and saved anew."""
    with pikepdf.open(io.BytesIO(pdf)) as file:
        edit(file)
        return saved(file)


def _anew(value: Any) -> Callable[[], Any]:
    """Return what makes a value again: one that was put into a file goes with that file."""
    if not isinstance(value, pikepdf.Object):
        return lambda: value
    written = value.unparse(resolved=True)
    return lambda: pikepdf.Object.parse(written)


def _at(path: str, value: Any) -> Edit:
    """Put a value somewhere: a path from the root, or "page" and a path from the first page."""

    made = _anew(value)

    def edit(file: pikepdf.Pdf) -> None:
        *way, last = path.split("/")
        at = file.pages[0].obj if way[:1] == ["page"] else file.Root
        for key in way[1:] if way[:1] == ["page"] else way:
            at = at[f"/{key}"]
        at[f"/{last}"] = value(file) if callable(value) else made()

    return edit


def _drawn(before: bytes = b"", after: bytes = b"") -> Edit:
    def edit(file: pikepdf.Pdf) -> None:
        stream = _content(file)
        stream.write(before + stream.read_bytes() + after)

    return edit


def _content(file: pikepdf.Pdf) -> Any:
    contents = file.pages[0].obj.Contents
    return contents[0] if isinstance(contents, Array) else contents


def _layer(*, hides: bool) -> Edit:
    """Put the page, or a box over it, on a layer that is switched off."""

    def edit(file: pikepdf.Pdf) -> None:
        group = file.make_indirect(Dictionary(Type=Name.OCG, Name="Draft"))
        file.Root.OCProperties = Dictionary(OCGs=Array([group]), D=Dictionary(OFF=Array([group])))
        file.pages[0].obj.Resources.Properties = Dictionary(OC1=group)
        stream = _content(file)
        box = b"" if hides else b"1 0 0 rg 100 100 300 300 re f EMC\n"
        stream.write(b"/OC /OC1 BDC\n" + box + stream.read_bytes() + (b"\nEMC" if hides else b""))

    return edit


def _lying(**more: Any) -> Edit:
    """Lay an annotation with an appearance over the first page."""

    others = {key: _anew(each) for key, each in more.items()}

    def edit(file: pikepdf.Pdf) -> None:
        cover = file.make_stream(b"1 1 1 rg 0 0 200 40 re f", Type=Name.XObject, Subtype=Name.Form)
        cover.BBox = Array([0, 0, 200, 40])
        fields = {"Type": Name.Annot, "Rect": Array([300, 300, 500, 340]), "AP": Dictionary(N=cover)}
        fields |= {key: make() for key, make in others.items()}
        page = file.pages[0].obj
        page.Annots = Array([*page.get("/Annots", []), file.make_indirect(Dictionary(**fields))])

    return edit


def _field(value: Any, **more: Any) -> Edit:
    """Add a field of a signature that cannot be seen, with a value of one's own."""

    made, others = _anew(value), {key: _anew(each) for key, each in more.items()}

    def edit(file: pikepdf.Pdf) -> None:
        fields = {key: make() for key, make in others.items()}
        each = Dictionary(Type=Name.Annot, Subtype=Name.Widget, FT=Name.Sig, T=SAYS, Rect=Array([0, 0, 0, 0]), **fields)
        if value is not None:
            each.V = file.make_indirect(made())
        each = file.make_indirect(each)
        page = file.pages[0].obj
        page.Annots = Array([*page.get("/Annots", []), each])
        file.Root.AcroForm = Dictionary(Fields=Array([each]), SigFlags=3)

    return edit


def _letters(file: pikepdf.Pdf) -> None:
    """Give glyphs other letters: what is copied or read aloud is not what is seen."""
    for each in file.objects:
        if isinstance(each, pikepdf.Stream) and b"beginbf" in (content := _decoded(each)):
            each.write(content.replace(b"<0031>", b"<0039>").replace(b"<0032>", b"<0037>"))


def _shapes(file: pikepdf.Pdf) -> None:
    """Give letters other shapes: what is seen is not what is copied."""
    for each in file.objects:
        if isinstance(each, Dictionary) and "/FontFile2" in each:
            font = TTFont(io.BytesIO(each.FontFile2.read_bytes()))
            shapes = font["glyf"]
            a, b = [name for name in font.getGlyphOrder() if shapes[name].numberOfContours > 0][3:5]
            shapes.glyphs[a], shapes.glyphs[b] = shapes.glyphs[b], shapes.glyphs[a]
            font.save(made := io.BytesIO())
            each.FontFile2.write(made.getvalue())


def _decoded(stream: pikepdf.Stream) -> bytes:
    try:
        return stream.read_bytes()
    except pikepdf.PdfError:
        return b""


def _masked(file: pikepdf.Pdf) -> None:
    """Draw the page through a mask that lets nothing through."""
    group = file.make_stream(
        b"0 g 0 0 600 800 re f", Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 600, 800])
    )
    group.Group = Dictionary(S=Name.Transparency, CS=Name.DeviceGray)
    resources = file.pages[0].obj.Resources
    resources.ExtGState = resources.get("/ExtGState", Dictionary())
    resources.ExtGState.Mask = Dictionary(Type=Name.ExtGState, SMask=Dictionary(S=Name.Luminosity, G=group))
    _drawn(b"/Mask gs\n")(file)


def _cut_in_two(file: pikepdf.Pdf) -> None:
    """Cut what is drawn in two, with something between that only some programs draw."""
    content = _content(file).read_bytes()
    half = content.index(b"\n", len(content) // 2)
    parts = (content[:half], b"% " + SAYS.encode(), content[half:])
    file.pages[0].obj.Contents = Array([file.make_stream(each) for each in parts])


def _attached(name: str, key: str, value: Any) -> Edit:
    return lambda file: file.attachments[name].obj.__setitem__(key, value)


def _other_stream(file: pikepdf.Pdf) -> None:
    """Attach another XML under the name that some programs take first."""
    file.attachments["quote.xml"].obj.EF.UF = file.make_stream(b"<forged/>", Type=Name.EmbeddedFile)


def _xml(file: pikepdf.Pdf) -> None:
    attached = file.attachments["quote.xml"]
    attached.obj.EF.F.write(attached.get_file().read_bytes().replace(b"IssueDate>20", b"IssueDate>19"))


def _namesake(*, first: bool) -> Edit:
    """Attach a second file of the same name, before or behind the first."""

    def edit(file: pikepdf.Pdf) -> None:
        other = [String("quote.json"), pikepdf.AttachedFileSpec(file, b'{"total": 1}', filename="quote.json").obj]
        there = [*file.Root.Names.EmbeddedFiles.Names]
        file.Root.Names.EmbeddedFiles.Names = Array([*other, *there] if first else [*there, *other])

    return edit


def _metadata(before: bytes, after: bytes) -> Edit:
    def edit(file: pikepdf.Pdf) -> None:
        content = file.Root.Metadata.read_bytes()
        if before not in content:
            raise NotHere(before)
        file.Root.Metadata.write(content.replace(before, after, 1))

    return edit


def _in_utf_16(file: pikepdf.Pdf) -> None:
    """Put a remark into the metadata that no search for bytes finds."""
    content = file.Root.Metadata.read_bytes().replace(b"<rdf:RDF", b"<!-- The total is 1 --><rdf:RDF", 1)
    file.Root.Metadata.write(content.decode().encode("utf-16"))


def _information(key: str) -> Edit:
    return lambda file: file.docinfo.__setitem__(key, SAYS)


def _script() -> Dictionary:
    return Dictionary(S=Name.JavaScript, JS="app.alert(1)")


STRUCTURE: dict[str, Edit] = {
    "a layer hides the page": _layer(hides=True),
    "a layer that is off": _layer(hides=False),
    "free text": _lying(Subtype=Name.FreeText, Contents=SAYS),
    "hidden free text": _lying(Subtype=Name.FreeText, Contents=SAYS, F=2),
    "printed only": _lying(Subtype=Name.FreeText, Contents=SAYS, F=36),
    "a note": _lying(Subtype=Name.Text, Contents=SAYS),
    "a signature's field without a value": _field(None),
    "a signature's field that says something": _field(None, MK=Dictionary(CA=SAYS)),
    "a signature that is none": _field(Dictionary(Type=Name.Sig, Filter=Name("/Adobe.PPKLite"), Reason=SAYS)),
    "contents cut in two": _cut_in_two,
    "letters of glyphs": _letters,
    "shapes of letters": _shapes,
    "white on white": _drawn(after=b"\nq 1 1 1 rg 50 50 200 20 re f Q"),
    "too small to see": _drawn(after=b"\nq 0 0 0 rg 50 50 .3 .3 re f Q"),
    "invisible text": _drawn(after=b"\nq BT 3 Tr /F1 1 Tf (Total 1) Tj ET Q"),
    "a remark in the contents": _drawn(after=b"\n% The total is 1"),
    "text for readers": _drawn(before=b"/Span <</ActualText (The total is 1)>> BDC EMC\n"),
    "clipped": _drawn(before=b"0 0 300 400 re W n\n"),
    "a soft mask": _masked,
    "page labels": _at("PageLabels", Dictionary(Nums=Array([0, Dictionary(S=Name.D, St=7)]))),
    "a crop box": _at("page/CropBox", Array([0, 300, 612, 792])),
    "a trim box": _at("page/TrimBox", Array([0, 300, 612, 792])),
    "a crop box for all": _at("Pages/CropBox", Array([0, 300, 612, 792])),
    "turned for all": _at("Pages/Rotate", 180),
    "something for all pages": _at("Pages/AA", lambda file: Dictionary(O=_script())),
    "a user unit": _at("page/UserUnit", 2),
    "a thumbnail": _at("page/Thumb", lambda file: file.make_stream(b"\0" * 3, Width=1, Height=1)),
    "named places": _at("Dests", lambda file: Dictionary(Total=Array([file.pages[0].obj, Name.Fit]))),
    "a script by name": _at("Names/JavaScript", lambda file: Dictionary(Names=Array([String("a"), _script()]))),
    "an XFA form": _at("AcroForm", lambda file: Dictionary(Fields=Array([]), XFA=file.make_stream(b"<xdp/>"))),
    "a form of nothing": _at("AcroForm", Dictionary(Fields=Array([]), SigFlags=3)),
    "a portfolio": _at("Collection", Dictionary(View=Name.D)),
    "proof of signatures": _at("DSS", lambda file: Dictionary(Certs=Array([file.make_stream(SAYS.encode())]))),
    "permissions": _at("Perms", Dictionary(DocMDP=Dictionary(Reason=SAYS))),
    "another version": _at("Version", Name("/1.0")),
    "another language": _at("Lang", String("de")),
    "another XML": _xml,
    "another XML for some": _other_stream,
    "another file name": _attached("quote.xml", "/UF", String("total.xml")),
    "another description": _attached("quote.xml", "/Desc", String(SAYS)),
    "a namesake before": _namesake(first=True),
    "a namesake behind": _namesake(first=False),
    "a property as an attribute": _metadata(b"<rdf:Description ", b'<rdf:Description pdf:Keywords="The total is 1" '),
    "a program that says something": _metadata(b">dealdesk<", b">The total is 1<"),
    "a remark in the metadata": _metadata(b"<rdf:RDF", b"<!-- The total is 1 --><rdf:RDF"),
    "a remark in the metadata, in UTF-16": _in_utf_16,
    "an element that is empty": _metadata(
        b"</rdf:RDF>",
        b'<rdf:Description xmlns:e="e:"><e:TheTotalIs1/></rdf:Description></rdf:RDF>',
    ),
    "the program of the metadata, in words": _metadata(b"<x:xmpmeta ", b'<x:xmpmeta x:xmptk="The total is 1" '),
    "the frame of the metadata, in words": _metadata(b'begin=""', b'begin="The total is 1"'),
    "a moment that says something": _metadata(
        b"</rdf:RDF>",
        b"<rdf:Description><xmp:ModifyDate>The total is 1</xmp:ModifyDate></rdf:Description></rdf:RDF>",
    ),
}
"""Edits that pikepdf saves, all found by what a file is made of."""

WHOLE: dict[str, Callable[[bytes], bytes]] = {
    "the program, in words": lambda pdf: edited(pdf, _information("/Producer")),
    "the moment, in words": lambda pdf: edited(pdf, _information("/ModDate")),
    "a property of its own": lambda pdf: edited(pdf, _information("/Total")),
    "data in another encoding": lambda pdf: with_data(pdf, data_of(pdf).decode().encode("utf-16")),
    "data with a mark of its encoding": lambda pdf: with_data(pdf, b"\xef\xbb\xbf" + data_of(pdf)),
    "a key twice": lambda pdf: with_data(pdf, b'{"number":"Q-1999-00001",' + data_of(pdf)[1:]),
    "a key more": lambda pdf: with_data(pdf, _json({**json.loads(data_of(pdf)), "zz": SAYS})),
    "something behind": lambda pdf: pdf + b"% The total is 1\n",
    "zeros behind": lambda pdf: pdf + b"\0" * 10,
    "something before": lambda pdf: b"<html>The total is 1</html>\n" + pdf,
    "another before": lambda pdf: _other(pdf)[:-1] + b" " + pdf,
    "another's seal": lambda pdf: with_data(pdf, _json(json.loads(data_of(pdf)) | {"control": {"record": "0" * 64}})),
    "the place of its table": lambda pdf: pdf[: pdf.rindex(b"startxref")] + b"startxref\n9\n%%EOF\n",
    "encrypted": lambda pdf: _encrypted(pdf),
}
"""Edits of the file as a whole, found by verifying it."""

AGAIN: dict[str, dict[str, Any]] = {
    "saved": {},
    "for the web": {"linearize": True},
    "packed": {"object_stream_mode": pikepdf.ObjectStreamMode.generate},
    "unpacked": {"compress_streams": False, "object_stream_mode": pikepdf.ObjectStreamMode.disable},
}
"""Ways of saving a file that change nothing."""


def again(pdf: bytes, how: str) -> bytes:
    """Return a PDF saved again."""
    with pikepdf.open(io.BytesIO(pdf)) as file:
        file.save(out := io.BytesIO(), fix_metadata_version=False, **AGAIN[how])
        return out.getvalue()


def _other(pdf: bytes) -> bytes:
    data = json.loads(data_of(pdf))
    data["customer"]["name"] = "Forger Ltd"
    return render(restored_from(_json(data)))


def _encrypted(pdf: bytes) -> bytes:
    with pikepdf.open(io.BytesIO(pdf)) as file:
        file.save(out := io.BytesIO(), encryption=pikepdf.Encryption(owner="a", user="", R=6))
        return out.getvalue()


def _json(data: Any) -> bytes:
    return json.dumps(data, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()
