"""What is on record, read again: the deal and the catalog behind a version, and the quote that they give."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from dealdesk.catalog.load import read_catalog
from dealdesk.catalog.source import DEAL_BYTES, parse_toml
from dealdesk.errors import DealError
from dealdesk.quoting.load import deal_of
from dealdesk.quoting.price import price
from dealdesk.quoting.quote import Quote
from dealdesk.register import Files, Register, Stored


def read_deal(files: Files) -> Any:
    """Return the deal that a file is, without a number of its own, with the place that it had."""
    ((name, content),) = files.content.items()
    data, sources = parse_toml(content.decode(), files.shown[name], limit_bytes=DEAL_BYTES, error=DealError)
    return deal_of(data, sources).but(number=None, revision=1)


def loaded(files: Files) -> Any:
    """Return the catalog that some files are, with the places that they had."""
    with TemporaryDirectory(prefix="dealdesk-") as folder:
        for name, content in files.content.items():
            Path(folder, Path(name).name).write_bytes(content)
        return read_catalog(Path(folder), named=lambda file: files.shown[file.name])


def rederived(register: Register, stored: Stored) -> Quote:
    """Return the quote of a version, priced anew from what is on record: no file, no clock, nothing else is needed."""
    record = register.record(stored)
    deal, catalog = read_deal(register.deal(stored)), loaded(register.catalog(stored))
    quote = price(deal, catalog, today=date.fromisoformat(record["today"]))
    return replace(quote, number=stored.number, revision=stored.revision)
