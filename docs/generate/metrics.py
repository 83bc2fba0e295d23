"""The page of the metrics, from quotes that have all of them."""

from __future__ import annotations

import re
from datetime import date

from generate.markdown import table

EXAMPLE = "examples/every-step"

HEAD = """# Metrics

The figures of a quote, as `dealdesk price` prints them, with their ids in JSON. `--definitions` prints the same
sentences. The example is [examples/every-step](../../examples/every-step/deal.toml).

"""


def page() -> str:
    """Return the page."""
    from dealdesk import load_catalog, load_deal, price

    quote = price(load_deal(f"{EXAMPLE}/deal.toml"), load_catalog(f"{EXAMPLE}/catalog.toml"), today=date(2026, 11, 16))
    rows: dict[str, tuple[str, str, str, str]] = {}
    for each in quote.metrics:
        name = re.sub(r"_\d+$", "_<n>", each.id)
        title, meaning = (re.sub(r"year 1$", "year n", text) for text in (each.title, each.definition))
        value = "not known"
        if each.value is not None:
            value = f"{each.value.normalize():f} %" if each.kind == "percent" else f"{each.value:,f}"
        rows.setdefault(name, (f"`{name}`", title, meaning, value))
    return HEAD + table(("id", "metric", "definition", "example"), rows.values()) + "\n"
