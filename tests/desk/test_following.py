"""Two changes of one contract: the second is signed only when it says of the contract what is true after the first."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from dealdesk.desk import approvals
from dealdesk.desk.closing import accept
from dealdesk.desk.contracts import contract_of
from dealdesk.desk.following import send
from dealdesk.desk.recording import new_quote, revised_quote
from dealdesk.quoting.standing import standing
from dealdesk.register import Event, Register, make_register, open_register
from dealdesk.register.lifecycle import NotAllowed

AT = datetime(2026, 12, 1, 9, tzinfo=UTC)
CATALOG = """
[catalog]
id = "acme"
name = "Acme"
version = "1"
currency = "USD"

[renewal]
percent = 5
compounding = "compound"

[products.seat]
name = "Seat"
kind = "plugin"
family = "seats"
charges = [{ id = "seats", period = "year", unit = "seat", model = "per_unit", price = 100 }]
"""
HEAD = 'catalog = "./acme.toml"\nmonths = 24\nstart = {start}\ncustomer = {{ name = "Northwind" }}\n'
LINE = '[[lines]]\nsku = "seat"\n'


class Desk:
    """A register with a contract of 40 seats that has begun."""

    def __init__(self, folder: Path, register: Register) -> None:
        self.folder, self.register = folder, register
        self.contract = self.new(HEAD.format(start="2026-01-01") + LINE + "quantity = 40\n")
        self.through(self.contract)

    def new(self, deal: str, revises: str | None = None) -> str:
        (self.folder / "deal.toml").write_text(deal, encoding="utf-8")
        made = (
            new_quote(self.register, self.folder / "deal.toml", actor="ann", at=AT)
            if revises is None
            else revised_quote(self.register, revises, self.folder / "deal.toml", actor="ann", at=AT)
        )
        return made.stored.number

    def amendment(self, was: int, now: int, day: str = "2027-01-01", revises: str | None = None) -> str:
        amends = f'amends = {{ contract = "{self.contract}", from = {day} }}\n'
        line = f"{LINE}quantity = {now}\nwas = {was}\nheld = {{ seats = {was * 100} }}\n"
        return self.new(HEAD.format(start="2026-01-01") + amends + line, revises)

    def renewal(self, ref: str) -> str:
        renews = f'renews = {{ contract = "{self.contract}", months = 24 }}\n'
        return self.new(f'title = "{ref}"\n' + HEAD.format(start="2028-01-01") + renews + LINE + "quantity = 40\n")

    def submit(self, number: str) -> None:
        approvals.submit(self.register, number, actor="ann", at=AT)

    def send(self, number: str) -> None:
        send(self.register, number, actor="ann", at=AT)

    def sent(self, number: str) -> str:
        self.submit(number)
        self.send(number)
        return number

    def accept(self, number: str, override: str | None = None) -> Event:
        return accept(self.register, number, actor="ann", at=AT, override=override)

    def through(self, number: str) -> None:
        self.accept(self.sent(number))

    @property
    def seats(self) -> int:
        contract = contract_of(self.register, self.contract, AT)
        (line,) = standing(contract.signed, contract.amendments).deal.lines
        return int(line.quantity)


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "acme.toml").write_text(CATALOG, encoding="utf-8")
    make_register(tmp_path)
    with open_register(start=tmp_path) as register:
        yield Desk(tmp_path, register)


@pytest.mark.parametrize("done", ["recorded", "submitted", "sent"])
def test_a_second_change_of_what_was_changed_meanwhile_goes_no_further(desk: Desk, done: str) -> None:
    first, second = desk.sent(desk.amendment(40, 50)), desk.amendment(40, 60)
    for step in ("submitted", "sent")[: ("recorded", "submitted", "sent").index(done)]:
        (desk.submit if step == "submitted" else desk.send)(second)
    desk.accept(first)
    assert desk.seats == 50
    going_on = {"recorded": desk.submit, "submitted": desk.send, "sent": desk.accept}[done]
    with pytest.raises(NotAllowed) as refused:
        going_on(second)
    said = str(refused.value)
    assert f"{second} does not go with {desk.contract} any more, which has changed since" in said
    assert "has 50 seat on 2027-01-01, and this says that it had 40" in said
    assert f"dealdesk quote amend {desk.contract}" in said
    assert f"dealdesk quote revise {second} DEAL" in said
    assert desk.amendment(50, 60, revises=second) == second
    desk.through(second)
    assert desk.seats == 60


def test_a_change_before_one_that_was_signed_meanwhile_comes_too_late(desk: Desk) -> None:
    early, late = desk.sent(desk.amendment(40, 45)), desk.sent(desk.amendment(40, 50, "2027-06-01"))
    desk.accept(late)
    with pytest.raises(NotAllowed, match=r"a change before comes too late"):
        desk.accept(early)


def test_what_is_no_contract_yet_is_not_changed(desk: Desk) -> None:
    desk.contract = desk.new('title = "another"\n' + HEAD.format(start="2026-01-01") + LINE + "quantity = 40\n")
    change = desk.sent(desk.amendment(40, 50))
    said = f"{desk.contract} is draft, and no contract that can be changed; record its acceptance first"
    with pytest.raises(NotAllowed, match=re.escape(said)):
        desk.accept(change)
    desk.through(desk.contract)
    desk.accept(change)


def test_a_contract_is_renewed_twice_only_for_a_reason_on_record(desk: Desk) -> None:
    one, two = desk.sent(desk.renewal("one")), desk.sent(desk.renewal("two"))
    desk.accept(one)
    with pytest.raises(NotAllowed, match=f"{desk.contract} is renewed by {one} already; take both with --override"):
        desk.accept(two)
    event = desk.accept(two, "Berlin and Paris sign for themselves")
    assert (event.kind, event.body["nonetheless"]) == ("accept", f"{desk.contract} is renewed by {one} already")
    assert event.body["reason"] == "Berlin and Paris sign for themselves"
