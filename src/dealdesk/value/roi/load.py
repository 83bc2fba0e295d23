"""A business case from its file: read, checked, its deal priced."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import MAXYEAR, date
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dealdesk.catalog.load import file_in, shown
from dealdesk.errors import InputError, Mistake, did_you_mean
from dealdesk.value.named import catalog_named, quote_of, wrong_currency
from dealdesk.value.party import Party
from dealdesk.value.roi.build import GROUPS, benefit_ids, cost_ids
from dealdesk.value.roi.case import Case, Cost
from dealdesk.value.roi.models import worth_of
from dealdesk.value.roi.result import RoiResult

if TYPE_CHECKING:
    from dealdesk.catalog.models import Catalog
    from dealdesk.catalog.places import Sources
    from dealdesk.quoting.quote import Quote

CASE_BYTES = 1024 * 1024
"""The largest case file that is read."""


class CaseError(InputError):
    """A business case that cannot be read, or that says something that is not allowed."""


@dataclass(frozen=True)
class Loaded:
    """A case, and what it names."""

    case: Case
    name: str
    quote: Quote | None
    catalog: Catalog | None
    deal_file: str
    files: tuple[Path, ...]
    worth: dict[int, tuple[Decimal, str]]

    def run(self, *, today: date, draws: int | None = None, seed: int | None = None) -> RoiResult:
        """Work the case out."""
        from dealdesk.value.roi.run import run

        catalog = self.catalog.catalog if self.catalog is not None else None
        vendor = Party(catalog.name) if catalog is not None else None
        return run(
            self.case,
            self.quote,
            today=today,
            currency=catalog.currency if catalog is not None else None,
            vendor=vendor,
            worth=self.worth,
            source=self.name,
            deal_file=self.deal_file,
            draws=draws,
            seed=seed,
        )


def load_case(path: str | Path, *, today: date) -> Loaded:
    """Return the case in the TOML file at *path*, with its deal priced.

    Raises:
        CaseError: The file cannot be read or is not a valid case; every mistake is named with its place.
        InputError: The deal or its catalog is not valid.
    """
    from dealdesk.catalog.source import read_toml

    file = file_in(Path(path), "roi.toml")
    name = shown(file)
    data, sources = read_toml([file], names=[name], limit_bytes=CASE_BYTES, error=CaseError)
    case = case_of(data, sources)
    wrong = list(_mistakes(case))
    if wrong:
        raise CaseError(wrong)
    quote: Quote | None = None
    catalog: Catalog | None = None
    deal_file, files = "", [file]
    if case.deal is not None:
        deal_path = file.parent / case.deal
        _, quote, catalog = quote_of(deal_path, case.option, today, partial(_at, case))
        deal_file = shown(deal_path)
        files.append(deal_path)
        _same_currency(case, quote)
    if case.catalog is not None:
        catalog = catalog_named(case.catalog, file, partial(_at, case))
    elif case.deal is None and any(each.model for each in case.benefits):
        raise CaseError(
            _at(case, ("benefits",), "a value model needs a catalog", hint='add catalog = "…" or deal = "…"')
        )
    start = case.start or (quote.start if quote is not None else today)
    if start.year + case.years > MAXYEAR:
        place = ("start",) if case.start is not None else ("years",)
        raise CaseError(_at(case, place, f"{case.years} years from {start} end after the last day there is"))
    worth = worth_of(case, catalog, today, partial(_at, case))
    return Loaded(case, name, quote, catalog, deal_file, tuple(files), worth)


def watched(path: Path) -> list[Path]:
    """Return the files that a case is read from: itself and its deal, where it can be read."""
    from dealdesk.errors import DealdeskError

    try:
        return list(load_case(path, today=date.min).files)
    except DealdeskError:
        return [path]


def case_of(data: dict[str, Any], sources: Sources) -> Case:
    """Return the case that parsed TOML says; CaseError with every mistake when it is none."""
    if not data or ("benefits" not in data and ({"lines", "products"} & set(data))):
        noun = "an empty file" if not data else "a deal" if "lines" in data else "a catalog"
        hint = 'a business case has a title, a discount_rate, [[benefits]], and most often deal = "deal.toml"'
        first = (next(iter(data)),) if data else ()
        raise CaseError(
            sources.mistake(first, f"this is {noun}, not a business case", on="key", hint=hint, code="file")
        )
    return Case.read(data, sources, error=CaseError)


def _at(case: Case, path: tuple[str | int, ...], message: str, **more: Any) -> Mistake:
    return case.mistake(path, message, code="roi", **more)


def _mistakes(case: Case) -> Iterator[Mistake]:
    """Yield what the case says that does not fit together."""
    years = case.years
    tables: list[tuple[tuple[str | int, ...], Any]] = [
        *((("benefits", n), each) for n, each in enumerate(case.benefits)),
        *((("costs", n), each) for n, each in enumerate(case.costs)),
        *(
            (("alternatives", n, "costs", k), cost)
            for n, each in enumerate(case.alternatives)
            for k, cost in enumerate(each.costs)
        ),
    ]
    for path, each in tables:
        if each.by_year is not None and len(each.by_year) != years:
            given = len(each.by_year)
            message = f"by_year has {given} amount{'' if given == 1 else 's'}, and the case looks at {years} years"
            hint = "the amount before the first year is `initial`" if given == years + 1 else "give one for each year"
            yield _at(case, (*path, "by_year"), message, hint=hint)
        ramp = getattr(each, "ramp", None)
        if ramp is not None and len(ramp) > years:
            yield _at(case, (*path, "ramp"), f"ramp has {len(ramp)} steps, and the case looks at {years} years")
        if path[0] == "alternatives" and isinstance(each, Cost) and each.range is not None:
            yield _at(case, (*path, "range"), "ranges are for the case's own costs, not for alternatives")
    ids = [*cost_ids(case), *benefit_ids(case)]
    twice = [id_ for id_, count in Counter(ids).items() if count > 1]
    for id_ in twice:
        yield _at(case, _second(case, id_), f"two items are called `{id_}`", hint="give one of them an id of its own")
    known = [*ids, *GROUPS]
    for id_, assumption in case.assumptions.items():
        for n, driven in enumerate(assumption.drives):
            if driven not in known:
                guess = did_you_mean(driven, known)
                meant = f'did you mean "{guess}"?' if guess else None
                allowed = ", ".join(known)
                message = f"`{driven}` is no benefit and no cost of this case"
                yield _at(case, ("assumptions", id_, "drives", n), message, allowed=allowed, hint=meant)
            elif driven == "deal" and case.deal is None:
                yield _at(case, ("assumptions", id_, "drives", n), "`deal` is driven, but the case names no deal")
    if case.deal is None:
        for key in ("option", "renewal_uplift"):
            if getattr(case, key) is not None:
                yield _at(case, (key,), f"{key} goes with deal, and the case names no deal")
        if "timing" in case.given_keys:
            yield _at(case, ("timing",), "timing goes with deal, and the case names no deal")
    yield from wrong_currency(case.currency, partial(_at, case))


def _second(case: Case, id_: str) -> tuple[str | int, ...]:
    places = [
        *((("costs", n), name) for n, name in enumerate(cost_ids(case))),
        *((("benefits", n), name) for n, name in enumerate(benefit_ids(case))),
    ]
    path: tuple[str | int, ...] = [place for place, each in places if each == id_][1]
    return path


def _same_currency(case: Case, quote: Quote) -> None:
    if case.currency is not None and case.currency != quote.currency:
        raise CaseError(
            _at(
                case,
                ("currency",),
                f"the case is in {case.currency}, and the deal in {quote.currency}",
                allowed=quote.currency,
                hint="amounts are not converted: state them in the deal's currency, or price the deal in the case's",
            )
        )
