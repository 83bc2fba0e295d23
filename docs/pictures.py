"""Make the pictures, `docs/images/*.png`: a terminal with a priced deal, first pages, and a quote as a web page.

Run it when they look different: `.venv/bin/python docs/pictures.py`.
"""

from __future__ import annotations

import io
import os
import pty
import sys
from html import escape
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
IMAGES = HERE / "images"
FONT = ROOT / "templates/_base/fonts/JetBrainsMono-Regular-latin.ttf"
DEAL = "examples/northwind/deal.toml"
COMMAND = ["dealdesk", "price", DEAL]
COLUMNS = 100

PAGE = """
@font-face {{ font-family: Terminal; src: url({font}) }}
@page {{ size: {width}pt {height}pt; margin: 0; background: #16181d }}
body {{ margin: 18pt 20pt; font: 9pt/13pt Terminal, "DejaVu Sans Mono", monospace; color: #d7dae0 }}
pre {{ margin: 0; font: inherit }}
.prompt {{ color: #7fb98a }}
"""


def main() -> int:
    """Write all pictures."""
    os.chdir(ROOT)
    sys.path.insert(0, str(ROOT))
    IMAGES.mkdir(exist_ok=True)
    _save(_pdf_of_terminal(), IMAGES / "price.png", scale=2.0, colours=64)
    _save(_quote(), IMAGES / "quote.png", scale=1.35, colours=128)
    _save(_tutorial(), IMAGES / "tutorial.png", scale=1.0, colours=96)
    return 0


def _pdf_of_terminal() -> bytes:
    from rich.console import Console
    from rich.text import Text
    from weasyprint import HTML

    lines = _in_terminal(COMMAND).split("\n\n")[:3]  # the head, the lines, the waterfall
    text = Text.from_ansi("\n\n".join(lines))
    console = Console(record=True, width=COLUMNS + 1, file=io.StringIO(), force_terminal=True)
    console.print(text)
    inner = console.export_html(inline_styles=True, code_format="{code}")
    style = PAGE.format(
        font=FONT.as_uri(), width=40 + COLUMNS * 5.4, height=36 + (len(text.plain.splitlines()) + 2) * 13
    )
    prompt = f'<span class="prompt">$</span> {escape(" ".join(COMMAND))}\n\n'
    made: bytes = HTML(string=f"<style>{style}</style><pre>{prompt}{inner}</pre>").write_pdf()
    return made


def _in_terminal(command: list[str]) -> str:
    """Return what a command prints into a terminal, colours included."""
    child, terminal = pty.fork()
    if child == 0:
        os.environ |= {"COLUMNS": str(COLUMNS), "LINES": "100", "TERM": "xterm-256color", "COLORTERM": "truecolor"}
        program = Path(sys.executable).with_name(command[0])
        os.execv(program, [str(program), *command[1:]])
    found = b""
    try:
        while piece := os.read(terminal, 65536):
            found += piece
    except OSError:  # the terminal's other end is closed
        pass
    os.waitpid(child, 0)
    return found.decode().replace("\r\n", "\n")


def _quote() -> bytes:
    from datetime import date

    from dealdesk import load_catalog, load_deal, price, render

    deal = load_deal(DEAL)
    return render(price(deal, load_catalog(deal.catalog), today=date(2026, 11, 16)))


def _tutorial() -> bytes:
    """Follow the tutorial, and return the quote that its reader has in the end."""
    from tempfile import TemporaryDirectory

    from tests.docs.markdown import blocks
    from tests.docs.test_tutorial import PAGE, do

    with TemporaryDirectory() as made:
        here = Path(made)
        for block in blocks(PAGE):
            here = do(block, here)
        return (here / "quote.pdf").read_bytes()


def _save(pdf: bytes, file: Path, *, scale: float, colours: int) -> None:
    """Write the first page of a PDF as a small PNG."""
    from PIL import ImageOps
    from pypdfium2 import PdfDocument  # type: ignore[import-untyped]

    picture = PdfDocument(pdf)[0].render(scale=scale).to_pil().convert("RGB")
    picture = ImageOps.expand(picture, border=1, fill="#c9ccd3")
    picture.quantize(colors=colours).save(file, optimize=True)
    print(f"{file.relative_to(ROOT)}: {picture.width} × {picture.height}, {file.stat().st_size:,} bytes")


if __name__ == "__main__":
    sys.exit(main())
