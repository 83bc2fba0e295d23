"""The page of the waterfall's steps."""

from __future__ import annotations

import inspect
import re
import sys
import tomllib
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, get_args, get_type_hints

from dealdesk.pricing.percent import Rung
from dealdesk.pricing.step import AppliesTo, Params, Step
from dealdesk.pricing.steps import WATERFALL
from dealdesk.record import Record
from dealdesk.schema.meanings import prose
from generate.keys import key_table
from generate.markdown import table

EXAMPLE = Path("examples/every-step")

HEAD = """# Steps of the waterfall

In the order in which they run. A step runs when the catalog has a table for it, or when the deal asks for it. The
example of each is [examples/every-step](../../examples/every-step/deal.toml), a deal that uses all of them and is
worked out by hand.

"""


def page() -> str:
    """Return the page."""
    moved = _moved()
    rows = []
    for number, each in enumerate(WATERFALL, 1):
        link = f"[{each.title}](#{number}-{_anchor(each.title)})"
        rows.append((str(number), link, f"`{each.code}`", _on(each), moved.get(each.code, "–")))
    overview = table(("", "step", "code", "works on", "in the example"), rows)
    sections = "\n".join(_section(number, step) for number, step in enumerate(WATERFALL, 1))
    return f"{HEAD}{overview}\n\n{_shared()}\n{sections}"


def _anchor(title: str) -> str:
    return re.sub(r"[^a-z0-9 -]", "", title.lower()).replace(" ", "-")


def _on(step: Step) -> str:
    return "the whole term" if step.over_term else "one period"


def _shared() -> str:
    return (
        "## Keys that every step has\n\n"
        f"{prose(Params.__doc__)}\n\n{key_table(Params)}\n\n### applies_to\n\n{prose(AppliesTo.__doc__)}\n\n"
        f"{key_table(AppliesTo)}\n\n### Rungs\n\nThe `tiers` of most steps. {prose(Rung.__doc__)}\n\n"
        f"{key_table(Rung)}\n"
    )


def _section(number: int, step: Step) -> str:
    module = sys.modules[step.moves.__module__]
    parts = [f"## {number}. {step.title}", prose(module.__doc__)]
    if step.params is Params:
        parts.append("It has no numbers in a catalog: it follows from the deal or from the charge.")
    else:
        parts += list(_keys(step.params))
        example = snippet(EXAMPLE / "catalog.toml", f"rules.{step.code}")
        if example:
            parts.append(f"In the example:\n\n```toml\n{example}\n```")
    return "\n\n".join(parts) + "\n"


def _keys(params: type[Params]) -> Iterator[str]:
    """Yield the keys of a step that are its own, and those of the records inside it."""
    text = prose(params.__doc__)
    if text:
        yield text
    hints, shared = get_type_hints(params, include_extras=True), get_type_hints(Params, include_extras=True)
    same = frozenset(
        name
        for name in Params.fields()
        if hints[name] == shared[name] and _plain(getattr(params, name)) == _plain(getattr(Params, name))
    )
    if set(params.fields()) - same:
        yield key_table(params, without=same)
    for name in params.fields():
        if name not in same:
            for record in inside(hints[name]):
                yield from _record(name, record)


def _record(name: str, record: type[Record]) -> Iterator[str]:
    """Yield the keys of a record that `name` is a list of, and of the records inside it."""
    if issubclass(record, AppliesTo):
        return
    if record is Rung:
        yield f"`{name}` are [rungs](#rungs)."
    elif issubclass(record, Rung):
        yield f"`{name}` are [rungs](#rungs) with more keys:"
        yield key_table(record, without=frozenset(Rung.fields()))
    else:
        yield f"Each of `{name}`:"
        yield key_table(record)
    for inner, hint in get_type_hints(record, include_extras=True).items():
        for deeper in inside(hint):
            yield from _record(inner, deeper)


def _plain(default: Any) -> Any:
    return getattr(default, "default_factory", default)


def inside(hint: Any) -> Iterator[type[Record]]:
    """Yield the records that a type hint names."""
    if inspect.isclass(hint) and issubclass(hint, Record):
        yield hint
    for each in get_args(hint):
        yield from inside(each)


def snippet(file: Path, header: str) -> str:
    """Return the lines of one table of a TOML file, without remarks around it."""
    lines = rf"^\[{re.escape(header)}\]\n(?:(?!\[|# ----).*\n)*"
    found = re.search(lines, file.read_text(encoding="utf-8"), re.MULTILINE)
    text = found[0].rstrip() if found else ""
    tomllib.loads(text)
    return text


def _moved() -> dict[str, str]:
    """Return what each step moves in the example, all lines together."""
    from dealdesk import load_catalog, load_deal, price

    quote = price(load_deal(EXAMPLE / "deal.toml"), load_catalog(EXAMPLE / "catalog.toml"), today=date(2026, 11, 16))
    sums: dict[str, Decimal] = {}
    for line in quote.lines:
        for move in line.moves:
            if line.committed or move.code == "commitment":
                sums[move.code] = sums.get(move.code, Decimal(0)) + move.amount
    return {code: f"{amount:+,.2f}" for code, amount in sums.items() if amount}
