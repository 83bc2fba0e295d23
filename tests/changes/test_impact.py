"""Each deal is priced under both catalogs; what is told equals pricing it by hand, and no deal is lost."""

from copy import deepcopy
from datetime import date
from decimal import Decimal as D
from pathlib import Path
from random import Random
from typing import Any

import pytest

from dealdesk.catalog.models import Catalog
from dealdesk.changes.impact import impact, steps_of
from dealdesk.changes.outcome import STATUSES, DealImpact, Impact
from dealdesk.changes.portfolio import Found, Portfolio, files, portfolio
from dealdesk.changes.thresholds import Thresholds, passed
from dealdesk.errors import DealError, InputError
from dealdesk.quoting.load import deal_of
from dealdesk.quoting.price import price
from tests.changes.edits import edited
from tests.strategies import TODAY, a_catalog, a_deal

DAY = date(2026, 11, 20)


def shop(**more: Any) -> dict[str, Any]:
    """Seats at 20 a month, 5 % off from 12 months; calls at 2 as usage; care at 20 % of seats."""
    charges = [
        {"id": "seats", "period": "month", "model": "per_unit", "price": 20},
        {"id": "calls", "period": "month", "model": "per_unit", "price": 2, "usage": True},
    ]
    return {
        "catalog": {"id": "shop", "name": "Shop", "version": "1", "currency": "USD"},
        "products": {"seat": {"name": "Seat", "kind": "plugin", "family": "core", "charges": charges}},
        "rules": {"term": {"tiers": [{"from": 12, "percent": 5}]}},
    } | more


def a_sale(name: str, **more: Any) -> Found:
    said = {
        "catalog": "shop",
        "start": date(2027, 1, 1),
        "months": 12,
        "customer": {"name": name},
        "lines": [{"sku": "seat", "quantity": 10}],
    }
    return Found(f"deals/{name}.toml", deal_of(said | more), "shop")


def done(change: Any, *sales: Found, base: dict[str, Any] | None = None) -> Impact:
    old = base or shop()
    new = deepcopy(old)
    change(new)
    both = [Catalog.validate(each) for each in (old, new)]
    return impact(*both, Portfolio(sales, (), (), ()), today=DAY)


def seats_at(amount: Any) -> Any:
    def change(data: Any) -> None:
        data["products"]["seat"]["charges"][0]["price"] = amount

    return change


def one(found: Impact) -> DealImpact:
    (deal,) = found.deals
    return deal


def test_a_dearer_price_is_told_with_the_steps_that_moved() -> None:
    # list 12 × 10 × 20 = 2,400, 5 % off 120: 2,280; at 22: 2,640, 132 off: 2,508, which is 10 % more
    deal = one(done(seats_at(22), a_sale("a")))
    assert deal.before is not None
    assert deal.after is not None
    assert (deal.status, deal.before.tcv, deal.after.tcv, deal.percent) == ("dearer", 2280, 2508, 10)
    assert (deal.before.arr, deal.after.arr) == (2280, 2508)
    assert [(each.code, each.delta) for each in steps_of(deal)] == [("list", 240), ("term", -12)]
    (line,) = deal.lines
    assert (line.line, line.sku, line.charge, line.before, line.after) == (1, "seat", "seats", 2280, 2508)


def test_usage_that_gets_dearer_is_paid_although_nothing_is_committed() -> None:
    def calls_at_3(data: Any) -> None:
        data["products"]["seat"]["charges"][1]["price"] = 3

    sale = a_sale("a", lines=[{"sku": "seat", "quantity": 10, "usage": {"calls": 100}}])
    deal = one(done(calls_at_3, sale))
    assert deal.before is not None
    assert deal.after is not None
    assert (deal.before.tcv, deal.after.tcv) == (2280, 2280)
    assert (deal.before.usage, deal.after.usage, deal.status) == (2400, 3600, "dearer")


def test_a_deal_that_cannot_be_priced_any_more_says_why_and_the_other_way_round() -> None:
    def gone(data: Any) -> None:
        data["products"]["user"] = data["products"].pop("seat")

    deal = one(done(gone, a_sale("a")))
    assert (deal.status, deal.after, deal.currency) == ("lost", None, "USD")
    assert "seat" in deal.mistakes[0].message
    base = shop()
    base["products"]["user"] = base["products"].pop("seat")

    def back(data: Any) -> None:
        data["products"]["seat"] = data["products"].pop("user")

    found = done(back, a_sale("a"), base=base)
    assert (one(found).status, one(found).before) == ("gained", None)
    assert found.totals[0].gained.tcv == 2280
    assert found.totals[0].deals == 0


def test_a_deal_without_a_price_under_either_is_kept() -> None:
    found = done(seats_at(22), a_sale("a", lines=[{"sku": "nothing"}]))
    assert one(found).status == "unpriced"
    assert not found.is_clean


def test_another_currency_is_never_compared() -> None:
    def euros(data: Any) -> None:
        data["catalog"]["currency"] = "EUR"

    found = done(euros, a_sale("a"))
    assert one(found).status == "lost"
    assert "USD" in one(found).mistakes[0].message
    assert [each.currency for each in found.totals] == ["USD"]


