"""`dealdesk catalog diff` and `impact`: pages, Markdown, JSON, exit codes."""

import json
import re
from pathlib import Path

import pytest

from tests.cli.conftest import CATALOG, Run


@pytest.fixture
def two(shop: Path) -> Path:
    """The shop, and a catalog in which the first 100 seats cost 55, and nothing else differs but the version."""
    changed = CATALOG.replace("rate = 50 }", "rate = 55 }").replace("2026.1", "2026.2")
    (shop / "new.toml").write_text(changed, encoding="utf-8")
    return shop


def squeezed(text: str) -> str:
    return re.sub(r"[ \n]+", " ", text)


@pytest.mark.parametrize("columns", [60, 80, 120])
def test_a_price_change_is_shown_with_its_range_and_its_percentage(run: Run, two: Path, columns: int) -> None:
    shown = run("catalog", "diff", "acme.toml", "new.toml", columns=columns)
    assert shown.code == 0
    assert max(map(len, shown.out.splitlines())) <= columns
    text = squeezed(shown.out)
    if columns == 60:
        return  # what belongs together stands in other lines there
    assert "suite / seat" in text
    assert "up to 100: dearer by 10 %" in text
    assert "+10 %" in text
    assert "breaking" in text
    assert "Version breaking: 2026.2 or later; 2026.2 fits" in text
    assert ("new.toml:19" in text) is (columns == 120)


def test_no_difference_is_one_sentence_and_code_0(run: Run, two: Path) -> None:
    shown = run("catalog", "diff", "acme.toml", "acme.toml", "--exit-code")
    assert (shown.code, shown.out.splitlines()[0]) == (0, "Acme Inc.: no difference")
    assert "mean the same" in run("catalog", "diff", "acme.toml", "acme.toml", "--markdown").out


def test_differences_are_code_1_where_that_is_asked_for(run: Run, two: Path) -> None:
    assert run("catalog", "diff", "acme.toml", "new.toml", "--exit-code").code == 1


def test_json_has_every_change_with_both_places(run: Run, two: Path) -> None:
    found = run("catalog", "diff", "acme.toml", "new.toml", "--json").json
    assert (found["base"]["version"], found["head"]["path"]) == ("2026.1", "new.toml")
    assert found["version"]["suggested"] == "2026.2"
    price = next(each for each in found["changes"] if each["section"] == "prices")
    assert price["path"] == "products.suite.charges.seat"
    assert (price["base_at"]["file"], price["head_at"]["line"]) == ("acme.toml", 19)
    (span,) = price["prices"][0]["parts"][0]["spans"]
    assert (span["up_to"], span["percent"], span["uniform"]) == ("100", "10", True)
    assert price["new"]["tiers"][0]["rate"] == "55"


HOSTILE = "x | y](http://evil.example) <img src=x> @team **bold** `a` #1\\\\u202e"


def test_text_of_a_catalog_cannot_steer_markdown(run: Run, two: Path) -> None:
    changed = CATALOG.replace('name = "Suite"', f'name = "{HOSTILE[:-8]}"').replace("Small firms", "# A | B\\n- c")
    (two / "new.toml").write_text(changed, encoding="utf-8")
    shown = run("catalog", "diff", "acme.toml", "new.toml", "--markdown").out
    for line in shown.splitlines():
        if line.startswith("|"):
            assert len(re.findall(r"(?<!\\)\|", line)) == 6, line
    cells = shown.replace("<br>", "")
    assert not re.search(r"(?<!\\)<|(?<!\\)\]|@team|(?<!\\)`|(?<!\\)://", cells)


def test_a_catalog_that_is_not_valid_is_told_and_code_2(run: Run, two: Path) -> None:
    (two / "new.toml").write_text(CATALOG.replace("rate = 50 }", "rate = -1 }"), encoding="utf-8")
    shown = run("catalog", "diff", "acme.toml", "new.toml")
    assert shown.code == 2
    assert "new.toml:19" in shown.err


# ---- impact


