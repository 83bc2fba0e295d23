"""The tables of a register, in SQLAlchemy Core.

Days and times are texts, amounts whole minor units: both databases hold the same rows, and nothing is ever a binary
fraction.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Index, Integer, LargeBinary, MetaData, Table, Text, UniqueConstraint, text

metadata = MetaData()

register = Table(
    "register",
    metadata,
    Column("one", Integer, primary_key=True, autoincrement=False),
    Column("id", Text, nullable=False),
    Column("maker", Text),
)
"""One row: which register this is, wherever it is moved to, and the login of whoever made it."""

contents = Table(
    "contents",
    metadata,
    Column("digest", Text, primary_key=True),
    Column("body", LargeBinary, nullable=False),
)
"""Quotes as JSON, deals, files of catalogs and lists of them: stored once, by their SHA-256."""

versions = Table(
    "versions",
    metadata,
    Column("number", Text, primary_key=True),
    Column("revision", Integer, primary_key=True, autoincrement=False),
    Column("year", Integer, nullable=False),
    Column("serial", Integer, nullable=False),
    Column("state", Text, nullable=False),
    Column("live", Integer, nullable=False),
    Column("digest", Text, nullable=False),
    Column("quote", Text, nullable=False),
    Column("inputs", Text, nullable=False),
    Column("key", Text, nullable=False),
    Column("reference", Text),
    Column("rep", Text, nullable=False),
    Column("customer", Text, nullable=False),
    Column("folded", Text, nullable=False),
    Column("segment", Text, nullable=False),
    Column("region", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("currency", Text, nullable=False),
    Column("places", Integer, nullable=False),
    Column("list", BigInteger, nullable=False),
    Column("net", BigInteger, nullable=False),
    Column("acv", BigInteger, nullable=False),
    Column("arr", BigInteger, nullable=False),
    Column("issued", Text, nullable=False),
    Column("valid_until", Text, nullable=False),
    Column("expires", Text, nullable=False),
    Column("starts", Text, nullable=False),
    Column("ends", Text, nullable=False),
    Column("months", Integer, nullable=False),
    Column("catalog", Text, nullable=False),
    Column("catalog_version", Text, nullable=False),
    Column("snapshot", Text, nullable=False),
    Column("deal", Text, nullable=False),
    Column("made", Text, nullable=False),
    Column("changed", Text, nullable=False),
    Column("entry", BigInteger, nullable=False),
    Column("chain", Text, nullable=False),
    UniqueConstraint("key", name="one_version_a_key"),
    UniqueConstraint("year", "serial", "revision", name="one_number_a_quote"),
)
"""One row a version.  Only `state`, `live` and `changed` ever change; the log says why."""

Index(
    "one_live_version_a_quote",
    versions.c.number,
    unique=True,
    sqlite_where=text("live = 1"),
    postgresql_where=text("live = 1"),
)
Index(
    "one_quote_a_reference",
    versions.c.reference,
    unique=True,
    sqlite_where=text("revision = 1"),
    postgresql_where=text("revision = 1"),
)
Index("versions_in_order", versions.c.live, versions.c.year, versions.c.serial, versions.c.revision)

events = Table(
    "events",
    metadata,
    Column("entry", BigInteger, primary_key=True, autoincrement=False),
    Column("at", Text, nullable=False),
    Column("number", Text, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("kind", Text, nullable=False),
    Column("actor", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("key", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("prev", Text, nullable=False),
    Column("hash", Text, nullable=False),
    UniqueConstraint("key", name="one_event_a_key"),
)
"""The log: each entry has the hash of the one before, and the database refuses to change any."""

Index("events_of_a_quote", events.c.number, events.c.entry)
