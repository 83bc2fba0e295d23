"""Formulas in the language of spreadsheets, with the cells that their names stand in."""

from __future__ import annotations

from collections.abc import Callable

from dealdesk.formula.tree import Binary, Call, Compare, Name, Negative, Node, Number, Sum

_BINDS = {"+": 2, "-": 2, "*": 3, "/": 3}
_SIGNS = {"==": "=", "!=": "<>"}
_FUNCTIONS = {"min": "MIN", "max": "MAX", "round": "ROUND", "if": "IF"}


def excel(node: Node, name: Callable[[str], str], sums: Callable[[Sum], str]) -> str:
    """Return a formula without its leading `=`.

    Args:
        node: The formula.
        name: The cell or the defined name of an input or formula.
        sums: The cells that hold what a sum adds up, one for each row.
    """

    def text(node: Node, least: int = 0) -> str:
        if isinstance(node, Number):
            return f"{node.value:f}"
        if isinstance(node, Name):
            return name(node.name)
        if isinstance(node, Negative):
            return f"(-{text(node.inner, 4)})"
        if isinstance(node, Binary):
            binds = _BINDS[node.sign]
            made = f"{text(node.left, binds)}{node.sign}{text(node.right, binds + 1)}"
            return f"({made})" if binds < least else made
        if isinstance(node, Compare):
            return f"{text(node.left, 2)}{_SIGNS.get(node.sign, node.sign)}{text(node.right, 2)}"
        if isinstance(node, Sum):
            return f"SUM({sums(node)})"
        assert isinstance(node, Call)
        parts = [text(each) for each in node.arguments] + ([str(node.places)] if node.function == "round" else [])
        return f"{_FUNCTIONS[node.function]}({','.join(parts)})"

    return text(node)
