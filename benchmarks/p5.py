"""P5: the quote as PDF in a new process, against bare WeasyPrint on the same HTML, styles and fonts.

Ours reads the deal and the catalog, prices, fills the template, draws the chart and sets the type; the bare process
finds HTML and CSS on disk.  Both must give the same pages with the same words.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path
from typing import Any

from benchmarks.measure import DEALDESK, ROOT, Result, processes, result

TARGET = 1.15
DEAL = ROOT / "examples/northwind/deal.toml"
FONTS = ROOT / "templates/_base/fonts"

CONF = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig><dir>{fonts}</dir><cachedir>{folder}/cache</cachedir></fontconfig>
"""

BARE = """
import sys
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration

folder, styles = sys.argv[1], int(sys.argv[2])
fonts = FontConfiguration()
sheets = [CSS(filename=f"{folder}/{number}.css", font_config=fonts) for number in range(styles)]
HTML(filename=f"{folder}/page.html").write_pdf(
    f"{folder}/bare.pdf", stylesheets=sheets, font_config=fonts, pdf_version="1.7", pdf_tags=True
)
"""


def measure(rounds: int = 11) -> list[Result]:
    """Return the ratio."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        styles = source(folder)
        (folder / "bare.py").write_text(BARE, encoding="utf-8")
        (folder / "fonts.conf").write_text(CONF.format(fonts=FONTS, folder=folder), encoding="utf-8")
        ours = [DEALDESK, "render", "quote", str(DEAL), "-o", str(folder / "ours.pdf")]
        bare = [sys.executable, str(folder / "bare.py"), place, str(styles)]
        env = os.environ | {"FONTCONFIG_FILE": str(folder / "fonts.conf")}
        of_ours, of_bare = processes([ours, bare], rounds, env)
        pages = [words(folder / "ours.pdf"), words(folder / "bare.pdf")]
        assert pages[0] == pages[1], "the two PDFs do not say the same"
    return [result("p5", "dealdesk render quote / bare WeasyPrint", TARGET, of_ours, of_bare, pages=len(pages[0]))]


def source(folder: Path) -> int:
    """Write the HTML and the styles that our PDF is made of, and return how many styles there are."""
    import weasyprint

    from dealdesk import load_catalog, load_deal, price, render

    html: list[str] = []
    styles: list[str] = []

    class Page(weasyprint.HTML):  # type: ignore[misc]
        def __init__(self, **words: Any) -> None:
            html.append(words["string"])
            super().__init__(**words)

    class Style(weasyprint.CSS):  # type: ignore[misc]
        def __init__(self, **words: Any) -> None:
            styles.append(words["string"])
            super().__init__(**words)

    kept = weasyprint.HTML, weasyprint.CSS
    weasyprint.HTML, weasyprint.CSS = Page, Style
    try:
        deal = load_deal(DEAL)
        render(price(deal, load_catalog(deal.catalog, near=DEAL), today=deal.issued))
    finally:
        weasyprint.HTML, weasyprint.CSS = kept
    (folder / "page.html").write_text(html[0], encoding="utf-8")
    for number, text in enumerate(styles):
        (folder / f"{number}.css").write_text(text, encoding="utf-8")
    return len(styles)


def words(pdf: Path) -> list[str]:
    """Return the words of each page."""
    from pypdfium2 import PdfDocument  # type: ignore[import-untyped]

    return [page.get_textpage().get_text_range() for page in PdfDocument(pdf)]
