"""Registers to test on: a file, and a real PostgreSQL server that the tests start themselves."""

import os
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from dealdesk.register import Register, make_register, open_register
from tests.postgres import Server, programs, server
from tests.register.drafts import new_file


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    """A PostgreSQL server with a database `ready`, which holds an empty register."""
    if programs() is None and not os.environ.get("CI"):
        pytest.skip("PostgreSQL is not installed; where CI is set this fails")
    with server() as started:
        started.run("CREATE DATABASE ready")
        make_register(started.url("ready"))
        with psycopg.connect(started.url("ready"), autocommit=True) as connection:
            connection.execute("UPDATE register SET maker = 'op'")  # as if that role had made it, and not the owner
        yield started


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """The file of a new register."""
    return new_file(tmp_path / "book")


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a new register, on each database."""
    if request.param == "sqlite":
        return str(new_file(tmp_path / "book"))
    started: Server = request.getfixturevalue("postgres")
    return started.database("ready")


@pytest.fixture
def book(url: str, tmp_path: Path) -> Iterator[Register]:
    """A new register, open, on each database; the head of its log is kept in a folder `.dealdesk`."""
    (tmp_path / ".dealdesk").mkdir()
    with open_register(url, start=tmp_path) as register:
        yield register
