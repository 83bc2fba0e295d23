"""What is wrong with a value model is said when the catalog is read, in a formula at its column."""

from pathlib import Path

import pytest

from dealdesk.catalog.inside import offsets_of
from dealdesk.catalog.load import load_catalog
from dealdesk.errors import CatalogError

SHOP = """\
[catalog]
id = "shop"
name = "Shop"
version = "1"
currency = "USD"
[products.seat]
name = "Seat"
kind = "plugin"
family = "seats"
charges = [{ id = "seats", period = "year", model = "flat", price = 10 }]
[value.m]
name = "M"
purpose = "To test."
[value.m.inputs.fee]
label = "Fee"
kind = "money"
most = 100
[value.m.inputs.hours]
label = "Hours"
most = 100
[value.m.tables.rows]
label = "Rows"
rows = [{ name = "One", values = { weight = 1 } }]
columns = { weight = { label = "Weight", most = 10 } }
[value.m.outputs.total]
label = "Total"
headline = true
[value.m.formulas]
"""
GOOD = 'total = "fee * hours * sum(rows: weight)"\n'


def mistakes(folder: Path, text: str) -> list[str]:
    """Return what is wrong, as `line:column message`."""
    file = folder / "shop.toml"
    file.write_text(text, "utf-8")
    with pytest.raises(CatalogError) as wrong:
        load_catalog(file)
    return [f"{each.place.line}:{each.place.column} {each.message}" for each in wrong.value.mistakes if each.place]


def test_a_good_model_is_read(tmp_path: Path) -> None:
    (tmp_path / "shop.toml").write_text(SHOP + GOOD, "utf-8")
    assert load_catalog(tmp_path / "shop.toml").value["m"].formulas


@pytest.mark.parametrize(
    ("formulas", "said"),
    [
        ('total = "fee * houres * sum(rows: weight) + hours * 0 * fee"', "29:16 there is no input or formula houres"),
        ("total = 'fee * hours * sum(rows: weight) + hours'", "29:10 this adds money and a number"),
        ('total = """\nfee * hours\n * sum(rows: wait)"""', "31:14 there is no input or formula wait"),
        ('total = "\\u0066ee * hours * sum(rows: weigth)"', "29:39 there is no input or formula weigth"),
        ('total = "fee * hours * sum(rows: weight"', "29:27 this bracket is not closed"),
        ('total = "fee * part"\npart = "hours * sum(rows: weight) + total / fee"', "30:37 total depends on itself"),
        ('total = "hours * sum(rows: weight) * fee * fee"', "25:1 total is neither money nor a number"),
        ('total = "1000"', "15:17 no formula uses fee"),
        (GOOD + 'fee = "1"', "30:1 fee is an input already"),
        (GOOD + 'min = "1"', "30:1 min is a function already"),
        ('totl = "fee * hours * sum(rows: weight)"', "25:1 there is no formula total"),
    ],
)
def test_a_mistake_stands_at_its_column(tmp_path: Path, formulas: str, said: str) -> None:
    found = mistakes(tmp_path, SHOP + formulas + "\n")
    _, _, message = said.partition(" ")
    assert any(each.partition(" ")[2].startswith(message) for each in found), found
    if message.startswith(("there is no input", "this ", "total depends")):
        assert any(each.startswith(said) for each in found), found


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("headline = true\n", ""), "the model has no headline"),
        (("weight = 1 }", "weight = 11 }"), "11 is outside its range from 0 to 10"),
        (("weight = 1 }", "wait = 1 }"), "there is no column wait"),
        (
            ("most = 100\n[value.m.inputs.hours]", "least = 100\nmost = 100\n[value.m.inputs.hours]"),
            "the range is empty",
        ),
        (("most = 100\n[value.m.tables", 'most = 100\ndefault = 1.5\nkind = "whole"\n[value.m.tables'), "whole number"),
        (('"Fee"\nkind', '"Fee"\nsort'), "sort"),
    ],
)
def test_what_is_wrong_with_inputs_and_rows_is_said(tmp_path: Path, change: tuple[str, str], said: str) -> None:
    assert change[0] in SHOP
    assert any(said in each for each in mistakes(tmp_path, SHOP.replace(*change) + GOOD)), said


def test_the_places_of_characters_go_through_quotes_escapes_and_line_ends() -> None:
    assert offsets_of('"abc"') == [1, 2, 3, 4]
    assert offsets_of("'a'") == [1, 2]
    assert offsets_of('"""\na\r\nb"""') == [4, 6, 7, 8]
    assert offsets_of('"a\\u0062c"') == [1, 2, 8, 9]
    assert offsets_of('"""a\\\n   b"""') == [3, 9, 10]
