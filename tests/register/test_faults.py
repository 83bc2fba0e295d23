"""Calls that fail, folders that cannot be written, disks that are full, clocks that are wrong."""

from __future__ import annotations

import io
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from errno import EACCES, EINTR, EIO, ENOSPC
from pathlib import Path
from typing import Any

import pytest

from dealdesk import writing
from dealdesk.cli import main
from dealdesk.errors import DealdeskError
from dealdesk.register import Register, Wanted, make_register, open_register
from dealdesk.register.audit import verify
from dealdesk.register.backups import backup, restore
from dealdesk.register.database import Database
from dealdesk.register.exports import export
from dealdesk.register.migrating import TooNew
from dealdesk.register.problems import Damaged, Unavailable
from tests.postgres import Server
from tests.register.drafts import AT, draft, filled, new_file

ROOT = Path(__file__).parents[2]
CODES = {1, 2, 69, 73, 74, 77}


# ---- the Nth call fails


def disk_error(code: int) -> Exception:
    return OSError(code, os.strerror(code))


def sqlite_error(name: str) -> Exception:
    error = sqlite3.OperationalError("it fails")
    error.sqlite_errorname = name
    return error


FAILURES: dict[str, tuple[object, str, list[Exception]]] = {
    "execute": (Database, "_execute", [sqlite_error("SQLITE_FULL"), sqlite_error("SQLITE_IOERR_WRITE")]),
    "fsync": (os, "fsync", [disk_error(EIO), disk_error(EINTR)]),
    "open": (Path, "open", [disk_error(EACCES), disk_error(ENOSPC)]),
    "rename": (Path, "replace", [disk_error(ENOSPC), disk_error(EACCES)]),
    "write": (writing, "_write", [disk_error(ENOSPC)]),
    "mkdir": (Path, "mkdir", [disk_error(EACCES)]),
    "unlink": (Path, "unlink", [disk_error(EACCES), disk_error(EIO)]),
}


class Failing:
    """Lets the Nth call of a function fail, and counts the calls."""

    def __init__(self, real: Callable[..., Any], number: int, error: Exception) -> None:
        self.real, self.left, self.error, self.failed = real, number, error, False

    def __call__(self, *args: Any, **words: Any) -> Any:
        self.left -= 1
        if self.left == 0:
            self.failed = True
            raise self.error
        return self.real(*args, **words)


def commands(folder: Path) -> dict[str, Callable[[Register], Any]]:
    return {
        "add": lambda book: book.add(draft("new"), actor="ann", at=AT),
        "revise": lambda book: book.revise("Q-2026-00001", draft("other"), actor="ann", at=AT),
        "act": lambda book: book.act("Q-2026-00001", "submit", actor="ann", at=AT, key="once"),
        "backup": lambda book: backup(book, folder / "copy.db"),
        "export": lambda book: exported(book, folder / "all.jsonl"),
        "log": lambda book: book.log("note", {}, actor="ann", at=AT),
    }


def exported(book: Register, file: Path) -> None:
    stream = io.BytesIO()
    export(book, stream)
    writing.write_file(file, stream.getvalue())


@pytest.mark.parametrize("command", ["add", "revise", "act", "backup", "export", "log"])
@pytest.mark.parametrize("what", sorted(FAILURES))
def test_whichever_call_fails_all_is_saved_or_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, what: str, command: str
) -> None:
    owner, name, errors = FAILURES[what]
    ready = new_file(tmp_path / "ready")
    with open_register(str(ready)) as book:
        filled(book, 1)
    for number in range(1, 200):
        error = errors[number % len(errors)]
        folder = tmp_path / str(number)
        folder.mkdir()
        file = Path(shutil.copytree(tmp_path / "ready", folder / ".dealdesk")) / "register.db"
        with open_register(str(file)) as book:
            before = book.head().count
            real = getattr(owner, name)
            failing = Failing(real, number, error)
            with monkeypatch.context() as patch:
                patch.setattr(owner, name, lambda *args, failing=failing, **words: failing(*args, **words))
                told: DealdeskError | None = None
                try:
                    commands(folder)[command](book)
                except DealdeskError as refused:
                    told = refused
                book.close()
        assert told is None or (told.exit_code in CODES and "\n" not in str(told))
        with open_register(str(file)) as book:
            entries = book.head().count
            assert entries in (before, before + {"revise": 2, "backup": 0, "export": 0}.get(command, 1))
            assert verify(book, None).faults == ()
            assert entries == before or command != "backup"
            if command in ("add", "revise", "act"):  # run again, it gives the same
                commands(folder)[command](book)
                assert book.head().count == before + (2 if command == "revise" else 1)
                assert verify(book, None).faults == ()
        assert not [*folder.rglob("*.tmp")]
        if not failing.failed:
            return
    raise AssertionError("it never came to an end")


