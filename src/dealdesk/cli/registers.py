"""The register that a command works on, and who it is that acts."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from dealdesk.register import Register

RegisterUrl = Annotated[
    str | None,
    typer.Option(
        "--register",
        metavar="URL",
        envvar="DEALDESK_REGISTER",
        show_envvar=False,
        help="The register: a file, or postgresql://…; DEALDESK_REGISTER, or that of the project if left out.",
        show_default=False,
    ),
]
ActingAs = Annotated[
    str | None,
    typer.Option(
        "--as",
        metavar="NAME",
        help="Who acts; the user of this machine if left out. On PostgreSQL it is always the database's role.",
        show_default=False,
    ),
]
Number = Annotated[
    str, typer.Argument(metavar="NUMBER", help="The number of the quote, such as Q-2026-00417.", show_default=False)
]


def now() -> datetime:
    """Return the time, in the time zone of this machine."""
    return datetime.now(UTC).astimezone()


@contextmanager
def opened(url: str | None) -> Iterator[Register]:
    """Open the register that is named or found, and say on stderr what there is to know about it."""
    from dealdesk.cli import terminal
    from dealdesk.register import open_register

    with open_register(url) as register:
        if register.note:
            terminal.words(f"note: {register.note}")
        yield register
        for each in register.warnings:
            terminal.words(f"warning: {each}")


def actor(register: Register, given: str | None) -> str:
    """Return who acts: the role on PostgreSQL, else the one given, else the user of this machine.

    The register learns the user of the machine, whom an entry has besides, where somebody else acts.

    Raises:
        NotPermitted: Somebody else is given than the role that is connected.
    """
    if register.role is not None:
        if given is not None and given != register.role:
            from dealdesk.errors import printable
            from dealdesk.register.lifecycle import NotPermitted

            raise NotPermitted(
                f"on PostgreSQL the role acts that is connected, {printable(register.role)}; "
                f"connect as {printable(given)} instead"
            )
        return register.role
    register.login = login()
    return acting_as(given)


def acting_as(given: str | None) -> str:
    """Return who acts on a file: the one given, else the user of this machine."""
    if given is not None:
        from dealdesk.register.numbers import checked

        return checked(given, "name of who acts")
    found = login()
    if found is None:
        raise typer.BadParameter("this machine does not say who you are; say it with --as", param_hint="--as")
    return found


def login() -> str | None:
    """Return the user of this machine, where it says so."""
    import os
    from getpass import getuser

    try:
        from pwd import getpwuid

        return getpwuid(os.geteuid()).pw_name
    except (ImportError, KeyError):  # Windows, or a container without names
        pass
    try:
        return getuser()
    except (OSError, KeyError):
        return None
