"""The catalog: what a vendor sells, at which prices, by which rules.  Every table of a catalog file is here.

Numbers that the vendor has not confirmed carry `illustrative = true` and a `note`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Annotated, Any, Literal

from dealdesk.money import EXACT, Rounding, minor_unit
from dealdesk.periods import Convention
from dealdesk.pricing.charges import AnyCharge, Charge
from dealdesk.pricing.numbers import Amount, Number, Percent, Quantity, Whole
from dealdesk.pricing.steps import Rules
from dealdesk.record import Field, Record, check

if TYPE_CHECKING:
    from dealdesk.catalog.source import Sources

Id = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]*$", max_length=64)]
Name = Annotated[str, Field(min_length=1, max_length=200)]
Text = Annotated[str, Field(min_length=1, max_length=4000)]
Rate = Annotated[Number, Field(gt=0)]
Color = Annotated[str, Field(pattern=r"^#[0-9a-fA-F]{6}$")]


class Illustrative(Record):
    """A record whose numbers may be illustrative: not the vendor's own."""

    illustrative: bool = False
    note: Text | None = None

    @check
    def _noted(self) -> None:
        if self.illustrative and not self.note:
            raise ValueError("illustrative numbers need a note that says where they come from")


class Entity(Illustrative):
    """The legal entity that makes the offer, as it is printed."""

    name: Name
    address: tuple[Name, ...] = ()
    email: Name | None = None
    website: Name | None = None


class Brand(Record):
    """How documents look: one accent colour, and a logo from the catalog's folder."""

    accent: Color = "#0b6a5a"
    logo: str | None = None
    tagline: Name | None = None


class Terms(Illustrative):
    """Commercial terms as they are printed on a quote; a deal may state its own.

    Attributes:
        payment_days: Days from invoice date to due date.
        clauses: Further terms, heading and sentence.
    """

    payment_days: Whole | None = None
    payment: Name | None = None
    renewal: Text | None = None
    renewal_cap: Percent | None = None
    added_units: Text | None = None
    overage: Text | None = None
    support: Text | None = None
    agreement: Text | None = None
    precedence: Text | None = None
    use_limits: Text | None = None
    sla: Text | None = None
    pilot: Text | None = None
    services: Text | None = None
    tax: Text | None = None
    clauses: tuple[Clause, ...] = ()


class Clause(Record):
    """One printed term."""

    heading: Name
    text: Text
    when: Literal["always", "multi_year", "usage"] = "always"


class Header(Illustrative):
    """`[catalog]`: what the catalog is, and how its prices are computed.

    Attributes:
        currency: The currency of every price that states no other.
        reference_rates: What one unit of another currency is worth in the catalog's own.  The linter compares prices
            with it; no price is ever computed from it.
        rounding: What happens to an amount exactly between two minor units.
        proration: How a part of a period is measured, unless a deal states its own convention.
        released: A released catalog may contain no illustrative numbers without a waiver.
        signing: The e-signature service whose invisible anchors stand on the signature fields of documents.
    """

    id: Id
    name: Name
    version: Annotated[str, Field(pattern=r"^[0-9A-Za-z][0-9A-Za-z.+-]*$", max_length=40)]
    currency: str
    currencies: tuple[str, ...] = ()
    reference_rates: Mapping[str, Rate] = Field(default_factory=dict)
    valid_from: date | None = None
    valid_until: date | None = None
    rounding: Rounding = "half_up"
    proration: Convention = "actual"
    released: bool = False
    description: Text | None = None
    entity: Entity | None = None
    signing: Literal["docusign", "adobe-sign"] | None = None
    brand: Brand = Field(default_factory=Brand)
    terms: Terms = Field(default_factory=Terms)
    valid_days: Whole = 30
    assumptions: tuple[Text, ...] = ()

    @check
    def _currencies_exist(self) -> None:
        for code in (self.currency, *self.currencies, *self.reference_rates):
            minor_unit(code)
        if self.valid_from and self.valid_until and self.valid_until < self.valid_from:
            raise ValueError("valid_until is before valid_from")


class SoldIn(Record):
    """`quantity` of a product: how many one line may have.

    Attributes:
        least: The fewest.
        most: The most; no upper end when left out.
        step: Only so many more at a time, counted from `least`.
    """

    least: Quantity = Decimal(1)
    most: Quantity | None = None
    step: Quantity | None = None

    @check
    def _some(self) -> None:
        if self.most is not None and self.most < self.least:
            raise ValueError("most is below least")
        if self.step is not None and not self.step:
            raise ValueError("step is 0: leave it out where any quantity will do")

    def admits(self, quantity: Decimal) -> bool:
        """Whether a line may have *quantity*."""
        if quantity < self.least or (self.most is not None and quantity > self.most):
            return False
        return self.step is None or not EXACT.remainder(EXACT.subtract(quantity, self.least), self.step)

    def words(self) -> str:
        """Return what is allowed, in words: "1 to 10, in steps of 3"."""
        ends = f"{self.least:f} or more" if self.most is None else f"{self.least:f} to {self.most:f}"
        return ends if self.step is None else f"{ends}, in steps of {self.step:f} from {self.least:f}"


