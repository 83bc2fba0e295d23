"""P6: the pages of the quote, laid out warm with the styles we ship, against straightforward styles for them.

Straightforward is what one writes first: tables as wide as their texts want, boxes side by side with flex, justified
and hyphenated text.  Everything else, the HTML included, is the same on both sides.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import Any

from benchmarks.measure import Result, calls, result
from benchmarks.p5 import CONF, FONTS, source, words

TARGET = 0.7

STRAIGHTFORWARD = """
table { table-layout: auto !important; }
.figures, .parties, .closing, .signatures, .side { display: flex !important; justify-content: space-between; }
.figures > *, .parties > *, .closing > *, .signatures > *, .side > * { flex: 1; }
p, li, td, dd { hyphens: auto; text-align: justify; }
"""


def measure(rounds: int = 7) -> list[Result]:
    """Return the ratio."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        styles = source(folder)
        (folder / "fonts.conf").write_text(CONF.format(fonts=FONTS, folder=folder), encoding="utf-8")
        os.environ["FONTCONFIG_FILE"] = str(folder / "fonts.conf")
        from weasyprint import CSS, HTML
        from weasyprint.text.fonts import FontConfiguration

        fonts = FontConfiguration()
        shipped = [CSS(filename=str(folder / f"{number}.css"), font_config=fonts) for number in range(styles)]
        first_written = [*shipped, CSS(string=STRAIGHTFORWARD, font_config=fonts)]

        def laid_out(sheets: list[Any]) -> Path:
            out = folder / f"{len(sheets)}.pdf"
            page = HTML(filename=str(folder / "page.html"))
            page.write_pdf(out, stylesheets=sheets, font_config=fonts, pdf_tags=True)
            return out

        sizes = [sum(len("".join(text.split())) for text in words(laid_out(each))) for each in (shipped, first_written)]
        assert abs(sizes[0] - sizes[1]) < 0.05 * sizes[0], "the two do not say the same"
        ours, theirs = calls([lambda _: laid_out(shipped), lambda _: laid_out(first_written)], lambda: None, rounds)
    return [result("p6", "our styles, warm / straightforward styles for the same HTML", TARGET, ours, theirs)]
