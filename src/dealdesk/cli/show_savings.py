"""The page of `dealdesk savings`: what comes out, what went in, and what it rests on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from rich.text import Text

from dealdesk.cli.table import Column, heading, lines_of, pairs, section, table, text
from dealdesk.cli.words import money, number, plural
from dealdesk.value.describe import AS_STATED
from dealdesk.value.given import unit_words
from dealdesk.value.savings import Asked, Result, Savings, Table

if TYPE_CHECKING:
    from rich.console import RenderableType

    from dealdesk.catalog.models import Catalog


def show(made: Savings) -> list[RenderableType]:
    """Return the parts of the page."""
    parts: list[RenderableType] = [_top(made), *_warnings(made), _results(made)]
    if made.inputs:
        parts.append(_inputs(made))
    parts += [_rows(made, each) for each in made.tables]
    if made.capture:
        low, high = made.capture
        parts.append(pairs([("Price", f"{number(low)} to {number(high)} % of the validated value")]))
    if made.assumptions:
        parts.append(_assumptions(made))
    return parts


def _top(made: Savings) -> RenderableType:
    title = Text.assemble(text(made.name, "bold"), text(f"  {made.customer}" if made.customer else ""))
    best = made.headline
    figure = Text.assemble(
        text(f"{best.label}  ", "dim"),
        text(figure_of(best.kind, best.shown, best.decimals, made, best.unit), "bold green"),
    )
    return lines_of(title, text(made.purpose, "dim"), "", figure)


def _warnings(made: Savings) -> Iterable[RenderableType]:
    for each in made.checks:
        if not each.met:
            yield text(f"Mind: {each.message} ({each.holds} does not hold)", "yellow")


def _results(made: Savings) -> RenderableType:
    rows = [
        (each.label, figure_of(each.kind, each.shown, each.decimals, made, each.unit), each.help)
        for each in made.outputs[1:]
    ]
    if not rows:
        return text("")
    columns = (Column("Result", breaks=True), Column("", right=True), Column("", breaks=True, style="dim"))
    return table(columns, rows)


def _inputs(made: Savings) -> RenderableType:
    columns = (
        Column("Number", breaks=True),
        Column("", right=True),
        Column("", style="dim"),
        Column("Source", breaks=True, style="dim"),
    )
    rows = [
        (each.label, stated(each, each.value), unit_words(each.kind, each.unit, made.currency), _origin(each))
        for each in made.inputs
    ]
    return section(heading("What went in", f"amounts in {made.currency}"), table(columns, rows))


def _origin(each: Asked) -> str:
    """Return where a number is from, and how sure it is."""
    where = "given" if each.given else each.source or "the model's own"
    return f"{where} ({each.confidence})" if each.confidence and not each.given else where


def _rows(made: Savings, found: Table) -> RenderableType:
    columns = [Column(found.row, breaks=True)]
    columns += [Column(each.label, right=True) for each in found.columns]
    shown = [each for each in found.formulas if each.output]
    columns += [Column(each.label, right=True) for each in shown]
    decimals = {each.name: max(_decimals(row.values.get(each.name)) for row in found.rows) for each in found.columns}
    rows = []
    for row in found.rows:
        stating = [_aligned(each, row.values.get(each.name), decimals[each.name]) for each in found.columns]
        results = [figure_of(each.kind, row.results[each.name], each.decimals, made, "") for each in shown]
        rows.append((row.name, *stating, *results))
    own = "" if found.given else "the model's own"
    return section(heading(found.label, own), table(columns, rows))


def _assumptions(made: Savings) -> RenderableType:
    columns = (Column("Assumption", breaks=True), Column("Source", breaks=True, style="dim"), Column("Confidence"))
    rows = [(each.text, each.source, each.confidence) for each in made.assumptions]
    note = f"illustrative: {made.note}" if made.illustrative else ""
    parts: list[RenderableType] = [table(columns, rows)]
    return section(heading("What it rests on"), *parts, *([text(""), text(note, "dim")] if note else []))


# ---- explanation


def explanation(made: Savings) -> list[RenderableType]:
    """Return every formula with its place and what it was made of."""
    parts: list[RenderableType] = [_top(made)]
    for each in made.tables:
        parts += [_explained(made, formula, each) for formula in each.formulas]
    parts += [_explained(made, formula, None) for formula in made.results]
    return parts


def _explained(made: Savings, result: Result, of: Table | None) -> RenderableType:
    title = result.label if of is None else f"{result.label}, for each {of.row.lower()}"
    rows: list[tuple[str, str | Text]] = [
        ("is", result.words),
        ("formula", f"{result.name} = {result.formula}"),
        ("at", result.at),
    ]
    if of is not None:
        each_row = [
            f"{row.name}: {figure_of(result.kind, row.results[result.name], result.decimals, made, '')}"
            for row in of.rows
        ]
        rows.append(("results", lines_of(*each_row)))
    if result.used:
        used = [f"{each.label} = {_used(each.kind, each.value, each.decimals, made)}" for each in result.used]
        rows.append(("with", lines_of(*used)))
    if result.shown is not None and result.value is not None:
        rows.append(("result", figure_of(result.kind, result.shown, result.decimals, made, result.unit)))
        if result.value != result.shown:
            rows.append(("exactly", f"{result.value:f}"))
    return section(heading(title), pairs(rows))


def _used(kind: str, value: Decimal, decimals: int, made: Savings) -> str:
    """Return a number that went in: an input as it was stated, a result as it is printed."""
    if decimals == AS_STATED:
        return f"{number(value)} %" if kind == "percent" else number(value)
    return figure_of(kind, value, decimals, made, "")


# ---- numbers


def figure_of(kind: str, value: Decimal | None, decimals: int, made: Savings, unit: str) -> str:
    """Return a result as it is printed: "USD 1,234.50", "44.2 %", "0.6 months"."""
    if value is None:
        return ""
    if kind == "percent":
        return f"{money(value * 100, decimals)} %"
    plain = money(value, decimals)
    if kind == "money":
        return f"{made.currency} {plain}"
    return f"{plain} {unit}" if unit else plain


def stated(each: Asked, value: Decimal | None) -> str:
    """Return an input as it is printed, without its unit."""
    return "" if value is None else number(value)


def _aligned(each: Asked, value: Decimal | None, decimals: int) -> str:
    if value is None:
        return ""
    return money(value, decimals) + (" %" if each.kind == "percent" else "")


def _decimals(value: Decimal | None) -> int:
    return len(number(value).partition(".")[2]) if value is not None else 0


# ---- the list of models


def models(catalogs: Sequence[Catalog]) -> list[RenderableType]:
    """Return the models of catalogs, each with what it needs to be told."""
    parts: list[RenderableType] = []
    for catalog in catalogs:
        rows = [
            (name, lines_of(model.name, text(model.purpose, "dim")), _needs(model))
            for name, model in catalog.value.items()
            if model.formulas
        ]
        if rows:
            columns = (Column("Model"), Column("", breaks=True), Column("Must be told", breaks=True))
            parts.append(section(heading(catalog.catalog.name, catalog.catalog.id), table(columns, rows)))
    parts.append(
        text("Calculate one: dealdesk savings MODEL, with --set KEY=VALUE for each number that differs", "dim")
    )
    return (
        parts
        if len(parts) > 1
        else [text("No catalog here has a value model with formulas; docs/value.md says how to write one")]
    )


def _needs(model: Any) -> str | Text:
    needed = [name for name, each in model.inputs.items() if each.default is None]
    rows = sum(len(each.rows) for each in model.tables.values())
    return lines_of(*needed) if needed else "nothing" if not rows else f"nothing ({plural(rows, 'row')} of its own)"


def models_data(catalogs: Sequence[Catalog]) -> list[dict[str, Any]]:
    """Return the models as data."""
    from dealdesk.record import plain

    return [
        {"catalog": catalog.catalog.id, "model": name, **plain(model)}
        for catalog in catalogs
        for name, model in catalog.value.items()
        if model.formulas
    ]
