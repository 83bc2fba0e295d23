"""A pricing, whatever the version it was written in: what is read from a file of the last version."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal


@dataclass(frozen=True, slots=True)
class Feature:
    """A feature: what a customer may do. `line` is where it stands; `default` what every plan has."""

    name: str
    line: int
    description: str
    kind: str
    sort: Literal["BOOLEAN", "NUMERIC", "TEXT"]
    default: Any
    expression: str
    tag: str


@dataclass(frozen=True, slots=True)
class UsageLimit:
    """A limit on features; `renews` is the period after which it starts anew, as in "1 month"."""

    name: str
    line: int
    description: str
    sort: Literal["BOOLEAN", "NUMERIC", "TEXT"]
    default: Any
    unit: str
    renews: str
    features: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Priced:
    """What plans and add-ons have in common.

    Attributes:
        price: The price, or None where the source only has words.
        words: Those words, or the expression that the price was computed from; "" where it is a plain number.
        features: Values that differ from the default, by feature.
        limits: The same by usage limit; `extensions` are added to the plan's own.
    """

    name: str
    line: int
    price_line: int
    description: str
    price: Decimal | None
    words: str
    unit: str
    private: bool
    features: dict[str, Any]
    limits: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Plan(Priced):
    """A plan: a subscription has one, where the pricing has any."""


@dataclass(frozen=True, slots=True)
class AddOn(Priced):
    """Something that is added to a plan.

    Attributes:
        available_for: Names of the plans that it can be added to; all of them where the source does not say.
        least: The fewest that can be bought.
        most: The most; None for no end.
        step: How many more at a time; None where only one can be bought, or any number.
    """

    available_for: tuple[str, ...]
    depends_on: tuple[str, ...]
    excludes: tuple[str, ...]
    extensions: dict[str, Any]
    constrained: bool
    least: Decimal
    most: Decimal | None
    step: Decimal | None


@dataclass(frozen=True, slots=True)
class Pricing:
    """A whole pricing.

    Attributes:
        file: What messages call its file.
        syntax: The version it was written in.
        billing: By cycle: the factor on the price, and its line.
    """

    file: str
    syntax: str
    name: str
    version: str
    created: str
    currency: str
    url: str
    billing: dict[str, tuple[Decimal, int]]
    features: dict[str, Feature]
    limits: dict[str, UsageLimit]
    plans: dict[str, Plan]
    add_ons: dict[str, AddOn]
