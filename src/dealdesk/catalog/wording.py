"""Tables, keys and values in words, and values as they were most likely meant."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from decimal import Decimal
from typing import Any

from dealdesk.catalog.annotations import keys_of, peel
from dealdesk.catalog.located import Found
from dealdesk.catalog.places import dotted
from dealdesk.catalog.positions import Path

_NAMES = ("id", "sku", "name", "code")  # what an entry of a list is called by


def what_of(found: Found) -> str:
    """The value in words: its key, or its number in a list. A key that only the model has does not count."""
    path = found.path[: len(found.values) - 1]
    if not path:
        return "the file"
    last = path[-1]
    if isinstance(last, int):
        return f"entry {last + 1} of `{dotted(path[:-1])}`"
    return f"the name `{last}`" if found.on_key else f"`{last}`"


def table_of(found: Found, root: Path) -> str:
    """The table around a key in words: charge `platform`, product `gateway`, tier 2, or its path."""
    path, table = found.path[:-1], found.parent
    if not path and not root:
        return "the file"
    last, before = (path or root)[-1], (path or root)[-2:-1]
    noun = _singular(str(before[0])) if before else "entry"
    if isinstance(last, int):
        known = {key for one in (*found.siblings, found.models[-1][1]) for key in keys_of(peel(one)[0])}
        name = next((table[key] for key in _NAMES if key in known and isinstance(table.get(key), str)), None)
        return f"{noun} `{name}`" if name else f"{noun} {last + 1}"
    return f"{noun} `{last}`" if path in found.entries else f"`{dotted((*root, *path))}`"


def _singular(noun: str) -> str:
    return f"{noun[:-3]}y" if noun.endswith("ies") else noun.removesuffix("s")


def given(value: Any) -> str:
    """A value as a file would write it, cut short."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return f'"{value}"' if len(value) <= 40 else f'"{value[:40]}…"'
    if isinstance(value, dict):
        return "a table"
    if isinstance(value, list | tuple):
        return "a list"
    return str(value)[:40]


def formed(pattern: str, value: Any) -> str | None:
    """A value that has the form, as near to the one given as can be."""
    if not isinstance(value, str) or len(value) > 64:
        return None
    sign, change = _SIGNS.get(pattern, ("", str))
    guess = re.sub(sign, "-", change(value.strip())).strip("-") if sign else change(value.strip())
    return f'did you mean "{guess}"?' if guess != value and re.match(pattern, guess) else None


_SIGNS: dict[str, tuple[str, Callable[[str], str]]] = {
    r"^[a-z0-9][a-z0-9-]*$": (r"[^a-z0-9]+", str.lower),
    r"^[A-Z0-9][A-Z0-9-]*$": (r"[^A-Z0-9]+", str.upper),
    r"^[0-9A-Za-z][0-9A-Za-z.+-]*$": (r"[^0-9A-Za-z.+-]+", str),
    r"^[A-Z]{3}$": ("", str.upper),
}
"""For each pattern the signs that it does not have, and what makes a text more like it."""


def otherwise(word: str, choices: Collection[str]) -> str | None:
    """The choice that people call by another word, such as a year that they call annual."""
    known = _OTHER_WORDS.get(re.sub(r"[ _-]+", " ", word.strip().casefold()), ())
    return next((choice for choice in known if choice in choices), None)


_OTHER_WORDS = {
    ">": ("above",),
    "over": ("above",),
    "more than": ("above",),
    ">=": ("at_least",),
    "from": ("at_least",),
    "<": ("below",),
    "under": ("below",),
    "less than": ("below",),
    "<=": ("at_most",),
    "up to": ("at_most",),
    "serial": ("sequential",),
    "in turn": ("sequential",),
    "at once": ("parallel",),
    "annual": ("year",),
    "annually": ("annual", "year"),
    "yearly": ("annual", "year"),
    "per year": ("annual", "year"),
    "month by month": ("monthly",),
    "per month": ("monthly", "month"),
    "in advance": ("upfront",),
    "prepaid": ("upfront",),
    "one time": ("once",),
    "one off": ("once",),
    "onetime": ("once",),
    "metered": ("usage",),
    "consumption": ("usage",),
    "fixed": ("flat",),
    "seat": ("per_unit",),
    "per seat": ("per_unit",),
    "per user": ("per_unit",),
    "tiered": ("graduated",),
    "block": ("package",),
    "percent": ("percentage",),
    "module": ("plugin",),
    "bankers": ("half_even",),
    "commercial": ("half_up",),
}
"""Words that people use, and what files say instead."""


def unquoted(value: str, kinds: tuple[str, ...]) -> str | None:
    """What to write instead of a number, a date, true or false in quotes."""
    if any("number" in kind for kind in kinds):
        number = re.fullmatch(r"[$€£¥]?\s*([+-]?[\d,_]*\.?\d+)\s*(%|[A-Za-z]*)", value)
        return f"write {number[1].replace(',', '')} without quotes" if number else None
    if kinds == ("true or false",):
        word = {"true": "true", "yes": "true", "false": "false", "no": "false"}.get(value.lower())
        return f"write {word} without quotes" if word else None
    return f'write ["{value}"]' if kinds == ("a list",) and len(value) <= 40 else None


def quoted(value: int | Decimal, kinds: tuple[str, ...]) -> str | None:
    """What to write instead of a number where a text or a date belongs."""
    if kinds == ("text in quotes",):
        return f'write "{value}"'
    if kinds and kinds[0].startswith("a date"):
        day = re.fullmatch(r"([12]\d{3})([01]\d)([0-3]\d)", str(value))
        return f"write {day[1]}-{day[2]}-{day[3]}" if day else None
    return None
