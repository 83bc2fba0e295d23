"""`[policy]`: what deals are held against, and who decides when they go beyond it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

from dealdesk.catalog.condition import Condition, MeasureName, Op, check_currencies, check_limit, check_of
from dealdesk.catalog.fields import Id, Illustrative, Name, Text
from dealdesk.pricing.numbers import Amount, Number, Percent, Whole
from dealdesk.record import Field, Record, check


class Deciders(Illustrative):
    """Who decides when a rule fires.

    Attributes:
        approver: The title of the one who decides.
        approvers: Or those of several.
        quorum: How many of them are enough; all when left out.
        order: Whether several are asked at the same time (`parallel`), or one after the other as they are listed.
        level: Lower levels decide before higher ones.
        unknown: What happens where the quote does not give the figure: it is only told (`tell`), or the approvers
            are asked as if the limit were passed (`ask`).
    """

    approver: Name | None = None
    approvers: tuple[Name, ...] = Field(default=(), max_length=12)
    quorum: Annotated[Whole, Field(ge=1)] | None = None
    order: Literal["parallel", "sequential"] = "parallel"
    level: Annotated[Whole, Field(ge=1, le=20)] = 1
    unknown: Literal["tell", "ask"] = "tell"

    @property
    def titles(self) -> tuple[str, ...]:
        """The titles of those who decide; () where the policy names nobody."""
        return (self.approver,) if self.approver is not None else self.approvers

    @property
    def who(self) -> str:
        """Those who decide, in words: "CFO", "CFO and Legal", "2 of CFO, Legal and COO"."""
        *most, last = self.titles or ("nobody",)
        words = f"{', '.join(most)} and {last}" if most else last
        return f"{self.quorum} of {words}" if self.quorum is not None and self.quorum < len(self.titles) else words

    @check
    def _deciders(self) -> None:
        if self.approver is not None and self.approvers:
            raise ValueError("state either approver, or approvers")
        if self.quorum is not None and self.quorum > len(self.titles):
            count = "is 1 approver" if len(self.titles) == 1 else f"are {len(self.titles)} approvers"
            raise ValueError(f"quorum {self.quorum} can never be reached: there {count}")
        if self.quorum is not None and self.order == "sequential" and self.quorum < len(self.titles):
            raise ValueError("approvers who are asked one after the other all decide; quorum is for parallel ones")
        if len(set(self.titles)) < len(self.titles):
            twice = next(each for each in self.titles if self.titles.count(each) > 1)
            raise ValueError(f"approvers names {twice} twice; a title decides once")


class Guardrail(Deciders):
    """A financial limit that deals or the book are held against.

    Attributes:
        metric: Which figure: `margin`, `gross-margin`, `infrastructure-share`, `cac`, `cac-payback`, `ltv-to-cac` are
            those of a deal; others are figures of the book.
        op: How the figure has to compare with `value` for the guardrail to hold.
        segments: Only deals of customers in these segments are held against it.
        least_products: Only deals with so many bundled products, or more, are held against it.
    """

    name: Name
    metric: Id
    op: Op
    value: Number
    unit: Name
    applies_to: Name | None = None
    segments: tuple[str, ...] = ()
    least_products: Whole | None = None

    @check
    def _holds(self) -> None:
        share = self.metric.endswith(("margin", "discount"))
        beyond = self.value > 100 or (self.value == 100 and self.op == "above")
        if share and beyond and self.op in ("above", "at_least"):
            raise ValueError(f"value {self.value:f} can never hold: a {self.metric.replace('-', ' ')} is at most 100 %")


METRICS: Mapping[str, str] = {
    "margin": "margin",
    "gross-margin": "gross_margin",
    "infrastructure-share": "infrastructure_share",
    "cac": "cac",
    "cac-payback": "cac_payback",
    "ltv-to-cac": "ltv_to_cac",
    "discount": "discount",
}
"""The metrics of guardrails that are figures of a deal, and the measure of each."""


class Approval(Deciders):
    """`[[policy.approvals]]`: who must approve when a measure passes a limit.

    Attributes:
        all: Instead of one measure: conditions that have to be true together.
        any: Instead of one measure: conditions of which one has to be true.
    """

    id: Id
    measure: MeasureName | None = None
    op: Op | None = None
    value: Number | None = None
    values: Mapping[str, Number] = Field(default_factory=dict)
    skus: tuple[str, ...] = ()
    families: tuple[str, ...] = ()
    terms: tuple[str, ...] = ()
    all_: tuple[Condition, ...] = Field(default=(), alias="all", max_length=12)
    any_: tuple[Condition, ...] = Field(default=(), alias="any", max_length=12)
    reason: Text | None = None

    @check
    def _rule(self) -> None:
        if not self.titles:
            raise ValueError('state the approver, such as approver = "Head of Sales", or approvers')
        single = ("measure", "op", "value", "values", "skus", "families", "terms")
        if self.all_ or self.any_:
            if stated := [name for name in single if getattr(self, name)]:
                raise ValueError(f"{stated[0]} belongs into the conditions of all or any")
        elif self.measure is None or self.op is None or (self.value is None) == (not self.values):
            raise ValueError("state measure, op and value, or conditions in all or any")
        check_limit(self.measure, self.op, (self.value,) if self.value is not None else tuple(self.values.values()))
        check_currencies(self.measure, self.values)
        check_of(self.measure, self.skus, self.families, self.terms)

    @property
    def conditions(self) -> tuple[Condition, ...]:
        """The conditions: those of `all`, then those of `any`, or the one that the rule itself states."""
        if self.measure is None or self.op is None:
            return (*self.all_, *self.any_)
        names = ("measure", "op", "value", "values", "skus", "families", "terms")
        return (Condition.trusted(**{name: getattr(self, name) for name in names}),)


class EnvelopePolicy(Record):
    """`[policy.envelope]`: how far a quote may move after its approval before it has to be approved again.

    Attributes:
        discount_points: Points of discount more than approved.
        margin_points: Points of margin less than approved.
        months: Months of term more than approved.
        payment_days: Days to pay more than approved.
        free_months: Free months more than approved.
        start_days: Days that the start may be later than approved.
        tcv_percent: How far the contract value may move either way, in per cent.
        tcv_amount: The same as an amount in the quote's currency; of the two, the narrower one holds.
    """

    discount_points: Percent = Field(default=0, validate_default=True)
    margin_points: Percent = Field(default=0, validate_default=True)
    months: Whole = 0
    payment_days: Whole = 0
    free_months: Whole = 0
    start_days: Whole = 31
    tcv_percent: Amount = Field(default=10, validate_default=True)
    tcv_amount: Amount | None = None


Foldable = Literal[
    "price_book", "commitment", "bundle", "volume", "term", "partner", "promotion", "negotiated", "uplift",
    "free_months", "line_amount", "deal_amount", "maximum", "minimum", "floor",
]  # fmt: skip


class Disclosure(Record):
    """`[policy.disclosure]`: what of a price customers may not know.

    Attributes:
        fold: Steps that documents and their data show as one adjustment; the floor always is.
        references: Customers who agreed to be named to others: the leak guard lets their names stand.
    """

    fold: tuple[Foldable, ...] = ()
    references: tuple[Name, ...] = Field(default=(), max_length=1000)


class Policy(Record):
    """`[policy]`: guardrails and approvals."""

    guardrails: Mapping[Id, Guardrail] = Field(default_factory=dict)
    approvals: tuple[Approval, ...] = ()
    envelope: EnvelopePolicy = Field(default_factory=EnvelopePolicy)
    disclosure: Disclosure = Field(default_factory=Disclosure)
