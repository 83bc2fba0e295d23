"""What documents are made from: sorts of files, and how each is read.  To add one: a function, and a line here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Source:
    """One sort of file.

    Attributes:
        name: Which it is; kinds of documents name it.
        words: What a person calls it, with its article.
        read: Returns what a document is about, from (file, day, options): a frozen object with `to_json` and
            `from_json`.  The day is that of a quote which states none; options are those that the kind has.
            It raises an `InputError` for a file that cannot be used.
        watched: Returns the files and folders that it is read from, for a preview that follows changes.
    """

    name: str
    words: str
    read: Callable[..., Any]
    watched: Callable[[Path], list[Path]] = lambda path: [path]


def _quote(path: Path, *, today: date, **options: str) -> Any:
    """Return the quote of a deal file, or of one of its options."""
    from dealdesk.quoting.load import catalog_of, load_deal
    from dealdesk.quoting.options import option_named
    from dealdesk.quoting.price import price

    deal = load_deal(path)
    return price(option_named(deal, options.get("option")), catalog_of(deal, path), today=today)


def _deal_files(path: Path) -> list[Path]:
    """Return the deal, and the catalog that it names."""
    from dealdesk.catalog.load import find_catalog
    from dealdesk.errors import DealdeskError
    from dealdesk.quoting.load import load_deal

    try:
        return [path, find_catalog(load_deal(path).catalog, near=path)]
    except DealdeskError:  # told when the document is made
        return [path]


def _catalog_files(path: Path) -> list[Path]:
    """Return the catalog's folder or file; of a deal, that too."""
    from dealdesk.documents.offered import watched

    return watched(path)


def _catalog(path: Path, *, today: date, **options: str) -> Any:
    """Return what a catalog offers, from its folder, its file, its name, or from a deal."""
    from dealdesk.documents.offered import read_offering

    return read_offering(path, today=today, **options)


def _roi(path: Path, *, today: date, **options: str) -> Any:
    """Return a business case, worked out."""
    from dealdesk.value.roi.load import load_case

    return load_case(path, today=today).run(today=today)


def _watched_roi(path: Path) -> list[Path]:
    """Return the case and its deal."""
    from dealdesk.value.roi.load import watched

    return watched(path)


def _savings(path: Path, *, today: date, **options: str) -> Any:
    """Return what the value model of an inputs file comes to."""
    from dealdesk.catalog.load import load_catalog
    from dealdesk.value.calculate import calculate
    from dealdesk.value.file import load_savings

    file = load_savings(path)
    catalog = load_catalog(file.catalog, near=path)
    return calculate(file.model, catalog, file.given(), today=today, sources=file.sources)


def _review(path: Path, *, today: date, **options: str) -> Any:
    """Return a review of a contract, worked out."""
    from dealdesk.value.review.load import load_review

    return load_review(path, today=today).run(today=today)


def _watched_review(path: Path) -> list[Path]:
    """Return the review, its measured use and its deal."""
    from dealdesk.value.review.load import watched

    return watched(path)


def _proposal(path: Path, *, today: date, **options: str) -> Any:
    """Return a proposal, with what each of its parts is about."""
    from dealdesk.documents.proposed import read_proposal

    return read_proposal(path, today=today)


def _proposal_files(path: Path) -> list[Path]:
    """Return the proposal, and the files of its parts."""
    from dealdesk.documents.proposed import watched

    return watched(path)


def _pilot(path: Path, *, today: date, **options: str) -> Any:
    """Return a pilot, worked out from its telemetry."""
    from dealdesk.pilot.report import report

    return report(path, today=today)


def _pilot_files(path: Path) -> list[Path]:
    """Return the pilot, its telemetry and its deal."""
    from dealdesk.pilot.plan import watched

    return watched(path)


SOURCES = (
    Source("deal", "a deal file", _quote, _deal_files),
    Source("catalog", "a catalog, by its folder or name, or a deal file", _catalog, _catalog_files),
    Source("roi", "a business case", _roi, _watched_roi),
    Source("savings", "the inputs of a value model", _savings),
    Source("review", "a review of a contract", _review, _watched_review),
    Source("pilot", "a pilot file", _pilot, _pilot_files),
    Source("proposal", "a proposal file", _proposal, _proposal_files),
)


def source_named(name: str) -> Source:
    """Return the source of that name; KeyError when there is none, which is a mistake of ours."""
    return {each.name: each for each in SOURCES}[name]
