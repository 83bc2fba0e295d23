"""A value model with numbers: every formula in its order, each with what it was made of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from dealdesk.catalog.inside import mistake_inside
from dealdesk.catalog.models import Catalog
from dealdesk.catalog.value import ValueInput, ValueModel, ValueOutput, ValueTable
from dealdesk.catalog.value_program import Program, program
from dealdesk.errors import InputError, Mistake, did_you_mean
from dealdesk.formula import Failure, Node, compute, names_in, rounded
from dealdesk.formula.compute import holds
from dealdesk.formula.tree import Compare
from dealdesk.formula.words import words
from dealdesk.quoting.paper import vendor
from dealdesk.value.given import Given, GivenRow, as_mistakes, missing, range_of, wrong_inputs, wrong_rows
from dealdesk.value.savings import Asked, Checked, Origin, Result, Row, Savings, Stated, Table, Used

HUNDREDTH = -2
DECIMALS = {"percent": 1, "number": 2, "whole": 0}
"""Decimals of results whose output states none; money has those of its currency."""


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
    return _Calculation(name, model, catalog, given, today).savings()


def _refuse(model: ValueModel, given: Given, sources: Any) -> None:
    rows = {name: tuple({"name": each.name, **each.values} for each in rows) for name, rows in given.rows.items()}
    found = list(as_mistakes(wrong_inputs(model, given.inputs), ("inputs",), sources))
    found += as_mistakes(wrong_rows(model, rows), ("rows",), sources)
    for name in missing(model, given.inputs):
        asked = model.inputs[name]
        hint = f"--set {name}=…, or {name} = … below [inputs] of the file"
        found.append(Mistake(f"{name} is missing: {asked.label}", None, None, range_of(asked), hint, "missing"))
    if found:
        raise InputError(found)


class _Calculation:
    """One model with its numbers."""

    def __init__(self, name: str, model: ValueModel, catalog: Catalog, given: Given, today: date) -> None:
        self.name, self.model, self.catalog, self.given = name, model, catalog, given
        self.issued = given.issued or today
        self.program: Program = program(model)
        self.stated = {each: given.inputs.get(each, asked.default) for each, asked in model.inputs.items()}
        self.numbers = {
            each: part(Decimal(value), model.inputs[each].kind)
            for each, value in self.stated.items()
            if value is not None
        }
        self.rows: dict[str, list[dict[str, Decimal]]] = {}
        self.labels = _labels(model)

    def at(self, *path: str | int) -> str:
        return self.catalog.at("value", self.name, *path)

    def compute(self, node: Node, path: tuple[str | int, ...], numbers: Mapping[str, Decimal]) -> Decimal:
        try:
            return compute(node, numbers, self.rows)
        except Failure as failure:
            raise InputError(self.failed(failure, path)) from None

    def failed(self, failure: Failure, path: tuple[str | int, ...]) -> Mistake:
        """Return the mistake of a formula without result, at its column."""
        whole = ("value", self.name, *path)
        if self.catalog.sources is None:
            return Mistake(f"{'.'.join(map(str, path))}: {failure.message}", hint=failure.hint, code="formula")
        return mistake_inside(
            self.catalog.sources, whole, failure.start, failure.end, failure.message, hint=failure.hint
        )

    def savings(self) -> Savings:
        model, header = self.model, self.catalog.catalog
        tables = tuple(self.table(name, table) for name, table in model.tables.items())
        results = tuple(self.result(name, node) for name, node in self.program.formulas.items())
        return Savings(
            model=self.name,
            name=model.name,
            purpose=model.purpose,
            catalog=Origin(header.id, header.name, header.version, self.catalog.digest),
            vendor=vendor(self.catalog).name,
            customer=self.given.customer,
            language=self.given.language,
            issued=self.issued,
            currency=header.currency,
            places=self.catalog.places,
            accent=header.brand.accent,
            logo=self.catalog.logo,
            inputs=tuple(
                self.asked(("inputs", name), name, each, self.stated[name]) for name, each in model.inputs.items()
            ),
            tables=tables,
            results=results,
            checks=self.checks(),
            assumptions=tuple(
                Stated(each.text, each.source, each.confidence, each.note or "") for each in model.assumptions
            ),
            capture=model.capture or (),
            variants=model.variants,
            illustrative=model.illustrative,
            note=model.note or "",
        )

    def asked(self, path: tuple[str | int, ...], name: str, each: ValueInput, value: Decimal | None) -> Asked:
        return Asked(
            name,
            each.label,
            each.kind,
            each.unit or "",
            Decimal(each.least),
            Decimal(each.most),
            each.step,
            Decimal(value) if value is not None else None,
            each.default,
            name in self.given.inputs and path[0] == "inputs",
            each.help or "",
            each.source or "",
            each.confidence or "",
            self.at(*path),
        )

    # ---- tables

    def table(self, name: str, table: ValueTable) -> Table:
        rows = self.given.rows.get(name) or tuple(GivenRow(each.name, each.values) for each in table.rows)
        computed = self.program.columns[name]
        self.rows[name] = []
        shown = []
        for row in rows:
            stated = {each: row.values.get(each, column.default) for each, column in table.columns.items()}
            known = {each: Decimal(value) for each, value in stated.items() if value is not None}
            numbers = {each: part(value, table.columns[each].kind) for each, value in known.items()}
            for each, node in computed.items():
                path = ("tables", name, "formulas", each)
                numbers[each] = self.compute(node, path, {**self.numbers, **numbers})
            self.rows[name].append(numbers)
            results = {each: rounded(numbers[each], self.places(table.outputs.get(each))) for each in computed}
            shown.append(Row(row.name, known, results))
        columns = tuple(
            self.asked(("tables", name, "columns", each), each, column, None) for each, column in table.columns.items()
        )
        formulas = tuple(self.described(("tables", name), each, node, table) for each, node in computed.items())
        return Table(name, table.label, table.row, columns, formulas, tuple(shown), name in self.given.rows)

    def described(self, path: tuple[str, str], name: str, node: Node, table: ValueTable) -> Result:
        output = table.outputs.get(name)
        at = self.at(*path, "formulas", name)
        return self._result(name, node, table.formulas[name], output, None, at, self.labels[path[1]])

    # ---- formulas

    def result(self, name: str, node: Node) -> Result:
        value = self.compute(node, ("formulas", name), self.numbers)
        self.numbers[name] = value
        output = self.model.outputs.get(name)
        at = self.at("formulas", name)
        return self._result(name, node, self.model.formulas[name], output, value, at, self.labels[""])

    def _result(
        self,
        name: str,
        node: Node,
        formula: str,
        output: ValueOutput | None,
        value: Decimal | None,
        at: str,
        labels: Mapping[str, str],
    ) -> Result:
        decimals = self.decimals(output)
        return Result(
            name=name,
            label=output.label if output is not None else labels[name],
            kind=output.kind if output is not None else "number",
            unit=(output.unit or "") if output is not None else "",
            decimals=decimals,
            formula=formula,
            words=words(node, lambda each: labels[each], lambda each: f"{each.normalize():,f}"),
            value=value,
            shown=rounded(value, self.places(output)) if value is not None else None,
            output=output is not None,
            headline=output is not None and output.headline,
            help=(output.help or "") if output is not None else "",
            at=at,
            used=tuple(self.used(node)) if value is not None else (),
        )

    def used(self, node: Node) -> Iterator[Used]:
        """Yield the numbers of a formula that stand for themselves, not in rows."""
        for name in names_in(node):
            if name in self.model.inputs:
                asked = self.model.inputs[name]
                yield Used(name, asked.label, asked.kind, Decimal(self.stated[name] or 0), 12)
            elif name in self.model.formulas and name in self.numbers:
                output = self.model.outputs.get(name)
                kind = output.kind if output is not None else "number"
                yield Used(name, self.labels[""][name], kind, self.numbers[name], self.decimals(output))

    def decimals(self, output: ValueOutput | None) -> int:
        if output is None:
            return 6
        if output.decimals is not None:
            return output.decimals
        return DECIMALS.get(output.kind, self.catalog.places)

    def places(self, output: ValueOutput | None) -> int:
        """Return the decimals that a result is rounded to: of a percentage two more, since it is a part of 1."""
        return self.decimals(output) + (2 if output is not None and output.kind == "percent" else 0)

    # ---- checks

    def checks(self) -> tuple[Checked, ...]:
        found, failed = [], []
        for number, (each, node) in enumerate(zip(self.model.checks, self.program.checks, strict=True)):
            path = ("checks", number, "holds")
            try:
                met = holds(node, self.numbers, self.rows)
            except Failure as failure:
                raise InputError(self.failed(failure, path)) from None
            found.append(Checked(each.holds, each.message, each.level, met))
            if not met and each.level == "error" and isinstance(node, Compare):
                left, right = (compute(side, self.numbers, self.rows) for side in (node.left, node.right))
                sides = f"it is {left.normalize():f} against {right.normalize():f}"
                said = f"{each.message}: {each.holds} does not hold, {sides}"
                failed.append(Mistake(said, hint=f"the check stands at {self.at(*path)}", code="check"))
        if failed:
            raise InputError(failed)
        return tuple(found)


def part(value: Decimal, kind: str) -> Decimal:
    """Return a stated number as formulas have it: a percentage as a part of 1."""
    return value.scaleb(HUNDREDTH) if kind == "percent" and value else value


def _labels(model: ValueModel) -> dict[str, dict[str, str]]:
    """Return what documents call everything that a formula may name: for the model (""), and in each table's rows."""
    own = {name: each.label for name, each in model.inputs.items()}
    own |= {name: each.label for name, each in model.tables.items()}
    own |= {name: _label(name, model.outputs) for name in model.formulas}
    found = {}
    for name, table in model.tables.items():
        inner = {each: column.label for each, column in table.columns.items()}
        found[name] = {**own, **inner, **{each: _label(each, table.outputs) for each in table.formulas}}
    columns = {each: label for labels in found.values() for each, label in labels.items()}
    return {"": {**columns, **own}, **found}


def _label(name: str, outputs: Mapping[str, ValueOutput]) -> str:
    return outputs[name].label if name in outputs else name.replace("_", " ").capitalize()
