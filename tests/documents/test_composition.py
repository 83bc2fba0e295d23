"""Pages look full: what would leave one half empty is set otherwise, and what looks well already is left alone."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from dealdesk.documents import kind_named, render
from dealdesk.documents.assets import assets
from dealdesk.documents.check import check_pdf
from dealdesk.documents.composition import FULL_ENOUGH, fills, wanting
from dealdesk.documents.document import Document, Kind
from dealdesk.documents.formats.pdf import Press, page_text
from dealdesk.documents.sources import source_named

EXAMPLES = Path(__file__).parents[2] / "examples"
MM = 72 / 25.4
TOP, BOTTOM = 24 * MM, 20 * MM


@cache
def quote(name: str) -> Any:
    return source_named("deal").read(EXAMPLES / name / "deal.toml", today=date(2026, 11, 21))


def pages(pdf: bytes) -> Iterator[tuple[float, str]]:
    """How far down the text of each page reaches, by what pdfium reads, and the text."""
    document = pypdfium2.PdfDocument(pdf)
    for page in document:
        height, text = page.get_height(), page.get_textpage()
        boxes = [text.get_rect(number) for number in range(text.count_rects())]
        low = min(box[1] for box in boxes if box[1] > BOTTOM and box[3] < height - TOP + 4)
        yield (height - TOP - low) / (height - TOP - BOTTOM), text.get_text_range()
    document.close()


def laid_out(kind: Kind, about: Any) -> tuple[list[float], str]:
    document = Document(kind, about, kind.page(about), assets(kind.folder, parts=kind.parts))
    html, japanese = page_text(document)
    with Press(document, japanese=japanese) as press:
        made, style = press.composed(document, html)
        return fills(made.pages), style


def test_a_document_is_set_closer_where_it_then_needs_a_page_less() -> None:
    plain, style = laid_out(replace(kind_named("quote"), compositions=()), quote("co-term"))
    assert (len(plain), style) == (3, "")
    assert plain[1] < 0.5
    made = render(quote("co-term"))
    (first, _), (last, text) = pages(made)
    assert min(first, last) > 0.8
    assert "Assumptions and notes" in text
    assert "Acceptance" in text
    assert check_pdf(made, quote("co-term")) == []


def test_terms_stay_one_block_where_that_fills_the_pages_better() -> None:
    plain, _ = laid_out(replace(kind_named("order-form"), compositions=()), quote("amendment"))
    assert plain[0] > 0.95
    assert plain[1] < 0.45
    made = render(quote("amendment"), "order-form")
    (first, top), (second, terms), (_, end) = pages(made)
    assert min(first, second) > FULL_ENOUGH
    assert "Key terms" not in top
    assert "Key terms" in terms
    assert "Signatures" in end
    assert check_pdf(made, quote("amendment"), "order-form") == []


def test_a_document_whose_pages_look_full_is_laid_out_once() -> None:
    found, style = laid_out(kind_named("quote"), quote("partner"))
    assert style == ""
    assert wanting(found) == 0


def test_how_full_a_page_is_agrees_with_what_is_read_back_from_the_file() -> None:
    found, _ = laid_out(kind_named("quote"), quote("partner"))
    assert found == pytest.approx([fill for fill, _ in pages(render(quote("partner")))], abs=0.03)


@pytest.mark.parametrize(
    ("found", "short"),
    [([0.2], 0), ([0.6, 0.3], 0), ([0.5, 0.9], 0.1), ([0.9, 0.1], 0.2), ([0.4, 0.9, 0.2], 0.3)],
)
def test_what_pages_leave_to_wish_for(found: list[float], short: float) -> None:
    assert wanting(found) == pytest.approx(short)