class Limit(Record):
    """A limit of a product.

    Attributes:
        most: The limit; left out where it is unlimited or set in the contract.
        period: What it counts over.
        charge: The usage charge of the same product that the limit is for.
        charge_unit: How many of the limit's units one unit of that charge holds (10000 for "10k requests").
        entitlements: Ids of `[entitlements]` that the limit is about.
    """

    name: Name
    most: Quantity | None = None
    unit: Name | None = None
    period: Literal["month", "year", "once"] | None = None
    by_contract: bool = False
    charge: Id | None = None
    charge_unit: Quantity = Decimal(1)
    entitlements: tuple[Id, ...] = ()
    note: Text | None = None


class Product(Illustrative):
    """`[products.<sku>]`: something with a SKU that can be on a quote.

    Attributes:
        kind: What sort of product it is.
        family: What rules group it by.
        industry: The industry that a plugin is for.
        includes: What comes with it, as printed.
        entitlements: Ids of `[entitlements]`.
        available_for: Products of which one must be in the deal; None where it stands alone.
        requires: Products that must all be in the deal.
        excludes: Products that cannot be in the same deal.
        quantity: How many a line may have; any number where it is left out.
        upgrade_to: The next larger product.
        discountable: Whether rules may discount it; shares of other lines (`percent_of`) are not, unless stated.
    """

    name: Name
    description: Text | None = None
    kind: Literal["plugin", "tier", "add_on", "service", "usage"]
    family: Id
    industry: Name | None = None
    includes: tuple[Name, ...] = ()
    entitlements: tuple[Id, ...] = ()
    limits: Mapping[Id, Limit] = Field(default_factory=dict)
    support: Text | None = None
    sla: Text | None = None
    available_for: tuple[str, ...] | None = None
    requires: tuple[str, ...] = ()
    excludes: tuple[str, ...] = ()
    quantity: SoldIn | None = None
    upgrade_to: str | None = None
    uplifts: Text | None = None
    discountable: bool | None = None
    hidden: bool = False
    charges: tuple[AnyCharge, ...] = Field(min_length=1, max_length=50)

    @check
    def _charges_differ(self) -> None:
        ids = [charge.id for charge in self.charges]
        for number, name in enumerate(ids):
            if name in ids[:number]:
                raise ValueError(f"two charges have the id {name}")

    def charge(self, charge_id: str) -> AnyCharge:
        """Return the charge with this id; KeyError when there is none."""
        for charge in self.charges:
            if charge.id == charge_id:
                return charge
        raise KeyError(charge_id)


class Entitlement(Record):
    """`[entitlements.<id>]`: something a customer may do or has."""

    name: Name
    description: Text | None = None


class DealSize(Illustrative):
    """The usual size of a deal of a segment; `most` is left out where there is no upper end."""

    least: Amount
    most: Amount | None = None
    metric: Literal["arr_first", "acv", "tcv"] = "arr_first"


class Segment(Record):
    """`[segments.<id>]`: a sort of customer."""

    name: Name
    attributes: tuple[Text, ...] = ()
    need: Text | None = None
    deal_size: DealSize | None = None
    offers: tuple[str, ...] = ()


class Phase(Record):
    """`[[phases]]`: one phase of the implementation, as printed on the quote."""

    name: Name
    weeks: Name
    activities: tuple[Text, ...] = ()


class Target(Illustrative):
    """`[targets.<id>]`: a figure that the vendor wants the book of quotes to reach."""

    name: Name
    category: Name
    value: Number | None = None
    to: Number | None = None
    op: Literal["at_least", "at_most", "above", "below", "about", "range"]
    unit: Name
    scope: Name | None = None
    by: Name | None = None


class Share(Illustrative):
    """One row of a stated mix, such as customers by tier in year 1."""

    name: Name
    year: Whole
    percent: Percent


class Industry(Record):
    """`[industries.<id>]`: the product an industry starts with, and what it often adds."""

    name: Name
    core: str
    add_ons: tuple[str, ...] = ()
    note: Text | None = None


class Combination(Record):
    """`[[combinations]]`: an example combination of products."""

    name: Name
    skus: tuple[str, ...]
    note: Text | None = None


class Guardrail(Illustrative):
    """A financial limit that deals or the book are held against."""

    name: Name
    metric: Id
    op: Literal["at_least", "at_most", "above", "below"]
    value: Number
    unit: Name
    applies_to: Name | None = None


