"""`dealdesk approvals people`: who decides under which title, and who stands in for whom."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from dealdesk.cli.options import Json, Today, quote_day
from dealdesk.cli.pages import Page
from dealdesk.cli.registers import RegisterUrl, opened

EXAMPLES = """\b
Examples:
  dealdesk approvals people
  dealdesk approvals people --today 2026-12-24
  dealdesk approvals people --people people.toml         what a file says that is not recorded yet
"""

PeopleFile = Annotated[
    Path | None,
    typer.Option(
        "--people",
        metavar="FILE",
        help="As if this file were on record; the people on record in the register if left out.",
        show_default=False,
    ),
]

app = typer.Typer(rich_markup_mode=None, add_completion=False)


@app.command("people", cls=Page, epilog=EXAMPLES)
def who(people: PeopleFile = None, register: RegisterUrl = None, today: Today = None, as_json: Json = False) -> int:
    """List who decides under which title on a day, and who stands in for whom.

    They are those on record in the register: `dealdesk register people FILE` records them. With --people a file is
    read instead, and every mistake in it is told with its place.

    It also says where people and the policies of this project's catalogs do not fit: a title that nobody may decide
    under, a quorum that too few people can fill, a title that no policy asks for.
    """
    from dealdesk.approving import load_people
    from dealdesk.cli import terminal
    from dealdesk.cli.enrolled import loose_ends
    from dealdesk.register.enrolling import needed

    day = quote_day(today)
    near = Path.cwd()
    if people is not None:
        source, found = str(people), load_people(people)
    else:
        with opened(register) as book:
            now = needed(book)
            source, found = f"{book.place}, entry {now.entry}", now.people
    if as_json:
        rows: list[dict[str, Any]] = [
            {
                "person": name,
                "name": person.name,
                "roles": found.roles_of(name),
                "titles": dict(found.titles_of(name, day)),
                "logins": person.logins or (name,),
                "active": found.is_active(name, day),
            }
            for name, person in found.people.items()
        ]
        terminal.json({"source": source, "on": day, "people": rows, "loose_ends": loose_ends(found, near, day)})
        return 0
    from dealdesk.cli.show_approvals import people_page

    terminal.page(*people_page(found, day, loose_ends(found, near, day)))
    return 0
