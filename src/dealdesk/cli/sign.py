"""`dealdesk sign`: a signature on a PDF."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from dealdesk.cli.pages import Page

PASSPHRASE = "DEALDESK_PASSPHRASE"
EXAMPLES = """\b
Examples:
  dealdesk sign quote.pdf --key vendor.p12
  dealdesk sign quote.pdf --key vendor-key.pem --cert vendor.pem -o signed.pdf
  dealdesk verify quote-signed.pdf --trust vendor.pem

\b
The passphrase is asked for, or taken from DEALDESK_PASSPHRASE; it is never an option, which others could read.
"""

app = typer.Typer(rich_markup_mode=None, add_completion=False)


@app.command(cls=Page, epilog=EXAMPLES)
def sign(
    file: Annotated[Path, typer.Argument(metavar="PDF", help="The document.", show_default=False)],
    key: Annotated[
        Path, typer.Option("--key", metavar="FILE", help="The key: PKCS #12 (.p12, .pfx) or PEM.", show_default=False)
    ],
    cert: Annotated[
        Path | None, typer.Option("--cert", metavar="FILE", help="The certificate of a key in PEM.", show_default=False)
    ] = None,
    chain: Annotated[
        list[Path] | None,
        typer.Option("--chain", metavar="FILE", help="A certificate of an issuer, to go with it.", show_default=False),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option("-o", "--output", metavar="FILE", help="Where to write it; <name>-signed.pdf if left out."),
    ] = None,
    reason: Annotated[
        str | None, typer.Option("--reason", metavar="TEXT", help="Why, as the signature says.", show_default=False)
    ] = None,
) -> int:
    """Sign a PDF with a certificate: PAdES B-B, added to the file, which stays as it is.

    `dealdesk verify --trust` checks it, and so do readers of PDFs. No network and no time stamp: the time is that of
    this machine's clock.
    """
    from dealdesk.cli import terminal
    from dealdesk.cli.output import deliver
    from dealdesk.errors import printable
    from dealdesk.reading import read_up_to
    from dealdesk.sealing.opened import LARGEST, Unreadable
    from dealdesk.sealing.sign import CannotSign, Key, needs_passphrase, signed

    data = read_up_to(file, LARGEST, CannotSign)
    if len(data) > LARGEST or b"%PDF-" not in data[:1024]:
        raise Unreadable(f"{printable(str(file))} is not a PDF that can be signed")
    target = out if out is not None else file.with_name(f"{file.stem}-signed.pdf")
    if target.suffix.lower() in (".pem", ".p12", ".pfx", ".key", ".toml"):
        raise typer.BadParameter(f"{target} would be a key or a source; name the PDF to write", param_hint="-o")
    passphrase = _passphrase() if needs_passphrase(key) else None
    made = signed(data, Key(key, cert, tuple(chain or ()), passphrase), reason=reason)
    deliver(made, str(target))
    terminal.words(f"signed; `dealdesk verify {printable(str(target))} --trust CERT` checks it")
    return 0


def _passphrase() -> bytes:
    """Return the passphrase: from the environment, or asked for where there is a terminal."""
    if (given := os.environ.get(PASSPHRASE)) is not None:
        return given.encode()
    if not sys.stdin.isatty():
        raise typer.BadParameter(
            f"the key has a passphrase, and there is no terminal to ask for it; set {PASSPHRASE}", param_hint="--key"
        )
    from getpass import getpass

    return getpass("Passphrase of the key: ").encode()
