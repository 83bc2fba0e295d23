"""A day at a desk that chance makes: quotes, revisions, decisions and days that pass, on a real register.

After every step the register is held against a model that knows only the table of moves, and against what must
always be true: an accepted quote was approved as it is, or needs nobody; nobody decided on a quote of their own; and
no quote is ever in a state that no allowed move leads to.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, rule

from dealdesk.approving import digest_of, people_of
from dealdesk.desk import approvals, closing, recording
from dealdesk.register import Register, make_register, open_register
from dealdesk.register.audit import verify
from dealdesk.register.enrolling import record_people
from dealdesk.register.lifecycle import MOVES, NotAllowed, NotPermitted, state_at
from dealdesk.register.permitted import DECIDES

START = datetime(2027, 1, 4, 9, 0, tzinfo=UTC)
PEOPLE = people_of(
    {
        "people": {
            "ana": {"name": "Ana", "titles": ["Head of Sales"], "roles": ["desk", "approver"]},
            "ben": {"name": "Ben", "titles": ["CFO", "Head of Sales"], "roles": ["admin", "approver"]},
            "cem": {"name": "Cem", "roles": ["desk"]},
            "dee": {"name": "Dee", "titles": ["Legal", "CFO"], "roles": ["desk", "approver"]},
        },
        "delegations": [
            {
                "of": "ben",
                "to": "cem",
                "from": START.date() + timedelta(days=5),
                "until": START.date() + timedelta(days=12),
                "reason": "Leave",
            }
        ],
    }
)
ACTORS = ("ana", "ben", "cem", "dee")
CATALOG = """
[catalog]
id = "shop"
name = "Shop"
version = "1"
currency = "USD"
valid_days = 20

[products.seat]
name = "Seat"
kind = "plugin"
family = "seats"
charges = [{ id = "seats", period = "year", unit = "seat", model = "per_unit", price = 100 }]

[[policy.approvals]]
id = "some"
measure = "discount"
op = "above"
value = 10
approver = "Head of Sales"

[[policy.approvals]]
id = "much"
measure = "discount"
op = "above"
value = 20
approvers = ["CFO", "Legal"]
quorum = 1
level = 2

[[policy.approvals]]
id = "long"
measure = "months"
op = "above"
value = 24
approver = "Legal"

