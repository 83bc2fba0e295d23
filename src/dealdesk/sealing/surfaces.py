"""What a file says, wherever it says it: text, attributes, comments, styles, metadata, files inside, packed streams."""

from __future__ import annotations

import binascii
import gzip
import html
import io
import re
import zipfile
import zlib
from base64 import b64decode
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, unquote_to_bytes

from dealdesk.errors import RenderError
from dealdesk.sealing.encoded import char, text_of, written_otherwise

MOST = 64 << 20
"""Most bytes that one compressed piece may unpack to."""

DEEPEST = 4
"""How many files inside each other are opened."""

_EMBEDDED = re.compile(r"data:([\w/+.-]*)((?:;[\w=.-]+)*),([^\"'()\s<>]*)")
_STYLE = re.compile(r"<style[^>]*>(.*?)</style>|\sstyle\s*=\s*(\"[^\"]*\"|'[^']*')", re.S | re.I)
_SAID_BY_STYLE = re.compile(r"\"((?:[^\"\\]|\\.)*)\"|'((?:[^'\\]|\\.)*)'|/\*(.*?)\*/", re.S)
_STYLE_ESCAPE = re.compile(r"\\([0-9A-Fa-f]{1,6})\s?|\\(.)", re.S)
_DRAWN = re.compile(r"<svg\b.*?</svg>", re.S | re.I)
_COMMENT = re.compile(r"<!--(.*?)-->|\{#(.*?)#\}", re.S)
_CDATA = re.compile(r"<!\[CDATA\[(.*?)\]\]>", re.S)
_TAG = re.compile(r"<[^>]*>")
_SAID_BY_TAG = re.compile(r'\b(?:descr|title|tooltip|prompt|alt)="([^"]*)"')
"""What tags say to a reader, where their other attributes are places and sizes."""

_INLINE = re.compile(
    r"</?(?:b|i|u|s|em|strong|span|a|abbr|small|sub|sup|mark|font|bdi|bdo|wbr|code|data|tspan|time|var|ins|del|q|cite"
    r"|(?:a:|w:)?(?:r|t|rPr|latin|ea|cs|sym|solidFill|srgbClr|schemeClr|ln|noFill|effectLst)"
    r"|rFont|family|sz|color|charset|scheme)\b[^>]*>|<!--.*?-->",
    re.S,
)
"""Tags that do not end a word: a number that is cut by them is read as one."""

_STREAM = re.compile(rb"stream\r?\n(.*?)endstream", re.S)
_STRING = re.compile(rb"\(((?:[^()\\]|\\.)*)\)|<((?:[0-9A-Fa-f]{2}\s*)+)>", re.S)
_ESCAPED = re.compile(rb"\\([0-7]{1,3}|\r?\n|.)", re.S)
_NAMED = re.compile(rb"#([0-9A-Fa-f]{2})")
_HYPHENATED = re.compile("[\u00ad\ufffe\x02]\r?\n?")
_FONTS = (b"wOF2", b"wOFF", b"OTTO", b"\x00\x01\x00\x00", b"true", b"ttcf")
_PLACED = ("drawing", "slide", "theme", "chart")
"""Parts of an archive whose attributes are places, sizes and colours; what those say in numbers means nothing."""


@dataclass(frozen=True, slots=True)
class Surface:
    """A part of a file that says something: where it is, its text, and whether numbers in it mean anything."""

    where: str
    text: str
    counts: bool = True


def surfaces(data: bytes, form: str) -> Iterator[Surface]:
    """Yield all that a file says.

    Args:
        data: The file.
        form: Its format: "pdf", "html", "xlsx" …

    Raises:
        RenderError: A part of it unpacks to more than a document needs.
    """
    if form in ("pdf", "xlsx", "pptx"):
        yield from _blob(data, "", 0)
    else:
        yield from _markup(data.decode("utf-8", "replace"), "the text", 0)


def _blob(data: bytes, where: str, depth: int) -> Iterator[Surface]:
    """Yield what some bytes say, by what they are."""
    if depth > DEEPEST or data.startswith(_FONTS):
        return
    for start, read in _READERS:
        if data.startswith(start):
            yield from read(data, where, depth)
            return
    text = text_of(data)
    if text:
        yield from _markup(text, where, depth)
    else:
        yield Surface(where, data.decode("latin-1"), counts=False)
        yield Surface(where, data.replace(b"\0", b"").decode("latin-1"), counts=False)  # in UTF-16, wherever it begins


# ---- marked-up text