# ---- folders and files that cannot be used


@dataclass(frozen=True)
class Ran:
    """What a command did."""

    code: int
    out: str
    err: str


def ran_as_nobody(folder: Path, *words: str) -> Ran:
    """Run a command as somebody who may not write everywhere, as root may, in a child of this process."""
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        child = os.fork()
        if child == 0:
            code = 99
            try:
                os.chdir(folder)
                for stream, number in ((out, 1), (err, 2)):
                    os.dup2(stream.fileno(), number)
                sys.stdout, sys.stderr = (os.fdopen(number, "w") for number in (1, 2))
                if os.geteuid() == 0:
                    os.setgroups([])
                    os.setgid(65534)
                    os.setuid(65534)
                code = main([*words])
                sys.stdout.flush()
                sys.stderr.flush()
            finally:
                os._exit(code)
        _, status = os.waitpid(child, 0)
        for stream in (out, err):
            stream.seek(0)
        return Ran(os.waitstatus_to_exitcode(status), out.read().decode(), err.read().decode())


@pytest.fixture
def open_folder(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder that everybody may look into; the commands are imported already, for nobody might not read them."""
    monkeypatch.delenv("DEALDESK_REGISTER", raising=False)
    monkeypatch.setenv("DEALDESK_CACHE", "off")
    with tempfile.TemporaryDirectory(prefix="dealdesk-open-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        monkeypatch.chdir(folder)
        with open_register(str(new_file(folder / "warm"))) as book:
            filled(book, 1)
        url = str(folder / "warm" / "register.db")
        assert main(["quote", "list", "--json", "--register", url]) == 0
        assert main(["quote", "list", "--json", "--register", str(folder / "none")]) == 69
        assert main(["quote", "void", "Q-2026-1", "--reason", "x", "--as", "ann", "--register", url]) == 0
        yield folder
        for each in folder.glob(".dealdesk"):
            each.chmod(0o755)


@pytest.mark.parametrize("log", ["merged", "not merged yet"])
def test_a_read_only_folder_is_read_and_said_so(open_folder: Path, log: str) -> None:
    file = new_file(open_folder / ".dealdesk")
    with open_register(str(file)) as book:
        filled(book, 2)
        if log == "not merged yet":  # as a command that was killed leaves it
            for each in file.parent.glob("register.db*"):
                shutil.copyfile(each, each.with_name(f"kept-{each.name}"))
    if log == "not merged yet":
        for each in file.parent.glob("kept-*"):
            each.replace(each.with_name(each.name.removeprefix("kept-")))
    for each in (file.parent, *file.parent.iterdir()):
        each.chmod(0o555 if each.is_dir() else 0o444)
    listed = ran_as_nobody(open_folder, "quote", "list", "--json")
    assert listed.code == 0, listed.err
    assert listed.out.count('"number"') == 2
    assert "can only be read: its folder is read-only" in listed.err
    assert ("a copy is read" in listed.err) == (log == "not merged yet")
    refused = ran_as_nobody(open_folder, "quote", "void", "Q-2026-1", "--reason", "x", "--as", "ann")
    assert refused.code == 73
    assert "cannot write" in refused.err
    assert refused.err.count("\n") == 2  # that it can only be read, and that it was not written


def test_a_register_of_somebody_else_is_not_opened(open_folder: Path) -> None:
    file = new_file(open_folder / ".dealdesk")
    file.chmod(0o600 if os.geteuid() == 0 else 0o000)
    refused = ran_as_nobody(open_folder, "quote", "list")
    assert refused.code == 77
    assert refused.err.startswith("error: ")
    assert refused.err.count("\n") == 1


def test_a_register_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(Unavailable, match=r"there is no register in .* or above; `dealdesk init` makes one"):
        open_register(start=tmp_path)
    with pytest.raises(Unavailable, match="there is no register"):
        open_register(str(tmp_path / "none" / "register.db"))
    with pytest.raises(Unavailable, match="is a folder; name the file"):
        open_register(str(tmp_path))


@pytest.mark.parametrize("address", ["mysql://ann@db/quotes", "http://db/quotes", "sqlite://quotes.db"])
def test_an_address_of_another_kind_is_refused(address: str) -> None:
    with pytest.raises(DealdeskError, match="a register is a file or postgresql://user@host/database"):
        make_register(address)


@pytest.mark.parametrize("content", [b"", b"SQLite format 3\x00", b"hello " * 1000])
def test_a_file_that_is_no_register_is_told(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "register.db"
    file.write_bytes(content)
    if content == b"":  # an empty file is an empty database, and becomes a register
        with open_register(str(file)) as book:
            assert book.head().count == 0
        return
    with pytest.raises(Damaged, match="it is damaged, or no register"):
        open_register(str(file))
    assert file.read_bytes() == content


def test_a_register_that_was_emptied_does_not_begin_anew(file: Path) -> None:
    with open_register(str(file)) as book:
        filled(book, 3)
        backup(book, file.with_name("copy.db"))
    for each in file.parent.glob(f"{file.name}*"):
        each.write_bytes(b"")
    with pytest.raises(Damaged, match=r"is empty, and .*register\.head says that it ended at entry \d+; restore"):
        open_register(str(file))
    assert file.read_bytes() == b""
    restore(file, file.with_name("copy.db"), actor="op", at=AT)
    with open_register(str(file)) as book:
        assert len([*book.wanted(Wanted(), AT)]) == 3


def test_a_register_of_a_newer_program_is_not_touched(url: str, tmp_path: Path) -> None:
    with open_register(url, start=tmp_path) as book:
        book.database.connection.execute("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(TooNew, match="made by a newer dealdesk"):
        open_register(url, start=tmp_path)


def test_a_migration_that_is_interrupted_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from alembic.operations import Operations

    from dealdesk.register import make_register

    with monkeypatch.context() as patch:

        def fail(*args: Any, **words: Any) -> None:
            raise KeyboardInterrupt

        patch.setattr(Operations, "create_index", fail)
        with pytest.raises(KeyboardInterrupt):
            make_register(str(tmp_path / "register.db"))
    with sqlite3.connect(tmp_path / "register.db") as connection:
        assert connection.execute("SELECT name FROM sqlite_master").fetchall() == []
    assert make_register(str(tmp_path / "register.db"))
    with open_register(str(tmp_path / "register.db")) as book:
        assert not verify(book, None).faults


FULL = """
import resource, signal, sys
sys.path.insert(0, {root!r})
from tests.register.drafts import AT, draft
from dealdesk.register import open_register
draft("0").snapshot
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, ({limit}, {limit}))
with open_register({file!r}) as book:
    for number in range(400):
        try:
            print(book.add(draft(str(number)), actor="ann", at=AT).stored.number, flush=True)
        except Exception as error:
            print(type(error).__name__, error, flush=True)
            break