[policy.envelope]
discount_points = 2
tcv_percent = 25
"""
DEAL = """
catalog = "./shop.toml"
start = 2027-03-01
months = {months}
customer = {{ name = "{customer}" }}
lines = [{{ sku = "seat", quantity = {quantity} }}]
discounts = [{{ percent = {percent} }}]
"""

DIAGRAM: dict[str, dict[str, str | None]] = {
    each.name: {state: each.to or state for state in each.start} for each in MOVES
}
"""By move and state before it: the state after it."""

ALLOWED = (NotAllowed, NotPermitted)
"""What a step may be refused with."""


class Lifecycle(RuleBasedStateMachine):
    """Quotes of one register, each with the state that the model expects."""

    numbers = Bundle("numbers")
    template: Path | None = None

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="dealdesk-day-"))
        self.clock, self.steps = START, 0
        self.expected: dict[str, tuple[int, str]] = {}
        self.touched: str | None = None
        self.register: Register

    @initialize()
    def a_desk(self) -> None:
        """Open an empty register; it is made once, and copied."""
        cls = type(self)
        if cls.template is None or not cls.template.exists():
            made = Path(tempfile.mkdtemp(prefix="dealdesk-desk-"))
            make_register(made)
            cls.template = made
        shutil.copytree(cls.template, self.folder / "desk", dirs_exist_ok=True)
        (self.folder / "shop.toml").write_text(CATALOG, encoding="utf-8")
        self.register = open_register(start=self.folder / "desk")
        record_people(self.register, PEOPLE, actor="ben", at=START)

    def teardown(self) -> None:
        if hasattr(self, "register"):
            assert verify(self.register, None).faults == ()
            self.register.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    # ---- steps

    def _deal(self, percent: int, months: int, quantity: int, customer: str) -> Path:
        file = self.folder / "deal.toml"
        text = DEAL.format(percent=percent, months=months, quantity=quantity, customer=customer)
        file.write_text(text, encoding="utf-8")
        return file

    def _at(self) -> datetime:
        self.steps += 1
        return self.clock + timedelta(seconds=self.steps)

    def _done(self, number: str, moves: tuple[str, ...], work: Callable[[datetime], Any]) -> bool:
        """Do a step; where it is done, the diagram must know it, and where it is refused, nothing may change."""
        at, self.touched = self._at(), number
        before = self.register.find(number)
        state = before.state_at(at)
        count = len(list(self.register.events(number)))
        try:
            made = work(at)
        except ALLOWED:
            after = self.register.find(number)
            assert (after.revision, after.state) == (before.revision, before.state)
            assert len(list(self.register.events(number))) == count
            return False
        event = getattr(made, "event", made)
        assert event.kind in moves
        assert state in DIAGRAM[event.kind], f"{event.kind} from {state}"
        self.expected[number] = (before.revision, str(DIAGRAM[event.kind][state]))
        return True

    @rule(
        target=numbers,
        percent=st.integers(0, 30),
        months=st.sampled_from([12, 24, 36]),
        quantity=st.integers(1, 3),
        customer=st.sampled_from(["North", "South"]),
        who=st.sampled_from(ACTORS),
    )
    def record(self, percent: int, months: int, quantity: int, customer: str, who: str) -> str:
        file = self._deal(percent, months, quantity, customer)
        made = recording.new_quote(self.register, file, actor=who, at=self._at(), reference=f"R-{len(self.expected)}")
        number = made.stored.number
        assert made.is_new
        assert number not in self.expected
        self.expected[number] = (1, "draft")
        return number

    @rule(
        number=numbers,
        percent=st.integers(0, 30),
        months=st.sampled_from([12, 24, 36]),
        quantity=st.integers(1, 3),
        who=st.sampled_from(ACTORS),
    )
    def revise(self, number: str, percent: int, months: int, quantity: int, who: str) -> None:
        before, self.touched = self.register.find(number), number
        at = self._at()
        file = self._deal(percent, months, quantity, before.customer)
        try:
            made = recording.revised_quote(self.register, number, file, actor=who, at=at)
        except ALLOWED:
            assert before.state_at(at) not in DIAGRAM["revise"]
            return
        if made.is_new:
            assert before.state_at(at) in DIAGRAM["revise"]
            assert self.register.find(number, before.revision).state == "superseded"
            self.expected[number] = (before.revision + 1, "draft")

    @rule(number=numbers, who=st.sampled_from(ACTORS))
    def submit(self, number: str, who: str) -> None:
        self._done(number, ("submit", "clear"), lambda at: approvals.submit(self.register, number, actor=who, at=at))

    @rule(number=numbers, who=st.sampled_from(ACTORS))
    def approve(self, number: str, who: str) -> None:
        def work(at: datetime) -> Any:
            return approvals.decide(self.register, number, "approved", actor=who, at=at)

        if self._done(number, ("consent", "approve"), work):
            assert who not in self._requesters(number)

    @rule(number=numbers, who=st.sampled_from(ACTORS))
    def reject(self, number: str, who: str) -> None:
        def work(at: datetime) -> Any:
            return approvals.decide(self.register, number, "rejected", actor=who, at=at, reason="no")

        if self._done(number, ("reject",), work):
            assert who not in self._requesters(number)

    @rule(number=numbers, move=st.sampled_from(["send", "decline", "void"]), who=st.sampled_from(ACTORS))
    def close(self, number: str, move: str, who: str) -> None:
        self._done(number, (move,), lambda at: self.register.act(number, move, actor=who, at=at, reason="so it is"))

    @rule(number=numbers, who=st.sampled_from(ACTORS), late=st.booleans())
    def accept(self, number: str, who: str, late: bool) -> None:
        def work(at: datetime) -> Any:
            return closing.accept(self.register, number, actor=who, at=at, override="agreed by phone" if late else None)

        self._done(number, ("accept", "accept-late"), work)

    @rule(number=numbers, who=st.sampled_from(ACTORS), signed=st.booleans())
    def whole_way(self, number: str, who: str, signed: bool) -> None:
        """Take a quote as far as it goes, so that many come to an end."""
        self.submit(number, who)
        for each in ACTORS:
            self.approve(number, each)
        self.close(number, "send", who)
        if signed:
            self.accept(number, who, late=False)

    @rule(days=st.integers(1, 9))
    def wait(self, days: int) -> None:
        self.clock += timedelta(days=days)

    # ---- what must always be true

    @invariant()
    def the_register_is_what_the_moves_made_it(self) -> None:
        for number, (revision, state) in self.expected.items():
            stored = self.register.find(number)
            assert (stored.number, stored.revision) == (number, revision)
            now = stored.state_at(self.clock + timedelta(seconds=self.steps))
            assert now in (state, state_at(state, stored.expires, self.clock + timedelta(seconds=self.steps)))  # type: ignore[arg-type]

    @invariant()
    def whatever_was_accepted_was_approved_as_it_is(self) -> None:
        if self.touched is not None:  # nothing else has changed since it was looked at last
            number, (revision, state) = self.touched, self.expected[self.touched]
            if state not in ("accepted", "sent", "approved"):
                return
            stored = self.register.find(number)
            needs = approvals.needs_of(self.register, stored)
            assert needs.standing.approved
            digest = digest_of(needs.quote)
            wanted = {title for level in needs.requirements.levels for seat in level.seats for title in seat.titles}
            kept = {each.digest for each in needs.standing.kept if each.title in wanted}
            assert not needs.requirements.levels or kept == {digest}, (number, revision)
            requesters = self._requesters(number)
            for each in needs.standing.kept:
                assert each.person not in requesters or self._decided_before(number, each.person)
                assert each.stands_for not in requesters or self._decided_before(number, each.stands_for)

    def _requesters(self, number: str) -> set[str]:
        events = list(self.register.events(number))
        return {each.actor for each in events if each.kind in ("create", "submit", "clear")}

    def _decided_before(self, number: str, person: str) -> bool:
        """Whether a person has asked only after deciding: the decision was not on a quote of their own then."""
        events = list(self.register.events(number))
        decided = min((e.entry for e in events if e.kind in DECIDES and e.actor == person), default=0)
        asked = min(
            (e.entry for e in events if e.kind in ("create", "submit", "clear") and e.actor == person), default=0
        )
        return 0 < decided < asked
