"""Each check of a finished PDF finds the fault that it is for, and none where none is."""

import io
import json
import re
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal as D
from functools import cache
from typing import Any

import pikepdf
import pytest

from dealdesk.documents.assets import assets
from dealdesk.documents.check import CHECKS, check_pdf, findings
from dealdesk.documents.check.numbers import reader
from dealdesk.documents.document import Document
from dealdesk.documents.formats import pdf
from dealdesk.documents.kinds.quote import KIND
from dealdesk.quoting.quote import Quote
from tests.documents.samples import BUNDLE, FIVE, TERM, Item, everything, sample

HIDDEN = (*FIVE, Item("Audit trail", D(4000), hide=True))
RAMP = (Item("Seats", D(120), D(10), "seat", "month", "Users", "per_unit", ramp=(100, 250, 400)), FIVE[2])
Change = Callable[[Any], object]


def printed(quote: Quote, change: Change = lambda view: None, style: str = "") -> bytes:
    """A PDF of a quote whose view was changed, or whose style has something added."""
    packaged = assets("quote")
    files = {**packaged.files, "quote/quote.css": packaged.files["quote/quote.css"] + style.encode()}
    document = Document(KIND, quote, "letter", replace(packaged, files=files, made={}))
    change(document.view)
    return pdf.FORMAT.write(document)


@cache
def plain() -> bytes:
    return printed(sample())


