"""`dealdesk catalog lint`, `test` and `fuzz` as their users run them: exit codes, formats, mistakes."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.cli.conftest import Run

SEATS = """\
[catalog]
id = "seats"
name = "Seats"
version = "1"
currency = "USD"

[products.seat]
name = "Seat"
kind = "plugin"
family = "seats"

[[products.seat.charges]]
id = "seats"
period = "year"
unit = "seats"
model = "volume"
tiers = [{ up_to = 50, rate = 100 }, { rate = 85 }]

[[examples]]
name = "One seat"
deal = { lines = [{ sku = "seat" }] }
expect = { net = 90 }

[[invariants]]
id = "small"
measure = "net"
op = "at_most"
value = 1000

[[policy.approvals]]
id = "discount"
measure = "discount"
op = "above"
value = 20
approver = "Head of Sales"
"""


@pytest.fixture
def seats(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "seats.toml").write_text(SEATS)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_finding_ends_with_1_and_is_told(seats: Path, run: Run) -> None:
    done = run("catalog", "lint", "seats.toml")
    assert done.code == 1
    assert "seats.toml:17:38: error DD101 seat, seats: 50 seats cost USD 5,000.00 a year" in done.out
    assert "44 to 50 seats cost more than 51 seats" in done.out
    assert "seats.toml: 1 error" in done.out


@pytest.mark.parametrize(("level", "code"), [("never", 0), ("error", 1), ("info", 1)])
def test_fail_on(seats: Path, run: Run, level: str, code: int) -> None:
    assert run("catalog", "lint", "seats.toml", "--fail-on", level).code == code


def test_select_and_ignore(seats: Path, run: Run) -> None:
    assert run("catalog", "lint", "seats.toml", "--ignore", "DD101").code == 0
    assert run("catalog", "lint", "seats.toml", "--select", "DD2", "--select", "DD3").code == 0
    assert run("catalog", "lint", "seats.toml", "--select", "DD1").code == 1


def test_the_deals_of_a_proof_cost_what_it_says(seats: Path, run: Run) -> None:
    assert run("catalog", "lint", "seats.toml", "--deals", "proof").code == 1
    files = sorted((seats / "proof").glob("*.toml"))
    assert [each.name for each in files] == ["seats-DD101-1a.toml", "seats-DD101-1b.toml"]
    for file, net in zip(files, ("5000.00", "4335.00"), strict=True):
        tomllib.loads(file.read_text())
        assert json.loads(run("price", str(file), "--json").out)["totals"]["net"] == net


def test_a_catalog_that_cannot_be_read_ends_with_2(seats: Path, run: Run) -> None:
    (seats / "seats.toml").write_text(SEATS.replace("period =", "perod =", 1))
    done = run("catalog", "lint", "seats.toml")
    assert done.code == 2
    assert "did you mean `period`?" in done.err


@pytest.mark.parametrize("form", ["json", "github", "sarif", "gitlab", "junit"])
def test_formats(seats: Path, run: Run, form: str) -> None:
    done = run("catalog", "lint", "seats.toml", "--format", form)
    assert done.code == 1
    if form == "github":
        assert done.out.startswith(
            "::error file=seats.toml,line=17,col=38,endColumn=51,title=DD101::seat, seats: 50 seats"
        )
        assert done.out.count("\n") == 1
    elif form == "junit":
        suites = ElementTree.fromstring(done.out)
        assert suites.attrib["failures"] == "1"
        assert [each.attrib["type"] for each in suites.iter("failure")] == ["error"]
    else:
        data = json.loads(done.out)
        if form == "json":
            assert [each["total"] for each in data[0]["findings"][0]["proof"]] == ["5000.00", "4335.00"]
        elif form == "gitlab":
            assert data[0]["location"] == {"path": "seats.toml", "lines": {"begin": 17}}
        else:
            (result,) = data["runs"][0]["results"]
            assert data["version"] == "2.1.0"
            assert result["ruleId"] == data["runs"][0]["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == "DD101"
            region = result["locations"][0]["physicalLocation"]["region"]
            assert (region["startLine"], region["startColumn"]) == (17, 38)


@pytest.mark.parametrize("form", ["terminal", "json", "github", "sarif", "gitlab", "junit"])
def test_what_a_catalog_says_cannot_steer_the_output(seats: Path, run: Run, form: str) -> None:
    """A name may hold whatever a runner or a browser acts on; none of it begins a line or a tag."""
    hostile = "::error::x%0A::add-mask::y <script>]]>"
    text = SEATS.replace('"seats"\nmodel', f'"{hostile}"\nmodel')
    (seats / "seats.toml").write_text(text)
    out = run("catalog", "lint", "seats.toml", "--format", form).out
    assert out
    assert "\n::add-mask" not in out
    if form == "github":
        assert all(line.startswith("::error file=seats.toml") for line in out.splitlines())
    if form == "junit":
        assert "<script>" not in out
        ElementTree.fromstring(out)


def test_explain(run: Run) -> None:
    done = run("catalog", "lint", "--explain", "dd101")
    assert done.code == 0
    assert "A larger quantity costs less than a smaller one." in done.out
    assert "DD506" in run("catalog", "lint", "--explain", "all").out
    done = run("catalog", "lint", "--explain", "DD999")
    assert done.code == 2
    assert "there is no rule DD999" in done.err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "name the catalogs to look at"),
        (("seats.toml", "--format", "xml"), "there is no format xml"),
        (("seats.toml", "--fail-on", "always"), "there is no level always"),
        (("seats.toml", "--select", "E501"), "no rule begins with E501"),
        (("seat.toml",), "there is no catalog seat.toml"),
    ],
)
def test_mistakes(seats: Path, run: Run, words: tuple[str, ...], said: str) -> None:
    done = run("catalog", "lint", *words)
    assert done.code == 2
    assert said in done.err


def test_examples_and_their_update(seats: Path, run: Run) -> None:
    done = run("catalog", "test", "seats.toml")
    assert done.code == 1
    assert "seats.toml:22:18: error: One seat: net is 100.00, expected 90" in done.out
    assert run("catalog", "test", "seats.toml", "--update").code == 0
    assert (seats / "seats.toml").read_text() == SEATS.replace("net = 90", "net = 100")
    assert run("catalog", "test", "seats.toml").out == "seats.toml: 1 example, all as expected\n"


@pytest.mark.parametrize("form", ["json", "github", "sarif", "gitlab", "junit"])
def test_formats_of_examples(seats: Path, run: Run, form: str) -> None:
    done = run("catalog", "test", "seats.toml", "--format", form)
    assert done.code == 1
    assert "net is 100.00, expected 90" in done.out or '"got": "100.00"' in done.out


def test_fuzz_finds_the_smallest_deal(seats: Path, run: Run) -> None:
    done = run("catalog", "fuzz", "seats.toml", "--count", "300", "--deals", "broken", "--json")
    assert done.code == 1
    (broken,) = json.loads(done.out)["broken"]
    assert broken["id"] == "small"
    (line,), months = broken["deal"]["lines"], broken["deal"]["months"]
    assert (line["quantity"] - 1) * 100 * months / 12 <= 1000 < line["quantity"] * 100 * months / 12
    assert json.loads(run("price", "broken/small.toml", "--json").out)["totals"]["net"] > "1000"


def test_a_folder_that_cannot_be_made_is_told(seats: Path, run: Run) -> None:
    for command in ("lint", "fuzz"):
        done = run("catalog", command, "seats.toml", "--deals", "seats.toml/proof")
        assert done.code == 73
        assert "cannot make the folder seats.toml/proof" in done.err


def test_proofs_of_two_versions_of_a_catalog_stand_beside_each_other(seats: Path, run: Run) -> None:
    (seats / "old").mkdir()
    (seats / "old" / "seats.toml").write_text(SEATS.replace("rate = 85", "rate = 84"))
    run("catalog", "lint", "seats.toml", "old/seats.toml", "--deals", "proof")
    nets = [
        json.loads(run("price", str(each), "--json").out)["totals"]["net"]
        for each in sorted((seats / "proof").iterdir())
    ]
    assert nets == ["5000.00", "4335.00", "5000.00", "4284.00"]
