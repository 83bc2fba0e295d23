"""Where commands write: to the file that is named, or to stdout; and never over what they have read."""

from __future__ import annotations

from pathlib import Path

import typer


def keep_sources(out: str, file: Path) -> None:
    """Refuse to write over what the document is made of: its source, or any other TOML file."""
    if out != "-" and Path(out).suffix.lower() == ".toml":
        raise typer.BadParameter(
            f"{out} would be a deal or a catalog; name the document, such as {Path(out).stem}.pdf", param_hint="-o"
        )
    try:
        same = out != "-" and Path(out).samefile(file)
    except (OSError, ValueError):  # one of them is not there; the one that has to be is asked for later
        same = False
    if same:
        raise typer.BadParameter(
            f"{out} is the {'deal' if file.suffix == '.toml' else 'source'} itself; name another file", param_hint="-o"
        )


def deliver(data: bytes, out: str) -> None:
    """Write *data* to a file and say so on stderr, or to stdout where *out* is `-`."""
    from dealdesk.cli import terminal
    from dealdesk.errors import printable
    from dealdesk.writing import write_file

    if out == "-":
        terminal.result_bytes(data)
    else:
        write_file(out, data)
        terminal.words(f"{printable(out)}: {len(data):,} bytes")


def deliver_report(text: str, form: str, out: str | None) -> None:
    """Write a report to *out*, or print it where that is None; nothing is printed of one that says nothing.

    Args:
        text: The report.
        form: Its format; in that of GitHub lines are commands to whoever runs it.
        out: The file, or `-`.
    """
    from dealdesk.cli import terminal

    if out is not None:
        deliver(text.encode(), out)
    elif text:
        terminal.result(text, commands=form == "github")