def test_the_same_total_by_other_steps_is_told() -> None:
    def other_way(data: Any) -> None:  # 19 without a discount is 20 less 5 %
        seats_at(19)(data)
        del data["rules"]["term"]

    deal = one(done(other_way, a_sale("a")))
    assert (deal.status, deal.percent) == ("moved", 0)
    assert {each.code: each.delta for each in steps_of(deal)} == {"list": -120, "term": 120}


def test_a_floor_that_holds_the_price_up_is_new() -> None:
    def floor(data: Any) -> None:  # 200 a month less 5 % is 190; the floor is 196
        data["rules"]["floor"] = {"families": {"core": 98}}

    deal = one(done(floor, a_sale("a")))
    assert [each.code for each in deal.findings] == ["floor-reached"]
    assert deal.floor == 72  # 12 × 6


FREE = {"months": 1, "extends_term": False}


@pytest.mark.parametrize(
    ("approval", "sale", "needed"),
    [
        ({"measure": "discount", "op": "above", "value": 5}, {}, False),
        ({"measure": "discount", "op": "at_least", "value": 5}, {}, True),
        ({"measure": "tcv", "op": "above", "value": 2280}, {}, False),
        ({"measure": "tcv", "op": "above", "value": D("2279.99")}, {}, True),
        ({"measure": "months", "op": "above", "value": 11}, {}, True),
        ({"measure": "payment_days", "op": "above", "value": 45}, {"terms": {"payment_days": 60}}, True),
        ({"measure": "payment_days", "op": "above", "value": 60}, {"terms": {"payment_days": 60}}, False),
        (
            {"measure": "free_months", "op": "at_least", "value": 1},
            {"free": {"months": 1, "extends_term": False}},
            True,
        ),
        ({"measure": "free_months", "op": "at_least", "value": 1}, {}, False),
        ({"measure": "margin", "op": "below", "value": 80}, {}, False),
    ],
)
def test_an_approval_that_is_newly_needed_is_named(approval: Any, sale: Any, needed: bool) -> None:
    def policy(data: Any) -> None:
        data["policy"] = {"approvals": [{"id": "x", "approver": "Finance"} | approval]}

    deal = one(done(policy, a_sale("a", **sale)))
    assert [each.approver for each in deal.approvals] == (["Finance"] if needed else [])
    assert deal.is_clean is not needed
    base = shop()
    policy(base)
    assert one(done(lambda data: None, a_sale("a", **sale), base=base)).approvals == ()


def test_a_margin_needs_an_approval_where_costs_are_known() -> None:
    base = shop()
    base["products"]["seat"]["charges"][0]["cost"] = 50  # a month, for all of it: 190 - 50 is a margin of 73.7 %
    limit = {"id": "x", "approver": "Finance", "measure": "margin", "op": "below", "value": 80}

    def policy(data: Any) -> None:
        data["policy"] = {"approvals": [limit]}

    assert [each.id for each in one(done(policy, a_sale("a"), base=base)).approvals] == ["x"]


def test_options_that_change_are_told() -> None:
    sale = a_sale("a", options=[{"name": "More", "lines": [{"sku": "seat", "quantity": 20}]}])
    (option,) = one(done(seats_at(22), sale)).options
    assert (option.name, option.before, option.after) == ("More", 4560, 5016)


def test_deals_are_listed_by_what_happens_then_by_size_then_by_file() -> None:
    sales = [
        a_sale("z"),
        a_sale("b", lines=[{"sku": "seat", "quantity": 20}]),
        a_sale("c", lines=[{"sku": "gone"}]),
        a_sale("a"),
        a_sale("usage", lines=[{"sku": "seat", "quantity": 10, "usage": {"calls": 500}}]),
    ]
    names = [Path(each.file).stem for each in done(seats_at(22), *sales).deals]
    assert names == ["a", "b", "z", "usage", "c"]
    assert [Path(each.file).stem for each in done(seats_at(22), *sales[::-1]).deals] == names


@pytest.mark.parametrize(
    ("amount", "over", "under", "beyond"),
    [
        (21, "5", None, []),
        (21, "4.99", None, [("deal", D("5"), D("4.99")), ("total", D("5"), D("4.99"))]),
        (19, None, "-5", []),
        (19, None, "-4.99", [("deal", D("-5"), D("-4.99")), ("total", D("-5"), D("-4.99"))]),
        (19, "0", None, []),
        (20, "0", "0", []),
        (21, None, None, []),
    ],
)
def test_limits_hold_in_both_directions(amount: int, over: Any, under: Any, beyond: Any) -> None:
    limits = Thresholds(*(None if each is None else D(each) for each in (over, under)))
    found = passed(done(seats_at(amount), a_sale("a")), limits)
    assert [(each.of, each.percent, each.limit) for each in found] == beyond


