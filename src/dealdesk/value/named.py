"""What a business case or a review names: its deal, its catalog, its currency; what is wrong stands at the name."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dealdesk.catalog.load import shown
from dealdesk.errors import CatalogError, InputError, Mistake, did_you_mean

if TYPE_CHECKING:
    from dealdesk.catalog.models import Catalog
    from dealdesk.quoting.deal import Deal
    from dealdesk.quoting.quote import Quote


At = Callable[..., Mistake]
"""Makes a mistake at a path of the file that names the deal."""


def quote_of(path: Path, option: str | None, today: date, at: At) -> tuple[Deal, Quote, Catalog]:
    """Return the deal at *path*, or one of its options, with its quote and its catalog.

    Raises:
        InputError: There is no such deal or option, or it is not valid.
    """
    from dealdesk.quoting.load import catalog_of, load_deal
    from dealdesk.quoting.options import chosen
    from dealdesk.quoting.price import price

    if not (path.is_file() or path.is_dir()):
        from dealdesk.catalog.mistaken import deal_meant

        meant = deal_meant(path) or "the path starts at the folder of this file"
        raise InputError(at(("deal",), f"there is no deal {shown(path)}", hint=meant))
    deal: Deal = load_deal(path)
    if option is not None:
        names = [each.name for each in deal.options]
        match = next((each for each in deal.options if each.name.casefold() == option.casefold()), None)
        if match is None:
            guess = did_you_mean(option, names)
            allowed = ", ".join(names) or "none: the deal has no options"
            hint = f'did you mean "{guess}"?' if guess else None
            raise InputError(at(("option",), f"the deal has no option {option}", allowed=allowed, hint=hint))
        deal = chosen(deal, match)
    catalog = catalog_of(deal, path)
    return deal, price(deal, catalog, today=today), catalog


def catalog_named(name: str, near: Path, at: At) -> Any:
    """Return a catalog by its name.

    Raises:
        InputError: There is none of that name, or it is not valid.
    """
    from dealdesk.catalog.load import load_catalog

    try:
        return load_catalog(name, near=near)
    except CatalogError as wrong:
        first = wrong.mistakes[0]
        if first.place is not None:
            raise
        raise InputError(at(("catalog",), first.message, allowed=first.allowed, hint=first.hint)) from None


def wrong_currency(currency: str | None, at: At) -> Iterator[Mistake]:
    """Yield the mistake of a currency that is none."""
    from dealdesk.money import UnknownCurrency, minor_unit

    if currency is None:
        return
    try:
        minor_unit(currency)
    except UnknownCurrency as unknown:
        yield at(("currency",), str(unknown))
