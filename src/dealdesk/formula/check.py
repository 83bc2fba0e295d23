"""Formulas against the names that they may use, and against what their numbers are: money, or no money.

Money and money can be added, not money and tokens; money times money is nothing that anybody can pay. Numbers as
written go with both.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from dealdesk.errors import did_you_mean
from dealdesk.formula.mistake import FormulaError
from dealdesk.formula.tree import Binary, Call, Compare, Name, Negative, Node, Number, Sum, names_in

Money = int | None
"""How often money is in a number: 1 for an amount, 0 for a number, -1 for one over money; None for what is written."""


@dataclass(frozen=True)
class Names:
    """What formulas may name.

    Attributes:
        numbers: Inputs, and formulas that were checked before: how often money is in each.
        tables: For each table of rows, its columns.
        inside: The table whose rows a formula stands in; "" for none.
    """

    numbers: Mapping[str, Money]
    tables: Mapping[str, Mapping[str, Money]] = field(default_factory=dict)
    inside: str = ""


def check(node: Node, names: Names) -> Money:
    """Return how often money is in a formula's number.

    Raises:
        FormulaError: It names what there is not, or does with numbers what makes no sense.
    """
    found = _Check(names, names.inside).of(node)
    if isinstance(found, bool):
        raise FormulaError("this is a condition, not a number", node.start, node.end, None, "use it in if(…)")
    return found


def check_condition(node: Node, names: Names) -> None:
    """Hold a condition against the names that it may use; FormulaError when it is none."""
    if not isinstance(_Check(names, names.inside).of(node), bool):
        raise FormulaError("this is a number, not a condition", node.start, node.end, "a comparison, such as a <= b")


def unused(names: Collection[str], nodes: Collection[Node]) -> tuple[str, ...]:
    """Return those of *names* that no formula of *nodes* uses."""
    used = {name for node in nodes for name in names_in(node)}
    return tuple(name for name in names if name not in used)


class _Check:
    def __init__(self, names: Names, rows: str) -> None:
        self.names, self.rows = names, rows

    def of(self, node: Node) -> Money | bool:
        if isinstance(node, Number):
            return None
        if isinstance(node, Name):
            return self.name(node)
        if isinstance(node, Negative):
            return self.number(node.inner)
        if isinstance(node, Compare):
            self.alike(node, (node.left, node.right), "compares")
            return True
        if isinstance(node, Binary):
            return self.binary(node)
        return self.sum(node) if isinstance(node, Sum) else self.call(node)

    def number(self, node: Node) -> Money:
        found = self.of(node)
        if isinstance(found, bool):
            raise FormulaError(
                "this is a condition, not a number", node.start, node.end, None, "use if(condition, then, otherwise)"
            )
        return found

    def name(self, node: Name) -> Money:
        columns = self.names.tables.get(self.rows, {})
        if node.name in columns:
            return columns[node.name]
        if node.name in self.names.numbers:
            return self.names.numbers[node.name]
        for table, known in self.names.tables.items():
            if node.name in known:
                hint = f"a column is added up: sum({table}: {node.name})"
                raise FormulaError(f"{node.name} is a column of {table}", node.start, node.end, None, hint)
        if node.name in self.names.tables:
            hint = f"add something up over it: sum({node.name}: …)"
            raise FormulaError(f"{node.name} is a table of rows, not a number", node.start, node.end, None, hint)
        known_names = sorted({*columns, *self.names.numbers})
        guess = did_you_mean(node.name, known_names)
        raise FormulaError(
            f"there is no input or formula {node.name}",
            node.start,
            node.end,
            _listed(known_names),
            f"did you mean {guess}?" if guess else None,
        )

    def binary(self, node: Binary) -> Money:
        if node.sign in "+-":
            return self.alike(node, (node.left, node.right), "adds" if node.sign == "+" else "subtracts")
        left, right = self.number(node.left), self.number(node.right)
        if left is None and right is None:
            return None
        return (left or 0) + (right or 0) * (1 if node.sign == "*" else -1)

    def call(self, node: Call) -> Money:
        if node.function != "if":
            return self.alike(node, node.arguments, _DOES[node.function])
        if not isinstance(self.of(node.arguments[0]), bool):
            condition = node.arguments[0]
            raise FormulaError(
                "if needs a condition first", condition.start, condition.end, "a comparison, such as a > b"
            )
        return self.alike(node, node.arguments[1:], "returns")

    def sum(self, node: Sum) -> Money:
        if self.rows:
            message = f"this stands in the rows of {self.rows} already"
            raise FormulaError(message, node.start, node.end, None, "add up in a formula of the model")
        if node.rows not in self.names.tables:
            guess = did_you_mean(node.rows, self.names.tables)
            start = node.rows_end - len(node.rows)
            raise FormulaError(
                f"there is no table {node.rows}",
                start,
                node.rows_end,
                _listed(sorted(self.names.tables)),
                f"did you mean {guess}?" if guess else None,
            )
        return _Check(self.names, node.rows).number(node.body)

    def alike(self, node: Node, parts: tuple[Node, ...], does: str) -> Money:
        """Return what all *parts* are; FormulaError when they are not the same."""
        found: Money = None
        for part in parts:
            this = self.number(part)
            if this is None or this == found:
                continue
            if found is not None:
                words = f"this {does} {_kind(found)} and {_kind(this)}"
                raise FormulaError(words, node.start, node.end, "numbers of one kind")
            found = this
        return found


_DOES = {"min": "takes the least of", "max": "takes the greatest of", "round": "rounds"}


def _kind(money: int) -> str:
    if money == 0:
        return "a number"
    if money == 1:
        return "money"
    return "money times money" if money > 1 else "a number over money"


def _listed(names: Collection[str]) -> str:
    some = list(names)[:12]
    return (
        ", ".join(some) + (f" … ({len(names)} in all)" if len(names) > 12 else "") if some else "none: there are none"
    )
