"""Price lists by quantity: each model in words of its own, in every language; hidden and optional prices."""

from dataclasses import replace
from decimal import Decimal as D
from typing import Any

import pytest

from dealdesk.documents.assets import assets
from dealdesk.documents.strings import named_strings
from dealdesk.documents.view import quote_view
from dealdesk.documents.view.order import order_view
from dealdesk.pricing.price_list import PriceList, Rung
from dealdesk.quoting.quote import Quote
from dealdesk.quoting.quote.line import UsageRate
from dealdesk.sealing.extract import public
from tests.documents.samples import FIVE, Item, everything, sample

LANGUAGES = ("en", "de", "fr", "es", "ja")

LADDER = (Rung(up_to=D(500), rate=D("2")), Rung(above=D(500), up_to=D(2000), rate=D("1.5")), Rung(D(2000), rate=D(1)))
STAIRS = tuple(replace(each, rate=D(0), flat=each.rate * 100) for each in LADDER)
BELOW = tuple(replace(each, end_in=False) for each in LADDER)


def quote_of(model: str, *rungs: Rung, minimum: D | None = None, **more: Any) -> Quote:
    """A quote of one usage charge with a price list."""
    quote = sample([Item("Gateway", D(10), D(700), "call", "month", model=model, usage=True)], (), **more)
    line = replace(quote.lines[0], price_list=PriceList(rungs, minimum))
    return replace(quote, lines=(line,))


def told(quote: Quote, language: str = "en") -> list[tuple[str, str]]:
    """What the price list says: a step and its price, row by row, the first row being the name."""
    table = quote_view(quote, assets("quote").language(language))["rates"]
    return [
        (" ".join(filter(None, (row["cells"][0]["text"], row["cells"][0]["minor"]))), row["cells"][1]["text"])
        for row in table["rows"]
    ]


def how(quote: Quote) -> str:
    rows = quote_view(quote, assets("quote").language("en"))["rates"]["rows"]
    return str(rows[0]["cells"][0]["below"])


def test_graduated_says_first_next_and_over() -> None:
    quote = quote_of("graduated", *LADDER)
    assert how(quote) == "Each unit costs the price of the step that it falls in; counted anew every month"
    assert told(quote)[1:] == [
        ("First 500 calls", "$2.00 per call"),
        ("Next 1,500, up to 2,000", "$1.50 per call"),
        ("Over 2,000", "$1.00 per call"),
    ]


def test_volume_says_all_units() -> None:
    quote = quote_of("volume", *LADDER)
    assert how(quote).startswith("All units cost the price of the one step that the whole quantity reaches")
    assert told(quote)[1:] == [
        ("All units, if up to 500 calls", "$2.00 per call"),
        ("All units, if over 500 and up to 2,000", "$1.50 per call"),
        ("All units, if over 2,000", "$1.00 per call"),
    ]


def test_an_end_that_is_not_in_the_step_says_below_and_from() -> None:
    assert [step for step, _ in told(quote_of("graduated", *BELOW))[1:]] == [
        "First units, below 500 calls",
        "Next units, from 500 to below 2,000",
        "From 2,000",
    ]
    assert told(quote_of("volume", *BELOW))[2][0] == "All units, if from 500 and below 2,000"


def test_stairs_cost_one_amount_in_all() -> None:
    assert told(quote_of("stairstep", *STAIRS))[2] == ("Over 500 and up to 2,000", "$150.00 in all")


def test_a_package_says_that_a_started_one_counts() -> None:
    quote = quote_of("package", Rung(up_to=D(100)), Rung(D(100), rate=D("5"), size=D(1000)), minimum=D(8))
    assert told(quote)[1:] == [
        ("First 100 calls", "free of charge"),
        ("Each package", "$5.00 per started package of 1,000 calls"),
        ("Least amount per month", "$8.00"),
    ]


def test_a_share_of_money_names_its_fixed_part_and_its_bounds() -> None:
    rung = Rung(rate=D("0.029"), flat=D("0.30"), least=D("0.50"), most=D(20))
    assert told(quote_of("percentage", rung))[1] == (
        "Any amount",
        "2.9% of the amount plus $0.30 per transaction, at least $0.50, at most $20.00",
    )


def test_fees_by_bracket_state_their_bounds_as_money() -> None:
    brackets = Rung(up_to=D(10), flat=D("0.05")), Rung(D(10), rate=D("0.01"))
    assert told(quote_of("bracketed_fee", *brackets))[1:] == [
        ("Up to $10.00", "$0.05 per transaction"),
        ("Over $10.00", "1% of the amount"),
    ]


