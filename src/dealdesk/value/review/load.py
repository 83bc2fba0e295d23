"""A review from its file: read, checked, its measured use read, its deal priced."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dealdesk.catalog.load import file_in, shown
from dealdesk.errors import InputError, Mistake
from dealdesk.value.named import catalog_named, quote_of, wrong_currency
from dealdesk.value.review.file import Review
from dealdesk.value.review.result import ReviewResult
from dealdesk.value.review.settle import Measured
from dealdesk.value.review.use import read_use

if TYPE_CHECKING:
    from dealdesk.catalog.models import Catalog
    from dealdesk.catalog.places import Sources
    from dealdesk.quoting.deal import Deal
    from dealdesk.quoting.quote import Quote

REVIEW_BYTES = 1024 * 1024
"""The largest review file that is read."""


class ReviewError(InputError):
    """A review that cannot be read, or that says something that is not allowed."""


@dataclass(frozen=True)
class Loaded:
    """A review, and what it names."""

    review: Review
    name: str
    measured: tuple[Measured, ...]
    quote: Quote | None
    catalog: Catalog | None
    deal: Deal | None
    files: tuple[Path, ...]

    def run(self, *, today: date) -> ReviewResult:
        """Work the review out."""
        from dealdesk.value.review.run import run

        return run(self.review, self.measured, self.quote, self.catalog, today=today, deal=self.deal, source=self.name)


def load_review(path: str | Path, *, today: date) -> Loaded:
    """Return the review in the TOML file at *path*, with its measured use read and its deal priced.

    Raises:
        ReviewError: The file cannot be read or is not a valid review; every mistake is named with its place.
        InputError: A file that it names is not in order.
    """
    from dealdesk.catalog.source import read_toml

    file = file_in(Path(path), "review.toml")
    name = shown(file)
    data, sources = read_toml([file], names=[name], limit_bytes=REVIEW_BYTES, error=ReviewError)
    review = review_of(data, sources)
    wrong = list(_mistakes(review, file))
    if wrong:
        raise ReviewError(wrong)
    files = [file]
    measured: list[Measured] = []
    for number, period in enumerate(review.periods):
        if period.use is not None:
            files.append(file.parent / period.use)
            measured.append(read_use(files[-1]))
        else:
            measured.append([(row, review.at("periods", number, "rows", n)) for n, row in enumerate(period.rows)])
    quote, catalog, deal = None, None, None
    if review.deal is not None:
        deal_path = file.parent / review.deal
        files.append(deal_path)
        deal, quote, catalog = quote_of(deal_path, review.option, today, partial(_at, review))
        if review.currency is not None and review.currency != quote.currency:
            message = f"the review is in {review.currency}, and the deal in {quote.currency}"
            raise ReviewError(_at(review, ("currency",), message, allowed=quote.currency))
    if review.catalog is not None:
        catalog = catalog_named(review.catalog, file, partial(_at, review))
    return Loaded(review, name, tuple(measured), quote, catalog, deal, tuple(files))


def watched(path: Path) -> list[Path]:
    """Return the files that a review is read from, where it can be read."""
    from dealdesk.errors import DealdeskError

    try:
        return list(load_review(path, today=date.min).files)
    except DealdeskError:
        return [path]


def review_of(data: dict[str, Any], sources: Sources) -> Review:
    """Return the review that parsed TOML says; ReviewError with every mistake when it is none."""
    if "baseline" not in data and "periods" not in data:
        noun = "an empty file" if not data else "a deal" if "lines" in data else "no review"
        noun = "a business case" if "benefits" in data else noun
        hint = "a review has a [baseline], a [share] and [[periods]]"
        first = (next(iter(data)),) if data else ()
        raise ReviewError(sources.mistake(first, f"this is {noun}", on="key", hint=hint, code="file"))
    return Review.read(data, sources, error=ReviewError)


def _at(review: Review, path: tuple[str | int, ...], message: str, **more: Any) -> Mistake:
    return review.mistake(path, message, code="review", **more)


def _mistakes(review: Review, file: Path) -> Iterator[Mistake]:
    """Yield what the review says that does not fit together."""
    twice = [id_ for id_, count in Counter(each.id for each in review.periods).items() if count > 1]
    for number, period in enumerate(review.periods):
        if period.id in twice and period.id in [each.id for each in review.periods[:number]]:
            yield _at(review, ("periods", number, "id"), f"two periods are called `{period.id}`")
        if number and period.start < review.periods[number - 1].start:
            hint = "periods stand in order, the oldest first"
            message = f"`{period.id}` begins before the period above it"
            yield _at(review, ("periods", number, "start"), message, hint=hint)
        if period.use is not None and not (file.parent / period.use).is_file():
            message = f"there is no file {shown(file.parent / period.use)}"
            yield _at(review, ("periods", number, "use"), message, hint="the path starts at the review's folder")
    if review.renewal is not None and review.deal is None:
        yield _at(review, ("renewal",), "renewal goes with deal, and the review names no deal", on="key")
    if review.option is not None and review.deal is None:
        yield _at(review, ("option",), "option goes with deal, and the review names no deal")
    yield from wrong_currency(review.currency, partial(_at, review))
