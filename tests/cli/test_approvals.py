"""A policy as a deal desk writes it, and what the commands say of deals under it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Run

CATALOG = """
[catalog]
id = "shop"
name = "Shop"
version = "1"
currency = "USD"

[segments.mid]
name = "Mid-market"
deal_size = { metric = "tcv", least = 5000, most = 50000 }

[products.seat]
name = "Seat"
kind = "plugin"
family = "seats"
charges = [
  { id = "seats", period = "year", unit = "seat", model = "per_unit", price = 100.88, cost = 30 },
  { id = "calls", period = "month", unit = "call", model = "per_unit", price = 0.4, usage = true },
]

[[policy.approvals]]
id = "deep"
measure = "discount"
op = "above"
value = 20
approvers = ["Head of Sales", "Chief Financial Officer"]
order = "sequential"

[[policy.approvals]]
id = "rates"
measure = "usage_discount"
op = "above"
value = 10
approver = "Head of Sales"

[[policy.approvals]]
id = "clauses"
measure = "nonstandard_terms"
op = "at_least"
value = 1
approvers = ["Legal", "Chief Financial Officer", "Chief Operating Officer"]
quorum = 2

[[policy.approvals]]
id = "size"
measure = "segment_range"
op = "above"
value = 0
approver = "Head of Sales"
unknown = "ask"

[policy.guardrails.payback]
name = "CAC payback"
metric = "cac-payback"
op = "at_most"
value = 12
unit = "months"
approver = "Chief Financial Officer"

[policy.guardrails.margin]
name = "Gross margin"
metric = "gross-margin"
op = "at_least"
value = 50
unit = "%"
"""
DEAL = """
catalog = "./catalogs/shop.toml"
start = 2027-01-01
months = 12
customer = { name = "Northwind", segment = "mid" }

[[lines]]
sku = "seat"
quantity = QUANTITY
usage = { calls = 100 }

[[discounts]]
percent = PERCENT
"""
PEOPLE = """
[people.op]
name = "Op"
roles = ["admin"]

[people.ana]
name = "Ana"
titles = ["Head of Sales", "Chief Finance Officer"]

[people.ben]
name = "Ben"
titles = ["Legal", "Chief Operating Officer"]
"""


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv("DEALDESK_REGISTER", raising=False)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "catalogs").mkdir()
    (tmp_path / "catalogs/shop.toml").write_text(CATALOG, encoding="utf-8")
    (tmp_path / "people.toml").write_text(PEOPLE, encoding="utf-8")
    return tmp_path


def deal(folder: Path, percent: int, more: str = "", quantity: int = 101, **other: str) -> str:
    text = DEAL.replace("PERCENT", str(percent)).replace("QUANTITY", str(quantity)) + more
    for old, new in other.items():
        text = text.replace(old, new)
    (folder / "deal.toml").write_text(text, encoding="utf-8")
    return "deal.toml"


def test_a_clean_deal_passes_and_says_what_could_not_be_judged(run: Run, desk: Path) -> None:
    ran = run("quote", "check", deal(desk, 20))
    assert (ran.code, ran.out) == (
        0,
        "deal.toml: needs no approval; not known: payback (`dealdesk approvals explain` says why)\n",
    )


def test_check_says_who_decides_in_which_order(run: Run, desk: Path) -> None:
    ran = run("quote", "check", deal(desk, 30, "[terms]\nagreement = 'Theirs'\npayment_days = 60\n"))
    assert ran.code == 1
    for said in (
        "deep: discount 30 % is above 20 %; Head of Sales, then Chief Financial Officer have to approve",
        "clauses: terms of its own: 2 (payment_days, agreement), which is at least 1; 2 of Legal, Chief Financial",
        "deal.toml: needs Head of Sales and 2 of Legal, Chief Financial Officer and Chief Operating Officer, then "
        "Chief Financial Officer; not known: payback",
    ):
        assert said in ran.out, ran.out


def test_what_the_policy_asks_about_where_it_is_not_known_is_said_so(run: Run, desk: Path) -> None:
    ran = run("quote", "check", deal(desk, 10, customer='customer = { name = "Northwind" } #'))
    assert ran.code == 1
    assert "not known, because the deal states no segment, and the rule asks then; Head of Sales has" in ran.out


@pytest.mark.parametrize("percent", [50, 100])  # (50.44 - 30) / 50.44 is 40.52 %; of nothing there is no share
def test_a_guardrail_that_nobody_may_waive_blocks(run: Run, desk: Path, percent: int) -> None:
    ran = run("quote", "check", deal(desk, percent))
    assert ran.code == 1
    assert "; nobody may allow it" in ran.out
    assert "deal.toml: cannot be approved, since nobody may allow margin; needs Head of Sales" in ran.out
    shown = run("approvals", "explain", "deal.toml")
    assert shown.code == 0
    assert "cannot be approved: margin names nobody who may allow it" in shown.out


def test_rounding_is_told_where_it_would_have_decided(run: Run, desk: Path) -> None:
    ran = run("approvals", "explain", deal(desk, 20, quantity=1))
    assert (
        "discount 20 % is not above 20 % (20.004 % as invoiced, by rounding, which does not count)"
        in ran.out.replace("\n ", " ")
    )


def test_the_largest_discounts_are_found_also_where_nothing_fires_yet(run: Run, desk: Path) -> None:
    shown = run("approvals", "explain", deal(desk, 5), "--largest").out
    assert "20 % on the whole deal, instead of all that it asks for" in shown
    assert "10 % on usage besides: USD 432.00 at the estimated volumes" in shown  # 100 × 0.36 × 12
    found = run("approvals", "explain", "deal.toml", "--largest", "--json").json["largest_discount"]
    assert (found["percent"], found["usage_percent"], found["fire_whatever"]) == ("20.00", "10.00", [])


def test_people_who_do_not_fit_the_policies_of_the_project_are_told(run: Run, desk: Path) -> None:
    assert run("register", "migrate").code == 0
    recorded = run("register", "people", "people.toml")
    assert recorded.code == 0
    for said in (
        "the catalog shop asks for Chief Financial Officer (deep, payback), and nobody decides as that on",
        "; is it Chief Finance Officer, which somebody has?",
        "clauses of the catalog shop wants 2 people, and only 1 on record can decide under its titles",
        "ana has the title Chief Finance Officer, for which no policy here asks; did you mean Chief Financial Officer?",
    ):
        assert said in recorded.err, recorded.err
    shown = run("approvals", "people")
    assert "Does not fit" in shown.out
    assert len(run("approvals", "people", "--json").json["loose_ends"]) == 3
    right = PEOPLE.replace("Finance", "Financial").replace("Legal", "Lawyer")
    (desk / "people.toml").write_text(right + '[people.cy]\nname = "Cy"\ntitles = ["Legal"]\n', encoding="utf-8")
    assert "did you mean" not in run("approvals", "people", "--people", "people.toml").out
