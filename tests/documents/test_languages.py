"""Every language: the same texts, and pages that pass the checks with amounts that can be read back."""

import io
import re
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal as D
from functools import cache
from pathlib import Path
from string import Formatter
from typing import Any

import pikepdf
import pytest
from babel.numbers import get_decimal_symbol, get_group_symbol

from dealdesk import load_catalog, load_deal, price
from dealdesk.documents import render
from dealdesk.documents.assets import assets, packaged_templates
from dealdesk.documents.check import check_pdf
from dealdesk.documents.fonts import BOLD, JAPANESE, TEXT, face
from dealdesk.documents.language import NARROW, NBSP
from dealdesk.documents.view import quote_view
from dealdesk.documents.view.writer import Writer
from dealdesk.errors import RenderError
from dealdesk.quoting.quote import Quote
from dealdesk.quoting.quote.printed import Party, UseLimit
from tests.documents.samples import FIVE, everything, sample
from tests.documents.test_pages import texts

ROOT = Path(__file__).parents[2]
CODES = ("de", "fr", "es", "ja")
EXAMPLES = sorted(path.parent.name for path in ROOT.glob("examples/*/deal.toml"))
IN_ALL = ("every-step", "northwind")
"""Examples that are printed in every language; the others take turns."""
IN_TURN = [
    (name, CODES[turn % len(CODES)]) for turn, name in enumerate(each for each in EXAMPLES if each not in IN_ALL)
]
CURRENCIES = {"USD": 2, "EUR": 2, "CHF": 2, "JPY": 0, "KWD": 3}
LOCALES = packaged_templates() / "_base" / "locales"


def read(code: str) -> dict[str, Any]:
    return tomllib.loads((LOCALES / f"{code}.toml").read_text("utf-8"))


def leaves(table: dict[str, Any], where: str = "") -> Iterator[tuple[str, Any]]:
    """Yield every text with its key; the forms of a plural are one text."""
    for name, value in table.items():
        if isinstance(value, dict) and not value.keys() <= {"one", "other"}:
            yield from leaves(value, f"{where}{name}.")
        else:
            yield (f"{where}{name}", value)


def names(text: Any) -> set[str]:
    """The placeholders of a text, in any of its forms."""
    forms = text.values() if isinstance(text, dict) else [text] if isinstance(text, str) else []
    return {name for form in forms for _, name, _, _ in Formatter().parse(form) if name}


def spoken(quote: Quote, language: str) -> Quote:
    """*quote* for a customer who reads *language*, with its options."""
    options = tuple(replace(each, quote=spoken(each.quote, language)) for each in quote.options)
    return replace(quote, customer=replace(quote.customer, language=language), options=options)


@cache
def example(name: str) -> Quote:
    deal = load_deal(ROOT / "examples" / name / "deal.toml")
    own = ROOT / "examples" / name / "catalog.toml"
    return price(deal, load_catalog(str(own) if own.exists() else str(deal.catalog)), today=date(2026, 11, 16))


# ---- texts


@pytest.mark.parametrize("code", CODES)
def test_a_language_has_the_keys_and_names_of_english(code: str) -> None:
    english, other = dict(leaves(read("en"))), dict(leaves(read(code)))
    assert list(other) == list(english)
    for key, text in other.items():
        assert names(text) == names(english[key]), key
        if isinstance(text, dict):
            assert set(text) == ({"other"} if code == "ja" else {"one", "other"}), key
        elif isinstance(text, list):
            assert len(text) == len(english[key])
        else:
            assert bool(text) == bool(english[key]) or key == "form.joint", key


def test_french_signs_stand_after_a_space_that_does_not_break() -> None:
    for key, text in leaves(read("fr")):
        for form in text.values() if isinstance(text, dict) else [text] if isinstance(text, str) else text:
            assert not re.search(r"[ \w}][;!?»]|[ \w}]:(?!//)|« ", form), (key, form)


def test_japanese_sentences_follow_each_other_without_a_space_but_for_one_in_latin_letters() -> None:
    quote = spoken(sample(), "ja")
    latin = render(replace(quote, tax="Prices exclude tax"), format="md").decode()
    assert "Prices exclude tax. 金額の単位は" in latin
    own = render(replace(quote, tax="表示価格は税抜です"), format="md").decode()
    assert "表示価格は税抜です。金額の単位は" in own


