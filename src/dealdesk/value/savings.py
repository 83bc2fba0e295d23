"""What a value model comes to for a customer: every number with its formula, its place and what it was made of.

Frozen, plain, and the same in JSON. Amounts are Decimals in the currency's major unit. Percentages of inputs are as
stated (60 means 60 %); results of formulas are parts of 1.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date as Date
from decimal import Decimal

from dealdesk.quoting.canonical import Canonical


@dataclass(frozen=True, slots=True)
class Origin:
    """The catalog that a model is from, and the SHA-256 of what it says."""

    id: str
    name: str
    version: str
    digest: str


@dataclass(frozen=True, slots=True)
class Asked:
    """An input, or a column of a table.

    Attributes:
        name: What formulas call it.
        label: As printed.
        kind: "money", "number", "percent" or "whole".
        unit: What it is counted in, or what money is for; "" for none.
        least: Its least value.
        most: Its greatest value.
        step: How far a slider goes at a time.
        value: The number; None for a column, whose numbers its rows have.
        usual: The model's own number, which stands where none is given; None where it has none.
        given: Whether the number was given.
        help: What it is, and where to find it.
        source: Where the usual number is from.
        confidence: How sure it is: "high", "medium", "low", or "".
        at: `file:line` of its definition.
    """

    name: str
    label: str
    kind: str
    unit: str
    least: Decimal
    most: Decimal
    step: Decimal | None
    value: Decimal | None
    usual: Decimal | None
    given: bool
    help: str
    source: str
    confidence: str
    at: str


@dataclass(frozen=True, slots=True)
class Used:
    """A number that went into a result: what it is called, and what it was."""

    name: str
    label: str
    kind: str
    value: Decimal
    decimals: int


@dataclass(frozen=True, slots=True)
class Result:
    """A formula and what it came to.

    Attributes:
        name: Of the formula.
        label: As printed; its name in words where the model shows it nowhere.
        kind: "money", "number", "percent" or "whole".
        unit: What it is counted in; "" for none.
        decimals: As printed; of a percentage, those of the hundredths.
        formula: As written.
        words: The same in words.
        value: What it came to, exactly (34 digits); None in a table, whose rows have it.
        shown: The same, rounded half up to the decimals that are printed.
        output: Whether the model shows it.
        headline: Whether it is the result that counts.
        help: A remark.
        at: `file:line` of the formula.
        used: What it was computed from.
    """

    name: str
    label: str
    kind: str
    unit: str
    decimals: int
    formula: str
    words: str
    value: Decimal | None
    shown: Decimal | None
    output: bool
    headline: bool
    help: str
    at: str
    used: tuple[Used, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its name, its numbers by column as stated, and what its formulas came to, rounded as printed."""

    name: str
    values: dict[str, Decimal]
    results: dict[str, Decimal]


@dataclass(frozen=True, slots=True)
class Table:
    """A table of rows.

    Attributes:
        name: What formulas call it.
        label: As printed.
        row: What one row is, such as "Model".
        columns: What each row states.
        formulas: What is computed for each row.
        rows: The rows.
        given: Whether the rows were given, or are the model's own.
    """

    name: str
    label: str
    row: str
    columns: tuple[Asked, ...]
    formulas: tuple[Result, ...]
    rows: tuple[Row, ...]
    given: bool


@dataclass(frozen=True, slots=True)
class Checked:
    """What has to hold of the numbers: the sentence that is said when it does not, and whether it does."""

    holds: str
    message: str
    level: str
    met: bool


@dataclass(frozen=True, slots=True)
class Stated:
    """An assumption: its text, where it comes from, how sure it is, and a remark where it is illustrative."""

    text: str
    source: str
    confidence: str
    note: str


@dataclass(frozen=True, slots=True)
class Savings(Canonical):
    """The printout of a value model.  `calculate` makes it; `to_json` and `from_json` keep it."""

    model: str
    name: str
    purpose: str
    catalog: Origin
    vendor: str
    customer: str
    language: str
    issued: Date
    currency: str
    places: int
    accent: str
    logo: str | None
    inputs: tuple[Asked, ...]
    tables: tuple[Table, ...]
    results: tuple[Result, ...]
    checks: tuple[Checked, ...]
    assumptions: tuple[Stated, ...]
    capture: tuple[Decimal, ...]
    variants: tuple[str, ...]
    illustrative: bool
    note: str

    @property
    def headline(self) -> Result:
        """The result that counts."""
        return next(each for each in self.results if each.headline)

    @property
    def outputs(self) -> tuple[Result, ...]:
        """The results that are shown, the one that counts first."""
        shown = [each for each in self.results if each.output]
        return (self.headline, *(each for each in shown if not each.headline))
