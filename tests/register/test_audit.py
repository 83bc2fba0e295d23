"""`audit verify` finds every edit of a register, and names the row and the column."""

import contextlib
import json
import random
import shutil
import sqlite3
from pathlib import Path

import pytest

from dealdesk.register import Head, Register, open_register
from dealdesk.register import head as heads
from dealdesk.register.audit import verify
from dealdesk.register.problems import Damaged
from tests.register import tamper
from tests.register.drafts import AT, draft, filled
from tests.register.tampering import Bench, is_named, run


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Bench:
    return Bench(tmp_path_factory.mktemp("bench"))


def test_a_register_that_nobody_edited_has_no_faults(book: Register) -> None:
    filled(book, 6)
    book.keep_head()
    found = verify(book, book.head_file and heads.read(book.head_file))
    assert found.faults == ()
    assert (found.entries, found.versions, found.ahead) == (23, 7, 0)


@pytest.mark.parametrize("kind", tamper.KINDS, ids=lambda kind: kind.__name__)
def test_every_kind_of_edit_is_found_and_named(bench: Bench, kind: object) -> None:
    for number in range(12):
        edit, found = bench.trial(kind, random.Random(f"{kind}/{number}"))
        assert found.faults
        assert is_named(edit, found), (edit, [str(each) for each in found.faults])


@pytest.mark.parametrize(
    ("table", "column", "value"),
    [
        ("events", "entry", "entry || 'x'"),
        ("events", "entry", "CAST(entry AS BLOB)"),
        ("events", "kind", "CAST(kind AS BLOB)"),
        ("events", "body", "CAST(body AS BLOB)"),
        ("events", "revision", "'x'"),
        ("events", "number", "x'ff'"),
        ("contents", "body", "1.5"),
        ("contents", "body", "9223372036854775807"),
        ("contents", "body", "CAST(body AS TEXT)"),
        ("versions", "net", "CAST(net AS BLOB)"),
        ("versions", "customer", "customer || char(0)"),
    ],
)
def test_values_of_a_sort_that_no_column_has_are_found(bench: Bench, table: str, column: str, value: str) -> None:
    """A database keeps bytes, texts and numbers in any column; SQLite does, whatever the column is declared to be."""
    from dealdesk.register.database import Database
    from tests.register.tampering import InMemory

    def edit(db: sqlite3.Connection, luck: random.Random) -> tamper.Edit:
        with contextlib.suppress(sqlite3.IntegrityError):  # a whole number stays one there, whatever is asked for
            (row,) = db.execute(f"SELECT rowid FROM {table} LIMIT 1 OFFSET 2").fetchone()
            db.execute(f"UPDATE {table} SET {column} = {value} WHERE rowid = ?", (row,))
        return tamper.Edit(table, "", column)

    driver = InMemory(bench.connection)
    if column == "entry":  # SQLite refuses it there, until the table is made anew
        driver.copy.execute("PRAGMA legacy_alter_table = ON")
        driver.copy.execute("CREATE TABLE anew AS SELECT * FROM events")
        driver.copy.execute("DROP TABLE events")
        driver.copy.execute("ALTER TABLE anew RENAME TO events")
    named = tamper.tampered(driver.copy, edit, random.Random(1))
    with Register(Database(driver), None) as register:
        found = verify(register, bench.head)
    assert is_named(named, found), [str(each) for each in found.faults]


def test_edits_by_the_hundred_are_all_found(tmp_path: Path) -> None:
    counts, wrong = run(tmp_path, 7, 390)
    assert not wrong
    assert sum(counts.values()) == 390


def test_without_a_head_the_end_of_the_log_is_not_vouched_for(bench: Bench) -> None:
    """What the head is for: the chain alone cannot show this edit."""
    from tests.register.tampering import InMemory

    driver = InMemory(bench.connection)
    tamper.tampered(driver.copy, tamper.reseal_last, random.Random(1))
    from dealdesk.register.database import Database

    with Register(Database(driver), None) as register:
        assert not verify(register, None).faults
        assert verify(register, bench.head).faults


def test_an_older_copy_is_found_by_the_head_and_by_a_printed_record(file: Path, tmp_path: Path) -> None:
    older = tmp_path / "older.db"
    with open_register(str(file)) as register:
        filled(register, 3)
        register.database.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        shutil.copyfile(file, older)
        printed = register.add(draft("new"), actor="ann", at=AT).stored.chain
    shutil.copyfile(older, file)
    with open_register(str(file)) as register:
        assert register.head_file is not None
        (fault,) = verify(register, heads.read(register.head_file)).faults
        assert "events 13" in str(fault)
        assert "or the database is an older copy" in str(fault)
        (fault,) = verify(register, None, [f"sha256:{printed}"]).faults
        assert "no entry has this hash" in str(fault)
        assert not verify(register, None, [register.head().hash]).faults


