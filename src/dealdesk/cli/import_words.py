"""What the import commands have in common: where they write, and what they say."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from dealdesk.importers import Draft

Folder = Annotated[
    Path | None,
    typer.Option(
        "--output",
        "-o",
        metavar="FOLDER",
        help="Where; a folder named after the catalog if left out.",
        show_default=False,
    ),
]
Force = Annotated[bool, typer.Option("--force", help="Replace files that are there already.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Say what would be written, and write nothing.")]

SHOWN = 20
"""Most notes that are listed; JSON has all of them."""


def deliver(
    draft: Draft,
    source: str,
    output: Path | None,
    *,
    force: bool,
    dry_run: bool,
    as_json: bool,
    file: str,
    more: Mapping[str, Any] | None = None,
) -> int:
    """Write a draft, and say what was written and what a person should look at."""
    from dealdesk.cli import terminal
    from dealdesk.cli.words import plural
    from dealdesk.errors import printable
    from dealdesk.importers import write_folder
    from dealdesk.importers.folder import checked

    folder = output if output is not None else Path(draft.id)
    texts = draft.texts()
    if dry_run:
        catalog, files = checked(texts), tuple(folder / name for name in texts)
    else:
        catalog, files = write_folder(draft, folder, force=force)
    charges = sum(1 for _ in catalog.charges())
    if as_json:
        terminal.json(
            {
                "catalog": catalog.catalog.id,
                "folder": str(folder),
                "written": not dry_run,
                "files": [str(each) for each in files],
                "products": len(catalog.products),
                "charges": charges,
                "notes": [{"line": each.line or None, "message": each.message} for each in draft.notes],
                **(more or {}),
            }
        )
        return 0
    lines = [
        printable(source),
        f"{'Would write' if dry_run else 'Wrote'} {printable(str(folder))}: "
        f"{plural(len(catalog.products), 'product')}, {plural(charges, 'charge')}",
        *(f"  {printable(each.name)}" for each in files),
    ]
    if draft.notes:
        lines += ["", f"To look at ({len(draft.notes)}):"]
        for note in draft.notes[:SHOWN]:
            place = f"{file}:{note.line}: " if note.line else ""
            lines.append(printable(f"  {place}{note.message}"))
        if len(draft.notes) > SHOWN:
            lines.append(f"  and {len(draft.notes) - SHOWN} more; --json lists all")
    if not dry_run:
        lines += ["", "Next:", f"  dealdesk catalog show {printable(str(folder))}"]
        lines.append(f"  dealdesk catalog space {printable(str(folder))}")
    terminal.result("\n".join(lines))
    return 0
