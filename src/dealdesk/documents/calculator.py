"""The savings calculator: a web page in one file, with sliders, that computes what the command line computes.

The model's formulas go into it as data. Three scripts are in it, decimal.js and two of ours; a Content-Security-Policy
allows just them, by their hashes, and no request at all. Without JavaScript the page shows the estimate as it was made;
so it does where somebody's own templates make it, since scripts are not let into those.
"""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Mapping
from decimal import Decimal
from hashlib import sha256
from typing import Any

from dealdesk.documents.assets import BASE, packaged_templates
from dealdesk.documents.document import Document
from dealdesk.documents.view.savings import Numbers
from dealdesk.formula import parse
from dealdesk.formula.javascript import tree_of
from dealdesk.value.savings import Asked, Result, Row

SCRIPTS = ("decimal.js", "engine.js", "page.js")
"""What the page runs, in this order; decimal.js is in its folder with its licence."""

POLICY = (
    "default-src 'none'; script-src {scripts}; style-src 'sha256-{style}'; font-src data:; base-uri 'none'; "
    "form-action 'none'"
)
STILL = "default-src 'none'; style-src 'sha256-{style}'; font-src data:; base-uri 'none'; form-action 'none'"
WIDE = 2000
"""Steps in a range from which a slider goes by shares instead of steps."""

_WORDS = ("invalid", "no_result", "divides", "too_large")


def calculator(document: Document) -> bytes:
    """Return the page."""
    from markupsafe import Markup

    from dealdesk.documents.fonts import require_printable
    from dealdesk.documents.formats.template import filled
    from dealdesk.documents.webfonts import font_faces

    made, assets = document.source, document.assets
    moves = assets.own is None
    writer = Numbers(made, assets.language(made.language))
    view = {**document.view, "moves": moves, "panel": panel(writer)}
    require_printable(document.content, document.origin)
    names = (f"{BASE}/screen.css", "savings/savings.screen.css")
    colours = "".join(f"--{each}: {view['colours'][each]}; " for each in ("accent", "tint"))
    style = f":root {{ {colours}}}\n" + "\n".join(assets.text(each) for each in names)
    scripts = [script(each) for each in SCRIPTS] if moves else []
    hashes = " ".join(f"'sha256-{_hash(each)}'" for each in scripts)
    more = {
        "pictures": {name: Markup(svg) for name, svg in document.pictures.items()},
        "scripts": [Markup(each) for each in scripts],
        "model": Markup(_inert(json.dumps(program(writer), ensure_ascii=False, separators=(",", ":")))),
    }

    def page(style: str) -> str:
        policy = (POLICY if moves else STILL).format(scripts=hashes, style=_hash(style))
        text = filled(
            assets, "savings/savings.screen.html.j2", view, markup=True, style=Markup(style), policy=policy, **more
        )
        return text

    without = filled(
        assets, "savings/savings.screen.html.j2", view, markup=True, style="", policy="", **{**more, "scripts": []}
    )
    return page(f"{font_faces(without, assets.fonts)}\n{style}").encode()


def script(name: str) -> str:
    """Return one of the scripts that the page runs."""
    return (packaged_templates() / "savings" / "script" / name).read_text(encoding="utf-8")


def program(writer: Numbers) -> dict[str, Any]:
    """Return the model as the page's scripts read it: formulas as trees, numbers as text."""
    made = writer.made
    return {
        "inputs": [_asked(writer, each) | {"value": _text(each.value)} for each in made.inputs],
        "tables": [
            {
                "name": table.name,
                "columns": [_asked(writer, each) for each in table.columns],
                "formulas": [_formula(each) for each in table.formulas],
                "rows": [{name: _text(value) for name, value in row.values.items()} for row in table.rows],
            }
            for table in made.tables
        ],
        "formulas": [_formula(each) for each in made.results],
        "checks": [
            {"tree": tree_of(parse(each.holds)), "message": each.message, "level": each.level} for each in made.checks
        ],
        "form": form(writer),
        "words": {name: writer.language.text(f"savings.{name}") for name in _WORDS},
    }


