"""Benefits whose worth a value model of the catalog says."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from dealdesk.catalog.models import Catalog
from dealdesk.errors import InputError, Mistake, did_you_mean
from dealdesk.value.roi.case import Case

Worth = dict[int, tuple[Decimal, str]]
"""By number of the benefit: what it is worth a year, and in words which output of which model says so."""


def worth_of(case: Case, catalog: Catalog | None, today: date, at: Callable[..., Mistake]) -> Worth:
    """Return what value models say that benefits are worth a year.

    Args:
        case: What is said.
        catalog: Whose models they are.
        today: The day of the calculation.
        at: Makes a mistake at a path of the case.

    Raises:
        InputError: There is no such model or output, or its inputs are not in order; told at the benefit.
    """
    found: Worth = {}
    wrong: list[Mistake] = []
    for number, benefit in enumerate(case.benefits):
        if benefit.model is None or catalog is None:
            continue
        try:
            found[number] = _one(benefit.model, benefit.output or "", dict(benefit.inputs or {}), catalog, today)
        except InputError as refused:
            path = ("benefits", number, "model")
            wrong += [
                each if each.place is not None else at(path, each.message, allowed=each.allowed, hint=_hint(each))
                for each in refused.mistakes
            ]
        except NoOutput as missing:
            guess = did_you_mean(str(missing), missing.known)
            hint = f'did you mean "{guess}"?' if guess else None
            message = f"the value model {benefit.model} has no output {missing}"
            wrong.append(at(("benefits", number, "output"), message, allowed=", ".join(missing.known), hint=hint))
    if wrong:
        raise InputError(wrong)
    return found


class NoOutput(Exception):
    """A model has no output of that name."""

    def __init__(self, name: str, known: tuple[str, ...]) -> None:
        super().__init__(name)
        self.known = known


def _hint(each: Mistake) -> str | None:
    """Return a hint that is about files, not about options of a command."""
    if each.hint is None or "--set" not in each.hint:
        return each.hint
    name = each.hint.split("--set ")[1].split("=")[0]
    return f"add it to the inputs of this benefit: inputs = {{ {name} = … }}"


def _one(model: str, output: str, inputs: dict[str, Any], catalog: Catalog, today: date) -> tuple[Decimal, str]:
    from dealdesk.value.calculate import calculate
    from dealdesk.value.given import Given

    numbers = {name: Decimal(value) for name, value in inputs.items()}
    savings = calculate(model, catalog, Given(inputs=numbers), today=today)
    outputs = {each.name: each for each in savings.results if each.output and each.kind == "money"}
    if output not in outputs:
        raise NoOutput(output, tuple(outputs))
    result = outputs[output]
    shown = result.shown if result.shown is not None else Decimal(0)
    if shown < 0:
        raise InputError(Mistake(f"{model}: {output} comes to {shown:,f}: a benefit is 0 or more", code="roi"))
    return shown, f"{model}: {result.label.lower()} ({result.at})"
