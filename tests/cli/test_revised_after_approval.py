"""An approval on record, and the same quote revised: what keeps it, what voids it, and what is said of both."""

from pathlib import Path

import pytest

from tests.cli.conftest import Run

CATALOG = """\
[catalog]
id       = "shop"
name     = "Shop"
version  = "1"
currency = "USD"

[products.suite]
name    = "Suite"
kind    = "plugin"
family  = "software"
charges = [
  { id = "seats", period = "year", unit = "seat", model = "per_unit", price = 100 },
  { id = "calls", period = "month", unit = "call", model = "per_unit", usage = true, price = 0.5 },
]

[[policy.approvals]]
id       = "usage"
measure  = "usage_discount"
op       = "above"
value    = 15
approver = "Head of Sales"
"""
DEAL = """\
catalog  = "shop.toml"
start    = 2027-01-01
months   = 36
customer = { name = "Northwind" }
lines    = [{ sku = "suite", quantity = 100, usage = { calls = 9000 } }]

[[discounts]]
percent    = 40
applies_to = { charges = ["usage"] }
"""
PEOPLE = """\
[people.root]
name  = "Root"
roles = ["admin"]

[people.rep]
name  = "Rep"
roles = ["seller"]

[people.ana]
name   = "Ana"
titles = ["Head of Sales"]
"""
NUMBER = "Q-2026-00001"


@pytest.fixture
def approved(tmp_path: Path, run: Run, stopped_clock: None, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A deal whose quote Ana has approved."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("DEALDESK_REGISTER", raising=False)
    for name, text in (("shop.toml", CATALOG), ("deal.toml", DEAL), ("people.toml", PEOPLE)):
        Path(name).write_text(text, encoding="utf-8")
    for words in (
        ("register", "migrate"),
        ("register", "people", "people.toml", "--as", "root"),
        ("quote", "new", "deal.toml", "--as", "rep"),
        ("quote", "submit", NUMBER, "--as", "rep"),
        ("quote", "approve", NUMBER, "--as", "ana"),
    ):
        done = run(*words)
        assert done.code == 0, done.err
    return tmp_path / "deal.toml"


def revised(deal: Path, run: Run, text: str) -> str:
    deal.write_text(text, encoding="utf-8")
    assert run("quote", "revise", NUMBER, "deal.toml", "--as", "rep").code == 0
    submitted = run("quote", "submit", NUMBER, "--as", "rep")
    assert submitted.code == 0, submitted.err
    return submitted.out + submitted.err


def test_a_larger_discount_on_usage_voids_the_approval(approved: Path, run: Run) -> None:
    said = revised(approved, run, DEAL.replace("40", "41"))
    assert "no longer holds: Head of Sales by ana, since" in said
    assert "the discount of usage suite/calls is 41 %; approved 40 %, allowed at most 40 %" in said
    assert "next: Head of Sales: dealdesk quote approve" in said


def test_a_price_lock_that_no_line_shows_voids_it(approved: Path, run: Run) -> None:
    said = revised(approved, run, DEAL + '\n[renewal]\npercent = 3\ncompounding = "simple"\nlock_months = 60\n')
    assert "what a renewal costs is 3 % of what was paid, simple, for the renewal, locked for 60 months" in said


def test_less_than_was_approved_keeps_it(approved: Path, run: Run) -> None:
    said = revised(approved, run, DEAL.replace("40", "30"))
    assert "no longer holds" not in said
    assert "dealdesk quote send" in said  # nobody is asked again
