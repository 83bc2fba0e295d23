"""The worked examples of other systems: where they are, and what each of them says."""

from __future__ import annotations

import json
import tomllib
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

DATA = Path(__file__).parents[1] / "data" / "cases"
EXCEPTIONS = Path(__file__).with_name("exceptions.toml")
FILES = (
    "pricing_models.json",
    "cloud_tiers_infracost.json",
    "rounding_proration_terms.json",
    "proration_killbill.json",
    "roi.json",
)

TOLERANCE = {"abs_tol", "rel_tol"}
"""Keys of `expected` that say how near is near enough."""

NOT_A_FIGURE = {"total_is", "formula"} | TOLERANCE
"""Keys of `expected` that are no figures."""


@dataclass(frozen=True, eq=False)
class Record:
    """One published example: what went in, and what another system says comes out."""

    id: str
    file: str
    model: str
    inputs: dict[str, Any]
    expected: dict[str, Any]
    source: str
    """The repository, or the site, that published it."""
    tolerance: dict[str, str] = field(default_factory=dict)

    def number(self, key: str) -> Decimal:
        """An input as a number; 0 where the record has null."""
        value = self.inputs.get(key)
        return Decimal(0) if value is None else Decimal(value)


def source_of(said: dict[str, Any]) -> str:
    """The repository of a record, or the site, which some name only in words around its address."""
    words = said.get("url") or said.get("read_via", "")
    address = next((word for word in words.split() if "://" in word), "")
    return str(said.get("repo") or urlsplit(address).netloc or "tei.forrester.com")


@cache
def records() -> tuple[Record, ...]:
    """All records of all files, in their order."""
    return tuple(
        Record(
            id=each["id"],
            file=file,
            model=each["model"],
            inputs=each["inputs"],
            expected={key: value for key, value in each["expected"].items() if key not in NOT_A_FIGURE},
            source=source_of(each["source"]),
            tolerance={key: str(value) for key, value in each["expected"].items() if key in TOLERANCE},
        )
        for file in FILES
        for each in json.loads((DATA / file).read_text(encoding="utf-8"), parse_float=Decimal)
    )


@dataclass(frozen=True)
class Exceptions:
    """Records, and single figures of records, that follow another convention; each with its reason."""

    whole: dict[str, tuple[str, str]]
    """By id of the record: the group of reasons, and the reason."""
    figures: dict[tuple[str, str], tuple[str, str]]
    """The same by id and key of `expected`."""


@cache
def exceptions() -> Exceptions:
    whole, figures = {}, {}
    for group, listed in tomllib.loads(EXCEPTIONS.read_text(encoding="utf-8")).items():
        for name, reason in listed.items():
            record, _, key = name.partition(":")
            if key:
                figures[record, key] = group, reason
            else:
                whole[record] = group, reason
    return Exceptions(whole, figures)
