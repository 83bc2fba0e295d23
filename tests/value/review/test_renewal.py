"""The price of the next term and the gain-share offer, from the contract and the catalog."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from dealdesk.errors import InputError
from dealdesk.quoting.changing import Changes, renewed
from dealdesk.quoting.deal import Deal
from dealdesk.quoting.load import catalog_of, load_deal
from dealdesk.quoting.price import price
from dealdesk.quoting.standing import Signed, standing
from dealdesk.value.review.load import load_review
from dealdesk.value.review.result import ReviewResult

D = Decimal
ROOT = Path(__file__).parents[3]
EXAMPLE = ROOT / "examples" / "gain-share" / "review.toml"
USED = (EXAMPLE.parent / "../usage-commitment/deal.toml").resolve()
DAY = date(2027, 7, 8)


def changed(tmp_path: Path, *pairs: tuple[str, str]) -> ReviewResult:
    """The example with some of its text changed, in a folder of its own."""
    text = EXAMPLE.read_text(encoding="utf-8")
    text = text.replace('"../usage-commitment/deal.toml"', f'"{USED}"')
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new)
    (tmp_path / "review.toml").write_text(text, encoding="utf-8")
    (tmp_path / "use-2027-q2.csv").write_bytes((EXAMPLE.parent / "use-2027-q2.csv").read_bytes())
    return load_review(tmp_path, today=DAY).run(today=DAY)


def test_the_cap_of_the_contract_bounds_the_uplift(tmp_path: Path) -> None:
    """6 % asked, 5 % allowed: 60,000 × 1.05 = 63,000, and the 108,000 that are committed stay: 171,000."""
    made = changed(tmp_path).renewal
    assert made is not None
    assert (made.now, made.uplift_percent, made.price, made.cap_percent) == (168000, 5, 171000, 5)
    assert made.change_percent == D("1.8")  # 3,000 of 168,000
    assert (made.due, made.notice_by) == (date(2029, 1, 1), date(2028, 11, 2))
    lower = changed(tmp_path, ("uplift      = 6", "uplift      = 2.5")).renewal
    assert lower is not None
    assert (lower.uplift_percent, lower.price) == (D("2.5"), 169500)


def test_the_price_is_the_one_that_quote_renew_has(tmp_path: Path) -> None:
    path = ROOT / "examples/ramp/deal.toml"  # 300,000 and 40,000 in the last year
    deal = load_deal(path)
    at = catalog_of(deal, path)
    quote = price(deal, at, today=DAY)
    made = changed(tmp_path, (f'"{USED}"', f'"{path}"'), ("uplift      = 6", "uplift      = 4")).renewal
    assert made is not None
    rule = {"percent": 4, "compounding": "simple"}
    again = price(
        Deal.validate(renewed(standing(Signed("C", deal, at, quote)), at, Changes(), name="C", months=12, rule=rule)),
        at,
        today=DAY,
    )
    assert made.now == quote.metric("arr_exit") == 340000
    assert made.total == made.price == again.totals.net == 353600
    assert sum(each.then for each in made.lines) == made.price


def test_an_amendment_is_not_renewed_by_itself(tmp_path: Path) -> None:
    amendment = ROOT / "examples/amendment/deal.toml"
    with pytest.raises(InputError, match="this is an amendment"):
        changed(tmp_path, (f'"{USED}"', f'"{amendment}"'))


def test_a_fraction_where_a_percentage_belongs_is_asked_about(tmp_path: Path) -> None:
    made = changed(tmp_path, ("percent  = 20", "percent  = 0.2"), ("uplift      = 6", "uplift      = 0.06"))
    found = [each.message for each in made.findings if each.code == "percent-below-one"]
    assert [each.rpartition(": ")[2] for each in found] == ["was 20 meant?", "was 6 meant?"]


def test_a_price_that_is_locked_does_not_rise(tmp_path: Path) -> None:
    text = USED.read_text(encoding="utf-8")
    rule = "[renewal]\npercent = 3\ncompounding = 'simple'\nlock_months = 36\n"
    (tmp_path / "deal.toml").write_text(f"{text}\n{rule}", encoding="utf-8")
    made = changed(tmp_path, (f'"{USED}"', '"deal.toml"')).renewal
    assert made is not None
    assert (made.price, made.uplift_percent, made.change) == (168000, 0, 0)
    assert "locked" in made.basis


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
