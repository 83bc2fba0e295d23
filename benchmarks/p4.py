"""P4: 10,000 products read and checked, with the place of every value, against tomli and plain pydantic models.

The plain models state the same fields with their types, and nothing of what makes an error readable: no places, no
checks of one value against another, no advice.
"""

from __future__ import annotations

import os
import tempfile
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Literal

import tomli
from pydantic import BaseModel, ConfigDict, Field

from benchmarks import big
from benchmarks.measure import Result, calls, result
from dealdesk import load_catalog

TARGET = 2.0


class Model(BaseModel):
    """Frozen, with a closed set of keys."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Tier(Model):
    """A tier."""

    up_to: Decimal | None = None
    rate: Decimal


class Priced(Model):
    """A charge with one price."""

    id: str
    period: Literal["year", "quarter", "month", "usage", "once"]
    unit: str | None = None
    model: Literal["flat", "per_unit"]
    price: Decimal


class Tiered(Model):
    """A charge with tiers."""

    id: str
    period: Literal["year", "quarter", "month", "usage", "once"]
    unit: str | None = None
    model: Literal["volume", "graduated"]
    tiers: tuple[Tier, ...]


class Product(Model):
    """A product."""

    name: str
    kind: str
    family: str
    charges: tuple[Annotated[Priced | Tiered, Field(discriminator="model")], ...]


class Plain(Model):
    """The catalog."""

    catalog: dict[str, str]
    products: dict[str, Product]
    rules: dict[str, dict[str, list[dict[str, Decimal]]]]


def measure(rounds: int = 5) -> list[Result]:
    """Return the ratio; both are warm, so that imports do not count."""
    kept = os.environ.get("DEALDESK_CACHE")
    os.environ["DEALDESK_CACHE"] = "off"
    try:
        with tempfile.TemporaryDirectory() as place:
            path, _ = big.write(Path(place))
            assert len(load_catalog(path).products) == len(plain(path).products) == big.SKUS
            ours, theirs = calls([lambda _: load_catalog(path), lambda _: plain(path)], lambda: None, rounds)
    finally:
        if kept is None:
            del os.environ["DEALDESK_CACHE"]
        else:
            os.environ["DEALDESK_CACHE"] = kept
    what = "a catalog of 10,000 products read and checked / tomli and plain pydantic models"
    return [result("p4", what, TARGET, ours, theirs)]


def plain(path: Path) -> Plain:
    """Read a catalog with nothing but the two libraries."""
    return Plain.model_validate(tomli.loads(path.read_text(encoding="utf-8"), parse_float=Decimal))