def _markup(text: str, where: str, depth: int, *, numbers_between: bool = True) -> Iterator[Surface]:
    """Yield what is written in marked-up text, and what its tags, comments, styles and data URLs say."""
    for match in _EMBEDDED.finditer(text):
        content = _embedded(match[2], match[3])
        if content:
            yield from _blob(content, f"a file inside {where}", depth + 1)
    bare = _CDATA.sub(lambda match: html.escape(match[1]), _EMBEDDED.sub(" ", text))
    for match in _STYLE.finditer(bare):
        style = html.unescape(match[1] or match[2][1:-1])
        yield Surface(f"a style of {where}", style, counts=False)
        said = ["".join(filter(None, each.groups())) for each in _SAID_BY_STYLE.finditer(style)]
        yield Surface(f"a style of {where}", "\n".join(_STYLE_ESCAPE.sub(_unescaped_style, each) for each in said))
    comments = "\n".join("".join(filter(None, each.groups())) for each in _COMMENT.finditer(bare))
    if comments:
        yield Surface(f"a comment in {where}", html.unescape(comments))
    bare = _STYLE.sub(" ", bare)
    plain = html.unescape(_TAG.sub("\n", _INLINE.sub("", bare)))
    yield Surface(where, plain)
    between = "\n".join(_TAG.findall(bare if not numbers_between else _DRAWN.sub(" ", bare)))
    yield Surface(f"{where} between the lines", html.unescape(between), counts=numbers_between)
    if not numbers_between:
        said = [html.unescape(match[1]) for match in _SAID_BY_TAG.finditer(between)]
        yield Surface(f"{where} between the lines", "\n".join(said))
    for drawn in _DRAWN.findall(bare) if numbers_between else ():
        yield Surface(f"a picture in {where}", html.unescape("\n".join(_TAG.findall(drawn))), counts=False)
    for how, read in written_otherwise(html.unescape(bare)):
        yield Surface(f"{where}, {how}", read)


def _embedded(how: str, content: str) -> bytes:
    if "base64" not in how:
        return unquote_to_bytes(html.unescape(content))
    try:
        return b64decode(unquote(html.unescape(content)) + "==")
    except (ValueError, binascii.Error):
        return b""


def _unescaped_style(match: re.Match[str]) -> str:
    return char(match[1]) if match[1] else match[2]


# ---- packed files


