"""The leak guard: no byte of a customer's file holds what the vendor keeps to itself.

It looks at all that a file says: the text of pages, the text and attributes of web pages, cells, notes, metadata,
attached files, members of archives, decompressed streams.  Texts are found whatever their spaces and capitals,
numbers in every way of writing them.  A value that the customer may read anyway is no leak.
"""

from __future__ import annotations

import html
import io
import re
import zipfile
import zlib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from dealdesk.errors import RenderError, printable
from dealdesk.sealing.private import Secret

_NUMBER = re.compile(r"(?<![\w.,])\d(?:[\d.,'’\u00a0\u202f\u2009 ]*\d)?(?![\w])")
_GAPS = re.compile(r"['’\u00a0\u202f\u2009 ]")
_SPACE = re.compile(r"[\s\u00a0\u202f\u2009\u00ad\u200b]+")
_GROUPED = re.compile(r"[\d.,'’\u00a0\u202f\u2009]+( \d{3})*( \d{3}[.,]\d+)?")
_STREAM = re.compile(rb"stream\r?\n(.*?)endstream", re.S)
_STRING = re.compile(rb"\(((?:[^()\\]|\\.)*)\)|<((?:[0-9A-Fa-f]{2})+)>", re.S)
_ESCAPED = re.compile(rb"\\([0-7]{1,3}|.)", re.S)
_ENCODED = re.compile(r"base64,[A-Za-z0-9+/=]+")
_STYLE = re.compile(r"<style.*?</style>", re.S | re.I)
_DRAWN = re.compile(r"<svg\b.*?</svg>", re.S | re.I)
_TAG = re.compile(r"<[^>]*>")
MOST = 64 << 20
"""Most bytes that one compressed piece may unpack to."""


@dataclass(frozen=True, slots=True)
class Leak:
    """A secret in a file: what it is, where in the file, and the words around it."""

    what: str
    where: str
    near: str

    def __str__(self) -> str:
        return f"{self.what}, in {self.where}: {self.near}"


class Leaking(RenderError):
    """A document that holds what its reader may not see; it is not written."""

    def __init__(self, leaks: Iterable[Leak]) -> None:
        self.leaks = tuple(leaks)
        told = "; ".join(str(each) for each in self.leaks[:5])
        more = f"; and {len(self.leaks) - 5} more" if len(self.leaks) > 5 else ""
        super().__init__(f"the document is not written, because it holds what its reader may not see: {told}{more}")


@dataclass(frozen=True)
class Public:
    """What the reader may see: numbers, and all texts in one, squeezed."""

    numbers: Collection[Decimal]
    text: str

    def allows(self, secret: Secret) -> bool:
        """Whether a secret's value is one that the reader may see anyway."""
        if secret.number is not None:
            return abs(secret.number) in self.numbers
        return squeezed(secret.text) in self.text


def squeezed(text: str) -> str:
    """Return a text without spaces and capitals, as it is compared."""
    return _SPACE.sub("", text).casefold()


def leaks(data: bytes, form: str, secrets: Collection[Secret], public: Public, more: Mapping[str, str]) -> list[Leak]:
    """Return which secrets are in a file.

    Args:
        data: The file.
        form: Its format: "pdf", "html", "xlsx" …
        secrets: What may not be in it.
        public: What may.
        more: Texts that are known to be in it, by what they are: those of its pages.
    """
    wanted = [each for each in secrets if not public.allows(each)]
    texts = [(each, squeezed(each.text)) for each in wanted if each.number is None]
    numbers: dict[Decimal, Secret] = {}
    for each in wanted:
        if each.number is not None:
            numbers.setdefault(abs(each.number), each)
    found: dict[tuple[str, str], Leak] = {}
    for where, text in (*_surfaces(data, form), *more.items()):
        joined = squeezed(text)
        for secret, value in texts:
            at = joined.find(value)
            if at >= 0:
                found.setdefault((secret.what, where), Leak(secret.what, where, printable(secret.text[:60])))
        for secret, written in _numbers(text, numbers):
            found.setdefault((secret.what, where), Leak(secret.what, where, printable(written)))
    found |= {(leak.what, leak.where): leak for leak in _in_bytes(data, texts)}
    return list(found.values())


def _numbers(text: str, secrets: Mapping[Decimal, Secret]) -> Iterator[tuple[Secret, str]]:
    if not secrets:
        return
    for match in _NUMBER.finditer(text):
        for value in _readings(match[0]):
            if value in secrets:
                yield secrets[value], match[0]


