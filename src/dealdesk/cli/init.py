"""`dealdesk init`: a new project."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dealdesk.cli.options import Json
from dealdesk.cli.pages import Page

if TYPE_CHECKING:
    from dealdesk.project import Project

EXAMPLES = """\b
Examples:
  dealdesk init prices
  dealdesk init prices-eur --name 'Acme GmbH' --currency EUR
"""

app = typer.Typer(rich_markup_mode=None, add_completion=False)


@app.command(cls=Page, epilog=EXAMPLES)
def init(
    folder: Annotated[
        Path, typer.Argument(metavar="[FOLDER]", help="Where; this folder if left out.", show_default=False)
    ] = Path(),
    name: Annotated[
        str | None, typer.Option(metavar="NAME", help="Who sells; made from the folder's name if left out.")
    ] = None,
    currency: Annotated[str, typer.Option(metavar="CODE", help="The currency of the prices.")] = "USD",
    force: Annotated[bool, typer.Option("--force", help="Replace files that are there already.")] = False,
    as_json: Json = False,
) -> int:
    """Lay out a new project: a catalog to start from, and a deal that prices with it.

    With them come checks for GitHub and GitLab, and a page on templates. The catalog has example prices, and comments
    that say what each table is for. Files that are there already are never replaced, unless --force says so; beside a
    README and a .gitignore everything else is laid out.
    """
    from datetime import date

    from dealdesk.cli import terminal
    from dealdesk.cli.registers import login
    from dealdesk.project import lay_out
    from dealdesk.register import make_register

    project = lay_out(folder, today=date.today(), name=name, currency=currency.upper(), force=force)
    make_register(project.folder, login())
    if as_json:
        terminal.json(_report(project))
    else:
        terminal.result("\n".join([*_made(project), "", "Next:", *(f"  {each}" for each in next_commands(project))]))
    return 0


def _made(project: Project) -> list[str]:
    from dealdesk.errors import printable
    from dealdesk.register.place import FILE, FOLDER

    files = [
        printable(str(project.folder / each)) + ("  (replaced)" if each in project.replaced else "")
        for each in project.files
    ]
    files += [printable(str(project.folder / each)) + "  (there already, and kept)" for each in project.kept]
    said = printable(f"Made a project for {project.name}: catalog {project.catalog}, in {project.currency}")
    files.append(printable(str(project.folder / FOLDER / FILE)) + "  (the register of quotes)")
    return [said, *(f"  {each}" for each in files)]


def next_commands(project: Project) -> list[str]:
    """Return what to type next; the document is one that this machine can make."""
    from shlex import quote

    from dealdesk.cli.machine import can_load_pango

    form = "pdf" if can_load_pango() else "html"
    there = project.folder.resolve() == Path.cwd()
    return [
        *([] if there else [f"cd {quote(str(project.folder))}"]),
        "dealdesk price deals/first.toml",
        *(["dealdesk catalog lint catalogs/*"] if there else []),
        f"dealdesk render quote deals/first.toml -o first.{form}",
    ]


def _report(project: Project) -> dict[str, object]:
    from dealdesk.register.place import FILE, FOLDER

    return {
        "folder": str(project.folder),
        "name": project.name,
        "catalog": project.catalog,
        "currency": project.currency,
        "files": project.files,
        "replaced": project.replaced,
        "kept": project.kept,
        "register": f"{FOLDER}/{FILE}",
        "next": next_commands(project),
    }
