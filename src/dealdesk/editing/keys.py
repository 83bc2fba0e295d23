"""The name of a value in a catalog: `products.gateway.charges.platform.price`, `rules.bundle.tiers[1].percent`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from dealdesk.catalog.places import Sources, dotted
from dealdesk.catalog.positions import Path
from dealdesk.errors import CatalogError, Mistake, did_you_mean

_PART = re.compile(r'(?:^|\.)(?:([A-Za-z0-9_-]+)|"([^"]*)")|\[(\d+)\]')
NAMED_BY = ("id", "sku", "name", "code", "tier")
"""Keys whose value stands for a table of a list, so that it needs no number."""


def parts(key: str) -> Path:
    """Return the parts of a key; CatalogError when it is none."""
    found: list[str | int] = []
    end = 0
    for match in _PART.finditer(key):
        if match.start() != end:
            break
        found.append(int(match[3]) if match[3] is not None else match[1] if match[1] is not None else match[2])
        end = match.end()
    if end != len(key) or not found:
        allowed = "names with dots between, and numbers of a list in brackets: rules.bundle.tiers[1].percent"
        raise CatalogError(Mistake(f"{key} is not a key", None, None, allowed, None, "key"))
    return tuple(found)


def resolve(data: Mapping[str, Any], sources: Sources, wanted: Path) -> Path:
    """Return the path of an existing value, where tables of a list may be named by their id.

    Raises:
        CatalogError: There is no such value; the message says how far the key goes, and what there is.
    """
    path: list[str | int] = []
    here: Any = data
    for part in wanted:
        step = _step(here, part)
        if step is None:
            raise CatalogError(_unknown(here, sources, tuple(path), part))
        path.append(step)
        here = here[step]
    return tuple(path)


def _step(here: Any, part: str | int) -> str | int | None:
    """Return the key or number that a part of a key means at a table or list; None where it means nothing."""
    if isinstance(here, Mapping):
        return part if isinstance(part, str) and part in here else None
    if not isinstance(here, list):
        return None
    if isinstance(part, int):
        return part if part < len(here) else None
    for name in NAMED_BY:
        for number, each in enumerate(here):
            if isinstance(each, Mapping) and each.get(name) == part:
                return number
    return None


def _unknown(here: Any, sources: Sources, path: Path, part: str | int) -> Mistake:
    at = dotted(path) or "the catalog"
    if not isinstance(here, Mapping | list):
        return Mistake(f"{at} is a value, and has nothing below it", code="key")
    if isinstance(here, Mapping):
        known = [str(key) for key in here]
    else:
        known = [str(each[name]) for each in here if isinstance(each, Mapping) for name in NAMED_BY if name in each][
            :20
        ]
        known += [f"[{number}]" for number in range(len(here))][:20]
    guess = did_you_mean(str(part), known)
    shown = f"[{part}]" if isinstance(part, int) else part
    place = sources.place(path) if path else None
    return Mistake(
        f"{at} has no {shown}",
        place,
        sources.line_text(place) if place is not None else None,
        ", ".join(known[:12]) + (" and more" if len(known) > 12 else ""),
        f"did you mean {guess}?" if guess else "a value that is not written yet is added in the file itself",
        "key",
    )
