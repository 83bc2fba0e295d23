"""The largest discounts without an approval are the last hundredths of a per cent with which nothing further fires."""

from __future__ import annotations

from decimal import Decimal as D
from typing import Any

import pytest

from dealdesk.approving.largest import largest_discount
from dealdesk.approving.required import asking
from dealdesk.catalog.models import Catalog
from dealdesk.quoting.price import price
from tests.approving.shop import PRODUCTS, catalog, deal
from tests.quoting.shop import TODAY

CALLS = {
    "id": "calls", "period": "month", "unit": "call", "usage": True, "model": "per_unit", "price": D("0.37"),
    "cost": D("0.2"),
}  # fmt: skip
SOLD = PRODUCTS | {"api": {"name": "API", "kind": "usage", "family": "usage", "charges": [CALLS]}}
BOUGHT = [{"sku": "suite", "quantity": 137}, {"sku": "api", "quantity": 777}]
LATE = {"measure": "payment_days", "op": "above", "value": 10}


def rule(measure: str, op: str, value: str) -> dict[str, Any]:
    return {"measure": measure, "op": op, "value": D(value)}


def fires(at: Catalog, percent: D, usage: D | None) -> bool:
    """Whether anything but the late payment fires with these discounts."""
    asks: list[dict[str, Any]] = [{"percent": percent}]
    asks += [{"percent": usage, "applies_to": {"charges": ["usage"]}}] if usage is not None else []
    asked = deal(*BOUGHT, discounts=[each for each in asks if each["percent"]])
    found = asking(asked, at, price(asked, at, today=TODAY))
    return bool(set(found) - {"late"})


def window(around: D) -> list[D]:
    """Every whole per cent, and every hundredth near a value."""
    near = [around + D(n) / 100 for n in range(-30, 31)]
    return sorted({each for each in [*map(D, range(101)), *near] if 0 <= each <= 100})


@pytest.mark.parametrize(
    ("rules", "committed", "usage"),
    [
        ([rule("discount", "above", "12.345"), rule("usage_discount", "above", "7.5")], "12.34", "7.5"),
        ([rule("line_discount", "at_least", "20"), rule("asked_usage_discount", "at_least", "20")], "19.99", "19.99"),
        # (100 (1 - p) - 40) / 100 (1 - p) is 50 % at p = 20 %; (0.37 (1 - q) - 0.2) / … is 40 % at q = 9.909… %
        ([rule("margin", "below", "50"), rule("usage_margin", "below", "40")], "20", "9.9"),
        ([rule("usage_discount", "above", "0")], "100", "0"),
        # together: a usage discount makes it fire where the other is as large as it may be by itself
        (
            [
                rule("discount", "above", "30"),
                {"all": [rule("discount", "above", "10"), rule("usage_discount", "above", "5")]},
            ],
            "30",
            "5",
        ),
    ],
)
def test_the_largest_discounts_are_those_that_trying_each_finds(
    rules: list[dict[str, Any]], committed: str, usage: str
) -> None:
    at = catalog(LATE | {"id": "late"}, *rules, products=SOLD)
    of = deal(*BOUGHT, discounts=[{"percent": 60}])
    found = largest_discount(of, at, today=TODAY)
    assert found is not None
    assert (found.percent, found.usage, found.others) == (D(committed), D(usage), ("late",))
    tried = [each for each in window(found.percent) if not fires(at, each, None)]
    assert max(tried) == found.percent
    tried = [each for each in window(D(usage)) if not fires(at, found.percent, each)]
    assert max(tried) == found.usage


def test_guardrails_count_and_so_do_rules_that_do_not_fire_yet() -> None:
    rail = {"name": "Margin", "metric": "gross-margin", "op": "at_least", "value": 50, "unit": "%"}
    quiet = deal({"sku": "suite", "quantity": 100})
    found = largest_discount(quiet, catalog(guardrails={"margin": rail}), today=TODAY)
    assert found is not None
    assert (found.percent, found.usage) == (D(20), None)  # 8,000 less 4,000 of cost; and no usage
    assert found.quote.totals.net == 8000


def test_there_is_none_where_every_rule_fires_whatever_is_asked_for() -> None:
    assert largest_discount(deal(), catalog(LATE), today=TODAY) is None
