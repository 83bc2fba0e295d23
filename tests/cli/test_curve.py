"""Price curves: exact points, a picture on the terminal, and one as SVG."""

import re
from decimal import Decimal as D
from itertools import pairwise
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dealdesk.catalog import curve
from dealdesk.cli.curve_scale import tick_labels, ticks
from dealdesk.pricing.arithmetic import DecimalArithmetic
from dealdesk.pricing.charges import (
    BracketedFee,
    Charge,
    Flat,
    Graduated,
    Package,
    Percentage,
    PerUnit,
    Stairstep,
    Volume,
    curve_amount,
    find,
)
from tests.cli.conftest import Run

TIERS: Any = [{"up_to": 10, "rate": 5, "flat": 3}, {"below": 25, "rate": D("2.5")}, {"rate": 1, "flat": 7}]
EACH: Any = {"id": "c", "period": "month"}
CURVES: list[Charge] = [
    Flat(**EACH, model="flat", price=12),
    PerUnit(**EACH, model="per_unit", price=D("0.125")),
    Graduated(**EACH, model="graduated", tiers=TIERS),
    Volume(**EACH, model="volume", tiers=TIERS),
    Stairstep(**EACH, model="stairstep", tiers=[{"up_to": 10, "flat": 3}, {"flat": 9}]),
    Package(**EACH, model="package", price=20, size=8, free=5),
    Percentage(**EACH, model="percentage", rate=D("0.1"), fixed=1, minimum=2, maximum=4),
    BracketedFee(**EACH, model="bracketed_fee", tiers=[{"below": 1, "flat": D("0.01")}, {"rate": D("0.001")}]),
    Graduated(**EACH, model="graduated", tiers=[{"up_to": 10, "rate": 3, "size": 4}, {"rate": 1, "size": 3}]),
]


def usd(price: Any) -> D:
    return D(price)


@pytest.mark.parametrize("charge", CURVES, ids=lambda charge: charge.model)
@given(quantity=st.decimals(0, 60, places=2))
def test_the_piece_over_a_quantity_gives_what_the_charge_gives(charge: Charge, quantity: D) -> None:
    segment = find(charge.segments(usd), quantity)
    assert segment is not None
    amount = curve_amount(DecimalArithmetic(), segment, quantity)
    over = [
        each for each in curve.pieces(charge, usd, D(60))
        if each.start < quantity < each.end
        or (each.start == quantity and each.start_in) or (each.end == quantity and each.end_in)
    ]  # fmt: skip
    assert over, "no piece covers it"
    for each in over:
        if quantity == each.start:
            assert each.first == amount
        elif quantity == each.end:
            assert each.last == amount
        else:
            assert each.first + each.rate * (quantity - each.start) == amount


@pytest.mark.parametrize("charge", CURVES, ids=lambda charge: charge.model)
def test_pieces_follow_each_other_without_gap(charge: Charge) -> None:
    found = curve.pieces(charge, usd, D(60))
    assert (found[0].start, found[-1].end) == (0, 60)
    for before, after in pairwise(found):
        assert before.end == after.start
        assert before.end_in != after.start_in or before.last == after.first


def test_a_table_of_breakpoints_has_the_amount_at_both_ends() -> None:
    rows = curve.stretches(CURVES[2], usd)
    # 3 + 10 × 5 = 53; 53 + 15 × 2.5 = 90.5; entering the last tier adds its 7.
    assert [(each.start, each.end, each.first, each.last) for each in rows] == [
        (0, 10, 3, 53), (10, 25, 53, D("90.5")), (25, None, D("97.5"), None),
    ]  # fmt: skip


def test_the_first_block_is_due_as_soon_as_it_is_started() -> None:
    rows = curve.stretches(CURVES[5], usd)
    assert [(each.start, each.first, each.start_in) for each in rows] == [(0, 0, True), (5, 20, False)]


def test_a_very_long_staircase_is_drawn_as_a_line() -> None:
    assert len(curve.pieces(CURVES[5], usd, D(10**9))) == 2


