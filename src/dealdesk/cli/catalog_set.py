"""`dealdesk catalog set`: one value in place."""

from __future__ import annotations

from typing import Annotated

import typer

from dealdesk.cli import candidates
from dealdesk.cli.options import Today, quote_day
from dealdesk.cli.pages import Page

EXAMPLES = """\b
Examples:
  dealdesk catalog set catalogs/acme products.gateway.charges.platform.price 26_000
  dealdesk catalog set catalogs/acme 'rules.bundle.tiers[1].percent' 12.5 --dry-run
  dealdesk catalog set catalogs/acme catalog.version 2026.2
"""

app = typer.Typer(rich_markup_mode=None, add_completion=False)


@app.command("set", cls=Page, epilog=EXAMPLES)
def set_(
    path: Annotated[
        str,
        typer.Argument(
            metavar="CATALOG", help="An id, a folder or a file.", show_default=False, autocompletion=candidates.catalogs
        ),
    ],
    key: Annotated[
        str,
        typer.Argument(
            metavar="KEY",
            help="Where the value stands; tables of a list by number or by their id.",
            show_default=False,
            autocompletion=candidates.catalog_keys,
        ),
    ],
    value: Annotated[
        str, typer.Argument(metavar="VALUE", help="What it is to be; a text needs no quotes.", show_default=False)
    ],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show the difference and write nothing.")] = False,
    today: Today = None,
) -> int:
    """Set one value of a catalog in place.

    Comments and layout stay. The difference is shown, the catalog is read and linted again, and nothing is written if
    it would not be valid. Ends with 1 when the linter finds something that it did not find before.
    """
    from dealdesk.catalog.load import find_catalog, read_catalog, shown
    from dealdesk.cli import show_lint, terminal
    from dealdesk.editing.values import edit
    from dealdesk.lint import lint
    from dealdesk.writing import replace_text

    made = edit(path, key, value)
    if made.before == made.after:
        terminal.words(f"{made.key} is {made.new} already")
        return 0
    terminal.result("".join(_difference(made.before, made.after, shown(made.file))))
    day = quote_day(today)
    known = {(each.code, each.found.message) for each in lint(read_catalog(find_catalog(path)), today=day).findings}
    found = [each for each in lint(made.catalog, today=day).findings if (each.code, each.found.message) not in known]
    if not dry_run:
        replace_text(made.file, made.before, made.after)
        terminal.words(f"{shown(made.file)}: {made.key} was {' '.join(made.old.split())} and is {made.new}")
    if found:
        terminal.words(show_lint.told(found))
    return 1 if any(each.severity != "info" for each in found) else 0


def _difference(before: str, after: str, name: str) -> list[str]:
    """Return what changes, as a unified diff."""
    from difflib import unified_diff

    from dealdesk.errors import printable

    old, new = (f"{text}\n".splitlines() for text in (before, after))
    lines = unified_diff(old, new, printable(f"a/{name}"), printable(f"b/{name}"), n=1, lineterm="")
    return [f"{printable(line)}\n" for line in lines]
