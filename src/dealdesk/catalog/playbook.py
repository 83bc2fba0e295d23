"""`[playbook]`: what sellers and architects know."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Literal

from dealdesk.catalog.fields import Id, Illustrative, Name, Text
from dealdesk.pricing.numbers import Number, Whole
from dealdesk.record import Field, Record, check


class Role(Illustrative):
    """`[playbook.roles.<id>]`: what one reader of an offer has at stake, and what a page for that reader says.

    Attributes:
        proof: How the value is shown to be true, one entry each.
        includes: What of the offer serves this reader, one entry each.
        products: SKUs that have it; the page says what they cost from.
        next_step: What to do next, in a sentence.
    """

    name: Name
    pain: Text
    value: Text
    proof: tuple[Text, ...] = ()
    includes: tuple[Text, ...] = ()
    products: tuple[Id, ...] = ()
    next_step: Text | None = None


class Answer(Illustrative):
    """An objection and the answer to it.

    Attributes:
        proof: What shows that the answer is true.
        against: The positions that hear it, by their `against`; left out where everybody may.
    """

    objection: Text
    answer: Text
    proof: Text | None = None
    against: tuple[Name, ...] = ()


class Fact(Record):
    """What is known about a sort of competitor, and how long it may be said.

    Attributes:
        source: Where it comes from.
        checked: The day on which somebody last looked.
        until: The last day on which it may be said without another look.
    """

    text: Text
    source: Text
    checked: date
    until: date

    @check
    def _in_order(self) -> None:
        if self.until < self.checked:
            raise ValueError(f"it may be said until {self.until}, which is before it was checked, on {self.checked}")


class Position(Illustrative):
    """How the offer stands against one sort of competitor; `topic` is the difference in a word or two.

    Attributes:
        fair: One sentence about them that they would sign.
        win: When customers choose the offer.
        lose: When they choose the other, and rightly.
        ask: Questions that show which of the two it is.
        price: What to say about the price beside theirs.
        owner: Who keeps this up to date.
        checked: The day on which the owner last looked.
        facts: What is known about them, with the day until which it may be said.
    """

    topic: Name | None = None
    against: Name
    they: Text | None = None
    we: Text
    fair: Text | None = None
    win: tuple[Text, ...] = ()
    lose: tuple[Text, ...] = ()
    ask: tuple[Text, ...] = ()
    price: Text | None = None
    owner: Name | None = None
    checked: date | None = None
    facts: tuple[Fact, ...] = ()


PilotMeasure = Literal[
    "recorded",
    "p50-latency",
    "p95-latency",
    "p99-latency",
    "quality",
    "error-rate",
    "savings",
    "token-savings",
    "policy-coverage",
    "incidents",
    "security-findings",
]
"""What of a pilot a criterion looks at; `dealdesk.pilot.measures` has a line for each."""


class PilotCriterion(Illustrative):
    """`[[playbook.pilot.criteria]]`: what decides, with numbers, whether a step of a pilot has succeeded.

    Attributes:
        measure: What is measured: `p95-latency`, `quality` and `error-rate` compare the treatment with the baseline
            (per cent, per cent, and percentage points), `savings` is per request and `token-savings` per 1K tokens
            with the mix of workloads held fixed, `recorded` and `policy-coverage` are per cent of requests, and
            `incidents` and `security-findings` are counts.
        op: How the measure has to compare with `value`.
        value: The margin or the target, agreed before the pilot.
        over: Each stage of the step has to pass (`each`), or all of them taken together (`all`).
        confidence: Per cent; the whole interval of this confidence has to be on the right side.
        least_requests: Fewer requests in either arm are not enough data.
        least_blocks: Fewer blocks of time in either arm are not enough data.
    """

    id: Id
    name: Name
    measure: PilotMeasure
    op: Literal["at_least", "at_most", "above", "below"]
    value: Number
    over: Literal["each", "all"] = "each"
    confidence: Annotated[Number, Field(ge=50, lt=100)] = Field(default=95, validate_default=True)
    least_requests: Whole = 10_000
    least_blocks: Annotated[Whole, Field(ge=2)] = 5


class PilotStep(Record):
    """One step of the pilot framework, with the criterion that ends it: in words, and with the numbers that decide."""

    step: Whole
    activity: Text
    criterion: Text
    metric: Id | None = None
    op: Literal["at_least", "at_most", "above", "below"] | None = None
    value: Number | None = None
    unit: Name | None = None
    criteria: tuple[PilotCriterion, ...] = ()


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
        owner: Who keeps it, such as "Customer: identity team".
        gap: What the feature leaves to be done.
        products: SKUs that have the feature; left out where all have it.
    """

    feature: Name | None = None
    requirement: Text
    soc2: tuple[Name, ...] = ()
    gdpr: tuple[Name, ...] = ()
    evidence: Text | None = None
    owner: Name | None = None
    gap: Text | None = None
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
