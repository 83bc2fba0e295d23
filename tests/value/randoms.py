"""Random numbers for value models, and what both engines make of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from functools import cache
from random import Random
from typing import Any

from dealdesk.catalog.load import load_catalog, packaged
from dealdesk.catalog.value import ValueInput, ValueModel
from dealdesk.catalog.value_program import program
from dealdesk.documents.calculator import program as page_program
from dealdesk.documents.language import Language
from dealdesk.documents.view.savings import Numbers
from dealdesk.value.calculate import calculate
from dealdesk.value.evaluate import NoResult, evaluate
from dealdesk.value.given import Given
from tests.value.javascript import answers, same

TODAY = date(2026, 11, 20)
CATALOGS = ("ai-control-plane", "stellar-logic", "sippar")
REASONS = {"this divides by 0": "divides"}
Case = tuple[dict[str, Decimal], dict[str, list[dict[str, Decimal]]]]


@cache
def models() -> tuple[tuple[str, str], ...]:
    """Return the catalog and the name of every model that calculates."""
    found = [(each, load_catalog(packaged("catalogs") / each)) for each in CATALOGS]
    return tuple((each, name) for each, catalog in found for name, one in catalog.value.items() if one.formulas)


def model_of(catalog: str, name: str) -> ValueModel:
    return load_catalog(packaged("catalogs") / catalog).value[name]


def number(random: Random, asked: ValueInput) -> Decimal:
    """Return a number that an input admits: an end of its range, a round one, or any with up to 12 decimals."""
    least, most = Decimal(asked.least), Decimal(asked.most)
    way = random.random()
    if way < 0.06:
        return least if way < 0.03 else most
    places = 0 if asked.kind == "whole" else random.choice((0, 1, 2, 2, 3, 4, 6, 12))
    if way < 0.5 or most <= 1:
        value = least + (most - least) * Decimal(random.randrange(10**12)) / 10**12
    else:  # as often small as large
        value = most * Decimal(10) ** -Decimal(random.randrange(12)) * Decimal(random.randrange(1, 1000)) / 1000
    found = value.quantize(Decimal(1).scaleb(-places))
    return min(max(found, least), most)


def case(random: Random, model: ValueModel) -> Case:
    """Return random inputs and rows."""
    inputs = {name: number(random, each) for name, each in model.inputs.items()}
    rows = {
        name: [
            {each: number(random, column) for each, column in table.columns.items()}
            for _ in range(random.randint(1, 6))
        ]
        for name, table in model.tables.items()
    }
    return inputs, rows


def given(each: Case) -> dict[str, Any]:
    inputs, rows = each
    return {
        "inputs": {name: f"{value:f}" for name, value in inputs.items()},
        "rows": {name: [{k: f"{v:f}" for k, v in row.items()} for row in found] for name, found in rows.items()},
    }


def of_page(catalog: str, name: str) -> dict[str, Any]:
    """Return the model as the page has it."""
    found = load_catalog(packaged("catalogs") / catalog)
    model = found.value[name]
    inputs = {each: Decimal(one.least) for each, one in model.inputs.items() if one.default is None}
    made = calculate(name, found, Given(inputs), today=TODAY)
    from dealdesk.documents.assets import assets

    return page_program(Numbers(made, assets("savings").language("en")))


def differences(catalog: str, name: str, cases: Sequence[Case]) -> Iterator[str]:
    """Yield where the page comes to another number than Python, to the last of 34 digits."""
    model = model_of(catalog, name)
    formulas = program(model)
    said = answers([of_page(catalog, name)], [given(each) for each in cases])
    assert len(said) == len(cases)
    for (inputs, rows), answer in zip(cases, said, strict=True):
        try:
            found = evaluate(model, formulas, inputs, rows)
        except NoResult as failed:
            expected = REASONS.get(failed.failure.message, "too_large")
            if answer.get("failure") != expected:
                yield f"{name}: {inputs}: {failed.failure.message}, and the page says {answer}"
            continue
        if "failure" in answer:
            yield f"{name}: {inputs}: the page has no result: {answer}"
            continue
        for formula in formulas.formulas:
            if not same(answer["results"][formula], found.numbers[formula]):
                theirs = answer["results"][formula]
                yield f"{name}: {inputs}: {formula} is {found.numbers[formula]}, on the page {theirs}"
        for table, entries in found.rows.items():
            for ours, said_row in zip(entries, answer["rows"][table], strict=True):
                if any(not same(said_row[each], value) for each, value in ours.items()):
                    yield f"{name}: {inputs}: a row of {table} is {ours}, on the page {said_row}"
        if list(found.met) != answer["met"]:
            yield f"{name}: {inputs}: checks {found.met}, on the page {answer['met']}"


__all__ = ["CATALOGS", "TODAY", "Language", "case", "differences", "given", "model_of", "models", "number"]
