"""Finished pages: every sort of quote passes the machine checks, and the checks find planted faults."""

import io
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal as D

import pikepdf
import pypdfium2
import pytest

from dealdesk.documents import render
from dealdesk.documents.assets import packaged_templates
from dealdesk.documents.check import check_pdf
from dealdesk.quoting.quote import Option, Quote
from dealdesk.quoting.quote.printed import Party
from tests.documents.samples import BUNDLE, FIVE, TERM, Item, everything, many, sample, with_logo

NEGOTIATED = ("negotiated", "Negotiated discount", D("7.5"))
LONG = (
    "The Consolidated Northwind Aerospace, Defense and Orbital Launch Services Company of the Pacific Northwest and "
    "Adjacent Territories, Limited Liability Company, a subsidiary of Northwind Ltd"
)
HUGE = Item("Sovereign cloud", D("333333333333.33"))

QUOTES: dict[str, Callable[[], Quote]] = {
    "one line, nothing off": lambda: sample(FIVE[:1], ()),
    "five lines and a logo": lambda: with_logo(sample()),
    "twenty lines": lambda: many(20),
    "sixty lines": lambda: many(60),
    "two hundred lines": lambda: many(200),
    "everything": lambda: with_logo(everything()),
    "next to nothing": lambda: sample(
        FIVE[:2], (), customer=Party("Ox"), prepared_by=None, terms=(), notes=(), number=None
    ),
    "999,999,999,999.99": lambda: sample(
        [HUGE], (("negotiated", "Negotiated discount", D("0.01")),), options=(Option("b", True, None, sample([HUGE])),)
    ),
    "999,999,999,999.99, nothing off": lambda: sample([HUGE], ()),
    "long names": lambda: sample([Item(LONG, D(1000), description="W" * 300)], customer=Party(LONG, ("x" * 190,))),
    "two hundred W": lambda: sample(customer=Party("W" * 200)),
    "yen": lambda: sample([replace(each, price=D(int(each.price * 150))) for each in FIVE], currency="JPY", places=0),
    "dinar": lambda: sample([replace(each, price=each.price + D(".125")) for each in FIVE], currency="KWD", places=3),
    "francs, twenty invoices": lambda: sample(
        [replace(each, price=each.price * 1000) for each in FIVE], currency="CHF", billing="quarterly", months=60
    ),
    "euros, monthly": lambda: sample(currency="EUR", billing="monthly", months=24),
    "ramp": lambda: sample(
        [Item("Seats", D(120), D(10), "seat", "month", "Users", "per_unit", ramp=(100, 250, 400)), FIVE[2]], (BUNDLE,)
    ),
    "usage only": lambda: sample(
        [Item("Payments", D("0.05"), D(100000), "transactions", "month", usage=True, model="percentage")], ()
    ),
    "once only": lambda: sample([Item("Assessment", D(25000), D(1), "project", "once")], (NEGOTIATED,), months=6),
    "twelve steps": lambda: sample(FIVE, [(f"s{n}", f"Programme discount number {n}", D(n)) for n in range(1, 13)]),
    "six steps, one up": lambda: sample(
        FIVE,
        [BUNDLE, TERM, ("partner", "Partner discount", D(3)), NEGOTIATED, ("uplift", "Yearly uplift", D(-4))],
    ),
    "dearer than list": lambda: sample(FIVE, [("uplift", "Yearly uplift", D(-4))]),
    "greek, cyrillic, vietnamese": lambda: sample(customer=Party("Công ty Đặng · Αεροναυπηγική · Северный · Łódź")),
    "markup in names": lambda: sample(customer=Party('Smith & Sons <b>"Aero"</b> </style>{{ 7*7 }}')),
}


@pytest.mark.parametrize("name", QUOTES)
def test_every_sort_of_quote_passes_the_checks(name: str) -> None:
    quote = QUOTES[name]()
    assert check_pdf(render(quote), quote) == []


