"""The parts of a formula.  Each knows the stretch of text that it comes from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

Operator = Literal["+", "-", "*", "/"]
Comparison = Literal["<", "<=", ">", ">=", "==", "!="]
FunctionName = Literal["min", "max", "round", "if"]

FUNCTIONS: tuple[str, ...] = ("if", "max", "min", "round", "sum")
"""Names that are taken: no input, column or formula may have them."""


@dataclass(frozen=True, slots=True)
class Number:
    """A number as written; a percentage is a hundredth of what stands before its sign."""

    value: Decimal
    start: int
    end: int
    percent: bool = False


@dataclass(frozen=True, slots=True)
class Name:
    """An input, a column or another formula."""

    name: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Negative:
    """A minus before something."""

    inner: Node
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Binary:
    """Two numbers and what is done with them."""

    sign: Operator
    left: Node
    right: Node
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Compare:
    """Whether one number is less than, equal to … another."""

    sign: Comparison
    left: Node
    right: Node
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Call:
    """`min`, `max`, `round` or `if`; the decimals of `round` are its `places`, not an argument."""

    function: FunctionName
    arguments: tuple[Node, ...]
    start: int
    end: int
    places: int = 0


@dataclass(frozen=True, slots=True)
class Sum:
    """The sum of a number over the rows of a table."""

    rows: str
    body: Node
    start: int
    end: int
    rows_end: int


Node = Number | Name | Negative | Binary | Compare | Call | Sum


def below(node: Node) -> tuple[Node, ...]:
    """Return the parts that a node is directly made of."""
    if isinstance(node, Binary | Compare):
        return node.left, node.right
    if isinstance(node, Negative):
        return (node.inner,)
    if isinstance(node, Call):
        return node.arguments
    return (node.body,) if isinstance(node, Sum) else ()


def every(node: Node) -> Iterator[Node]:
    """Yield a node and all that it is made of, in the order of the text."""
    yield node
    for each in below(node):
        yield from every(each)


def names_in(node: Node) -> tuple[str, ...]:
    """Return the names that a formula uses, each once, tables of rows included."""
    found = (each.rows if isinstance(each, Sum) else each.name for each in every(node) if isinstance(each, Name | Sum))
    return tuple(dict.fromkeys(found))
