"""Secrets planted into finished documents, by format and place: what a careless template or program would leave."""

from __future__ import annotations

import gzip
import io
import struct
import zipfile
import zlib
from base64 import b64encode
from collections.abc import Callable
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, String

TEXT = "Walk away below forty"
NUMBER = "98,765.43"
PATH = "/home/mallory/deals/secret.toml"
AUTHOR = "Contoso Bank"
ALL = f"{TEXT}; {NUMBER}; {PATH}; {AUTHOR}"

Planted = Callable[[bytes], bytes]


def picture(said: str) -> bytes:
    """Return a PNG of one point, with a packed text."""

    def chunk(sort: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + sort + content + struct.pack(">I", zlib.crc32(sort + content))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    words = chunk(b"zTXt", b"Comment\0\0" + zlib.compress(said.encode()))
    exif = chunk(b"eXIf", b"MM\0*" + said.encode())
    return b"\x89PNG\r\n\x1a\n" + head + words + exif + chunk(b"IDAT", zlib.compress(b"\0\0")) + chunk(b"IEND", b"")


# ---- web pages, Markdown, XML


def _into_page(said: str) -> Planted:
    return lambda made: made.replace(b"</body>", said.encode() + b"</body>")


def _coded(text: str) -> str:
    return b64encode(text.encode()).decode()


SVG = "<svg xmlns='http://www.w3.org/2000/svg'><title>{}</title><desc>{}</desc></svg>"
HTML: dict[str, Planted] = {
    "text": _into_page(f"<p>{ALL}</p>"),
    "cut by tags": _into_page("<p>Walk <b>aw</b>ay below fo<i>rty</i></p>"),
    "a number cut by tags": _into_page("<p>98,7<b>65</b><span>.4</span>3</p>"),
    "joiners": _into_page("<p>98\u200b,7\u206065.\u200d43</p>"),
    "full width": _into_page("<p>９８，７６５．４３</p>"),
    "rounded": _into_page("<p>about 98,765</p>"),
    "in thousands": _into_page("<p>about 98.77K</p>"),
    "an attribute": _into_page(f'<i title="{TEXT}" data-cost="98765.43"></i>'),
    "a comment": _into_page(f"<!-- a > b: {ALL} -->"),
    "a style": _into_page('<style>p::after { content: "98,765.43" }</style>'),
    "a style, escaped": _into_page(r"""<i style="content:'\39 8,765.43'"></i>"""),
    "a remark in a style": _into_page(f"<style>/* {ALL} */</style>"),
    "a script": _into_page(f"<script>const cost = 98765.43; // {TEXT}</script>"),
    "a script, escaped": _into_page(r"<script>say('\x57alk away below \u0066orty')</script>"),
    "references": _into_page("<p>&#57;8,765&#x2e;43</p>"),
    "a picture's title": _into_page(SVG.format(TEXT, NUMBER)),
    "a picture's attribute": _into_page(f"<svg><g id='{TEXT}'/></svg>"),
    "a picture inside": _into_page(f"<img src='data:image/png;base64,{b64encode(picture(ALL)).decode()}'>"),
    "a drawing inside": _into_page(f'<img src="data:image/svg+xml;base64,{_coded(SVG.format(TEXT, NUMBER))}">'),
    "a drawing in an address": _into_page(f'<img src="data:image/svg+xml,%3Csvg%3E%3Cdesc%3E{NUMBER}%3C/desc%3E">'),
    "a packed file": _into_page(
        f"<a href='data:application/gzip;base64,{b64encode(gzip.compress(ALL.encode())).decode()}'></a>"
    ),
    "base64": _into_page(f"<i data-x='{_coded(ALL)}'></i>"),
    "base64 of lines": _into_page(f"<i data-x='{_coded(TEXT.replace(' ', chr(10)))}'></i>"),
    "hex": _into_page(f"<i data-x='{TEXT.encode().hex()}'></i>"),
    "a code of a currency before it": _into_page("<p>USD98,765.43</p>"),
    "a code of a currency behind it": _into_page("<p>98765.43USD</p>"),
    "a name in a program before it": _into_page("<script>cost_98765.43</script>"),
    "digits in groups": _into_page("<p>98_765.43</p>"),
    "an exponent": _into_page("<p>9.876543e4</p>"),
    "points of another script": _into_page("<p>98٬765٫43</p>"),
    "in thousands, in words": _into_page("<p>98.77 thousand</p>"),
    "other signs between the words": _into_page("<p>Walk-away · below_forty</p>"),
    "pieces of a program": _into_page("<script>'Walk aw' + 'ay below forty'</script>"),
    "signs that nobody sees": _into_page(f"<p>{chr(0xFE0F).join(TEXT)}</p>"),
    "base64 of UTF-16": _into_page(f"<i data-x='{b64encode(TEXT.encode('utf-16-le')).decode()}'></i>"),
    "base64 behind a sign": _into_page(f"<i data-x='data={_coded(TEXT)}'></i>"),
    "base64 twice": _into_page(f"<i data-x='{_coded(_coded(TEXT))}'></i>"),
    "base64 of packed bytes": _into_page(f"<i data-x='{b64encode(zlib.compress(TEXT.encode())).decode()}'></i>"),
    "hex in pairs": _into_page(f"<i data-x='{TEXT.encode().hex(':')}'></i>"),
    "hex in a list": _into_page(f"<i>{', '.join(f'0x{each:02x}' for each in TEXT.encode())}</i>"),
    "octal": _into_page(f"<i>{''.join(f'{chr(92)}{each:03o}' for each in TEXT.encode())}</i>"),
    "quoted for mail": _into_page(f"<i>{TEXT.replace(' ', '=20')}</i>"),
    "references twice": _into_page("<p>&amp;#87;alk away below forty</p>"),
    "a name in an address": _into_page("<a href='mailto:sales@contosobank.example'>us</a>"),
    "an address": _into_page("<a href='https://x.example/?q=Walk%20away%20below%20forty'>more</a>"),
}


def _line(said: str) -> Planted:
    return lambda made: made + f"\n{said}\n".encode()


MARKDOWN: dict[str, Planted] = {
    "text": _line(ALL),
    "a comment": _line(f"<!-- {TEXT} -->"),
    "a link": _line("[more](https://x.example/98765.43)"),
    "a table": _line("| cost | 98 765,43 |"),
    "a picture": _line(f"![x](data:image/png;base64,{b64encode(picture(ALL)).decode()})"),
}
XML: dict[str, Planted] = {
    "text": lambda made: made.replace(b"?>", f"?><Note>{ALL}</Note>".encode(), 1),
    "a comment": lambda made: made + f"<!-- {TEXT} -->".encode(),
    "an attribute": lambda made: made.replace(b"?>", f'?><?by author="{AUTHOR}"?>'.encode(), 1),
    "characters": lambda made: made + f"<Note><![CDATA[{NUMBER} < {TEXT}]]></Note>".encode(),
}


# ---- workbooks and slides


def _member(name: str, content: bytes) -> Planted:
    """Add a member to an archive, or put it in the place of the one there."""

    def plant(made: bytes) -> bytes:
        out = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(made)) as before, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as after:
            for info in before.infolist():
                if info.filename != name:
                    after.writestr(info.filename, before.read(info))
            after.writestr(name, content)
        return out.getvalue()

    return plant


