"""Machine checks of a finished PDF: everything that a person would be embarrassed by.

For tests and for `dealdesk render --check`; pypdfium2 and pikepdf, which read the PDF back, are development
dependencies.
"""

from __future__ import annotations

import ctypes
import io
import unicodedata
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from dealdesk.errors import NotAvailable

if TYPE_CHECKING:
    from dealdesk.quoting.quote import Quote

SMALLEST = 6.5
"""Least type size in pt."""

MARGIN = 50.0
EDGE = 8.0
"""Space in pt that stays free: at the sides, and at the top and foot of a page."""

OVERLAP = (1.5, 2.2)
"""Width and height in pt from which two runs of text count as one over the other."""

FEWEST_WORDS = 32
"""Words of a page, with header and footer, below which it is next to empty."""

FONTS = ("Inter", "JetBrains-Mono", "Zen-Kaku-Gothic-New")
ACTIVE = ("/JavaScript", "/JS", "/Launch", "/EmbeddedFile", "/OpenAction", "/AA", "/URI", "/SubmitForm", "/GoToR")
_MISSING = "\ufffd\u25a1\u25af\ufffe\uffff"
_SLACK = 0.6


def check_pdf(data: bytes, quote: Quote) -> list[str]:
    """Return what is wrong with a quote's PDF, a sentence each; an empty list when nothing is.

    Args:
        data: The PDF.
        quote: The quote that it should print.

    Raises:
        NotAvailable: pypdfium2 or pikepdf is not installed.
    """
    try:
        import pikepdf
        import pypdfium2  # type: ignore[import-untyped]
    except ImportError as failure:
        raise NotAvailable("checking a PDF needs pypdfium2 and pikepdf: pip install 'dealdesk[dev]'") from failure
    found: list[str] = []
    document = pypdfium2.PdfDocument(data)
    texts = []
    try:
        for number in range(len(document)):
            page = document[number]
            text = page.get_textpage()
            texts.append(text.get_text_range())
            where = f"page {number + 1}"
            found += [f"{where}: {each}" for each in (*_glyphs(page, text), *_overlaps(text), *_clipped(page))]
            found += [f"{where}: {each}" for each in _empty(texts[-1])]
    finally:
        document.close()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        found += _structure(pdf)
    return found + list(_amounts("\n".join(texts), quote))


def _glyphs(page: Any, text: Any) -> Iterator[str]:
    """Yield glyphs outside the frame, missing ones, and type that is too small."""
    import pypdfium2.raw as raw  # type: ignore[import-untyped]

    width, height = page.get_size()
    small: Counter[float] = Counter()
    matrix = raw.FS_MATRIX()
    for index in range(text.count_chars()):
        char = chr(raw.FPDFText_GetUnicode(text.raw, index))
        if char.isspace():
            continue
        left, bottom, right, top = text.get_charbox(index)
        if left < MARGIN or right > width - MARGIN or bottom < EDGE or top > height - EDGE:
            yield f"{char!r} at {left:.0f}, {bottom:.0f} leaves the page frame"
        if char in _MISSING:
            yield "a glyph is missing"
        raw.FPDFText_GetMatrix(text.raw, index, ctypes.byref(matrix))
        size = raw.FPDFText_GetFontSize(text.raw, index)
        points = round(abs(size * matrix.d) if matrix.d else size, 1)
        if points < SMALLEST:
            small[points] += 1
    for points, count in sorted(small.items()):
        yield f"{count} characters in {points} pt, smaller than {SMALLEST} pt"


def _overlaps(text: Any) -> Iterator[str]:
    """Yield runs of text that lie over each other."""
    boxes = sorted((text.get_rect(index) for index in range(text.count_rects())), key=lambda box: -box[3])
    for number, a in enumerate(boxes):
        for b in boxes[number + 1 :]:
            if b[3] <= a[1]:
                break
            across, down = min(a[2], b[2]) - max(a[0], b[0]), min(a[3], b[3]) - max(a[1], b[1])
            if across > OVERLAP[0] and down > OVERLAP[1]:
                one, other = (text.get_text_bounded(*box)[:24] for box in (a, b))
                yield f"{one!r} and {other!r} overlap by {across:.1f} × {down:.1f} pt"