def altered(change: Change) -> bytes:
    """A PDF of the sample whose objects were changed."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(plain())) as document:
        options = change(document)
        document.save(out, **(options if isinstance(options, dict) else {}))
    return out.getvalue()


def names(data: bytes, quote: Quote) -> list[str]:
    return [check.name for check, _ in findings(data, quote)]


def test_nothing_is_found_where_nothing_is_wrong() -> None:
    assert check_pdf(plain(), sample()) == []
    assert check_pdf(altered(lambda document: None), sample()) == []
    for quote in (sample(HIDDEN), sample(RAMP, (BUNDLE,))):
        assert check_pdf(printed(quote), quote) == []


# ---- what the style breaks

STYLES = {
    "type of 5 pt": ("type-size", ".lede { font-size: 5pt }"),
    "a line that runs off the page": ("frame", ".lede { margin-left: 130mm; white-space: nowrap }"),
    "a table that runs off the foot": ("frame", ".control { position: absolute; top: 245mm }"),
    "lines over each other": ("overlap", ".lede { margin-top: -9mm }"),
    "a page with a title only": ("empty", ".top { break-after: page } .lede { display: none }"),
    "a total that is not shown": ("required", ".sums .total { visibility: hidden } .figures { visibility: hidden }"),
    "a total that is not on the first page": (
        "required",
        ".figures { display: none } .parties { break-after: page }",
    ),
    "lines that are not shown": ("lines", "section.lines { display: none }"),
    "text wider than its picture": ("clipped", "figure.chart svg { font-size: 40pt }"),
}


@pytest.mark.parametrize("fault", [each for each in STYLES if each != "text wider than its picture"])
def test_a_fault_of_the_style_is_found(fault: str) -> None:
    check, style = STYLES[fault]
    assert check in names(printed(sample(), style=style), sample())


def test_text_that_a_picture_cuts_off_is_found() -> None:
    def narrowed(document: Document) -> bytes:
        picture = document.pictures["waterfall"]
        document.pictures["waterfall"] = picture.replace('viewBox="0 0 504', 'viewBox="30 0 504')
        return pdf.FORMAT.write(document)

    made = narrowed(Document(KIND, sample(), "letter", assets("quote")))
    assert "clipped" in names(made, sample())


# ---- wrong words and figures


def row(view: Any, number: int, section: str = "recurring") -> Any:
    return view["lines"][section]["rows"][number]["cells"]


def put(cell: Any, text: str, old: str = "") -> None:
    cell["text"] = cell["text"].replace(old, text) if old else text


def drop(rows: list[Any], number: int) -> None:
    del rows[number]


VIEWS: dict[str, tuple[str, Change]] = {
    "a head that is cut in two": ("words", lambda v: v["lines"]["recurring"]["columns"][1].update(width="w4")),
    "a wrong digit in the total": ("figures", lambda v: v["sums"].update(total="$1,020,829.50")),
    "a wrong digit in the net price of a line": ("lines", lambda v: put(row(v, 1)[-1], "$32,512.60")),
    "a wrong list price": ("figures", lambda v: put(row(v, 0)[3], "$76,900.00")),
    "a wrong unit price": ("figures", lambda v: put(row(v, 0)[2], "$6,500.00")),
    "a wrong quantity": ("lines", lambda v: put(row(v, 0)[1], "13")),
    "a wrong percentage": ("figures", lambda v: put(row(v, 0)[4], "36.52%")),
    "a rounded percentage without its sign": ("figures", lambda v: put(row(v, 0)[4], "36%")),
    "a line that is missing": ("lines", lambda v: drop(v["lines"]["recurring"]["rows"], 2)),
    "a line that is printed under another's name": ("lines", lambda v: put(row(v, 2)[0], "Cost Covernor")),
    "prices of two lines that are swapped": (
        "lines",
        lambda v: (row(v, 0).insert(5, row(v, 1).pop(5)), row(v, 1).insert(5, row(v, 0).pop(6))),
    ),
    "a total of a column that is another figure of the quote": (
        "sums",
        lambda v: put(v["lines"]["recurring"]["feet"][0]["cells"][-1], row(v, 0)[5]["text"]),
    ),
    "a step that is missing": ("sums", lambda v: drop(v["sums"]["rows"], 1)),
    "an invoice that is missing": ("sums", lambda v: drop(v["schedule"]["rows"], 1)),
    "a schedule that is missing": ("required", lambda v: v.update(schedule=None)),
    "a chart whose steps do not lead to the price": (
        "sums",
        lambda v: v["price"]["waterfall"].update(alt=v["price"]["waterfall"]["alt"].replace("−", "")),
    ),
    "another last day of the offer": (
        "required",
        lambda v: (v["figures"]["cells"][3].update(value="12 Nov 2026"), v["acceptance"].update(text="Sign.")),
    ),
    "a number that is nobody's": ("figures", lambda v: v["notes"].append("Up to 4711 requests are free.")),
    "an amount in another currency": ("figures", lambda v: v["notes"].append("That is about €950,000.00.")),
}


@pytest.mark.parametrize("fault", VIEWS)
def test_a_wrong_word_or_figure_is_found(fault: str) -> None:
    check, change = VIEWS[fault]
    assert check in names(printed(sample(), change), sample())


def test_a_hidden_price_that_is_printed_is_found() -> None:
    quote = sample(HIDDEN)
    made = printed(quote, lambda view: put(row(view, 5)[-1], "$2,550.00"))
    assert {"lines", "figures"} <= set(names(made, quote))


def test_parts_of_a_line_that_do_not_add_up_are_found() -> None:
    quote = sample(RAMP, (BUNDLE,))
    made = printed(quote, lambda view: drop(view["lines"]["recurring"]["rows"], 2))
    assert {"lines", "sums"} <= set(names(made, quote))
    wrong = printed(quote, lambda view: put(row(view, 2)[1], "205"))
    assert "lines" in names(wrong, quote)


@pytest.mark.parametrize(
    ("language", "wrong"), [("de", "1.020.829,50 $"), ("fr", "1 020 829,50 $US"), ("ja", "$1,020,829.50")]
)
def test_a_wrong_digit_is_found_in_every_way_of_writing(language: str, wrong: str) -> None:
    quote = sample(customer=replace(sample().customer, language=language))
    assert check_pdf(printed(quote), quote) == []
    assert "figures" in names(printed(quote, lambda view: view["sums"].update(total=wrong)), quote)


# ---- what the file breaks


def of_kind(document: Any, kind: str) -> Any:
    return next(each for each in document.objects if isinstance(each, pikepdf.Dictionary) and each.get("/S") == kind)


def font(document: Any) -> Any:
    fonts = document.pages[0].Resources.Font
    return fonts[next(iter(fonts.keys()))]


def spec(document: Any) -> Any:
    return document.attachments["quote.json"].obj


def second_file(document: Any) -> None:
    document.attachments["notes.txt"] = pikepdf.AttachedFileSpec(document, b"floor 12", filename="notes.txt")


def other_data(document: Any) -> None:
    data = json.loads(spec(document).EF.F.read_bytes())
    data["totals"]["net"] = "1.00"
    spec(document).EF.F.write(json.dumps(data).encode())


def link(document: Any) -> None:
    action = pikepdf.Dictionary(S=pikepdf.Name.URI, URI=pikepdf.String("https://x.example"))
    page = document.pages[0]
    page.Annots = pikepdf.Array(
        [pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=[0, 0, 9, 9], A=action)]
    )


def replaced(document: Any) -> None:
    table = font(document).ToUnicode
    table.write(re.sub(rb"(<[0-9A-Fa-f]{4}> )<[0-9A-Fa-f]+>", rb"\1<fffd>", table.read_bytes()))


FILES: dict[str, tuple[str, Change]] = {
    "a foreign font": ("fonts", lambda d: setattr(font(d), "BaseFont", pikepdf.Name("/ABCDEF+DejaVu-Sans"))),
    "a font that is not embedded": (
        "fonts",
        lambda d: font(d).DescendantFonts[0].FontDescriptor.__delitem__("/FontFile2"),
    ),
    "a script": (
        "active",
        lambda d: setattr(d.Root, "OpenAction", pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("1"))),
    ),
    "a link": ("active", link),
    "replacement characters": ("glyphs", replaced),
    "no language": ("access", lambda d: d.Root.__delitem__("/Lang")),
    "another language": ("access", lambda d: setattr(d.Root, "Lang", pikepdf.String("de"))),
    "no tags": ("access", lambda d: d.Root.__delitem__("/StructTreeRoot")),
    "no title": ("access", lambda d: d.docinfo.__delitem__("/Title")),
    "a title that is not shown": ("access", lambda d: d.Root.__delitem__("/ViewerPreferences")),
    "no bookmarks": ("access", lambda d: d.Root.__delitem__("/Outlines")),
    "a picture without words": ("access", lambda d: of_kind(d, "/Figure").__delitem__("/Alt")),
    "a head of nothing": ("access", lambda d: of_kind(d, "/TH").A.__delitem__("/Scope")),
    "no metadata": ("archive", lambda d: d.Root.__delitem__("/Metadata")),
    "metadata of another kind": (
        "archive",
        lambda d: d.Root.Metadata.write(d.Root.Metadata.read_bytes().replace(b'part="3"', b'part="1"')),
    ),
    "metadata that say otherwise": ("archive", lambda d: d.docinfo.__setitem__("/Title", "Invoice")),
    "no colour profile": ("archive", lambda d: d.Root.__delitem__("/OutputIntents")),
    "glyphs without characters": ("archive", lambda d: font(d).__delitem__("/ToUnicode")),
    "an encrypted file": ("archive", lambda d: {"encryption": pikepdf.Encryption(owner="o", user="")}),
    "layers": ("archive", lambda d: setattr(d.Root, "OCProperties", pikepdf.Dictionary())),
    "another file attached": ("attached", second_file),
    "no file attached": ("attached", lambda d: d.attachments.__delitem__("quote.json")),
    "other data attached": ("attached", other_data),
    "data that are not called data": (
        "attached",
        lambda d: setattr(spec(d), "AFRelationship", pikepdf.Name.Unspecified),
    ),
    "data that belong to nothing": ("attached", lambda d: d.Root.__delitem__("/AF")),
    "very many pages": ("size", lambda d: [d.pages.append(d.pages[0]) for _ in range(200)]),
}


@pytest.mark.parametrize("fault", FILES)
def test_a_fault_of_the_file_is_found(fault: str) -> None:
    check, change = FILES[fault]
    assert check in names(altered(change), sample())


def test_every_check_has_a_fault_that_it_finds() -> None:
    planted = {check for faults in (STYLES, VIEWS, FILES) for check, _ in faults.values()}
    assert planted == {each.name for each in CHECKS}
    assert all(each.promise for each in CHECKS)


def test_a_fault_says_where_it_is() -> None:
    (found,) = check_pdf(printed(sample(), style=".lede { font-size: 5pt }"), sample())
    assert re.fullmatch(r"page 1 at 54, 1\d\d: \d\d characters in 5 pt, smaller than 6.5 pt", found)


# ---- what is attached


def test_a_date_in_figures_is_no_decimal_number_where_a_point_is_the_decimal_sign() -> None:
    swiss = reader("de-CH", "CHF")
    assert [each.text for each in swiss.numbers("31.12.2026")] == ["31"]
    assert [each.value for each in swiss.numbers("CHF 1’155.40 am 16.12.")] == [D("1155.40"), D("16.12")]


def test_what_only_sellers_may_see_is_not_attached() -> None:
    quote = replace(everything(), findings=())
    with pikepdf.open(io.BytesIO(printed(quote))) as document:
        text = document.attachments["quote.json"].get_file().read_bytes().decode()
    for secret in ("7.77", "63.21", "margin", "cost", ".toml", "internal", "rules.", "segment", "finding"):
        assert secret not in text, secret
    data = json.loads(text)
    hidden = [each for each in data["lines"] if each["name"] == "Audit trail"]
    assert [{"list", "net"} & set(each) for each in hidden] == [set()]
    assert not re.search(r"[ \"](2550|7650|4000|12000)(\.00)?\"", text)
    assert json.dumps(data, sort_keys=True, ensure_ascii=False, separators=(",", ":")) == text
    assert data["format"] == "dealdesk-quote/2"
    assert data["totals"]["net"] == f"{quote.totals.net:f}"
    assert (data["catalog"]["digest"], data["deal_digest"]) == (quote.catalog.digest, quote.deal_digest)


def test_a_floor_is_attached_as_an_adjustment() -> None:
    quote = sample(steps=(BUNDLE, TERM, ("floor", "Floor of the desk", D(-1))))
    with pikepdf.open(io.BytesIO(printed(quote))) as document:
        text = document.attachments["quote.json"].get_file().read_bytes().decode()
    assert "loor" not in text
    assert [each["step"] for each in json.loads(text)["moves"]] == ["bundle", "term", "adjustment"]
