"""The table of states and moves."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from dealdesk.errors import DealdeskError
from dealdesk.register import lifecycle
from dealdesk.register.chain import day_over
from dealdesk.register.lifecycle import MOVES, STATES, TERMINAL, Move, NotAllowed, NotPermitted, State
from tests.register.drafts import AT

ALLOWED = {
    "draft": {"submit", "clear", "void", "revise"},
    "submitted": {"consent", "approve", "reject", "void", "revise"},
    "approved": {"send", "void", "revise"},
    "rejected": {"void", "revise"},
    "sent": {"accept", "decline", "void", "revise"},
    "expired": {"accept-late", "decline", "void", "revise"},
    "accepted": set(),
    "declined": set(),
    "superseded": set(),
    "void": set(),
}
"""Written down by hand, from the diagram."""


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("move", MOVES, ids=lambda move: move.name)
def test_a_move_is_allowed_where_the_diagram_has_it(state: State, move: Move) -> None:
    def tried() -> None:
        stored: State = "sent" if state == "expired" else state
        lifecycle.check(move, state, stored, name="Q", reason="r", actor="bob", requesters=frozenset({"ann"}))

    if move.name in ALLOWED[state]:
        tried()
        return
    with pytest.raises(NotAllowed) as refused:
        tried()
    assert f"Q is {state}" in str(refused.value)
    named = ALLOWED[state] - {"clear", "consent", "accept-late"}
    told_how = move.name in ("accept", "send") and state in ("expired", "draft")
    assert told_how or all(each in str(refused.value) for each in named)


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("move", MOVES, ids=lambda move: move.name)
@pytest.mark.parametrize("stored", ["draft", "sent"])
def test_a_refusal_speaks_of_commands_and_offers_what_is_possible(state: State, move: Move, stored: State) -> None:
    before = stored if state == "expired" else state
    said = ""
    try:
        lifecycle.check(move, state, before, name="Q", reason=None, actor="bob", requesters=frozenset({"bob"}))
    except (NotAllowed, NotPermitted) as refused:
        said = str(refused)
    assert not any(name in said for name in ("clear", "consent", "accept-late"))
    if before == "draft" and state == "expired":
        assert "decline," not in said
        assert "--override" not in said


def test_nothing_leads_out_of_a_final_state() -> None:
    assert {each for each, moves in ALLOWED.items() if not moves} == set(TERMINAL)


def test_a_decision_is_for_somebody_else() -> None:
    for move in MOVES:
        if move.who == "not the requester":
            with pytest.raises(NotPermitted):
                lifecycle.check(
                    move, move.start[0], move.start[0], name="Q", reason="r", actor="a", requesters=frozenset("a")
                )
    assert {move.name for move in MOVES if move.who != "anyone"} == {"consent", "approve", "reject"}


@pytest.mark.parametrize("reason", [None, "", "  \n"])
def test_a_reason_is_asked_for(reason: str | None) -> None:
    for move in MOVES:
        if move.reason:
            with pytest.raises(NotAllowed, match="give a reason"):
                lifecycle.check(move, move.start[0], "sent", name="Q", reason=reason, actor="b", requesters=frozenset())
    assert {move.name for move in MOVES if move.reason} == {"reject", "decline", "void", "accept-late"}


def test_a_move_of_another_name_is_guessed() -> None:
    with pytest.raises(DealdeskError, match="did you mean submit"):
        lifecycle.move("sumbit")


@pytest.mark.parametrize(
    ("zone", "day", "over"),
    [
        ("UTC", "2026-12-20", "2026-12-21T00:00:00+00:00"),
        ("Europe/Berlin", "2026-12-20", "2026-12-20T23:00:00+00:00"),
        ("America/Los_Angeles", "2026-12-20", "2026-12-21T08:00:00+00:00"),
        ("Europe/Berlin", "2027-03-28", "2027-03-28T22:00:00+00:00"),  # a day of 23 hours: summer time begins
        ("Europe/Berlin", "2027-10-31", "2027-10-31T23:00:00+00:00"),  # a day of 25 hours
        ("America/Santiago", "2026-09-05", "2026-09-06T04:00:00+00:00"),  # the next midnight does not exist
        ("Pacific/Kiritimati", "2028-02-29", "2028-02-29T10:00:00+00:00"),
        ("UTC", "2028-02-28", "2028-02-29T00:00:00+00:00"),
        ("UTC", "2026-12-31", "2027-01-01T00:00:00+00:00"),
    ],
)
def test_a_last_day_ends_at_midnight_in_its_time_zone(zone: str, day: str, over: str) -> None:
    end = day_over(datetime.fromisoformat(day).date(), zone)
    assert end == datetime.fromisoformat(over)
    assert lifecycle.state_at("sent", end, end - timedelta(microseconds=1)) == "sent"
    assert lifecycle.state_at("sent", end, end) == "expired"
    assert lifecycle.state_at("sent", end, end.astimezone(timezone(timedelta(hours=14)))) == "expired"


def test_only_what_is_open_expires() -> None:
    after = AT + timedelta(days=9999)
    assert {each for each in STATES if lifecycle.state_at(each, AT, after) != each} == set(lifecycle.OPEN)


def test_a_time_zone_that_is_none_is_told() -> None:
    with pytest.raises(DealdeskError, match="there is no time zone Berlin"):
        day_over(datetime(2026, 1, 1, tzinfo=UTC).date(), "Berlin")