def test_a_deal_that_paid_nothing_passes_any_limit_above_and_a_lost_one_any_limit() -> None:
    free = shop()
    free["products"]["seat"]["charges"][0]["price"] = 0
    assert [each.percent for each in passed(done(seats_at(1), a_sale("a"), base=free), Thresholds(D(900)))] == [
        None,
        None,
    ]
    lost = done(lambda data: data["products"]["seat"].update(excludes=["seat"]), a_sale("a"))
    assert one(lost).status in ("lost", "same")

    def gone(data: Any) -> None:
        data["products"]["user"] = data["products"].pop("seat")

    (only,) = passed(done(gone, a_sale("a")), Thresholds(under=D(-50)))
    assert (only.name, only.limit) == ("deals/a.toml", None)


@pytest.mark.parametrize("seed", range(0, 100, 20))
def test_every_deal_comes_out_as_when_it_is_priced_by_hand(seed: int) -> None:
    for rnd in map(Random, range(seed, seed + 20)):
        data = a_catalog(rnd)
        changed, _ = edited(rnd, data)
        sales = [Found(f"{n}.toml", deal_of(a_deal(rnd, data)), "made") for n in range(2)]
        base, head = Catalog.validate(deepcopy(data)), Catalog.validate(changed)
        found = impact(base, head, Portfolio(tuple(sales), (), (), ()), today=TODAY)
        assert sorted(each.file for each in found.deals) == sorted(each.file for each in sales)
        for sale in sales:
            (deal,) = (each for each in found.deals if each.file == sale.file)
            quotes = [by_hand(sale, catalog) for catalog in (base, head)]
            for figures, quote in zip((deal.before, deal.after), quotes, strict=True):
                assert (figures is None) == (quote is None)
                if quote is not None and figures is not None:
                    assert (figures.tcv, figures.usage) == (quote.totals.net, quote.usage_estimate.net)
                    assert figures.arr == quote.metric("arr_first")
            if quotes[0] is not None and quotes[1] is not None:
                net = [sum((line.net for line in quote.lines), D(0)) for quote in quotes]
                moved = sum((step.delta for line in deal.lines for step in line.steps), D(0))
                assert moved == net[1] - net[0]
        for total in found.totals:
            both = [each for each in found.deals if each.currency == total.currency and each.before and each.after]
            assert total.after.tcv - total.before.tcv == sum((e.after.tcv - e.before.tcv for e in both), D(0))


def by_hand(sale: Found, catalog: Catalog) -> Any:
    try:
        return price(sale.deal, catalog, today=TODAY)
    except InputError:
        return None


def test_nothing_changes_between_a_catalog_and_itself() -> None:
    found = done(lambda data: None, a_sale("a"))
    assert found.is_clean
    assert one(found).status == "same"
    assert set(STATUSES) >= {each.status for each in found.deals}


# ---- which deals


CATALOG = """\
[catalog]
id = "{id}"
name = "Shop"
version = "1"
currency = "USD"
[products.seat]
name = "Seat"
kind = "plugin"
family = "core"
charges = [{{ id = "seats", period = "month", model = "per_unit", price = 20 }}]
"""
DEAL = 'catalog = "{}"\nstart = 2027-01-01\nmonths = 12\ncustomer = {{ name = "N" }}\nlines = [{{ sku = "seat" }}]\n'


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("DEALDESK_CACHE", "off")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "catalogs").mkdir()
    for name in ("shop", "other"):
        (tmp_path / f"catalogs/{name}.toml").write_text(CATALOG.format(id=name))
    (tmp_path / "deals/2027").mkdir(parents=True)
    return tmp_path


def write(name: str, text: str) -> None:
    Path(name).parent.mkdir(parents=True, exist_ok=True)
    Path(name).write_text(text)


def test_no_file_of_a_portfolio_is_lost(folder: Path) -> None:
    write("deals/a.toml", DEAL.format("shop"))
    write("deals/2027/b.toml", DEAL.format("../../catalogs/shop.toml"))
    write("deals/2027/c.toml", DEAL.format("catalogs/shop"[:8] + "/gone/shop.toml"))
    write("deals/d.toml", DEAL.format("other"))
    write("deals/e.toml", DEAL.format("nowhere"))
    write("deals/broken.toml", DEAL.format("shop") + "typo = 1\n")
    write("deals/torn.toml", "catalog = [")
    write("deals/settings.toml", "[colours]\nred = 1\n")
    write("deals/.hidden/f.toml", DEAL.format("shop"))
    write("deals/notes.txt", "no deal")
    found = portfolio([Path("deals")], {"shop"})
    assert [each.file for each in found.deals] == ["deals/2027/b.toml", "deals/2027/c.toml", "deals/a.toml"]
    assert found.elsewhere == (("nowhere", 1), ("other", 1))
    assert [each.file for each in found.unread] == ["deals/broken.toml", "deals/torn.toml"]
    assert found.others == ("deals/settings.toml",)


def test_a_deal_is_taken_once_however_often_it_is_named(folder: Path) -> None:
    write("deals/a.toml", DEAL.format("shop"))
    assert len(files([Path("deals"), Path("deals/a.toml"), Path("deals/../deals")])) == 1


@pytest.mark.parametrize("name", ["nowhere", "deals"])
def test_a_folder_without_deals_is_refused(folder: Path, name: str) -> None:
    with pytest.raises(DealError, match="there is no"):
        portfolio([Path(name)], {"shop"})
