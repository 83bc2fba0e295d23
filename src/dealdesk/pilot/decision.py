"""What to do after a pilot: scale, extend or stop."""

from __future__ import annotations

from collections.abc import Sequence

from dealdesk.catalog.playbook import PilotStep
from dealdesk.pilot.result.criteria import CriterionResult, Decision, StepResult, Verdict
from dealdesk.pilot.result.measured import Problem

WORST: tuple[Verdict, ...] = ("fail", "not enough data", "not started", "pass", "waived")
"""The verdict of a step is the first of these that one of its criteria has."""


def decide(
    criteria: Sequence[CriterionResult], problems: Sequence[Problem]
) -> tuple[Decision, str, tuple[str, ...], int | None]:
    """Return the decision, its sentence, the reasons, and how many more days are needed where it is to extend.

    One failed criterion is enough to stop; to scale, all have to pass, and no problem of the data may be an error.
    That all have to pass keeps the chance to scale wrongly at that of one criterion (an intersection-union test:
    Berger, Technometrics 24, 1982), so nothing is corrected for the number of criteria.
    """
    failed = [each for each in criteria if each.verdict == "fail"]
    open_ = [each for each in criteria if each.verdict in ("not enough data", "not started")]
    passed = [each for each in criteria if each.verdict == "pass"]
    errors = [each for each in problems if each.severity == "error"]
    counted = f"{len(passed)} of {len(criteria)} {'criterion' if len(criteria) == 1 else 'criteria'} passed"
    if failed:
        reasons = [f"{_named(each)}: {each.why}" for each in failed]
        return "stop", f"Stop: {counted}, {len(failed)} failed.", tuple(reasons), None
    if open_ or errors:
        reasons = [f"{each.title}: {each.effect}" for each in errors]
        reasons += [f"{_named(each)}: {each.why}" for each in open_]
        days = max((each.more_days for each in open_ if each.more_days), default=None)
        hopeless = [each for each in open_ if each.verdict == "not enough data" and each.more_days is None]
        tail = f", {len(open_)} {'has' if len(open_) == 1 else 'have'} not enough data" if open_ else ""
        more = (
            f" About {days} more {'day decides' if days == 1 else 'days decide'} it." if days and not hopeless else ""
        )
        return "extend", f"Extend: {counted}{tail}.{more}", tuple(reasons), days
    worst = [f"{_named(each)}: {each.why}" for each in passed if each.judged == "interval"]
    return "scale", f"Scale: {counted}.", tuple(worst), None


def _named(criterion: CriterionResult) -> str:
    return f"{criterion.name}, {criterion.stage}" if criterion.stage else criterion.name


def steps_of(
    framework: Sequence[PilotStep], criteria: Sequence[CriterionResult], proposal: bool
) -> tuple[StepResult, ...]:
    """Return the steps of the framework with the verdict of each; one without criteria is done with the proposal."""
    made = []
    for step in framework:
        own = [each.verdict for each in criteria if each.step == step.step]
        done: Verdict = "pass" if proposal else "not started"
        verdict = next((each for each in WORST if each in own), done)
        made.append(StepResult(step.step, step.activity, step.criterion, verdict))
    return tuple(made)
