"""Formulas as trees of lists, which a page walks: data, not code, so that a strict policy can forbid evaluation.

`["number", "0.2"]`, `["name", "tokens"]`, `["minus", a]`, `["+", a, b]`, `["<=", a, b]`, `["round", 2, a]`,
`["min", a, b]`, `["if", condition, a, b]`, `["sum", "routes", a]`.
"""

from __future__ import annotations

from typing import Any

from dealdesk.formula.tree import Binary, Call, Compare, Name, Negative, Node, Number, Sum


def tree_of(node: Node) -> list[Any]:
    """Return a formula as lists, texts and whole numbers."""
    if isinstance(node, Number):
        return ["number", f"{node.value:f}"]
    if isinstance(node, Name):
        return ["name", node.name]
    if isinstance(node, Negative):
        return ["minus", tree_of(node.inner)]
    if isinstance(node, Binary | Compare):
        return [node.sign, tree_of(node.left), tree_of(node.right)]
    if isinstance(node, Sum):
        return ["sum", node.rows, tree_of(node.body)]
    assert isinstance(node, Call)
    more = [node.places] if node.function == "round" else []
    return [node.function, *more, *(tree_of(each) for each in node.arguments)]
