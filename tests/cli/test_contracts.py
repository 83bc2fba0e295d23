"""Commands that change contracts, and those that say who decides: whole commands, and the mistakes people make."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.cli.conftest import Run

CATALOG = """
[catalog]
id = "acme"
name = "Acme"
version = "1"
currency = "USD"

[renewal]
percent = 5
compounding = "compound"

[products.seat]
name = "Seat"
kind = "plugin"
family = "seats"
charges = [{ id = "seats", period = "year", unit = "seat", model = "per_unit", price = 120 }]

[products.base]
name = "Base"
kind = "plugin"
family = "base"
charges = [{ id = "base", period = "year", model = "flat", price = 3650 }]

[[policy.approvals]]
id = "deep"
measure = "discount"
op = "above"
value = 15
approver = "Head of Sales"
"""
DEAL = """
catalog = "./acme.toml"
start = 2027-01-01
months = 24
customer = { name = "Northwind" }

[[lines]]
sku = "seat"
quantity = 40

[[discounts]]
percent = 20
"""
PEOPLE = """
[people.ana]
name = "Ana"
titles = ["Head of Sales"]

[[delegations]]
of = "ana"
to = "ben"
from = 2026-12-01
until = 2026-12-31
reason = "Leave"

[people.ben]
name = "Ben"
"""


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name, text in (("acme.toml", CATALOG), ("deal.toml", DEAL), ("people.toml", PEOPLE)):
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def test_explain_says_who_why_and_what_would_avoid_it(run: Run, desk: Path) -> None:
    ran = run("approvals", "explain", "deal.toml", "--today", "2026-12-01", "--largest", "--people", "people.toml")
    assert ran.code == 0
    for said in (
        "Needs 1 approval.",
        "discount 20 % is above 15 %",
        "Head of Sales  ana, ben",
        "ask for USD 1,440.00 off instead of USD 1,920.00",  # of 9,600 in two years
        "acme.toml:24",
        "15 % on the whole deal",
        "at most 20.00 %",
    ):
        assert said in ran.out, said
    data = run("approvals", "explain", "deal.toml", "--today", "2026-12-01", "--json", "--people", "people.toml").json
    assert data["needs_approval"] is True
    assert data["people"] == {"Head of Sales": ["ana", "ben"]}
    assert data["rules"][0]["conditions"][0]["value"] == "20"


def test_check_ends_with_1_and_names_the_place_in_every_format(run: Run, desk: Path) -> None:
    ran = run("quote", "check", "deal.toml")
    assert ran.code == 1
    assert "deal.toml:11:3: approval: deep: discount 20 % is above 15 %; Head of Sales has to approve" in ran.out
    assert "deal.toml: needs Head of Sales" in ran.out
    github = run("quote", "check", "deal.toml", "--format", "github")
    assert github.out.startswith("::error file=deal.toml,line=11")
    assert json.loads(run("quote", "check", "deal.toml", "--format", "json").out)[0]["needs_approval"] is True
    (desk / "clean.toml").write_text(DEAL.replace("percent = 20", "percent = 15"), encoding="utf-8")
    clean = run("quote", "check", "clean.toml")
    assert (clean.code, clean.out.strip()) == (0, "clean.toml: needs no approval")
    (desk / "wrong.toml").write_text(DEAL.replace("seat", "seet"), encoding="utf-8")
    assert run("quote", "check", "clean.toml", "wrong.toml").code == 2


def test_people_are_listed_on_a_day_and_a_mistake_in_the_file_has_its_place(run: Run, desk: Path) -> None:
    people = ["approvals", "people", "--people", "people.toml"]
    assert "Head of Sales (for ana)" in run(*people, "--today", "2026-12-24").out
    assert "for ana" not in run(*people, "--today", "2027-01-01").out
    (desk / "people.toml").write_text(PEOPLE.replace('to = "ben"', 'to = "bob"'), encoding="utf-8")
    wrong = run(*people)
    assert wrong.code == 2
    assert "people.toml:8:6: error: there is no person bob" in wrong.err


def test_an_amendment_is_written_priced_and_not_written_twice(run: Run, desk: Path) -> None:
    words = ["quote", "amend", "deal.toml", "--from", "2028-01-01", "--set", "seat=60", "--add", "base"]
    ran = run(*words, "--today", "2027-12-01", "-o", "change.toml")
    assert ran.code == 0
    # 20 × 120 less 20 %, and 3,650 less 20 %
    assert "40 → 60" in ran.out
    assert "+1,920.00" in ran.out
    assert "+2,920.00" in ran.out
    assert "3,840.00 → 8,680.00" in ran.out  # ARR: 40 × 96, and 1,920 + 2,920 more
    priced = run("price", "change.toml", "--today", "2027-12-01", "--json").json
    assert priced["totals"]["net"] == "4840.00"
    again = run(*words, "--today", "2027-12-01", "-o", "change.toml")
    assert again.code == 73
    assert "is there already" in again.err


def test_the_years_of_an_amendment_stay_a_table_in_80_columns(run: Run, desk: Path) -> None:
    deal = (desk / "deal.toml").read_text(encoding="utf-8").replace("quantity = 40", "quantity = 8000")
    (desk / "deal.toml").write_text(deal, encoding="utf-8")
    page = run("quote", "amend", "deal.toml", "--from", "2027-07-01", "--set", "seat=9000", columns=80).out
    years = page.split("By contract year")[1]
    assert re.search(r"^ *Year +Before +Change +After +ARR$", years, re.MULTILINE), years
    assert re.search(r"^ *TCV +1,536,000\.00 ", years, re.MULTILINE), years  # 8,000 x 120 x 2 years, less 20 %


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--from", "2028-01-01"], "say what changes"),
        (["--from", "2028-01-01", "--set", "seat"], "write seat=20"),
        (["--from", "2028-01-01", "--set", "seat=many"], "many is not a quantity"),
        (["--from", "2028-01-01", "--set", "sea=2"], "did you mean seat"),
        (["--from", "2028-01-01", "--remove", "1"], "gives nothing back"),
        (["--from", "2030-01-01", "--set", "1=60"], "not inside the contract"),
        (["--from", "2028-01-01", "--add", "bass"], "did you mean base"),
        (["--set", "1=60"], "--from is missing"),
        (["--from", "2028-01-01", "--set", "1=60", "--added-units", "free"], "neither catalog nor locked"),
    ],
)
def test_an_amendment_that_cannot_be_meant_is_refused_with_words(
    run: Run, desk: Path, words: list[str], said: str
) -> None:
    ran = run("quote", "amend", "deal.toml", *words)
    assert ran.code == 2
    assert said in ran.err


def test_a_comma_is_no_decimal_point(run: Run, at_root: Path) -> None:
    """2,5 is not 25."""
    deal = "examples/single-plugin/deal.toml"
    for words in (
        ("quote", "renew", deal, "--percent", "2,5", "--compounding", "simple"),
        ("quote", "amend", deal, "--from", "2027-07-01", "--set", "1=1,5"),
        ("advise", deal, "--discount", "2,5"),
        ("price", "--catalog", "stellar-logic", "--line", "manufacturing:1,5"),
    ):
        ran = run(*words)
        assert ran.code == 2, words
        assert ",5 is not a" in ran.err, words


def test_a_commitment_is_renewed_as_it_is(run: Run, at_root: Path) -> None:
    """It stands after the lines of the deal; the rise of the fee is held at 5 % by the printed terms."""
    ran = run("quote", "renew", "examples/usage-commitment", "--percent", "6", "--compounding", "simple")
    assert (ran.code, ran.err) == (0, "")
    fee, commitment = (" ".join(each.split()) for each in ran.out.splitlines() if each.startswith(("1  ", "2  ")))
    assert fee.endswith("60,000.00 63,000.00 5 % 60,000.00")
    assert commitment.endswith("108,000.00 108,000.00 none 108,000.00")


def test_a_renewal_rises_by_the_rule_of_the_catalog_and_is_projected(run: Run, desk: Path) -> None:
    ran = run("quote", "renew", "deal.toml", "--project", "3", "--today", "2028-11-01")
    assert ran.code == 0
    for said in ("3,840.00  4,032.00", "4,233.60", "4,445.28"):  # 5 % each time
        assert said in ran.out, said
    own = run("quote", "renew", "deal.toml", "--percent", "10", "--cap", "8", "--json", "--today", "2028-11-01").json
    assert own["quote"]["totals"]["net"] == "8294.40"  # 3,840 × 1.08 × 2
    assert own["quote"]["start"] == "2029-01-01"


def test_requote_says_what_another_catalog_gives(run: Run, desk: Path) -> None:
    (desk / "next.toml").write_text(CATALOG.replace("price = 120", "price = 150"), encoding="utf-8")
    ran = run("quote", "requote", "deal.toml", "--catalog", "next.toml", "--today", "2026-12-01")
    assert ran.code == 1
    assert "+1,920.00" in ran.out  # 40 × 30 × 2 less 20 %
    assert run("quote", "requote", "deal.toml", "--catalog", "acme.toml", "--today", "2026-12-01").code == 0
    assert "name the other one" in run("quote", "requote", "deal.toml").err


def test_an_amendment_by_its_file_renews_the_contract_that_it_changes(run: Run, at_root: Path) -> None:
    """A third product was added to two; each goes on at what is paid for it, with 5 %."""
    ran = run("quote", "renew", "examples/amendment", "--percent", "5", "--compounding", "simple", "--json")
    assert ran.code == 0, ran.err
    assert "as it is after the change" in ran.err
    assert ran.json["contract"] == "Q-2026-00417"
    # 80,750, 56,525 and 64,600 a year, for three years
    assert {line["sku"]: line["net"] for line in ran.json["quote"]["lines"]} == {
        "gaming": "254362.50",
        "media": "178053.75",
        "anti-cheat": "203490.00",
    }


def test_the_contract_of_the_register_is_amended_and_renewed_as_it_is_after_its_amendments(
    run: Run, desk: Path, stopped_clock: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DEALDESK_REGISTER", raising=False)
    assert run("register", "migrate").code == 0
    (desk / "deal.toml").write_text(DEAL.partition("[[discounts]]")[0], encoding="utf-8")

    def signed(file: str, number: int) -> None:
        assert run("quote", "new", file, "--as", "ann").code == 0
        for words in (("submit",), ("send",), ("accept",)):
            ran = run("quote", *words, f"Q-2026-{number}", "--as", "ann")
            assert ran.code == 0, ran.err

    signed("deal.toml", 1)
    first = ["quote", "amend", "Q-2026-1", "--from", "2027-07-01", "--set", "seat=60", "--add", "base"]
    assert run(*first, "-o", "a1.toml").code == 0
    before = run("quote", "renew", "Q-2026-1", "--json").json
    signed("a1.toml", 2)
    second = run(
        "quote", "amend", "Q-2026-00002", "--from", "2028-01-01", "--set", "1=-20", "--credit", "-o", "a2.toml"
    )
    assert second.code == 0
    assert "Q-2026-00001 is taken as it is after Q-2026-00002" in second.err
    assert "60 → 40" in second.out
    signed("a2.toml", 3)
    renewals = [run("quote", "renew", number, "--json").json for number in ("Q-2026-1", "Q-2026-2", "Q-2026-3")]
    assert renewals[0] == renewals[1] == renewals[2]
    # 40 seats at 120 and the base of 3,650, for two years, and 5 % on each: 5,040 and 3,832.50
    assert before["quote"]["totals"]["net"] == "10080.00"
    assert renewals[0]["quote"]["totals"]["net"] == "17745.00"
    assert [(year["before"]["arr"], year["after"]["arr"]) for year in renewals[0]["years"]] == [
        ("8450.00", "8872.50"),
        ("8872.50", "8872.50"),
    ]
    early = run("quote", "amend", "Q-2026-1", "--from", "2027-12-31", "--set", "1=50")
    assert early.code == 2
    assert "Q-2026-00003 changes the contract from 2028-01-01 on" in early.err


def test_an_amendment_or_a_renewal_says_what_is_on_record_of_its_contract(
    run: Run, desk: Path, stopped_clock: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DEALDESK_REGISTER", raising=False)
    assert run("register", "migrate").code == 0
    (desk / "deal.toml").write_text(DEAL.partition("[[discounts]]")[0], encoding="utf-8")
    assert run("quote", "new", "deal.toml", "--as", "ann").code == 0
    for word in ("submit", "send", "accept"):
        assert run("quote", word, "Q-2026-1", "--as", "ann").code == 0
    assert run("quote", "amend", "Q-2026-1", "--from", "2027-07-01", "--set", "seat=60", "-o", "a.toml").code == 0
    written = (desk / "a.toml").read_text(encoding="utf-8")

    def refused(text: str, *words: str) -> None:
        (desk / "other.toml").write_text(text, encoding="utf-8")
        ran = run("quote", "new", "other.toml", "--as", "ann")
        assert (ran.code, ran.out) == (2, ""), ran.out
        for word in words:
            assert word in ran.err

    more = re.sub(r"was += 40", "was = 55", written)
    refused(more, "other.toml:", "has 40 seat on 2027-07-01", "that it had 55", "was = 40")
    refused(re.sub(r"seats = .*", "seats = 1", written), "Q-2026-00001 pays 4800.00 on 2027-07-01, and not 1")
    refused(written.replace("2027-01-01", "2027-02-01"), "Q-2026-00001 has 2027-01-01")
    refused(written + '\n[[lines]]\nsku = "base"\n', "Q-2026-00001 has no line of base")
    assert run("quote", "new", "a.toml", "--as", "ann").code == 0
    for word in ("submit", "send", "accept"):
        assert run("quote", word, "Q-2026-2", "--as", "ann").code == 0
    again = run("quote", "new", "a.toml", "--as", "ann")
    assert (again.code, "Q-2026-00002" in again.out) == (0, True)  # the same command again
    later = written.replace("quantity = 60", "quantity = 70")
    refused(later, "has 60 seat on 2027-07-01, and this says that it had 40")

    assert run("quote", "renew", "Q-2026-1", "-o", "r.toml").code == 0
    renewal = (desk / "r.toml").read_text(encoding="utf-8")
    refused(re.sub(r"quantity += 60", "quantity = 600", renewal), "has 60 seat on", "that it had 600")
    refused(re.sub(r"seats = .*", "seats = 60", renewal), "pays 7200.00 on", "and not 60")
    refused(re.sub(r"first += .*", "first = 2020-01-01", renewal), "this is 2020-01-01, and 2027-01-01 by Q-2026-00001")
    assert run("quote", "new", "r.toml", "--as", "ann").code == 0
    older = written.replace("Q-2026-00001", "Q-2019-00001").replace("was = 40", "was = 55")
    (desk / "older.toml").write_text(older, encoding="utf-8")
    assert run("quote", "new", "older.toml", "--as", "ann").code == 0  # a contract that the register does not have


def test_requote_leaves_out_what_is_not_sold_any_more_and_names_it(run: Run, desk: Path) -> None:
    both = DEAL.replace("[[lines]]", '[[lines]]\nsku = "base"\n\n[[lines]]')
    (desk / "deal.toml").write_text(both, encoding="utf-8")
    (desk / "next.toml").write_text(without_base(CATALOG).replace("price = 120", "price = 150"), encoding="utf-8")
    words = ("quote", "requote", "deal.toml", "--catalog", "next.toml", "--today", "2026-12-01")
    ran = run(*words)
    assert (ran.code, ran.err) == (1, "")
    assert "acme 1 does not have base: all else is priced without." in ran.out
    assert re.search(r"1 +base, base +5,840\.00 +none +-5,840\.00", ran.out)  # 3,650 × 2 less 20 %
    assert re.search(r"2 +seat, seats +7,680\.00 +9,600\.00 +\+1,920\.00", ran.out)
    made = run(*words, "--json").json
    assert (made["not_sold"], made["years"][0]["after"]["value"]) == (["base"], "4800.00")


def test_what_is_not_sold_any_more_is_told_with_what_can_be_done(run: Run, desk: Path) -> None:
    both = DEAL.replace("[[lines]]", '[[lines]]\nsku = "base"\n\n[[lines]]')
    (desk / "deal.toml").write_text(both, encoding="utf-8")
    assert run("quote", "renew", "deal.toml", "--today", "2028-12-01", "-o", "again.toml").code == 0
    (desk / "acme.toml").write_text(without_base(CATALOG), encoding="utf-8")
    renewed = run("price", "again.toml")
    assert renewed.code == 2
    assert "the catalog acme has no product base" in renewed.err
    assert re.search(r"hint: leave it out of the renewal: dealdesk quote renew \S+ --remove base", renewed.err)


def without_base(catalog: str) -> str:
    before, _, rest = catalog.partition("[products.base]")
    return before + "[[policy" + rest.partition("[[policy")[2]


def test_an_amendment_says_which_units_go_and_is_traced_to_each_purchase(run: Run, desk: Path) -> None:
    (desk / "first.toml").write_text(DEAL, encoding="utf-8")
    more = ("--set", "1=+20", "-o", "a1.toml", "--today", "2027-01-02")
    assert run("quote", "amend", "first.toml", "--from", "2027-07-01", *more).code == 0
    (desk / "acme.toml").write_text(CATALOG.replace("price = 120", "price = 150"), encoding="utf-8")
    less = ("--set", "1=-25", "--credit", "-o", "a2.toml", "--today", "2027-01-02")
    ran = run("quote", "amend", "a1.toml", "--from", "2028-01-01", *less)
    assert ran.code == 0, ran.err
    # the first forty are held at 96, and the file of the first amendment costs what the catalog says now: 150 less 20 %
    assert "From 1 January 2028, 20 × Seat of Amendment of first are given back, at USD 2,400.00 a year." in ran.out
    assert "From 1 January 2028, 5 × Seat of first are given back, at USD 480.00 a year." in ran.out
    told = run("price", "a2.toml", "--explain", "1", "--today", "2027-01-02").out
    assert "5 of the first purchase, for 480.00 a period" in told
    assert re.search(r"lines\[0\]\.held\.seats, Amendment of first +a2\.toml:\d+", told)


def test_a_renewal_is_amended_from_its_first_day_on_and_signed_as_any_contract(
    run: Run, desk: Path, stopped_clock: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DEALDESK_REGISTER", raising=False)
    assert run("register", "migrate").code == 0
    (desk / "deal.toml").write_text(DEAL.partition("[[discounts]]")[0], encoding="utf-8")
    signed(run, "deal.toml", 1)
    assert run("quote", "renew", "Q-2026-1", "-o", "again.toml").code == 0
    signed(run, "again.toml", 2)
    late = run("quote", "amend", "Q-2026-1", "--from", "2028-07-01", "--set", "1=50")
    assert "Q-2026-00002 renews Q-2026-00001, as it was then; what changes now is not in it" in late.err
    change = run("quote", "amend", "Q-2026-2", "--from", "2029-01-01", "--set", "1=50", "-o", "change.toml")
    assert (change.code, "2,400.00" in change.out) == (0, True)  # ten at 120, for two years
    assert "renewal-capped" not in change.out
    signed(run, "change.toml", 3)
    after = run("quote", "amend", "Q-2026-2", "--from", "2029-01-01", "--set", "1=45", "--credit")
    assert "Q-2026-00002 is taken as it is after Q-2026-00003" in after.err
    assert "5 × Seat of Q-2026-00003 are given back, at USD 600.00 a year" in after.out
    quote = run("quote", "show", "Q-2026-3", "--json").json
    assert "renews" not in {each["id"] for each in quote["quote"]["terms"]}


def signed(run: Run, file: str, number: int) -> None:
    assert run("quote", "new", file, "--as", "ann").code == 0
    for words in ("submit", "send", "accept"):
        ran = run("quote", words, f"Q-2026-{number}", "--as", "ann")
        assert ran.code == 0, ran.err
