"""`dealdesk catalog diff`: what differs in meaning between two catalogs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from dealdesk.cli import candidates
from dealdesk.cli.options import Json
from dealdesk.cli.pages import Page

if TYPE_CHECKING:
    from dealdesk.changes.change import Diff
    from dealdesk.changes.sides import Side

EXAMPLES = """\b
Examples:
  dealdesk catalog diff stellar-logic sippar
  dealdesk catalog diff stellar-logic catalogs/* --markdown

\b
In a git repository:
    dealdesk catalog diff main..HEAD --catalog catalogs/acme
    dealdesk catalog diff main --catalog catalogs/acme        main, and the files as they are now
    dealdesk catalog diff v1.2:catalogs/acme catalogs/acme --exit-code
"""

app = typer.Typer(rich_markup_mode=None, add_completion=False)

Base = Annotated[
    str,
    typer.Argument(
        metavar="BASE",
        help="The old catalog: a folder, a file, an id, or REVISION:PATH in git.",
        show_default=False,
        autocompletion=candidates.catalogs,
    ),
]
Head = Annotated[
    str | None,
    typer.Argument(
        metavar="[HEAD]",
        help="The new one. Left out where BASE is main..HEAD, or for the files as they are now.",
        show_default=False,
        autocompletion=candidates.catalogs,
    ),
]
InBoth = Annotated[
    str | None,
    typer.Option(
        "--catalog",
        metavar="PATH",
        help="Where the catalog is; BASE and HEAD are git revisions then.",
        show_default=False,
        autocompletion=candidates.catalogs,
    ),
]
Markdown = Annotated[bool, typer.Option("--markdown", help="Print Markdown, for a pull request.")]


@app.command(cls=Page, epilog=EXAMPLES)
def diff(
    base: Base,
    head: Head = None,
    catalog: InBoth = None,
    exit_code: Annotated[bool, typer.Option("--exit-code", help="Exit with 1 where something differs.")] = False,
    markdown: Markdown = False,
    as_json: Json = False,
) -> int:
    """Say what differs between two catalogs: in meaning, not in text.

    Products, prices with the change in per cent, limits, entitlements, rules, policy and terms; each with its file and
    line, whether it breaks something, and the version that the changes call for.
    """
    from dealdesk.changes.diff import diff as differences
    from dealdesk.changes.sides import sides
    from dealdesk.cli import terminal

    with sides(base, head, catalog) as (old, new):
        found = differences(old.catalog, new.catalog)
        if as_json:
            terminal.json(diff_report(found, old, new))
        elif markdown:
            from dealdesk.cli.markdown_diff import diff_markdown

            terminal.result(diff_markdown(found, old, new))
        else:
            from dealdesk.cli.show_diff import diff_page

            terminal.page(*diff_page(found, old, new, terminal.width()))
    return 1 if exit_code and found.changes else 0


def diff_report(found: Diff, base: Side, head: Side) -> dict[str, Any]:
    """Return what `--json` prints."""
    from dataclasses import replace

    from dealdesk.record import plain

    def bare(value: Any) -> Any:
        return plain(value, all_keys=False)

    return {
        "base": side_report(base),
        "head": side_report(head),
        "version": found.bump,
        "changes": [replace(each, old=bare(each.old), new=bare(each.new)) for each in found.changes],
    }


def side_report(side: Side) -> dict[str, Any]:
    """Return what JSON says of one of the two catalogs."""
    header = side.catalog.catalog
    return {
        "name": side.name,
        "path": side.path,
        "revision": side.revision,
        "commit": side.commit,
        "id": header.id,
        "version": header.version,
        "digest": side.catalog.digest,
    }