class Approval(Illustrative):
    """`[[policy.approvals]]`: who must approve when a measure passes a limit."""

    id: Id
    measure: Literal["discount", "tcv", "months", "payment_days", "free_months", "margin"]
    op: Literal["above", "at_least", "below", "at_most"]
    value: Number
    approver: Name
    reason: Text | None = None


class Policy(Record):
    """`[policy]`: guardrails and approvals."""

    guardrails: Mapping[Id, Guardrail] = Field(default_factory=dict)
    approvals: tuple[Approval, ...] = ()


class Role(Record):
    """What one reader of an offer has at stake."""

    name: Name
    pain: Text
    value: Text


class Answer(Record):
    """An objection and the answer to it."""

    objection: Text
    answer: Text


class Position(Record):
    """How the offer stands against one sort of competitor; `topic` is the difference in a word or two."""

    topic: Name | None = None
    against: Name
    they: Text | None = None
    we: Text


class PilotStep(Record):
    """One step of the pilot framework, with the criterion that ends it."""

    step: Whole
    activity: Text
    criterion: Text
    metric: Id | None = None
    op: Literal["at_least", "at_most", "above", "below"] | None = None
    value: Number | None = None
    unit: Name | None = None


class Asset(Record):
    """A document or calculator that helps to sell."""

    name: Name
    purpose: Text
    inputs: tuple[Name, ...] = ()


class Control(Illustrative):
    """`[[playbook.controls]]`: one row of the compliance readiness checklist.

    Attributes:
        feature: The feature that helps; left out where no feature does and the customer's own work is needed.
        requirement: What the criteria ask for, in a few words.
        soc2: SOC 2 trust services criteria, such as "CC6.1".
        gdpr: Articles of the GDPR, such as "32".
        evidence: What is shown to an auditor.
        products: SKUs that have the feature.
    """

    feature: Name | None = None
    requirement: Text
    soc2: tuple[Name, ...] = ()
    gdpr: tuple[Name, ...] = ()
    evidence: Text | None = None
    products: tuple[Id, ...] = ()


class Playbook(Record):
    """`[playbook]`: what sellers and architects know."""

    roles: Mapping[Id, Role] = Field(default_factory=dict)
    objections: tuple[Answer, ...] = ()
    positioning: tuple[Position, ...] = ()
    statement: Text | None = None
    differentiators: tuple[Text, ...] = ()
    channels: tuple[Text, ...] = ()
    motion: tuple[Text, ...] = ()
    renewal: tuple[Text, ...] = ()
    levers: tuple[Text, ...] = ()
    sales: tuple[Text, ...] = ()
    pilot: tuple[PilotStep, ...] = ()
    assets: Mapping[Id, Asset] = Field(default_factory=dict)
    controls: tuple[Control, ...] = ()


class Topic(Record):
    """`[[strategy]]`: what the source says beyond prices, in its words, under its own heading.

    Read by people; no rule uses it and no document for a customer prints it.

    Attributes:
        chapter: Where in the source it stands.
        points: Its list, one entry each.
        outcome: The result that the source expects of it.
        remark: Ours, not the source's: where its figures disagree with others, for instance.
    """

    chapter: Name
    heading: Name
    text: Text | None = None
    points: tuple[Text, ...] = ()
    outcome: Text | None = None
    remark: Text | None = None


class ProjectionRow(Record):
    """One stream in one year of a projection: from … to, in the catalog's currency.

    Attributes:
        customers_least: Customers that the amounts stand for.
        product: The product that those customers buy.
        volume_least: Or the volume that they stand for, in `volume_unit`.
        percent: The share of the year's total that the source states.
    """

    stream: Name
    year: Whole
    least: Number
    most: Number
    customers_least: Whole | None = None
    customers_most: Whole | None = None
    product: str | None = None
    volume_least: Quantity | None = None
    volume_most: Quantity | None = None
    volume_unit: Name | None = None
    percent: Percent | None = None
    note: Text | None = None


class FinancialYear(Record):
    """One year of a plan's profit and loss; each value a range, low end first."""

    year: Whole
    revenue: tuple[Number, Number]
    gross_margin_percent: tuple[Number, Number] | None = None
    operating_expenses: tuple[Number, Number] | None = None
    ebitda: tuple[Number, Number] | None = None
    note: Text | None = None


class Projection(Illustrative):
    """`[projection]`: the revenue plan, and the totals that its source states.

    Attributes:
        rows: Revenue by stream and year.
        totals: Revenue by year over all streams, as the source adds it up.
        detail: The streams' own, finer projections, by product or sort of transaction.
        detail_totals: What the source gives as the sum of one stream's detail in one year.
        results: Profit and loss by year.
    """

    rows: tuple[ProjectionRow, ...] = ()
    totals: tuple[ProjectionRow, ...] = ()
    detail: tuple[ProjectionRow, ...] = ()
    detail_totals: tuple[ProjectionRow, ...] = ()
    results: tuple[FinancialYear, ...] = ()


