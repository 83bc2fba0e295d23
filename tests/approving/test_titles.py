"""Where the titles of policies and those of people do not fit, it is said before a quote waits for nobody."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from dealdesk.approving import people_of
from dealdesk.approving.titles import loose_ends
from tests.approving.shop import catalog

DAY = date(2026, 12, 1)
QUORUM = {"measure": "discount", "op": "above", "value": 15, "approvers": ["CFO", "Legal", "COO"], "quorum": 2}


def told(people: dict[str, Any], *rules: dict[str, Any], on: date = DAY, **more: Any) -> list[str]:
    rail = {"name": "Margin", "metric": "margin", "op": "at_least", "value": 50, "unit": "%"}  # nobody may waive it
    at = catalog(*rules, guardrails={"margin": rail})
    persons = {who: {"name": who.title()} | each for who, each in people.items()}
    return list(loose_ends(people_of({"people": persons} | more), {"shop": at.policy}, on))


def holds(*titles: str, **more: Any) -> dict[str, Any]:
    return {"titles": list(titles)} | more


@pytest.mark.parametrize(
    ("people", "said"),
    [
        ({"ana": holds("CFO"), "ben": holds("Legal"), "cem": holds("COO")}, []),
        ({"ana": holds("CFO"), "ben": holds("Legal")}, []),  # two of three are enough
        (
            {"ana": holds("CFO", "Legal", "COO")},
            ["r1 of the catalog shop wants 2 people, and only 1 on record can decide under its titles on 2026-12-01: "
             "2 of CFO, Legal and COO"],
        ),
        (
            {"ana": holds("CFO"), "ben": holds("Legl")},
            ["the catalog shop asks for Legal (r1), and nobody decides as that on 2026-12-01; is it Legl, which "
             "somebody has?",
             "the catalog shop asks for COO (r1), and nobody decides as that on 2026-12-01",
             "ben has the title Legl, for which no policy here asks; did you mean Legal?"],
        ),
        (
            {"ana": holds("CFO"), "ben": holds("Legal", until=date(2026, 11, 30))},
            ["the catalog shop asks for Legal (r1), and nobody decides as that on 2026-12-01",
             "the catalog shop asks for COO (r1), and nobody decides as that on 2026-12-01"],
        ),
    ],
)  # fmt: skip
def test_titles_and_people_that_do_not_fit_are_told(people: dict[str, Any], said: list[str]) -> None:
    assert told(people, QUORUM) == said


def test_whoever_stands_in_counts_on_the_days_of_it() -> None:
    rule = {"measure": "discount", "op": "above", "value": 15, "approver": "CFO"}
    leave = {"of": "ana", "to": "ben", "from": DAY, "until": DAY, "reason": "Leave"}
    both = {**QUORUM, "approvers": ["CFO", "Legal", "Board"], "quorum": 2}
    people = {"ana": holds("CFO", "Legal"), "ben": {}}
    assert told(people, rule, delegations=[leave]) == [
        "ana has the title Legal, for which no policy here asks",
    ]
    assert told(people, both, delegations=[leave]) == []  # ana and, in her place, ben
    assert len(told(people, both, delegations=[leave], on=date(2026, 12, 2))) == 1


@pytest.mark.parametrize("order", ["sequential", "parallel"])
def test_where_all_decide_somebody_may_have_several_of_their_titles(order: str) -> None:
    every = {"measure": "discount", "op": "above", "value": 15, "approvers": ["CFO", "Legal"], "order": order}
    assert told({"ana": holds("CFO", "Legal")}, every) == []


LEAVE = {"of": "ana", "to": "ben", "from": date(2026, 12, 10), "until": date(2026, 12, 20), "reason": "Leave"}


@pytest.mark.parametrize(
    ("people", "said"),
    [
        ({"ana": holds("CFO"), "ben": {}}, []),
        ({"ana": {}, "ben": {}}, ["ben stands in for ana, who has no title to pass on"]),
        (
            {"ana": holds("CFO", until=date(2026, 12, 9)), "ben": {}},
            ["ben stands in for ana, who is no longer here on 2026-12-10 and passes nothing on"],
        ),
        (
            {"ana": holds("CFO"), "ben": {"until": date(2026, 12, 9)}},
            ["ben stands in for ana, and is no longer here on 2026-12-10"],
        ),
        (
            {"ana": holds("CFO"), "ben": {"roles": ["approver"]}, "cem": {"roles": ["approver"]}},
            ["cem is an approver without a title: there is nothing to decide under"],
        ),
    ],
)
def test_approvers_and_delegations_that_decide_nothing_are_told(people: dict[str, Any], said: list[str]) -> None:
    rule = {"measure": "discount", "op": "above", "value": 15, "approver": "CFO"}
    assert [each for each in told(people, rule, delegations=[LEAVE]) if "asks for CFO" not in each] == said
    assert not [each for each in told(people, rule, delegations=[LEAVE], on=date(2026, 12, 21)) if "stands in" in each]
