"""Options side by side: what each costs, and what differs."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from dealdesk.documents.language import Language
from dealdesk.documents.view.head import annual_fee
from dealdesk.documents.view.table import WIDTH, Column, table
from dealdesk.documents.view.writer import COMMITMENT, Writer, cell, ems
from dealdesk.quoting.quote import Option, Quote
from dealdesk.quoting.quote.line import Interval, QuoteLine

MOST_COLUMNS = 4
HEADING, PADDING, TYPE = 102.0, 11.4, 11.0
"""Width in pt of the column of headings, what stays free beside each column, and the type size of the totals."""


def options(writer: Writer) -> dict[str, Any] | None:
    """Return the quote and its options for comparison; None where there are none.

    They stand in columns while they are few and their amounts short, else in rows.
    """
    quote, say = writer.quote, writer.say
    if not quote.options:
        return None
    same = next((each for each in quote.options if _is_the_quote(each.quote, quote)), None)
    choices = [] if same is not None else [_choice(writer.language, say("options.this"), quote, None)]
    for each in quote.options:
        choice = _choice(writer.language, each.name, each.quote, quote)
        if each.note:
            choice["differs"].insert(0, writer.language.tidy(each.note))
        choices.append(choice | {"recommended": each.recommended})
    room = ((WIDTH - HEADING) / len(choices) - PADDING) / TYPE
    side_by_side = len(choices) <= MOST_COLUMNS and max(ems(each["tcv"]) * 1.04 for each in choices) <= room
    return {
        "title": say("options.title"),
        "note": _note(writer, same, side_by_side),
        "side_by_side": side_by_side,
        "size": f"o{len(choices)}",
        "usage": any(each["usage"] for each in choices),
        "choices": choices,
        "table": _rows(writer, choices),
    }


def _is_the_quote(option: Quote, quote: Quote) -> bool:
    """Whether an option is what the quote itself offers."""
    return (_offered(option), option.term, option.invoices) == (_offered(quote), quote.term, quote.invoices)


def _offered(quote: Quote) -> list[QuoteLine]:
    """Return the lines without their places in the deal: an option may say again what the deal says."""
    return [replace(each, at="", moves=(), intervals=_bare(each)) for each in quote.lines]


def _bare(line: QuoteLine) -> tuple[Interval, ...]:
    return tuple(replace(each, moves=()) for each in line.intervals)


def _note(writer: Writer, same: Option | None, side_by_side: bool) -> str:
    if same is not None:
        return writer.say("options.note_of", name=writer.language.tidy(same.name))
    return writer.say("options.note" if side_by_side else "options.note_rows")


def _rows(writer: Writer, choices: list[dict[str, Any]]) -> dict[str, Any]:
    """Return the options as a table of rows."""
    say = writer.say
    columns = [Column("name", [say("options.option")]), Column("quantity", [say("options.term")])]
    names = ["discount", "annual", "tcv"]
    if any(each["usage"] for each in choices):
        names.insert(1, "usage")
    columns += [Column("strong" if name == "tcv" else "money", [say(f"options.{name}")]) for name in names]
    rows = [
        [
            cell(each["name"], say("options.recommended") if each["recommended"] else "", "\n".join(each["differs"])),
            cell(each["term"]),
            *[cell(each[name]) for name in names],
        ]
        for each in choices
    ]
    return table(columns, rows)


def _choice(language: Language, name: str, quote: Quote, base: Quote | None) -> dict[str, Any]:
    writer = Writer(quote, language)
    totals = quote.totals
    return {
        "name": name,
        "recommended": False,
        "term": writer.term,
        "tcv": writer.money(totals.net),
        "annual": writer.money(annual_fee(quote)),
        "discount": writer.percent_off(totals.list, totals.net),
        "usage": writer.money(quote.usage_estimate.a_year) if quote.usage_estimate.net else "",
        "billing": language.start(writer.billing()),
        "differs": _differs(writer, base) if base is not None else [],
    }


def _differs(writer: Writer, base: Quote) -> list[str]:
    say, language = writer.say, writer.language
    here, there = _ordered(writer.quote), _ordered(base)
    found = []
    if added := _names(here, there):
        found.append(say("options.adds", names=language.listed(added)))
    if missing := _names(there, here):
        found.append(say("options.without", names=language.listed(missing)))
    for key, line in here.items():
        if key in there and there[key].quantity != line.quantity:
            quantities = {"new": language.number(line.quantity), "old": language.number(there[key].quantity)}
            found.append(say("options.quantity", name=line.name, **quantities))
    return found or [say("options.same")]


def _ordered(quote: Quote) -> dict[tuple[str, str], QuoteLine]:
    return {(line.sku, line.charge): line for line in quote.lines if not line.optional and line.sku != COMMITMENT}


def _names(some: dict[tuple[str, str], QuoteLine], others: dict[tuple[str, str], QuoteLine]) -> list[str]:
    """Return the names of products that *some* has and *others* lack."""
    known = {sku for sku, _ in others}
    return list(dict.fromkeys(line.name for (sku, _), line in some.items() if sku not in known))
