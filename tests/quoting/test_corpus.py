"""Quotes of earlier releases are priced again: not a cent and not a day is another."""

from __future__ import annotations

import json
from collections import Counter
from copy import deepcopy

from tests.quoting.corpus import Kept, different, kept

NEEDED = (
    "amends", "renews", "options", "commitment", "ramp", "free", "promotions", "co_term", "hide_price", "signed",
    "currency = \"JPY\"", "EUR", "KWD", "held", "was", "usage", "partner", "discounts", "optional",
)  # fmt: skip
"""What the deals and catalogs of the corpus have to say somewhere."""


def test_every_quote_that_was_kept_has_the_same_cents_and_days() -> None:
    count = 0
    for each in kept():
        now = json.loads(each.priced().to_json())
        assert list(different(each.quote, now)) == [], each.name
        count += 1
    assert count >= 200


def test_the_corpus_has_some_of_everything() -> None:
    found = Counter[str]()
    for each in kept():
        text = b"".join([*each.deal.content.values(), *each.catalog.content.values()]).decode()
        found.update(word for word in NEEDED if word in text)
    assert not set(NEEDED) - set(found), found


def test_a_cent_or_a_day_that_differs_would_be_named() -> None:
    one: Kept = next(kept())
    now = deepcopy(one.quote)
    now["totals"]["net"] = "0.01"
    now["lines"][0]["intervals"][0]["start"] = "1999-01-01"
    now["new"] = "more may be there"
    del now["months"]
    assert [each.split(" was ")[0] for each in different(one.quote, now)] == [
        "lines[0].intervals[0].start",
        "months",
        "totals.net",
    ]
