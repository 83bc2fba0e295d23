"""`[policy]`: what deals are held against, and who decides when they go beyond it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from dealdesk.catalog.fields import Id, Illustrative, Name, Text
from dealdesk.pricing.numbers import Number
from dealdesk.record import Field, Record


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
