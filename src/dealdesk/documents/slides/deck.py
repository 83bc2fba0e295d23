"""The deck itself: its page, its theme, and each slide from the blocks of the view."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any

from pptx import Presentation
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import PP_ALIGN
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.oxml.ns import qn
from pptx.util import Pt

from dealdesk.documents.fonts import BOLD, TEXT, Face, face
from dealdesk.documents.palette import GREY, INK, LINE, MUTED, Palette, dark
from dealdesk.documents.slides import boxes
from dealdesk.documents.slides.boxes import frame_of, write
from dealdesk.documents.slides.colours import ACCENT, TINT, rgb
from dealdesk.documents.slides.fixed import fixed
from dealdesk.documents.slides.native import CHARTS, Look

if TYPE_CHECKING:
    from dealdesk.documents.document import Document

TYPEFACE = "Arial"
"""The typeface of slides that are edited: one that is on every machine.  The theme names it, once."""

LEFT, TOP, WIDTH = 56.0, 46.0, 848.0
BODY = "#2a3444"
TITLES = (27.0, 23.0, 19.0)
COVERS = (50.0, 42.0, 34.0, 26.0)
VALUES = (50.0, 42.0, 34.0, 26.0)
TIGHT = 0.95
"""How wide a title is in the typeface of the slides, as a part of its width in that of the paper."""

TITLE_ONLY = 5
"""The layout of the plain presentation that has a title and nothing else."""

_FONT = re.compile(rb'(<a:(?:majorFont|minorFont)>\s*<a:latin typeface=")[^"]*')
_COLOUR = r"(<a:{}>)(?:(?!</a:{}>).)*(</a:{}>)"


class Slides:
    """The presentation that is being made."""

    def __init__(self, document: Document, charts: Mapping[str, tuple[str, float, float]]) -> None:
        self.view, self.sizes = document.view, charts
        fonts = document.assets.fonts
        self.faces: tuple[Face, Face] = (face(fonts / TEXT), face(fonts / BOLD))
        self.bright = dark(Palette(**self.view["colours"])).bright
        self.look = Look(self.view["sign"]["text"], self.view["sign"]["before"])
        self.made = Presentation()
        self.made.slide_width, self.made.slide_height = Pt(960), Pt(540)
        self._theme()
        part = self.made.part
        for name in [name for name, each in part.rels.items() if each.reltype.endswith("/printerSettings")]:
            part.drop_rel(name)  # a printer of whoever made the plain presentation

    def _theme(self) -> None:
        """Set the typeface and the colours of the theme, so that they are changed in one place."""
        colours = self.view["colours"]
        wanted = {
            "dk1": INK,
            "dk2": BODY,
            "lt2": "#dfe4ea",
            "accent1": colours["accent"],
            "accent2": colours["tint"],
            "accent3": GREY,
            "accent4": MUTED,
            "accent5": LINE,
            "accent6": self.bright,
        }
        part = self.made.slide_masters[0].part.part_related_by(RELATIONSHIP_TYPE.THEME)
        blob = _FONT.sub(rb"\g<1>" + TYPEFACE.encode(), part.blob)
        for name, colour in wanted.items():
            pattern = re.compile(_COLOUR.format(name, name, name).encode(), re.DOTALL)
            blob = pattern.sub(rb'\g<1><a:srgbClr val="' + colour[1:].upper().encode() + rb'"/>\g<2>', blob)
        part._blob = blob

    def add(self, title: list[tuple[str, float, bool, Any]], box: boxes.Box, notes: list[str]) -> Any:
        """Add a slide with its title, which is a real one: it is in the outline and read aloud first."""
        slide = self.made.slides.add_slide(self.made.slide_layouts[TITLE_ONLY])
        shape = slide.shapes.title
        shape.left, shape.top, shape.width, shape.height = map(Pt, box)
        paragraph = write(frame_of(shape), title)
        paragraph.line_spacing = 1.0
        if notes:
            slide.notes_slide.notes_text_frame.text = "\n".join(notes)
        return slide

    def cover(self) -> None:
        """Add the cover."""
        cover = self.view["cover"]
        night = cover["ground"] == "night"
        size = COVERS[int(cover["size"][1:])]
        white, quiet = ("#ffffff", "#b7c2cf") if night else (INK, MUTED)
        bright: Any = self.bright if night else ACCENT
        runs = [
            (cover["before"], size, False, white),
            (cover["figure"], size, False, bright),
            (cover["after"], size, False, white),
        ]
        lines = boxes.count_lines(cover["title"], size * TIGHT, 780, self.faces[0])
        tall = lines * size * 1.2
        slide = self.add([each for each in runs if each[0]], (LEFT, 112, 780, tall), cover["notes"])
        if night:
            slide.background.fill.solid()
            slide.background.fill.fore_color.rgb = rgb(INK)
        boxes.text(slide.shapes, (LEFT, TOP, 600, 24), [(self.view["head"]["vendor"], 17, True, white)])
        y = 112 + tall + 12
        for line in cover["lines"]:
            wrapped = boxes.count_lines(line, 13, 640, self.faces[0])
            boxes.text(slide.shapes, (LEFT, y, 640, wrapped * 18), [(line, 13, False, quiet)])
            y += wrapped * 18 + 2
        if cover["keys"]:
            self.block(slide.shapes, cover["keys"], LEFT, 360, WIDTH)
        chart = self.view["charts"].get("cover")
        if chart:
            look = Look(self.look.sign, self.look.before, dark=night, bright=self.bright)
            frame = CHARTS["columns"](slide.shapes, chart, (LEFT, 300, WIDTH, 212), look)
            described(frame, chart["alt"])
            boxes.text(slide.shapes, (LEFT, 282, WIDTH, 16), [(chart["end"], 10.5, True, bright)], align=PP_ALIGN.RIGHT)
            if chart["mark"]:
                boxes.text(slide.shapes, (LEFT, 282, WIDTH / 2, 16), [(chart["mark"], 10.5, True, bright)])

    def slide(self, each: Mapping[str, Any], number: int) -> None:
        """Add a slide."""
        size = TITLES[int(each["size"][1:])]
        lines = boxes.count_lines(each["title"], size * TIGHT, WIDTH, self.faces[0])
        tall = lines * size * 1.2
        slide = self.add([(each["title"], size, False, INK)], (LEFT, TOP, WIDTH, tall), each["notes"])
        shapes, y = slide.shapes, TOP + tall
        if each["sub"]:
            boxes.text(shapes, (LEFT, y + 4, WIDTH, 18), [(each["sub"], 12.5, False, MUTED)])
            y += 22
        y += 20
        for block in each["top"]:
            y += self.block(shapes, block, LEFT, y, WIDTH) + 26
        x, gap = LEFT, _gap(each["areas"])
        for area in each["areas"]:
            below = y
            for block in area["blocks"]:
                below += self.block(shapes, block, x, below, area["width"]) + 12
            x += area["width"] + gap
        footer = self.view["head"]["footer"]
        boxes.text(shapes, (LEFT, 508, 760, 14), [(footer, 9, False, MUTED)])
        _folio(boxes.text(shapes, (LEFT + WIDTH - 60, 508, 60, 14), [], align=PP_ALIGN.RIGHT), number)

    def block(self, shapes: Any, block: Mapping[str, Any], x: float, y: float, width: float) -> float:
        """Add a block; return its height."""
        made: float = getattr(self, f"_{block['kind']}")(shapes, block, x, y, width)
        return made

    def _keys(self, shapes: Any, block: Any, x: float, y: float, width: float) -> float:
        size, cells = VALUES[int(block["size"][1:])], block["cells"]
        wide = width / len(cells)
        line = shapes.add_connector(1, Pt(x), Pt(y), Pt(x + width), Pt(y))
        line.line.color.rgb, line.line.width = rgb(INK), Pt(1.25)
        for number, cell in enumerate(cells):
            left = x + number * wide + (18 if number else 0)
            room = wide - (18 if number else 0) - 6
            boxes.text(shapes, (left, y + 11, room, 16), [(cell["label"], 11, False, MUTED)])
            value = [(cell["value"], size * 0.92, False, ACCENT if cell["accent"] else INK)]
            if cell["unit"]:
                value.append((f" {cell['unit']}", size * 0.4, False, INK))
            boxes.text(shapes, (left, y + 28, room, size * 1.2), value)
            boxes.text(shapes, (left, y + 32 + size * 1.2, room, 32), [(cell["note"], 11, False, MUTED)])
        return 64 + size * 1.2

    def _findings(self, shapes: Any, block: Any, x: float, y: float, width: float) -> float:
        top = y
        for item in block["items"]:
            head = boxes.count_lines(item["title"], 14, width, self.faces[1]) * 14 * boxes.LINE
            body = boxes.count_lines(item["text"], 12.5, width, self.faces[0]) * 12.5 * boxes.LINE
            shape = shapes.add_textbox(Pt(x), Pt(y), Pt(width), Pt(head + body))
            frame = frame_of(shape)
            write(frame, [(item["title"], 14, True, INK)])
            write(frame, [(item["text"], 12.5, False, BODY)], first=False)
            y += head + body + 20
        return y - top

    def _chart(self, shapes: Any, block: Any, x: float, y: float, width: float) -> float:
        which, wide, tall = self.sizes[block["name"]]
        chart = self.view["charts"][block["name"]]
        if block["legend"]:
            marks: dict[str, Any] = {"accent": ACCENT, "tint": TINT, "grey": GREY, "line": INK}
            runs: list[tuple[str, float, bool, Any]] = []
            for each in block["legend"]:
                mark = "\u2014 " if each["mark"] == "line" else "\u25a0 "
                runs += [(mark, 10.5, True, marks[each["mark"]]), (f"{each['text']}      ", 10.5, False, MUTED)]
            boxes.text(shapes, (x, y, width, 16), runs)
            y += 22
        frame = CHARTS[which](shapes, chart, (x + width - wide, y, wide, tall), self.look)
        described(frame, chart.get("alt") or chart["title"])
        if which == "distribution":
            said = "   ".join(f"{each['name']} {each['amount']}" for each in chart["marks"])
            boxes.text(shapes, (x, y + tall, width, 14), [(said, 10, True, INK)])
            tall += 16
        return tall + (22 if block["legend"] else 0)

    def _table(self, shapes: Any, block: Any, x: float, y: float, width: float) -> float:
        above = 0.0
        if block["title"]:
            boxes.text(shapes, (x, y, width, 18), [(block["title"], 12, True, INK)])
            above = 22
        return above + boxes.table(shapes, block, x, y + above, width, self.faces[0])

    def _note(self, shapes: Any, block: Any, x: float, y: float, width: float) -> float:
        return self._paragraphs(shapes, block["texts"], (x, y, width), 10, MUTED, 4)

    def _prose(self, shapes: Any, block: Any, x: float, y: float, width: float) -> float:
        above = 0.0
        if block["title"]:
            boxes.text(shapes, (x, y, width, 20), [(block["title"], 14, True, INK)])
            above = 28.0
        return above + self._paragraphs(shapes, block["texts"], (x, y + above, min(width, 760)), 12, BODY, 8)

    def _paragraphs(
        self, shapes: Any, texts: list[str], at: tuple[float, float, float], size: float, colour: str, gap: float
    ) -> float:
        x, y, width = at
        if not texts:
            return 0.0
        tall = sum(boxes.count_lines(each, size, width, self.faces[0]) * size * boxes.LINE + gap for each in texts)
        frame = frame_of(shapes.add_textbox(Pt(x), Pt(y), Pt(width), Pt(tall)))
        for number, each in enumerate(texts):
            write(frame, [(each, size, False, colour)], first=not number).space_after = Pt(gap)
        return tall

    def _ask(self, shapes: Any, block: Any, x: float, y: float, width: float) -> float:
        shape = shapes.add_shape(MSO_SHAPE.RECTANGLE, Pt(x), Pt(y), Pt(width), Pt(368))
        shape.fill.solid()
        shape.fill.fore_color.rgb = rgb(INK)
        shape.line.fill.background()
        shape.shadow.inherit = False
        frame = frame_of(shape)
        frame.margin_left = frame.margin_right = Pt(22)
        frame.margin_top = Pt(20)
        write(frame, [(block["title"], 18, False, "#ffffff")]).space_after = Pt(14)
        for each in block["steps"]:
            write(frame, [(each["title"], 12, True, "#ffffff")], first=False)
            write(frame, [(each["text"], 12, False, "#d6dee8")], first=False).space_after = Pt(14)
        return 368.0


def described(frame: Any, words: str) -> None:
    """Give a picture its alternative text."""
    frame._element.find(f".//{qn('p:cNvPr')}").set("descr", words)


def _gap(areas: list[Any]) -> float:
    whole: float = sum(each["width"] for each in areas)
    return (WIDTH - whole) / max(1, len(areas) - 1)


def _folio(shape: Any, number: int) -> None:
    """Put the number of the slide into a box, as a field that follows when slides are moved."""
    paragraph = shape.text_frame.paragraphs[0]._p
    field = paragraph.makeelement(qn("a:fld"), {"id": "{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}", "type": "slidenum"})
    style = field.makeelement(qn("a:rPr"), {"lang": "en-US", "sz": "900"})
    fill = style.makeelement(qn("a:solidFill"), {})
    fill.append(fill.makeelement(qn("a:srgbClr"), {"val": MUTED[1:].upper()}))
    style.append(fill)
    field.append(style)
    words = field.makeelement(qn("a:t"), {})
    words.text = str(number)
    field.append(words)
    paragraph.append(field)


def deck(document: Document, charts: Mapping[str, tuple[str, float, float]]) -> bytes:
    """Return the deck as PPTX."""
    from dealdesk.documents.fonts import require_printable

    require_printable(document.content, document.origin)
    slides = Slides(document, charts)
    slides.cover()
    for number, each in enumerate(document.view["slides"], 2):
        slides.slide(each, number)
    head = document.view["head"]
    core = slides.made.core_properties
    day = date.fromisoformat(head["issued"])
    core.title, core.author, core.subject = head["title"], head["author"], head["subject"]
    core.last_modified_by, core.revision, core.language = head["author"], 1, document.view["lang"]
    core.created = core.modified = datetime(day.year, day.month, day.day)
    out = BytesIO()
    slides.made.save(out)
    return fixed(out.getvalue(), day)
