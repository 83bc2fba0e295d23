"""The numbers that somebody gives for a value model, and everything that can be wrong with them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from dealdesk.catalog.value import MOST_ROWS, ValueInput, ValueModel
from dealdesk.errors import Mistake, did_you_mean

Path = tuple[str | int, ...]
_NUMBER = re.compile(r"(?P<sign>[+-]?)(?P<whole>\d{1,24}|[1-9]\d{0,2}(?:[,_' ]\d{3})+)(?:\.(?P<part>\d{1,12}))?")
_TIMES = {"k": 10**3, "K": 10**3, "M": 10**6, "B": 10**9, "bn": 10**9}


@dataclass(frozen=True)
class GivenRow:
    """One row that somebody gives: its name, and numbers by column."""

    name: str
    values: Mapping[str, Decimal]


@dataclass(frozen=True)
class Given:
    """Numbers for a value model.

    Attributes:
        inputs: By name; percentages as stated (60 means 60 %).
        rows: By table; all rows of it, instead of the model's own.
        customer: Who they are of, as printed; "" for nobody.
        language: Of documents.
        issued: The day that the printout is dated; None for today.
    """

    inputs: Mapping[str, Decimal] = field(default_factory=dict)
    rows: Mapping[str, tuple[GivenRow, ...]] = field(default_factory=dict)
    customer: str = ""
    language: str = "en"
    issued: date | None = None


def number_of(text: str, kind: str) -> Decimal:
    """Return the number that a person typed: 2,000,000 or 2M, 60 or 60 %, $1,200.50.

    Raises:
        ValueError: It is none; the message says what is allowed.
    """
    typed = text = text.strip()
    if kind == "percent":
        typed = typed.removesuffix("%").strip()
    if kind == "money":
        typed = re.sub(r"^([+-]?)(?:[A-Z]{3} ?|[$€£¥] ?)", r"\1", typed)
    ending = next((each for each in _TIMES if typed.endswith(each)), "")
    match = _NUMBER.fullmatch(typed.removesuffix(ending).strip())
    if match is None:
        if re.fullmatch(r"[\d.]+,\d+", typed):
            raise ValueError(f"{text} is not a number here; write the decimal point as .")
        raise ValueError(f"{text} is not a number; write it as 1200.50, 1,200,000 or 2M")
    whole = re.sub(r"\D", "", match["whole"])
    found = Decimal(f"{match['sign']}{whole}.{match['part'] or '0'}") * _TIMES.get(ending, 1)
    return found.normalize() if found else Decimal(0)


def wrong_inputs(
    model: ValueModel, inputs: Mapping[str, Any]
) -> Iterator[tuple[Path, str, str | None, str | None, bool]]:
    """Yield what is wrong with inputs by name: path, message, what is allowed, a hint, and whether the key is it."""
    for name, value in inputs.items():
        yield from _wrong((name,), name, value, model.inputs, "input")


def wrong_rows(
    model: ValueModel, rows: Mapping[str, tuple[Mapping[str, Any], ...]]
) -> Iterator[tuple[Path, str, str | None, str | None, bool]]:
    """Yield the same for rows by table."""
    for table_name, entries in rows.items():
        table = model.tables.get(table_name)
        if table is None:
            known = list(model.tables)
            guess = did_you_mean(table_name, known)
            hint = f"did you mean {guess}?" if guess else None
            yield (table_name,), f"the model has no rows {table_name}", ", ".join(known) or "none", hint, True
            continue
        if not 1 <= len(entries) <= MOST_ROWS:
            yield (table_name,), f"{table_name} has {len(entries)} rows", f"1 to {MOST_ROWS} rows", None, False
        for number, entry in enumerate(entries):
            at: Path = (table_name, number)
            if not isinstance(entry.get("name"), str) or not entry["name"].strip() or len(entry["name"]) > 200:
                yield (*at, "name"), f"row {number + 1} of {table_name} needs a name", "text in quotes", None, False
            for name, value in entry.items():
                if name != "name":
                    yield from _wrong((*at, name), name, value, table.columns, "column")
            for name, column in table.columns.items():
                if name not in entry and column.default is None:
                    example = f"{name} = {shown(column, column.least)}"
                    yield (
                        at,
                        f"row {number + 1} of {table_name} has no {name}",
                        range_of(column),
                        f"add {example}",
                        False,
                    )


def _wrong(
    path: Path, name: str, value: Any, known: Mapping[str, ValueInput], what: str
) -> Iterator[tuple[Path, str, str | None, str | None, bool]]:
    if name not in known:
        guess = did_you_mean(name, known)
        hint = f"did you mean {guess}?" if guess else None
        yield path, f"the model has no {what} {name}", ", ".join(known) or "none", hint, True
    elif isinstance(value, bool) or not isinstance(value, int | Decimal):
        yield path, f"{name} needs a number", range_of(known[name]), None, False
    elif (wrong := known[name].wrong(Decimal(value))) is not None:
        hint = None
        if known[name].kind == "percent" and 0 < value < 1:
            hint = "percentages are stated in hundreds: 60 means 60 %"
        yield path, f"{name}: {wrong}", range_of(known[name]), hint, False


def missing(model: ValueModel, inputs: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the names of inputs that are not given and have no number of their own."""
    return tuple(name for name, each in model.inputs.items() if name not in inputs and each.default is None)


def range_of(asked: ValueInput) -> str:
    """Return what an input admits, in words: "a percentage from 50 to 100 %"."""
    noun = {"money": "an amount", "percent": "a percentage", "whole": "a whole number"}.get(asked.kind, "a number")
    return f"{noun} from {shown(asked, asked.least)} to {shown(asked, asked.most)}" + (
        " %" if asked.kind == "percent" else ""
    )


def unit_words(kind: str, unit: str, currency: str) -> str:
    """Return what a number is counted in: "USD a year", "USD per 1K tokens", "%", "tokens"."""
    if kind == "money":
        return f"{currency} {'a' if unit in ('year', 'month') else 'per'} {unit}" if unit else currency
    return "%" if kind == "percent" else unit


def shown(asked: ValueInput, value: Decimal) -> str:
    """Return a number with thousands separators and no zeros at its end."""
    text = f"{value:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def as_mistakes(
    found: Iterator[tuple[Path, str, str | None, str | None, bool]], root: Path, sources: Any
) -> Iterator[Mistake]:
    """Yield mistakes: at their places below *root* where *sources* knows them, else without a place."""
    for path, message, allowed, hint, on_key in found:
        if sources is None:
            yield Mistake(message, None, None, allowed, hint, "savings")
        else:
            on = "key" if on_key else "value"
            yield sources.mistake((*root, *path), message, on=on, allowed=allowed, hint=hint, code="savings")
