"""Edits of a register's rows, as somebody makes them who has the file and knows how the chain is made.

Thirteen kinds.  Each takes the guards away, edits, and puts the guards back, so that nothing but the rows shows it.
"""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass

from dealdesk.register.chain import START, entry_hash
from dealdesk.register.rows import EVENT

Luck = random.Random
Connection = sqlite3.Connection


@dataclass(frozen=True)
class Edit:
    """What was edited: the table, the row as `audit verify` calls it ("" for any), and the column ("" for any)."""

    table: str
    row: str
    column: str


def _count(db: Connection) -> int:
    return int(db.execute("SELECT max(entry) FROM events").fetchone()[0])


def _row(db: Connection, entry: int) -> dict[str, object]:
    return dict(zip(EVENT, db.execute("SELECT * FROM events WHERE entry = ?", (entry,)).fetchone(), strict=True))


def _other(luck: Luck, text: str) -> str:
    """Return a text that is certainly another one: one character is changed, put in or taken out."""
    at = luck.randrange(len(text)) if text else 0
    if not text or luck.random() < 0.3:
        return text[:at] + luck.choice("xyz19") + text[at:]
    if luck.random() < 0.4:
        return text[:at] + text[at + 1 :]
    return text[:at] + luck.choice([each for each in "abc0123456789é\u200b" if each != text[at]]) + text[at + 1 :]


def _set(db: Connection, entry: int, column: str, value: object) -> None:
    db.execute(f"UPDATE events SET {column} = ? WHERE entry = ?", (value, entry))


def _seal(db: Connection, entry: int) -> None:
    """Make the hash of an entry fit what stands there."""
    row = _row(db, entry)
    _set(db, entry, "hash", entry_hash(*[row[name] for name in EVENT[:-1]]))  # type: ignore[arg-type]


def body(db: Connection, luck: Luck) -> Edit:
    """Edit what was logged of an entry."""
    entry = luck.randint(1, _count(db))
    _set(db, entry, "body", _other(luck, str(_row(db, entry)["body"])))
    return Edit("events", str(entry), "")  # an edit of the body may be one of what stands there twice


def number(db: Connection, luck: Luck) -> Edit:
    """Say that an entry is about another quote, or another revision."""
    entry = luck.randint(1, _count(db))
    column = luck.choice(["number", "revision"])
    value = _row(db, entry)[column]
    _set(db, entry, column, int(str(value)) + 1 if column == "revision" else _other(luck, str(value)))
    return Edit("events", str(entry), column)


def key(db: Connection, luck: Luck) -> Edit:
    """Edit a key."""
    entry = luck.randint(1, _count(db))
    _set(db, entry, "key", _other(luck, str(_row(db, entry)["key"])))
    return Edit("events", str(entry), "key")


def who(db: Connection, luck: Luck) -> Edit:
    """Say that somebody else did it, something else was done, or at another time."""
    entry = luck.randint(1, _count(db))
    column = luck.choice(["actor", "kind", "state", "at"])
    _set(db, entry, column, _other(luck, str(_row(db, entry)[column])))
    return Edit("events", str(entry), column)


def link(db: Connection, luck: Luck) -> Edit:
    """Edit a hash."""
    entry = luck.randint(1, _count(db))
    column = luck.choice(["prev", "hash"])
    _set(db, entry, column, _other(luck, str(_row(db, entry)[column])))
    return Edit("events", str(entry), column if column == "prev" or entry < _count(db) else "")


def remove(db: Connection, luck: Luck) -> Edit:
    """Remove entries from the middle."""
    first = luck.randint(1, _count(db) - 1)
    last = min(first + luck.randint(0, 2), _count(db) - 1)
    db.execute("DELETE FROM events WHERE entry BETWEEN ? AND ?", (first, last))
    return Edit("events", str(first) if first == last else f"{first} to {last}", "")


def cut(db: Connection, luck: Luck) -> Edit:
    """Cut entries off the end, and undo what they did."""
    first = luck.randint(2, _count(db))
    last = _count(db)
    db.execute("DELETE FROM events WHERE entry >= ?", (first,))
    db.execute("DELETE FROM versions WHERE entry >= ?", (first,))
    return Edit("events", str(first) if first == last else f"{first} to {last}", "")


