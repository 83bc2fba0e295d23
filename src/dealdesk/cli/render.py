"""`dealdesk render`: a document for the customer."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dealdesk.cli import candidates
from dealdesk.cli.options import DealFile, Today, quote_day
from dealdesk.cli.pages import Page

if TYPE_CHECKING:
    from dealdesk.quoting.quote import Quote

ALSO = {"htm": "html", "markdown": "md"}
"""Other names of formats."""

EXAMPLES = """\b
Examples, with the deal that `dealdesk init` makes:
  dealdesk render quote deals/first.toml -o quote.pdf
  dealdesk render quote deals/first.toml -o quote.pdf --check
  dealdesk render quote deals/first.toml -o - --format md
  dealdesk render quote deals/first.toml -o quote.html --templates templates
"""

app = typer.Typer(rich_markup_mode=None, add_completion=False)


@app.command(cls=Page, epilog=EXAMPLES)
def render(
    kind: Annotated[
        str,
        typer.Argument(
            metavar="KIND",
            help="The kind of document: quote or order-form.",
            show_default=False,
            autocompletion=candidates.kinds,
        ),
    ],
    deal: DealFile,
    out: Annotated[
        str, typer.Option("-o", "--output", metavar="FILE", help="Where to write it; - for stdout.", show_default=False)
    ],
    form: Annotated[
        str | None,
        typer.Option(
            "--format",
            metavar="FORMAT",
            help="pdf, html, md or json; by the file's name if left out.",
            autocompletion=candidates.formats,
        ),
    ] = None,
    page: Annotated[
        str | None,
        typer.Option(
            metavar="SIZE",
            help="a4 or letter; the customer's if left out.",
            autocompletion=candidates.page_sizes,
        ),
    ] = None,
    option: Annotated[
        str | None,
        typer.Option(
            metavar="NAME",
            help="Render this option of the deal instead.",
            autocompletion=candidates.deal_options,
        ),
    ] = None,
    templates: Annotated[
        Path | None,
        typer.Option(
            metavar="FOLDER",
            help="Templates of your own, which go before the packaged ones file by file; "
            "the project's folder templates if left out.",
            show_default=False,
        ),
    ] = None,
    check: Annotated[
        bool,
        typer.Option(
            "--check", help="Read the PDF back and check it: layout, every number, sums, PDF/A; exit 1 on a fault."
        ),
    ] = False,
    today: Today = None,
) -> int:
    """Write the customer's document: PDF, web page, Markdown or data.

    A quote with a finding of severity error is not written.
    """
    from dealdesk.cli.inputs import from_file, option_of
    from dealdesk.quoting.price import price

    chosen_format = _format(out, form)
    if check and chosen_format != "pdf":
        raise typer.BadParameter(f"it reads PDFs, and {chosen_format} is asked for", param_hint="--check")
    _keep_sources(out, deal)
    asked, catalog = from_file(deal)
    quote = price(option_of(asked, option), catalog, today=quote_day(today))
    if _blocked(quote):
        return 1
    _revealed(quote)
    from dealdesk.documents import render as rendered

    own = _templates(kind, chosen_format, templates, deal)
    made = rendered(quote, kind=kind, format=chosen_format, page=page, templates=own)
    deliver(made, out)
    return _checked(made, quote, kind, out) if check else 0


def _checked(made: bytes, quote: Quote, kind: str, out: str) -> int:
    """Check a PDF that was written, say on stderr what is wrong with it, and return the exit code."""
    from dealdesk.cli import terminal
    from dealdesk.documents.check import CHECKS, findings
    from dealdesk.errors import printable

    name = "the document" if out == "-" else printable(out)
    found = findings(made, quote, kind)
    for check, fault in found:
        terminal.words(f"{name}: {fault} [{check.name}]")
    if found:
        terminal.words(f"{name}: {len(CHECKS)} checks, {len(found)} {'fault' if len(found) == 1 else 'faults'}")
        return 1
    terminal.words(f"{name}: {len(CHECKS)} checks, nothing wrong")
    return 0


def _templates(kind: str, form: str, given: Path | None, deal: Path) -> Path | None:
    """Return the folder of somebody's own templates, given or found, and say on stderr which of its files count."""
    from dealdesk.cli import terminal
    from dealdesk.documents import FORMATS, KINDS
    from dealdesk.documents.assets import assets, found_templates

    folder = next((each.folder for each in KINDS if each.name == kind), None)
    if folder is None or not next(each for each in FORMATS if each.name == form).templates:
        return given
    place = given if given is not None else found_templates(folder, deal)
    own = assets(folder, place).own
    if own is not None:
        terminal.words(f"with {own.shown}")
    return place


def _format(out: str, form: str | None) -> str:
    """Return the format that is asked for, or that the file's name says."""
    from dealdesk.documents.formats import FORMATS

    formats = {each.name: each.name for each in FORMATS} | ALSO
    suffix = Path(out).suffix[1:].lower()
    known = ", ".join(each.name for each in FORMATS)
    if form is not None and form.lower() not in formats:
        raise typer.BadParameter(f"there is no format {form}; one of {known}", param_hint="--format")
    if form is None and suffix not in formats:
        where = "stdout" if out == "-" else out
        raise typer.BadParameter(
            f"{where} does not say which format to write; give --format, one of {known}", param_hint="-o"
        )
    found = formats[(form or suffix).lower()]
    if out == "-" and found == "pdf" and sys.stdout.isatty():
        raise typer.BadParameter("a terminal cannot show a PDF; redirect the output, or name a file", param_hint="-o")
    return found


def _keep_sources(out: str, deal: Path) -> None:
    """Refuse to write over what the document is made of: the deal, or any other TOML file."""
    if out != "-" and Path(out).suffix.lower() == ".toml":
        raise typer.BadParameter(
            f"{out} would be a deal or a catalog; name the document, such as {Path(out).stem}.pdf", param_hint="-o"
        )
    try:
        same = out != "-" and Path(out).samefile(deal)
    except (OSError, ValueError):  # one of them is not there; the one that has to be is asked for later
        same = False
    if same:
        raise typer.BadParameter(f"{out} is the deal itself; name another file", param_hint="-o")


def _revealed(quote: Quote) -> None:
    """Say on stderr which hidden prices a customer could work out of the document."""
    from dealdesk.cli import terminal

    for each in quote.findings:
        if each.code.startswith("hidden-price"):
            terminal.words(f"{each.at + ': ' if each.at else ''}{each.severity}: {each.message} [{each.code}]")


def _blocked(quote: Quote) -> bool:
    """Tell which findings keep the quote from being written."""
    from dealdesk.cli import terminal

    errors = [each for each in quote.findings if each.severity == "error"]
    for each in errors:
        terminal.words(f"{each.at + ': ' if each.at else ''}error: {each.message} [{each.code}]")
    return bool(errors)


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
