"""The register, by the thousand: writers killed, rows edited, disks full, connections cut, backups during writes."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

from dealdesk.errors import DealdeskError
from dealdesk.register import Register, Wanted, make_register, open_register
from dealdesk.register.audit import verify
from dealdesk.register.backups import backup, restore
from dealdesk.register.numbers import checked
from dealdesk.register.problems import Failing, Unavailable
from tests.abuse.abuse import Abuse, Outcome
from tests.abuse.naughty import naughty
from tests.postgres import server
from tests.register import killed, tampering
from tests.register.drafts import AT, draft, filled, new_file, priced

ROOT = Path(__file__).parents[2]
WRITERS = 8


def kills(seed: int, count: int, folder: Path) -> Outcome:
    """Kill writers at random moments."""
    counts, wrong = killed.run(str(new_file(folder / ".dealdesk")), folder / ".dealdesk", seed, count, longest=0.8)
    return Outcome(counts, wrong)


def crashes(seed: int, count: int, folder: Path) -> Outcome:
    """Kill writers at named points."""
    counts, wrong = killed.run(str(new_file(folder / ".dealdesk")), folder / ".dealdesk", seed, count, points=True)
    return Outcome(counts, wrong)


def server_kills(seed: int, count: int, folder: Path) -> Outcome:
    """Kill writers of a PostgreSQL server, at random moments and at named points in turn."""
    (folder / ".dealdesk").mkdir()
    with server() as started:
        url = started.database()
        make_register(url)
        counts, wrong = killed.run(url, folder, seed, count - count // 2, longest=0.3)
        url = started.database()
        make_register(url)
        more, faults = killed.run(url, folder, seed, count // 2, points=True)
    return Outcome(counts + more, wrong + faults)


def tamper(seed: int, count: int, folder: Path) -> Outcome:
    """Edit rows."""
    counts, wrong = tampering.run(folder, seed, count)
    return Outcome(counts, wrong)


def _written(url: str, folder: Path, saves: int) -> tuple[float, list[float], list[str]]:
    """Let writers save at once; return the seconds, how long each saving took, and what was wrong."""
    from tests.register.test_writers import together

    priced()
    begun = time.perf_counter()

    def save(writer: int) -> list[tuple[str, float]]:
        found = []
        with open_register(url, start=folder) as register:
            for number in range(saves):
                made = draft(f"{writer}/{number}")
                start = time.perf_counter()
                stored = register.add(made, actor="ann", at=AT).stored
                found.append((stored.number, time.perf_counter() - start))
        return found

    doomed = _doomed(url, folder)
    told = together(WRITERS, save)
    seconds = time.perf_counter() - begun
    os.read(doomed, 1)  # the end of it
    os.close(doomed)
    wrong = [each["error"] for each in told if "error" in each]
    numbers = sorted(number for each in told for number, _ in each.get("done", ()))
    with open_register(url, start=folder) as register:
        there = [row[0] for row in register.database.all("all_versions")]
        if there != [f"Q-2026-{n:05d}" for n in range(1, len(there) + 1)] or len(set(numbers)) != len(numbers):
            wrong.append("numbers have gaps, or are doubled")
        if not set(numbers) < set(there):
            wrong.append("quotes are lost, or the writers that were killed have saved nothing")
        wrong += map(str, verify(register, register.head()).faults)
    return seconds, sorted(took for each in told for _, took in each.get("done", ())), wrong


def _doomed(url: str, folder: Path) -> int:
    """Start two more writers, and kill each in the middle of it; return a pipe that ends when both are dead."""
    ends, held = os.pipe()
    if child := os.fork():
        os.close(held)
        os.waitpid(child, 0)
        return ends
    if os.fork():  # a child's child: whoever waits for the other writers does not wait for this one
        os._exit(0)
    luck = random.Random(os.getpid())
    for number in range(2):
        child = os.fork()
        if child == 0:
            with open_register(url, start=folder) as register:
                while True:
                    register.add(draft(f"doomed {number} {os.urandom(6).hex()}"), actor="eve", at=AT)
        time.sleep(luck.uniform(0.3, 0.9))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
    os._exit(0)


def writers(seed: int, count: int, folder: Path) -> Outcome:
    """Let 8 writers save at once, in a file and on a server."""
    del seed
    counts, wrong = Counter[str](), list[str]()
    with server() as started:
        make_register(served := started.database())
        for name, url in (("SQLite", str(new_file(folder / ".dealdesk"))), ("PostgreSQL", served)):
            seconds, took, faults = _written(url, folder, max(1, count // WRITERS // 2))
            wrong += [f"{name}: {each}" for each in faults]
            counts[f"{name}: saved"] = len(took)
            counts[f"{name}: saved a second"] = round(len(took) / seconds)
            counts[f"{name}: ms, the median"] = round(took[len(took) // 2] * 1000)
            counts[f"{name}: ms, 99 of 100"] = round(took[len(took) * 99 // 100] * 1000)
    return Outcome(counts, wrong)


def full(seed: int, count: int, folder: Path) -> Outcome:
    """Let the disk be full, at every step of 8 KiB."""
    from tests.register.test_faults import FULL

    del seed
    counts, wrong = Counter[str](), list[str]()
    for step in range(count):
        file = new_file(folder / f"{step}")
        limit = file.stat().st_size + 8192 * step
        script = FULL.format(root=str(ROOT), file=str(file), limit=limit)
        ended = subprocess.run([sys.executable, "-c", script], text=True, capture_output=True, check=False, cwd=folder)
        *numbers, told = ended.stdout.splitlines() or [ended.stderr]
        if not told.startswith(("Failing", "WriteError")):
            wrong.append(f"step {step}: {told[:300]}")
        with open_register(str(file)) as book:
            if [row[0] for row in book.database.all("all_versions")] != numbers:
                wrong.append(f"step {step}: what was answered is not what is there")
            wrong += [f"step {step}: {each}" for each in verify(book, None).faults]
            book.add(draft("space again"), actor="ann", at=AT)
        counts["quotes that were answered"] += len(numbers)
        counts["refused in a sentence"] += 1
    return Outcome(counts, wrong)


def backups(seed: int, count: int, folder: Path) -> Outcome:
    """Back up while another process writes; check each copy."""
    del seed
    priced()
    file = new_file(folder / ".dealdesk")
    child = os.fork()
    if child == 0:
        with open_register(str(file)) as book:
            number = 0
            while True:
                book.add(draft(str(number)), actor="ann", at=AT)
                number += 1
                time.sleep(0.01)
    counts, wrong = Counter[str](), list[str]()
    try:
        for number in range(count):
            copy = folder / f"{number}.db"
            with open_register(str(file)) as book:
                found = backup(book, copy)
            with open_register(str(copy)) as book:
                if book.head() != found.head or verify(book, found.head).faults:
                    wrong.append(f"backup {number} is not what it says")
            if number % 10 == 0:
                wrong += _put_back(copy, folder / "back" / f"{number}.db", found.head.count)
            counts["entries in the last"] = found.entries
            counts["good"] += 1
            copy.unlink()
    finally:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
    return Outcome(counts, wrong)


def _put_back(copy: Path, place: Path, entries: int) -> list[str]:
    """Restore a backup elsewhere; return what is wrong with what is there then."""
    place.parent.mkdir(exist_ok=True)
    again = restore(place, copy, actor="op", at=AT)  # the restoring is an entry of its own
    if again.faults or again.head.count != entries + 1:
        return [f"{copy.name} was put back, and is another: {again.faults[:1]}"]
    return []


def cuts(seed: int, count: int, folder: Path) -> Outcome:
    """Cut the connection to a server at random moments; what was asked for happens once."""
    luck, counts, wrong = random.Random(seed), Counter[str](), list[str]()
    priced()
    (folder / ".dealdesk").mkdir()
    with server() as started:
        make_register(url := started.database())
        child = os.fork()
        if child == 0:
            while True:
                time.sleep(luck.uniform(0.02, 0.4))
                started.run(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                    "WHERE application_name = 'dealdesk' AND state <> 'idle'"
                )
        numbers = []
        try:
            for number in range(count):
                for attempt in range(20):  # as somebody does who runs the command again
                    try:
                        with open_register(url, start=folder) as book:
                            numbers.append(book.add(draft(str(number)), actor="ann", at=AT).stored.number)
                        counts["told at once" if attempt == 0 else "told when run again"] += 1
                        break
                    except Exception as error:
                        counts[type(error).__name__] += 1
                        if getattr(error, "exit_code", None) != 69:
                            wrong.append(f"{number}: {type(error).__name__}: {error}")
        finally:
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
        if numbers != [f"Q-2026-{n:05d}" for n in range(1, count + 1)]:
            wrong.append("numbers have gaps, or are doubled")
        with open_register(url, start=folder) as book:
            wrong += map(str, verify(book, book.head()).faults)
    return Outcome(counts, wrong)


def hostile(seed: int, count: int, folder: Path) -> Outcome:
    """Put texts that try to be SQL, and every other attack, into all that is asked of a register."""
    luck, counts, wrong = random.Random(seed), Counter[str](), list[str]()
    with server() as started:
        make_register(served := started.database())
        for name, url in (("SQLite", str(new_file(folder / ".dealdesk"))), ("PostgreSQL", served)):
            with open_register(url, start=folder) as register:
                numbers = filled(register, 6)
                before = [row[0] for row in register.database.all("all_versions")]
                for number in range(count // 2):
                    text = luck.choice(["", luck.choice(SQL)]) + luck.choice([luck.choice(SQL), naughty(seed, number)])
                    way = WAYS[number % len(WAYS)]
                    try:
                        found = way(register, text, luck.choice(numbers))
                        counts[f"{name}: asked"] += 1
                    except DealdeskError as told:
                        found = None
                        if isinstance(told, Unavailable | Failing):
                            wrong.append(f"{name} {number} {way.__name__}: {text[:80]!r}: {told}")
                        counts[f"{name}: refused in a sentence"] += 1
                    except Exception as error:  # whatever it is, it must not happen
                        wrong.append(f"{name} {number} {way.__name__}: {type(error).__name__}: {error}: {text[:80]!r}")
                        continue
                    if isinstance(found, str) and found != text:
                        wrong.append(f"{name} {number}: {text[:80]!r} came back as {found[:80]!r}")
                    elif isinstance(found, int) and found:
                        wrong.append(f"{name} {number} {way.__name__}: {text[:80]!r} found {found}")
                after = [row[0] for row in register.database.all("all_versions")]
                if after[: len(before)] != before:
                    wrong.append(f"{name}: quotes are gone")
                wrong += [f"{name}: {each}" for each in verify(register, register.head()).faults]
    return Outcome(counts, wrong)


SQL = (
    "' OR '1'='1", "'; DROP TABLE versions; --", '" OR ""="', "') UNION SELECT body FROM contents --", "%", "_", "!%",
    "\\'; DELETE FROM events; --", "$$; TRUNCATE events; $$", "1; ATTACH DATABASE 'x' AS y", "%s", "%(now)s", ":now",
    "' || (SELECT body FROM events) || '", "/*", "*/", "--", ";", "?", "'", '"', "`", "E'\\''", "NULL", "0x27",
    "pg_sleep(9)",
)  # fmt: skip
"""Texts that end a statement, a string or a pattern, in one database or the other."""


def _customer(register: Register, text: str, number: str) -> int:
    return register.count(Wanted(customer=f"no such customer {text}"), AT)


def _rep(register: Register, text: str, number: str) -> int:
    return register.count(Wanted(rep=text, segment=text), AT)


def _events(register: Register, text: str, number: str) -> int:
    return len([*register.events(kind=text, actor=text)])


def _found(register: Register, text: str, number: str) -> object:
    return register.find(text)


def _contents(register: Register, text: str, number: str) -> object:
    return register.content(text)


def _noted(register: Register, text: str, number: str) -> str:
    """Say it as a reason; it comes back as it was said."""
    made = register.log("import", {"reason": checked(text, "reason")}, actor="ann", at=AT)
    (event,) = register.events(kind="import", last=1)
    assert event.entry == made.entry
    return event.reason


WAYS = (_customer, _rep, _events, _found, _contents, _noted)
"""What is asked with each text; what is found by it must be nothing, or the text itself."""

ABUSES = (
    Abuse("kills", "writers of a register are killed at random moments", 1_000, kills),
    Abuse("crashes", "writers are killed before and after each named point", 20 * len(killed.NAMES), crashes),
    Abuse("serverkills", "writers of a PostgreSQL register are killed", 500, server_kills),
    Abuse("tampering", "rows of a register are edited, 13 kinds; each is found and named", 10_000, tamper),
    Abuse("writers", "8 writers save at once, in a file and on a server; 2 more are killed", 8_000, writers),
    Abuse("full", "the disk is full, a step of 8 KiB further each time", 120, full),
    Abuse("backups", "backups are made while others write, checked, and some put back", 100, backups),
    Abuse("hostile", "texts that try to be SQL, in all that is asked of a register", 10_000, hostile),
    Abuse("cuts", "the connection to a server is cut at random moments", 500, cuts),
)
"""Each of these is one line of `./run abuse`."""