def _readings(written: str) -> Iterator[Decimal]:
    """Yield the numbers that a piece of text may mean: with a point or a comma before its decimals."""
    pieces = written.split(" ")
    if len(pieces) > 1 and _GROUPED.fullmatch(written):  # thousands, or numbers that stand beside each other
        pieces.append(written)
    for piece in pieces:
        bare = _GAPS.sub("", piece)
        for point, other in ((".", ","), (",", ".")):
            text = bare.replace(other, "")
            if text.count(point) > 1:
                text = text.replace(point, "")
            try:
                yield Decimal(text.replace(point, "."))
            except InvalidOperation:
                continue


def _in_bytes(data: bytes, texts: Collection[tuple[Secret, str]]) -> Iterator[Leak]:
    """Look for texts in the bytes as they are, in UTF-8 and UTF-16."""
    for secret, _ in texts:
        for code in ("utf-8", "utf-16-be", "utf-16-le"):
            if secret.text.encode(code, "ignore") in data:
                yield Leak(secret.what, "the bytes of the file", printable(secret.text[:60]))
                break


def _surfaces(data: bytes, form: str) -> Iterator[tuple[str, str]]:
    """Yield the texts of a file, with what each is."""
    readers: dict[str, Callable[[bytes], Iterator[tuple[str, str]]]] = {"pdf": _pdf, "xlsx": _archive, "pptx": _archive}
    if form in readers:
        yield from readers[form](data)
    else:
        yield from _markup(data.decode("utf-8", "replace"), "the text")


def _markup(text: str, where: str) -> Iterator[tuple[str, str]]:
    """Yield what is written in marked-up text, and what its tags and comments say."""
    bare = _STYLE.sub(" ", _ENCODED.sub(" ", text))
    yield where, html.unescape(_TAG.sub("\n", bare))
    yield f"{where} between the lines", html.unescape("\n".join(_TAG.findall(_DRAWN.sub(" ", bare))))


def _archive(data: bytes) -> Iterator[tuple[str, str]]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for info in archive.infolist():
            yield "the name of a part", info.filename
            if info.file_size > MOST:
                raise RenderError(f"a part of the document is larger than {MOST >> 20} MB")
            if info.filename.endswith((".xml", ".rels", ".vml", ".txt")):
                text = archive.read(info).decode("utf-8", "replace")
                yield info.filename, html.unescape(_TAG.sub("\n", text))
                if "drawing" not in info.filename and "slide" not in info.filename and "theme" not in info.filename:
                    yield f"{info.filename} between the lines", html.unescape("\n".join(_TAG.findall(text)))
            elif info.filename.endswith((".xlsx", ".pptx", ".docx")):
                for where, text in _archive(archive.read(info)):
                    yield f"{info.filename}: {where}", text


def _pdf(data: bytes) -> Iterator[tuple[str, str]]:
    """Yield what a PDF says of itself, its attached files, and the text of its pages."""
    for match in _STREAM.finditer(data):
        try:
            content = zlib.decompressobj().decompress(match[1], MOST)
        except zlib.error:
            content = match[1]
        start = content[:64].lstrip()
        if start[:1] in (b"{", b"<") and b"\x00" not in content[:512]:
            text = content.decode("utf-8", "replace")
            where = "the attached data" if start[:1] == b"{" else "attached XML or metadata"
            yield where, html.unescape(_TAG.sub("\n", text))
            yield f"{where} between the lines", "\n".join(_TAG.findall(text))
        elif b"\x00" not in content[:512] and b" Tf" not in content:  # the text of pages comes from their pictures
            yield "a text of the PDF", "\n".join(_strings(content))
    yield "a text of the PDF", "\n".join(_strings(_STREAM.sub(b"", data)))
    yield from _page_texts(data)


def _strings(content: bytes) -> Iterator[str]:
    """Yield the texts among the objects of a PDF: their numbers are places and widths, and say nothing."""
    for match in _STRING.finditer(content):
        written = bytes.fromhex(match[2].decode()) if match[2] else _ESCAPED.sub(_unescaped, match[1])
        yield written[2:].decode("utf-16-be", "replace") if written[:2] == b"\xfe\xff" else written.decode("latin-1")


def _unescaped(match: re.Match[bytes]) -> bytes:
    return bytes([int(match[1], 8) & 255]) if match[1].isdigit() else match[1]


def _page_texts(data: bytes) -> Iterator[tuple[str, str]]:
    try:
        import pypdfium2  # type: ignore[import-untyped]
    except ModuleNotFoundError:  # then the texts of its pages come from what they are made of
        return
    document: Any = pypdfium2.PdfDocument(data)
    try:
        for number in range(len(document)):
            yield f"page {number + 1}", str(document[number].get_textpage().get_text_range())
        for key, value in document.get_metadata_dict().items():
            yield f"the metadata ({key})", str(value)
    finally:
        document.close()
