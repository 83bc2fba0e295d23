"""The web page of a quote in a real browser: headless Chromium, which `./run test` installs."""

import io
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import cache
from itertools import pairwise
from pathlib import Path

import pypdfium2
import pytest

import dealdesk
from dealdesk.documents import render
from dealdesk.quoting.quote import Quote
from dealdesk.quoting.quote.printed import Party
from tests.documents.browser import Tab, needed
from tests.documents.samples import FIVE, everything, many, sample, with_logo

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
OPTIONS = ("northwind", "three-options")
WIDTHS = (360, 768, 1440)
SHOWN = "[...document.querySelectorAll('{}')].filter(e => e.checkVisibility()).map(e => e.innerText ?? e.textContent)"


@pytest.fixture(scope="module")
def tab() -> Iterator[Tab]:
    with needed() as page:
        yield page


@cache
def priced(example: str) -> Quote:
    path = EXAMPLES / example / "deal.toml"
    deal = dealdesk.load_deal(path)
    return dealdesk.price(deal, dealdesk.load_catalog(deal.catalog, near=path), today=date(2026, 11, 16))


@pytest.fixture
def show(tab: Tab, tmp_path: Path):
    """Return a function that opens the page of a quote in a window of some width."""

    def shown(quote: Quote, width: int = 1280, change=lambda page: page, kind: str = "quote") -> Tab:
        path = tmp_path / "quote.html"
        path.write_bytes(change(render(quote, kind, "html")))
        tab.size(width, phone=width < 600)
        tab.ask("Emulation.setTouchEmulationEnabled", enabled=width < 600)
        tab.open(path)
        return tab

    return shown


def texts(tab: Tab, selector: str) -> list[str]:
    """Return the texts that a reader sees."""
    return [" ".join(each.split()) for each in tab.value(SHOWN.format(selector))]


def dollars(amount: Decimal) -> str:
    return f"{'−' if amount < 0 else ''}${abs(amount):,.2f}"


def offers(quote: Quote) -> list[tuple[str, Quote]]:
    return [(each.name, each.quote) for each in quote.options]


def asked_for(tab: Tab) -> list[str]:
    sent = [each["params"]["request"]["url"] for each in tab.events if each["method"] == "Network.requestWillBeSent"]
    return [each for each in sent if not each.startswith(("data:font/woff2;base64,", "file:///"))]


def complaints(tab: Tab) -> list[str]:
    names = ("Log.entryAdded", "Runtime.consoleAPICalled", "Runtime.exceptionThrown")
    return [json.dumps(each["params"])[:160] for each in tab.events if each["method"] in names]


def japanese() -> Quote:
    return sample(currency="JPY", places=0, customer=Party("株式会社北風航空", language="ja"))


# ---- nothing leaves, nothing runs


@pytest.mark.parametrize("quote", [with_logo(everything()), japanese()], ids=["everything", "japanese"])
def test_the_page_asks_for_nothing_and_has_its_typefaces(show, quote: Quote) -> None:
    tab = show(quote)
    assert asked_for(tab) == []
    assert complaints(tab) == []
    faces = tab.value("[...document.fonts].map(e => [e.family, e.weight, e.status])")
    loaded = {family.strip('"') for family, _, status in faces if status == "loaded"}
    assert loaded == {"Inter", "Inter Display"} | ({"Zen Kaku Gothic New"} if quote.currency == "JPY" else set())
    assert not [each for each in faces if each[2] == "error"]


def test_an_order_form_is_a_page_of_its_own_for_every_window_and_paper(show) -> None:
    quote = priced("northwind")
    tab = show(quote, kind="order-form")
    assert (asked_for(tab), complaints(tab)) == ([], [])
    assert texts(tab, ".sums .total td") == [dollars(quote.totals.net)]
    assert tab.value("document.querySelectorAll('input').length") == 0
    text = " ".join(printed(tab.pdf()))
    assert text.count("Signature ") == 2
    assert dollars(quote.totals.net) in text
    for width in WIDTHS:
        tab.size(width, phone=width < 600)
        assert tab.value("document.documentElement.scrollWidth") == width


