"""The first schema: contents, versions, events, and triggers that keep what is recorded as it is.

Written out, and not taken from `tables.py`: what a released version has made stays what it was.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

REST = [
    "year", "serial", "state", "live", "digest", "quote", "inputs", "key", "reference", "rep", "customer", "folded",
    "segment", "region", "title", "currency", "places", "list", "net", "acv", "arr", "issued", "valid_until", "expires",
    "starts", "ends", "months", "catalog", "catalog_version", "snapshot", "deal", "made", "changed", "entry", "chain",
]  # fmt: skip
SMALL = {"year", "serial", "live", "places", "months", "revision"}
LARGE = {"list", "net", "acv", "arr", "entry"}


FIXED = ["number", "revision", *(name for name in REST if name not in ("state", "live", "changed"))]
"""Columns of a version that nobody may change."""


def _column(name: str) -> sa.Column[Any]:
    kind = sa.Integer() if name in SMALL else sa.BigInteger() if name in LARGE else sa.Text()
    return sa.Column(name, kind, nullable=name in ("reference", "maker"))


def upgrade() -> None:
    """Make the tables and their triggers."""
    op.create_table(
        "register",
        sa.Column("one", sa.Integer(), primary_key=True, autoincrement=False),
        _column("id"),
        _column("maker"),
    )
    op.create_table(
        "contents",
        sa.Column("digest", sa.Text(), primary_key=True),
        sa.Column("body", sa.LargeBinary(), nullable=False),
    )
    op.create_table(
        "versions",
        sa.Column("number", sa.Text(), primary_key=True),
        sa.Column("revision", sa.Integer(), primary_key=True, autoincrement=False),
        *map(_column, REST),
        sa.UniqueConstraint("key", name="one_version_a_key"),
        sa.UniqueConstraint("year", "serial", "revision", name="one_number_a_quote"),
    )
    for name, column, only in (
        ("one_live_version_a_quote", "number", "live = 1"),
        ("one_quote_a_reference", "reference", "revision = 1"),
    ):
        op.create_index(
            name, "versions", [column], unique=True, sqlite_where=sa.text(only), postgresql_where=sa.text(only)
        )
    op.create_index("versions_in_order", "versions", ["live", "year", "serial", "revision"])
    op.create_table(
        "events",
        sa.Column("entry", sa.BigInteger(), primary_key=True, autoincrement=False),
        *map(_column, ("at", "number", "revision", "kind", "actor", "state", "key", "body", "prev", "hash")),
        sa.UniqueConstraint("key", name="one_event_a_key"),
    )
    op.create_index("events_of_a_quote", "events", ["number", "entry"])
    if op.get_bind().dialect.name == "sqlite":
        _guard_sqlite()
    else:
        _guard_postgresql()


def _guard_sqlite() -> None:
    columns = ", ".join(f'"{name}"' for name in FIXED)
    for name, doing in {
        "events_stay": "UPDATE ON events",
        "events_are_kept": "DELETE ON events",
        "contents_stay": "UPDATE ON contents",
        "contents_are_kept": "DELETE ON contents",
        "versions_stay": f"UPDATE OF {columns} ON versions",
        "versions_are_kept": "DELETE ON versions",
    }.items():
        op.execute(
            f"CREATE TRIGGER {name} BEFORE {doing} BEGIN SELECT RAISE(ABORT, 'what is recorded is not changed'); END"
        )


def _guard_postgresql() -> None:
    op.execute(
        "CREATE FUNCTION dealdesk_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'what is recorded is not changed' USING ERRCODE = 'restrict_violation'; END $$"
    )
    op.execute(
        "CREATE FUNCTION dealdesk_sign() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN IF NEW.actor <> session_user AND NOT pg_has_role(session_user, "
        "(SELECT relowner FROM pg_class WHERE oid = TG_RELID), 'MEMBER') THEN "
        "RAISE EXCEPTION 'an entry of the log is by the role that is connected' "
        "USING ERRCODE = 'insufficient_privilege'; END IF; RETURN NEW; END $$"
    )
    op.execute("CREATE TRIGGER events_are_signed BEFORE INSERT ON events FOR EACH ROW EXECUTE FUNCTION dealdesk_sign()")
    columns = ", ".join(f'"{name}"' for name in FIXED)
    for name, doing, each in (
        ("events_stay", "UPDATE OR DELETE ON events", "ROW"),
        ("events_are_kept", "TRUNCATE ON events", "STATEMENT"),
        ("contents_stay", "UPDATE OR DELETE ON contents", "ROW"),
        ("contents_are_kept", "TRUNCATE ON contents", "STATEMENT"),
        ("versions_stay", f"UPDATE OF {columns} ON versions", "ROW"),
        ("versions_are_kept", "DELETE ON versions", "ROW"),
        ("versions_are_not_emptied", "TRUNCATE ON versions", "STATEMENT"),
    ):
        op.execute(f"CREATE TRIGGER {name} BEFORE {doing} FOR EACH {each} EXECUTE FUNCTION dealdesk_refuse()")
