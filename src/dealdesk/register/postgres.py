"""A register in PostgreSQL, through psycopg 3: one advisory lock for all writers."""

from __future__ import annotations

from typing import Any

from dealdesk.errors import DealdeskError, NotAvailable, WriteError, printable
from dealdesk.register.lifecycle import NotPermitted
from dealdesk.register.problems import ConnectionLost, Constraint, Damaged, Failing, Unavailable

LOCK = 0x6465616C6465736B
CONNECT_SECONDS = 10


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
        connection.execute("BEGIN")
        connection.execute(f"SET LOCAL lock_timeout = '{CONNECT_SECONDS}s'")
        connection.execute("SELECT pg_advisory_xact_lock(%s)", (LOCK,))

    def reading(self) -> str:
        """Return how reading from one moment begins."""
        return "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"

    def failure(self, error: Exception, doing: str) -> Exception:
        """Return what to raise for an error of PostgreSQL."""
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

    def guards(self, connection: Any) -> frozenset[str]:
        """Return the names of the triggers that are there and not switched off."""
        rows = connection.execute(
            "SELECT t.tgname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid "
            "WHERE NOT t.tgisinternal AND t.tgenabled <> 'D' AND pg_table_is_visible(c.oid)"
        ).fetchall()
        return frozenset(row[0] for row in rows)

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
