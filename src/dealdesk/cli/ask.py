"""Numbers that a person at the terminal is asked for: each with its unit, its range, and what Enter takes."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from dealdesk.cli import terminal
from dealdesk.errors import InputError, Mistake
from dealdesk.value.given import number_of, range_of, shown, unit_words

if TYPE_CHECKING:
    from dealdesk.catalog.value import ValueInput, ValueModel
    from dealdesk.value.given import Given

TRIES = 5
"""Answers that cannot be used after which nothing more is asked."""


def answers(given: Given, model: ValueModel, currency: str, wanted: Sequence[str]) -> Given:
    """Return numbers with the answers to *wanted*; what was wrong with an answer is said, and it is asked again.

    Raises:
        InputError: The person leaves, or does not come to a number that can be used.
    """
    terminal.words(f"{model.name}: {model.purpose}\n")
    found = dict(given.inputs)
    for name in wanted:
        found[name] = _answer(name, model.inputs[name], currency)
    return replace(given, inputs=found)


def _answer(name: str, asked: ValueInput, currency: str) -> Decimal:
    terminal.words(_question(asked, currency))
    if asked.help:
        terminal.words(f"  {asked.help}")
    for _ in range(TRIES):
        sys.stderr.write("  > ")
        sys.stderr.flush()
        try:
            typed = sys.stdin.readline()
        except KeyboardInterrupt:
            typed = ""
        if not typed:
            break
        if not typed.strip() and asked.default is not None:
            return Decimal(asked.default)
        try:
            value = number_of(typed, asked.kind)
        except ValueError as wrong:
            terminal.words(f"  {wrong}" if typed.strip() else f"  there is no usual number: {range_of(asked)}")
            continue
        if (problem := asked.wrong(value)) is None:
            return value
        terminal.words(f"  {problem}: {range_of(asked)}")
    terminal.words("")
    hint = f"--set {name}=…"
    raise InputError(Mistake(f"{name} is missing: {asked.label}", None, None, range_of(asked), hint, "missing"))


def _question(asked: ValueInput, currency: str) -> str:
    """Return "Average cost today, USD per 1K tokens, 0.0001 to 1 [0.015]"."""
    unit = unit_words(asked.kind, asked.unit or "", currency)
    parts = [asked.label, unit, f"{shown(asked, asked.least)} to {shown(asked, asked.most)}"]
    usual = f" [{shown(asked, asked.default)}]" if asked.default is not None else ""
    return ", ".join(each for each in parts if each) + usual
