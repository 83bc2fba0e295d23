"""The price waterfall: every label inside the picture and clear of the others, for any number of steps."""

import re
from decimal import Decimal as D
from typing import Any

import pytest

from dealdesk.documents.assets import assets
from dealdesk.documents.charts import waterfall
from dealdesk.documents.fonts import BOLD, TEXT, Face, face
from dealdesk.documents.palette import palette

FONTS = assets("quote").fonts
FACES = (face(FONTS / TEXT), face(FONTS / BOLD))
TEXTS = re.compile(r'<text x="([\d.]+)" y="([\d.]+)" [^>]*font-size="([\d.]+)" font-weight="(\d+)"[^>]*>([^<]*)</text>')
RECTS = re.compile(r'<rect x="([\d.]+)" y="([-\d.]+)" width="([\d.]+)" height="([\d.]+)"')


def chart(values: list[float], names: list[str] | None = None, amount: str = "−$75,532.50") -> dict[str, Any]:
    bars = [{"name": "List price", "note": "36 months", "amount": "$671,400.00", "value": 671400.0, "kind": "start"}]
    for number, value in enumerate(values):
        name = (names or ["Bundle discount", "Term discount", "Negotiated discount"])[number % len(names or "abc")]
        bars.append({"name": name, "note": "15% of what remains", "amount": amount, "value": value, "kind": "step"})
    net = 671400.0 + sum(values)
    bars.append(
        {"name": "You pay", "note": "total contract value", "amount": "$428,017.50", "value": net, "kind": "net"}
    )
    return {"bars": bars, "saved": "36.25% saved", "alt": "Price waterfall: list price $671,400.00."}


def boxes(svg: str) -> list[tuple[float, float, float, float, str]]:
    """Left, top, right and bottom of every text, as the typeface's advance widths have it."""
    found = []
    for x, y, size, weight, text in TEXTS.findall(svg):
        one: Face = FACES[weight == "600"]
        plain = text.replace("&amp;", "&")
        found.append(
            (float(x), float(y) - 0.73 * float(size), float(x) + one.width(plain, float(size)), float(y), plain)
        )
    return found


def size(svg: str) -> tuple[float, float]:
    found = re.search(r'width="([\d.]+)pt" height="([\d.]+)pt" viewBox="0 0 ([\d.]+) ([\d.]+)"', svg)
    assert found
    assert (found[1], found[2]) == (found[3], found[4])
    return float(found[1]), float(found[2])


@pytest.mark.parametrize("width", [504.3, 487.5])
@pytest.mark.parametrize("count", range(1, 13))
@pytest.mark.parametrize("value", [-20000.0, -0.01, 4000.0, -55950.0])
def test_labels_stay_inside_and_apart(count: int, value: float, width: float) -> None:
    svg = waterfall(chart([value] * count), palette("#0b6a5a"), FACES, width)
    right, bottom = size(svg)
    found = boxes(svg)
    assert len(found) >= 2 * (count + 2)
    for x0, y0, x1, y1, text in found:
        assert x0 >= 0, text
        assert x1 <= right + 0.01, text
        assert y0 >= 0, text
        assert y1 <= bottom, text
    for number, a in enumerate(found):
        for b in found[number + 1 :]:
            apart = a[2] <= b[0] or b[2] <= a[0] or a[3] <= b[1] or b[3] <= a[1]
            assert apart, (a, b)


@pytest.mark.parametrize("count", [1, 3, 6, 12])
def test_bars_stay_inside(count: int) -> None:
    svg = waterfall(chart([-55000.0] * count), palette("#0b6a5a"), FACES, 504.3)
    right, bottom = size(svg)
    for x, y, width, height in ((float(each) for each in one) for one in RECTS.findall(svg)):
        assert x >= 0
        assert y >= 0
        assert x + width <= right + 0.01
        assert y + height <= bottom + 0.01


def test_few_steps_stand_in_columns_and_many_in_rows() -> None:
    few = waterfall(chart([-1000.0] * 2), palette("#0b6a5a"), FACES, 504.3)
    many = waterfall(chart([-1000.0] * 9), palette("#0b6a5a"), FACES, 504.3)
    assert len({x for x, *_ in RECTS.findall(few)}) == 4
    assert len({y for _, y, *_ in RECTS.findall(many)}) == 11


def test_amounts_too_long_for_columns_stand_in_rows() -> None:
    svg = waterfall(chart([-1.0] * 3, amount="−CHF 999,999,999,999.99"), palette("#0b6a5a"), FACES, 504.3)
    assert len({y for _, y, *_ in RECTS.findall(svg)}) == 5


def test_a_name_longer_than_its_place_ends_in_an_ellipsis() -> None:
    svg = waterfall(chart([-1.0], ["A programme with a name of " * 6]), palette("#0b6a5a"), FACES, 504.3)
    assert "…</text>" in svg
    assert max(box[2] for box in boxes(svg)) <= 504.31


def test_text_is_escaped_and_the_title_says_the_numbers() -> None:
    one = chart([-1.0], ["<b> & co"])
    one["alt"] = "list & <net>"
    svg = waterfall(one, palette("#0b6a5a"), FACES, 504.3)
    assert "<title>list &amp; &lt;net&gt;</title>" in svg
    assert "<b>" not in svg


def test_a_pale_accent_is_darkened_until_text_in_it_can_be_read() -> None:
    from dealdesk.colours import channels, contrast_on_white

    assert palette("#0b6a5a").accent == "#0b6a5a"
    assert contrast_on_white(channels(palette("#ffd400").accent)) >= 4.5
    assert palette("#FFFFFF").accent != "#ffffff"


def test_steps_of_one_title_and_percentage_are_printed_as_one() -> None:
    from dealdesk.documents.view.steps import steps
    from dealdesk.documents.view.writer import Writer
    from tests.documents.samples import sample

    quote = sample()
    writer = Writer(quote, assets("quote").language("en"))
    # 25 % of 671,400.00, and 15 % of the 503,550.00 that remain
    assert [(each.title, each.percent, each.amount) for each in steps(writer)] == [
        ("Bundle discount", D(25), D("-167850.00")),
        ("Term discount", D(15), D("-75532.50")),
    ]
