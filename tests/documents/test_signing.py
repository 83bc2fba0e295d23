"""Anchors for e-signature services: on the fields, unseen, unread, and never made of a customer's words."""

import io
from ctypes import c_uint
from dataclasses import replace
from typing import Any

import pikepdf
import pypdfium2
import pypdfium2.raw as raw
import pytest

from dealdesk.documents import render
from dealdesk.documents.assets import assets
from dealdesk.documents.signing import ANCHORS
from dealdesk.documents.view import quote_view
from dealdesk.errors import RenderError
from dealdesk.quoting.quote.printed import Order, Party
from tests.documents.samples import FIVE, sample

SERVICES = tuple(ANCHORS)


@pytest.fixture(scope="module")
def pages() -> dict[str, bytes]:
    return {service: render(sample(FIVE[:1], (), signing=service), "order-form") for service in SERVICES}


def glyphs(pdf: bytes) -> list[tuple[str, float, float, tuple[int, int, int]]]:
    """Each character of the last page: itself, left, bottom, and its colour."""
    document = pypdfium2.PdfDocument(pdf)
    text = document[len(document) - 1].get_textpage()
    found = []
    for index in range(text.count_chars()):
        colour = [c_uint() for _ in range(4)]
        raw.FPDFText_GetFillColor(text.raw, index, *colour)
        left, bottom, _, _ = text.get_charbox(index)
        red, green, blue = (each.value for each in colour[:3])
        found.append((chr(raw.FPDFText_GetUnicode(text.raw, index)), left, bottom, (red, green, blue)))
    return found


def place(found: list[tuple[str, float, float, Any]], text: str, nth: int = 0) -> tuple[float, float, Any]:
    """Where a text stands: left and bottom of its first character, and its colour."""
    whole = "".join(each[0] for each in found)
    at = -1
    for _ in range(nth + 1):
        at = whole.index(text, at + 1)
    return found[at][1:]


@pytest.mark.parametrize("service", SERVICES)
def test_each_field_has_its_anchor_in_white_just_above_its_caption(pages: dict[str, bytes], service: str) -> None:
    found = glyphs(pages[service])
    captions = {"signature": "Signature", "name": "Name", "role": "Title", "date": "Date"}
    for field, caption in captions.items():
        for signer in (0, 1):
            # "Signatures" stands above; the anchors of Acrobat Sign hold the captions too, in white
            spots = [
                place(found, caption, nth)
                for nth in range("".join(each[0] for each in found).count(caption))
                if place(found, caption, nth)[2] != (255, 255, 255)
            ][-2:]
            left, bottom, colour = place(found, ANCHORS[service][field][signer])
            assert colour == (255, 255, 255)
            assert abs(left - spots[signer][0]) < 2
            assert 6 < bottom - spots[signer][1] < 24


def test_fields_that_are_filled_in_have_no_anchor() -> None:
    order = Order("PO-88213", "invoices@pinecrest.example")
    text = "".join(
        each[0] for each in glyphs(render(sample(FIVE[:1], (), signing="docusign", order=order), "order-form"))
    )
    assert "PO-88213" in text
    assert "\\po1\\" not in text
    assert "\\s1\\" in text


@pytest.mark.parametrize("service", SERVICES)
def test_screen_readers_do_not_read_anchors(pages: dict[str, bytes], service: str) -> None:
    with pikepdf.open(io.BytesIO(pages[service])) as pdf:
        tree = pdf.Root.StructTreeRoot
        kinds = [str(each.get("/S")) for each in pdf.objects if isinstance(each, pikepdf.Dictionary) and "/S" in each]
        linked = _below(tree)
    assert "/Art" in kinds  # they were there, and
    assert "/Art" not in linked  # are out of the tree


def _below(element: Any) -> set[str]:
    found = {str(element.get("/S"))}
    kids = element.get("/K", [])
    for each in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(each, pikepdf.Dictionary):
            found |= _below(each)
    return found


def test_a_quote_without_a_service_has_no_anchors() -> None:
    text = "".join(each[0] for each in glyphs(render(sample(FIVE[:1], ()), "order-form")))
    assert "_es_" not in text
    assert "\\s1\\" not in text


@pytest.mark.parametrize("kind", ["quote", "order-form"])
@pytest.mark.parametrize(
    ("service", "name"),
    [
        ("docusign", "Evil \\s2\\ Ltd"),
        ("docusign", "\\S1\\"),
        ("adobe-sign", "{{Sig1_es_:signer1:signature}}"),
        ("adobe-sign", "{{!price}}"),
        ("adobe-sign", "a }} b"),
        (None, "{{*Sig_es_:signer1:signature}}"),
    ],
)
def test_a_name_that_would_act_as_a_field_is_refused_by_name(kind: str, service: Any, name: str) -> None:
    with pytest.raises(RenderError, match=r"customer\.name: .* would act as a field to sign"):
        render(replace(sample(), customer=Party(name), signing=service), kind)


@pytest.mark.parametrize("name", ["{{7*7}}", "C:\\sales\\", "{Braces} & Sons"])
def test_names_that_are_no_anchor_are_shown_as_they_are(name: str) -> None:
    quote = replace(sample(FIVE[:1], ()), customer=Party(name))
    assert quote_view(quote, assets("quote").language("en"))["head"]["customer"] == name


def test_anchors_are_for_paper_and_not_in_a_web_page() -> None:
    quote = sample(FIVE[:1], (), signing="docusign")
    for form in ("html", "md"):
        assert "\\s1\\" not in render(quote, "order-form", form).decode()
