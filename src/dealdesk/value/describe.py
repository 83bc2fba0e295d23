"""What a printout says of numbers and formulas: labels, words, places, and what a result was made of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from dealdesk.catalog.models import Catalog
from dealdesk.catalog.value import ValueInput, ValueModel, ValueOutput
from dealdesk.catalog.value_program import Program
from dealdesk.formula import Node, names_in, rounded
from dealdesk.formula.words import words
from dealdesk.value.evaluate import Evaluated
from dealdesk.value.savings import Asked, Result, Row, Table, Used

DECIMALS = {"percent": 1, "number": 2, "whole": 0}
"""Decimals of results whose output states none; money has those of its currency."""

BETWEEN = 6
"""Decimals of a result that the model shows nowhere."""

AS_STATED = 12
"""Decimals of an input: all that it can have."""


class Describer:
    """One model with what it came to."""

    def __init__(self, name: str, model: ValueModel, catalog: Catalog, program: Program, found: Evaluated) -> None:
        self.name, self.model, self.catalog, self.program, self.found = name, model, catalog, program, found
        self.labels = _labels(model)

    def input(self, name: str, value: Decimal, *, given: bool) -> Asked:
        """Return an input with its number."""
        return self._asked(("inputs", name), name, self.model.inputs[name], value, given=given)

    def table(self, name: str, stated: Sequence[tuple[str, Mapping[str, Decimal]]], *, given: bool) -> Table:
        """Return a table with its rows as stated and what their formulas came to."""
        table = self.model.tables[name]
        places = {each: self._places(table.outputs.get(each)) for each in self.program.columns[name]}
        rows = tuple(
            Row(row, dict(values), {each: rounded(found[each], places[each]) for each in places})
            for (row, values), found in zip(stated, self.found.rows[name], strict=True)
        )
        columns = tuple(
            self._asked(("tables", name, "columns", each), each, column, None, given=False)
            for each, column in table.columns.items()
        )
        formulas = tuple(
            self._result(
                each,
                node,
                table.formulas[each],
                table.outputs.get(each),
                at=self._at("tables", name, "formulas", each),
                labels=self.labels[name],
            )
            for each, node in self.program.columns[name].items()
        )
        return Table(name, table.label, table.row, columns, formulas, rows, given)

    def result(self, name: str, inputs: Mapping[str, Decimal]) -> Result:
        """Return a formula with what it came to, and what of *inputs* and other results went into it."""
        node, value = self.program.formulas[name], self.found.numbers[name]
        output, at = self.model.outputs.get(name), self._at("formulas", name)
        used = tuple(self._used(node, inputs))
        return self._result(
            name, node, self.model.formulas[name], output, at=at, labels=self.labels[""], value=value, used=used
        )

    # ---- parts

    def _at(self, *path: str | int) -> str:
        return self.catalog.at("value", self.name, *path)

    def _asked(
        self, path: tuple[str, ...], name: str, each: ValueInput, value: Decimal | None, *, given: bool
    ) -> Asked:
        return Asked(
            name=name,
            label=each.label,
            kind=each.kind,
            unit=each.unit or "",
            least=Decimal(each.least),
            most=Decimal(each.most),
            step=Decimal(each.step) if each.step is not None else None,
            value=value,
            usual=Decimal(each.default) if each.default is not None else None,
            given=given,
            help=each.help or "",
            source=each.source or "",
            confidence=each.confidence or "",
            at=self._at(*path),
        )

    def _result(
        self,
        name: str,
        node: Node,
        formula: str,
        output: ValueOutput | None,
        *,
        at: str,
        labels: Mapping[str, str],
        value: Decimal | None = None,
        used: tuple[Used, ...] = (),
    ) -> Result:
        return Result(
            name=name,
            label=labels[name],
            kind=output.kind if output is not None else "number",
            unit=(output.unit or "") if output is not None else "",
            decimals=self._decimals(output),
            formula=formula,
            words=words(node, lambda each: labels[each], lambda each: f"{each.normalize():,f}"),
            value=value,
            shown=rounded(value, self._places(output)) if value is not None else None,
            output=output is not None,
            headline=output is not None and output.headline,
            help=(output.help or "") if output is not None else "",
            at=at,
            used=used,
        )

    def _used(self, node: Node, inputs: Mapping[str, Decimal]) -> Iterator[Used]:
        """Yield the numbers of a formula that stand for themselves, not in rows."""
        for name in names_in(node):
            label = self.labels[""].get(name, name)
            if name in self.model.inputs:
                yield Used(name, label, self.model.inputs[name].kind, inputs[name], AS_STATED)
            elif name in self.model.formulas:
                output = self.model.outputs.get(name)
                kind = output.kind if output is not None else "number"
                value = rounded(self.found.numbers[name], self._places(output))
                yield Used(name, label, kind, value, self._decimals(output))

    def _decimals(self, output: ValueOutput | None) -> int:
        if output is None:
            return BETWEEN
        if output.decimals is not None:
            return output.decimals
        return DECIMALS.get(output.kind, self.catalog.places)

    def _places(self, output: ValueOutput | None) -> int:
        """Return the decimals that a result is rounded to: of a percentage two more, since it is a part of 1."""
        return self._decimals(output) + (2 if output is not None and output.kind == "percent" else 0)


def _labels(model: ValueModel) -> dict[str, dict[str, str]]:
    """Return what documents call everything that a formula may name: in the model (""), and in each table's rows."""
    own = {name: each.label for name, each in model.inputs.items()}
    own |= {name: each.label for name, each in model.tables.items()}
    own |= {name: _label(name, model.outputs) for name in model.formulas}
    found = {}
    for name, table in model.tables.items():
        columns = {each: column.label for each, column in table.columns.items()}
        found[name] = {**own, **columns, **{each: _label(each, table.outputs) for each in table.formulas}}
    inner = {each: label for labels in found.values() for each, label in labels.items()}
    return {"": {**inner, **own}, **found}


def _label(name: str, outputs: Mapping[str, ValueOutput]) -> str:
    return outputs[name].label if name in outputs else name.replace("_", " ").capitalize()