def _archive(data: bytes, where: str, depth: int) -> Iterator[Surface]:
    """Yield what the members of an archive say, their names, and the remarks on them."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError):
        yield Surface(where, data.decode("latin-1"), counts=False)
        return
    with archive:
        remarks = [archive.comment, *(each.comment for each in archive.infolist())]
        yield Surface(
            _in(where, "remarks on its parts"), "\n".join(each.decode("utf-8", "replace") for each in remarks)
        )
        for info in archive.infolist():
            yield Surface(_in(where, "the name of a part"), info.filename)
            if info.file_size > MOST:
                raise RenderError(f"a part of the document is larger than {MOST >> 20} MB")
            content, name = archive.read(info), _in(where, info.filename)
            if info.filename.endswith((".xml", ".rels", ".vml")):
                placed = any(each in info.filename for each in _PLACED)
                text = text_of(content) or content.decode("utf-8", "replace")
                yield from _markup(text, name, depth, numbers_between=not placed)
            else:
                yield from _blob(content, name, depth + 1)


def _in(where: str, part: str) -> str:
    return f"{where}: {part}" if where else part


def _gzip(data: bytes, where: str, depth: int) -> Iterator[Surface]:
    try:
        with gzip.open(io.BytesIO(data)) as packed:
            content = packed.read(MOST)
    except (OSError, EOFError, zlib.error):
        return
    yield from _blob(content, where, depth + 1)


def _packed(data: bytes, where: str, depth: int) -> Iterator[Surface]:
    """Yield what bytes packed as bzip2, xz or zlib say."""
    import bz2
    import lzma

    made: Any = bz2.BZ2Decompressor() if data.startswith(b"BZh") else lzma.LZMADecompressor()
    try:
        content = (zlib.decompressobj() if data.startswith(b"\x78") else made).decompress(data, MOST)
    except (OSError, EOFError, lzma.LZMAError, zlib.error):
        content = b""
    if content:
        yield from _blob(content, where, depth + 1)
    else:
        yield Surface(where, data.decode("latin-1"), counts=False)


def _png(data: bytes, where: str, depth: int) -> Iterator[Surface]:
    """Yield what a PNG picture says besides its points: its texts and its EXIF data."""
    at = 8
    while at + 8 <= len(data):
        length, sort = int.from_bytes(data[at : at + 4]), data[at + 4 : at + 8]
        chunk, at = data[at + 8 : at + 8 + length], at + 12 + length
        if sort in (b"tEXt", b"iTXt", b"eXIf", b"zTXt", b"iCCP"):
            yield Surface(f"the metadata of {where}", chunk.replace(b"\0", b"\n").decode("utf-8", "replace"))
            packed = chunk.find(b"\x78")
            while packed >= 0:
                try:
                    content = zlib.decompressobj().decompress(chunk[packed:], MOST)
                except zlib.error:
                    packed = chunk.find(b"\x78", packed + 1)
                    continue
                yield Surface(f"the metadata of {where}", content.decode("utf-8", "replace"), counts=sort != b"iCCP")
                break
        elif sort not in (b"IDAT", b"IHDR", b"PLTE", b"IEND"):
            yield Surface(f"the metadata of {where}", chunk.decode("latin-1"), counts=False)


# ---- PDF


def _pdf(data: bytes, where: str, depth: int) -> Iterator[Surface]:
    """Yield what a PDF says of itself, its attached files, and the text of its pages."""
    for match in _STREAM.finditer(data):
        try:
            content = zlib.decompressobj().decompress(match[1], MOST)
        except zlib.error:
            content = match[1]
        start, head = content[:64].lstrip(), data[max(0, match.start() - 800) : match.start()].rpartition(b" obj")[2]
        if b"/EmbeddedFile" in head:
            yield from _blob(content, _in(where, "an attached file"), depth + 1)
        elif start[:1] in (b"{", b"<") and b"\x00" not in content[:512]:
            yield from _markup(content.decode("utf-8", "replace"), _in(where, "the metadata"), depth)
        elif b"\x00" not in content[:512]:
            said = "\n".join(_strings(content))  # the numbers of pages come from their pictures
            yield Surface(_in(where, "a text of the PDF"), said, counts=b" Tf" not in content)
            yield Surface(_in(where, "a text of the PDF"), _NAMED.sub(_named, content).decode("latin-1"), counts=False)
        elif not content.startswith(_FONTS):
            yield Surface(_in(where, "a part of the PDF"), content.decode("latin-1"), counts=False)
    rest = _STREAM.sub(b"", data)
    yield Surface(_in(where, "a text of the PDF"), "\n".join(_strings(rest)))
    yield Surface(_in(where, "a text of the PDF"), _NAMED.sub(_named, rest).decode("latin-1"), counts=False)
    for content in _otherwise_packed(data):
        yield from _blob(content, _in(where, "a part of the PDF"), depth + 1)
    for each in _page_texts(data):
        yield Surface(_in(where, each.where), each.text)


def _otherwise_packed(data: bytes) -> Iterator[bytes]:
    """Yield the streams of a PDF that are packed in other ways than the usual one, where a library is there for it."""
    try:
        import pikepdf
    except ModuleNotFoundError:
        return
    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            for each in pdf.objects:
                if not isinstance(each, pikepdf.Stream) or each.get("/Filter", "/FlateDecode") == "/FlateDecode":
                    continue
                try:
                    yield each.read_bytes()[:MOST]
                except pikepdf.PdfError:  # a picture
                    yield each.read_raw_bytes()
    except pikepdf.PdfError:
        return


def _named(match: re.Match[bytes]) -> bytes:
    return bytes([int(match[1], 16)])


def _strings(content: bytes) -> Iterator[str]:
    """Yield the texts among the objects of a PDF: their numbers are places and widths, and say nothing."""
    for match in _STRING.finditer(content):
        written = bytes.fromhex(match[2].decode()) if match[2] else _ESCAPED.sub(_unescaped, match[1])
        yield written[2:].decode("utf-16-be", "replace") if written[:2] == b"\xfe\xff" else written.decode("latin-1")


def _unescaped(match: re.Match[bytes]) -> bytes:
    return bytes([int(match[1], 8) & 255]) if match[1].isdigit() else match[1].strip(b"\r\n")


def _page_texts(data: bytes) -> Iterator[Surface]:
    try:
        import pypdfium2  # type: ignore[import-untyped]
    except ModuleNotFoundError:  # then the texts of its pages come from what they are made of
        return
    document: Any = pypdfium2.PdfDocument(data)
    try:
        for number in range(len(document)):
            text = str(document[number].get_textpage().get_text_range())
            yield Surface(f"page {number + 1}", _HYPHENATED.sub("", text))
        for key, value in document.get_metadata_dict().items():
            yield Surface(f"the metadata ({key})", str(value))
    finally:
        document.close()


_READERS: tuple[tuple[bytes, Callable[[bytes, str, int], Iterator[Surface]]], ...] = (
    (b"%PDF", _pdf),
    (b"PK\x03\x04", _archive),
    (b"\x1f\x8b", _gzip),
    *((each, _packed) for each in (b"BZh", b"\xfd7zXZ\0", b"\x78\x9c", b"\x78\xda", b"\x78\x01")),
    (b"\x89PNG\r\n\x1a\n", _png),
)
"""By how its bytes start: what reads a file that says something beyond its bytes."""
