"""What a quote's view says."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal as D
from typing import Any

import pytest

from dealdesk.documents.assets import assets
from dealdesk.documents.strings import named_strings
from dealdesk.documents.view import quote_view
from dealdesk.quoting.quote import Quote
from dealdesk.quoting.quote.printed import Party
from tests.documents.samples import BUNDLE, FIVE, TERM, Item, everything, many, sample

ENGLISH = assets("quote").language("en")


def view(quote: Quote) -> dict[str, Any]:
    return quote_view(quote, ENGLISH)


def figures(quote: Quote) -> list[tuple[str, str, str]]:
    return [(each["label"], each["value"], each["note"]) for each in view(quote)["figures"]["cells"]]


def column(table: dict[str, Any], kind: str, row: str = "rows") -> list[str]:
    number = [each["kind"] for each in table["columns"]].index(kind)
    return [each["cells"][number]["text"] for each in table[row]]


def test_the_four_figures_answer_the_first_questions() -> None:
    assert figures(sample()) == [
        ("Total contract value", "$428,017.50", "36\u00a0months, before\u00a0tax"),
        ("Annual fee", "$142,672.50", "Three equal invoices"),
        ("Saving against list", "36.25%", "$243,382.50 over the term"),
        ("Price held until", "11\u00a0Nov\u00a02026", "30 days from issue"),
    ]


def test_without_a_saving_the_third_figure_is_the_first_invoice() -> None:
    assert figures(sample(FIVE[:1], ()))[2] == ("First invoice", "$76,800.00", "Due 15\u00a0Jan\u00a02027")


def test_a_fee_that_rises_is_called_an_average() -> None:
    ramp = Item("Seats", D(10), D(10), "seat", "month", model="per_unit", ramp=(10, 20, 30))
    label, value, note = figures(sample([ramp], ()))[1]
    assert (label, value) == ("Average annual fee", "$2,400.00")  # (1,200 + 2,400 + 3,600) / 3
    assert note == "$1,200.00 in year 1, $3,600.00 in year 3"


def test_a_quote_that_commits_to_nothing_leads_with_the_estimate() -> None:
    usage = Item("Payments", D("0.05"), D(100000), "transactions", "month", usage=True, model="percentage")
    found = figures(sample([usage], ()))
    assert found[0] == ("Estimated usage a year", "$60,000.00", "Billed as used, not committed")
    assert found[2][:2] == ("Total contract value", "$0.00")


def test_a_term_below_a_year_has_an_annualised_fee() -> None:
    item = Item("Seats", D(100), period="month")
    assert figures(sample([item], (), months=6))[1][:2] == ("Annualised fee", "$1,200.00")


def test_lines_a_year_with_the_unit_price_and_one_total() -> None:
    table = view(sample())["lines"]["recurring"]
    assert [" ".join(each["label"]) for each in table["columns"]] == [
        "Plugin", "Quantity", "Unit price per year", "List per year", "Discount", "Net per year",
    ]  # fmt: skip
    assert [each["text"] for each in table["rows"][3]["cells"][1:]] == [
        "250", "$132.00", "$33,000.00", "36.25%", "$21,037.50",
    ]  # fmt: skip
    assert table["rows"][3]["cells"][1]["minor"] == "users"
    assert table["feet"][0]["label"] == "Total per year"
    assert [each["text"] for each in table["feet"][0]["cells"]] == ["$223,800.00", "36.25%", "$142,672.50"]


def test_columns_that_say_nothing_are_left_out() -> None:
    flat = view(sample([Item("Manufacturing", D(120000)), Item("Automotive", D(150000))], ()))["lines"]["recurring"]
    assert [" ".join(each["label"]) for each in flat["columns"]] == ["Plugin", "Price per year"]
    assert [each["label"] for each in flat["feet"]] == ["Total per year", "Total for 36\u00a0months"]
    assert [each["cells"][0]["text"] for each in flat["feet"]] == ["$270,000.00", "$810,000.00"]


def test_a_ramp_shows_its_intervals_below_the_line() -> None:
    seats = Item("Seats", D(10), D(10), "seat", "month", model="per_unit", ramp=(10, 20, 30))
    table = view(sample([seats, FIVE[2]], (BUNDLE,)))["lines"]["recurring"]
    assert [each["sub"] for each in table["rows"]] == [False, True, True, True, False]
    first = [each["text"] for each in table["rows"][1]["cells"]]
    # 10 seats at 10.00 for 12 months, 25 % off
    assert first == [
        "1\u00a0Dec\u00a02026 – 30\u00a0Nov\u00a02027", "10", "$100.00", "$1,200.00", "25%", "$900.00",
    ]  # fmt: skip
    assert table["rows"][1]["cells"][2]["below"] == "×\u00a012\u00a0months"
    assert table["feet"][0]["label"] == "Total for 36\u00a0months"


def test_part_periods_are_told_by_their_fraction() -> None:
    quote = sample()
    interval = replace(quote.lines[0].intervals[0], periods="1 year + 181/365 year")
    line = replace(quote.lines[0], intervals=(interval,))
    table = view(replace(quote, lines=(line, *quote.lines[1:]), months=17, days=29))["lines"]["recurring"]
    assert table["rows"][0]["cells"][2]["below"] == "×\u00a01\u00a0year +\u00a0181/365\u00a0year"


def test_usage_and_options_stand_apart_and_in_no_total() -> None:
    shown = view(everything())
    assert shown["lines"]["usage"]["rows"][0]["cells"][1]["minor"] == "×\u00a010k requests"
    assert "not part of the total" in shown["lines"]["usage"]["note"]
    assert "not part of the total" in shown["lines"]["optional"]["note"]
    assert shown["lines"]["optional"]["feet"] == []
    committed = shown["lines"]["recurring"]["feet"][-1]["cells"][-1]["text"]
    once = shown["lines"]["once"]["feet"][-1]["cells"][-1]["text"]
    assert shown["sums"]["of_which"] == f"of which {committed} subscription and {once} one-time"


def test_a_line_with_a_hidden_price_prints_none() -> None:
    rows = view(everything())["lines"]["recurring"]["rows"]
    (hidden,) = [row for row in rows if row["cells"][0]["text"] == "Audit trail"]
    assert [each["text"] for each in hidden["cells"][1:]] == ["1", "", "", "", "Included in the total"]


def test_a_percentage_that_two_decimals_do_not_state_is_marked() -> None:
    # a third of 100.00 is 33.33, which is 33.33 % of it to the cent; a third of 1,000,000.00 is not
    small, large = Item("Small", D("100.00")), Item("Large", D("1000000.00"))
    third = ("negotiated", "Negotiated discount", D("33.333333"))
    table = view(sample([small, large], (third,)))["lines"]["recurring"]
    assert column(table, "percent") == ["33.33%", "≈33.33%"]


def test_percentages_of_a_column_have_the_same_decimals() -> None:
    quote = sample([Item("a", D(100)), Item("b", D(1000))], (BUNDLE,))
    assert column(view(quote)["lines"]["recurring"], "percent") == ["25%", "25%"]
    mixed = sample([Item("a", D(100)), Item("b", D(1000))], (BUNDLE, TERM))
    assert column(view(mixed)["lines"]["recurring"], "percent") == ["36.25%", "36.25%"]


@pytest.mark.parametrize(
    ("steps", "sentence"),
    [
        (
            (BUNDLE, TERM),
            "Discounts apply in sequence, each on what remains: 25% and 15% together come to 36.25% of list, not 40%.",
        ),
        ((BUNDLE,), "The bundle discount of 25% is taken on the list price of every line."),
        (
            (BUNDLE, TERM, ("negotiated", "Negotiated discount", D("7.5"))),
            # 1 - 0.75 × 0.85 × 0.925 = 0.4103125
            "Discounts apply in sequence, each on what remains: 25%, 15% and 7.5% together come to ≈41.03% "
            "of list, not 47.5%.",
        ),
        (
            (BUNDLE, ("uplift", "Yearly uplift", D(-4))),
            "Discounts apply one after the other, each to the lines it is for; together they come to 22% of list. "
            "Then added: yearly uplift, $20,142.00.",
        ),
        (
            (("line_amount", "x", D(10)),),
            "One step leads from the list price to the total: negotiated discount, $67,140.00 or 10% of list.",
        ),
        (
            (("uplift", "Yearly uplift", D(-4)),),
            "The steps below lead from the list price to the total contract value, +4% above list.",
        ),
    ],
)
def test_the_price_is_explained_in_a_sentence(steps: Any, sentence: str) -> None:
    assert view(sample(steps=steps))["price"]["note"].replace("\u00a0", " ") == sentence


def test_internal_steps_have_words_for_customers() -> None:
    raised = view(sample(steps=(BUNDLE, ("floor", "Floor price", D(-4)))))
    labels = [each["cell"]["text"] for each in raised["sums"]["rows"]]
    assert labels == ["List price, 36\u00a0months", "Bundle discount, 25%", "Price adjustment"]
    assert "floor" not in str([value for where, value in named_strings(raised) if not where.startswith("t.")]).lower()


def test_what_is_negotiated_comes_after_a_subtotal() -> None:
    rows = view(sample(steps=(BUNDLE, ("negotiated", "Negotiated discount", D(10)))))["sums"]["rows"]
    assert [(each["cell"]["text"], each["cell"]["minor"]) for each in rows] == [
        ("List price, 36\u00a0months", "$671,400.00"),
        ("Bundle discount, 25%", "−$167,850.00"),
        ("Price after standard discounts", "$503,550.00"),
        ("Negotiated discount, 10%", "−$50,355.00"),
    ]


def test_nothing_to_explain_means_no_chapter_about_it() -> None:
    assert view(sample(steps=()))["price"] is None
    assert view(sample(steps=()))["sums"]["rows"] == []


def test_many_invoices_are_told_by_the_year_with_the_cents_that_a_division_leaves() -> None:
    table = view(sample(billing="monthly", months=24))["schedule"]
    assert column(table, "text") == ["1–12 of 24", "13–24 of 24"]
    assert table["rows"][0]["cells"][1]["text"] == "Monthly from 1\u00a0Dec\u00a02026"
    # 285,345.00 / 24 = 11,889.375
    assert column(table, "money") == ["€11,889.38".replace("€", "$"), "$11,889.37"]
    assert table["feet"][0]["cells"][-1]["text"] == "$285,345.00"


def test_options_stand_beside_the_quote_with_what_differs() -> None:
    options = view(everything())["options"]
    assert options["side_by_side"]
    assert [(each["name"], each["recommended"]) for each in options["choices"]] == [
        ("This quote", False), ("Five years", True), ("Without a bundle", False),
    ]  # fmt: skip
    assert options["choices"][1]["differs"] == [
        "Price lock for five years",
        "Without Trace Insights, Compliance pack, Onboarding, Routed requests and Audit trail",
    ]


def test_dates_and_amounts_never_break() -> None:
    for where, value in named_strings({k: v for k, v in view(everything()).items() if k != "t"}):
        assert " Nov " not in value, where
        assert "$ " not in value, where


def test_minus_is_a_minus() -> None:
    sums = view(sample())["sums"]
    assert all("-" not in row["cell"]["minor"] for row in sums["rows"])


def test_long_amounts_stand_two_by_two() -> None:
    def rows(price: str) -> list[int]:
        return [len(each) for each in view(sample([Item("Cloud", D(price))], ()))["figures"]["rows"]]

    assert rows("76800.00") == [4]
    assert rows("33333333.33") == [4]  # 99,999,999.99 in all
    assert rows("333333333333.33") == [2, 2]


def test_a_name_is_shortened_in_the_footer_only() -> None:
    name = "Northwind " * 19
    head = view(sample(customer=Party(name.strip())))["head"]
    assert head["customer"] == name.strip()
    assert head["footer"].endswith("Northwind…")
    assert len(head["footer"]) < 130


def test_every_template_can_reach_every_key() -> None:
    def keys(value: Any) -> Iterator[str]:
        if isinstance(value, dict):
            yield from value
            for each in value.values():
                yield from keys(each)
        elif isinstance(value, list):
            for each in value:
                yield from keys(each)

    # `view.items` in a template would be the method of the dict
    assert not set(keys(view(everything()))) & set(dir(dict))


def test_two_hundred_lines_are_all_there() -> None:
    assert len(view(many(200))["lines"]["recurring"]["rows"]) == 200