def test_saving_does_not_mend_the_head_of_a_register_that_was_rolled_back(file: Path, tmp_path: Path) -> None:
    older = tmp_path / "older.db"
    with open_register(str(file)) as register:
        filled(register, 2)
        register.database.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        shutil.copyfile(file, older)
        register.add(draft("cut off"), actor="ann", at=AT)
    shutil.copyfile(older, file)
    with open_register(str(file)) as register:
        for name in ("x", "y"):
            register.add(draft(name), actor="ann", at=AT)
        register.keep_head()
        assert "the log does not go on where" in register.warnings[0]
        assert register.head_file is not None
        faults = verify(register, heads.read(register.head_file)).faults
        assert faults, "the log grew beyond the head, which has another hash for its place"


def test_the_head_of_another_register_vouches_for_nothing(book: Register) -> None:
    filled(book, 1)
    (fault,) = verify(book, Head("0" * 32, 1, "0" * 64)).faults
    assert "the head is that of another register" in str(fault)


def test_a_guard_that_was_taken_away_is_named(file: Path) -> None:
    with sqlite3.connect(file) as connection:
        connection.execute("DROP TRIGGER events_stay")
    with open_register(str(file)) as register:
        (fault,) = verify(register, None).faults
        assert str(fault) == "schema events_stay: the trigger that refuses changes is not there"


@pytest.mark.parametrize(
    ("edit", "said"),
    [
        ("DROP TRIGGER events_stay;CREATE TRIGGER events_stay BEFORE UPDATE ON events BEGIN SELECT 1; END", "altered"),
        ("CREATE TRIGGER helper AFTER INSERT ON versions BEGIN SELECT 1; END", "is a trigger that the program did not"),
        ("DROP INDEX one_live_version_a_quote", "the index is not there"),
        ("ALTER TABLE versions ADD COLUMN more TEXT", "the table was altered"),
    ],
)
def test_a_guard_that_is_another_is_named(file: Path, edit: str, said: str) -> None:
    with sqlite3.connect(file) as connection:
        connection.executescript(edit)
    with open_register(str(file)) as register:
        (fault,) = verify(register, None).faults
        assert (fault.table, said in fault.message) == ("schema", True)


@pytest.mark.parametrize(
    ("entry", "column", "value"), [(1, "body", "[" * 60_000), (1, "number", "Q-2026-999999999999")]
)
def test_no_edit_keeps_the_check_from_ending(file: Path, entry: int, column: str, value: str) -> None:
    with open_register(str(file)) as register:
        filled(register, 1)
        register.database.connection.execute("DROP TRIGGER events_stay")
        register.database.connection.execute(f"UPDATE events SET {column} = ? WHERE entry = ?", (value, entry))
        assert (f"events {entry}", column) in [
            (f"{each.table} {each.row}", each.column) for each in verify(register, None).faults
        ]


@pytest.mark.parametrize("body", ["{", "[1]", "{}", "[" * 60_000])
def test_an_altered_entry_is_told_and_never_read(file: Path, body: str) -> None:
    with open_register(str(file)) as register:
        (number,) = filled(register, 1)
        register.database.connection.execute("DROP TRIGGER events_stay")
        register.database.connection.execute("UPDATE events SET body = ?", (body,))
        with pytest.raises(Damaged, match="altered"):
            register.record(register.find(number))
        register.database.connection.execute("UPDATE versions SET state = 'new'")
        with pytest.raises(Damaged, match="altered"):
            register.find(number)


@pytest.mark.parametrize("count", [-23, True, 0, 1.5])
def test_a_head_that_cannot_be_one_is_damaged(tmp_path: Path, count: object) -> None:
    said = {"format": "dealdesk-head/1", "register": "a", "count": count, "hash": "1" * 64}
    assert heads.head_in(json.dumps(said)) is None


def test_edits_on_a_server_are_found_too(book: Register) -> None:
    filled(book, 6)
    known = book.head()
    if book.database.driver.dialect != "postgresql":
        pytest.skip("the file has its own tests")
    connection = book.database.connection
    for statement, said in (
        ("UPDATE events SET actor = 'eve' WHERE entry = 4", "events 4, actor: was altered: bob was logged, eve stands"),
        ("UPDATE versions SET net = net - 1 WHERE number = 'Q-2026-00002'", "versions Q-2026-00002, revision 1, net"),
        ("DELETE FROM events WHERE entry = 23", "events 23: is gone from the end of the log"),
    ):
        with connection.transaction(force_rollback=True):
            connection.execute("SET LOCAL session_replication_role = replica")  # a superuser's way past the triggers
            connection.execute(statement)
            found = verify(_Nested(book), known)  # type: ignore[arg-type]
            assert said in " ".join(map(str, found.faults))


class _Nested:
    """A register that is looked at inside a transaction which is already open."""

    def __init__(self, book: Register) -> None:
        self.id, self.maker, self.database = book.id, book.maker, _Open(book.database)


class _Open:
    def __init__(self, database: object) -> None:
        self._database = database

    def __getattr__(self, name: str) -> object:
        if name == "snapshot":
            from contextlib import nullcontext

            return nullcontext
        return getattr(self._database, name)
