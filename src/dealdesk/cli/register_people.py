"""`dealdesk register people`: who may do what with the quotes of a register, and who has said so."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dealdesk.cli.options import Json
from dealdesk.cli.registers import ActingAs, RegisterUrl, actor, now, opened

if TYPE_CHECKING:
    from dealdesk.cli.enrolled import Nearby
    from dealdesk.register.permitted import InForce

EXAMPLES = """\b
Examples:
  dealdesk register people people.toml
  dealdesk register people

\b
The first are recorded by whoever made the register; from then on only an admin of those on record records others.
"""


def people(
    file: Annotated[
        Path | None,
        typer.Argument(metavar="[FILE]", help="Put these people on record; shows who is if left out."),
    ] = None,
    register: RegisterUrl = None,
    acting: ActingAs = None,
    as_json: Json = False,
) -> int:
    """Put on record who may do what, or show who is on record.

    What counts is what is on record: a people.toml in some folder changes nothing until an admin has recorded it. Every
    decision names the people that it was made under, and `dealdesk audit verify` holds it against them.
    """
    from dealdesk.approving import load_people
    from dealdesk.cli import terminal
    from dealdesk.cli.enrolled import loose_ends, nearby
    from dealdesk.errors import printable
    from dealdesk.register.enrolling import needed, record_people

    given = load_people(file) if file is not None else None
    with opened(register) as book:
        if given is None:
            found, new = needed(book), False
        else:
            who = actor(book, acting)
            found, new = record_people(book, given, actor=who, at=now())
            if not given.may(given.by_login(who) or "", "admin"):
                able = ", ".join(given.with_role("admin"))
                terminal.words(printable(f"note: {who} is no admin among them; from now on {able} can record others"))
            for each in loose_ends(given, Path.cwd(), now().date()):
                terminal.words(f"note: {each}")
        place = book.place
    beside = nearby(found, Path.cwd()) if given is None else None
    if as_json:
        terminal.json(_report(found, beside, new=new))
        return 0
    if given is not None:
        counted = f"{len(given.people):,} {'person' if len(given.people) == 1 else 'people'}"
        what = f"{counted} on record by {found.actor}" if new else "these are the people on record already"
        terminal.result(printable(f"{place}: {what}, entry {found.entry}"))
        return 0
    from dealdesk.cli.show_approvals import enrolled_page

    terminal.page(*enrolled_page(found, beside, now().date()))
    return 0


def _report(found: InForce, beside: Nearby | None, *, new: bool) -> dict[str, object]:
    from dealdesk.register.permitted import said

    return {
        "entry": found.entry,
        "since": found.at.isoformat(),
        "by": found.actor,
        "login": found.login,
        "sha256": found.digest,
        "new": new,
        "people": said(found.people)[0],
        "file": str(beside.file) if beside is not None else None,
        "wrong": beside.wrong if beside is not None else "",
        "differences": beside.differences if beside is not None else (),
    }
