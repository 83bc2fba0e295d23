"""What a quote shows on a screen: each of its options in full, and how each line came to its price."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dealdesk.documents.language import Language
from dealdesk.documents.view import quote_view
from dealdesk.documents.view.lines import SECTIONS, section_of
from dealdesk.documents.view.order import order_view
from dealdesk.documents.view.steps import steps
from dealdesk.documents.view.writer import MONTHS, Writer, cell, prices_shown
from dealdesk.quoting.quote import Quote
from dealdesk.quoting.quote.line import QuoteLine

COMMON = ("parties", "terms", "phases", "notes", "acceptance", "control")
"""Parts that are shown once where they are the same in every option."""

WHOLE = 1000
"""Length of the longest bar of a waterfall in rows."""


def screen_view(quote: Quote, language: Language) -> dict[str, Any]:
    """Return the view of a quote with a `screen`: what its page for the screen shows besides.

    `screen.panels` holds one view for each option, or just that of the quote. Besides, each has the option's `name`,
    what its price is (`told`), whether it is the one that is `chosen` first, the `rows` of its waterfall, and in `why`
    for each section of lines the steps of each line, or None where a line has none to show. `screen.common` says which
    parts are shown once.

    Raises:
        RenderError: As `quote_view`.
    """
    view = quote_view(quote, language)
    choices: list[dict[str, Any]] = view["options"]["choices"] if view["options"] else []
    priced = [each.quote for each in quote.options]
    panels = [_panel(each, language) for each in [quote] * (len(choices) - len(priced)) + priced]
    if not choices:
        panels = [_panel(quote, language)]
    first = next((n for n, each in enumerate(choices) if each["recommended"]), _of_quote(panels, view))
    total = language.say("options.tcv")
    for number, panel in enumerate(panels):
        choice = choices[number] if choices else {"name": "", "term": ""}
        told = language.say("form.list_between", first=total, next=choice["term"])
        panel |= {"name": choice["name"], "told": told, "chosen": number == first}
    common = {name: all(each[name] == panels[0][name] for each in panels) for name in COMMON}
    return view | {"screen": {"panels": panels, "common": common}}


def order_screen(quote: Quote, language: Language) -> dict[str, Any]:
    """Return the view of a quote's order form with a `screen` of one panel.

    Raises:
        RenderError: As `order_view`.
    """
    view = order_view(quote, language)
    return view | {"screen": {"panels": [_with_steps(view, quote, language)]}}


def _of_quote(panels: Sequence[dict[str, Any]], view: dict[str, Any]) -> int:
    """Return which panel shows what the quote itself offers."""
    return next((n for n, each in enumerate(panels) if each["figures"] == view["figures"]), 0)


def _panel(quote: Quote, language: Language) -> dict[str, Any]:
    view = quote_view(quote, language)
    rows = _rows(view["price"]["waterfall"]["bars"]) if view["price"] else []
    return _with_steps(view, quote, language) | {"rows": rows}


def _with_steps(view: dict[str, Any], quote: Quote, language: Language) -> dict[str, Any]:
    """Return a view, without the fixed words, with the steps of each line."""
    writer = Writer(quote, language)
    why: dict[str, list[dict[str, Any] | None]] = {name: [] for name in SECTIONS}
    for line in quote.lines:
        why[section_of(line)].append(_why(writer, line))
    return {name: each for name, each in view.items() if name != "t"} | {"why": why}


def _why(writer: Writer, line: QuoteLine) -> dict[str, Any] | None:
    """Return the way of one line from list to net, over the term; None where nothing moves it, or it is not shown."""
    found = steps(writer, line.moves, most=len(line.moves))
    if not found or not prices_shown(line):
        return None
    say, money = writer.say, writer.money
    level = line.list
    rows = [{"cell": cell(say("moves.list"), _extended(writer, line)), "amount": "", "left": money(level)}]
    for each in found:
        level += each.amount
        percent = writer.language.percent(each.percent) if each.percent is not None else ""
        rows.append(
            {"cell": cell(each.title, percent), "amount": money(each.amount, signed=True), "left": money(level)}
        )
    return {"label": say("columns.net"), "rows": rows, "net": money(line.net)}


def _extended(writer: Writer, line: QuoteLine) -> str:
    """Return "$76,800.00 × 3 years" where that is the list price of a line, else nothing."""
    each = line.intervals[0]
    count, _, _ = each.periods.partition(" ")
    if len(line.intervals) > 1 or line.period not in MONTHS or not count.isdigit():
        return ""
    if each.list_per_period * int(count) != each.list or int(count) == 1:
        return ""
    times = writer.say("lines.times", periods=writer.periods(each.periods))
    return f"{writer.money(each.list_per_period)} {times}"


def _rows(bars: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the bars of a waterfall as rows: texts, and where the bar starts and how long it is, of `WHOLE`."""
    level, levels = 0.0, list[tuple[float, float]]()
    for bar in bars:
        start = level if bar["kind"] == "step" else 0.0
        level = start + bar["value"]
        levels.append((min(start, level), max(start, level)))
    unit = WHOLE / (max(high for _, high in levels) or 1.0)
    return [
        {name: bar[name] for name in ("name", "note", "amount", "kind")}
        | {"start": round(low * unit), "length": max(2, round((high - low) * unit)), "down": bar["value"] <= 0}
        for bar, (low, high) in zip(bars, levels, strict=True)
    ]
