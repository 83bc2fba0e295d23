"""A plain price list: every row comes out, or every row that is wrong is named."""

import csv
from decimal import Decimal
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dealdesk.catalog.models import Catalog
from dealdesk.errors import InputError
from dealdesk.importers.folder import checked
from dealdesk.importers.price_list import Settings, columns_of, read_price_list, read_sheet

D = Decimal
ROWS = "sku,name,price\nA-1,Seat,10\nA-2,Box,1200.50\n"


def made(text: str, folder: Path, stated: dict[str, str] | None = None, **said: Any) -> Catalog:
    file = folder / "list.csv"
    file.write_bytes(text.encode())
    given = Settings(**({"id": "shop", "vendor": "Shop", "currency": "USD", "period": "year"} | said))
    sheet = read_sheet(file)
    return checked(read_price_list(sheet, columns_of(sheet, stated or {}, given), given).texts())


def refused(text: str, folder: Path, stated: dict[str, str] | None = None, **said: Any) -> str:
    with pytest.raises(InputError) as wrong:
        made(text, folder, stated, **said)
    return str(wrong.value)


def charge(catalog: Catalog, sku: str) -> Any:
    return catalog.products[sku].charges[0]


def test_obvious_columns_need_no_map(tmp_path: Path) -> None:
    found = made(ROWS, tmp_path)
    assert (found.products["a-1"].name, charge(found, "a-1").price) == ("Seat", 10)
    assert (charge(found, "a-2").period, charge(found, "a-2").price) == ("year", D("1200.50"))


def test_a_map_says_which_column_is_what(tmp_path: Path) -> None:
    text = "Artikel;Titel;Preis;Rabatt\nA-1;Sitz;1.200,50;3\n"
    stated = {"sku": "Artikel", "name": "Titel", "price": "preis"}
    assert charge(made(text, tmp_path, stated, decimal=",", thousands="."), "a-1").price == D("1200.50")


@pytest.mark.parametrize(
    ("number", "decimal", "thousands", "value"),
    [
        ("1200.5", ".", "", "1200.5"),
        ("1,200.5", ".", ",", "1200.5"),
        ("1.200,5", ",", ".", "1200.5"),
        ("1 200,5", ",", " ", "1200.5"),
        ("1'200", ".", "'", "1200"),
        ("1200", ".", ",", "1200"),
        ("1,200.5", ".", "", None),
        ("1.200", ".", ",", "1.2"),
        ("1.200,5", ".", ",", None),
        ("12,00.5", ".", ",", None),
        ("1,200", ",", "", "1.2"),
        ("1e3", ".", "", None),
        ("-1", ".", "", None),
        ("$1", ".", "", None),
        ("٣", ".", "", None),
        ("9" * 13, ".", "", None),
    ],
)
def test_a_number_is_read_in_the_stated_notation_only(
    number: str, decimal: str, thousands: str, value: str | None, tmp_path: Path
) -> None:
    text = f"sku;name;price\nA;Seat;{number}\n"
    if value is None:
        told = refused(text, tmp_path, decimal=decimal, thousands=thousands)
        assert "list.csv:2:8: error:" in told
    else:
        assert charge(made(text, tmp_path, decimal=decimal, thousands=thousands), "a").price == D(value)


@pytest.mark.parametrize("model", ["volume", "graduated"])
def test_rows_with_quantities_are_tiers(model: str, tmp_path: Path) -> None:
    text = "sku,name,price,from,to\nA,Seat,10,1,50\nA,Seat,8,51,200\nA,Seat,7,201,\n"
    found = charge(made(text, tmp_path, tiers=model), "a")
    assert found.model == model
    assert [(tier.up_to, tier.rate) for tier in found.tiers] == [(50, 10), (200, 8), (None, 7)]


def test_tiers_may_say_only_where_they_start(tmp_path: Path) -> None:
    found = charge(made("sku,name,price,from\nA,Seat,10,\nA,Seat,8,51\n", tmp_path, tiers="volume"), "a")
    assert [(tier.below, tier.up_to, tier.rate) for tier in found.tiers] == [(51, None, 10), (None, None, 8)]


def test_rows_in_other_currencies_are_prices_in_them(tmp_path: Path) -> None:
    text = "sku,name,price,currency\nA,Seat,10,USD\nA,Seat,9,EUR\n"
    found = made(text, tmp_path, currency=None)
    assert (found.catalog.currency, found.catalog.currencies) == ("USD", ("EUR",))
    assert charge(found, "a").prices == {"USD": 10, "EUR": 9}


def test_tiers_may_have_prices_in_two_currencies(tmp_path: Path) -> None:
    rows = "A,Seat,10,USD,1,5\nA,Seat,8,USD,6,\nA,Seat,9,EUR,1,5\nA,Seat,7,EUR,6,\n"
    found = charge(made("sku,name,price,currency,from,to\n" + rows, tmp_path, tiers="volume"), "a")
    assert found.tiers[1].rate == {"USD": 8, "EUR": 7}


def test_words_for_a_price_are_stated_and_become_a_price_that_the_seller_states(tmp_path: Path) -> None:
    text = "sku,name,price\nA,Seat,ask us\nB,Box,1\n"
    assert charge(made(text, tmp_path, on_request=("Ask us",)), "a").on_request
    assert 'say --on-request "ask us"' in refused(text, tmp_path)


HEAD = "sku,name,price,from,to,currency,period\n"


