"""Where a register is: named, or found from a folder upwards."""

from __future__ import annotations

import os
import re
from contextlib import suppress
from pathlib import Path

from dealdesk.errors import WriteError, printable
from dealdesk.register.problems import Unavailable
from dealdesk.writing import make_folder, write_file

FOLDER, FILE = ".dealdesk", "register.db"
IGNORED = "# the register is data, not source; its head may be committed\nregister.db*\n.*\n!.gitignore\n"


def found(start: Path) -> Path | None:
    """Return the register of a folder, or of the nearest one above it that has one.

    A `.dealdesk` that may not be looked into counts as one: who opens it is told, and makes no second one.
    """
    start = start.resolve()
    for folder in (start, *start.parents):
        file = folder / FOLDER / FILE
        try:
            if file.is_file():
                return file
        except OSError:
            with suppress(OSError):
                if (folder / FOLDER).is_dir():
                    return file
    return None


def is_server(url: str) -> bool:
    """Whether an address is that of a PostgreSQL server, and not a file."""
    return url.startswith(("postgresql:", "postgres:", "postgresql+psycopg:"))


def named(url: str | None, start: Path) -> str:
    """Return the address of the register to use: the one that is named, or the one that is found.

    Raises:
        Unavailable: None is named, and none is found.
    """
    if url and url.strip():
        return url.strip()
    file = found(start)
    if file is None:
        raise Unavailable(
            f"there is no register in {printable(str(start))} or above; `dealdesk init` makes one with a project, "
            "`dealdesk register migrate` makes one here, and --register or DEALDESK_REGISTER names another"
        )
    return str(file)


def prepared(folder: Path) -> Path:
    """Return the file of a folder's register, with its folder made, and kept out of git.

    Raises:
        WriteError: The folder cannot be made.
    """
    place = folder / FOLDER
    if place.is_symlink():
        raise WriteError(f"cannot write {printable(str(place))}: it is a symbolic link")
    make_folder(place)
    if not os.path.exists(place / ".gitignore"):  # noqa: PTH110 - exists fails in a closed one
        write_file(place / ".gitignore", IGNORED.encode())
    return place / FILE


def head_of(url: str, start: Path) -> Path | None:
    """Return the file that keeps the head of a register's log: beside SQLite, else in the project's folder.

    There it is named after the database, so that each register that a project uses has a head of its own.
    """
    if not is_server(url):
        file = Path(url.removeprefix("sqlite:///"))
        return file.with_suffix(".head") if file.suffix == ".db" else file.with_name(file.name + ".head")
    from dealdesk.register.database import driver_of

    start = start.resolve()
    for folder in (start, *start.parents):
        if (folder / FOLDER).is_dir():
            name = re.sub(r"[^\w.]+", "-", driver_of(url).place.removeprefix("PostgreSQL ")).strip("-.")
            return folder / FOLDER / f"{name}.head"
    return None
