"""Numbers, dates and words of a language."""

import tomllib
from datetime import date
from decimal import Decimal as D

import pytest

from dealdesk.documents.assets import assets, packaged_templates
from dealdesk.documents.language import Language
from dealdesk.errors import RenderError

ENGLISH = assets("quote").language("en")


@pytest.mark.parametrize(
    ("currency", "places", "amount", "text"),
    [
        ("USD", 2, "1234567.5", "$1,234,567.50"),
        ("USD", 2, "-0.005", "−$0.01"),
        ("USD", 2, "-0.004", "$0.00"),
        ("USD", 2, "0.125", "$0.13"),  # half up, where Babel alone would round to even
        ("EUR", 2, "-1234.5", "−€1,234.50"),
        ("JPY", 0, "1234567", "¥1,234,567"),
        ("KWD", 3, "1.5", "KWD\u00a01.500"),
        ("CHF", 2, "1000", "CHF\u00a01,000.00"),
        ("XOF", 0, "1000", "F\u202fCFA\u00a01,000"),
    ],
)
def test_every_amount_carries_its_currency_and_its_decimals(currency: str, places: int, amount: str, text: str) -> None:
    assert ENGLISH.amounts(currency, places)(D(amount)) == text


def test_a_sign_is_written_where_it_is_asked_for() -> None:
    money = ENGLISH.amounts("USD", 2)
    assert money(D(5), signed=True) == "+$5.00"
    assert money(D(0), signed=True) == "$0.00"


def test_numbers_are_exact_and_percentages_have_no_needless_zeros() -> None:
    assert ENGLISH.number(D("12000.50")) == "12,000.5"
    assert ENGLISH.number(D("0.000000000001")) == "0.000000000001"
    assert ENGLISH.percent(D("36.25")) == "36.25%"
    assert ENGLISH.percent(D("25")) == "25%"
    assert ENGLISH.percent(D("12.345"), 2) == "12.35%"


def test_dates_and_lengths_are_held_together() -> None:
    assert ENGLISH.day(date(2026, 11, 11)) == "11\u00a0Nov\u00a02026"
    assert ENGLISH.long_day(date(2026, 11, 1)) == "1\u00a0November\u00a02026"
    assert ENGLISH.count(36, "month") == "36\u00a0months"
    assert ENGLISH.count(1, "year") == "1\u00a0year"


@pytest.mark.parametrize(
    ("unit", "plural"),
    [
        ("user", "users"), ("GPU hour", "GPU hours"), ("entity", "entities"), ("box", "boxes"), ("day", "days"),
        ("10k requests", "10k requests"), ("transactions", "transactions"), ("USD of sales", "USD of sales"),
        ("USD transferred", "USD transferred"), ("", ""),
    ],
)  # fmt: skip
def test_units_of_a_catalog_are_put_into_the_plural(unit: str, plural: str) -> None:
    assert ENGLISH.units(unit, D(2)) == plural
    assert ENGLISH.units(unit, D(1)) == unit


def test_prose_keeps_together_what_belongs_together() -> None:
    said = ENGLISH.tidy("From 1 December 2026, 36 months, 4 % a year, at 60 days' notice; v2 of 3 units.")
    assert (
        said
        == "From 1\u00a0December\u00a02026, 36\u00a0months, 4% a year, at 60\u00a0days’ notice; v2 of 3\u00a0units."
    )


def test_a_text_that_is_missing_is_named() -> None:
    with pytest.raises(RenderError, match=r"the language 'en' has no text 'sums\.nothing': add it to locales/en\.toml"):
        ENGLISH.text("sums.nothing")


def test_a_language_may_name_a_country() -> None:
    assert assets("quote").language("fr-CA").code == "fr-CA"
    assert assets("quote").language("EN_gb").code == "en-GB"


def test_another_language_is_another_file() -> None:
    path = packaged_templates() / "_base" / "locales" / "en.toml"
    texts = tomllib.loads(path.read_text("utf-8"))
    german = Language("de", texts)
    assert german.amounts("EUR", 2)(D("-1234.5")) == "−1.234,50\u00a0€"
    assert german.percent(D("36.25")) == "36,25\u00a0%"


@pytest.mark.parametrize("text", ["{what.__class__}", "{what[0]}", "{what!r}", "{what:>999999999}", "{0}"])
def test_a_text_does_not_look_into_what_it_is_filled_with(text: str) -> None:
    changed = Language("en", {**ENGLISH.texts, "head": {"lede": text}})
    with pytest.raises(RenderError, match=r"^the text 'head.lede' of the language 'en' has \{.*\}; .* is \{what\}$"):
        changed.say("head.lede", what="A")
