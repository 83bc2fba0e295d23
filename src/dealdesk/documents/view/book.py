"""What the page about the book shows: four key figures, all figures beside their targets, and what they consist of.

A report is given as `dealdesk.book.report.BookReport`, which lies above documents; nothing here makes one.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from dealdesk.documents.language import Language
from dealdesk.documents.palette import palette
from dealdesk.documents.view.head import cut
from dealdesk.documents.view.writer import ems, step

ACCENT = "#0b6a5a"
KEY = ("pipeline", "win-rate", "average-deal-size", "net-revenue-retention")
"""Figures at the top of the page."""

KEY_WIDTHS = (6.5, 8.5, 10.0)
"""How wide they may be in each size of type, in ems; what is wider is written in the last."""

BANDS = (("pipeline", "discount-by-rep", "revenue-concentration"), ("discount-by-segment", "discount-by-tier"))
"""Figures whose parts have a table of their own, those beside each other together."""

MOST_ROWS = 4
"""Rows of such a table; the others are counted together."""

NAME_WIDTHS = (12.0, 26.0)
"""How wide the names in the tables of each band may be, in ems: a row is one line."""

AMOUNTS = frozenset({"pipeline", "revenue-concentration"})
"""Figures whose parts are amounts."""


def book_view(report: Any, language: Language) -> dict[str, Any]:
    """Return the view of a book's page: formatted strings, in dicts and lists."""
    writer = _Writer(report, language)
    colours = palette(ACCENT)
    return {
        "lang": language.code,
        "t": dict(language.texts),
        "colours": {"accent": colours.accent, "tint": colours.tint},
        "head": _head(writer),
        "figures": _key(writer),
        "rows": [_row(writer, each) for each in report.figures if each.kind != "points"],
        "bands": [
            [_group(writer, report.figure(id), width) for id in band if report.figure(id).parts]
            for band, width in zip(BANDS, NAME_WIDTHS, strict=True)
        ],
        "notes": _notes(writer),
    }


class _Writer:
    def __init__(self, report: Any, language: Language) -> None:
        self.report, self.language, self.say = report, language, language.say
        self.exact = language.amounts(report.currency, report.places)
        self.whole = language.amounts(report.currency, 0)

    def value(self, value: Decimal | None, kind: str, *, whole: bool = False) -> str:
        if value is None:
            return self.say("book.unknown")
        if kind == "money":
            return str((self.whole if whole else self.exact)(value))
        if kind == "percent":
            return self.language.percent(value, 1)
        if kind == "days":
            return self.say("book.days", n=int(value))
        if kind == "points":
            return self.say("book.points", value=self.language.number(value))
        return self.language.number(value)


def _head(writer: _Writer) -> dict[str, str]:
    report, say = writer.report, writer.say
    day = writer.language.long_day(report.today)
    vendor = report.vendor or say("book.nobody")
    title = say("book.title", vendor=vendor)
    since = report.since and writer.language.day(report.since)
    until = report.until and writer.language.day(report.until)
    span = say(f"book.span_{'since' if since else ''}{'until' if until else ''}", since=since or "", until=until or "")
    quotes = say("book.quotes", n=report.quotes)
    return {
        "title": title,
        "headline": _finding(writer),
        "size": f"n{step(ems(_finding(writer)), 26, 40, 62, 80)}",
        "eyebrow": title,
        "lede": say("book.lede", quotes=quotes, currency=report.currency, span=span, day=day),
        "author": vendor,
        "vendor": vendor,
        "subject": _finding(writer),
        "issued": report.today.isoformat(),
        "reference": say("book.reference", day=day),
        "footer": say("book.footer", vendor=vendor),
    }


def _finding(writer: _Writer) -> str:
    """Return the one sentence that the page says: what is missed, or that nothing is."""
    held = [each for each in writer.report.figures if each.target is not None and each.target.met is not None]
    missed = [each for each in held if not each.target.met]
    if not held:
        pipeline = writer.report.figure("pipeline")
        return writer.say("book.finding_pipeline", amount=writer.value(pipeline.value, "money", whole=True))
    if missed:
        return writer.say("book.finding_missed", n=len(missed), held=writer.language.number(Decimal(len(held))))
    return writer.say("book.finding_met", n=len(held))


def _key(writer: _Writer) -> dict[str, Any]:
    found = []
    for id in KEY:
        figure = writer.report.figure(id)
        found.append(
            {
                "label": writer.say(f"book.figure.{id}"),
                "value": writer.value(figure.value, figure.kind, whole=True),
                "note": writer.say(f"book.basis.{id}", n=figure.basis) if figure.value is not None else figure.why,
                "accent": id == KEY[0],
            }
        )
    widest = max(ems(str(each["value"])) for each in found)
    return {"row": found, "size": f"b{step(widest, *KEY_WIDTHS)}"}


def _row(writer: _Writer, figure: Any) -> dict[str, str]:
    target = figure.target
    met = {True: "met", False: "missed", None: ""}[target.met if target is not None else None]
    return {
        "name": writer.say(f"book.figure.{figure.id}"),
        "definition": figure.definition,
        "value": writer.value(figure.value, figure.kind),
        "target": writer.language.tidy(target.words) if target is not None else "",
        "state": writer.say(f"book.{met}") if met else "",
        "mark": met,
    }


def _group(writer: _Writer, figure: Any, width: float) -> dict[str, Any]:
    kind = "money" if figure.id in AMOUNTS else "percent"
    fits = len(figure.parts) <= MOST_ROWS + 1  # "and 1 more" would take as much room as the one
    shown = figure.parts if fits else figure.parts[:MOST_ROWS]
    rest = len(figure.parts) - len(shown)
    return {
        "title": writer.say(f"book.group.{figure.id}"),
        "rows": [
            {
                "name": cut(each.name, width),
                "value": writer.value(each.value, kind, whole=True),
                "count": "" if figure.id == "revenue-concentration" else str(each.count),
            }
            for each in shown
        ],
        "rest": writer.say("book.rest", n=rest) if rest else "",
    }


def _notes(writer: _Writer) -> list[str]:
    report = writer.report
    found = [writer.say("book.definitions", id=report.definitions)]
    if report.others:
        found.append(writer.say("book.others", currencies=writer.language.listed(report.others)))
    return found