def _remark(made: bytes) -> bytes:
    with zipfile.ZipFile(out := io.BytesIO(made), "a") as archive:
        archive.comment = ALL.encode()
    return out.getvalue()


def _nested() -> bytes:
    with zipfile.ZipFile(out := io.BytesIO(), "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/sharedStrings.xml", f"<si><t>{TEXT}</t></si>")
    return out.getvalue()


ARCHIVE: dict[str, Planted] = {
    "the author": _member("docProps/core.xml", f"<dc:creator>{AUTHOR}</dc:creator>".encode()),
    "a property": _member(
        "docProps/custom.xml", f"<property name='{TEXT}'><vt:r8>98765.43</vt:r8></property>".encode()
    ),
    "custom XML": _member("customXml/item1.xml", f"<x cost='98765.43'>{PATH}</x>".encode()),
    "a path of a program": _member("xl/printerSettings/p.bin", PATH.encode("utf-16-le")),
    "a remark on the archive": _remark,
    "a packed part": _member("xl/embeddings/data.gz", gzip.compress(ALL.encode())),
    "a document inside": _member("xl/embeddings/old.xlsx", _nested()),
    "a picture": _member("ppt/media/image9.png", picture(ALL)),
    "a photograph": _member("ppt/media/image9.jpg", b"\xff\xd8\xff\xe1\x00\x40Exif\0\0" + PATH.encode() + b"\xff\xd9"),
    "a drawing": _member("ppt/media/image9.svg", SVG.format(TEXT, NUMBER).encode()),
    "XML in UTF-16": _member("customXml/item2.xml", f'<?xml version="1.0"?><x>{ALL}</x>'.encode("utf-16")),
    "bytes of a program, moved by one": _member("xl/embeddings/o.bin", b"\xd0\xcf\0" + TEXT.encode("utf-16-le")),
    "bytes of another program": _member("xl/embeddings/o.bin", b"\xd0\xcf" + TEXT.encode("utf-16-be")),
    "a part packed by itself": _member("xl/embeddings/o.z", zlib.compress(ALL.encode())),
    "escapes of a program": _member(
        "customXml/item2.xml", f"<x>{''.join(f'_x{ord(each):04X}_' for each in TEXT)}</x>".encode()
    ),
    "the name of a part": _member(f"customXml/{TEXT.replace(' ', '')}.xml", b"<x/>"),
}
XLSX = ARCHIVE | {
    "a text": _member("xl/sharedStrings.xml", f"<sst><si><t>{ALL}</t></si></sst>".encode()),
    "a text in runs": _member("xl/sharedStrings.xml", b"<si><r><t>98,7</t></r><r><rPr><b/></rPr><t>65.43</t></r></si>"),
    "a cell": _member("xl/worksheets/sheet1.xml", b"<row><c r='A1'><v>98765.430000000008</v></c></row>"),
    "a hidden sheet": _member("xl/worksheets/sheet99.xml", b"<sheet state='hidden'><c><v>98765.43</v></c></sheet>"),
    "a formula": _member("xl/worksheets/sheet1.xml", b"<c><f>B1-98765.43</f><v>1</v></c>"),
    "a remark on a cell": _member("xl/comments1.xml", f"<comment><text><t>{TEXT}</t></text></comment>".encode()),
    "a name": _member("xl/workbook.xml", b"<definedName name='cost'>98765.43</definedName>"),
    "the name of a sheet": _member("xl/workbook.xml", f"<sheet name='{AUTHOR}' state='veryHidden'/>".encode()),
    "a header": _member("xl/worksheets/sheet1.xml", f"<oddHeader>&amp;L{TEXT}</oddHeader>".encode()),
}
PPTX = ARCHIVE | {
    "a text in runs": _member(
        "ppt/slides/slide1.xml", b"<a:p><a:r><a:t>98,7</a:t></a:r><a:r><a:t>65.43</a:t></a:r></a:p>"
    ),
    "a hidden slide": _member("ppt/slides/slide99.xml", f"<p:sld show='0'><a:t>{ALL}</a:t></p:sld>".encode()),
    "notes": _member("ppt/notesSlides/notesSlide9.xml", f"<a:t>{ALL}</a:t>".encode()),
    "other words for a picture": _member("ppt/slides/slide1.xml", f"<p:cNvPr id='1' descr='{TEXT}'/>".encode()),
    "a remark": _member("ppt/comments/comment1.xml", f"<p:cm><p:text>{TEXT}</p:text></p:cm>".encode()),
    "numbers behind a chart": _member("ppt/charts/chart9.xml", b"<c:pt><c:v>98765.43</c:v></c:pt>"),
    "the author of remarks": _member("ppt/commentAuthors.xml", f"<p:cmAuthor name='{AUTHOR}'/>".encode()),
}


