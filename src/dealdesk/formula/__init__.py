"""The expression language of value models: one definition, the same number in Python, in a browser and in a workbook.

A formula is read once (`parse`), held against the names that it may use (`check`), and then computed with Decimals
(`compute`), written as a tree for a browser (`javascript.tree_of`), as a formula of a spreadsheet (`excel.excel`), or
in words (`words.words`).

It has numbers, percentages (`20%`), names, `+ - * /`, the comparisons `< <= > >= == !=`, `min`, `max`, `round`, `if`
and sums over rows: `sum(routes: tokens * cost)`. There is nothing else: no loops, no texts, no calls of anything.
"""

from dealdesk.formula.check import Names, check, unused
from dealdesk.formula.compute import CONTEXT, Failure, compute, rounded
from dealdesk.formula.mistake import FormulaError
from dealdesk.formula.order import order
from dealdesk.formula.parser import LONGEST, parse
from dealdesk.formula.tree import Node, names_in

__all__ = [
    "CONTEXT",
    "LONGEST",
    "Failure",
    "FormulaError",
    "Names",
    "Node",
    "check",
    "compute",
    "names_in",
    "order",
    "parse",
    "rounded",
    "unused",
]