def test_all_rates_of_a_list_have_the_decimals_of_the_finest() -> None:
    rungs = replace(LADDER[0], rate=D("0.02")), replace(LADDER[2], above=D(500), rate=D("0.0125"))
    assert [price for _, price in told(quote_of("graduated", *rungs))[1:]] == ["$0.0200 per call", "$0.0125 per call"]
    yen = quote_of("graduated", *rungs, currency="JPY", places=0)
    assert told(yen, "ja")[1][1] == "call あたり ¥0.0200"


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_models_read_alike_in_any_language(language: str) -> None:
    sayings = []
    for model, rungs in (("graduated", LADDER), ("volume", LADDER), ("stairstep", STAIRS), ("package", LADDER[:1])):
        quote = quote_of(model, *(replace(each, size=D(10) if model == "package" else D(0)) for each in rungs))
        rows = quote_view(quote, assets("quote").language(language))["rates"]["rows"]
        sayings.append((rows[0]["cells"][0]["below"], tuple(row["cells"][0]["text"] for row in rows[1:])))
    assert len({first for first, _ in sayings}) == len(sayings)
    assert len({rest for _, rest in sayings}) == len(sayings)


def test_usage_without_an_estimate_has_its_price_list_too() -> None:
    rate = UsageRate("s", "c", "Gateway", "Calls", "graduated", "month", "call", PriceList(LADDER))
    quote = replace(sample(), usage_rates=(rate,))
    assert told(quote)[0][0] == "Gateway · Calls"
    assert public(quote)["usage_rates"][0]["price_list"]["rungs"][1]["rate"] == "1.5"


def test_a_quote_with_price_lists_is_the_same_from_json() -> None:
    quote = quote_of("volume", *LADDER, minimum=D("8.00"))
    assert Quote.from_json(quote.to_json()) == quote


# ---- hidden prices


def test_a_hidden_price_is_nowhere_a_customer_looks() -> None:
    hidden = D("1234.56")
    quote = sample([*FIVE, Item("Audit trail", hidden, hide=True), Item("Vault", D("98.70"), hide=True)], ())
    line = replace(quote.lines[5], price_list=PriceList((Rung(rate=hidden),)))
    quote = replace(quote, lines=(*quote.lines[:5], line, *quote.lines[6:]))
    shown = quote_view(quote, assets("quote").language("en"))
    everything_said = [text for _, text in named_strings(shown)] + [str(public(quote))]
    for amount in ("1,234.56", "1234.56", "3,703.68", "3703.68"):  # a year, and three
        assert not [text for text in everything_said if amount in text]
    assert shown["rates"] is None
    assert shown["sums"]["total"] == "$675,399.78"  # 671,400.00 + 3,703.68 + 296.10


# ---- optional lines


def optional(*items: Item) -> dict[str, Any]:
    table: dict[str, Any] = quote_view(sample([*FIVE, *items], ()), assets("quote").language("en"))["lines"]["optional"]
    return table


def test_an_optional_line_says_what_the_total_becomes() -> None:
    # five lines: 223,800.00 a year, 671,400.00 in three
    table = optional(Item("Vault", D(1000), optional=True), Item("Escrow", D(500), optional=True))
    assert [row["cells"][-1]["text"] for row in table["rows"]] == ["$674,400.00", "$672,900.00"]
    assert table["feet"][0]["label"] == "Total contract value with all of them"
    assert table["feet"][0]["cells"][-1]["text"] == "$675,900.00"


def test_optional_usage_adds_nothing_to_the_total() -> None:
    usage = Item("Calls", D(2), D(10), "call", "month", usage=True, optional=True)
    table = optional(Item("Vault", D(1000), optional=True), usage)
    assert [row["cells"][-1]["text"] for row in table["rows"]] == ["$674,400.00", "–"]
    assert table["feet"] == []


# ---- the order form


def test_an_order_form_has_the_committed_deal_and_nothing_beside_it() -> None:
    quote = everything()
    shown = order_view(quote, assets("order-form").language("en"))
    names = {text for _, text in named_strings({k: v for k, v in shown.items() if k != "t"})}
    assert shown["lines"]["optional"] is None
    assert shown["lines"]["usage"] is None
    assert "options" not in shown
    assert "Private hosting" not in names
    assert shown["head"]["eyebrow"] == "Order form · Platform renewal 2027"
    rows = {each["heading"]: each["text"] for each in shown["terms"]}
    assert rows["Effective date"] == "The day of the last signature"
    assert "Nine products" in rows["Ordered"] or "Query Accelerator" in rows["Ordered"]


def test_an_order_that_does_not_renew_says_so() -> None:
    quote = replace(sample(), terms=())
    rows = {each["heading"]: each["text"] for each in order_view(quote, assets("order-form").language("en"))["terms"]}
    assert rows["Renewal"] == "Ends on 30\u00a0November\u00a02029 and does not renew by itself"
