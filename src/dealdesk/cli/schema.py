"""`dealdesk schema`: what an editor needs to complete, explain and check the keys of a file."""

from __future__ import annotations

from typing import Annotated

import typer

from dealdesk.cli import candidates
from dealdesk.cli.pages import Page

EXAMPLES = """\b
Examples:
  dealdesk schema catalog
  dealdesk schema deal -o deal.schema.json

\b
An editor for TOML reads the first line of a file:
  #:schema ../../schemas/catalog.json
"""

app = typer.Typer(rich_markup_mode=None, add_completion=False)


@app.command(cls=Page, epilog=EXAMPLES)
def schema(
    kind: Annotated[
        str,
        typer.Argument(
            metavar="KIND",
            help="Which files: catalog or deal.",
            show_default=False,
            autocompletion=candidates.schemas,
        ),
    ],
    out: Annotated[
        str | None, typer.Option("-o", "--output", metavar="FILE", help="Write there, not to stdout.")
    ] = None,
) -> int:
    """Print the JSON Schema of catalogs or deals.

    It has every table and key with what it takes and what it means. Editors complete and explain keys by it, and mark
    most mistakes while you type; `dealdesk catalog validate` finds them all. `dealdesk init` writes both schemas, and
    this command renews them when dealdesk has learnt new keys.
    """
    from dealdesk.schema import KINDS, text

    if kind not in KINDS:
        from dealdesk.errors import did_you_mean

        guess = did_you_mean(kind, KINDS)
        meant = f"; did you mean {guess}?" if guess else f"; one of {', '.join(KINDS)}"
        raise typer.BadParameter(f"there is no schema of {kind}{meant}", param_hint="KIND")
    from dealdesk.cli.output import deliver

    deliver(text(kind).encode(), "-" if out is None else out)
    return 0
