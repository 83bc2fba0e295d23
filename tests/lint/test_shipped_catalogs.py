"""What the linter says of the three catalogs: the cliffs of their documents, to the cent, and nothing false."""

from __future__ import annotations

import shutil
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from dealdesk.catalog.load import load_catalog, packaged
from dealdesk.lint import Finding, lint
from dealdesk.quoting.deal import Deal
from dealdesk.quoting.price import price

TODAY = date(2026, 11, 21)
D = Decimal


def allowed(name: str) -> list[Finding]:
    return list(lint(load_catalog(name), today=TODAY).allowed)


@pytest.mark.parametrize("name", ["stellar-logic", "ai-control-plane", "sippar"])
def test_nothing_stands_in_a_shipped_catalog(name: str) -> None:
    assert [(each.code, each.found.message) for each in lint(load_catalog(name), today=TODAY).findings] == []


def proof(finding: Finding) -> list[tuple[str, Decimal]]:
    return [(each.words, each.total) for each in finding.found.witness]


def test_the_cliffs_of_stellar_logic() -> None:
    found = [each for each in allowed("stellar-logic") if each.code == "DD102"]
    four = "government-defense + cybersecurity + financial + healthcare"
    assert proof(found[0]) == [(four, D("620500.00")), (f"{four} + real-estate", D("585000.00"))]
    assert found[0].found.loss == D("35500.00")
    assert [total for _, total in proof(found[1])] == [D("1087500.00"), D("975000.00")]
    assert found[1].found.loss == D("112500.00")


def test_the_two_identical_bundles_of_stellar_logic() -> None:
    assert [each.code for each in allowed("stellar-logic")].count("DD207") == 1


def test_the_fee_cliff_of_sippar() -> None:
    (found,) = [each for each in allowed("sippar") if each.code == "DD105"]
    assert "USD 10,000.00 costs USD 10.00, and one of USD 10,000.01 costs USD 5.00" in found.found.message
    assert found.found.zone == "transactions of USD 5,000.01 to USD 10,000.00 cost more than one of USD 10,000.01"


def test_the_hole_of_nine_to_eleven_when_its_rung_is_taken_away(tmp_path: Path) -> None:
    folder = tmp_path / "stellar-logic"
    shutil.copytree(packaged("catalogs") / "stellar-logic", folder)
    rules = folder / "rules.toml"
    blocks = rules.read_text().split("[[rules.bundle.tiers]]")
    rules.write_text("[[rules.bundle.tiers]]".join(each for each in blocks if "from          = 9" not in each))
    found = [each for each in lint(load_catalog(folder), today=TODAY).findings if each.code == "DD201"]
    assert [each.found.message for each in found] == ["9 to 11 products have no price: no rung is for them"]


def test_every_proof_is_a_deal_that_costs_what_it_says() -> None:
    for name in ("stellar-logic", "ai-control-plane", "sippar"):
        catalog: Any = load_catalog(name)
        for finding in allowed(name):
            for witness in finding.found.witness:
                quote = price(Deal.validate(dict(witness.deal)), catalog, today=TODAY)
                assert quote.totals.net + quote.usage_estimate.net == witness.total
