"""The desk on the whole screen, driven by keys as a person does, over a real register."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Static

from dealdesk.approving import load_people
from dealdesk.cli.desk_app import DeskApp
from dealdesk.cli.desk_detail import listed as listing
from dealdesk.cli.desk_screens import Compared, Confirm, Keys, Reason
from dealdesk.desk import approvals
from dealdesk.register import Wanted
from dealdesk.register.enrolling import record_people
from tests.book.conftest import Shop, shop, year  # noqa: F401 - fixtures
from tests.cli.conftest import Run

NOW = datetime(2026, 12, 1, 12, tzinfo=UTC)
PEOPLE = """\
[people.ana]
name = "Ana Lind"
logins = ["ana"]

[people.boss]
name = "Bo Ek"
logins = ["boss"]
titles = ["Head of Sales"]
roles = ["admin", "approver"]
"""
POLICY = """

[[policy.approvals]]
id = "discount"
measure = "discount"
op = "above"
value = 5
approver = "Head of Sales"
"""


def driven(shop: Shop, work: Callable[[DeskApp, Pilot[None]], Awaitable[None]], who: str = "boss") -> None:  # noqa: F811
    async def go() -> None:
        app = DeskApp(shop.register, who, lambda: NOW)
        async with app.run_test(size=(120, 40)) as pilot:
            await pilot.pause()
            await work(app, pilot)

    asyncio.run(go())


def listed(app: DeskApp) -> list[str]:
    return [each.number for each in app.found]


def said(app: DeskApp) -> str:
    return str(app.query_one("#said", Static).content)


def shown(app: DeskApp) -> str:
    from rich.console import Console

    console = Console(width=100, record=True, file=StringIO())
    console.print(app.query_one("#quote", Static).content)
    return console.export_text()


@pytest.fixture
def desk(year: Shop, monkeypatch: pytest.MonkeyPatch) -> Shop:  # noqa: F811
    """A register with two quotes that wait: one of ana's that takes 10 % off, and one without a discount."""
    catalog = year.folder / "catalog.toml"
    catalog.write_text(catalog.read_text("utf-8") + POLICY, "utf-8")
    (year.folder / "people.toml").write_text(PEOPLE, "utf-8")
    monkeypatch.chdir(year.folder)
    record_people(year.register, load_people(year.folder / "people.toml"), actor="boss", at=NOW)
    number = year.quote("Halden", "alpha", "2026-11-28", discount=10)
    approvals.submit(year.register, number, actor="ana", at=NOW)
    return year


def test_keys_choose_what_is_listed_and_the_quote_under_the_cursor_is_shown(desk: Shop) -> None:
    async def work(app: DeskApp, pilot: Pilot[None]) -> None:
        assert len(listed(app)) == 2
        await pilot.press("4")
        assert len(listed(app)) == 9
        await pilot.press("3")
        assert {each.state for each in app.found} == {"accepted"}
        await pilot.press("2", "down")
        await pilot.pause()
        assert app.chosen is not None
        assert f"{app.chosen.net:,.2f}" in shown(app)
        assert app.chosen.customer in shown(app)

    driven(desk, work)


def test_an_approval_is_asked_once_more_recorded_and_leaves_the_queue(desk: Shop) -> None:
    number = next(each.number for each in _open(desk) if each.customer == "Halden")

    async def work(app: DeskApp, pilot: Pilot[None]) -> None:
        app.table.move_cursor(row=listed(app).index(number))
        await pilot.pause()
        assert "waits for Head of Sales" in shown(app)
        await pilot.press("a")
        assert isinstance(app.screen, Confirm)
        await pilot.press("n")
        assert desk.register.find(number).state == "submitted"
        await pilot.press("a", "y")
        await pilot.pause()
        assert desk.register.find(number).state == "approved", said(app)
        assert number not in listed(app)
        await pilot.press("2")
        app.table.move_cursor(row=listed(app).index(number))
        await pilot.press("e")
        await pilot.pause()
        assert desk.register.find(number).state == "sent"

    driven(desk, work)


def _open(desk: Shop) -> list:
    return [*desk.register.wanted(Wanted(is_open=True), NOW)]


def test_nobody_approves_their_own_and_a_refusal_is_told(desk: Shop) -> None:
    number = next(each.number for each in _open(desk) if each.customer == "Halden")

    async def work(app: DeskApp, pilot: Pilot[None]) -> None:
        app.table.move_cursor(row=listed(app).index(number))
        await pilot.press("a", "y")
        await pilot.pause()
        assert desk.register.find(number).state == "submitted"
        assert number in said(app)

    driven(desk, work, who="ana")


def test_a_rejection_needs_a_reason(desk: Shop) -> None:
    number = next(each.number for each in _open(desk) if each.customer == "Halden")

    async def work(app: DeskApp, pilot: Pilot[None]) -> None:
        app.table.move_cursor(row=listed(app).index(number))
        await pilot.press("r")
        assert isinstance(app.screen, Reason)
        await pilot.press("enter")
        assert isinstance(app.screen, Reason)
        await pilot.press("escape")
        assert desk.register.find(number).state == "submitted"
        await pilot.press("r", *"too low", "enter")
        await pilot.pause()
        stored = desk.register.find(number)
        assert stored.state == "rejected"
        assert [*desk.register.events(number)][-1].reason == "too low"

    driven(desk, work)


