"""Make the pictures, `docs/images/*.png`: a terminal with a priced deal, pages of documents, the desk.

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
    _save(_deck(), IMAGES / "deck.png", scale=0.85, colours=96, page=1)
    _save(_desk(), IMAGES / "desk.png", scale=0.95, colours=64)
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


def _deck() -> bytes:
    from datetime import date

    from dealdesk.documents import render
    from dealdesk.documents.sources import source_named

    case = source_named("roi").read(ROOT / "examples/northwind/roi.toml", today=date(2026, 11, 16))
    return render(case, "roi-deck", "pdf")


def _desk() -> bytes:
    """Return the desk on the whole screen, over a register with some example deals, as a PNG."""
    import asyncio
    import re
    import tempfile
    from datetime import UTC, datetime, timedelta

    from dealdesk.cli.desk_app import DeskApp
    from dealdesk.desk import approvals
    from dealdesk.desk.recording import new_quote
    from dealdesk.register import make_register, open_register
    from tests.documents.browser import needed

    at = datetime(2026, 11, 16, 9, tzinfo=UTC)
    asked = {"all-twelve": 12, "healthcare-bundle": 24, "gaming-bundle": 32, "manufacturing-bundle": 35, "northwind": 4}
    with tempfile.TemporaryDirectory() as folder:
        make_register(Path(folder))
        with open_register(start=Path(folder)) as register:
            for number, (name, percent) in enumerate(asked.items()):
                deal = Path(folder, f"{name}.toml")
                text = (ROOT / "examples" / name / "deal.toml").read_text("utf-8").partition("[[discounts]]")[0]
                deal.write_text(f'{text}\n[[discounts]]\npercent = {percent}\nreason = "Asked for"\n', "utf-8")
                made = new_quote(register, deal, actor="ana", at=at + timedelta(minutes=number))
                approvals.submit(register, made.stored.number, actor="ana", at=at + timedelta(hours=1))
            app = DeskApp(register, "bo", lambda: at + timedelta(hours=2))

            async def shown() -> str:
                async with app.run_test(size=(124, 34)) as pilot:
                    await pilot.press("1", "up", "up", "up", "up")
                    await pilot.pause()
                    return str(app.export_screenshot())

            picture = re.sub(r"@font-face\s*\{[^}]*\}", "", asyncio.run(shown()))
        page = Path(folder, "desk.html")
        face = f"@font-face {{ font-family: Terminal; src: url({FONT.as_uri()}) }}"
        style = f"{face} text {{ font-family: Terminal !important }} body {{ margin: 0 }}"
        page.write_text(f"<style>{style}</style>{picture}", encoding="utf-8")
        with needed() as tab:
            tab.size(1240, 700)
            tab.open(page)
            return tab.picture()


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


def _save(made: bytes, file: Path, *, scale: float, colours: int, page: int = 0) -> None:
    """Write a page of a PDF, or a PNG, as a small PNG."""
    from PIL import Image, ImageOps

    if made.startswith(b"%PDF"):
        from pypdfium2 import PdfDocument  # type: ignore[import-untyped]

        picture = PdfDocument(made)[page].render(scale=scale).to_pil().convert("RGB")
    else:
        picture = Image.open(io.BytesIO(made)).convert("RGB")
        picture = picture.resize((int(picture.width * scale), int(picture.height * scale)))
    picture = ImageOps.expand(picture, border=1, fill="#c9ccd3")
    picture.quantize(colors=colours).save(file, optimize=True)
    print(f"{file.relative_to(ROOT)}: {picture.width} × {picture.height}, {file.stat().st_size:,} bytes")


if __name__ == "__main__":
    sys.exit(main())
