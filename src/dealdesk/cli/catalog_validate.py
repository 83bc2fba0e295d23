"""`dealdesk catalog validate`: every mistake of catalogs, and its place."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dealdesk.cli import candidates
from dealdesk.cli.options import Json, ReportFile, ReportFormat, report_format
from dealdesk.cli.output import deliver_report
from dealdesk.cli.pages import Page
from dealdesk.errors import InputError

if TYPE_CHECKING:
    from dealdesk.catalog.models import Catalog

    Read = tuple[Path, Catalog | InputError]


EXAMPLES = """\b
Examples:
  dealdesk catalog validate catalogs/*
  dealdesk catalog validate catalogs/* --format sarif -o catalogs.sarif
"""

app = typer.Typer(rich_markup_mode=None, add_completion=False)


@app.command(cls=Page, epilog=EXAMPLES)
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
    form: ReportFormat = "terminal",
    out: ReportFile = None,
    as_json: Json = False,
) -> int:
    """Check catalogs: every mistake, and its place."""
    from dealdesk.catalog.load import load_catalog
    from dealdesk.cli import terminal

    report_format(form)
    form = "json" if as_json else form
    read: list[tuple[Path, Catalog | InputError]] = []
    for path in paths:
        try:
            read.append((path, load_catalog(path)))
        except InputError as wrong:
            read.append((path, wrong))
            if form == "terminal":
                terminal.words(str(wrong))
        else:
            if form == "terminal" and out is None:
                terminal.result(_verdict(*read[-1]))
    if form != "terminal" or out is not None:
        _deliver(read, form, out)
    return 2 if any(isinstance(found, InputError) for _, found in read) else 0


def _deliver(read: Sequence[Read], form: str, out: str | None) -> None:
    """Write what was found in a format for programs, or to a file."""
    from dealdesk.cli import terminal

    if form == "json" and out is None:
        terminal.json([_plain(*each) for each in read])
        return
    text = _written(read, form)
    deliver_report(text, form, out)


def _written(read: Sequence[Read], form: str) -> str:
    if form == "terminal":
        said = [_verdict(path, found) if not isinstance(found, InputError) else str(found) for path, found in read]
        return "".join(f"{each}\n" for each in said)
    if form == "json":
        from json import dumps

        return dumps([_plain(*each) for each in read], indent=2, ensure_ascii=False) + "\n"
    from dealdesk.ci import Check, Report, written
    from dealdesk.ci.report import remark_of

    remarks = tuple(
        remark_of(each, str(path)) for path, found in read if isinstance(found, InputError) for each in found.mistakes
    )
    # Each kind of mistake that some catalog has is a check of all of them; where there is none, one check says so.
    codes = list(dict.fromkeys(each.code for each in remarks)) or ["valid"]
    checks = tuple(Check(code, code, code.replace("-", " ")) for code in codes)
    return written(Report("catalog validate", tuple(str(path) for path, _ in read), checks, remarks), form)


def _verdict(path: Path, found: Any) -> str:
    from dealdesk.cli.catalog_list import counts
    from dealdesk.cli.words import plural
    from dealdesk.errors import printable

    result = counts(found)
    said = f"{plural(result['products'], 'product')}, {plural(result['charges'], 'charge')}"
    return f"{printable(str(path))}: valid: {said}"


def _plain(path: Path, found: Any) -> dict[str, Any]:
    if isinstance(found, InputError):
        from dealdesk.cli.mistakes import mistake_reports

        return {"path": str(path), "valid": False, "mistakes": mistake_reports(found)}
    from dealdesk.cli.catalog_list import counts

    return counts(found) | {"path": str(path), "valid": True, "mistakes": []}