def test_two_quotes_are_put_side_by_side(desk: Shop) -> None:
    async def work(app: DeskApp, pilot: Pilot[None]) -> None:
        await pilot.press("4", "c")
        await pilot.pause()
        assert "mark another quote with the space bar" in said(app)
        await pilot.press("space", "down", "c")
        await pilot.pause()
        assert isinstance(app.screen, Compared)
        assert [name for name, _ in app.screen.pair] == listed(app)[:2]
        await pilot.press("escape")
        assert not isinstance(app.screen, Compared)

    driven(desk, work)


def test_a_customer_is_searched_for_and_the_keys_are_told(desk: Shop) -> None:
    async def work(app: DeskApp, pilot: Pilot[None]) -> None:
        await pilot.press("4", "slash", *"ard", "enter")
        assert {each.customer for each in app.found} == {"Ardent"}
        await pilot.press("escape")
        assert len(app.found) == 9
        await pilot.press("h", "question_mark")
        assert isinstance(app.screen, Keys)
        await pilot.press("q")

    driven(desk, work)


def test_hostile_names_are_shown_as_they_are(shop: Shop) -> None:  # noqa: F811
    shop.quote("[red]Acme[/] [link=http://x]", "alpha", "2026-11-28")

    async def work(app: DeskApp, pilot: Pilot[None]) -> None:
        await pilot.press("4")
        await pilot.pause()
        assert "[red]Acme[/] [link=http://x]" in shown(app)

    driven(shop, work)


@pytest.mark.parametrize("one_state", [True, False])
def test_no_amount_in_the_list_is_cut_whatever_the_width(year: Shop, one_state: bool) -> None:  # noqa: F811
    found = [replace(each, customer="東京商事 Holdings " * 3) for each in year.register.wanted(Wanted(), NOW)]
    for width in range(42, 140):
        heads, lines = listing(found, NOW, marked=found[0].number, width=width, one_state=one_state)
        assert max(sum(cell.cell_len + 2 for cell in line) for line in (heads, *lines)) <= width
        if len(heads) == 4 or one_state:
            assert [line[-1].plain for line in lines] == [f"{each.net:,}" for each in found]
        else:
            assert width < 60
            assert [line[-1].plain for line in lines] == [each.state_at(NOW) for each in found]


async def until(pilot: Pilot[None], so: Callable[[], bool]) -> None:
    for _ in range(50):
        await pilot.pause(0.05)
        if so():
            return
    raise AssertionError("it does not come to that")


def test_the_keys_are_told_on_a_narrow_screen(year: Shop) -> None:  # noqa: F811
    async def go() -> None:
        app = DeskApp(year.register, "boss", lambda: NOW)
        async with app.run_test(size=(80, 24)) as pilot:
            await until(pilot, lambda: all(word in app.export_screenshot() for word in ("Approve", "Keys", "End")))
            await pilot.press("4", "question_mark")
            await pilot.resize_terminal(140, 30)  # with another page on top
            await pilot.pause()
            await pilot.press("escape", "f5")
            await until(pilot, lambda: len(app.table.columns) == 4)

    asyncio.run(go())


def test_without_a_terminal_it_says_what_to_use_instead(year: Shop, run: Run, monkeypatch) -> None:  # noqa: F811
    monkeypatch.chdir(year.folder)
    ran = run("desk")
    assert ran.code == 2
    assert "it needs a terminal; without one there is `dealdesk quote list`" in ran.err
    assert Path(year.folder, ".dealdesk").exists()


def test_what_is_no_longer_on_record_is_said_before_anything_else(desk: Shop) -> None:
    from dealdesk.cli.enrolled import warning

    assert warning(desk.register, desk.folder) == ""
    (desk.folder / "people.toml").write_text(PEOPLE + '\n[people.eve]\nname = "Eve"\n', "utf-8")

    async def go() -> None:
        app = DeskApp(desk.register, "boss", lambda: NOW, warning(desk.register, desk.folder))
        async with app.run_test(size=(120, 40)) as pilot:
            await pilot.pause()
            assert "people.toml is not what is on record; the people of entry" in said(app)

    asyncio.run(go())


def test_all_that_can_be_listed_is_named_in_80_columns(desk: Shop) -> None:
    async def work(app: DeskApp, pilot: Pilot[None]) -> None:
        await pilot.press("2")
        head = str(app.query_one("#head", Static).content)
        assert head == "1 Waiting for approval  2 Open: 3 quotes  3 Accepted  4 All   as boss"

    driven(desk, work)


def test_a_row_that_is_told_of_late_does_no_harm(desk: Shop) -> None:
    async def work(app: DeskApp, pilot: Pilot[None]) -> None:
        await pilot.press("question_mark")
        assert isinstance(app.screen, Keys)
        app.on_data_table_row_highlighted()  # as when the desk ends, or a page opens, before the list was heard
        await pilot.press("escape")
        await pilot.pause()
        assert len(app.screen_stack) == 1

    driven(desk, work)
