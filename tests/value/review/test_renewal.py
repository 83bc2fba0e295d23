"""The price of the next term and the gain-share offer, from the contract and the catalog."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from dealdesk.quoting.load import catalog_of, load_deal
from dealdesk.quoting.price import price
from dealdesk.value.review.load import load_review
from dealdesk.value.review.result import ReviewResult

D = Decimal
ROOT = Path(__file__).parents[3]
EXAMPLE = ROOT / "examples" / "gain-share" / "review.toml"
DAY = date(2027, 7, 8)


def changed(tmp_path: Path, *pairs: tuple[str, str]) -> ReviewResult:
    """The example with some of its text changed, in a folder of its own."""
    text = EXAMPLE.read_text(encoding="utf-8")
    text = text.replace(
        '"../usage-commitment/deal.toml"', f'"{(EXAMPLE.parent / "../usage-commitment/deal.toml").resolve()}"'
    )
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new)
    (tmp_path / "review.toml").write_text(text, encoding="utf-8")
    (tmp_path / "use-2027-q2.csv").write_bytes((EXAMPLE.parent / "use-2027-q2.csv").read_bytes())
    return load_review(tmp_path, today=DAY).run(today=DAY)


def test_the_cap_of_the_contract_bounds_the_uplift(tmp_path: Path) -> None:
    """168,000 a year, 6 % asked, 5 % allowed: 60,000 × 1.05 + 108,000 × 1.05 = 176,400."""
    made = changed(tmp_path).renewal
    assert made is not None
    assert (made.now, made.uplift_percent, made.price, made.cap_percent) == (168000, 5, 176400, 5)
    assert (made.due, made.notice_by) == (date(2029, 1, 1), date(2028, 11, 2))
    lower = changed(tmp_path, ("uplift      = 6", "uplift      = 2.5")).renewal
    assert lower is not None
    assert (lower.uplift_percent, lower.price) == (D("2.5"), 172200)


def test_what_is_renewed_is_the_last_contract_year_of_the_quote() -> None:
    path = ROOT / "examples/usage-commitment/deal.toml"
    deal = load_deal(path)
    quote = price(deal, catalog_of(deal, path), today=DAY)
    made = load_review(EXAMPLE, today=DAY).run(today=DAY).renewal
    assert made is not None
    assert made.now == quote.metric("arr_exit")
    assert sum(each.then for each in made.lines) == made.price


@pytest.mark.parametrize(("threshold", "offered"), [("19.65", True), ("19.66", False), ("30", False)])
def test_gain_share_is_offered_above_the_threshold(tmp_path: Path, threshold: str, offered: bool) -> None:
    """The saving to date is 229,929.15 of 1,169,650.00, printed 19.66 %."""
    made = changed(
        tmp_path, ("[renewal]", f"[gain_share]\nthreshold = {threshold}\nshare = 30\n\n[renewal]")
    ).gain_share
    assert made is not None
    assert (made.offered, made.reached) == (offered, D("19.66"))
    assert (made.projected is not None) == offered


def test_the_catalog_says_the_threshold_where_the_review_does_not(tmp_path: Path) -> None:
    """10 % and 20 % in value.toml: (229,929.15 - 116,965.00) × 20 % × 365 / 181 = 45,560.13."""
    made = changed(tmp_path).gain_share
    assert made is not None
    assert (made.threshold, made.share_percent) == (10, 20)
    assert "value.toml" in made.at
    assert made.projected is not None
    assert made.projected.amount == D("45560.13")


def test_levers_of_the_playbook_come_after_those_of_the_review(tmp_path: Path) -> None:
    made = changed(tmp_path)
    assert made.levers[0].owner == "Marcus Feld"
    assert "playbook.toml" in made.levers[-1].at
    own = changed(tmp_path, ("prepared_by", "playbook_levers = false\nprepared_by"))
    assert len(own.levers) == 2