"""


@pytest.mark.parametrize("more", [8, 200, 1000])
def test_a_full_disk_loses_nothing_that_was_answered(tmp_path: Path, more: int) -> None:
    file = new_file(tmp_path / ".dealdesk")
    limit = file.stat().st_size + more * 1024
    script = FULL.format(root=str(ROOT), file=str(file), limit=limit)
    ended = subprocess.run([sys.executable, "-c", script], text=True, capture_output=True, check=False, cwd=tmp_path)
    *numbers, told = ended.stdout.splitlines()
    assert told.startswith("Failing the register"), (told, ended.stderr)
    assert "nothing was saved" in told
    with open_register(str(file)) as book:
        assert [row[0] for row in book.database.all("all_versions")] == numbers
        assert not verify(book, None).faults
        assert book.add(draft("space again"), actor="ann", at=AT).is_new


def test_a_writer_that_waits_too_long_is_told(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dealdesk.register.sqlite.BUSY_SECONDS", 0.1)
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with open_register(str(file)) as book, pytest.raises(Unavailable, match="others have kept it busy") as told:
        book.add(draft("a"), actor="ann", at=AT)
    assert told.value.exit_code == 69
    other.close()


def test_restoring_what_is_no_backup_is_told(file: Path, tmp_path: Path) -> None:
    with pytest.raises(Damaged, match="there is no backup"):
        restore(file, tmp_path / "none.db", actor="op", at=AT)
    (tmp_path / "text.db").write_text("hello" * 1000)
    with pytest.raises(Damaged, match="it is damaged, or no register"):
        restore(file, tmp_path / "text.db", actor="op", at=AT)


# ---- a server that goes away


def cut(server: Server) -> None:
    server.run("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'dealdesk'")


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("point", ["_begin", "run new_event", "_commit"])
def test_a_connection_that_breaks_saves_once(
    postgres: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, point: str, when: str
) -> None:
    """Also when it breaks after COMMIT was sent: nobody knows whether it was saved, and the key tells."""
    name, _, first = point.partition(" ")
    real = getattr(Database, name)
    cuts = []

    def breaking(self: Database, *args: Any, **words: Any) -> Any:
        if cuts or (first and args[0] != first):
            return real(self, *args, **words)
        cuts.append(1)
        if when == "before":
            cut(postgres)
            return real(self, *args, **words)
        made = real(self, *args, **words)
        cut(postgres)
        if name == "_commit":  # the answer to COMMIT is lost on the way
            from dealdesk.register.problems import ConnectionLost

            raise ConnectionLost("the connection broke")
        return made

    with open_register(postgres.database("ready"), start=tmp_path) as book:
        monkeypatch.setattr(Database, name, breaking)
        made = book.add(draft("a"), actor="ann", at=AT)
        monkeypatch.undo()
        assert cuts
        assert made.stored.number == "Q-2026-00001"
        assert made.is_new == (not (name == "_commit" and when == "after"))
        assert book.head().count == 1
        event = book.act("Q-2026-1", "submit", actor="ann", at=AT)
        assert event.entry == 2
        assert not verify(book, book.head()).faults


def test_a_server_that_is_away_is_told(tmp_path: Path) -> None:
    with pytest.raises(Unavailable) as told:
        open_register(f"postgresql://ann:secret@/quotes?host={tmp_path}")
    assert told.value.exit_code == 69
    assert "secret" not in str(told.value)
    assert "\n" not in str(told.value)


def test_on_a_server_the_role_acts(postgres: Server, tmp_path: Path) -> None:
    from dealdesk.cli.registers import actor
    from dealdesk.register.lifecycle import NotPermitted

    url = postgres.database("ready")
    with open_register(url, start=tmp_path) as book:
        assert actor(book, None) == actor(book, "desk") == "desk"
        with pytest.raises(NotPermitted, match="connect as eve instead"):
            actor(book, "eve")


def test_a_role_without_rights_is_told(postgres: Server, tmp_path: Path) -> None:
    url = postgres.database("ready")
    postgres.run("DO $$ BEGIN CREATE ROLE guest LOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$")
    with pytest.raises(DealdeskError) as told:
        open_register(url.replace("desk@", "guest@"), start=tmp_path)
    assert told.value.exit_code == 77


# ---- clocks


@pytest.mark.parametrize("back", [timedelta(microseconds=1), timedelta(hours=1), timedelta(days=3653)])
def test_a_clock_that_runs_behind_changes_no_order_and_is_told(book: Register, back: timedelta) -> None:
    book.add(draft("a"), actor="ann", at=AT)
    assert not book.warnings
    later = replace(draft("b"), quote=replace(draft("b").quote, issued=(AT - back).date()))
    book.add(later, actor="ann", at=AT - back)
    assert "which is before the last entry of the log" in book.warnings[0]
    assert [each.entry for each in book.events()] == [1, 2]
    assert not verify(book, book.head()).faults


def test_expiry_goes_by_the_day_on_record(book: Register) -> None:
    stored = book.add(draft("a"), actor="ann", at=AT - timedelta(days=3653)).stored
    assert stored.state_at(AT) == "draft"
    assert stored.state_at(AT + timedelta(days=3653)) == "expired"
