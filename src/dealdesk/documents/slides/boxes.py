"""Texts and tables of a slide, set with measured heights, since a slide lays nothing out by itself."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pptx.enum.text import MSO_ANCHOR, MSO_AUTO_SIZE, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.util import Emu, Pt

from dealdesk.documents.fonts import Face
from dealdesk.documents.palette import INK, MUTED, TEXT
from dealdesk.documents.slides.colours import ACCENT, rgb
from dealdesk.documents.view.slides.table import BELOW, PARTS, ROW_SIZES, heading

LINE = 1.32
"""Distance of lines as a part of the type size."""

PLAIN_TABLE = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"
"""PowerPoint's table style without fills and lines."""

Box = tuple[float, float, float, float]


def count_lines(text: str, size: float, width: float, face: Face) -> int:
    """Return how many lines a text takes."""
    lines, used = 1, 0.0
    space = face.width(" ", size)
    for word in text.split(" "):
        wide = face.width(word, size)
        if used and used + space + wide > width:
            lines, used = lines + 1, wide
        else:
            used += wide + (space if used else 0.0)
        while used > width:  # a word longer than a line is broken
            lines, used = lines + 1, used - width
    return lines


def coloured(font: Any, colour: Any) -> None:
    """Set the colour of a font: one of the theme, or "#0d1726"."""
    if isinstance(colour, str):
        font.color.rgb = rgb(colour)
    else:
        font.color.theme_color = colour


def write(
    frame: Any, runs: Sequence[tuple[str, float, bool, Any]], *, first: bool = True, align: Any = PP_ALIGN.LEFT
) -> Any:
    """Write a paragraph of runs, each a text, a size, whether it is bold, and a colour."""
    paragraph = frame.paragraphs[0] if first else frame.add_paragraph()
    paragraph.alignment = align
    for text, size, bold, colour in runs:
        run = paragraph.add_run()
        run.text = text
        run.font.size, run.font.bold = Pt(size), bold
        coloured(run.font, colour)
    return paragraph


def frame_of(shape: Any, *, anchor: Any = MSO_ANCHOR.TOP) -> Any:
    """Return the text frame of a shape, without margins, that neither grows nor shrinks."""
    frame = shape.text_frame
    frame.word_wrap, frame.auto_size = True, MSO_AUTO_SIZE.NONE
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = Emu(0)
    frame.vertical_anchor = anchor
    return frame


def text(shapes: Any, box: Box, runs: Sequence[tuple[str, float, bool, Any]], *, align: Any = PP_ALIGN.LEFT) -> Any:
    """Add a box with one paragraph."""
    shape = shapes.add_textbox(*map(Pt, box))
    write(frame_of(shape), runs, align=align)
    return shape


def table(shapes: Any, block: Any, left: float, top: float, width: float, face: Face) -> float:
    """Add a table; return its height."""
    size, pad = ROW_SIZES[int(block["size"][1:])]
    pad = 5.5 if block["aligned"] else pad
    columns, rows = block["columns"], block["rows"]
    widths = [width * int(column["width"][1:]) / PARTS for column in columns]
    if block["aligned"]:
        widths = [122.0] + [(width - 122.0) / (len(columns) - 1)] * (len(columns) - 1)
    heights = [size * LINE + 8]
    for row in rows:
        lines = [
            count_lines(cell["text"], size, wide - 8, face) * size
            + (count_lines(cell["below"], BELOW, wide - 8, face) * BELOW if cell["below"] else 0.0)
            for cell, wide in zip(row["cells"], widths, strict=True)
        ]
        heights.append(max(lines) * LINE + 2 * pad)
    shape = shapes.add_table(len(rows) + 1, len(columns), Pt(left), Pt(top), Pt(width), Pt(sum(heights)))
    made = shape.table
    _unstyled(shape)
    for column, wide in zip(made.columns, widths, strict=True):
        column.width = Pt(wide)
    for row, tall in zip(made.rows, heights, strict=True):
        row.height = Pt(tall)
    for number, column in enumerate(columns):
        head = made.cell(0, number)
        _cell(head, [(column["label"], heading(size), False, MUTED)], column["kind"], bottom=True)
        _below(head, INK, 1.0)
    for place, row in enumerate(rows, 1):
        for number, (cell, column) in enumerate(zip(row["cells"], columns, strict=True)):
            bold = column["kind"] in ("name", "strong") or bool(row["mark"])
            gain = (row["mark"] == "lead" and column["kind"] == "money") or (
                row["mark"] == "total" and column["kind"] == "strong"
            )
            colour = ACCENT if gain else INK if bold else TEXT
            target = made.cell(place, number)
            below = [(cell["below"], BELOW, False, MUTED)] if cell["below"] else []
            _cell(target, [(cell["text"], size, bold, colour)], column["kind"], more=below, pad=pad)
            ink = place < len(rows) and rows[place]["mark"] == "total"
            _below(target, INK if ink else "#dfe4ea", 1.0 if ink else 0.6, none=row["mark"] == "total")
    return sum(heights)


def _cell(cell: Any, runs: Any, kind: str, *, more: Any = (), bottom: bool = False, pad: float = 4.0) -> None:
    right = kind in ("money", "strong")
    cell.margin_left, cell.margin_right = Pt(8 if right else 14 if kind == "text" else 0), Pt(0 if right else 8)
    cell.margin_top = cell.margin_bottom = Pt(pad)
    cell.vertical_anchor = MSO_ANCHOR.BOTTOM if bottom else MSO_ANCHOR.TOP
    align = PP_ALIGN.RIGHT if right else PP_ALIGN.LEFT
    write(cell.text_frame, runs, align=align)
    if more:
        write(cell.text_frame, more, first=False, align=align)


def _unstyled(shape: Any) -> None:
    properties = shape._element.graphic.graphicData.tbl.tblPr
    properties.attrib.pop("bandRow", None)
    properties.find(qn("a:tableStyleId")).text = PLAIN_TABLE


def _below(cell: Any, colour: str, width: float, *, none: bool = False) -> None:
    """Draw the line below a cell."""
    if none:
        return
    properties = cell._tc.get_or_add_tcPr()
    line = properties.makeelement(qn("a:lnB"), {"w": str(int(width * 12700)), "cap": "flat", "cmpd": "sng"})
    fill = line.makeelement(qn("a:solidFill"), {})
    fill.append(fill.makeelement(qn("a:srgbClr"), {"val": colour[1:].upper()}))
    line.append(fill)
    properties.insert(0, line)