# ---- PDF


def _edited(edit: Callable[[pikepdf.Pdf], None], **options: Any) -> Planted:
    def plant(made: bytes) -> bytes:
        with pikepdf.open(io.BytesIO(made)) as file:
            edit(file)
            file.save(out := io.BytesIO(), fix_metadata_version=False, **options)
        return out.getvalue()

    return plant


def _written(file: pikepdf.Pdf, colour: str = "0 0 0") -> None:
    page = file.pages[0]
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    page.obj.Resources.Font = page.obj.Resources.get("/Font", Dictionary())
    page.obj.Resources.Font.Planted = font
    said = f"q BT {colour} rg /Planted 9 Tf 60 60 Td ({TEXT}; {NUMBER}) Tj ET Q".encode()
    page.contents_add(file.make_stream(said))


def _noted(file: pikepdf.Pdf) -> None:
    note = Dictionary(Type=Name.Annot, Subtype=Name.Text, Rect=Array([0, 0, 9, 9]), Contents=String(ALL))
    file.pages[0].obj.Annots = Array([file.make_indirect(note)])


def _bookmarked(file: pikepdf.Pdf) -> None:
    with file.open_outline() as outline:
        outline.root.append(pikepdf.OutlineItem(TEXT, 0))


def _attached(name: str, content: bytes) -> Callable[[pikepdf.Pdf], None]:
    return lambda file: file.attachments.__setitem__(name, pikepdf.AttachedFileSpec(file, content, filename=name))