@pytest.mark.parametrize("name", ["everything", "999,999,999,999.99", "twelve steps", "ramp"])
def test_the_other_page_passes_them_too(name: str) -> None:
    quote = QUOTES[name]()
    assert check_pdf(render(quote, page="a4"), quote) == []


def texts(pdf: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(pdf)
    found = [document[number].get_textpage().get_text_range() for number in range(len(document))]
    document.close()
    return found


def test_heads_repeat_on_every_page_of_a_table_and_its_total_is_printed_once_with_the_last_line() -> None:
    pages = texts(render(many(60)))
    with_lines = [page for page in pages if "Policy Guard" in page]
    assert len(with_lines) > 3
    assert all("Quantity" in page for page in with_lines)
    (total,) = [page for page in pages if "Total per year" in page]
    assert "Trace Insights 60" in total
    assert "List price" in total
    assert "All amounts in US dollars" in total.replace("\r\n", " ")


def test_what_only_sellers_may_see_is_on_no_page() -> None:
    quote = everything()
    for form in ("html", "md"):
        text = render(quote, format=form).decode()
        for secret in ("63.21", "7.77", "deal.toml", "catalog.toml", "rules.toml", "an internal assumption"):
            assert secret not in text
    page = "".join(texts(render(quote)))
    assert not any(secret in page for secret in ("63.21", "7.77", "toml", "internal"))


# ---- planted faults


def planted(style: str, quote: Quote, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the checks find in a PDF whose style has a fault."""
    from dealdesk.documents import assets

    whole = assets.Assets.style
    monkeypatch.setattr(assets.Assets, "style", lambda self, folder, *more: whole(self, folder, *more) + style)
    assets._packaged.cache_clear()
    try:
        return check_pdf(render(quote), quote)
    finally:
        assets._packaged.cache_clear()


@pytest.mark.parametrize(
    ("style", "found"),
    [
        (".lede { font-size: 5pt }", "smaller than 6.5 pt"),
        (".lede { margin-left: 130mm; white-space: nowrap }", "leaves the page frame"),
        (".lede { margin-top: -9mm }", "overlap by"),
        (".sums .total { visibility: hidden } .feet, .schedule { visibility: hidden }", "is printed"),
        (".top { break-after: page } .lede { display: none }", "almost empty"),
    ],
)
def test_a_planted_fault_is_found(style: str, found: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert any(found in each for each in planted(style, sample(), monkeypatch))


def test_text_that_a_picture_cuts_off_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    from dealdesk.documents import charts

    whole = charts.Canvas.svg
    monkeypatch.setattr(
        charts.Canvas, "svg", lambda self, title: whole(self, title).replace('viewBox="0 0 504', 'viewBox="30 0 504')
    )
    quote = sample()
    assert any("is cut off" in each for each in check_pdf(render(quote), quote))


def test_foreign_fonts_active_content_and_missing_tags_are_found() -> None:
    quote = sample()
    pdf = pikepdf.open(io.BytesIO(render(quote)))
    fonts = pdf.pages[0].Resources.Font
    fonts[next(iter(fonts.keys()))].BaseFont = pikepdf.Name("/ABCDEF+DejaVu-Sans")
    pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name("/JavaScript"), JS=pikepdf.String("1"))
    del pdf.Root["/Lang"], pdf.Root["/StructTreeRoot"], pdf.docinfo["/Title"]
    out = io.BytesIO()
    pdf.save(out)
    pdf.close()
    found = "; ".join(check_pdf(out.getvalue(), quote))
    for each in ("DejaVu-Sans", "/OpenAction", "/JS", "no language", "not tagged", "no title"):
        assert each in found


def test_the_fonts_carry_their_licences() -> None:
    names = {path.name for path in (packaged_templates() / "_base" / "fonts").iterdir()}
    assert {"Inter-LICENSE-OFL.txt", "JetBrainsMono-LICENSE-OFL.txt"} <= names
