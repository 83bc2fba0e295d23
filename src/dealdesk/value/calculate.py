"""A value model with the numbers of a customer: the printout, or everything that is wrong with the numbers."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from dealdesk.catalog.inside import mistake_inside
from dealdesk.catalog.models import Catalog
from dealdesk.catalog.value import ValueModel
from dealdesk.catalog.value_program import Program, program
from dealdesk.errors import InputError, Mistake, did_you_mean
from dealdesk.formula import compute
from dealdesk.formula.tree import Compare
from dealdesk.quoting.paper import vendor
from dealdesk.value.describe import Describer
from dealdesk.value.evaluate import Evaluated, NoResult, evaluate
from dealdesk.value.given import Given, GivenRow, as_mistakes, missing, range_of, wrong_inputs, wrong_rows
from dealdesk.value.savings import Checked, Origin, Savings, Stated


def model_named(name: str, catalog: Catalog) -> ValueModel:
    """Return the value model of that name.

    Raises:
        InputError: The catalog has none of that name, or it has no formulas.
    """
    with_formulas = [each for each, model in catalog.value.items() if model.formulas]
    if name not in catalog.value:
        guess = did_you_mean(name, with_formulas)
        allowed = ", ".join(with_formulas) or "none: this catalog has no models with formulas"
        hint = f"did you mean {guess}?" if guess else None
        message = f"{catalog.catalog.id} has no value model {name}"
        raise InputError(Mistake(message, None, None, allowed, hint, "no-model"))
    model = catalog.value[name]
    if not model.formulas:
        message = f"the value model {name} has no formulas: it describes, and calculates nothing"
        raise InputError(Mistake(message, None, None, ", ".join(with_formulas) or None, None, "no-model"))
    return model


def calculate(name: str, catalog: Catalog, given: Given, *, today: date, sources: Any = None) -> Savings:
    """Return what the value model *name* of *catalog* comes to.

    Args:
        name: Id of the model, as in `[value.<id>]`.
        catalog: The catalog.
        given: Numbers; where none is given stands the model's own.
        today: The day that the printout is dated, where *given* states none.
        sources: Where the given numbers stand, for mistakes; None for those of a command line.

    Raises:
        InputError: A number is missing or out of range, a check of the level "error" fails, or a formula divides by
            0; every mistake is named, with its place.
    """
    model = model_named(name, catalog)
    _refuse(model, given, sources)
    formulas = program(model)
    inputs, rows = _stated(model, given)
    try:
        found = evaluate(model, formulas, inputs, {table: [row for _, row in rows[table]] for table in rows})
    except NoResult as failed:
        raise InputError(_no_result(name, catalog, failed)) from None
    _refuse_failed_checks(name, model, catalog, formulas, found)
    describer = Describer(name, model, catalog, formulas, found)
    header = catalog.catalog
    return Savings(
        model=name,
        name=model.name,
        purpose=model.purpose,
        catalog=Origin(header.id, header.name, header.version, catalog.digest),
        vendor=vendor(catalog).name,
        customer=given.customer,
        language=given.language,
        issued=given.issued or today,
        currency=header.currency,
        places=catalog.places,
        accent=header.brand.accent,
        logo=catalog.logo,
        inputs=tuple(describer.input(each, inputs[each], given=each in given.inputs) for each in model.inputs),
        tables=tuple(describer.table(each, rows[each], given=each in given.rows) for each in model.tables),
        results=tuple(describer.result(each, inputs) for each in formulas.formulas),
        checks=tuple(
            Checked(each.holds, each.message, each.level, met)
            for each, met in zip(model.checks, found.met, strict=True)
        ),
        assumptions=tuple(
            Stated(each.text, each.source, each.confidence, each.note or "") for each in model.assumptions
        ),
        capture=model.capture or (),
        variants=model.variants,
        illustrative=model.illustrative,
        note=model.note or "",
    )


def _refuse(model: ValueModel, given: Given, sources: Any) -> None:
    """Raise InputError with every number that is missing, unknown, or out of its range."""
    rows = {name: tuple({"name": each.name, **each.values} for each in rows) for name, rows in given.rows.items()}
    found = list(as_mistakes(wrong_inputs(model, given.inputs), ("inputs",), sources))
    found += as_mistakes(wrong_rows(model, rows), ("rows",), sources)
    for name in missing(model, given.inputs):
        asked = model.inputs[name]
        hint = f"--set {name}=…, or {name} = … below [inputs] of the file"
        found.append(Mistake(f"{name} is missing: {asked.label}", None, None, range_of(asked), hint, "missing"))
    if found:
        raise InputError(found)


def _stated(
    model: ValueModel, given: Given
) -> tuple[dict[str, Decimal], dict[str, list[tuple[str, dict[str, Decimal]]]]]:
    """Return every input, and every row with its name, as stated or as the model has them."""
    inputs = {name: Decimal(given.inputs.get(name, asked.default or 0)) for name, asked in model.inputs.items()}
    rows = {}
    for name, table in model.tables.items():
        own = tuple(GivenRow(each.name, each.values) for each in table.rows)
        rows[name] = [
            (
                row.name,
                {each: Decimal(row.values.get(each, column.default or 0)) for each, column in table.columns.items()},
            )
            for row in given.rows.get(name) or own
        ]
    return inputs, rows


def _no_result(name: str, catalog: Catalog, failed: NoResult) -> Mistake:
    """Return the mistake of a formula without result, at its column."""
    failure, path = failed.failure, ("value", name, *failed.path)
    if catalog.sources is None:
        return Mistake(f"{'.'.join(map(str, failed.path))}: {failure.message}", hint=failure.hint, code="formula")
    start, end = failure.start, failure.end
    return mistake_inside(catalog.sources, path, start, end, failure.message, hint=failure.hint)


def _refuse_failed_checks(name: str, model: ValueModel, catalog: Catalog, formulas: Program, found: Evaluated) -> None:
    """Raise InputError with every check of the level "error" that does not hold, and its two sides."""
    failed = []
    for number, (each, node, met) in enumerate(zip(model.checks, formulas.checks, found.met, strict=True)):
        if not met and each.level == "error" and isinstance(node, Compare):
            left, right = (compute(side, found.numbers, found.rows) for side in (node.left, node.right))
            sides = f"it is {left.normalize():f} against {right.normalize():f}"
            said = f"{each.message}: {each.holds} does not hold, {sides}"
            at = catalog.at("value", name, "checks", number, "holds")
            failed.append(Mistake(said, hint=f"the check stands at {at}" if at else None, code="check"))
    if failed:
        raise InputError(failed)
