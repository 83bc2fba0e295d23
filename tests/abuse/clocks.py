"""Clocks that are wrong: years back and forward, leap days, changes of daylight saving time, other time zones."""

from __future__ import annotations

import os
import random
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from dealdesk.register import Draft, open_register
from dealdesk.register.audit import verify
from dealdesk.register.chain import stamp
from tests.abuse.abuse import Abuse, Outcome
from tests.register.drafts import draft, new_file

ZONES = (
    "UTC", "Europe/Berlin", "America/New_York", "America/Sao_Paulo", "Asia/Kolkata", "Asia/Kathmandu",
    "Australia/Lord_Howe", "Pacific/Kiritimati", "Pacific/Pago_Pago", "Africa/Casablanca", "America/St_Johns",
)  # fmt: skip
EDGES = (
    date(2024, 2, 29), date(2028, 2, 29), date(2100, 2, 28), date(2026, 3, 29), date(2026, 10, 25), date(2027, 3, 14),
    date(2026, 11, 1), date(2026, 10, 4), date(2027, 4, 4), date(2026, 12, 31), date(2027, 1, 1), date(2038, 1, 19),
)  # fmt: skip
"""Leap days, days on which clocks are put forward or back somewhere, turns of the year, the end of 32 bits."""


@contextmanager
def machine_in(zone: str) -> Iterator[None]:
    """Set the time zone of this machine, as `TZ` does."""
    before = os.environ.get("TZ")
    os.environ["TZ"] = zone
    time.tzset()
    try:
        yield
    finally:
        os.environ.pop("TZ") if before is None else os.environ.update(TZ=before)
        time.tzset()


def _issued(name: str, day: date, days: int, zone: str) -> Draft:
    made = draft(name)
    quote = replace(made.quote, issued=day, valid_until=day + timedelta(days=days))
    return replace(made, quote=quote, zone=zone, today=day)


def _over(day: date, zone: str) -> datetime:
    """Return the first moment after a day in a zone, found by looking at its clock, minute by minute."""
    at = datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(hours=8)  # before the end of it everywhere
    while at.astimezone(ZoneInfo(zone)).date() <= day:
        at += timedelta(minutes=15)
    return at


def tried(folder: Path, luck: random.Random) -> list[str]:
    """Record and move some quotes while the clock jumps; return what is wrong."""
    wrong, file = list[str](), new_file(folder)
    edge = luck.choice(EDGES)
    clock = datetime(edge.year, edge.month, edge.day, luck.randrange(24), luck.randrange(60), tzinfo=UTC)
    last, order, numbers = "", list[str](), list[tuple[str, date, str]]()
    with open_register(str(file)) as register:
        for step in range(luck.randint(3, 6)):
            with machine_in(luck.choice(ZONES)):
                at = clock.astimezone(ZoneInfo(luck.choice(ZONES)))
                zone, days = luck.choice(ZONES), luck.randint(0, 40)
                register.warnings.clear()
                made = register.add(_issued(str(step), at.date(), days, zone), actor="ann", at=at).stored
                told = any("before the last entry of the log" in each for each in register.warnings)
                if told != (stamp(at) < last):
                    wrong.append(f"at {at} after {last} it {'warned' if told else 'did not warn'}")
                last = stamp(at)
                order.append(made.number)
                numbers.append((made.number, at.date() + timedelta(days=days), zone))
            clock += luck.choice(
                [
                    *(timedelta(days=3653), -timedelta(days=3653), timedelta(hours=1), -timedelta(hours=1)),
                    *(-timedelta(microseconds=1), timedelta(days=1), timedelta(seconds=luck.randint(-90, 90))),
                ]
            )
    with open_register(str(file)) as register, machine_in(luck.choice(ZONES)):
        if [each.number for each in register.events(kind="create")] != order:
            wrong.append("the log is not in the order in which things happened")
        for number, until, zone in numbers:
            stored, over = register.find(number), _over(until, zone)
            states = [stored.state_at(over + timedelta(microseconds=each)) for each in (-1, 0)]
            if states != ["draft", "expired"]:
                wrong.append(f"valid until {until} in {zone}: it is {states} around {over}")
            if stored.state_at(over - timedelta(days=7000)) != "draft":
                wrong.append(f"{number} is {stored.state_at(over - timedelta(days=7000))} before it was made")
        wrong += map(str, verify(register, register.head()).faults)
    return wrong


def run(seed: int, count: int, folder: Path) -> Outcome:
    """Let *count* clocks be wrong."""
    outcome = Outcome()
    for number in range(count):
        faults = tried(folder / str(number), random.Random(f"{seed} {number}"))
        outcome.counts["clocks"] += 1
        outcome.faults += [f"{number}: {each}" for each in faults]
    return outcome


ABUSE = Abuse("clocks", "clocks that jump, in 11 time zones, around days that are not like others", 200, run)
