"""`dealdesk catalog validate`: every mistake of catalogs, and its place."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dealdesk.cli import candidates
from dealdesk.cli.options import Json
from dealdesk.cli.pages import Page

if TYPE_CHECKING:
    from dealdesk.errors import InputError

app = typer.Typer(rich_markup_mode=None, add_completion=False)


@app.command(cls=Page, epilog="\b\nExample:\n  dealdesk catalog validate catalogs/*")
def validate(
    paths: Annotated[
        list[Path],
        typer.Argument(
            metavar="PATH...",
            help="Folders or files.",
            show_default=False,
            autocompletion=candidates.catalog_paths,
        ),
    ],
    as_json: Json = False,
) -> int:
    """Check catalogs: every mistake, and its place."""
    from dealdesk.catalog.load import load_catalog
    from dealdesk.cli import terminal
    from dealdesk.cli.catalog_list import counts
    from dealdesk.errors import InputError

    results: list[dict[str, Any]] = []
    for path in paths:
        try:
            loaded = load_catalog(path)
        except InputError as wrong:
            results.append(_mistakes(path, wrong))
            if not as_json:
                terminal.words(str(wrong))
        else:
            results.append(counts(loaded) | {"path": str(path), "valid": True, "mistakes": []})
            if not as_json:
                terminal.result(_verdict(results[-1]))
    if as_json:
        terminal.json(results)
    return 0 if all(each["valid"] for each in results) else 2


def _verdict(result: dict[str, Any]) -> str:
    from dealdesk.cli.words import plural
    from dealdesk.errors import printable

    counts = f"{plural(result['products'], 'product')}, {plural(result['charges'], 'charge')}"
    return f"{printable(result['path'])}: valid: {counts}"


def _mistakes(path: Path, wrong: InputError) -> dict[str, Any]:
    from dealdesk.cli.mistakes import mistake_reports

    return {"path": str(path), "valid": False, "mistakes": mistake_reports(wrong)}
