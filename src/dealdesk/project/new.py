"""A new catalog beside others, from the same skeleton as that of a new project."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from os.path import relpath
from pathlib import Path

from dealdesk.errors import DealdeskError, WriteError, printable
from dealdesk.project import LONGEST_ID, check_name, filled, id_of, in_the_way, is_there, places_of, write_all

ID = re.compile(r"[a-z0-9][a-z0-9-]*")
SCHEMA = "schemas/catalog.json"


@dataclass(frozen=True, slots=True)
class NewCatalog:
    """What was written.

    Attributes:
        id: The id of the catalog.
        folder: Where it is.
        currency: Of its prices.
        files: Every file that was written, the schema for editors among them where there was none.
    """

    id: str
    folder: Path
    currency: str
    files: tuple[Path, ...]


def new_catalog(
    catalog: str, folder: Path | None = None, *, today: date, name: str | None = None, currency: str = "USD"
) -> NewCatalog:
    """Write a catalog to start from: all of its files, or, when something is in the way, none.

    In a folder `catalogs` the schema for editors stands beside it, as `dealdesk init` lays it out; elsewhere it is in
    the catalog's own folder. One that is there already is kept.

    Args:
        catalog: Its id: small letters, digits and dashes.
        folder: Where; `catalogs/<id>` of the working folder when left out.
        today: What the catalog is dated.
        name: Who sells; made from the id when left out.
        currency: The currency of its prices.

    Raises:
        DealdeskError: The id, the name or the currency cannot be used.
        WriteError: A file is there already, or cannot be written.
    """
    _check_id(catalog)
    name = catalog.replace("-", " ").title() if name is None else name
    check_name(name)
    folder = Path("catalogs", catalog) if folder is None else folder
    made = filled(name, currency, places_of(currency), today, catalog)
    root = folder.parent.parent if folder.parent.name == "catalogs" else folder
    schema = root / SCHEMA if root != folder else folder / "catalog.schema.json"
    way = Path(relpath(schema, folder)).as_posix()
    inside = f"catalogs/{catalog}/"
    files = {
        path.removeprefix(inside): text.replace(f"../../{SCHEMA}", way if "/" in way else f"./{way}").replace(
            inside.rstrip("/"), folder.as_posix()
        )
        for path, text in made.items()
        if path.startswith(inside)
    }
    try:
        there = [each for each in files if is_there(folder, each)]
        has_schema = schema.exists()
    except (OSError, ValueError) as failure:  # a name that no file can have
        reason = getattr(failure, "strerror", None) or "no folder can have this name"
        raise WriteError(f"cannot write to {printable(str(folder))}: {reason}") from failure
    if there:
        raise WriteError(in_the_way(folder, there, "another id: dealdesk catalog new never replaces a file"))
    write_all(folder, files, there)
    written = [folder / each for each in files]
    if not has_schema:
        write_all(root, {schema.relative_to(root).as_posix(): made[SCHEMA]}, [])
        written.append(schema)
    return NewCatalog(catalog, folder, currency, tuple(written))


def _check_id(catalog: str) -> None:
    if ID.fullmatch(catalog) and len(catalog) <= LONGEST_ID:
        return
    said = printable(catalog)
    if len(catalog) > LONGEST_ID:
        raise DealdeskError(f"the id has {len(catalog)} characters; {LONGEST_ID} are allowed")
    last = Path(catalog).name
    if last != catalog and ID.fullmatch(last):
        raise DealdeskError(f"{said} is a folder, not an id; write the id first: dealdesk catalog new {last} {said}")
    guess = id_of(catalog)
    raise DealdeskError(f"{said or 'nothing'} is no id; an id has small letters, digits and dashes, such as {guess}")
