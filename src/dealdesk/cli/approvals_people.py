"""`dealdesk approvals people`: who decides under which title, and who stands in for whom."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import typer

from dealdesk.cli.approvals_explain import PeopleFile
from dealdesk.cli.options import Json, Today, quote_day
from dealdesk.cli.pages import Page

EXAMPLES = """\b
Examples:
  dealdesk approvals people
  dealdesk approvals people --people people.toml --today 2026-12-24
"""

app = typer.Typer(rich_markup_mode=None, add_completion=False)


@app.command("people", cls=Page, epilog=EXAMPLES)
def who(people: PeopleFile = None, today: Today = None, as_json: Json = False) -> int:
    """List who decides under which title on a day, and who stands in for whom.

    The file is `people.toml`, in this folder or above; every mistake in it is told with its place.
    """
    from dealdesk.approving import find_people, load_people
    from dealdesk.cli import terminal
    from dealdesk.errors import DealdeskError

    file = people or find_people(Path.cwd())
    if file is None:
        raise DealdeskError("there is no people.toml in this folder or above; docs/approvals.md shows one")
    found, day = load_people(file), quote_day(today)
    if as_json:
        rows: list[dict[str, Any]] = [
            {
                "person": name,
                "name": person.name,
                "roles": person.roles,
                "titles": dict(found.titles_of(name, day)),
                "logins": person.logins or (name,),
                "active": found.is_active(name, day),
            }
            for name, person in found.people.items()
        ]
        terminal.json({"file": str(file), "on": day, "people": rows})
        return 0
    from dealdesk.cli.show_approvals import people_page

    terminal.page(*people_page(found, day))
    return 0
