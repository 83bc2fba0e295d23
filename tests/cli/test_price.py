"""`dealdesk price`: what a rep reads, and what a program reads."""

import csv
import io
import re
from decimal import Decimal as D
from pathlib import Path

import pytest

from tests.cli.conftest import DEAL, Run

# By hand: suite 20 × 50 = 1,000 a year, connector 10,000 a year; 3,000 + 30,000 = 33,000 over three years.
# Bundle 10 % of 1,000 and 10,000: 100 and 1,000 a year. Term 5 % of 900 and 9,000: 45 and 450 a year.
# Net 855 + 8,550 = 9,405 a year, 28,215 over the term. Discount 1 - 28,215 / 33,000 = 14.5 %.
# Usage: (900 - 500) × 2.50 = 1,000 a month, no discount, 36,000 over the term.


def test_the_page_shows_lines_waterfall_metrics_invoices_and_findings(run: Run, shop: Path) -> None:
    ran = run("price", "deal.toml")
    assert (ran.code, ran.err) == (0, "")
    for row in (
        r"1  Suite, Seats +20  seat a year +3 years +3,000.00 +2,565.00",
        r"2  Connector +1  a year +3 years +30,000.00 +25,650.00",
        r"Total +33,000.00 +28,215.00",
        r"Bundle discount +acme.toml:\d+ +10 % +-3,300.00 +29,700.00",
        r"Term discount +acme.toml:\d+ +5 % +-1,485.00 +28,215.00",
        r"Net +14.5 % +-4,785.00 +28,215.00",
        r"1  Suite, Calls +900  1k calls a month +36 months +36,000.00 +36,000.00",
        r"A year +12,000.00",
        r"Total contract value +28,215.00",
        r"3  1 Jan 2029  31 Jan 2029  1 Jan 2029 to 31 Dec 2029 +9,405.00",
        r"One year \(recommended\) +12 months +10 % +9,900.00",
    ):
        assert re.search(row, ran.out), row


def test_amounts_stand_below_each_other_and_the_currency_once_a_table(run: Run, shop: Path) -> None:
    lines = run("price", "deal.toml").out.splitlines()
    amounts = [line for line in lines if re.search(r"\d,\d{3}\.\d\d$", line)]
    of_price = [line for line in amounts if "years" in line or "Total  " in line or "discount" in line]
    assert {len(line) for line in of_price[:5]} == {100}
    assert sum("USD" in line for line in lines) <= 5


@pytest.mark.parametrize("columns", [50, 60, 66, 80, 100, 132])
def test_no_amount_is_cut_and_no_line_is_wider_than_the_terminal(run: Run, shop: Path, columns: int) -> None:
    out = run("price", "deal.toml", columns=columns).out
    assert "…" not in out
    assert out.count("28,215.00") >= 4
    assert max(map(len, out.splitlines())) <= columns


def test_a_terminal_too_narrow_for_the_amounts_still_shows_them(run: Run, shop: Path) -> None:
    deal = DEAL.replace("quantity = 20", "quantity = 200000000000")
    (shop / "deal.toml").write_text(deal, encoding="utf-8")
    out = run("price", "deal.toml", columns=40).out
    # 200,000,000,000 × 40 × 3 + 30,000
    assert "24,000,000,030,000.00" in out
    assert "…" not in out


def test_definitions_are_printed_when_asked_for(run: Run, shop: Path) -> None:
    assert "arr_first / 12" not in run("price", "deal.toml").out
    assert "arr_first / 12" in run("price", "deal.toml", "--definitions").out


def test_json_holds_every_amount_as_text(run: Run, shop: Path) -> None:
    told = run("price", "deal.toml", "--json").json
    assert told["totals"] == {"list": "33000.00", "net": "28215.00", "discount": "4785.00"}
    assert told["usage_estimate"] == {"list": "36000.00", "net": "36000.00", "discount": "0.00", "a_year": "12000.00"}
    assert told["metrics"]["tcv"] == "28215.00"
    assert told["metrics"]["margin"] is None
    assert set(told["metrics"]) == set(told["definitions"])
    assert (told["customer"]["name"], told["currency"], told["months"]) == ("Northwind", "USD", 36)
    dates = [told[key] for key in ("start", "end", "issued", "valid_until")]
    assert dates == ["2027-01-01", "2029-12-31", "2026-11-20", "2026-12-20"]
    assert (told["catalog"]["id"], told["catalog"]["version"], len(told["catalog"]["digest"])) == ("acme", "2026.1", 64)
    assert [each["amount"] for each in told["invoices"]] == ["9405.00"] * 3
    assert [each["name"] for each in told["options"]] == ["One year", "Suite alone"]
    assert told["options"][0]["quote"]["totals"]["net"] == "9900.00"


def test_the_moves_of_a_line_in_json_lead_from_list_to_net(run: Run, shop: Path) -> None:
    for line in run("price", "deal.toml", "--json").json["lines"]:
        assert sum(D(move["amount"]) for move in line["moves"]) == D(line["net"])
        assert D(line["moves"][0]["amount"]) == D(line["list"])
        assert sum(D(each["net"]) for each in line["intervals"]) == D(line["net"])
        assert all(re.fullmatch(r"acme\.toml:\d+", move["at"]) for move in line["moves"])


def test_json_and_csv_at_once_are_refused(run: Run, shop: Path) -> None:
    ran = run("price", "deal.toml", "--json", "--csv")
    assert (ran.code, ran.out) == (2, "")
    assert "give one of --json and --csv" in ran.err


