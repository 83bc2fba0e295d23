"""Nothing that a template, a style, a name or a logo says can read a file, reach a network or run."""

import re
import shutil
from pathlib import Path

import pytest

from dealdesk.documents import render
from dealdesk.documents.assets import assets, packaged_templates
from dealdesk.documents.fonts import BOLD, TEXT, face
from dealdesk.documents.formats.md import escape
from dealdesk.documents.logo import clean_logo
from dealdesk.errors import RenderError
from dealdesk.quoting.quote import Party
from tests.documents.samples import LOGO, everything, sample, with_logo

SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:x="http://www.w3.org/1999/xlink" viewBox="0 0 120 25">{}</svg>'


@pytest.fixture
def templates(tmp_path: Path) -> Path:
    folder = tmp_path / "templates"
    shutil.copytree(packaged_templates(), folder)
    return folder


@pytest.mark.parametrize(
    "markup",
    [
        '<img src="file:///etc/hostname">',
        '<img src="FILE:///etc/hostname">',
        '<img src="http://127.0.0.1:9/x.png">',
        '<img src="//127.0.0.1/x.png">',
        '<img src="asset:../../secret.png">',
        '<img src="asset:%2e%2e/secret.png">',
        '<img src="data:image/png;base64,AAAA">',
        '<link rel="stylesheet" href="https://127.0.0.1:9/x.css">',
        '<link rel="attachment" href="file:///etc/hostname">',
        "<style>@import url(http://127.0.0.1:9/x.css);</style>",
        "<style>@font-face { font-family: x; src: url(file:///etc/hostname) }</style>",
        "<style>body { background: url(http://127.0.0.1:9/x.png) }</style>",
        '<object data="file:///etc/hostname"></object>',
        '<embed src="file:///etc/hostname">',
        '<svg width="9pt" height="9pt"><image href="file:///etc/hostname" width="9" height="9"/></svg>',
    ],
)
def test_a_template_fetches_nothing_but_its_own_assets(markup: str, templates: Path) -> None:
    page = templates / "quote" / "quote.html.j2"
    page.write_text(page.read_text("utf-8").replace('<div class="top">', markup + '<div class="top">'), "utf-8")
    with pytest.raises(RenderError, match="a document may fetch nothing but its own assets"):
        render(sample(), templates=templates)


def test_a_template_may_fetch_what_lies_beside_it(templates: Path) -> None:
    (templates / "quote" / "mark.svg").write_text(LOGO, "utf-8")
    page = templates / "quote" / "quote.html.j2"
    text = page.read_text("utf-8").replace('<div class="top">', '<img src="asset:quote/mark.svg" alt="x"><div>')
    page.write_text(text, "utf-8")
    assert render(sample(), templates=templates) != render(sample())


def test_templates_of_ones_own_go_before_the_packaged_ones(tmp_path: Path) -> None:
    folder = tmp_path / "mine" / "quote"
    folder.mkdir(parents=True)
    (folder / "quote.md.j2").write_text("Only {{ head.customer }}\n", "utf-8")
    assert render(sample(), format="md", templates=tmp_path / "mine") == b"Only Northwind Aerospace, Inc.\n"


@pytest.mark.parametrize("name", ["linked.css", "deeper"])
def test_a_link_among_templates_is_refused(name: str, templates: Path, tmp_path: Path) -> None:
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "x.css").write_text("", "utf-8")
    target = tmp_path / "outside" if name == "deeper" else tmp_path / "outside" / "x.css"
    (templates / "quote" / name).symlink_to(target)
    with pytest.raises(RenderError, match="a symbolic link is not allowed among templates"):
        render(sample(), format="md", templates=templates)


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        ("{{ head.nothing }}", "template quote/quote.md.j2: .*has no attribute 'nothing'"),
        ("{{ head.customer|safe }}", r"template quote/quote.md.j2:1: No filter named 'safe'"),
        ("{{ range(9) }}", "'range' is undefined"),
        ("{{ head.__class__.__mro__ }}", "unsafe"),
        ("{% if %}", r"template quote/quote.md.j2:1: "),
        ("{% include '/etc/hostname' %}", "/etc/hostname"),
    ],
)
def test_a_wrong_template_is_named(template: str, expected: str, templates: Path) -> None:
    (templates / "quote" / "quote.md.j2").write_text(template, "utf-8")
    with pytest.raises(RenderError, match=expected):
        render(sample(), format="md", templates=templates)


# ---- logos


def test_a_logo_is_fitted_and_keeps_its_shapes() -> None:
    clean = clean_logo(LOGO)
    assert 'viewBox="0 0 120 25" width="86.40pt" height="18.00pt"' in clean
    assert 'font-family="Inter Display"' in clean
    assert clean.count("<path") == 2
    assert "<title>Halyard</title>" in clean


def test_what_editors_leave_behind_is_left_out() -> None:
    clean = clean_logo(
        SVG.format('<!-- x --><g id="a" class="b" data-name="c" aria-hidden="true"><path d="M0 0"/></g>')
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


# ---- fonts


def test_all_faces_of_inter_print_the_same_characters() -> None:
    fonts = assets("quote").fonts
    covered = {path.name: set(face(path).widths) for path in fonts.glob("Inter*.ttf")}
    assert {TEXT, BOLD} <= set(covered)
    assert all(each == covered[TEXT] for each in covered.values())


# ---- web page and Markdown


def test_a_web_page_is_one_file_that_loads_and_runs_nothing() -> None:
    page = render(with_logo(everything()), format="html").decode()
    assert "<script" not in page
    assert not re.search(r"(?i)\b(src|href|action|on\w+)\s*=", page)
    assert not re.search(r"url\(|@import|@font-face", page)
    assert set(re.findall(r"https?://[^\s\"'<]+", page)) == {"http://www.w3.org/2000/svg"}
    assert "default-src 'none'" in page
    assert len(page) < 80_000


def test_names_are_escaped_in_a_web_page() -> None:
    page = render(sample(customer=Party("<script>alert(1)</script> & \"Sons\" 'x'")), format="html").decode()
    assert "<script" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; &#34;Sons&#34; &#39;x&#39;" in page


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("a * b_c `d` [e](f) <g> #h ~i~ | j", r"a \* b\_c \`d\` \[e\](f) \<g\> \#h \~i\~ \| j"),
        ("![x](http://y.example)", r"!\[x\](http\://y.example)"),
        ("see www.example.com", r"see www\.example.com"),
        ("AT&T &lt;", "AT&amp;T &amp;lt;"),
        ("- item", r"\- item"),
        ("1. first", r"1\. first"),
        ("ask @octocat now", "ask @\u2060octocat now"),
        ("dana@northwind.example", "dana@northwind.example"),
        ("two\nlines", "two; lines"),
        ("$1,000.00", "$1,000.00"),
    ],
)
def test_markdown_says_what_was_said_and_does_nothing(text: str, escaped: str) -> None:
    assert escape(text) == escaped


def test_a_table_in_markdown_keeps_its_columns_whatever_a_name_holds() -> None:
    quote = sample(customer=Party("a|b"))
    text = render(everything(), format="md").decode()
    for block in re.findall(r"(?:^\|.*\n)+", text, re.MULTILINE):
        widths = {len(re.findall(r"(?<!\\)\|", row)) for row in block.splitlines()}
        assert len(widths) == 1, block
    assert r"# a\|b" in render(quote, format="md").decode()
