"""Numbers as a command line states them: `key=value`, and `table.row.column=value`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from dealdesk.catalog.value import ValueInput, ValueModel, ValueTable
from dealdesk.errors import InputError, Mistake, did_you_mean
from dealdesk.value.given import Given, GivenRow, number_of, range_of


def with_settings(given: Given, model: ValueModel, settings: Sequence[str]) -> Given:
    """Return numbers with *settings*, such as `monthly_tokens=2M` or `routes.1.share=40`, before them.

    Raises:
        InputError: A setting names nothing that the model has, or states no number; all of them are named.
    """
    inputs, rows = dict(given.inputs), dict(given.rows)
    wrong: list[Mistake] = []
    for setting in settings:
        key, sign, typed = setting.partition("=")
        key = key.strip()
        try:
            if not sign or not key:
                raise _Wrong(f"--set {setting} has no {'=' if key else 'key'}", "key=value, such as " + _example(model))
            if "." in key:
                _set_row(rows, model, key, typed)
            else:
                inputs[key] = _number(_named(key, model.inputs, "input", model), typed, key)
        except _Wrong as mistake:
            wrong.append(Mistake(mistake.message, None, None, mistake.allowed, mistake.hint, "savings"))
    if wrong:
        raise InputError(wrong)
    return replace(given, inputs=inputs, rows=rows)


class _Wrong(Exception):
    def __init__(self, message: str, allowed: str | None = None, hint: str | None = None) -> None:
        self.message, self.allowed, self.hint = message, allowed, hint


def _set_row(rows: dict[str, tuple[GivenRow, ...]], model: ValueModel, key: str, typed: str) -> None:
    table_name, _, rest = key.partition(".")
    which, _, column = rest.rpartition(".")
    if table_name not in model.tables or not which:
        known = ", ".join(_row_keys(model)) or "none: the model has no rows"
        guess = did_you_mean(table_name, model.tables)
        raise _Wrong(f"--set {key}: there are no such rows", known, f"did you mean {guess}?" if guess else None)
    table = model.tables[table_name]
    current = rows.get(table_name) or tuple(GivenRow(each.name, each.values) for each in table.rows)
    number = _place(table_name, table, current, which, key)
    value = _number(_named(column, table.columns, "column", model, key), typed, key)
    row = current[number]
    changed = GivenRow(row.name, {**row.values, column: value})
    rows[table_name] = (*current[:number], changed, *current[number + 1 :])


def _place(name: str, table: ValueTable, rows: Sequence[GivenRow], which: str, key: str) -> int:
    """Return which row is meant: by its place, counted from 1, or its name."""
    if which.isascii() and which.isdigit() and 1 <= int(which[:4]) <= len(rows):
        return int(which) - 1
    names = [each.name for each in rows]
    for number, each in enumerate(names):
        if each.casefold() == which.casefold():
            return number
    guess = did_you_mean(which, names)
    allowed = f"1 to {len(rows)}, or " + ", ".join(names)
    raise _Wrong(f"--set {key}: {name} has no row {which}", allowed, f"did you mean {guess}?" if guess else None)


def _named(name: str, known: Mapping[str, ValueInput], what: str, model: ValueModel, key: str = "") -> ValueInput:
    found = known
    if name in found:
        return found[name]
    names = [*found, *(_row_keys(model) if what == "input" else ())]
    guess = did_you_mean(name, found)
    hint = f"did you mean {guess}?" if guess else None
    raise _Wrong(f"--set {key or name}: the model has no {what} {name}", ", ".join(names) or "none", hint)


def _number(asked: ValueInput, typed: str, key: str) -> Decimal:
    try:
        value = number_of(typed, asked.kind)
    except ValueError as wrong:
        raise _Wrong(f"--set {key}: {wrong}", range_of(asked)) from None
    if (wrong_value := asked.wrong(value)) is not None:
        hint = (
            "percentages are stated in hundreds: 60 means 60 %" if asked.kind == "percent" and 0 < value < 1 else None
        )
        raise _Wrong(f"--set {key}: {wrong_value}", range_of(asked), hint)
    return value


def _row_keys(model: ValueModel) -> Iterator[str]:
    for name, table in model.tables.items():
        for column in table.columns:
            yield f"{name}.ROW.{column}"


def _example(model: ValueModel) -> str:
    for name, asked in model.inputs.items():
        return f"{name}={asked.default if asked.default is not None else asked.most:f}"
    return next((f"{key.replace('ROW', '1')}=10" for key in _row_keys(model)), "key=1")
