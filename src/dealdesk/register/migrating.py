"""The schema of a register: made, brought up to date, and never read by a program that is older than it."""

from __future__ import annotations

import os
from typing import Any

from dealdesk.errors import DealdeskError, printable
from dealdesk.register.database import Database, Driver, texts
from dealdesk.register.problems import Damaged

SCHEMAS = ("0001",)
"""Every version of the schema, the latest last; each has a file in `migrations/versions`."""


NO_TABLE = "42P01"
"""What PostgreSQL calls a table that is not there; SQLite says it in words alone."""


class TooNew(DealdeskError):
    """A register that a newer program made."""


def schema_of(database: Database) -> str | None:
    """Return the version of the schema, or None where there is none yet.

    Raises:
        TooNew: The register was made by a newer program.
        Damaged: The database holds something else.
    """
    try:
        found = database.connection.execute("SELECT version_num FROM alembic_version").fetchall()
    except database.driver.errors as error:
        if "alembic_version" in str(error) and getattr(error, "sqlstate", NO_TABLE) == NO_TABLE:
            return None
        raise database.driver.failure(error, "read") from error
    if len(found) != 1:
        if not found:
            return None
        raise Damaged(f"the register {database.driver.place} has several versions of its schema; restore a backup")
    version = str(found[0][0])
    if version not in SCHEMAS:
        raise TooNew(
            f"the register {database.driver.place} was made by a newer dealdesk (its schema is {printable(version)}, "
            f"this one knows up to {SCHEMAS[-1]}); install the newer one"
        )
    return version


def migrate(driver: Driver, *, make: bool = False, maker: str | None = None) -> bool:
    """Bring the schema of a register up to date, in one transaction; return whether anything was done.

    Args:
        driver: The database.
        make: Whether an SQLite file that is not there is made.
        maker: The login of whoever makes it; on a server it is the role that is connected.
    """
    from alembic import command
    from alembic.config import Config
    from sqlalchemy.exc import DBAPIError

    connection: Any = driver.connect(make=make)
    try:
        driver.prepare(connection)
        engine = driver.engine(connection)
        config = Config()
        config.set_main_option("script_location", "dealdesk.register:migrations")
        with engine.begin() as open_one:
            before = _version(open_one)
            if before not in (None, *SCHEMAS):
                raise TooNew(f"the register {driver.place} was made by a newer dealdesk; install it")
            config.attributes["connection"] = open_one
            command.upgrade(config, "head")
            if before is None:
                if driver.dialect == "postgresql":
                    maker = str(open_one.exec_driver_sql("SELECT current_user").scalar_one())
                row = {"one": 1, "id": os.urandom(16).hex(), "maker": maker}
                open_one.exec_driver_sql(texts(driver.dialect)["new_register"], row)
        return before != SCHEMAS[-1]
    except DBAPIError as error:
        raise driver.failure(error.orig, "made") if isinstance(error.orig, Exception) else error from error
    except driver.errors as error:
        raise driver.failure(error, "made") from error
    finally:
        connection.close()


def _version(connection: Any) -> str | None:
    from sqlalchemy import inspect

    if not inspect(connection).has_table("alembic_version"):
        return None
    row = connection.exec_driver_sql("SELECT version_num FROM alembic_version").fetchone()
    return str(row[0]) if row is not None else None
