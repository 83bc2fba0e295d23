"""Properties of quotes that need more than one look at a deal: the same bytes again, other orders, other days."""

from collections.abc import Callable
from decimal import Decimal
from pprint import pformat
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from dealdesk.catalog.models import Catalog
from dealdesk.errors import DealError
from dealdesk.quoting.load import deal_of
from dealdesk.quoting.price import price
from dealdesk.quoting.quote import Quote
from tests.strategies import TODAY, Data, a_catalog, a_deal, deals

D = Decimal
ANY = {"deadline": None, "suppress_health_check": list(HealthCheck)}


CHECKED: list[tuple[Data, Catalog]] = []
"""The catalog that was checked last, beside its data: checking takes longer than pricing."""


def checked(data: Data) -> Catalog:
    if not CHECKED or CHECKED[0][0] is not data:
        CHECKED[:] = [(data, Catalog.validate(data))]
    return CHECKED[0][1]


def priced(data: Data, deal: Data) -> Quote | None:
    """The quote, or None for a deal that is refused."""
    try:
        return price(deal_of(deal), checked(data), today=TODAY)
    except DealError:
        return None


def many(seed: int, count: int, holds: Callable[[Data, Data, Quote], Any]) -> None:
    """Check something of *count* deals that can be priced, a few of each catalog."""
    rnd, left = Random(seed), count
    while left > 0:
        data = a_catalog(rnd)
        for _ in range(5):
            deal = a_deal(rnd, data)
            quote = priced(data, deal)
            if quote is None:
                continue
            left -= 1
            try:
                holds(data, deal, quote)
            except AssertionError as problem:
                raise AssertionError(f"seed {seed}: {problem}\n{pformat(deal)}\n{pformat(data)}") from problem


# ---- the same bytes again --------------------------------------------------------------------------------


@given(deals())
@settings(max_examples=100, **ANY)
def test_a_deal_that_is_priced_again_gives_the_same_bytes(drawn: tuple[Data, Data]) -> None:
    first, again = priced(*drawn), priced(*drawn)
    assert (first and first.to_json()) == (again and again.to_json())


def test_a_stored_quote_comes_back_as_it_was_and_is_stored_in_the_same_bytes() -> None:
    def holds(data: Data, deal: Data, quote: Quote) -> None:
        text = quote.to_json()
        back = Quote.from_json(text)
        assert back == quote
        assert back.to_json() == text

    many(1, 200, holds)


def test_amounts_are_stored_with_the_decimals_of_their_currency() -> None:
    def holds(data: Data, deal: Data, quote: Quote) -> None:
        amounts = [quote.totals.net, quote.totals.list, *(each.amount for each in quote.invoices)]
        for line in quote.lines:
            amounts += [line.list, line.net, *(move.amount for move in line.moves)]
        assert {-int(amount.as_tuple().exponent) for amount in amounts} <= {quote.places}

    many(2, 500, holds)


# ---- the order of things ---------------------------------------------------------------------------------


def test_the_order_of_lines_changes_no_total() -> None:
    """But for amounts over the term that a bound then moves: the odd cent of a spread goes to the earlier line."""

    def holds(data: Data, deal: Data, quote: Quote) -> None:
        spread = any("amount" in each or "target_total" in each for each in deal["discounts"])
        if spread and {"maximum", "minimum", "floor"} & {move.code for move in quote.moves}:
            return
        turned = priced(data, deal | {"lines": deal["lines"][::-1]})
        assert turned is not None
        assert turned.totals == quote.totals
        assert turned.usage_estimate == quote.usage_estimate
        assert turned.metric("acv") == quote.metric("acv")

    many(3, 500, holds)


def test_an_optional_line_changes_no_total() -> None:
    def holds(data: Data, deal: Data, quote: Quote) -> None:
        more = {"sku": "item-0", "optional": True}
        charges = data["products"]["item-0"]["charges"]
        if charges[0]["model"] in ("range", "matrix"):
            return
        offered = priced(data, deal | {"lines": [*deal["lines"], more]})
        assert offered is None or (offered.totals, offered.invoices) == (quote.totals, quote.invoices)

    many(4, 300, holds)


def test_billing_changes_when_but_not_how_much() -> None:
    """Unless the price book goes by it."""

    def holds(data: Data, deal: Data, quote: Quote) -> None:
        book = data["rules"].get("price_book", {"entries": []})
        if any("billing" in entry for entry in book["entries"]):
            return
        for billing in ("annual", "quarterly", "monthly", "upfront"):
            other = priced(data, deal | {"billing": billing})
            assert other is not None
            assert other.totals == quote.totals
            assert sum((each.amount for each in other.invoices), D(0)) == quote.totals.net

    many(5, 200, holds)


def test_a_day_at_which_nothing_changes_changes_no_price() -> None:
    """A ramp step that repeats the quantity cuts the contract in two; the parts still add up to the whole."""

    def holds(data: Data, deal: Data, quote: Quote) -> None:
        first = deal["lines"][0]
        bounds = {"maximum", "minimum", "floor", "line_amount", "deal_amount"} & {m.code for m in quote.moves}
        if bounds or "ramp" in first or isinstance(first["quantity"], list) or quote.months < 8 or "start" in first:
            return
        cut = first | {"ramp": [{"month": 1}, {"month": 8, "quantity": first["quantity"]}]}
        again = priced(data, deal | {"lines": [cut, *deal["lines"][1:]]})
        assert again is not None
        assert again.totals == quote.totals

    many(6, 500, holds)


# ---- prices and quantities -------------------------------------------------------------------------------


@pytest.mark.parametrize("step", ["price_book", "bundle", "volume", "term", "partner", "promotion"])
def test_a_step_without_numbers_leaves_no_move(step: str) -> None:
    def holds(data: Data, deal: Data, quote: Quote) -> None:
        rules = {code: rule for code, rule in data["rules"].items() if code != step}
        fewer = deal if step not in ("partner", "promotion") else {k: v for k, v in deal.items() if k[:7] != step[:7]}
        if step == "promotion":
            fewer = {key: value for key, value in deal.items() if key != "promotions"}
        other = priced(data | {"rules": rules}, fewer)
        if other is not None:
            assert step not in {move.code for line in other.lines for move in line.moves}

    many(7, 60, holds)


def test_no_discount_takes_more_than_the_price() -> None:
    """Every step at 100 %, on the list price, one after the other: what is left is 0, and never below."""

    def holds(data: Data, deal: Data, quote: Quote) -> None:
        rules: Data = {
            "price_book": {"base": "list", "entries": [{"name": "All", "percent": 60}]},
            "term": {"base": "list", "tiers": [{"from": 0, "percent": 60}]},
            "negotiated": {"combine": "sum"},
        }
        asks = [{"percent": 80}, {"percent": 70}]
        free = {key: value for key, value in deal.items() if key not in ("partner", "promotions", "commitment")}
        other = priced(data | {"rules": rules}, free | {"discounts": asks})
        if other is not None:
            assert all(line.net >= 0 for line in other.lines)
            assert all(each.amount > 0 for each in other.invoices)

    many(8, 300, holds)