class UnitEconomics(Illustrative):
    """`[economics.<id>]`: what one customer of a segment brings and costs; each value a range.

    `ltv_years` are the years that the lifetime value counts.
    """

    name: Name
    acv: tuple[Number, Number] | None = None
    arpu_month: tuple[Number, Number] | None = None
    cac: tuple[Number, Number] | None = None
    ltv: tuple[Number, Number] | None = None
    ltv_years: Whole | None = None
    payback_months: tuple[Number, Number] | None = None
    churn_percent: tuple[Number, Number] | None = None


class ValueModel(Illustrative):
    """`[value.<id>]`: how the worth of the offer is stated, for calculators and value-based prices."""

    name: Name
    purpose: Text
    inputs: tuple[Name, ...] = ()
    capture: tuple[Percent, Percent] | None = None
    variants: tuple[Text, ...] = ()


Measure = Literal["list", "net", "usage", "discount", "margin", "tcv", "acv", "arr_first", "arr_exit", "mrr"]
"""What an example expects and an invariant bounds: amounts over the term, or a metric of the quote."""


class Example(Record):
    """`[[examples]]`: a deal, and what it has to come to; `dealdesk catalog test` runs it.

    Attributes:
        deal: What a deal file says; the catalog, the customer and the start may be left out.
        expect: Amounts by measure; `discount` and `margin` in per cent, with two decimals.
    """

    name: Name
    deal: Mapping[str, Any]
    expect: Mapping[Measure, Number] = Field(min_length=1)
    note: Text | None = None


class Invariant(Record):
    """`[[invariants]]`: what holds for every deal that the rules allow; `dealdesk catalog fuzz` tries to break it.

    Attributes:
        measure: What is bounded; a deal for which it is not known is passed over.
        op: How it is bounded, by `value`.
    """

    id: Id
    measure: Measure
    op: Literal["at_least", "at_most", "above", "below"]
    value: Number
    note: Text | None = None


class Catalog(Record):
    """A whole catalog, as read from its folder or file."""

    catalog: Header
    products: Mapping[Id, Product] = Field(min_length=1)
    rules: Rules = Field(default_factory=Rules)
    entitlements: Mapping[Id, Entitlement] = Field(default_factory=dict)
    segments: Mapping[Id, Segment] = Field(default_factory=dict)
    industries: Mapping[Id, Industry] = Field(default_factory=dict)
    combinations: tuple[Combination, ...] = ()
    phases: tuple[Phase, ...] = ()
    targets: Mapping[Id, Target] = Field(default_factory=dict)
    mix: tuple[Share, ...] = ()
    strategy: tuple[Topic, ...] = ()
    policy: Policy = Field(default_factory=Policy)
    playbook: Playbook = Field(default_factory=Playbook)
    projection: Projection = Field(default_factory=Projection)
    economics: Mapping[Id, UnitEconomics] = Field(default_factory=dict)
    value: Mapping[Id, ValueModel] = Field(default_factory=dict)
    examples: tuple[Example, ...] = ()
    invariants: tuple[Invariant, ...] = ()

    _sources: Any = None
    _digest: str = ""
    _logo: str | None = None

    @property
    def logo(self) -> str | None:
        """The vendor's logo as SVG text, or None."""
        return self._logo

    @property
    def digest(self) -> str:
        """SHA-256 of what the files say, whatever their layout and comments; "" for a catalog made in code."""
        return self._digest

    @property
    def sources(self) -> Sources | None:
        """Where each key and value stands; None for a catalog made in code."""
        sources: Sources | None = self._sources
        return sources

    def at(self, *path: str | int) -> str:
        """Return `file:line` of the value at *path*, or "" for a catalog made in code."""
        return self._sources.at(path) if self._sources is not None else ""

    @property
    def places(self) -> int:
        """Decimals of the catalog's currency."""
        return minor_unit(self.catalog.currency)

    def charges(self, skus: Collection[str] | None = None) -> Iterator[tuple[str, Product, Charge]]:
        """Yield the SKU, the product and the charge, for each charge: of all products, or only of *skus*."""
        for sku in self.products:  # their order, without looking at those that nobody wants
            if skus is None or sku in skus:
                product = self.products[sku]
                for charge in product.charges:
                    yield sku, product, charge

    @cached_property
    def families(self) -> frozenset[str]:
        """All families that products name."""
        return frozenset(product.family for product in self.products.values())


def price_in(price: Any, currency: str, default: str) -> Decimal:
    """Return the number that *price* states for *currency*; KeyError when it states none.

    A plain number is in the catalog's own currency, *default*.
    """
    if isinstance(price, Mapping):
        return Decimal(price[currency])
    if currency != default and price:
        raise KeyError(currency)
    return Decimal(price)