def test_csv_has_a_row_for_each_line_and_interval(run: Run, shop: Path) -> None:
    ramp = "quantity = 20\nramp = [{ year = 1, quantity = 20 }, { year = 2, quantity = 30 }]\n"
    deal = DEAL.split("[[options]]")[0].replace("quantity = 20\n", ramp)
    (shop / "deal.toml").write_text(deal, encoding="utf-8")
    rows = [*csv.DictReader(io.StringIO(run("price", "deal.toml", "--csv").out))]
    seats = [(row["quantity"], row["start"], row["list"]) for row in rows if row["charge"] == "seat"]
    assert seats == [("20", "2027-01-01", "1000.00"), ("30", "2028-01-01", "3000.00")]
    assert {row["currency"] for row in rows} == {"USD"}


@pytest.mark.parametrize("start", ["=", "+", "-", "@"])
def test_a_cell_of_csv_is_never_a_formula(run: Run, shop: Path, start: str) -> None:
    catalog = (shop / "acme.toml").read_text(encoding="utf-8")
    (shop / "acme.toml").write_text(catalog.replace('"Connector"', f'"{start}HYPERLINK(1)"'), encoding="utf-8")
    rows = [*csv.DictReader(io.StringIO(run("price", "deal.toml", "--csv").out))]
    assert rows[-1]["name"] == f"'{start}HYPERLINK(1)"


def test_a_finding_of_severity_error_ends_with_1(run: Run, shop: Path) -> None:
    (shop / "deal.toml").write_text(
        DEAL.replace('sku = "connector"', 'sku = "connector"\ndiscount = 50'), encoding="utf-8"
    )
    # 10,000 - 10 % - 5 % - 50 % = 4,275 a year; it costs 6,000.
    ran = run("price", "deal.toml")
    assert ran.code == 1
    assert re.search(r"error +connector costs", ran.out)
    assert run("price", "deal.toml", "--json").code == 1


def test_an_option_is_priced_by_name(run: Run, shop: Path) -> None:
    assert run("price", "deal.toml", "--option", "one year", "--json").json["totals"]["net"] == "9900.00"
    ran = run("price", "deal.toml", "--option", "One yeer")
    assert ran.code == 2
    assert "did you mean One year?" in ran.err


def test_today_is_the_date_of_a_quote_without_one(run: Run, shop: Path) -> None:
    (shop / "deal.toml").write_text(DEAL.replace("issued = 2026-11-20\n", ""), encoding="utf-8")
    told = run("price", "deal.toml", "--json", "--today", "2026-10-05").json
    assert (told["issued"], told["valid_until"]) == ("2026-10-05", "2026-11-04")


def test_many_equal_invoices_become_one_row(run: Run, shop: Path) -> None:
    deal = DEAL.replace("months = 36", 'months = 36\nbilling = "monthly"', 1)
    (shop / "deal.toml").write_text(deal, encoding="utf-8")
    out = run("price", "deal.toml").out
    # 9,405 / 12 = 783.75
    assert re.search(r"1 to 36  1 Jan 2027 to 1 Dec 2029  1 Jan 2027 to 31 Dec 2029 +783.75 +28,215.00", out)


def test_explain_tells_every_step_with_its_rule_and_what_did_not_apply(run: Run, shop: Path) -> None:
    ran = run("price", "deal.toml", "--explain", "1")
    assert ran.code == 0
    story, _, idle = ran.out.partition("What did not apply")
    for row in (
        r"List price +1,000.00 +1,000.00 +3,000.00",
        r"products.suite.charges\[0\].tiers\[0\]  acme.toml:\d+",
        r"Bundle discount +-100.00 +900.00 +-300.00",
        r"10 % of 1,000.00",
        r"rules.term.tiers\[0\]  acme.toml:\d+",
        r"Net +855.00 +2,565.00",
    ):
        assert re.search(row, story), row
    assert re.search(r"Promotion\n +SPRING, 5 %.*acme.toml:\d+", idle)


def test_explain_shows_what_rounding_did(run: Run, shop: Path) -> None:
    deal = DEAL.replace('sku = "connector"', 'sku = "connector"\ndiscount = 3.3333', 1)
    (shop / "deal.toml").write_text(deal, encoding="utf-8")
    # 3.3333 % of 8,550 is 284.99715
    out = run("price", "deal.toml", "--explain", "2").out
    assert "3.3333 % of 8,550.00: exactly 284.99715, rounded to 285.00" in out


@pytest.mark.parametrize("columns", [50, 70, 80, 100])
def test_explain_fits_the_terminal(run: Run, shop: Path, columns: int) -> None:
    out = run("price", "deal.toml", "--explain", "suite", columns=columns).out
    assert "…" not in out
    assert max(map(len, out.splitlines())) <= columns


def test_explain_is_data_too(run: Run, shop: Path) -> None:
    told = run("price", "deal.toml", "--explain", "connector", "--json").json
    assert [(each["charge"], each["list"], each["net"]) for each in told] == [("licence", "10000.00", "8550.00")]
    assert [step["code"] for step in told[0]["steps"]][:2] == ["bundle", "term"]


def test_explain_of_a_line_that_is_not_there_says_which_are(run: Run, shop: Path) -> None:
    ran = run("price", "deal.toml", "--explain", "suit")
    assert ran.code == 2
    assert "did you mean suite?" in ran.err


def test_markup_in_data_is_printed_as_it_is(run: Run, shop: Path) -> None:
    name = "Acme [/] [link=x]Ltd[/link] :warning: [bold]"
    (shop / "deal.toml").write_text(DEAL.replace("Northwind", name), encoding="utf-8")
    assert name in run("price", "deal.toml").out
