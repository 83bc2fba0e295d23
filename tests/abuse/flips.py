"""Single bits that flip: in a quote's PDF, in a catalog and a quote on record, in the log, in the register's file."""

from __future__ import annotations

import random
import shutil
import sqlite3
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from dealdesk.desk.paper import document
from dealdesk.desk.verifying import verify as verify_document
from dealdesk.errors import DealdeskError
from dealdesk.register import Register, open_register
from dealdesk.register.audit import verify
from dealdesk.register.database import Database
from tests.abuse.abuse import Abuse, Outcome
from tests.register.drafts import AT, filled, new_file
from tests.register.tampering import InMemory

TABLES = ("register", "contents", "versions", "events")


def flipped(content: bytes, luck: random.Random) -> bytes:
    """Return bytes of which one bit is another."""
    made = bytearray(content)
    made[luck.randrange(len(made))] ^= 1 << luck.randrange(8)
    return bytes(made)


class Bench:
    """A register, a PDF of one of its quotes, and where in it catalogs and quotes are."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        file = new_file(folder / ".dealdesk")
        with open_register(str(file)) as register:
            number = filled(register, 4)[3]
            stored = register.find(number)
            self.pdf = document(register, stored)
            record = register.record(stored)
            self.quote, self.head = record["quote"], register.head()
            snapshot = register.database.one("content", digest=record["snapshot"])
            assert snapshot is not None
            rows = register.database.all("contents")
            quotes = {register.record(each)["quote"] for each in register.versions(number)}
            self.catalog = [row[0] for row in rows if row[0].encode() in bytes(snapshot[0])] + [record["snapshot"]]
            self.quotes = sorted(quotes)
        self.file = Path(shutil.copyfile(file, folder / "kept.db"))
        self.connection = sqlite3.connect(self.file)
        self.rows = self._rows(self.file)

    def _rows(self, file: Path) -> list[list[tuple[object, ...]]]:
        with sqlite3.connect(file) as connection:
            return [connection.execute(f"SELECT * FROM {table} ORDER BY 1, 2").fetchall() for table in TABLES]

    def in_pdf(self, luck: random.Random) -> tuple[str, list[str]]:
        """A bit of the PDF: `verify` does not call it valid, and names it."""
        file = self.folder / f"Q-{luck.randrange(10**6)}.pdf"
        file.write_bytes(flipped(self.pdf, luck))
        try:
            with open_register(str(self.folder / ".dealdesk" / "register.db")) as register:
                found = verify_document(file, today=AT.date(), register=register, now=AT + timedelta(hours=1))
        except DealdeskError as refused:
            return "refused", [] if file.name in str(refused) else [f"{file.name} is not named: {refused}"]
        finally:
            file.unlink()
        return found.verdict, [f"it is called {found.verdict}"] if found.verdict == "valid" else []

    def in_catalog(self, luck: random.Random) -> tuple[str, list[str]]:
        """A bit of a catalog's file, or of the list of its files."""
        return self._in_content(luck.choice(self.catalog), luck)

    def in_quote(self, luck: random.Random) -> tuple[str, list[str]]:
        """A bit of the JSON of a quote."""
        return self._in_content(luck.choice(self.quotes), luck)

    def _in_content(self, digest: str, luck: random.Random) -> tuple[str, list[str]]:
        driver = InMemory(self.connection)
        driver.copy.execute("DROP TRIGGER IF EXISTS contents_stay")
        ((was,),) = driver.copy.execute("SELECT body FROM contents WHERE digest = ?", (digest,)).fetchall()
        driver.copy.execute("UPDATE contents SET body = ? WHERE digest = ?", (flipped(was, luck), digest))
        with Register(Database(driver), None) as register:
            named = {f"{each.table} {each.row}" for each in verify(register, self.head).faults}
        return "named", [] if f"contents sha256:{digest}" in named else [f"{digest} is not named: {named}"]

    def in_log(self, luck: random.Random) -> tuple[str, list[str]]:
        """A bit of what was logged of an entry, which may be no text any more."""
        driver = InMemory(self.connection)
        driver.copy.execute("DROP TRIGGER IF EXISTS events_stay")
        entry = luck.randint(1, self.head.count)
        ((was,),) = driver.copy.execute("SELECT CAST(body AS BLOB) FROM events WHERE entry = ?", (entry,)).fetchall()
        made = flipped(was, luck)
        driver.copy.execute("UPDATE events SET body = CAST(? AS TEXT) WHERE entry = ?", (made, entry))
        try:
            with Register(Database(driver), None) as register:
                named = {f"{each.table} {each.row}" for each in verify(register, self.head).faults}
        except DealdeskError as refused:
            return "refused", [] if "event" in str(refused) or "damaged" in str(refused) else [str(refused)]
        return "named", [] if f"events {entry}" in named else [f"events {entry} is not named: {named}"]

    def in_file(self, luck: random.Random) -> tuple[str, list[str]]:
        """A bit of the register's file: told, or one that stands for nothing."""
        (place := self.folder / "flip").mkdir()
        file = place / "register.db"
        file.write_bytes(flipped(self.file.read_bytes(), luck))
        try:
            with open_register(str(file)) as register:
                faults = verify(register, self.head).faults
            if faults:
                return "named", []
            same = self._rows(file) == self.rows
            return "a bit that stands for nothing", [] if same else ["other rows, and nothing is told"]
        except DealdeskError as refused:
            return "refused", [] if "\n" not in str(refused) else [str(refused)]
        except Exception as crash:
            return "crashed", [f"{type(crash).__name__}: {crash}"]
        finally:
            shutil.rmtree(place)


SORTS: tuple[Callable[[Bench, random.Random], tuple[str, list[str]]], ...] = (
    Bench.in_pdf, Bench.in_catalog, Bench.in_quote, Bench.in_log, Bench.in_file,
)  # fmt: skip
"""Where a bit flips."""


def run(seed: int, count: int, folder: Path) -> Outcome:
    """Flip *count* bits, one in each trial."""
    outcome, bench = Outcome(), Bench(folder)
    for number in range(count):
        sort = SORTS[number % len(SORTS)]
        became, wrong = sort(bench, random.Random(f"{seed} {number}"))
        outcome.counts[f"{sort.__name__.replace('_', ' ')}: {became}"] += 1
        outcome.faults += [f"{number}, {sort.__name__}: {each}" for each in wrong]
    return outcome


ABUSE = Abuse("flips", "a bit flips in a PDF, a catalog or quote on record, the log, the register's file", 2_000, run)
