"""`[playbook]`: what sellers and architects know."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from dealdesk.catalog.fields import Id, Illustrative, Name, Text
from dealdesk.pricing.numbers import Number, Whole
from dealdesk.record import Field, Record


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