def test_the_policy_holds_off_what_somebody_adds_to_the_page(show) -> None:
    added = (
        b"<script>window.ran = 1</script><img src=x onerror='window.ran = 1'><style>h1 { display: none }</style>"
        b"<img src='http://127.0.0.1:9/x.png'><link rel=stylesheet href='http://127.0.0.1:9/x.css'>"
        b"<p style='color: red' id=styled></p><iframe src='http://127.0.0.1:9/'></iframe><base href='http://127.0.0.1:9/'>"
        b"<form action='http://127.0.0.1:9/'><button id=send>Send</button></form></main>"
    )
    tab = show(sample(), change=lambda page: page.replace(b"</main>", added))
    tab.click("#send")
    tab.value("new Promise(done => setTimeout(done, 200))")
    assert tab.value("window.ran === undefined && getComputedStyle(document.querySelector('h1')).display !== 'none'")
    assert tab.value("getComputedStyle(document.querySelector('#styled')).color") != "rgb(255, 0, 0)"
    assert tab.value("location.protocol") == "file:"
    received = [each for each in tab.events if each["method"] == "Network.responseReceived"]
    assert {each["params"]["response"]["url"].split(":")[0] for each in received} <= {"file", "data"}
    told = " ".join(complaints(tab))
    blocked = ("script", "event handler", "inline style", "stylesheet", "image", "base URI", "Framing", "form data")
    assert [each for each in blocked if each not in told] == []


def test_what_customers_and_catalogs_say_is_text(show) -> None:
    evil = "<img src=x onerror='window.ran=1'><script>window.ran=1</script><style>*{display:none}</style>"
    close = "</title></style></script>--><svg onload='window.ran=1'>"
    quote = sample(
        customer=Party(evil, (close, "javascript:window.ran=1")),
        notes=(evil, close, "{{ 7 * 7 }}", "' onmouseover='window.ran=1"),
        title=close,
    )
    quote = replace(quote, lines=tuple(replace(each, name=evil, description=close) for each in quote.lines))
    tab = show(quote)
    assert tab.value("[window.ran === undefined, document.images.length, document.scripts.length]") == [True, 0, 0]
    assert tab.value("document.querySelectorAll('style, form, a, [onload], [onerror], [onmouseover]').length") == 1
    assert texts(tab, "h1") == [evil]
    assert texts(tab, ".notes li")[-4:] == [evil, close, "{{ 7 * 7 }}", "' onmouseover='window.ran=1"]
    assert texts(tab, ".lines tbody th.name .what")[:5] == [evil] * 5
    assert (asked_for(tab), complaints(tab)) == ([], [])


# ---- options


def agrees(tab: Tab, name: str, quote: Quote) -> None:
    """Check that what is seen is what the engine says of one option."""
    assert texts(tab, ".choice") == [f"Option {name}"]
    values = texts(tab, ".figures .value")
    assert values[0] == dollars(quote.totals.net)
    assert len(values) == 4
    assert texts(tab, ".sums .total td") == [dollars(quote.totals.net)]
    rows = texts(tab, "table.invoices > tbody:not(.feet) td.strong")
    assert rows == [dollars(each.amount) for each in quote.invoices]
    if quote.moves and quote.totals.discount:
        assert texts(tab, "figure.chart text")[0] == dollars(quote.totals.list)
        assert dollars(quote.totals.net) in texts(tab, "figure.chart text")
    names = [line.name for line in quote.lines if not line.optional and line.committed]
    rows = texts(tab, "table:is(.recurring, .once) tbody:not(.feet) th.name .what")
    assert [each.split(" · ")[0] for each in rows] == names


