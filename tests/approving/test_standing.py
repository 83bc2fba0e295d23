"""What an approval is bound to, which edits it survives, and who may give it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal as D
from typing import Any

import pytest

from dealdesk.approving import (
    Decision,
    Grant,
    People,
    PeopleError,
    Refusal,
    digest_of,
    envelope_of,
    may_decide,
    people_of,
    required,
    rules_of,
    seen_by,
    standing,
    still_covered,
)
from dealdesk.catalog.models import Catalog
from dealdesk.catalog.policy import EnvelopePolicy
from dealdesk.quoting.deal import Deal
from dealdesk.quoting.price import price
from dealdesk.quoting.quote import Quote
from tests.approving.shop import catalog, deal
from tests.quoting.shop import TODAY

AT = catalog({"measure": "discount", "op": "above", "value": 15}, {"measure": "months", "op": "above", "value": 24})
WIDE = EnvelopePolicy.validate(
    {"discount_points": 2, "margin_points": 5, "months": 12, "payment_days": 15, "tcv_percent": 300}
)


def quote(of: Deal, at: Catalog = AT) -> Quote:
    return price(of, at, today=TODAY)


def decision(of: Deal, title: str = "CFO", *, policy: EnvelopePolicy | None = None, person: str = "ana") -> Decision:
    made = quote(of)
    needs = required(made, of, AT)
    return Decision(
        title, person, "approved", "2026-12-02T09:00:00Z", digest_of(made), envelope_of(made, policy),
        rules_of(title, needs),
    )  # fmt: skip


TWENTY = deal(discounts=[{"percent": 20}])


@pytest.mark.parametrize(
    ("edit", "covered"),
    [
        ({}, True),
        ({"title": "Another title", "notes": ["Thanks."], "valid_days": 5, "number": "Q-1"}, True),
        ({"discounts": [{"percent": 19}]}, True),
        ({"discounts": [{"percent": D("20.01")}]}, False),
        ({"months": 13}, False),
        ({"terms": {"payment_days": 31}}, False),
        ({"terms": {"payment_days": 10}}, True),
        ({"terms": {"agreement": "Theirs"}}, False),
        ({"free": {"months": 1, "extends_term": False}}, False),
        ({"customer": {"name": "Southwind"}}, False),
        ({"discounts": [{"percent": 9}]}, False),  # the contract value rises by more than 10 %
        ({"options": [{"name": "Two years", "months": 24}]}, False),
    ],
)
def test_an_edit_inside_the_envelope_keeps_an_approval_and_one_outside_voids_it(
    edit: dict[str, Any], covered: bool
) -> None:
    edited = deal(**({"discounts": [{"percent": 20}]} | edit))
    reasons = still_covered(decision(TWENTY), quote(edited), quote(TWENTY))
    assert (not reasons) is covered, reasons
    for each in reasons:
        assert each.old != each.new
        assert each.limit


def test_a_line_that_is_added_with_a_discount_of_its_own_leaves_the_envelope() -> None:
    two = [{"sku": "suite", "quantity": 100}, {"sku": "data", "discount": 20}]
    approved = decision(deal(two[0], discounts=[{"percent": 20}]), policy=WIDE)
    reasons = still_covered(approved, quote(deal(*two, discounts=[{"percent": 20}])))
    assert [each.what for each in reasons] == ["the discount", "the discount of family data", "the margin"]


def test_an_envelope_is_as_wide_as_the_policy_says() -> None:
    approved = decision(TWENTY, policy=WIDE)
    for edit in ({"discounts": [{"percent": 22}]}, {"months": 24}, {"terms": {"payment_days": 45}}):
        edited = deal(**({"discounts": [{"percent": 20}]} | edit))
        assert still_covered(approved, quote(edited)) == ()
    (reason,) = still_covered(approved, quote(deal(discounts=[{"percent": D("22.01")}])), quote(TWENTY))[:1]
    assert str(reason) == "the discount is 22.01 %; approved 20 %, allowed at most 22 %"


def test_margin_falls_out_of_the_envelope_when_it_falls_or_is_not_known_any_more() -> None:
    loose = EnvelopePolicy.validate({"discount_points": 50, "tcv_percent": 100})
    approved = decision(TWENTY, policy=loose)
    # approved (8,000 - 4,000) / 8,000 = 50 %; with 25 % off (7,500 - 4,000) / 7,500 = 46.67 %
    (reason,) = still_covered(approved, quote(deal(discounts=[{"percent": 25}])), quote(TWENTY))
    assert str(reason) == "the margin is about 46.6667 %; approved 50 %, allowed at least 50 %"
    unknown = quote(deal({"sku": "suite", "quantity": 100}, {"sku": "data"}, discounts=[{"percent": 20}]))
    assert "the margin is not known" in " ".join(map(str, still_covered(approved, unknown)))


def test_a_decision_is_the_same_after_json() -> None:
    made = decision(TWENTY)
    assert Decision.from_json(made.to_json()) == made


def test_a_kept_decision_carries_the_new_digest_and_a_new_rule_is_decided_anew() -> None:
    less = deal(discounts=[{"percent": 19}])
    now = standing(required(quote(less), less, AT), [decision(TWENTY)], quote(less))
    assert now.approved
    assert [(each.digest, each.carried_from) for each in now.kept] == [
        (digest_of(quote(less)), digest_of(quote(TWENTY)))
    ]
    longer = deal(months=36, discounts=[{"percent": 20}])
    wide = EnvelopePolicy.validate({"months": 60, "tcv_percent": 1000})
    then = standing(required(quote(longer), longer, AT), [decision(TWENTY, policy=wide)], quote(longer))
    assert then.kept  # inside the envelope, but r2 fires now, and nobody has decided on it
    assert not then.approved
    assert [seat.rules for seat in then.open] == [("r1", "r2")]


SUITE = {"sku": "suite", "quantity": 100}


@pytest.mark.parametrize(
    ("rule", "approved", "edited", "said"),
    [
        (
            ("line_discount", "above", 15),
            [SUITE | {"discount": 20}, SUITE | {"discount": 20}],
            [SUITE | {"discount": 40}, SUITE],
            "discount of a line, is 40 %; approved 20 %, allowed at most 20 %",
        ),
        (("valid_days", "above", 60), {"valid_days": 90}, {"valid_days": 900}, "is 900 days; approved 90 days"),
        (("days_to_start", "above", 10), {}, {"start": date(2028, 1, 1)}, "days to the start, is 396 days"),
        (("renewal_cap", "below", 5), {"terms": {"renewal_cap": 4}}, {"terms": {"renewal_cap": 0}}, "approved 4 %"),
        (("notes", "above", 0), {"notes": ["Thanks"]}, {"notes": ["Leave any day"]}, "1 (Leave any day); approved 1"),
    ],
)
def test_what_a_rule_measured_may_not_get_worse_though_the_quote_stays_in_the_envelope(
    rule: tuple[str, str, int], approved: Any, edited: Any, said: str
) -> None:
    at = catalog(dict(zip(("measure", "op", "value"), rule, strict=True)))
    was, now = (deal(*each) if isinstance(each, list) else deal(SUITE, **each) for each in (approved, edited))
    needs = required(quote(was, at), was, at)
    made = Decision(
        "CFO", "ana", "approved", "2026", needs.digest, envelope_of(quote(was, at)), rules_of("CFO", needs),
        seen=seen_by("CFO", needs),
    )  # fmt: skip
    assert standing(needs, [made], quote(was, at)).approved
    after = standing(required(quote(now, at), now, at), [made], quote(now, at))
    assert not after.approved
    assert said in " ".join(str(each) for _, reasons in after.voided for each in reasons)


def test_what_is_optional_is_in_the_envelope_with_its_discount() -> None:
    gift = {"sku": "data", "optional": True, "discount": 30}
    edited = quote(deal(SUITE, gift, discounts=[{"percent": 20}]))
    (first, *_) = still_covered(decision(deal(SUITE, discounts=[{"percent": 20}])), edited)
    # 1 - (8,000 + 5,000 × 0.7) / 15,000: the 20 % on the whole deal are not on what has a discount of its own
    assert first.what == "with line 2, data, which is optional, the discount"


QUORUM = catalog(
    {"measure": "discount", "op": "above", "value": 15, "approvers": ["CFO", "Legal", "COO"], "quorum": 2},
    {"measure": "discount", "op": "above", "value": 10, "approver": "Board", "level": 2},
)


def people(**more: Any) -> People:
    data: dict[str, Any] = {
        "people": {
            "ana": {"name": "Ana", "titles": ["CFO", "Board"]},
            "ben": {"name": "Ben", "titles": ["Legal"]},
            "cem": {"name": "Cem", "titles": ["COO"], "until": date(2026, 12, 31)},
            "dee": {"name": "Dee", "logins": ["dsmith"]},
        }
    }
    return people_of(data | more)


def decide(who: str, made: list[Decision], on: date = TODAY, asked: People | None = None, **more: Any) -> Any:
    of = quote(TWENTY, QUORUM)
    needs = required(of, TWENTY, QUORUM)
    now = standing(needs, made, of)
    about: Any = {"requesters": {"dee"}, "on": on} | more
    found = may_decide(who, asked or people(), needs, now.open, now.kept, **about)
    if isinstance(found, Grant):
        envelope, rules = envelope_of(of), rules_of(found.title, needs)
        digest = digest_of(of)
        made.append(Decision(found.title, who, "approved", "2026", digest, envelope, rules, "", found.stands_for))
    return found


def test_a_quorum_is_of_different_people_and_levels_wait_for_each_other() -> None:
    made: list[Decision] = []
    assert decide("ana", made) == Grant("CFO", "")
    assert "counts twice" in str(decide("ana", made))
    assert "has no title that decides" in str(decide("dee", made, requesters=set()))
    assert decide("ben", made) == Grant("Legal", "")
    assert decide("ana", made) == Grant("Board", "")
    needs = required(quote(TWENTY, QUORUM), TWENTY, QUORUM)
    assert standing(needs, made, quote(TWENTY, QUORUM)).approved


def test_levels_can_be_kept_apart() -> None:
    made: list[Decision] = []
    apart = people(separation={"one_level_each": True})
    for who in ("ana", "ben"):
        assert isinstance(decide(who, made, asked=apart), Grant)
    assert "keeps the levels apart" in str(decide("ana", made, asked=apart))


def test_nobody_decides_on_a_quote_of_their_own_nor_in_the_place_of_whose_it_is() -> None:
    leave = {"of": "ana", "to": "ben", "from": date(2026, 11, 1), "until": date(2026, 12, 1), "reason": "Leave"}
    asked = people(delegations=[leave])
    found = decide("ana", [], requesters={"ana"})
    assert isinstance(found, Refusal)
    assert found.who == ("ben", "cem")
    assert decide("ben", [], asked=asked, title="CFO") == Grant("CFO", "ana")
    refused = decide("ben", [], asked=asked, title="CFO", requesters={"ana"})
    assert "in whose place they stand" in str(refused)


def test_a_delegation_holds_from_its_first_day_to_its_last_and_is_not_passed_on() -> None:
    leave = {"of": "ana", "to": "ben", "from": date(2026, 12, 1), "until": date(2026, 12, 5), "reason": "Leave"}
    again = leave | {"of": "ben", "to": "dee"}
    asked = people(delegations=[leave, again])
    days = [date(2026, 11, 30), date(2026, 12, 1), date(2026, 12, 5), date(2026, 12, 6)]
    assert ["CFO" in asked.titles_of("ben", day) for day in days] == [False, True, True, False]
    assert set(asked.titles_of("dee", days[1])) == {"Legal"}  # ben's own title, not the ones that he stands in for
    assert asked.holders("CFO", days[1]) == ("ana", "ben")


def test_somebody_who_has_left_does_not_decide() -> None:
    assert isinstance(decide("cem", [], on=date(2026, 12, 31)), Grant)
    assert "no longer here" in str(decide("cem", [], on=date(2027, 1, 1)))


def test_whoever_has_left_passes_nothing_on() -> None:
    leave = {"of": "cem", "to": "dee", "from": date(2026, 12, 1), "until": date(2027, 2, 1), "reason": "Leave"}
    asked = people(delegations=[leave])
    days = [date(2026, 12, 31), date(2027, 1, 1)]  # the last day of cem, and the next
    assert ["COO" in asked.titles_of("dee", day) for day in days] == [True, False]


def test_a_login_is_that_of_one_person() -> None:
    asked = people()
    assert asked.by_login("dsmith") == "dee"
    assert asked.by_login("dee") is None  # whoever has logins has only those
    assert asked.by_login("ana") == "ana"
    with pytest.raises(PeopleError, match="the login x is that of eva, too"):
        people_of({"people": {"eva": {"name": "Eva", "logins": ["x"]}, "fay": {"name": "Fay", "logins": ["x"]}}})
    with pytest.raises(PeopleError, match="the login eva is that of eva, too"):  # her id is her login
        people_of({"people": {"eva": {"name": "Eva"}, "fay": {"name": "Fay", "logins": ["eva"]}}})


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"of": "anna", "to": "ben"}, "did you mean ana"),
        ({"of": "ana", "to": "ana"}, "the same person"),
        ({"of": "ana", "to": "ben", "titles": ["COO"]}, "has no title COO to pass on"),
        ({"of": "ana", "to": "ben", "until": date(2026, 1, 1)}, "until is before from"),
    ],
)
def test_a_delegation_that_cannot_be_meant_is_refused(wrong: dict[str, Any], said: str) -> None:
    days = {"from": date(2026, 12, 1), "until": date(2026, 12, 5), "reason": "Leave"}
    with pytest.raises(PeopleError, match=said):
        people(delegations=[days | wrong])
