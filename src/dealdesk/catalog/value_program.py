"""The formulas of a value model: read, held against its names, and in the order in which they are computed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, Literal

from dealdesk.catalog.inside import mistake_inside
from dealdesk.catalog.value import Sort, ValueModel, ValueOutput
from dealdesk.errors import Mistake, did_you_mean
from dealdesk.formula import FormulaError, Names, Node, check, order, parse, unused
from dealdesk.formula.check import Money, check_condition
from dealdesk.formula.order import Cycle
from dealdesk.formula.tree import FUNCTIONS

if TYPE_CHECKING:
    from dealdesk.catalog.models import Catalog

Path = tuple[str | int, ...]

MOST_FORMULAS = 60
"""Most formulas of a model, those of its tables included."""


@dataclass(frozen=True)
class Problem:
    """What is wrong with a value model: where, and in the text there from where to where (None: all of it)."""

    path: Path
    message: str
    allowed: str | None = None
    hint: str | None = None
    span: tuple[int, int] | None = None
    on_key: bool = False


@dataclass(frozen=True)
class Program:
    """The formulas of a value model.

    Attributes:
        formulas: The model's, by name, in the order in which they are computed.
        columns: Those of each table, likewise; they are computed before the model's, for each row.
        checks: Its conditions.
    """

    formulas: Mapping[str, Node]
    columns: Mapping[str, Mapping[str, Node]]
    checks: tuple[Node, ...]


def program(model: ValueModel) -> Program:
    """Return the formulas of a model that was checked."""
    made = {name: parse(text) for name, text in model.formulas.items()}
    columns = {}
    for name, table in model.tables.items():
        read = {each: parse(text) for each, text in table.formulas.items()}
        columns[name] = {each: read[each] for each in order(read)}
    return Program(
        {name: made[name] for name in order(made)}, columns, tuple(parse(each.holds) for each in model.checks)
    )


def value_mistakes(catalog: Catalog) -> Iterator[Mistake]:
    """Yield what is wrong with the value models of a catalog, each at its place: in a formula at its column."""
    sources = catalog.sources
    for name, model in catalog.value.items():
        for each in problems(model):
            path: Path = ("value", name, *each.path)
            if sources is None:
                yield Mistake(each.message, None, None, each.allowed, each.hint, "formula")
            elif each.span is not None:
                start, end = each.span
                yield mistake_inside(sources, path, start, end, each.message, allowed=each.allowed, hint=each.hint)
            else:
                on: Literal["key", "value"] = "key" if each.on_key else "value"
                more = {"allowed": each.allowed, "hint": each.hint}
                yield sources.mistake(path, each.message, on=on, code="formula", **more)


def problems(model: ValueModel) -> Iterator[Problem]:
    """Yield what is wrong with a model: names, formulas, kinds of number, outputs; paths start in the model."""
    nodes: list[Node] = []
    found = list(_problems(model, nodes))
    yield from found or _unused(model, nodes)


def _problems(model: ValueModel, nodes: list[Node]) -> Iterator[Problem]:
    """Yield what is wrong with names, formulas and outputs; *nodes* gets the formulas that could be read."""
    yield from _names(model)
    numbers: dict[str, Money] = {name: _money(each.kind) for name, each in model.inputs.items()}
    tables: dict[str, dict[str, Money]] = {}
    for name, table in model.tables.items():
        columns: dict[str, Money] = {each: _money(column.kind) for each, column in table.columns.items()}
        tables[name] = columns
        at: Path = ("tables", name, "formulas")
        yield from _formulas(at, table.formulas, columns, partial(_in_rows, dict(numbers), tables, name), nodes)
        yield from _outputs(("tables", name, "outputs"), table.outputs, table.formulas, columns)
        for number, row in enumerate(table.rows):
            yield from _row(("tables", name, "rows", number), row, table)
    yield from _formulas(("formulas",), model.formulas, numbers, lambda known: Names(known, tables), nodes)
    yield from _outputs(("outputs",), model.outputs, model.formulas, numbers)
    for number, each in enumerate(model.checks):
        at = ("checks", number, "holds")
        try:
            node = parse(each.holds)
            nodes.append(node)
            check_condition(node, Names(numbers, tables))
        except FormulaError as wrong:
            yield _at(at, wrong)
    headlines = [name for name, each in model.outputs.items() if each.headline]
    if model.formulas and len(headlines) != 1:
        what = f"{len(headlines)} headlines: {', '.join(headlines)}" if headlines else "no headline"
        yield Problem(("outputs",), f"the model has {what}", None, "give one output headline = true", None, True)
    if not model.formulas and (model.inputs or model.tables):
        yield Problem(("inputs",), "there are inputs, and no formulas", None, "add formulas", None, True)


def _in_rows(
    inputs: Mapping[str, Money], tables: Mapping[str, Mapping[str, Money]], name: str, known: Mapping[str, Money]
) -> Names:
    """Return what a formula in the rows of a table may name: the inputs, and its own columns."""
    return Names(inputs, {**tables, name: known}, name)


def _money(kind: Sort) -> int:
    return 1 if kind == "money" else 0


def _names(model: ValueModel) -> Iterator[Problem]:
    """Names that are taken: by a function, by something else in the model, or in the same table."""
    known: dict[str, str] = dict.fromkeys(FUNCTIONS, "a function")
    for key, what in (("inputs", "an input"), ("tables", "a table"), ("formulas", "a formula")):
        yield from _taken((key,), getattr(model, key), what, known)
    for name, table in model.tables.items():
        here = dict(known)
        yield from _taken(("tables", name, "columns"), table.columns, "a column", here)
        yield from _taken(("tables", name, "formulas"), table.formulas, "a formula of the rows", here)
    if len(model.formulas) + sum(len(table.formulas) for table in model.tables.values()) > MOST_FORMULAS:
        yield Problem(("formulas",), "the model has too many formulas", f"at most {MOST_FORMULAS}", None, None, True)


def _taken(at: Path, names: Iterable[str], what: str, known: dict[str, str]) -> Iterator[Problem]:
    for name in names:
        if name in known:
            yield Problem((*at, name), f"{name} is {known[name]} already", None, "give it another name", None, True)
        known[name] = what


def _formulas(
    at: Path, texts: Mapping[str, str], known: dict[str, Money], scope: Any, nodes: list[Node]
) -> Iterator[Problem]:
    """Yield what is wrong with formulas; *known* learns what they are, and *nodes* gets them."""
    read: dict[str, Node] = {}
    for name, text in texts.items():
        try:
            read[name] = parse(text)
        except FormulaError as wrong:
            yield _at((*at, name), wrong)
            known.setdefault(name, None)
    nodes += read.values()
    try:
        ordered = order(read)
    except Cycle as circle:
        yield _at((*at, circle.name), circle)
        return
    for name in ordered:
        try:
            found = check(read[name], scope(known))
            known[name] = found
        except FormulaError as wrong:
            yield _at((*at, name), wrong)
            known[name] = None


def _outputs(
    at: Path, outputs: Mapping[str, ValueOutput], formulas: Mapping[str, str], known: Mapping[str, Money]
) -> Iterator[Problem]:
    for name, output in outputs.items():
        if name not in formulas:
            guess = did_you_mean(name, formulas)
            hint = f"did you mean {guess}?" if guess else "an output has the name of its formula"
            yield Problem((*at, name), f"there is no formula {name}", ", ".join(formulas) or "none", hint, None, True)
            continue
        found = known.get(name)
        if found is not None and found != _money(output.kind):
            what = {0: "a number", 1: "money"}.get(found, "neither money nor a number")
            allowed = (
                'kind = "money"' if found == 1 else 'kind = "number", "percent" or "whole"' if found == 0 else None
            )
            look = "look at what is multiplied and divided" if allowed is None else None
            yield Problem((*at, name, "kind"), f"{name} is {what}, and shown as {output.kind}", allowed, look)


def _row(at: Path, row: Any, table: Any) -> Iterator[Problem]:
    """What a default row says: only columns, in their ranges, and none left out that has no default."""
    for name, value in row.values.items():
        if name not in table.columns:
            guess = did_you_mean(name, table.columns)
            meant = f"did you mean {guess}?" if guess else None
            path = (*at, "values", name)
            yield Problem(path, f"there is no column {name}", ", ".join(table.columns), meant, None, True)
        elif (wrong := table.columns[name].wrong(value)) is not None:
            column = table.columns[name]
            yield Problem((*at, "values", name), wrong, f"{column.least:f} to {column.most:f}")
    for name, column in table.columns.items():
        if name not in row.values and column.default is None:
            yield Problem(
                at, f"the row {row.name} has no {name}", None, f"give the column {name} a default, or the row a value"
            )


def _unused(model: ValueModel, nodes: list[Node]) -> Iterator[Problem]:
    """Inputs and columns that no formula uses: asked for in vain."""
    if not nodes:
        return
    for name in unused(model.inputs, nodes):
        yield Problem(("inputs", name), f"no formula uses {name}", None, "use it, or take it away", None, True)
    for table_name, table in model.tables.items():
        for name in unused(table.columns, nodes):
            path = ("tables", table_name, "columns", name)
            yield Problem(path, f"no formula uses {name}", None, "use it, or take it away", None, True)


def _at(path: Path, wrong: FormulaError) -> Problem:
    return Problem(path, wrong.message, wrong.allowed, wrong.hint, (wrong.start, wrong.end))