def test_a_limit_of_use_has_its_period_where_the_language_puts_it() -> None:
    limit = UseLimit("Team", "Routed requests", D(5_000_000), "requests", "month")
    said = {code: Writer(spoken(sample(), code), assets("quote").language(code)).limit(limit) for code in ("en", "ja")}
    assert said["en"] == "Team: routed requests, up to 5,000,000 requests per month"
    assert said["ja"] == "Team：Routed requests、月あたり 5,000,000 requests まで"


def test_what_the_engine_says_is_the_same_in_english() -> None:
    english = assets("quote").language("en")
    for name in EXAMPLES:
        quote = example(name)
        view = quote_view(quote, english)
        assert [each["heading"] for each in view["terms"]] == [english.tidy(each.heading) for each in quote.terms]
        assert [each["text"] for each in view["terms"]] == [english.tidy(each.text) for each in quote.terms]
        assert view["notes"] == [english.tidy(str(each)) for each in (*quote.assumptions, *quote.notes)]
        assert Quote.from_json(quote.to_json()) == quote


@pytest.mark.parametrize(
    ("code", "currency", "places", "amount", "text"),
    [
        ("de", "EUR", 2, "-1234.56", f"−1.234,56{NBSP}€"),
        ("de-CH", "CHF", 2, "1234567.5", f"CHF{NBSP}1’234’567.50"),
        ("fr", "EUR", 2, "1234567.5", f"1{NARROW}234{NARROW}567,50{NBSP}€"),
        ("fr", "USD", 2, "1234.5", f"1{NARROW}234,50{NBSP}$US"),
        ("es", "KWD", 3, "1234.5", f"1.234,500{NBSP}KWD"),
        ("ja", "JPY", 0, "1234567", "¥1,234,567"),
        ("ja", "KWD", 3, "1.5", f"KWD{NBSP}1.500"),
        ("en-GB", "GBP", 2, "1234.5", "£1,234.50"),
    ],
)  # fmt: skip
def test_amounts(code: str, currency: str, places: int, amount: str, text: str) -> None:
    assert assets("quote").language(code).amounts(currency, places)(D(amount)) == text


@pytest.mark.parametrize(
    ("code", "short", "long", "percent"),
    [
        ("de", "01.01.2027", "1. Januar 2027", f"36,25{NBSP}%"),
        ("fr", "1er janv. 2027", "1er janvier 2027", f"36,25{NBSP}%"),
        ("es", "1 ene 2027", "1 de enero de 2027", f"36,25{NBSP}%"),
        ("ja", "2027年1月1日", "2027年1月1日", "36.25%"),
        ("de-CH", "01.01.2027", "1. Januar 2027", "36.25%"),
    ],
)
def test_dates_and_percentages(code: str, short: str, long: str, percent: str) -> None:
    language = assets("quote").language(code)
    assert language.day(date(2027, 1, 1)).replace(NBSP, " ") == short
    assert language.long_day(date(2027, 1, 1)).replace(NBSP, " ") == long
    assert language.percent(D("36.25")) == percent


@pytest.mark.parametrize("code", ["nl", "english", "de-XX", "../en", "", "zz-ZZ"])
def test_a_language_that_is_not_there_is_refused_with_those_that_are(code: str) -> None:
    with pytest.raises(RenderError, match=r"customer\.language: there is no language .* allowed: de, en, es, fr, ja,"):
        render(spoken(sample(), code), format="md")


def test_a_country_changes_numbers_and_the_swiss_have_no_sharp_s() -> None:
    swiss = render(spoken(sample(currency="CHF"), "de-CH"), format="html").decode()
    assert 'lang="de-CH"' in swiss
    assert "CHF\u00a0" in swiss
    assert "ß" not in swiss


# ---- pages


@pytest.mark.parametrize(("name", "code"), [*((name, code) for name in IN_ALL for code in CODES), *IN_TURN])
def test_every_example_passes_the_checks_with_no_english_left(name: str, code: str) -> None:
    quote = spoken(example(name), code)
    pdf = render(quote)
    assert check_pdf(pdf, quote) == []
    written = quote.to_json() + str([(each.title, each.amount) for each in quote.moves])
    own = {word for _, text in leaves(read(code)) for word in words(text)}
    page = " ".join(texts(pdf))
    for word in {word for _, text in leaves(read("en")) for word in words(text)} - own:
        assert word in written or word not in page, word


