"""`dealdesk verify`: whether a quote's PDF is what it was, works out to the cent, and still counts."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dealdesk.cli.options import Json, iso_day, quote_day
from dealdesk.cli.pages import Page

if TYPE_CHECKING:
    from dealdesk.desk.verifying import Report
    from dealdesk.register import Register

EXAMPLES = """\b
Examples:
  dealdesk verify quote.pdf
  dealdesk verify quote.pdf --register .dealdesk/register.db
  dealdesk verify theirs.pdf --alone
  dealdesk verify quote.pdf --trust vendor.pem --json
  dealdesk verify quote.pdf --catalog catalogs/stellar-logic --today 2027-01-31

\b
Exit codes: 0 valid, 1 anything else, 2 usage.
"""

app = typer.Typer(rich_markup_mode=None, add_completion=False)


@app.command(cls=Page, epilog=EXAMPLES)
def verify(
    file: Annotated[Path, typer.Argument(metavar="PDF", help="The quote or order form.", show_default=False)],
    register: Annotated[
        str | None,
        typer.Option(
            "--register",
            metavar="URL",
            help="Compare it with this register, every byte: a file, or postgresql://…; that of the project, or "
            "DEALDESK_REGISTER, if left out and there.",
            show_default=False,
        ),
    ] = None,
    alone: Annotated[
        bool, typer.Option("--alone", help="Ask no register: what follows from the document and its signature alone.")
    ] = False,
    catalog: Annotated[
        Path | None,
        typer.Option("--catalog", metavar="CATALOG", help="The catalog that it should be priced from."),
    ] = None,
    trust: Annotated[
        list[Path] | None,
        typer.Option(
            "--trust", metavar="CERT", help="The certificate of a trusted signer, or of its issuer.", show_default=False
        ),
    ] = None,
    templates: Annotated[
        Path | None,
        typer.Option("--templates", metavar="FOLDER", help="The templates that it was made with, if your own."),
    ] = None,
    today: Annotated[
        date | None,
        typer.Option(
            parser=iso_day,
            metavar="DATE",
            help="The day on which it should count; today if left out.",
            show_default=False,
        ),
    ] = None,
    as_json: Json = False,
) -> int:
    """Verify a quote's PDF: every cent, every page, its data, its signature.

    All from the document itself, without a network: prices are worked out again from the charges and rules inside it,
    and its pages are made again and compared. Says whether it is valid, altered (and what), superseded, expired or
    priced from another catalog, and what that is known from: the document alone, a signature, or the register. The
    register of the project is asked where there is one.
    """
    from contextlib import nullcontext

    from dealdesk.cli import terminal
    from dealdesk.desk.verifying import verify as verified
    from dealdesk.sealing.opened import Unreadable

    if alone and register is not None:
        raise typer.BadParameter("state either --register or --alone", param_hint="--alone")
    with nullcontext() if alone else _opened(register) as book:
        try:
            report = verified(
                file,
                today=quote_day(today),
                register=book,
                asked=register is not None,
                catalog=catalog,
                trust=trust or (),
                templates=templates,
            )
        except Unreadable as failure:
            if as_json:
                terminal.json({"file": file.name, "verdict": "unreadable", "valid": False, "words": str(failure)})
            else:
                terminal.words(f"error: {failure}")
            return failure.exit_code
    if as_json:
        terminal.json(_json(report))
    else:
        from dealdesk.cli.show_verify import verify_page

        terminal.page(*verify_page(report, terminal.width()))
    return 0 if report.verdict == "valid" else 1


@contextmanager
def _opened(url: str | None) -> Iterator[Register | None]:
    """Open the register that is named, or else one that is found: of that, say why it cannot be asked, and go on."""
    from dealdesk.cli import terminal
    from dealdesk.cli.registers import opened
    from dealdesk.errors import DealdeskError
    from dealdesk.register.place import found

    place = url or os.environ.get("DEALDESK_REGISTER") or found(Path.cwd())
    if place is None:
        yield None
        return
    book = opened(str(place))
    try:
        register = book.__enter__()
    except DealdeskError as failure:
        if url is not None:
            raise
        terminal.words(f"note: the register was not asked: {failure}")
        yield None
        return
    try:
        yield register
    finally:
        book.__exit__(None, None, None)


def _json(report: Report) -> dict[str, Any]:
    from dealdesk.cli.show_verify import ASSURANCES

    return {
        "file": report.name,
        "verdict": report.verdict,
        "valid": report.verdict == "valid",
        "assurance": report.assurance,
        "assurance_words": ASSURANCES[report.assurance],
        "quote": report.quote,
        "found": [
            {"verdict": e.verdict, "words": e.words, "page": e.page, "field": e.field, "now": e.now, "was": e.was}
            for e in report.found
        ],
        "proven": list(report.proven),
        "facts": dict(report.facts),
    }
