"""Whatever a seller can give away has a measure that a policy can limit, and an approval binds it, or is said not to.

The table of docs/approvals.md is the one that is tested: every key of a deal is in it, and the measures that it names
for a key do measure it.  A key that deals get later fails here until it is measured, or said to promise nothing.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from dealdesk.approving import Decision, envelope_of, required, rules_of, seen_by, standing
from dealdesk.approving.measures import BY_NAME, MEASURES, Case
from dealdesk.approving.required import cases_of
from dealdesk.catalog.condition import Condition
from dealdesk.quoting.deal import Deal
from dealdesk.quoting.price import price
from dealdesk.quoting.quote import Quote
from tests.approving.concessions import ALSO, EDITS, NONE, catalog, edited, keys
from tests.quoting.shop import TODAY

PAGE = (Path(__file__).parents[2] / "docs/approvals.md").read_text(encoding="utf-8")
_TABLE = PAGE.split("## What a seller can give, and what measures it")[1].split("\n## ")[0]
_ROWS = [line.split("|")[1:-1] for line in _TABLE.splitlines() if line.startswith("| ") and "`" in line]
_NO_PRICE = _TABLE.split("These change no price and promise nothing:")[1].split("`catalog` chooses")[0]


def quoted(text: str) -> tuple[str, ...]:
    return tuple(re.findall(r"`([a-z_.]+)`", text))


MEASURED = {key: quoted(row[2]) or tuple(BY_NAME) for row in _ROWS for key in quoted(row[1])}
"""The measures of each key, as the page has them."""
NOTHING = (*quoted(_NO_PRICE), "catalog")

TRIED = sorted(path for path, (_, value) in EDITS.items() if value is not NONE or path in ALSO)

INSIDE = {
    "discounts.applies_to.families": "the discount: fewer charges have it",
    "discounts.applies_to.skus": "the discount: fewer charges have it",
    "lines.charge": "the contract value",
    "lines.held.added.by": "the contract value: it names a purchase",
    "lines.ramp.usage": "the rates of usage: its volume is an estimate",
    "lines.usage": "the rates of usage: its volume is an estimate",
    "uplift.base": "the contract value",
}
"""Edits that an approval survives: the dimension of the envelope that they stay inside of."""

BY_RULE = ("issued", "valid_days", "notes", "lines.note", "options.note", *(k for k in EDITS if "economics" in k))
"""Keys that are bound where a rule measures them, as the page says."""


def test_every_key_of_a_deal_is_on_the_page_and_is_tried() -> None:
    every = set(keys())
    assert every == {*MEASURED, *NOTHING}
    assert every == set(EDITS)
    assert not set(MEASURED) & set(NOTHING)
    assert {name for row in _ROWS for name in quoted(row[2])} <= {*BY_NAME, "values", "unknown"}


def test_every_measure_is_on_the_page() -> None:
    table = PAGE.split("| measure | what it is |")[1].split("\n\n")[0]
    assert {name for line in table.splitlines() for name in quoted(line.split("|")[1] if "|" in line else "")} == set(
        BY_NAME
    )


@cache
def quotes(path: str) -> tuple[tuple[Deal, Quote], tuple[Deal, Quote]]:
    was, now = edited(path)
    return (was, price(was, catalog(), today=TODAY)), (now, price(now, catalog(), today=TODAY))


def figures(deal: Deal, quote: Quote, names: Any) -> dict[str, Any]:
    def found(case: Case, name: str) -> Any:
        return BY_NAME[name].measure(case, Condition.trusted(measure=name, op="above", value=0))

    return {name: [found(case, name) for case in cases_of(quote, deal, catalog())] for name in names}


@pytest.mark.parametrize("path", [each for each in TRIED if each in MEASURED])
def test_what_a_seller_gives_is_measured_as_the_page_says(path: str) -> None:
    names = [each for each in MEASURED[path] if each in BY_NAME]
    (was, before), (now, after) = quotes(path)
    assert figures(was, before, names) != figures(now, after, names)


@pytest.mark.parametrize("path", [each for each in TRIED if each in NOTHING])
def test_what_is_said_to_change_no_price_changes_none(path: str) -> None:
    (was, before), (now, after) = quotes(path)
    assert (before.totals, before.usage_estimate, before.invoices) == (
        after.totals,
        after.usage_estimate,
        after.invoices,
    )
    assert figures(was, before, BY_NAME) == figures(now, after, BY_NAME)


def after_approval(path: str) -> Any:
    """Return where the approval of a deal stands after one of its keys has another value."""
    (was, before), (now, after) = quotes(path)
    at = catalog()
    needs = required(before, was, at)
    made = Decision(
        "CFO", "ana", "approved", "2026", needs.digest, envelope_of(before, at.policy.envelope), rules_of("CFO", needs),
        seen=seen_by("CFO", needs, at.policy.envelope), agreed=needs.agreed,
    )  # fmt: skip
    assert standing(needs, [made], before).approved
    return standing(required(after, now, at), [made], after, before)


@pytest.mark.parametrize("path", TRIED)
def test_after_its_approval_an_edit_of_any_key_is_inside_a_stated_bound_or_voids_it_and_says_why(path: str) -> None:
    now = after_approval(path)
    if now.voided:
        assert not now.approved
        ((_, reasons),) = now.voided
        assert all(each.old != each.new and each.limit for each in reasons), reasons
    elif now.kept[0].carried_from:
        assert path in INSIDE
    else:  # the same digest: nothing is promised otherwise
        assert path in NOTHING or path in BY_RULE


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("lines.discount.unit_price", "the discount of usage calls/calls is 90 %; approved 0 %, allowed at most 0 %"),
        ("discounts.applies_to", "the discount of usage suite/calls is 50 %; approved 0 %, allowed at most 0 %"),
        ("terms.sla", "the term sla is Service level: Another promise; approved not there, allowed as approved"),
        ("terms.payment", "the term payment is Payment: Another promise; approved not there, allowed as approved"),
        ("terms.tax", "the term tax is Tax: Another promise; approved Tax: Taxes are not included"),
        ("terms.payment_days", "the time to pay is 90 days; approved 30 days, allowed at most 30 days"),
        ("terms.renewal_cap", "the term renewal_cap is Renewal cap: Net unit prices rise by no more than 1 %"),
        ("billing", "the term billing is Billing: Monthly in advance; approved Billing: Yearly in advance"),
        ("in_arrears", "the term billing is Billing: Yearly in arrears"),
        ("customer.name", "the customer is Southwind; approved Northwind, allowed only Northwind"),
        ("customer.segment", "the segment is Small; approved Big, allowed only Big"),
        ("customer.region", "the region is east; approved west, allowed only west"),
        ("customer.currency", "the currency is EUR; approved USD, allowed only USD"),
        ("partner", "the partner is Reseller; approved none, allowed only none"),
        ("proration", "the proration is months_up; approved actual, allowed only actual"),
        ("start", "the start is 2027-06-01; approved 2027-01-01, allowed at the latest 2027-02-01"),
        ("renewal", "what a renewal costs is 1 % of what was paid"),
        ("renewal.lock_months", "locked for 60 months"),
        ("renewal.added_units", "added units at the price of the contract; approved 5 %"),
        ("options", "an option is Cheap; approved none, allowed none"),
        ("lines.discount", "the discount of family software is"),
    ],
)
def test_a_voided_approval_says_what_left_the_envelope(path: str, said: str) -> None:
    ((_, reasons),) = after_approval(path).voided
    assert said in "\n".join(map(str, reasons))


def test_measures_are_defined_in_words() -> None:
    assert all(each.definition and each.title for each in MEASURES)
    assert len({each.definition for each in MEASURES}) == len(MEASURES)
