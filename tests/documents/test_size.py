"""Documents that would be too long or too large are refused with a reason, and hard ones are done."""

import random
import struct
import zlib
from dataclasses import replace
from pathlib import Path

import pytest

from dealdesk.documents import render
from dealdesk.documents.assets import assets
from dealdesk.documents.document import Document
from dealdesk.documents.formats import pdf
from dealdesk.documents.kinds.quote import KIND
from dealdesk.errors import RenderError
from tests.documents.samples import FIVE, many, sample


def document(style: str = "", count: int = 1, files: dict[str, bytes] | None = None, body: str = "") -> Document:
    """A quote of some lines, with something added to its style, its files and its page."""
    packaged = assets("quote")
    page = packaged.files["_base/page.html.j2"].replace(b"</main>", body.encode() + b"</main>")
    css = packaged.files["quote/quote.css"] + style.encode()
    changed = {**packaged.files, "quote/quote.css": css, "_base/page.html.j2": page, **(files or {})}
    return Document(KIND, many(count), "letter", replace(packaged, files=changed, made={}))


def noise(seed: int, side: int = 600) -> bytes:
    """A PNG that cannot be packed."""
    rows = b"".join(b"\0" + random.Random(seed * side + row).randbytes(side * 3) for row in range(side))
    parts = [
        (b"IHDR", struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)),
        (b"IDAT", zlib.compress(rows, 0)),
        (b"IEND", b""),
    ]
    framed = [
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in parts
    ]
    return b"\x89PNG\r\n\x1a\n" + b"".join(framed)


def test_more_than_two_hundred_pages_are_refused() -> None:
    bomb = document(".leaf { break-after: page }", body='<p class="leaf">x</p>' * 205)
    with pytest.raises(RenderError, match=r"would have 2\d\d pages, more than 200: shorten names"):
        pdf.FORMAT.write(bomb)


def test_more_than_ten_mebibytes_are_refused() -> None:
    files = {f"quote/n{number}.png": noise(number) for number in range(11)}
    body = "".join(f'<img src="asset:{name}" alt="n">' for name in files)
    with pytest.raises(RenderError, match=r"has 1[01],\d{3},\d{3} bytes, more than 10,485,760; use smaller pictures"):
        pdf.FORMAT.write(document(files=files, body=body))


BOMBS = {
    "type as large as a house": "html { font-size: 99999pt }",
    "margins wider than the page": "@page { margin: 3000mm }",
    "borders without end": "td { border: 9999999pt solid }",
    "a page of a dot": "@page { size: 1pt 1pt; margin: 0 }",
}


@pytest.mark.parametrize("bomb", BOMBS)
def test_a_bomb_in_a_style_is_done_or_refused(bomb: str, tmp_path: Path) -> None:
    folder = tmp_path / "templates" / "quote"
    folder.mkdir(parents=True)
    folder.joinpath("quote.css").write_text(BOMBS[bomb], "utf-8")
    try:
        made = render(sample(FIVE[:1]), templates=folder.parent)
    except RenderError as refused:
        made = str(refused).encode()
    assert 20 < len(made) <= pdf.LARGEST


@pytest.mark.parametrize("tag", ["div", "table", "ul"])
def test_a_nest_is_done_or_refused(tag: str) -> None:
    inner = {
        "div": ("<div>", "</div>"),
        "table": ("<table><tr><td>", "</td></tr></table>"),
        "ul": ("<ul><li>", "</li></ul>"),
    }
    start, end = inner[tag]
    made = pdf.FORMAT.write(document(body=start * 40 + "x" + end * 40))
    assert len(made) <= pdf.LARGEST


def test_a_thousand_notes_are_printed() -> None:
    made = Document(KIND, sample(FIVE[:1]), "letter", assets("quote"))
    made.view["notes"] += [f"Note {number} of this order." for number in range(1000)]
    assert len(pdf.FORMAT.write(made)) <= pdf.LARGEST