def swap(db: Connection, luck: Luck) -> Edit:
    """Let two entries change places."""
    a, b = luck.sample(range(1, _count(db) + 1), 2)
    for before, after in ((a, -1), (b, a), (-1, b)):
        db.execute("UPDATE events SET entry = ? WHERE entry = ?", (after, before))
    return Edit("events", str(a), "entry")


def renumber(db: Connection, luck: Luck) -> Edit:
    """Remove an entry and close the gap."""
    gone = luck.randint(1, _count(db) - 1)
    db.execute("DELETE FROM events WHERE entry = ?", (gone,))
    db.execute("UPDATE events SET entry = -(entry - 1) WHERE entry > ?", (gone,))
    db.execute("UPDATE events SET entry = -entry WHERE entry < 0")
    return Edit("events", "", "")


def reseal_last(db: Connection, luck: Luck) -> Edit:
    """Edit the last entry, and make its hash fit."""
    last = _count(db)
    row = _row(db, last)
    text = str(row["body"]).replace('"about":{', '"about": {', 1)
    if luck.random() < 0.5:
        actor = str(row["actor"])
        text = str(row["body"]).replace(f'"actor":"{actor}"', '"actor":"eve"', 1)
        _set(db, last, "actor", "eve")
    assert text != row["body"]
    _set(db, last, "body", text)
    _seal(db, last)
    return Edit("events", str(last), "hash")


def reseal_all(db: Connection, luck: Luck) -> Edit:
    """Edit an entry, and make all hashes behind it fit."""
    first = luck.randint(1, _count(db))
    _set(db, first, "body", str(_row(db, first)["body"]).replace('"about":{', '"about": {', 1))
    for entry in range(first, _count(db) + 1):
        _set(db, entry, "prev", _row(db, entry - 1)["hash"] if entry > 1 else START)
        _seal(db, entry)
        db.execute("UPDATE versions SET chain = (SELECT hash FROM events WHERE entry = ?1) WHERE entry = ?1", (entry,))
    return Edit("events", str(_count(db)), "hash")


def version(db: Connection, luck: Luck) -> Edit:
    """Edit a column of a version, or remove one."""
    rows = db.execute("SELECT number, revision FROM versions").fetchall()
    quote, revision = luck.choice(rows)
    where = f"{quote}, revision {revision}"
    if luck.random() < 0.1:
        db.execute("DELETE FROM versions WHERE number = ? AND revision = ?", (quote, revision))
        return Edit("versions", where, "")
    texts = ["state", "customer", "rep", "currency", "valid_until", "expires", "digest", "snapshot", "changed", "chain"]
    column = luck.choice([*texts, "net", "list", "acv", "months", "entry"])
    ((value,),) = db.execute(f"SELECT {column} FROM versions WHERE number = ? AND revision = ?", (quote, revision))
    new = _other(luck, value) if isinstance(value, str) else value + luck.choice([-1, 1, 100])
    db.execute(f"UPDATE versions SET {column} = ? WHERE number = ? AND revision = ?", (new, quote, revision))
    return Edit("versions", where, column)


def content(db: Connection, luck: Luck) -> Edit:
    """Flip a bit of a stored quote, deal or catalog, remove one, or add one."""
    (digest, was) = luck.choice(db.execute("SELECT digest, body FROM contents").fetchall())
    way = luck.random()
    if way < 0.1:
        db.execute("DELETE FROM contents WHERE digest = ?", (digest,))
    elif way < 0.2:
        digest = "0" * 64
        db.execute("INSERT INTO contents VALUES (?, x'00')", (digest,))
    else:
        new = bytearray(was)
        new[luck.randrange(len(new))] ^= 1 << luck.randrange(8)
        db.execute("UPDATE contents SET body = ? WHERE digest = ?", (bytes(new), digest))
    return Edit("contents", f"sha256:{digest}", "")


KINDS: tuple[Callable[[Connection, Luck], Edit], ...] = (
    body, number, key, who, link, remove, cut, swap, renumber, reseal_last, reseal_all, version, content,
)  # fmt: skip


def tampered(db: Connection, kind: Callable[[Connection, Luck], Edit], luck: Luck) -> Edit:
    """Do one edit without the guards, and put them back."""
    guards = db.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
    for name, _ in guards:
        db.execute(f"DROP TRIGGER {name}")
    made = kind(db, luck)
    for _, sql in guards:
        db.execute(sql)
    return made
