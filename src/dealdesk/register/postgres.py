"""A register in PostgreSQL, through psycopg 3: one advisory lock for all writers."""

from __future__ import annotations

from typing import Any

from dealdesk.errors import DealdeskError, NotAvailable, WriteError, printable
from dealdesk.register.database import Guards
from dealdesk.register.lifecycle import NotPermitted
from dealdesk.register.problems import ConnectionLost, Constraint, Damaged, Failing, Unavailable
from dealdesk.register.schema import COPIED

_OURS = "c.relname = ANY(%(tables)s) AND pg_table_is_visible(c.oid)"
_GUARDS = (
    (
        "trigger",
        "SELECT t.tgname::text, concat_ws(' ', c.relname, t.tgtype, t.tgattr, t.tgqual, btrim(p.prosrc)) "
        "FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_proc p ON p.oid = t.tgfoid "
        f"WHERE NOT t.tgisinternal AND t.tgenabled <> 'D' AND {_OURS}",
    ),
    (
        "index",
        "SELECT i.relname::text, "
        "regexp_replace(pg_get_indexdef(x.indexrelid), ' ON [^ ]+ ', ' ON ' || c.relname || ' ') "
        f"FROM pg_index x JOIN pg_class c ON c.oid = x.indrelid JOIN pg_class i ON i.oid = x.indexrelid WHERE {_OURS}",
    ),
    (
        "table",
        "SELECT c.relname::text, string_agg("
        "concat_ws(' ', a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull), ', ' ORDER BY a.attnum) "
        "FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid "
        f"WHERE a.attnum > 0 AND NOT a.attisdropped AND c.relkind IN ('r', 'p') AND {_OURS} GROUP BY c.relname",
    ),
)
"""Statements that say what guards a register: names and definitions, in words that do not depend on where it is."""

LOCK = 0x6465616C6465736B
CONNECT_SECONDS = 10
BEGIN = f"BEGIN; SET LOCAL lock_timeout = '{CONNECT_SECONDS}s'; SELECT pg_advisory_xact_lock({LOCK})"
"""One round trip to the server instead of three."""


class Postgres:
    """PostgreSQL at an address."""

    dialect = "postgresql"
    note = ""
    writable = True

    def __init__(self, url: str) -> None:
        try:
            import psycopg
        except ImportError:
            raise NotAvailable(
                "PostgreSQL needs the library psycopg, which is not installed: pip install 'dealdesk[postgres]'"
            ) from None
        self._psycopg = psycopg
        self.url = url
        self.errors: tuple[type[Exception], ...] = (psycopg.Error,)
        self.place = self._shown()

    def _shown(self) -> str:
        """Return the address without its password."""
        try:
            parts = self._psycopg.conninfo.conninfo_to_dict(self.url)
        except self._psycopg.Error:
            raise Unavailable(
                "this is not the address of a PostgreSQL database; write postgresql://user@host/database"
            ) from None
        where = parts.get("host") or "local"
        return printable(f"PostgreSQL {parts.get('dbname') or parts.get('user') or ''} at {where}".replace("  ", " "))

    def connect(self, *, make: bool = False) -> Any:
        """Return a connection."""
        try:
            return self._psycopg.connect(
                self.url, autocommit=True, connect_timeout=CONNECT_SECONDS, application_name="dealdesk"
            )
        except self._psycopg.Error as error:
            raise self.failure(error, "reached") from error

    def begin(self, connection: Any) -> None:
        """Begin a transaction that holds the lock."""
        connection.execute(BEGIN, prepare=False)

    def reading(self) -> str:
        """Return how reading from one moment begins."""
        return "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"

    def failure(self, error: Exception, doing: str) -> Exception:
        """Return what to raise for an error of PostgreSQL."""
        if isinstance(error, self._psycopg.DataError) and getattr(error, "sqlstate", None) is None:  # such as a NUL
            return DealdeskError(f"a text holds what no register can hold: {printable(str(error))}")
        code = str(getattr(error, "sqlstate", None) or "")
        said = f"the register ({self.place}) cannot be {doing}"
        why = printable((str(error).strip().splitlines() or [""])[0])
        if code.startswith("23"):
            return Constraint(str(error))
        if code.startswith(("28", "42501")):
            return NotPermitted(f"{said}: {why}")
        if code.startswith("55P03"):
            return Unavailable(f"{said}: others have kept it busy for {CONNECT_SECONDS} seconds; try again")
        if code.startswith("25006"):
            return WriteError(f"{said}: the database only reads")
        if code.startswith(("53100", "58")):
            return Failing(f"{said}: {why}; nothing was saved")
        if code.startswith(("42P01", "42703", "XX")):
            return Damaged(f"{said}: {why}")
        if code.startswith("57014"):
            return Unavailable(f"{said}: it took too long, and the server stopped it")
        if not code or code.startswith(("08", "57", "53")):
            if doing == "reached":
                return Unavailable(f"{said}: {why}")
            return ConnectionLost(f"{said}: the connection broke ({why})")
        return error if isinstance(error, DealdeskError) else Failing(f"{said}: {why}")

    def role(self, connection: Any) -> str | None:
        """Return who is connected."""
        return str(connection.execute("SELECT session_user").fetchone()[0])

    def guards(self, connection: Any) -> Guards:
        """Return the triggers that are not switched off, with what they do, the indexes, and the columns."""
        found: Guards = {}
        for kind, statement in _GUARDS:
            for name, definition in connection.execute(statement, {"tables": list(COPIED)}).fetchall():
                found[name] = (kind, definition)
        return found

    def damage(self, connection: Any) -> list[str]:
        """Return nothing: a server looks after its own files."""
        return []

    def prepare(self, connection: Any) -> None:
        """Make nothing ready: a server is."""

    def engine(self, connection: Any) -> Any:
        """Return an SQLAlchemy engine on this one connection, whose transactions hold the lock."""
        from sqlalchemy import create_engine, event
        from sqlalchemy.pool import StaticPool

        connection.autocommit = False  # SQLAlchemy begins its transactions by itself
        made = create_engine("postgresql+psycopg://", creator=lambda: connection, poolclass=StaticPool)

        @event.listens_for(made, "begin")
        def begin(conn: Any) -> None:
            conn.exec_driver_sql(f"SELECT pg_advisory_xact_lock({LOCK})")

        return made