def form(writer: Numbers) -> dict[str, Any]:
    """Return how the page's language writes numbers: what stands around amounts and percentages, and separators."""
    number, percent = writer.language.number, writer.language.percent
    long, short = number(Decimal(1234567)), number(Decimal(1234))
    return {
        "money": _around(writer.money(Decimal(1), 0)),
        "percent": _around(percent(Decimal(1))),
        "group": long[1],
        "point": number(Decimal("1.5"))[1],
        "least": 5 if len(short) == len("1234") else 4,
    }


def _around(text: str) -> list[str]:
    before, _, behind = text.partition("1")
    return [before, behind]


def _asked(writer: Numbers, each: Asked) -> dict[str, Any]:
    step = step_of(each)
    return {
        "name": each.name,
        "kind": each.kind,
        "least": _text(each.least),
        "most": _text(each.most),
        "step": _text(step),
        "wide": (each.most - each.least) / step > WIDE,
        "first": float(each.least if each.least > 0 else step),
        "said": writer.unit(each),
    }


def step_of(each: Asked) -> Decimal:
    """Return how far a slider goes at a time: as the model says, else a round hundredth of the range."""
    if each.step is not None:
        return each.step
    step = Decimal(1).scaleb(((each.most - each.least) / 100).adjusted())
    return max(step, Decimal(1)) if each.kind == "whole" else step


def _formula(each: Result) -> dict[str, Any]:
    return {
        "name": each.name,
        "label": each.label,
        "kind": each.kind,
        "unit": each.unit,
        "decimals": each.decimals,
        "headline": each.headline,
        "tree": tree_of(parse(each.formula)),
    }


def panel(writer: Numbers) -> dict[str, Any]:
    """Return the fields of the page and its results, as text."""
    made = writer.made
    return {
        "inputs": [_field(writer, each) for each in made.inputs],
        "tables": [
            {
                "name": table.name,
                "title": table.label,
                "row": table.row,
                "columns": [
                    {"name": each.name, "label": each.label, "unit": _sign(writer, each)} for each in table.columns
                ],
                "formulas": [{"name": each.name, "label": each.label} for each in table.formulas if each.output],
                "rows": [_row(writer, table.columns, table.formulas, row) for row in table.rows],
            }
            for table in made.tables
        ],
        "results": [
            {
                "name": each.name,
                "label": each.label,
                "value": writer.result(each, each.shown),
                "how": writer.how(each),
            }
            for each in made.outputs
        ],
    }


def _row(writer: Numbers, columns: tuple[Asked, ...], formulas: tuple[Result, ...], row: Row) -> dict[str, Any]:
    return {
        "name": row.name,
        "cells": [{"name": each.name, "value": writer.language.number(row.values[each.name])} for each in columns],
        "results": [
            {"name": each.name, "value": writer.result(each, row.results[each.name])}
            for each in formulas
            if each.output
        ],
    }


def _field(writer: Numbers, each: Asked) -> Mapping[str, str]:
    number = writer.language.number
    value = number(each.value) if each.value is not None else ""
    limits = writer.say("savings.range", low=number(each.least), high=number(each.most))
    return {
        "name": each.name,
        "label": each.label,
        "value": value,
        "unit": _unit(writer, each),
        "range": limits,
        "help": writer.language.tidy(each.help),
    }


def _unit(writer: Numbers, each: Asked) -> str:
    unit = writer.unit(each)
    if each.kind == "percent":
        return "%"
    return f"{writer.made.currency} {unit}".strip() if each.kind == "money" else unit


def _sign(writer: Numbers, each: Asked) -> str:
    """Return what stands at the head of a column: its label says already what money is for."""
    return {"percent": "%", "money": writer.made.currency}.get(each.kind, each.unit)


def _text(value: Decimal | None) -> str:
    return f"{value:f}" if value is not None else ""


def _hash(text: str) -> str:
    return b64encode(sha256(text.encode()).digest()).decode()


def _inert(data: str) -> str:
    """Return JSON that cannot end the element it stands in."""
    return (
        data.replace("<", "\\u003c")
        .replace(">", "\\u003e")
        .replace("&", "\\u0026")
        .replace("\u2028", "\\u2028")
        .replace("\u2029", "\\u2029")
    )