@pytest.mark.parametrize("example", OPTIONS)
def test_the_recommended_option_is_chosen_and_a_click_shows_another_one(show, example: str) -> None:
    quote = priced(example)
    tab = show(quote)
    first = next(each for each in quote.options if each.recommended)
    agrees(tab, first.name, first.quote)
    assert texts(tab, ".picker .amount") == [dollars(each.totals.net) for _, each in offers(quote)]
    for number, (name, each) in enumerate(offers(quote), 1):
        tab.click(f"label:has(#o{number})")
        agrees(tab, name, each)


def test_the_keyboard_switches_and_the_focus_is_seen(show) -> None:
    quote = priced("northwind")
    tab = show(quote)
    tab.press("Tab", 9)
    assert tab.value("document.activeElement.id") == "o2"  # the one that is recommended
    ring = "getComputedStyle(document.activeElement.closest('label')).outlineStyle"
    assert tab.value(ring) == "solid"
    tab.press("ArrowDown", 40)
    agrees(tab, *offers(quote)[2])
    tab.press("ArrowUp", 38)
    tab.press("ArrowUp", 38)
    agrees(tab, *offers(quote)[0])
    assert tab.value("document.activeElement.id") == "o1"


def test_the_comparison_says_what_each_option_costs(show) -> None:
    quote = priced("northwind")
    tab = show(quote)
    for width in WIDTHS:
        tab.size(width)
        terms = texts(tab, ".choices .term td")
        assert [each.split()[-2:] for each in terms] == [[each.term.split()[0], "months"] for _, each in offers(quote)]
        assert len(texts(tab, ".choices .discount td")) == 3


def test_without_options_there_is_no_switch(show) -> None:
    tab = show(priced("every-step"))
    assert tab.value("document.querySelectorAll('input, fieldset, .choice').length") == 0
    assert len(texts(tab, ".figures")) == 1


# ---- the steps of a line


def test_each_line_opens_to_its_way_from_list_to_net(show) -> None:
    quote = priced("every-step")
    tab = show(quote)
    closed = texts(tab, ".steps")
    assert closed == []
    for _ in range(60):
        tab.press("Tab", 9)
        if tab.value("document.activeElement.matches('summary')"):
            break
    tab.press("Enter", 13, "\r")
    assert len(texts(tab, ".steps")) == 1
    tab.value("document.querySelectorAll('details').forEach(e => { e.open = true })")
    tables = tab.value(
        "[...document.querySelectorAll('.steps')].map(t => [...t.querySelectorAll(':scope > tbody > tr')].map("
        "r => [...r.querySelectorAll('td')].map(c => c.innerText.trim())))"
    )
    told = [(amount(rows[0][1]), [amount(each[0]) for each in rows[1:-1]], amount(rows[-1][1])) for rows in tables]
    moved = [line for line in quote.lines if any(each.amount for each in line.moves if each.code != "list")]
    assert len(told) == len(moved) > 5
    assert sorted((a, b) for a, _, b in told) == sorted((line.list, line.net) for line in moved)
    assert all(first + sum(steps) == last for first, steps, last in told)
    for rows, (first, steps, _) in zip(tables, told, strict=True):
        levels = [amount(each[1]) for each in rows[:-1]]
        assert levels == [first + sum(steps[:n]) for n in range(len(levels))]


def amount(text: str) -> Decimal:
    return Decimal(text.replace("−", "-").replace("$", "").replace(",", "").replace("+", ""))


def test_a_line_whose_price_is_hidden_shows_no_steps(show) -> None:
    tab = show(everything())
    why = tab.value("[...document.querySelectorAll('.of.o1 details')].map(e => e.querySelector('summary').textContent)")
    assert why
    assert not [each for each in why if "Audit trail" in each]


# ---- every window, and paper


def wide() -> Quote:
    name = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft" + "W" * 100
    quote = many(3, customer=Party(name, (name,)), title=name, notes=(name,))
    big = tuple(replace(each, name=name, description=name) for each in quote.lines)
    return replace(quote, lines=big, options=(everything().options[0], everything().options[1]))


