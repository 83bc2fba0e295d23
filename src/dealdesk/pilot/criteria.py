"""The criteria that hold for a pilot: those of the catalog's pilot framework, with the margins agreed for this one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from dealdesk.errors import InputError, Mistake, did_you_mean
from dealdesk.pilot.plan import Pilot

if TYPE_CHECKING:
    from dealdesk.catalog.playbook import PilotCriterion


@dataclass(frozen=True, slots=True)
class Agreed:
    """One criterion as agreed.

    Attributes:
        criterion: As the catalog has it.
        at: `file:line` of the number that counts.
        waived: Why it was agreed not to hold; else None.
    """

    step: int
    criterion: PilotCriterion
    value: Decimal
    confidence: Decimal
    least_requests: int
    least_blocks: int
    at: str
    waived: str | None


def agreed_criteria(pilot: Pilot, catalog: Any) -> tuple[Agreed, ...]:
    """Return the criteria of all steps of the framework, in their order.

    Raises:
        InputError: The catalog has no pilot framework with criteria, or a margin is for none of them.
    """
    every = {
        criterion.id: (place, number, step.step, criterion)
        for place, step in enumerate(catalog.playbook.pilot)
        for number, criterion in enumerate(step.criteria)
    }
    if not every:
        message = f"the catalog {pilot.catalog} has no pilot criteria"
        hint = "add [[playbook.pilot]] with [[playbook.pilot.criteria]] to it"
        raise _wrong(pilot, ("catalog",), message, hint)
    mistakes: list[Mistake] = []
    for name in pilot.margins:
        if name not in every:
            meant = did_you_mean(name, every)
            guess = f"did you mean [margins.{meant}]?" if meant is not None else None
            known = ", ".join(every)
            mistakes += _wrong(pilot, ("margins", name), f"there is no criterion {name}", guess, known).mistakes
    if mistakes:
        raise InputError(mistakes)
    return tuple(_agreed(pilot, catalog, *each) for each in every.values())


def _agreed(pilot: Pilot, catalog: Any, place: int, number: int, step: int, criterion: PilotCriterion) -> Agreed:
    margin = pilot.margins.get(criterion.id)
    at = catalog.at("playbook", "pilot", place, "criteria", number, "value")
    if margin is None:
        return Agreed(
            step,
            criterion,
            criterion.value,
            criterion.confidence,
            criterion.least_requests,
            criterion.least_blocks,
            at,
            None,
        )
    if margin.value is not None:
        at = pilot.at("margins", criterion.id, "value")
    return Agreed(
        step,
        criterion,
        criterion.value if margin.value is None else margin.value,
        criterion.confidence if margin.confidence is None else margin.confidence,
        criterion.least_requests if margin.least_requests is None else margin.least_requests,
        criterion.least_blocks if margin.least_blocks is None else margin.least_blocks,
        at,
        margin.waived,
    )


def scopes(pilot: Pilot, agreed: Agreed) -> Iterator[tuple[str, tuple[int, ...]]]:
    """Yield the name and stages of each comparison that a criterion asks for; nothing for a step without a stage."""
    stages = tuple(number for number, stage in enumerate(pilot.stages) if agreed.step in stage.steps)
    if agreed.criterion.over == "all" and len(stages) > 1:
        yield f"all {len(stages)} stages", stages
    else:
        for number in stages:
            yield pilot.stages[number].name, (number,)


def _wrong(
    pilot: Pilot, path: tuple[str | int, ...], message: str, hint: str | None, allowed: str | None = None
) -> InputError:
    return InputError(pilot.mistake(path, message, on="key", allowed=allowed, hint=hint, code="pilot"))