@pytest.mark.parametrize(
    ("rows", "place", "words"),
    [
        ("A,Seat,,,,USD,year\n", "2:8", "the price is empty"),
        (",Seat,1,,,USD,year\n", "2:1", "the code is empty"),
        ("A,Seat,1,,,USS,year\n", "2:12", "USS is no currency"),
        ("A,Seat,1,,,USD,weekly\n", "2:16", "weekly is no period"),
        ("A,Seat,1,5,2,USD,year\n", "2:12", "below its start"),
        ("A,Seat,1,,,USD,year\nA,Seat,2,,,USD,year\n", "3:8", "a price in USD already in line 2"),
        ("A,Seat,1,,,USD,year\nA,Sofa,2,,,EUR,year\n", "3:3", "another name in line 2"),
        ("A B,Seat,1,,,USD,year\nA-B,Seat,2,,,USD,year\n", "3:1", "A-B and A B in line 2 have the same SKU, a-b"),
        ("A,Seat,1,1,50,USD,year\nA,Seat,2,50,,USD,year\n", "3:10", "both tiers claim 50"),
        ("A,Seat,1,1,50,USD,year\nA,Seat,2,40,,USD,year\n", "3:10", "the tiers overlap at 40"),
        ("A,Seat,1,1,50,USD,year\nA,Seat,2,60,,USD,year\n", "3:10", "between 50 in line 2 and 60 there is no price"),
        ("A,Seat,1,5,50,USD,year\nA,Seat,2,51,,USD,year\n", "2:10", "starts at 5: fewer have no price"),
        ("A,Seat,1,1,50,USD,year\nA,Seat,2,51,,EUR,year\n", "3:8", "end elsewhere"),
        ("A,Seat,1\n", "2:8", "the row has 3 fields, the head has 7"),
        ('A,"Seat,1,,,USD,year\n', "2:3", "the quoted text has no end"),
        ('A,"Se"at,1,,,USD,year\n', "2:7", "text after the closing quote"),
        ("A,x,1,,,USD,year\n\nB,x,?,,,USD,year\n", "4:5", '"?" is not a number'),
    ],
)  # fmt: skip
def test_a_bad_row_is_named_with_line_and_column(rows: str, place: str, words: str, tmp_path: Path) -> None:
    told = refused(HEAD + rows, tmp_path, currency=None, period=None, tiers="volume")
    assert words in told
    assert f"list.csv:{place}: error:" in told


def test_all_bad_rows_are_named_at_once(tmp_path: Path) -> None:
    told = refused("sku,name,price\nA,Seat,x\nB,Box,1\nC,Car,y\n", tmp_path)
    assert "list.csv:2:8" in told
    assert "list.csv:4:7" in told
    assert "2 mistakes" in told


@pytest.mark.parametrize(
    ("text", "stated", "said", "words"),
    [
        (ROWS, {}, {"currency": None}, "no column says the currency"),
        (ROWS, {}, {"period": None}, "no column says the period"),
        (ROWS, {"prise": "price"}, {}, "did you mean price=price?"),
        (ROWS, {"price": "prise"}, {}, "there is no column prise"),
        (ROWS, {"price": "-"}, {}, "no column says the price"),
        (ROWS, {"price": "price", "unit": "price"}, {}, "two fields are read from the same column"),
        ("sku,name,name,price\n", {}, {}, "two columns are named name"),
        ("sku,name,price,list price\nA,B,1,2\n", {}, {}, "price and list price could both be the price"),
        ("sku,name,price\n", {}, {}, "a head and no rows"),
        ("", {}, {}, "the file is empty"),
        ("sku,name,price,from\nA,Seat,10,1\nA,Seat,8,51\n", {}, {}, "--tiers volume"),
        (ROWS, {}, {"currency": "USX"}, "--currency: USX is no currency"),
        (ROWS, {}, {"kind": "thing"}, "--kind: thing is no kind"),
    ],
)
def test_what_nothing_says_is_asked_for(
    text: str, stated: dict[str, str], said: dict[str, Any], words: str, tmp_path: Path
) -> None:
    assert words in refused(text, tmp_path, stated, **said)


NAMES = st.text(st.characters(codec="ascii", categories=("L", "N", "P", "S", "Zs")), min_size=1, max_size=20)
PRICES = st.decimals(0, 10**6, places=2)


@settings(max_examples=40, deadline=None)
@given(st.dictionaries(st.integers(1, 999), st.tuples(NAMES, PRICES), min_size=1, max_size=6), st.booleans())
def test_a_written_list_comes_back_price_by_price(rows: dict[int, tuple[str, Decimal]], german: bool) -> None:
    written = StringIO()
    out = csv.writer(written, delimiter=";" if german else ",")
    out.writerow(["sku", "name", "price"])
    for code, (name, price) in rows.items():
        shown = f"{price:,f}"
        out.writerow([f"P-{code}", name, shown.translate(str.maketrans(",.", ".,")) if german else shown])
    with TemporaryDirectory() as folder:
        signs = {"decimal": ",", "thousands": "."} if german else {"thousands": ","}
        found = made(written.getvalue(), Path(folder), **signs)
    assert {sku: charge(found, sku).price for sku in found.products} == {
        f"p-{n}": price for n, (_, price) in rows.items()
    }
    for code, (name, _) in rows.items():
        assert found.products[f"p-{code}"].name == (" ".join(name.split()) or f"P-{code}")
