"""A PDF read back: its glyphs, its runs of text, and what its tags say to a reader who does not see it."""

from __future__ import annotations

import ctypes
import io
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from dealdesk.errors import NotAvailable

if TYPE_CHECKING:
    from dealdesk.documents.document import Kind

_THOUSANDS = re.compile("(?<=\\d)[ \u00a0\u202f](?=\\d{3})")

SPACE = 4.4
"""Width in pt of the gap between two letters from which they belong to two labels of a picture."""

Box = tuple[float, float, float, float]
"""Left, bottom, right, top, in pt from the lower left corner of a page."""


@dataclass(frozen=True, slots=True)
class Glyph:
    """One printed character: its box, its type size in pt, and whether it is a character at all."""

    char: str
    box: Box
    points: float
    unknown: bool


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of text that was drawn in one go; `clip` is the box outside which nothing of it is seen."""

    text: str
    box: Box
    clip: Box | None
    mark: int


@dataclass(frozen=True, slots=True)
class Node:
    """An element of the tag tree: its kind ("P", "TD", …), alternative text, own lines of text, and children."""

    kind: str
    alt: str
    lines: tuple[str, ...]
    kids: tuple[Node, ...]
    box: Box | None

    def text(self) -> str:
        """Return all text in it, a line each."""
        return "\n".join((*self.lines, *(each.text() for each in self.kids)))

    def walk(self) -> Iterator[Node]:
        """Yield it and everything below it, in reading order."""
        yield self
        for each in self.kids:
            yield from each.walk()


@dataclass(frozen=True, slots=True)
class Block:
    """Text that belongs together, such as a paragraph, with the box of its first line."""

    text: str
    box: Box | None


class Sheet:
    """One page."""

    def __init__(self, page: Any, number: int) -> None:
        self.number = number
        self.width, self.height = page.get_size()
        self._page, self._text = page, page.get_textpage()

    @cached_property
    def text(self) -> str:
        """Everything that is printed on it, headers and footers too."""
        return str(self._text.get_text_range())

    @cached_property
    def glyphs(self) -> tuple[Glyph, ...]:
        """Its characters but for spaces."""
        import pypdfium2.raw as raw  # type: ignore[import-untyped]

        found, matrix, text = [], raw.FS_MATRIX(), self._text
        for index in range(text.count_chars()):
            code = raw.FPDFText_GetUnicode(text.raw, index)
            char = chr(code)
            if char.isspace():
                continue
            raw.FPDFText_GetMatrix(text.raw, index, ctypes.byref(matrix))
            size = raw.FPDFText_GetFontSize(text.raw, index)
            points = round(abs(size * matrix.d) if matrix.d else size, 1)
            unknown = not code or bool(raw.FPDFText_HasUnicodeMapError(text.raw, index) == 1)
            found.append(Glyph(char, text.get_charbox(index), points, unknown))
        return tuple(found)

    @cached_property
    def boxes(self) -> tuple[tuple[Box, str], ...]:
        """Boxes around words and lines, with the start of what is in them."""
        text = self._text
        boxes = [text.get_rect(index) for index in range(text.count_rects())]
        return tuple((box, str(text.get_text_bounded(*box))[:24]) for box in boxes)

    @cached_property
    def runs(self) -> tuple[Run, ...]:
        """Its runs of text, in the order in which they were drawn."""
        import pypdfium2.raw as raw

        found = []
        for each in self._page.get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT], max_depth=4):
            size = raw.FPDFTextObj_GetText(each.raw, self._text.raw, None, 0)
            buffer = ctypes.create_string_buffer(size)
            raw.FPDFTextObj_GetText(
                each.raw, self._text.raw, ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)), size
            )
            text = buffer.raw.decode("utf-16-le", "replace").rstrip("\0")
            mark = raw.FPDFPageObj_GetMarkedContentID(each.raw)
            clip = _clip(raw.FPDFPageObj_GetClipPath(each.raw), raw)
            found.append(Run(text, each.get_bounds(), clip, mark))
        return tuple(found)

    @cached_property
    def nodes(self) -> tuple[Node, ...]:
        """The tag tree of the page."""
        import pypdfium2.raw as raw

        marked: dict[int, list[Run]] = {}
        for run in self.runs:
            marked.setdefault(run.mark, []).append(run)
        tree = raw.FPDF_StructTree_GetForPage(self._page.raw)
        if not tree:
            return ()
        try:
            count = max(0, raw.FPDF_StructTree_CountChildren(tree))
            tops = [raw.FPDF_StructTree_GetChildAtIndex(tree, index) for index in range(count)]
            return tuple(_node(each, marked, raw) for each in tops if each)
        finally:
            raw.FPDF_StructTree_Close(tree)

    @cached_property
    def blocks(self) -> tuple[Block, ...]:
        """All its texts: those of the tag tree in reading order, and what stands in headers and footers."""
        unmarked = (Block(each.text, each.box) for each in self.runs if each.mark < 0)
        return (*(block for node in self.nodes for block in _blocks(node)), *unmarked)


def _blocks(node: Node) -> Iterator[Block]:
    """Yield the texts of a node: lines that stand side by side in the tree are one text."""
    lines = list(node.lines)
    box = node.box
    for each in node.kids:
        if each.kids or each.kind == "Figure":
            yield from _blocks(each)
        else:
            lines += each.lines
            box = box or each.box
    if lines:
        yield Block("\n".join(lines), box)


def _node(element: Any, marked: dict[int, list[Run]], raw: Any) -> Node:
    kind = _string(raw.FPDF_StructElement_GetType, element)
    own = max(0, raw.FPDF_StructElement_GetMarkedContentIdCount(element))
    marks = [raw.FPDF_StructElement_GetMarkedContentIdAtIndex(element, index) for index in range(own)]
    found = [marked[mark] for mark in marks if mark >= 0 and mark in marked]
    count = max(0, raw.FPDF_StructElement_CountChildren(element))
    kids = (raw.FPDF_StructElement_GetChildAtIndex(element, index) for index in range(count))
    return Node(
        kind,
        _string(raw.FPDF_StructElement_GetAltText, element),
        tuple(_labels(runs) if kind == "Figure" else "".join(run.text for run in runs) for runs in found),
        tuple(_node(each, marked, raw) for each in kids if each),
        found[0][0].box if found else None,
    )


def _labels(runs: list[Run]) -> str:
    """Return the labels of a picture, a line each; they may be drawn letter by letter, without narrow spaces."""
    text = runs[0].text
    for before, run in pairwise(runs):
        beside = (
            -SPACE < run.box[0] - before.box[2] < SPACE and run.box[1] < before.box[3] and before.box[1] < run.box[3]
        )
        text += run.text if beside else f"\n{run.text}"
    return _THOUSANDS.sub("", text)


def _string(read: Any, element: Any) -> str:
    size = read(element, None, 0)
    buffer = ctypes.create_string_buffer(size)
    read(element, buffer, size)
    return buffer.raw.decode("utf-16-le", "replace").rstrip("\0")


def _clip(path: Any, raw: Any) -> Box | None:
    """Return the box that all clipping paths of an object leave, or None without one."""
    box: Box | None = None
    x, y = ctypes.c_float(), ctypes.c_float()
    for index in range(max(0, raw.FPDFClipPath_CountPaths(path))):
        points = []
        for number in range(max(0, raw.FPDFClipPath_CountPathSegments(path, index))):
            segment = raw.FPDFClipPath_GetPathSegment(path, index, number)
            raw.FPDFPathSegment_GetPoint(segment, ctypes.byref(x), ctypes.byref(y))
            points.append((x.value, y.value))
        if points:
            xs, ys = [each[0] for each in points], [each[1] for each in points]
            one = (min(xs), min(ys), max(xs), max(ys))
            box = one if box is None else (*map(max, box[:2], one[:2]), *map(min, box[2:], one[2:]))  # type: ignore[assignment]
    return box


@dataclass(frozen=True)
class Paper:
    """A PDF.

    Attributes:
        data: Its bytes.
        pdf: Its objects, as pikepdf reads them.
        sheets: Its pages.
        what: The kind of document that it is.
        wanted: The language that it should be in.
    """

    data: bytes
    pdf: Any
    sheets: tuple[Sheet, ...]
    what: Kind
    wanted: str

    @property
    def kind(self) -> str:
        """The name of the kind of document that it is."""
        return self.what.name

    @cached_property
    def fixed(self) -> tuple[str, ...]:
        """The fixed texts of its kind in the language that it should be in."""
        from dealdesk.documents.assets import assets

        return tuple(_leaves(assets(self.what.folder, parts=self.what.parts).language(self.wanted).texts))

    @cached_property
    def short(self) -> tuple[str, ...]:
        """What stands behind thousands, millions and more where an amount is written short, in its language."""
        from dealdesk.documents.assets import assets

        language = assets(self.what.folder, parts=self.what.parts).language(self.wanted)
        return tuple(language.text("form.short"))

    @cached_property
    def text(self) -> str:
        """Everything that is printed."""
        return "\n".join(each.text for each in self.sheets)

    @cached_property
    def language(self) -> str:
        """The language that it says it is in, or ""."""
        return str(self.pdf.Root.get("/Lang", ""))


def _leaves(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for each in value.values():
            yield from _leaves(each)


@contextmanager
def opened(data: bytes, kind: Kind, language: str) -> Iterator[Paper]:
    """Open a PDF for reading: one of a kind of document, that should be in a language.

    Raises:
        NotAvailable: pypdfium2 or pikepdf is not installed.
    """
    try:
        import pikepdf
        import pypdfium2
    except ImportError as failure:
        raise NotAvailable("checking a PDF needs pypdfium2 and pikepdf: pip install 'dealdesk[check]'") from failure
    document = pypdfium2.PdfDocument(data)
    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            sheets = tuple(Sheet(document[number], number + 1) for number in range(len(document)))
            yield Paper(data, pdf, sheets, kind, language)
    finally:
        document.close()
