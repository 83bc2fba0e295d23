"""The page of the charge models."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, get_args, get_type_hints

from dealdesk.pricing.charges import CHARGES, Charge, Tier
from dealdesk.schema.meanings import prose
from generate.keys import key_table
from generate.markdown import table
from generate.steps import inside, snippet

SAMPLES = Path("docs/samples/charges.toml")
START = date(2027, 1, 1)

ASKED: dict[str, list[tuple[str, dict[str, Any]]]] = {
    "flat": [("1", {"quantity": 1}), ("40", {"quantity": 40})],
    "per_unit": [("1", {"quantity": 1}), ("40", {"quantity": 40}), ("2.5", {"quantity": Decimal("2.5")})],
    **{
        model: [(f"{n:f}", {"quantity": n}) for n in map(Decimal, ("0", "10", "20", "20.5", "21", "150"))]
        for model in ("graduated", "volume", "stairstep")
    },
    "package": [(n, {"quantity": int(n)}) for n in ("100", "101", "1100", "1101")],
    "percentage": [
        ("1 transaction of 10.00", {"usage": {"fee": [{"count": 1, "value": 10}]}}),
        ("1 transaction of 1,000.00", {"usage": {"fee": [{"count": 1, "value": 1000}]}}),
        ("1 transaction of 50,000.00", {"usage": {"fee": [{"count": 1, "value": 50_000}]}}),
        ("200 transactions of 33.33", {"usage": {"fee": [{"count": 200, "value": Decimal("33.33")}]}}),
    ],
    "bracketed_fee": [
        (f"1 transaction of {value}", {"usage": {"fee": [{"count": 1, "value": Decimal(value)}]}})
        for value in ("0.50", "1.00", "100.00", "100.01", "10000.00", "10000.01")
    ],
    "percent_of": [("per-unit beside it, 40 units", {}), ("per-unit beside it, 2 units", {})],
    "range": [("40, at a price of 20", {"quantity": 40, "price": 20})],
    "matrix": [
        ("3, EU and large", {"quantity": 3, "cell": {"region": "eu", "size": "large"}}),
        ("3, US and small", {"quantity": 3, "cell": {"region": "us", "size": "small"}}),
    ],
}
"""For each model: what is asked for, in words and as a line of a deal."""


def page() -> str:
    """Return the page."""
    head = (
        "# Charge models\n\nA charge says what a quantity costs a period. "
        "[Pricing](../pricing.md#charges-what-a-quantity-costs) has them side by side; here is each with its keys and "
        "an example. The amounts are computed when this page is made.\n\n"
        "## Keys that every charge has\n\n" + prose(Charge.__doc__) + "\n\n" + key_table(Charge) + "\n\n"
        "### tiers\n\n" + prose(Tier.__doc__) + "\n\n" + key_table(Tier) + "\n\n"
    )
    return head + "\n".join(_section(each) for each in CHARGES)


def _model(charge: type[Charge]) -> str:
    return str(get_args(get_type_hints(charge)["model"])[0])


def _section(charge: type[Charge]) -> str:
    model = _model(charge)
    module = sys.modules[charge.__module__]
    own = key_table(charge, without=frozenset({*Charge.fields(), "model"}))
    rows = [(said, f"{_amount(model, number, line):,.2f}") for number, (said, line) in enumerate(ASKED[model])]
    sample = snippet(SAMPLES, f"products.{model.replace('_', '-')}")
    parts = (
        f"## {model}",
        prose(module.__doc__),
        prose(charge.__doc__),
        own,
        *_inner(charge),
        f"```toml\n{sample}\n```",
        table(("quantity", "a period"), rows) + "\n",
    )
    return "\n\n".join(parts)


def _inner(charge: type[Charge]) -> Iterator[str]:
    """Yield the keys of the records in a charge's own keys; tiers have their own section."""
    for name, hint in get_type_hints(charge, include_extras=True).items():
        for record in inside(hint):
            if name not in Charge.fields() and record is not Tier:
                yield f"Each of `{name}`:"
                yield key_table(record)


def _amount(model: str, number: int, line: dict[str, Any]) -> Decimal:
    """Return what the engine asks for one period."""
    from dealdesk import Deal, load_catalog, price

    lines: list[dict[str, Any]] = [{"sku": model.replace("_", "-"), **line}]
    if model == "percent_of":
        lines.append({"sku": "per-unit", "quantity": (40, 2)[number]})
    deal = Deal.validate(
        {"catalog": "samples", "customer": {"name": "Sample"}, "start": START, "months": 12, "lines": lines}
    )
    return price(deal, load_catalog(SAMPLES), today=START).lines[0].intervals[0].net_per_period