def _clipped(page: Any) -> Iterator[str]:
    """Yield text that a clipping path cuts: in a picture, text outside the viewBox is drawn and not seen."""
    import pypdfium2.raw as raw

    for each in page.get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT], max_depth=4):
        box = _clip(raw.FPDFPageObj_GetClipPath(each.raw), raw)
        if box is None:
            continue
        left, bottom, right, top = each.get_bounds()
        if left < box[0] - _SLACK or right > box[2] + _SLACK or bottom < box[1] - _SLACK or top > box[3] + _SLACK:
            yield f"text at {left:.0f}, {bottom:.0f} is cut off by the edge of a picture"


def _clip(path: Any, raw: Any) -> tuple[float, float, float, float] | None:
    """Return the box that all clipping paths of an object leave, or None without one."""
    box: tuple[float, float, float, float] | None = None
    x, y = ctypes.c_float(), ctypes.c_float()
    for index in range(max(0, raw.FPDFClipPath_CountPaths(path))):
        points = []
        for number in range(max(0, raw.FPDFClipPath_CountPathSegments(path, index))):
            raw.FPDFPathSegment_GetPoint(
                raw.FPDFClipPath_GetPathSegment(path, index, number), ctypes.byref(x), ctypes.byref(y)
            )
            points.append((x.value, y.value))
        if points:
            xs, ys = [each[0] for each in points], [each[1] for each in points]
            one = (min(xs), min(ys), max(xs), max(ys))
            box = (
                one
                if box is None
                else (max(box[0], one[0]), max(box[1], one[1]), min(box[2], one[2]), min(box[3], one[3]))
            )
    return box


def _empty(text: str) -> Iterator[str]:
    """Yield a page that holds next to nothing between its header and footer."""
    wide = sum(not char.isascii() and unicodedata.east_asian_width(char) in "WF" for char in text)
    if len(text.split()) + wide // 2 < FEWEST_WORDS:
        yield "almost empty"


def _structure(pdf: Any) -> Iterator[str]:
    """Yield foreign fonts, active content, and what readers with a screen reader would miss."""
    foreign = set()
    for page in pdf.pages:
        for font in dict(page.Resources.get("/Font", {})).values():
            name = str(font.BaseFont).rpartition("+")[2]
            if not name.startswith(FONTS):
                foreign.add(name)
    for name in sorted(foreign):
        yield f"font {name} is not one of ours"
    for key in sorted({key for each in pdf.objects for key in _keys(each)} & set(ACTIVE)):
        yield f"active content: {key}"
    if not str(pdf.Root.get("/Lang", "")):
        yield "no language is set"
    if "/StructTreeRoot" not in pdf.Root:
        yield "it is not tagged"
    if not str(pdf.docinfo.get("/Title", "")):
        yield "it has no title"


def _keys(value: Any, depth: int = 0) -> Iterator[str]:
    """Yield the keys of a PDF object, and of those inside it that are not objects of their own."""
    import pikepdf

    if depth > 20 or (depth and getattr(value, "is_indirect", False)):
        return
    if isinstance(value, pikepdf.Dictionary | pikepdf.Stream):
        for key in value.keys():  # noqa: SIM118 - a Stream is iterated by its bytes
            yield str(key)
            yield from _keys(value[key], depth + 1)
    elif isinstance(value, pikepdf.Array):
        for each in value:
            yield from _keys(each, depth + 1)


def _amounts(text: str, quote: Quote) -> Iterator[str]:
    """Yield amounts and facts of the quote that are not printed, or not often enough."""
    from dealdesk.documents.assets import assets
    from dealdesk.documents.view import quote_view

    view = quote_view(quote, assets("quote").language(quote.customer.language))
    expected: Counter[str] = Counter()
    for name in ("recurring", "once", "usage", "optional"):
        for row in (table := view["lines"][name] or {"rows": [], "feet": []})["rows"] + table["feet"]:
            expected[row["cells"][-1]["text"]] += 1
    for row in (view["schedule"] or {"rows": []})["rows"]:
        expected[row["cells"][-1]["text"]] += 1
    if view["sums"]:
        expected[view["sums"]["total"]] += 1
    expected.update(each["value"] for each in view["figures"]["cells"])
    squeezed = "".join(text.split())
    for amount, times in expected.items():
        printed = squeezed.count("".join(amount.split()))
        if amount and printed < times:
            yield f"{amount} is printed {printed} times, not {times}"