@pytest.mark.parametrize(
    ("top", "marks"),
    [("1", "0 0.2 0.4 0.6 0.8 1.0"), ("21000", "0 5,000 10,000 15,000 20,000 25,000"), ("0.3", "0 0.1 0.2 0.3")],
)
def test_axes_have_round_numbers(top: str, marks: str) -> None:
    labels = tick_labels(ticks(D(top), 5))
    assert [D(each.replace(",", "")) for each in labels] == [D(each.replace(",", "")) for each in marks.split()]
    assert len({len(each.partition(".")[2]) for each in labels}) == 1


def test_the_terminal_shows_picture_and_breakpoints(run: Run, shop: Path) -> None:
    ran = run("catalog", "curve", "acme.toml", "suite", "seat")
    assert ran.code == 0
    assert any("\u2800" < char < "\u28ff" for char in ran.out)
    assert re.search(r"6,000 ┤", ran.out)
    assert re.search(r"from 0  up to 100 +50 +0.00 +5,000.00", ran.out)
    assert re.search(r"over 100 +40 +4,000.00\n", ran.out)


@pytest.mark.parametrize("columns", [50, 80, 120])
def test_the_picture_fits_the_terminal(run: Run, shop: Path, columns: int) -> None:
    out = run("catalog", "curve", "acme.toml", "suite", "calls", columns=columns).out
    assert max(map(len, out.splitlines())) <= columns


def test_every_charge_of_the_house_catalogs_has_a_picture(run: Run, at_root: Path) -> None:
    for name in ("stellar-logic", "sippar", "ai-control-plane"):
        for sku, product in run("catalog", "show", name, "--json").json["products"].items():
            for charge in product["charges"]:
                more = ["--price", charge["from"]] if charge["model"] == "range" else []
                ran = run("catalog", "curve", name, sku, charge["id"], *more, "--svg", "-")
                assert ran.code == 0, ran.err
                ElementTree.fromstring(ran.out)


def test_the_svg_stands_alone_and_is_told_to_those_who_hear_it(run: Run, shop: Path) -> None:
    catalog = (shop / "acme.toml").read_text(encoding="utf-8").replace('"Suite"', '"Suite <b> & Co."')
    (shop / "acme.toml").write_text(catalog, encoding="utf-8")
    ran = run("catalog", "curve", "acme.toml", "suite", "seat", "--svg", "seat.svg")
    assert (ran.code, ran.out) == (0, "")
    assert ran.err.startswith("seat.svg: ")
    text = (shop / "seat.svg").read_text(encoding="utf-8")
    root = ElementTree.fromstring(text)
    space = "{http://www.w3.org/2000/svg}"
    assert root.findtext(f"{space}title") == "Suite <b> & Co., Seats"
    assert "from 0 to 100: 0 to 5,000, 50 each" in (root.findtext(f"{space}desc") or "")
    assert not re.search(r"<script|<style|href|url\(|@import", text)
    # the jump at 100: the end that belongs to the first piece is filled, the other hollow
    fills = [each.get("fill") for each in root.iter(f"{space}circle")]
    assert fills == ["#0b6a5a", "#ffffff"]


def test_the_points_are_data_too(run: Run, shop: Path) -> None:
    told = run("catalog", "curve", "acme.toml", "suite", "seat", "--to", "200", "--json").json
    assert [(each["start"], each["end"], each["first"], each["last"]) for each in told["pieces"]] == [
        ("0", "100", "0", "5000"), ("100", "200", "4000", "8000"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["suite"], "suite has several charges; name one of seat, calls"),
        (["suite", "seats"], "did you mean seat?"),
        (["siute"], "did you mean suite?"),
        (["connector", "--to", "0"], "must be above 0"),
        (["connector", "--to", "-5"], "-5 is not a number"),
        (["connector", "--currency", "GBP"], "it has USD, EUR"),
        (["suite", "seat", "--currency", "EUR"], "has no price in EUR"),
    ],
)
def test_what_cannot_be_drawn_is_refused(run: Run, shop: Path, words: list[str], told: str) -> None:
    ran = run("catalog", "curve", "acme.toml", *words)
    assert (ran.code, ran.out) == (2, "")
    assert told in ran.err
