"""`dealdesk render`: a document for the customer, or about what is sold."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from dealdesk.cli import candidates
from dealdesk.cli.options import Today, quote_day
from dealdesk.cli.output import deliver, keep_sources
from dealdesk.cli.pages import Page
from dealdesk.cli.rendering import Asked, For, KindName, OptionName, PageSize, SourceFile, Templates

ALSO = {"htm": "html", "markdown": "md", "excel": "xlsx", "powerpoint": "pptx"}
"""Other names of formats."""

BINARY = ("pdf", "xlsx", "pptx")
"""Formats that a terminal cannot show."""

EXAMPLES = """\b
Examples, with the deal that `dealdesk init` makes:
  dealdesk render --list
  dealdesk render quote deals/first.toml -o quote.pdf
  dealdesk render quote deals/first.toml -o quote.pdf --check
  dealdesk render quote deals/first.toml -o - --format md
  dealdesk render quote deals/first.toml -o quote.html --templates templates
"""

app = typer.Typer(rich_markup_mode=None, add_completion=False)


@app.command(cls=Page, epilog=EXAMPLES)
def render(
    kind: KindName = None,
    source: SourceFile = None,
    out: Annotated[
        str | None,
        typer.Option("-o", "--output", metavar="FILE", help="Where to write it; - for stdout.", show_default=False),
    ] = None,
    form: Annotated[
        str | None,
        typer.Option(
            "--format",
            metavar="FORMAT",
            help="pdf, html, md, xlsx, pptx, xml or json; by the file's name if left out.",
            autocompletion=candidates.formats,
        ),
    ] = None,
    page: PageSize = None,
    option: OptionName = None,
    purposes: For = None,
    templates: Templates = None,
    check: Annotated[
        bool,
        typer.Option(
            "--check", help="Read the PDF back and check it: layout, every number, sums, PDF/A; exit 1 on a fault."
        ),
    ] = False,
    kinds: Annotated[
        bool, typer.Option("--list", help="List the kinds of documents, what each is for and made from.")
    ] = False,
    today: Today = None,
) -> int:
    """Write a document: PDF, web page, workbook, slides, Markdown or data.

    A quote with a finding of severity error is not written.
    """
    from dealdesk.cli.rendering import asked, may_be_shown, own_templates

    if kinds:
        return _listed()
    wanted = asked(kind, source, quote_day(today), option=option, purposes=purposes)
    chosen_format, out = _format(wanted, out, form)
    if check and chosen_format != "pdf":
        raise typer.BadParameter(f"it reads PDFs, and {chosen_format} is asked for", param_hint="--check")
    keep_sources(out, wanted.file)
    from dealdesk.cli.terminal import working

    with working(f"making the {wanted.kind.name}"):
        about = wanted.read()
        if not may_be_shown(about):
            return 1
        from dealdesk.documents import FORMATS
        from dealdesk.documents import render as rendered

        takes_templates = next(each for each in FORMATS if each.name == chosen_format).templates
        own = own_templates(wanted.kind, templates, wanted.file) if takes_templates else templates
        made = rendered(
            about, kind=wanted.kind.name, format=chosen_format, page=page, templates=own, others=wanted.others(about)
        )
    deliver(made, out)
    return _checked(made, about, wanted.kind.name, out) if check else 0


def _listed() -> int:
    """Print the kinds of documents."""
    from dealdesk.cli import terminal
    from dealdesk.cli.show_kinds import kinds_page

    terminal.page(*kinds_page())
    return 0


def _checked(made: bytes, about: Any, kind: str, out: str) -> int:
    """Check a PDF that was written, say on stderr what is wrong with it, and return the exit code."""
    from dealdesk.cli import terminal
    from dealdesk.documents import kind_named
    from dealdesk.documents.check import checks_of, findings
    from dealdesk.errors import printable

    name = "the document" if out == "-" else printable(out)
    found, count = findings(made, about, kind), len(checks_of(kind_named(kind)))
    for check, fault in found:
        terminal.words(f"{name}: {fault} [{check.name}]")
    if found:
        terminal.words(f"{name}: {count} checks, {len(found)} {'fault' if len(found) == 1 else 'faults'}")
        return 1
    terminal.words(f"{name}: {count} checks, nothing wrong")
    return 0


def _format(wanted: Asked, out: str | None, form: str | None) -> tuple[str, str]:
    """Return the format that is asked for, or that the file's name says, and the file."""
    from dealdesk.documents.formats import FORMATS

    made_as = wanted.kind.formats
    if out is None:
        raise typer.BadParameter(f"say where to write it, such as -o {wanted.kind.name}.{made_as[0]}", param_hint="-o")
    formats = {each.name: each.name for each in FORMATS} | ALSO
    suffix = Path(out).suffix[1:].lower()
    if form is not None and form.lower() not in formats:
        raise typer.BadParameter(f"there is no format {form}; one of {', '.join(made_as)}", param_hint="--format")
    if form is None and suffix not in formats:
        where = "stdout" if out == "-" else out
        raise typer.BadParameter(
            f"{where} does not say which format to write; give --format, one of {', '.join(made_as)}", param_hint="-o"
        )
    found = formats[(form or suffix).lower()]
    if found not in made_as:
        raise typer.BadParameter(
            f"{wanted.kind.name} is not made as {found}; one of {', '.join(made_as)}",
            param_hint="--format" if form else "-o",
        )
    if out == "-" and found in BINARY and sys.stdout.isatty():
        raise typer.BadParameter(
            f"a terminal cannot show {found}; redirect the output, or name a file", param_hint="-o"
        )
    return found, out
