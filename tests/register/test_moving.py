"""Backups, restores and moves between databases: nothing is lost, and what is not whole is not used."""

import io
import json
import os
import shutil
import signal
import sqlite3
from pathlib import Path

import pytest

from dealdesk.errors import DealdeskError, WriteError
from dealdesk.register import Register, make_register, open_register
from dealdesk.register import head as heads
from dealdesk.register.audit import verify
from dealdesk.register.backups import backup, restore
from dealdesk.register.copied import NotWhole
from dealdesk.register.exports import export, imported
from tests.postgres import Server
from tests.register.drafts import AT, draft, filled, new_file, priced


def exported(book: Register) -> bytes:
    stream = io.BytesIO()
    export(book, stream)
    return stream.getvalue()


def test_a_backup_has_every_row(book: Register, tmp_path: Path) -> None:
    filled(book, 6)
    found = backup(book, tmp_path / "copy.db")
    assert not found.faults
    with open_register(str(tmp_path / "copy.db")) as copy:
        assert exported(copy) == exported(book)
        assert copy.head() == book.head() == heads.read(tmp_path / "copy.head")
    assert not [*tmp_path.glob(".copy*")]


def test_a_backup_never_replaces_a_file(book: Register, tmp_path: Path) -> None:
    (tmp_path / "copy.db").write_text("mine")
    with pytest.raises(WriteError, match=r"copy\.db is there already"):
        backup(book, tmp_path / "copy.db")
    with pytest.raises(WriteError, match="there is no folder"):
        backup(book, tmp_path / "none" / "copy.db")
    assert (tmp_path / "copy.db").read_text() == "mine"


def test_a_register_with_faults_is_not_backed_up_in_silence(file: Path, tmp_path: Path) -> None:
    with open_register(str(file)) as book:
        filled(book, 3)
        book.database.connection.execute("UPDATE versions SET state = 'approved' WHERE number = 'Q-2026-00001'")
        with pytest.raises(NotWhole, match="versions Q-2026-00001, revision 1, state"):
            backup(book, tmp_path / "copy.db")
    assert not (tmp_path / "copy.db").exists()


def test_backups_during_writes_are_of_one_moment(file: Path, tmp_path: Path) -> None:
    priced()
    child = os.fork()
    if child == 0:
        with open_register(str(file)) as book:
            number = 0
            while True:
                book.add(draft(str(number)), actor="ann", at=AT)
                number += 1
    try:
        for number in range(6):
            with open_register(str(file)) as book:
                found = backup(book, tmp_path / f"{number}.db")
            assert not found.faults
            with open_register(str(tmp_path / f"{number}.db")) as copy:
                assert copy.head() == found.head
    finally:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
    assert found.entries > 0


def rows_of(lines: bytes) -> list[bytes]:
    """The rows of an export; which register it is stays, and who made it is who imports, while nobody is on record."""
    head, register, *rows = lines.splitlines()
    return [head, json.dumps(json.loads(register)[1]["id"]).encode(), *rows[:-1]]


def test_everything_moves_to_a_server_and_back(postgres: Server, file: Path, tmp_path: Path) -> None:
    with open_register(str(file)) as book:
        filled(book, 6)
        lines = exported(book)
        known = book.head()
    url = postgres.database("ready")
    with open_register(url, start=tmp_path) as server:
        found = imported(server, io.BytesIO(lines), "lines", actor="op", at=AT)
        assert (found.faults, found.head) == ((), known)
        assert rows_of(exported(server)) == rows_of(lines)
        server.add(draft("more"), actor="ann", at=AT)
        lines = exported(server)
    with open_register(str(new_file(tmp_path / "again"))) as again:
        imported(again, io.BytesIO(lines), "lines", actor="op", at=AT)
        assert rows_of(exported(again)) == rows_of(lines)
        assert again.add(draft("more still"), actor="ann", at=AT).stored.number == "Q-2026-00008"


