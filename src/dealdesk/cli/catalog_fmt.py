"""`dealdesk catalog fmt`: TOML files in the layout of catalogs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dealdesk.cli import candidates
from dealdesk.cli.pages import Page

EXAMPLES = """\b
Examples:
  dealdesk catalog fmt catalogs deals
  dealdesk catalog fmt catalogs/*
  dealdesk catalog fmt catalogs deals --check

\b
Exit codes: 0 all are laid out, 1 some are not (with --check), 2 a file cannot be read.
"""

app = typer.Typer(rich_markup_mode=None, add_completion=False)


@app.command(cls=Page, epilog=EXAMPLES)
def fmt(
    paths: Annotated[
        list[Path],
        typer.Argument(
            metavar="PATH...",
            help="Files, or folders with everything below them.",
            show_default=False,
            autocompletion=candidates.catalog_paths,
        ),
    ],
    check: Annotated[
        bool, typer.Option("--check", help="Name the files that would change, and write nothing.")
    ] = False,
) -> int:
    """Lay out catalogs and deals.

    The `=` of neighbouring keys stand below one another, one empty line stands before each table and the comment above
    it, and no line ends in blanks. What a file says stays the same: only white space changes, comments and the way
    numbers are written stay, and this is verified before anything is written.
    """
    from dealdesk.cli import terminal
    from dealdesk.cli.words import plural
    from dealdesk.editing.layout import file_formatted, files_in
    from dealdesk.errors import InputError, printable
    from dealdesk.writing import write_file

    count, changed, refused = 0, 0, False
    for path in paths:
        try:
            files = files_in(path)
        except InputError as wrong:
            terminal.words(str(wrong))
            refused = True
            continue
        for file in files:
            count += 1
            try:
                before, after = file_formatted(file)
            except InputError as wrong:
                terminal.words(str(wrong))
                refused = True
                continue
            if before != after:
                changed += 1
                if not check:
                    write_file(file, after.encode())
                terminal.result(printable(f"{file.as_posix()}: {'would be laid out' if check else 'laid out'}"))
    what = "to be laid out" if check else "laid out"
    terminal.words(f"{plural(count, 'file')}, {changed} {what}")
    return 2 if refused else 1 if check and changed else 0
