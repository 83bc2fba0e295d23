"""The page of the findings, from the calls that make them."""

from __future__ import annotations

import ast
import inspect
import re

from generate.markdown import table

HEAD = """# Findings

What a quote tells its seller. An `error` keeps a quote from being rendered, and `dealdesk price` ends with exit
code 1; a `warning` needs a look; an `info` is good to know. Codes are stable. Where a sentence has a figure or a
name, `…` stands here.

"""


def page() -> str:
    """Return the page."""
    from dealdesk.quoting import findings

    rows = {}
    for node in ast.walk(ast.parse(inspect.getsource(findings))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Finding":
            code, severity, message = node.args[:3]
            rows[ast.literal_eval(code)] = (f"`{ast.literal_eval(code)}`", ast.literal_eval(severity), _words(message))
    order = ["error", "warning", "info"]
    in_order = sorted(rows.values(), key=lambda row: (order.index(row[1]), row[0]))
    return HEAD + table(("code", "severity", "sentence"), in_order) + "\n"


def _words(message: ast.expr) -> str:
    """Return a message with … for what is filled in."""
    if isinstance(message, ast.Constant):
        return str(message.value)
    if isinstance(message, ast.JoinedStr):
        text = "".join(str(each.value) if isinstance(each, ast.Constant) else "…" for each in message.values)
        return re.sub("…[ …]*…", "…", text)
    return "…"
