"""The formulas of a value model with numbers, in their order: exact, and nothing else.  A browser does the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from dealdesk.catalog.value import ValueModel
from dealdesk.catalog.value_program import Program
from dealdesk.formula import Failure, Node, compute
from dealdesk.formula.compute import holds

Path = tuple[str | int, ...]


@dataclass(frozen=True)
class Evaluated:
    """What formulas come to.

    Attributes:
        numbers: Inputs and formulas of the model by name; percentages as parts of 1.
        rows: For each table, the numbers of each row: its columns and its formulas.
        met: Whether each check of the model holds.
    """

    numbers: Mapping[str, Decimal]
    rows: Mapping[str, Sequence[Mapping[str, Decimal]]]
    met: tuple[bool, ...]


class NoResult(ArithmeticError):
    """A formula that has no result for these numbers, and where it stands in its model."""

    def __init__(self, failure: Failure, path: Path) -> None:
        super().__init__(failure.message)
        self.failure, self.path = failure, path


def evaluate(
    model: ValueModel,
    program: Program,
    inputs: Mapping[str, Decimal],
    rows: Mapping[str, Sequence[Mapping[str, Decimal]]],
) -> Evaluated:
    """Return what the formulas of *model* come to.

    Args:
        model: The model, for what its numbers are.
        program: Its formulas.
        inputs: Every input as stated: 60 means 60 %.
        rows: For each table its rows: every column as stated.

    Raises:
        NoResult: A formula divides by 0, or its result is too large.
    """
    numbers = {name: part(inputs[name], asked.kind) for name, asked in model.inputs.items()}
    found: dict[str, list[dict[str, Decimal]]] = {}
    for name, table in model.tables.items():
        found[name] = []
        for row in rows[name]:
            own = {each: part(row[each], column.kind) for each, column in table.columns.items()}
            for each, node in program.columns[name].items():
                own[each] = _computed(node, ("tables", name, "formulas", each), {**numbers, **own}, found)
            found[name].append(own)
    for name, node in program.formulas.items():
        numbers[name] = _computed(node, ("formulas", name), numbers, found)
    met = []
    for number, node in enumerate(program.checks):
        try:
            met.append(holds(node, numbers, found))
        except Failure as failure:
            raise NoResult(failure, ("checks", number, "holds")) from None
    return Evaluated(numbers, found, tuple(met))


def part(value: Decimal, kind: str) -> Decimal:
    """Return a stated number as formulas have it: a percentage as a part of 1."""
    return value.scaleb(-2) if kind == "percent" and value else value


def _computed(
    node: Node, path: Path, numbers: Mapping[str, Decimal], rows: Mapping[str, Sequence[Mapping[str, Decimal]]]
) -> Decimal:
    try:
        return compute(node, numbers, rows)
    except Failure as failure:
        raise NoResult(failure, path) from None
