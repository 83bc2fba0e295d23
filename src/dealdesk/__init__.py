"""Pricing as code: catalogs and deals are plain text, and a quote explains every cent.

>>> from datetime import date
>>> from dealdesk import load_catalog, load_deal, price
>>> quote = price(load_deal("deal.toml"), load_catalog("stellar-logic"), today=date.today())  # doctest: +SKIP

Names are imported when they are first used, so `import dealdesk` costs next to nothing.
"""

TYPE_CHECKING = False  # `typing` itself costs more than this module
if TYPE_CHECKING:
    from typing import Any

    from dealdesk.catalog.load import load_catalog
    from dealdesk.catalog.models import Catalog
    from dealdesk.documents import render
    from dealdesk.errors import DealdeskError
    from dealdesk.quoting.deal import Deal
    from dealdesk.quoting.load import load_deal
    from dealdesk.quoting.price import price
    from dealdesk.quoting.quote import Quote
    from dealdesk.version import VERSION as __version__

__all__ = [
    "Catalog",
    "Deal",
    "DealdeskError",
    "Quote",
    "__version__",
    "load_catalog",
    "load_deal",
    "price",
    "render",
]

_HOME = {
    "Catalog": ("dealdesk.catalog.models", "Catalog"),
    "Deal": ("dealdesk.quoting.deal", "Deal"),
    "DealdeskError": ("dealdesk.errors", "DealdeskError"),
    "Quote": ("dealdesk.quoting.quote", "Quote"),
    "__version__": ("dealdesk.version", "VERSION"),
    "load_catalog": ("dealdesk.catalog.load", "load_catalog"),
    "load_deal": ("dealdesk.quoting.load", "load_deal"),
    "price": ("dealdesk.quoting.price", "price"),
    "render": ("dealdesk.documents", "render"),
}


def __getattr__(name: str) -> "Any":
    """Import a public name from its home (PEP 562)."""
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    module, attribute = _HOME[name]
    found = globals()[name] = getattr(import_module(module), attribute)
    return found


def __dir__() -> "list[str]":
    return sorted({*globals(), *__all__})