def words(text: Any) -> set[str]:
    """The long words of a text, in any of its forms."""
    return set(re.findall(r"\b[^\W\d_]{10,}\b", str(list(text.values()) if isinstance(text, dict) else text)))


@pytest.mark.parametrize("currency", CURRENCIES)
@pytest.mark.parametrize("code", ["en", *CODES, "de-CH"])
def test_amounts_on_the_page_are_those_of_the_quote(code: str, currency: str) -> None:
    places = CURRENCIES[currency]
    items = [replace(each, price=D(int(each.price * 150))) for each in FIVE] if not places else FIVE
    quote = spoken(sample(items, currency=currency, places=places), code)
    pdf = render(quote)
    assert check_pdf(pdf, quote) == []
    language = assets("quote").language(code)
    page = " ".join(texts(pdf))
    group = get_group_symbol(language.locale).replace(NARROW, f"{NARROW} ")
    point = get_decimal_symbol(language.locale)
    fraction = rf"{re.escape(point)}\d{{{places}}}" if places else ""
    found = {
        D(re.sub(rf"[{group}]", "", each).replace(point, "."))
        for each in re.findall(rf"(?<!\d)\d{{1,3}}(?:[{group}]\d{{3}})*{fraction}(?!\d)", page)
    }
    expected = {quote.totals.net, quote.totals.list, quote.totals.discount, *(each.amount for each in quote.invoices)}
    expected |= {each.intervals[0].net_per_period for each in quote.lines}
    assert expected <= found


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("what", ["everything", "long names", "monthly"])
def test_hard_quotes_pass_in_every_language(what: str, code: str) -> None:
    made = {
        "everything": everything,
        "long names": lambda: sample(
            [replace(FIVE[0], name="Langnamiges Produkt für alles " * 6)],
            customer=Party("Donaudampfschifffahrtsgesellschaft " * 5 + "mbH & Co. KG"),
        ),
        "monthly": lambda: sample(currency="EUR", billing="monthly", months=24),
    }[what]
    quote = spoken(made(), code)
    assert check_pdf(render(quote), quote) == []


# ---- Japanese type


def test_both_japanese_faces_print_all_of_jis() -> None:
    fonts = assets("quote").fonts
    regular, bold = face(fonts / JAPANESE), face(fonts / JAPANESE.replace("Regular", "Bold"))
    assert set(regular.widths) == set(bold.widths)
    pairs = [bytes([row, cell]) for row in range(0xB0, 0xF5) for cell in range(0xA1, 0xFF)]
    kanji = {each.decode("euc_jp", "ignore") for each in pairs} - {""}
    assert len(kanji) == 6355
    assert all(regular.missing(each) is None for each in kanji)
    assert (fonts / "japanese" / "ZenKakuGothicNew-LICENSE-OFL.txt").is_file()


def faces(pdf: bytes) -> set[str]:
    with pikepdf.open(io.BytesIO(pdf)) as document:
        return {str(font.BaseFont) for page in document.pages for font in dict(page.Resources.Font).values()}


def test_japanese_names_are_printed_in_any_language_and_latin_stays_inter() -> None:
    quote = sample(customer=Party("北風航空株式会社"))
    pdf = render(quote)
    assert check_pdf(pdf, quote) == []
    assert "北風航空株式会社" in "".join(texts(pdf)).replace("\r\n", "")
    assert any("Zen-Kaku" in each for each in faces(pdf))
    assert not any("Zen-Kaku" in each for each in faces(render(sample())))


def test_a_long_japanese_name_breaks_and_stays_on_the_page() -> None:
    quote = spoken(sample(customer=Party("北風航空宇宙防衛軌道打上業務統合株式会社" * 10)), "ja")
    assert check_pdf(render(quote), quote) == []


def test_what_no_face_has_is_refused() -> None:
    with pytest.raises(RenderError, match=r"no 한 .*Vietnamese and Japanese letters"):
        render(sample(customer=Party("北風 한국")))


def test_text_faces_are_there() -> None:
    assert all((assets("quote").fonts / each).is_file() for each in (TEXT, BOLD, JAPANESE))