@pytest.mark.parametrize("columns", [60, 80, 120])
def test_who_pays_more_is_shown_with_the_step(run: Run, two: Path, columns: int) -> None:
    # 20 seats at 55 instead of 50: 100 a year more, less 10 % for the pair and 5 % for the term: 85.50, for 3 years
    shown = run("catalog", "impact", "acme.toml", "new.toml", "--deals", "deal.toml", columns=columns)
    assert shown.code == 0
    assert max(map(len, shown.out.splitlines())) <= columns
    text = squeezed(shown.out)
    assert "Acme Inc.: 1 deal: 1 dearer" in text
    assert "+256.50" in text
    assert "suite / seat: list price +300.00, bundle discount −30.00, term discount −13.50" in text
    assert "Quotes of" in text


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ((), 0),
        (("--exit-code",), 1),
        (("--fail-over", "0.3%"), 1),
        (("--fail-over", "2%"), 0),
        (("--fail-under", "-1%"), 0),
        (("--fail-under=-1%",), 0),
        (("--fail-over", "-1%"), 2),
        (("--fail-over", "much"), 2),
    ],
)
def test_limits_decide_the_exit_code(run: Run, two: Path, words: tuple[str, ...], code: int) -> None:
    assert run("catalog", "impact", "acme.toml", "new.toml", "--deals", ".", *words).code == code


def test_a_passed_limit_is_named(run: Run, two: Path) -> None:
    text = run("catalog", "impact", "acme.toml", "new.toml", "--deals", ".", "--fail-over", "0.3").out
    assert "Limits passed\ndeal.toml: +0." in text
    assert "the total in USD: +0." in text


def test_nothing_is_printed_where_nothing_changes_if_so_wished(run: Run, two: Path) -> None:
    words = ("catalog", "impact", "acme.toml", "acme.toml", "--deals", ".")
    quiet = run(*words, "--quiet-when-clean")
    assert (quiet.code, quiet.out) == (0, "")
    assert "1 deal: 1 the same" in run(*words).out
    assert run("catalog", "impact", "acme.toml", "new.toml", "--deals", ".", "--quiet-when-clean").out


def test_a_deal_that_cannot_be_read_is_shown_and_code_2(run: Run, two: Path) -> None:
    (two / "broken.toml").write_text('catalog = "acme"\nlines = []\n', encoding="utf-8")
    words = ("catalog", "impact", "acme.toml", "acme.toml", "--deals", ".", "--quiet-when-clean")
    shown = run(*words)
    assert shown.code == 2
    assert "broken.toml" in shown.out
    assert "broken.toml" in run(*words, "--markdown").out


def test_deals_of_other_catalogs_are_counted(run: Run, two: Path) -> None:
    (two / "deals").mkdir()
    text = (two / "deal.toml").read_text(encoding="utf-8")
    (two / "deals/other.toml").write_text(text.replace("acme.toml", "sippar"), encoding="utf-8")
    (two / "deals/own.toml").write_text(text.replace("acme.toml", "../acme.toml"), encoding="utf-8")
    assert "Left out   1 deal of sippar" in run("catalog", "impact", "acme.toml", "new.toml").out


def test_json_has_all_deals_and_totals(run: Run, two: Path) -> None:
    found = run("catalog", "impact", "acme.toml", "new.toml", "--deals", ".", "--fail-over", "0", "--json").json
    (deal,) = found["deals"]
    assert (deal["file"], deal["status"], found["clean"]) == ("deal.toml", "dearer", False)
    assert {each["code"] for each in deal["steps"]} == {"list", "bundle", "term"}
    assert found["totals"][0]["deals"] == 1
    assert [each["of"] for each in found["passed"]] == ["deal", "total"]
    assert json.dumps(found)


def test_markdown_of_an_impact_escapes_what_deals_say(run: Run, two: Path) -> None:
    text = (two / "deal.toml").read_text(encoding="utf-8")
    (two / "deal.toml").write_text(text.replace("Northwind", "<b>N|W</b> @all"), encoding="utf-8")
    shown = run("catalog", "impact", "acme.toml", "new.toml", "--deals", ".", "--markdown").out
    assert not re.search(r"(?<!\\)<(?!br>)|@all", shown)
    for line in shown.splitlines():
        if line.startswith("|"):
            assert len(re.findall(r"(?<!\\)\|", line)) == 6, line
