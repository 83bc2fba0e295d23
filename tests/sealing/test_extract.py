"""What a PDF carries: enough to make its pages again, and nothing that is the vendor's own."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from dealdesk.documents import render
from dealdesk.documents.assets import assets
from dealdesk.documents.view import quote_view
from dealdesk.documents.view.order import order_view
from dealdesk.sealing.extract import extract, public, seal
from dealdesk.sealing.restore import on_paper, restored_from
from tests.sealing.priced import EXAMPLES, example


def test_a_quote_and_what_its_data_shows_have_the_same_paper() -> None:
    for name in EXAMPLES:
        quote = example(name)
        back = restored_from(extract(quote))
        for view, folder in ((quote_view, "quote"), (order_view, "order-form")):
            language = assets(folder).language(quote.customer.language)
            assert view(back, language) == view(on_paper(quote), language), (name, folder)


@pytest.mark.parametrize("name", ["hidden-prices", "usage-commitment"])
def test_the_pdf_of_its_data_is_the_pdf_to_the_byte(name: str) -> None:
    quote = example(name)
    assert render(restored_from(extract(quote))) == render(quote)


def test_prices_that_are_hidden_are_nowhere_in_the_data() -> None:
    quote = example("hidden-prices")
    text = extract(quote).decode()
    hidden = [line for line in json.loads(text)["lines"] if line["price_hidden"]]
    assert len(hidden) == sum(line.hide_price for line in quote.lines) > 0
    for line in hidden:
        assert not {"list", "net", "price_list"} & set(line)
        assert all(set(each) == {"start", "end", "quantity", "periods"} for each in line["intervals"])
    assert json.loads(text)["derivation"]["rows"] == []


def test_nothing_of_the_vendor_s_own_is_in_the_data() -> None:
    for name in EXAMPLES:
        quote = example(name)
        data = public(quote)
        text = json.dumps(data)
        for place in {line.at.partition(":")[0] for line in quote.lines}:
            assert place not in text or not place
        for finding in quote.findings:
            assert finding.message not in text
        for what, value in quote.private:
            assert len(value) < 20 or value not in text, (name, what)
        assert '"floor"' not in text


def test_the_seal_is_that_of_the_data_and_printed() -> None:
    quote = example("single-plugin")
    assert seal(quote) == seal(restored_from(extract(quote)))
    language = assets("quote").language("en")
    assert any(row["text"] == f"sha256:{seal(quote)}" for row in quote_view(quote, language)["control"])
    assert seal(quote) != seal(replace(quote, number="Q-2026-99999"))


def test_what_is_no_extract_is_refused() -> None:
    for content in (b"{}", b"[]", b"null", b"\xff", b"[" * 5000, b'{"lines": 1}'):
        with pytest.raises(ValueError, match=r".+"):
            restored_from(content)
