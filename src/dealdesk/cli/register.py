"""`dealdesk register`: who may do what, backups, moves between databases, and the schema."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dealdesk.cli.options import Json
from dealdesk.cli.pages import Group, Page, group
from dealdesk.cli.register_people import EXAMPLES as PEOPLE
from dealdesk.cli.register_people import people
from dealdesk.cli.registers import ActingAs, RegisterUrl, actor, login, now, opened

if TYPE_CHECKING:
    from dealdesk.register.audit import Verdict

EXAMPLES = """\b
Examples:
  dealdesk register backup /backups/register-2026-11-21.db
  dealdesk register restore /backups/register-2026-11-21.db
  dealdesk register export everything.jsonl
  dealdesk register migrate --register postgresql://desk@db/quotes
  dealdesk register import everything.jsonl --register postgresql://desk@db/quotes
  dealdesk register people people.toml
"""

app = group("register", Group, "Say who may do what; back up, restore and move the register of quotes.", EXAMPLES)
app.command("people", cls=Page, epilog=PEOPLE)(people)


@app.command("migrate", cls=Page, epilog="\b\nExample:\n  dealdesk register migrate")
def migrate(register: RegisterUrl = None, as_json: Json = False) -> int:
    """Make a register, or bring one up to date.

    Without --register it is that of this project, or one in this folder.
    """
    from dealdesk.cli import terminal
    from dealdesk.cli.words import plural
    from dealdesk.register import make_register
    from dealdesk.register.place import found

    place = register or found(Path()) or Path()
    done = make_register(place, login())
    with opened(register) as book:
        head = book.head()
        if as_json:
            terminal.json({"register": book.place, "done": done, "entries": head.count, "head": head.hash})
        else:
            terminal.result(f"{book.place}: {'ready' if done else 'up to date'}, {plural(head.count, 'entry')}")
    return 0


@app.command("backup", cls=Page, epilog="\b\nExample:\n  dealdesk register backup /backups/register-2026-11-21.db")
def backup(
    out: Annotated[Path, typer.Argument(metavar="FILE", help="Where to write it; a new file.", show_default=False)],
    register: RegisterUrl = None,
    as_json: Json = False,
) -> int:
    """Copy the register into a file, and check it.

    Others may work meanwhile; every row of the copy is checked.
    """
    from dealdesk.register.backups import backup as backed_up

    with opened(register) as book:
        _told(str(out), backed_up(book, out), as_json=as_json)
    return 0


@app.command("restore", cls=Page, epilog="\b\nExample:\n  dealdesk register restore /backups/register-2026-11-21.db")
def restore(
    copy: Annotated[Path, typer.Argument(metavar="FILE", help="The backup.", show_default=False)],
    force: Annotated[bool, typer.Option("--force", help="Also when entries are lost that the backup lacks.")] = False,
    register: RegisterUrl = None,
    acting: ActingAs = None,
    as_json: Json = False,
) -> int:
    """Check a backup, and put it in the place of the register.

    The log says that it was restored.
    """
    from dealdesk.cli.registers import acting_as, login
    from dealdesk.register.backups import restore as restored
    from dealdesk.register.place import FILE, found, is_server, prepared

    if register is not None and is_server(register):
        raise typer.BadParameter(
            "this is for a file; into PostgreSQL, export the backup and import it", param_hint="--register"
        )
    place = Path(register) if register else found(Path()) or prepared(Path())
    assert place.name == FILE or register
    found_there = restored(place, copy, actor=acting_as(acting), at=now(), force=force, login=login())
    _told(str(place), found_there, as_json=as_json)
    return 0


@app.command("export", cls=Page, epilog="\b\nExample:\n  dealdesk register export everything.jsonl")
def export(
    out: Annotated[str, typer.Argument(metavar="FILE", help="Where to write it; - for stdout.", show_default=False)],
    register: RegisterUrl = None,
) -> int:
    """Write all that is in the register, as JSON lines.

    It is for another database, or another program.
    """
    from io import BytesIO

    from dealdesk.cli.output import deliver
    from dealdesk.register.exports import export as exported

    stream = BytesIO()
    with opened(register) as book:
        exported(book, stream)
    deliver(stream.getvalue(), out)
    return 0


@app.command(
    "import",
    cls=Page,
    epilog="\b\nExample:\n  dealdesk register import everything.jsonl --register postgresql://desk@db/quotes",
)
def import_(
    file: Annotated[str, typer.Argument(metavar="FILE", help="An export; - for stdin.", show_default=False)],
    register: RegisterUrl = None,
    acting: ActingAs = None,
    as_json: Json = False,
) -> int:
    """Fill an empty register from an export.

    It has the same rows, digests and chain then, or nothing of it.
    """
    from dealdesk.errors import DealdeskError, printable
    from dealdesk.register.exports import imported

    with opened(register) as book:
        who = actor(book, acting)
        if file == "-":
            _told(book.place, imported(book, sys.stdin.buffer, "stdin", actor=who, at=now()), as_json=as_json)
            return 0
        try:
            stream = Path(file).open("rb")  # noqa: SIM115
        except OSError as failure:
            raise DealdeskError(f"{printable(file)} cannot be read: {failure.strerror}") from failure
        with stream:
            _told(book.place, imported(book, stream, file, actor=who, at=now()), as_json=as_json)
    return 0


def _told(place: str, found: Verdict, *, as_json: bool) -> None:
    from dealdesk.cli import terminal
    from dealdesk.cli.words import plural
    from dealdesk.errors import printable

    if as_json:
        counts = {"entries": found.entries, "versions": found.versions, "contents": found.contents}
        terminal.json({"register": place, **counts, "head": found.head.hash})
        return
    entries = plural(found.entries, "entry")
    terminal.result(printable(f"{place}: {entries}, {plural(found.versions, 'version')}, all as recorded"))
