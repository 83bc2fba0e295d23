"""The deck of a business review, and the savings statement: every claim and every number of them."""

import io
import json
from dataclasses import replace
from datetime import date
from decimal import Decimal as D
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest

from dealdesk.documents import render
from dealdesk.documents.assets import assets
from dealdesk.documents.check import check_pdf
from dealdesk.documents.claims import broken
from dealdesk.documents.view.review.qbr import qbr_view
from dealdesk.documents.view.review.statement import statement_view
from dealdesk.value.review.load import load_review
from dealdesk.value.review.result import ReviewResult
from dealdesk.value.review.result.statement import Exact

ROOT = Path(__file__).parents[2]
DAY = date(2027, 7, 8)


@pytest.fixture(scope="module")
def result() -> ReviewResult:
    return load_review(ROOT / "examples/gain-share/review.toml", today=DAY).run(today=DAY)


@pytest.fixture(scope="module")
def deck(result: ReviewResult) -> bytes:
    return render(result, "qbr")


@pytest.fixture(scope="module")
def statement(result: ReviewResult) -> bytes:
    return render(result, "savings-statement")


def view(result: ReviewResult) -> dict[str, Any]:
    return qbr_view(result, assets("qbr").language("en"))


def titles(result: ReviewResult) -> dict[str, str]:
    made = view(result)
    return {"cover": made["cover"]["title"]} | {each["name"]: each["title"] for each in made["slides"]}


def faults(result: ReviewResult) -> list[str]:
    data = json.loads(result.to_json())
    return [fault for each in view(result)["claims"] for fault in broken(each, data)]


def text_of(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return "\n".join(page.get_textpage().get_text_range() for page in document).replace("\xa0", " ")
    finally:
        document.close()


def test_both_pass_every_check(result: ReviewResult, deck: bytes, statement: bytes) -> None:
    assert check_pdf(deck, result, "qbr") == []
    assert check_pdf(statement, result, "savings-statement") == []


def test_the_deck_has_the_same_skeleton_each_quarter(result: ReviewResult, deck: bytes) -> None:
    names = ["context", "outcomes", "quality", "missed", "next", "renewal"]
    assert list(titles(result))[1:7] == names
    bare = replace(result, quality=(), incidents=(), missed=(), levers=(), renewal=None, gain_share=None)
    assert list(titles(bare))[1:7] == names
    assert faults(bare) == []
    with pikepdf.open(io.BytesIO(deck)) as opened:
        assert len(opened.pages) == 1 + len(view(result)["slides"])


def test_titles_are_what_was_found(result: ReviewResult) -> None:
    found = titles(result)
    assert found["cover"] == "Clearline Contact Centers saved $135K in Q2 2027"
    assert found["context"] == "The same use cost 22.1% less than the agreed baseline in Q2 2027"
    assert found["outcomes"] == "You spent $476K where $611K was agreed"
    assert found["quality"] == "Two of three agreed targets were met"
    assert found["missed"].startswith("What did not work: two incidents, one missed target and one promise")
    assert found["next"] == "Two next steps are worth $100K a year"
    assert found["renewal"] == "The renewal costs $171K a year, 1.8% more"
    assert faults(result) == []


def spent_more(result: ReviewResult) -> ReviewResult:
    """The review with 20,000.00 more spent than the adjusted baseline."""
    period = result.period
    worse = replace(
        period,
        actual=period.adjusted.amount + 20_000,
        saving=Exact(D("-20000.00"), "-20000"),
        saving_percent=D("-3.27"),
        fee=Exact(D("0.00"), "0"),
        limit="no-saving",
    )
    return replace(result, periods=(*result.periods[:-1], worse))


def test_what_was_not_saved_is_not_called_a_saving(result: ReviewResult) -> None:
    found = titles(spent_more(result))
    assert found["cover"] == "Clearline Contact Centers spent $20K more than the baseline in Q2 2027"
    assert found["context"] == "The same use cost 3.3% more than the agreed baseline in Q2 2027"
    assert faults(spent_more(result)) == []
    assert check_pdf(render(spent_more(result), "qbr"), spent_more(result), "qbr") == []


def test_a_title_that_the_numbers_do_not_bear_out_is_found(result: ReviewResult, deck: bytes) -> None:
    found = check_pdf(deck, spent_more(result), "qbr")
    assert any("is no claim that is tested" in each for each in found)


def test_ideas_of_the_vendors_playbook_stay_with_the_vendor(result: ReviewResult, deck: bytes) -> None:
    own = [each for each in result.levers if "playbook" in each.at]
    assert own
    text = text_of(deck)
    assert not any(each.text[:20] in text for each in own)
    assert ".toml" not in text


# ---- the statement


def test_the_way_to_the_fee_can_be_added_up(result: ReviewResult, statement: bytes) -> None:
    text = text_of(statement)
    # 619,500.00 - 8,600.00 = 610,900.00; less 476,218.40 is 134,681.60; 20 % of it is 26,936.32, and the cap 25,000.00
    for amount in (
        "619,500.00",
        "8,600.00",
        "610,900.00",
        "476,218.40",
        "134,681.60",
        "26,936.32",
        "1,936.32",
        "25,000.00",
    ):
        assert f"${amount}" in text
    for words in ("18 December 2026", "Boundary", "Sign-off", "Marcus Feld", "Noor Haddad", "True-up", "Appendix"):
        assert words in text


def test_a_shortfall_is_paid(result: ReviewResult) -> None:
    assert result.guarantee
    short = replace(
        result.guarantee,
        promised=D("250000.00"),
        shortfall=Exact(D("20070.85"), "401417/20"),
        true_up=Exact(D("10035.43"), "401417/40"),
        met=False,
    )
    made = statement_view(replace(result, guarantee=short), assets("savings-statement").language("en"))
    assert [row["amount"] for row in made["guarantee"]] == ["$250,000.00", "$229,929.15", "$20,070.85", "$10,035.43"]


def test_every_measured_row_is_in_the_appendix(result: ReviewResult) -> None:
    made = statement_view(result, assets("savings-statement").language("en"))
    rows = made["appendix"]["table"]["rows"]
    assert len(rows) == sum(len(each.rows) for each in result.periods)
    assert [row["cells"][5]["text"] for row in rows][-1] == "$52,674.80"


def test_a_wrong_amount_in_the_statement_is_found(result: ReviewResult, statement: bytes) -> None:
    other = replace(result, periods=(*result.periods[:-1], replace(result.period, actual=D("476218.41"))))
    assert any("476,218.40" in each for each in check_pdf(statement, other, "savings-statement"))


def test_the_statement_is_on_the_readers_page(result: ReviewResult) -> None:
    from dealdesk.documents import kind_named

    kind = kind_named("savings-statement")
    assert kind.page(result) == "letter"
    assert kind.page(replace(result, currency="EUR", language="en-GB")) == "a4"
