"""The book for other programs: CSV as HubSpot and Salesforce import deals, JSON lines, Parquet.

To add a format: a function here and its line in `EXPORTS`.  No cell of a CSV file can be taken for a formula: a text
that begins as one gets an apostrophe before it, and amounts stay plain numbers.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from io import StringIO
from typing import TYPE_CHECKING, Any

from dealdesk.errors import NotAvailable
from dealdesk.quoting.canonical import plain

if TYPE_CHECKING:
    from dealdesk.book.entry import Entry

_FORMULAS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What the first character of a cell must not be; the wide ones are taken for the others by some programs."""


@dataclass(frozen=True, slots=True)
class Export:
    """One format: its name, what it is for, the ending of its files, and what writes it."""

    name: str
    purpose: str
    suffix: str
    write: Callable[[Sequence[Entry]], bytes]


def safe(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.lstrip(" ").startswith(_FORMULAS) else text


def _table(columns: Mapping[str, Callable[[Entry], Any]], entries: Sequence[Entry]) -> bytes:
    out = StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(columns)
    for each in entries:
        row = [column(each) for column in columns.values()]
        writer.writerow([safe(cell) if isinstance(cell, str) else str(plain(cell)) for cell in row])
    return out.getvalue().encode("utf-8-sig")  # Excel takes a file without the mark for another encoding


_HUBSPOT_STAGES = {
    "draft": "appointmentscheduled",
    "submitted": "qualifiedtobuy",
    "approved": "presentationscheduled",
    "sent": "contractsent",
    "accepted": "closedwon",
}
"""Stages of HubSpot's first sales pipeline; all other states are closed and lost."""

_SALESFORCE_STAGES = {
    "draft": "Proposal/Price Quote",
    "submitted": "Proposal/Price Quote",
    "approved": "Proposal/Price Quote",
    "sent": "Negotiation/Review",
    "accepted": "Closed Won",
}


def _closing(entry: Entry) -> Any:
    """Return the day on which a deal was decided, or until which it can be."""
    return entry.decided or entry.valid_until


def _hubspot(entries: Sequence[Entry]) -> bytes:
    return _table(
        {
            "Deal Name": lambda each: f"{each.customer}: {each.title or each.number}",
            "Pipeline": lambda each: "default",
            "Deal Stage": lambda each: _HUBSPOT_STAGES.get(each.state, "closedlost"),
            "Amount": lambda each: each.net,
            "Currency": lambda each: each.currency,
            "Close Date": _closing,
            "Create Date": lambda each: each.issued,
            "Deal owner": lambda each: each.rep,
            "Company Name": lambda each: each.customer,
            "Annual contract value": lambda each: each.acv,
            "Annual recurring revenue": lambda each: each.arr,
            "Quote Number": lambda each: each.number,
            "Quote State": lambda each: each.state,
        },
        entries,
    )


def _salesforce(entries: Sequence[Entry]) -> bytes:
    return _table(
        {
            "Name": lambda each: f"{each.customer}: {each.title or each.number}",
            "AccountName": lambda each: each.customer,
            "StageName": lambda each: _SALESFORCE_STAGES.get(each.state, "Closed Lost"),
            "Amount": lambda each: each.net,
            "CurrencyIsoCode": lambda each: each.currency,
            "CloseDate": _closing,
            "OwnerName": lambda each: each.rep,
            "Type": lambda each: "Existing Business" if each.follows else "New Business",
            "ACV__c": lambda each: each.acv,
            "ARR__c": lambda each: each.arr,
            "QuoteNumber__c": lambda each: each.number,
            "QuoteState__c": lambda each: each.state,
        },
        entries,
    )


def record_of(entry: Entry) -> dict[str, Any]:
    """Return an entry as plain data: amounts and days as texts, in the order in which they are written."""
    found: dict[str, Any] = plain({name: getattr(entry, name) for name in _PLAIN})
    return found | {"discount": str(entry.discount), "products": sorted(entry.skus), "tier": entry.tier}


_PLAIN = (
    "number", "revision", "state", "rep", "customer", "segment", "region", "title", "currency", "catalog", "list",
    "net", "acv", "arr", "issued", "valid_until", "decided", "start", "end", "months", "follows", "manner", "was_sent",
)  # fmt: skip


def _lines(entries: Sequence[Entry]) -> bytes:
    texts = (json.dumps(record_of(each), ensure_ascii=False, separators=(",", ":")) for each in entries)
    return "".join(f"{text}\n" for text in texts).encode()


def _parquet(entries: Sequence[Entry]) -> bytes:
    """Write Parquet: amounts as DECIMAL with the currency's decimals, days as DATE."""
    try:
        import duckdb
    except ImportError as failure:
        raise NotAvailable("Parquet needs duckdb: pip install 'dealdesk[batch]'") from failure
    from pathlib import Path
    from tempfile import TemporaryDirectory

    places = entries[0].places if entries else 2
    money, days = ("list", "net", "acv", "arr", "discount"), ("issued", "valid_until", "decided", "start", "end")
    with TemporaryDirectory(prefix="dealdesk-") as folder, duckdb.connect() as database:
        text, made = Path(folder, "book.jsonl"), Path(folder, "book.parquet")
        text.write_bytes(_lines(entries))
        types = {
            name: f"DECIMAL(38, {places})" if name in money else "DATE" if name in days else "VARCHAR"
            for name in (*_PLAIN, "discount", "tier")
        } | {"revision": "INTEGER", "months": "INTEGER", "was_sent": "BOOLEAN", "products": "VARCHAR[]"}
        columns = ", ".join(f"'{name}': '{kind}'" for name, kind in types.items())
        read = f"read_json('{text}', format = 'newline_delimited', columns = {{{columns}}})"
        database.execute(f"COPY (SELECT * FROM {read}) TO '{made}' (FORMAT parquet)")
        return made.read_bytes()


EXPORTS = (
    Export("hubspot", "deals for HubSpot's import", ".csv", _hubspot),
    Export("salesforce", "opportunities for Salesforce's Data Loader", ".csv", _salesforce),
    Export("jsonl", "one JSON object a line, amounts as texts", ".jsonl", _lines),
    Export("parquet", "for DuckDB, Spark and their like, amounts as decimals", ".parquet", _parquet),
)
