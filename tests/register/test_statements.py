"""The texts of statements and the schema are those of the tables."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine

from dealdesk.register import Register, database, migrating
from dealdesk.register.rows import COLUMNS, EVENT
from dealdesk.register.schema import COPIED
from dealdesk.register.statements import DIALECTS, text_of
from dealdesk.register.tables import metadata

SQL = Path(database.__file__).parent / "sql"


@pytest.mark.parametrize("dialect", DIALECTS)
def test_the_texts_are_fresh(dialect: str, golden: Callable[[Path, str], None]) -> None:
    golden(SQL / f"{dialect}.json", text_of(dialect))


def test_what_guards_a_register_is_known(book: Register, golden: Callable[[Path, str], None]) -> None:
    driver = book.database.driver
    found = dict(sorted(driver.guards(book.database.connection).items()))
    golden(SQL / f"{driver.dialect}-guards.json", json.dumps(found, indent=1) + "\n")


def test_no_transaction_begins_without_the_lock() -> None:
    source = (SQL.parent / "sqlite.py").read_text()
    assert 'connection.execute("BEGIN IMMEDIATE")' in source
    begins = [line for file in SQL.parent.glob("*.py") for line in file.read_text().splitlines() if '"BEGIN' in line]
    assert sorted(each.strip() for each in begins) == [
        "BEGIN = f\"BEGIN; SET LOCAL lock_timeout = '{CONNECT_SECONDS}s'; SELECT pg_advisory_xact_lock({LOCK})\"",
        'conn.exec_driver_sql("BEGIN IMMEDIATE")',
        'connection.execute("BEGIN IMMEDIATE")',
        'return "BEGIN DEFERRED"',
        'return "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"',
    ]


def test_the_columns_are_those_of_the_tables() -> None:
    assert tuple(metadata.tables["versions"].columns.keys()) == COLUMNS
    assert tuple(metadata.tables["events"].columns.keys()) == EVENT
    assert set(metadata.tables) == set(COPIED)


def test_the_migrations_make_the_tables(url: str) -> None:
    address = url.replace("postgresql:", "postgresql+psycopg:") if url.startswith("post") else f"sqlite:///{url}"
    engine = create_engine(address)
    try:
        with engine.connect() as connection:
            assert compare_metadata(MigrationContext.configure(connection), metadata) == []
    finally:
        engine.dispose()


def test_every_schema_has_a_file() -> None:
    files = sorted(file.name[:4] for file in (SQL.parent / "migrations" / "versions").glob("0*.py"))
    assert tuple(files) == migrating.SCHEMAS