def test_each_register_of_a_project_has_a_head_of_its_own(postgres: Server, tmp_path: Path) -> None:
    (tmp_path / ".dealdesk").mkdir()
    for url in (str(new_file(tmp_path / ".dealdesk")), postgres.database("ready"), postgres.database("ready")):
        with open_register(url, start=tmp_path) as book:
            filled(book, 2)
            assert book.warnings == []
            assert book.head_file is not None
            assert not verify(book, heads.read(book.head_file)).faults
    assert len(list((tmp_path / ".dealdesk").glob("*.head"))) == 3


def test_an_import_is_all_or_nothing(file: Path, tmp_path: Path) -> None:
    with open_register(str(file)) as book:
        filled(book, 3)
        lines = exported(book).splitlines(keepends=True)
    cases = {
        "lines are missing": lines[:-1],
        "lines are missing or were altered": [*lines[:5], *lines[6:]],
        "this is no line": [*lines[:5], b'{"x": 1}\n', *lines[5:]],
        ":1: this is no line": [b"{}\n", *lines[1:]],
        ":4: this is no line": [*lines[:3], b"\xff\xfe\n", *lines[4:]],
        "altered": [each.replace(b"2821500", b"1821500") for each in lines],
    }
    for number, (said, given) in enumerate(cases.items()):
        with open_register(str(new_file(tmp_path / str(number)))) as other:
            identity = other.id
            with pytest.raises(NotWhole, match=said):
                imported(other, given, "lines", actor="op", at=AT)
            assert other.head().count == 0
            assert other.database.one("register")[0] == identity  # type: ignore[index]
    with open_register(str(file)) as book, pytest.raises(DealdeskError, match="is not empty: it has 12 entries"):
        imported(book, lines, "lines", actor="op", at=AT)


def test_a_restored_register_says_so(file: Path, tmp_path: Path) -> None:
    with open_register(str(file)) as book:
        filled(book, 3)
        backup(book, tmp_path / "copy.db")
        book.add(draft("after the backup"), actor="ann", at=AT)
    with pytest.raises(NotWhole, match=r"the backup ends at entry 12, and the register has 13 entries; --force"):
        restore(file, tmp_path / "copy.db", actor="op", at=AT)
    found = restore(file, tmp_path / "copy.db", actor="op", at=AT, force=True)
    assert not found.faults
    with open_register(str(file)) as book:
        last = [*book.events()][-1]
        assert (last.kind, last.actor, last.body["lost"]["count"]) == ("restore", "op", 13)
        assert book.head() == heads.read(file.with_suffix(".head"))
        assert book.add(draft("after the backup"), actor="ann", at=AT).stored.number == "Q-2026-00004"


def test_a_register_that_was_lost_is_restored(file: Path, tmp_path: Path) -> None:
    with open_register(str(file)) as book:
        filled(book, 3)
        backup(book, tmp_path / "copy.db")
    for ruin in (lambda: file.unlink(), lambda: file.write_bytes(b"not a database, " * 999)):
        ruin()
        assert not restore(file, tmp_path / "copy.db", actor="op", at=AT, force=True).faults
        with open_register(str(file)) as book:
            assert book.find("Q-2026-00003").revision == 2


def test_a_backup_that_was_edited_is_not_restored(file: Path, tmp_path: Path) -> None:
    with open_register(str(file)) as book:
        filled(book, 3)
        backup(book, tmp_path / "copy.db")
        before = exported(book)
    with sqlite3.connect(tmp_path / "copy.db") as copy:
        copy.execute("UPDATE versions SET state = 'approved'")
    with pytest.raises(NotWhole, match="the backup is not what was recorded"):
        restore(file, tmp_path / "copy.db", actor="op", at=AT)
    with open_register(str(file)) as book:
        assert exported(book) == before


def test_a_file_moved_by_hand_is_the_same_register(file: Path, tmp_path: Path) -> None:
    with open_register(str(file)) as book:
        filled(book, 2)
        before = exported(book)
    shutil.copytree(file.parent, tmp_path / "elsewhere")
    with open_register(str(tmp_path / "elsewhere" / "register.db")) as moved:
        assert exported(moved) == before


def test_a_register_is_made_once(tmp_path: Path) -> None:
    assert make_register(tmp_path) is True
    assert make_register(tmp_path) is False
    with open_register(start=tmp_path / ".dealdesk") as book:
        assert not verify(book, None).faults
