"""Who is on record in a register as allowed to do what, and whether the `people.toml` of a folder says otherwise."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dealdesk.approving.people import People
    from dealdesk.register.permitted import InForce
    from dealdesk.register.register import Register


@dataclass(frozen=True, slots=True)
class Nearby:
    """The nearest `people.toml`, held against the people on record.

    Attributes:
        file: Where it is.
        wrong: Why it cannot be read; "" where it can.
        differences: What it says otherwise, a sentence each.
    """

    file: Path
    wrong: str
    differences: tuple[str, ...]


def nearby(now: InForce, folder: Path) -> Nearby | None:
    """Return what the `people.toml` of a folder, or of one above it, says otherwise; None where there is none."""
    from dealdesk.approving import find_people, load_people
    from dealdesk.approving.people_diff import differences
    from dealdesk.errors import InputError

    file = find_people(folder)
    if file is None:
        return None
    try:
        return Nearby(file, "", differences(now.people, load_people(file)))
    except InputError as wrong:
        return Nearby(file, str(wrong).splitlines()[0], ())


def loose_ends(people: People, folder: Path, on: date) -> tuple[str, ...]:
    """Return where people and the policies of a project's own catalogs do not fit; catalogs with mistakes are left."""
    from contextlib import suppress

    from dealdesk.approving.titles import loose_ends
    from dealdesk.catalog.load import known_catalogs, packaged, read_catalog
    from dealdesk.errors import InputError, printable

    policies = {}
    for each in known_catalogs(folder):
        if each.parent != packaged("catalogs"):
            with suppress(InputError):
                policies[each.stem] = read_catalog(each).policy
    return tuple(map(printable, loose_ends(people, policies, on)))


def warning(register: Register, folder: Path) -> str:
    """Return that the `people.toml` of a folder is not what counts, where it says otherwise; else ""."""
    from dealdesk.errors import printable

    now = register.in_force()
    found = nearby(now, folder) if now is not None else None
    if now is None or found is None or not (found.wrong or found.differences):
        return ""
    what = f"cannot be read ({found.wrong})" if found.wrong else "is not what is on record"
    return printable(
        f"{found.file} {what}; the people of entry {now.entry} count, which `dealdesk register people` compares with it"
    )
