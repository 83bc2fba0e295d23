"""Costs of a quote: every cent of it, once, in the month or on the invoice that it belongs to."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from dealdesk.quoting.load import catalog_of, load_deal
from dealdesk.quoting.price import price
from dealdesk.quoting.quote import Quote
from dealdesk.value.roi.case import Case
from dealdesk.value.roi.from_quote import Calendar, costs_of
from dealdesk.value.roi.run import run

D = Decimal
ROOT = Path(__file__).parents[3]
DEALS = sorted(path.parent.name for path in ROOT.glob("examples/*/deal.toml"))
TODAY = date(2026, 11, 16)


def quote_of(name: str) -> Quote:
    path = ROOT / "examples" / name / "deal.toml"
    deal = load_deal(path)
    return price(deal, catalog_of(deal, path), today=TODAY)


@pytest.mark.parametrize("timing", ["service", "invoices"])
@pytest.mark.parametrize("name", DEALS)
def test_every_cent_of_a_quote_is_counted_once(name: str, timing: str) -> None:
    quote = quote_of(name)
    whole = Calendar(quote.start, 8)  # longer than any of them
    found = list(costs_of(quote, whole, timing=timing, usage=True))
    assert sum(each.beyond for each in found) == 0
    assert sum(sum(each.months) for each in found) == quote.totals.net + quote.usage_estimate.net
    cut = list(costs_of(quote, Calendar(quote.start, 1), timing=timing, usage=False))
    assert sum(sum(each.months) + each.beyond for each in cut) == quote.totals.net


@pytest.mark.parametrize("name", DEALS)
def test_a_case_prints_a_whole_deal_to_the_cent(name: str) -> None:
    quote = quote_of(name)
    case = Case.validate(
        {"title": "All", "deal": "x", "discount_rate": 8, "years": 8, "benefits": [{"name": "Gain", "a_year": 1}]}
    )
    made = run(case, quote, today=TODAY)
    assert made.totals.costs == quote.totals.net + quote.usage_estimate.net
    assert sum(each.total for each in made.costs if each.group == "deal") == made.totals.costs
    assert all(each.at for each in made.costs)


def test_years_of_northwind_are_those_of_its_price() -> None:
    """437,760 a year; by invoice, each is paid on the first day of its year, which is the end of the one before."""
    quote = quote_of("northwind")
    by_service = list(costs_of(quote, Calendar(quote.start, 3), timing="service", usage=True))
    assert [sum(sum(each.months[k : k + 12]) for each in by_service) for k in (1, 13, 25)] == [437760] * 3
    (billed,) = costs_of(quote, Calendar(quote.start, 3), timing="invoices", usage=True)
    assert {k: each for k, each in enumerate(billed.months) if each} == {0: 437760, 12: 437760, 24: 437760}


def test_after_the_term_the_last_year_goes_on_raised_each_year() -> None:
    """Payment fees run for a year, 120,000 committed and 271,200 of usage: 391,200 × 1.05, then × 1.05 again."""
    quote = quote_of("payment-fees")
    case = Case.validate(
        {
            "title": "On",
            "deal": "x",
            "discount_rate": 8,
            "renewal_uplift": 5,
            "benefits": [{"name": "Gain", "a_year": 1_000_000}],
        }
    )
    made = run(case, quote, today=TODAY)
    assert [each.costs for each in made.periods] == [0, 391200, D("410760.00"), D("431298.00")]
    assert not any(each.code == "deal-ends-first" for each in made.findings)
    stopped = run(case.but(renewal_uplift=None), quote, today=TODAY)
    assert stopped.periods[2].costs == 0
    assert any(each.code == "deal-ends-first" for each in stopped.findings)


def test_a_case_that_starts_on_another_day_cuts_by_the_day() -> None:
    quote = quote_of("northwind")
    later = Calendar(date(2027, 1, 16), 3)
    found = list(costs_of(quote, later, timing="service", usage=True))
    assert sum(sum(each.months) + each.beyond for each in found) == quote.totals.net
    first = sum(each.months[0] for each in found)
    assert first == Fraction(quote.totals.net) * 15 / 1096  # 15 days before the case begins, of 1,096