def huge() -> Quote:
    return sample([replace(each, price=each.price * 999_999) for each in FIVE], currency="KWD", places=3)


@pytest.mark.parametrize("make", [everything, wide, huge, japanese, lambda: priced("northwind")])
def test_no_page_is_wider_than_its_window(show, make) -> None:
    tab = show(make(), WIDTHS[0])
    tab.value("document.querySelectorAll('details').forEach(e => { e.open = true })")
    for width in (*WIDTHS, 430, 1000):
        tab.size(width, phone=width < 600)
        assert tab.value("document.documentElement.scrollWidth") == width
        if width < 600:  # no table hides behind a scroll bar either
            hidden = "[...document.querySelectorAll('.wide')].filter(e => e.scrollWidth > e.clientWidth + 1).length"
            assert tab.value(hidden) == 0


def test_a_finger_hits_what_it_is_meant_to(show) -> None:
    tab = show(priced("northwind"), 360)
    sizes = tab.value(
        "[...document.querySelectorAll('label, summary')].filter(e => e.checkVisibility())"
        ".map(e => { const b = e.getBoundingClientRect(); return Math.min(b.width, b.height) })"
    )
    assert len(sizes) > 6
    assert min(sizes) >= 44


def printed(pdf: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(io.BytesIO(pdf))
    try:
        return [" ".join(page.get_textpage().get_text_bounded().split()) for page in document]
    finally:
        document.close()


def test_paper_has_the_chosen_option_only_and_the_fields_to_sign(show) -> None:
    quote = priced("northwind")
    tab = show(quote)
    tab.click("label:has(#o3)")
    pages = printed(tab.pdf())
    text = " ".join(pages)
    for name, each in offers(quote):
        chosen = name == quote.options[2].name
        assert (f"Option {name}" in text) == (dollars(each.totals.net) in text) == chosen
    assert not re.search("Choose an option|All options compared|From list to net|To sign, print", text)
    assert text.count("Signature") == 2
    assert "Document control" in pages[-1]
    assert len(pages) <= 5
    assert not [each for each in pages if len(each) < 120]


def test_no_head_of_a_column_is_broken_inside_a_word_on_paper(show) -> None:
    text = " ".join(printed(show(priced("optional-lines")).pdf()))  # French, with a table of seven columns
    assert "Quantité" in text
    assert "Quanti té" not in text


# ---- for everybody


def test_a_screen_reader_finds_its_way(show) -> None:
    tab = show(priced("northwind"))
    assert tab.value("document.documentElement.lang") == "en"
    assert tab.value("['header', 'main', 'footer', 'h1'].every(e => document.querySelectorAll(e).length === 1)")
    levels = [int(each) for each in tab.value("[...document.querySelectorAll('h1, h2, h3')].map(e => e.tagName[1])")]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    nodes = [each for each in tab.ask("Accessibility.getFullAXTree")["nodes"] if not each["ignored"]]
    named: dict[str, list[str]] = {}
    for each in nodes:
        named.setdefault(each["role"]["value"], []).append(each.get("name", {}).get("value", ""))
    assert named["group"][0] == "Choose an option"
    radios = [" ".join(each.split()) for each in named["radio"]]
    assert [each.split(" Total")[0] for each in radios] == [
        "One year $460,800.00",
        "Three years Recommended $1,313,280.00",
        "Five years $2,073,600.00",
    ]
    assert all(named["table"])
    assert all(each.startswith("Price waterfall: ") for each in named["image"] if "Stellar" not in each)
    assert {"columnheader", "rowheader", "cell", "banner", "main", "contentinfo", "DisclosureTriangle"} <= set(named)
    ids = tab.value("[...document.querySelectorAll('[id]')].map(e => e.id)")
    assert len(ids) == len(set(ids))
    assert tab.value(
        "[...document.querySelectorAll('[aria-labelledby]')].every(e => document.getElementById(e.ariaLabelledby"
        " || e.getAttribute('aria-labelledby')))"
    )
