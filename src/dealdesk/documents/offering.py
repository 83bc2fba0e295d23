"""What documents about a catalog are made from: the parts of it that sellers show, with prices, on one day.

It is made from a catalog, or from a deal: then it holds the customer, and which products are bought.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date as Date
from decimal import Decimal

from dealdesk.quoting.canonical import Canonical
from dealdesk.quoting.quote import Version
from dealdesk.quoting.quote.printed import Party


@dataclass(frozen=True, slots=True)
class Offer:
    """One product: what comes with it, and the least that it costs at list price.

    Attributes:
        price: The list price of the least that is sold: of twelve months, or once; None where use alone is charged,
            or the vendor states no price.
        once: Whether that is paid once.
        bought: Whether the deal buys it.
    """

    sku: str
    name: str
    description: str | None
    includes: tuple[str, ...]
    support: str | None
    price: Decimal | None
    once: bool = False
    bought: bool = False


@dataclass(frozen=True, slots=True)
class Reader:
    """Whom a page is for: a role, or a sort of customer.

    Attributes:
        sort: "role" or "segment".
        traits: What such customers are like.
        at: Where the catalog speaks of the reader.
    """

    id: str
    sort: str
    name: str
    pain: str | None
    value: str | None
    traits: tuple[str, ...] = ()
    proof: tuple[str, ...] = ()
    includes: tuple[str, ...] = ()
    skus: tuple[str, ...] = ()
    next_step: str | None = None
    at: str = ""

    @property
    def lacks(self) -> tuple[str, ...]:
        """Keys that a page needs, and the catalog does not state."""
        return tuple(name for name in ("pain", "value") if not getattr(self, name))


@dataclass(frozen=True, slots=True)
class Known:
    """A fact about a sort of competitor; `until` is the last day on which it may be said."""

    text: str
    source: str
    checked: Date
    until: Date


@dataclass(frozen=True, slots=True)
class Reply:
    """An objection, the answer, and what shows that the answer is true."""

    objection: str
    answer: str
    proof: str | None
    own: bool


@dataclass(frozen=True, slots=True)
class Rival:
    """A sort of competitor: what a battle card says.  `replies` are the objections that it raises."""

    against: str
    topic: str | None
    they: str | None
    we: str
    fair: str | None
    win: tuple[str, ...]
    lose: tuple[str, ...]
    ask: tuple[str, ...]
    price: str | None
    owner: str | None
    checked: Date | None
    facts: tuple[Known, ...]
    replies: tuple[Reply, ...]


@dataclass(frozen=True, slots=True)
class Requirement:
    """One row of the readiness checklist.

    Attributes:
        products: Names of the products that have the feature; empty where all have it.
        bought: Whether the deal buys one of them; None where there is no deal, or no feature.
    """

    feature: str | None
    requirement: str
    soc2: tuple[str, ...]
    gdpr: tuple[str, ...]
    evidence: str | None
    owner: str | None
    gap: str | None
    products: tuple[str, ...] = ()
    bought: bool | None = None


@dataclass(frozen=True, slots=True)
class Stage:
    """One step on the way to use: of a pilot, with what ends it; else of the implementation, with its weeks."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Offering(Canonical):
    """What a catalog offers, as documents show it.

    Attributes:
        day: The day that the document is of.
        home: The catalog's file or folder, as it is called in messages.
        tagline: The offer in a few words.
        statement: The offer in a sentence.
        stages: The steps of the pilot, or of the implementation where the catalog has no pilot.
        options: What was asked for, such as the role.
        customer: The customer of the deal that it was made from.
        number: The number of that deal's quote.
    """

    catalog: Version
    vendor: Party
    day: Date
    currency: str
    places: int
    accent: str
    logo: str | None
    home: str
    tagline: str | None
    statement: str | None
    differentiators: tuple[str, ...]
    products: tuple[Offer, ...]
    roles: tuple[Reader, ...]
    segments: tuple[Reader, ...]
    rivals: tuple[Rival, ...]
    requirements: tuple[Requirement, ...]
    stages: tuple[Stage, ...] = ()
    customer: Party | None = None
    number: str | None = None
    options: Mapping[str, str] = field(default_factory=dict)

    @property
    def language(self) -> str:
        """The language of its reader: the customer's, or English."""
        return self.customer.language if self.customer is not None else "en"

    def offer(self, sku: str) -> Offer:
        """Return the product; KeyError when there is none."""
        return next(each for each in self.products if each.sku == sku)
