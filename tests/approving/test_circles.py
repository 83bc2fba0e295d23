"""People who stand in for each other on the same days: none of them is there to decide."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from dealdesk.approving import PeopleError, people_of

PEOPLE = {name: {"name": name.title(), "titles": [name.upper()]} for name in ("ana", "ben", "cem")}


def leave(of: str, to: str, first: int = 1, last: int = 5) -> dict[str, Any]:
    days = {"from": date(2026, 12, first), "until": date(2026, 12, last)}
    return {"of": of, "to": to, "reason": "Leave"} | days


@pytest.mark.parametrize(
    ("delegations", "said"),
    [
        (
            [leave("ana", "ben"), leave("ben", "ana", 5, 9)],
            "ben, ana and ben again stand in for each other on 2026-12-05",
        ),
        (
            [leave("ana", "ben"), leave("ben", "cem", 2, 9), leave("cem", "ana", 1, 4)],
            "cem, ana, ben and cem again stand in for each other from 2026-12-02 to 2026-12-04",
        ),
    ],
)
def test_a_circle_of_delegations_is_refused(delegations: list[dict[str, Any]], said: str) -> None:
    with pytest.raises(PeopleError, match=said):
        people_of({"people": PEOPLE, "delegations": delegations})


def test_one_after_the_other_is_no_circle() -> None:
    one_by_one = [leave("ana", "ben", 1, 5), leave("ben", "ana", 6, 9), leave("ben", "cem", 1, 5)]
    assert len(people_of({"people": PEOPLE, "delegations": one_by_one}).delegations) == 3
