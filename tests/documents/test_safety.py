"""Typefaces, web pages and Markdown: what they cover, and that they say what was said and do nothing."""

import html
import re
from base64 import b64encode
from hashlib import sha256

import pytest

from dealdesk.documents import render
from dealdesk.documents.assets import assets
from dealdesk.documents.fonts import BOLD, TEXT, face
from dealdesk.documents.formats.md import escape
from dealdesk.quoting.quote.printed import Party
from tests.documents.samples import everything, sample, with_logo

# ---- fonts


def test_all_faces_of_inter_print_the_same_characters() -> None:
    fonts = assets("quote").fonts
    covered = {path.name: set(face(path).widths) for path in fonts.glob("Inter*.ttf")}
    assert {TEXT, BOLD} <= set(covered)
    assert all(each == covered[TEXT] for each in covered.values())


# ---- web page and Markdown


def test_a_web_page_is_one_file_that_loads_and_runs_nothing() -> None:
    whole = render(with_logo(everything()), format="html").decode()
    page, faces = re.subn(r'url\("data:font/woff2;base64,[A-Za-z0-9+/=]+"\)', "", whole)
    assert faces == 4
    assert "<script" not in page
    assert not re.search(r"(?i)\b(src|href|action|style|on\w+)\s*=", page)
    assert not re.search(r"url\(|@import", page)
    assert set(re.findall(r"https?://[^\s\"'<]+", page)) == {"http://www.w3.org/2000/svg"}
    policy = html.unescape(re.findall('Content-Security-Policy" content="([^"]+)"', page)[0])
    style = re.findall("<style>(.*?)</style>", whole, re.DOTALL)
    own = b64encode(sha256(style[0].encode()).digest()).decode()
    assert policy == (
        f"default-src 'none'; style-src 'sha256-{own}'; font-src data:; base-uri 'none'; form-action 'none'"
    )
    assert len(style) == 1
    assert page.index("Content-Security-Policy") < page.index("<title")
    assert len(whole) < 250_000


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
