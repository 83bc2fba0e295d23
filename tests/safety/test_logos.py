"""A logo is shapes and letters: nothing in it runs, loads or reads."""

import re

import pytest

from dealdesk.documents import render
from dealdesk.documents.logo import clean_logo
from dealdesk.errors import RenderError
from tests.documents.samples import LOGO, sample, with_logo

SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:x="http://www.w3.org/1999/xlink" viewBox="0 0 120 25">{}</svg>'


def test_a_logo_is_fitted_and_keeps_its_shapes() -> None:
    clean = clean_logo(LOGO)
    assert 'viewBox="0 0 120 25" width="86.40pt" height="18.00pt"' in clean
    assert 'font-family="Inter Display"' in clean
    assert clean.count("<path") == 2
    assert "<title>Halyard</title>" in clean


def test_small_numbers_and_colours_are_none_of_the_huge_ones() -> None:
    inside = '<path d="M1e-9 0.12345678L123456 1" fill="#1e2a3b" stroke="#1234567e1"/>'
    assert "M1e-9 0.12345678L123456 1" in clean_logo(SVG.format(inside))


def test_what_editors_leave_behind_is_left_out() -> None:
    clean = clean_logo(
        SVG.format(
            "<desc>Drawn by Jane in /home/jane</desc><!-- x -->"
            '<g id="a" class="b" data-name="c" aria-hidden="true"><desc>Jane</desc><path d="M0 0"/></g>'
        )
    )
    assert clean.endswith('<g><path d="M0 0"></path></g></svg>')


@pytest.mark.parametrize(
    ("inside", "expected"),
    [
        ("<script>alert(1)</script>", "<script> is not allowed in a logo; allowed are circle desc"),
        ("<style>path{}</style>", "<style> is not allowed"),
        ("<foreignObject/>", "<foreignObject> is not allowed"),
        ('<image href="x"/>', "<image> is not allowed"),
        ('<use x:href="#a"/>', "<use> is not allowed"),
        ('<a x:href="https://x.example"/>', "<a> is not allowed"),
        ("<animate/>", "<animate> is not allowed"),
        ('<path onload="x"/>', "onload='x' of <path> is not allowed"),
        ('<path style="fill:red"/>', "is not allowed in a logo; draw with plain shapes"),
        ('<path x:href="file:///etc"/>', "of <path> is not allowed"),
        ('<path fill="url(#a)"/>', "is not plain geometry, colour or type"),
        ('<path fill="url(file:///etc/hostname)"/>', "is not plain geometry"),
        ('<path d="M0 0 &lt;"/>', "is not plain geometry"),
        ("<svg/>", "<svg> is not allowed"),
        ("<g>" * 30 + "</g>" * 30, "<g> is not allowed"),
        ("<path", "not well-formed SVG"),
        ('<text font-size="1e300">x</text>', "font-size='1e300' of <text> holds a number that no logo needs"),
        ('<rect width="9999999"/>', "holds a number that no logo needs"),
        ('<path d="M0 0L1E+9 1"/>', "holds a number that no logo needs"),
        ("<text>" + "x" * 201 + "</text>", "more than 200 letters"),
    ],
)
def test_a_logo_with_anything_else_is_refused(inside: str, expected: str) -> None:
    with pytest.raises(RenderError, match=re.escape(expected)):
        clean_logo(SVG.format(inside))


@pytest.mark.parametrize(
    ("svg", "expected"),
    [
        ("<html/>", "not an SVG picture"),
        ('<svg xmlns="http://www.w3.org/2000/svg"/>', "it needs a size"),
        ('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 0 9"/>', "a width and a height"),
        ('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 nan nan"/>', "a width and a height"),
        ('<!DOCTYPE svg [<!ENTITY a "b">]><svg/>', "a document type is not allowed"),
        (SVG.format(" " * 70_000), "larger than 64 KB"),
    ],
)
def test_what_is_no_logo_is_refused(svg: str, expected: str) -> None:
    with pytest.raises(RenderError, match=re.escape(expected)):
        clean_logo(svg)


def test_the_letters_of_a_logo_are_checked_too() -> None:
    with pytest.raises(RenderError, match="logo: the document's typefaces have no 한"):
        render(with_logo(sample(), SVG.format('<text x="1" y="9">한</text>')))


def test_a_logo_without_a_title_is_read_aloud_as_the_vendor() -> None:
    assert "<title>Acme &amp; Sons</title>" in clean_logo(SVG.format('<rect width="9" height="9"/>'), "Acme & Sons")
    titled = clean_logo(SVG.format('<title>Harbor</title><rect width="9" height="9"/>'), "Acme")
    assert titled.count("<title>") == 1
    assert "<title>Harbor</title>" in titled