def _described(file: pikepdf.Pdf) -> None:
    content = file.Root.Metadata.read_bytes()
    file.Root.Metadata.write(content.replace(b"</rdf:RDF>", f"<!-- {PATH} --></rdf:RDF>".encode()))


def _undrawn(file: pikepdf.Pdf) -> None:
    form = file.make_stream(f"BT /F 9 Tf ({TEXT}) Tj ET".encode(), Type=Name.XObject, Subtype=Name.Form)
    form.BBox = Array([0, 0, 9, 9])
    file.Root.X = form


def _said(file: pikepdf.Pdf, how: bytes) -> None:
    file.pages[0].contents_add(file.make_stream(b"BT /Any 9 Tf ET " + how % TEXT.encode()))


def _otherwise(file: pikepdf.Pdf) -> None:
    packed = zlib.compress(zlib.compress(TEXT.encode()))
    each = file.make_stream(b"")
    each.write(packed, filter=Array([Name.FlateDecode, Name.FlateDecode]))
    file.Root.X = each


def _layered(file: pikepdf.Pdf) -> None:
    file.Root.OCProperties = Dictionary(OCGs=Array([file.make_indirect(Dictionary(Type=Name.OCG, Name=TEXT))]))


PDF: dict[str, Planted] = {
    "on a page": _edited(_written),
    "in white": _edited(lambda file: _written(file, "1 1 1")),
    "the author": _edited(lambda file: file.docinfo.__setitem__("/Author", AUTHOR)),
    "a property": _edited(lambda file: file.docinfo.__setitem__("/Source", PATH)),
    "metadata": _edited(_described),
    "a note": _edited(_noted),
    "a note, packed": _edited(_noted, object_stream_mode=pikepdf.ObjectStreamMode.generate),
    "a bookmark": _edited(_bookmarked),
    "a layer's name": _edited(_layered),
    "other words for a picture": _edited(lambda file: file.Root.StructTreeRoot.__setitem__("/Alt", String(ALL))),
    "an attached text": _edited(_attached("a.txt", ALL.encode())),
    "attached data": _edited(_attached("a.json", f'{{"cost": "98765.43", "note": "{TEXT}"}}'.encode())),
    "an attached workbook": _edited(_attached("a.xlsx", _nested())),
    "an attached picture": _edited(_attached("a.png", picture(ALL))),
    "an attached file, packed": _edited(_attached("a.gz", gzip.compress(ALL.encode()))),
    "the name of a file": _edited(_attached("/home/mallory/deals/secret.toml", b"nothing")),
    "an attached text in UTF-16": _edited(_attached("a.txt", ALL.encode("utf-16-be"))),
    "a form that is not drawn": _edited(_undrawn),
    "other words for a text": _edited(lambda file: _said(file, b"/Span <</ActualText (%s)>> BDC EMC")),
    "a remark in a page": _edited(lambda file: _said(file, b"\n%% %s\n")),
    "a key": _edited(lambda file: file.Root.__setitem__(f"/{TEXT}", 1)),
    "a stream packed otherwise": _edited(
        _otherwise, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none
    ),
    "a photograph": _edited(lambda file: file.Root.__setitem__("/X", file.make_stream(b"\xff\xd8" + PATH.encode()))),
    "behind the end": lambda made: made + f"\n% {TEXT}\n".encode(),
}

PLACES: dict[str, dict[str, Planted]] = {
    "pdf": PDF, "html": HTML, "md": MARKDOWN, "xlsx": XLSX, "pptx": PPTX, "xml": XML,
}  # fmt: skip
"""By format and place: what plants secrets there."""
