"""The tables of a quote's lines: what comes back every period, what comes once, usage, and what is optional."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from dealdesk.documents.view.table import Column, table, together
from dealdesk.documents.view.writer import MONTHS, NONE, Writer, cell, prices_shown
from dealdesk.quoting.quote.line import Interval, QuoteLine

ZERO = Decimal(0)
MOST_KEPT = 6
"""Intervals of a line that are kept on one page."""

SECTIONS = ("recurring", "once", "usage", "optional")


def sections(writer: Writer, only: Sequence[str] = SECTIONS) -> dict[str, Any]:
    """Return the tables by section; one without lines, and one that is not among *only*, is None."""
    groups: dict[str, list[QuoteLine]] = {name: [] for name in SECTIONS}
    for line in writer.quote.lines:
        if section_of(line) in only:
            groups[section_of(line)].append(line)
    several = bool(groups["recurring"] and groups["once"])
    found = {name: _section(writer, name, lines, several) if lines else None for name, lines in groups.items()}
    together(table for name, table in found.items() if name != "optional")  # which has more columns
    return found


def section_of(line: QuoteLine) -> str:
    """Return the section that a line is printed in."""
    if line.optional:
        return "optional"
    return "usage" if not line.committed else "recurring" if line.recurring else "once"


def _section(writer: Writer, name: str, lines: list[QuoteLine], several: bool) -> dict[str, Any]:
    say = writer.say
    period = _common_period(writer, lines) if name == "recurring" else None
    notes = {
        "usage": say("lines.usage_note", amount=writer.money(writer.quote.usage_estimate.a_year)),
        "optional": say("lines.optional_note"),
    }
    made = _by_period(writer, lines, *period, several) if period else _over_term(writer, name, lines)
    return made | {"title": say(f"lines.{name}"), "note": notes.get(name, "")}


def _common_period(writer: Writer, lines: Sequence[QuoteLine]) -> tuple[str, int] | None:
    """Return the period of all lines and how many of it the term has, where one period tells the whole story."""
    quote = writer.quote
    period = lines[0].period
    whole, rest = divmod(quote.months, MONTHS.get(period, 1))
    if period not in MONTHS or quote.days or rest:
        return None
    for line in lines:
        first = line.intervals[0]
        if (
            len(line.intervals) > 1
            or line.period != period
            or (first.start, first.end) != (quote.start, quote.end)
            or first.list != first.list_per_period * whole
            or first.net != first.net_per_period * whole
        ):
            return None
    return period, whole


def _by_period(writer: Writer, lines: list[QuoteLine], period: str, whole: int, several: bool) -> dict[str, Any]:
    """Return a table of amounts a period; its total row leads over to the term."""
    say = writer.say
    per = say(f"per.{period}")
    pairs = [(each.intervals[0].list_per_period, each.intervals[0].net_per_period) for each in lines]
    totals = [(sum((a for a, _ in pairs), ZERO), sum((b for _, b in pairs), ZERO))]
    labels = [say(f"lines.total_{period}")]
    if whole > 1 and (several or not any(of_list != net for of_list, net in pairs)):
        totals.append((totals[0][0] * whole, totals[0][1] * whole))
        labels.append(say("lines.total_term", term=writer.term))
    columns = [Column("name", [_first_column(writer, lines)])]
    rows = [[_name(writer, each)] for each in lines]
    if any(each.quantity != 1 or each.unit for each in lines):
        columns.append(Column("quantity", [say("columns.quantity")]))
        columns.append(Column("money", [say("columns.unit"), per]))
        units = _unit_prices(writer, lines)
        for row, line, text in zip(rows, lines, units, strict=True):
            row += [_quantity(writer, line, line.quantity), cell(text)]
    return _with_prices(writer, columns, rows, pairs, labels, totals, per, [not prices_shown(line) for line in lines])


def _over_term(writer: Writer, name: str, lines: list[QuoteLine]) -> dict[str, Any]:
    """Return a table of amounts over the term, with a row below a line for each interval where it has several."""
    say = writer.say
    first = say("columns.charge") if name == "usage" else _first_column(writer, lines)
    columns = [
        Column("name", [say("columns.once") if name == "once" else first]),
        Column("quantity", [say("columns.volume" if name == "usage" else "columns.quantity")]),
        Column("money", [say("columns.price")]),
    ]
    rows, pairs, hidden, marks = [], [], [], []
    for line in lines:
        one = len(line.intervals) == 1
        parts = _of_interval(writer, line, line.intervals[0]) if one else [cell(), cell()]
        rows.append([_name(writer, line), *parts])
        pairs.append((line.list, line.net))
        hidden.append(not prices_shown(line))
        keep = "keep" if 1 < len(line.intervals) <= MOST_KEPT else ""
        marks.append("" if one else "keep")
        for each in () if one else line.intervals:
            rows.append([cell(writer.language.span(each.start, each.end)), *_of_interval(writer, line, each)])
            pairs.append((each.list, each.net))
            hidden.append(not prices_shown(line))
            marks.append("sub" if each is line.intervals[-1] else f"sub {keep}".rstrip())
    main = [pair for pair, mark in zip(pairs, marks, strict=True) if "sub" not in mark]
    label = {
        "recurring": say("lines.total_term", term=writer.term),
        "once": say("lines.total_once"),
        "usage": say("lines.total_usage", term=writer.term),
    }.get(name, "")
    if name == "optional":
        return _with_prices(writer, columns, rows, pairs, [], [], "", hidden, marks, _taken(lines))
    totals = [(sum((a for a, _ in main), ZERO), sum((b for _, b in main), ZERO))]
    return _with_prices(writer, columns, rows, pairs, [label], totals, "", hidden, marks)


def _taken(lines: Sequence[QuoteLine]) -> list[Decimal | None]:
    """Return by row what an optional line adds to the total if it is taken; None for usage and parts of a line."""
    found: list[Decimal | None] = []
    for line in lines:
        found.append(line.net if line.committed else None)
        found += [None] * (len(line.intervals) if len(line.intervals) > 1 else 0)
    return found


def _with_prices(
    writer: Writer,
    columns: list[Column],
    rows: list[list[dict[str, Any]]],
    pairs: list[tuple[Decimal, Decimal]],
    labels: list[str],
    totals: list[tuple[Decimal, Decimal]],
    per: str,
    hidden: Sequence[bool],
    marks: Sequence[str] = (),
    taken: Sequence[Decimal | None] = (),
) -> dict[str, Any]:
    """Add list, discount and net to the rows, or one price where nothing is discounted.

    For optional lines, add what the total contract value becomes with what each row adds to it, in *taken*.
    """
    say, money = writer.say, writer.money
    feet = [[cell(label), *[cell() for _ in columns[1:]]] for label in labels]
    below = [per] if per else []
    if all(of_list == net for of_list, net in pairs):
        columns.append(Column("strong", [say("columns.amount"), *below]))
        for row, (_, net) in zip([*rows, *feet], [*pairs, *totals], strict=True):
            row.append(cell(money(net)))
    else:
        rises = any((net - of_list) * (1 if of_list >= 0 else -1) > 0 for of_list, net in pairs)
        with_list = not taken or any(marks)  # an optional line's price with its periods tells its list price
        if with_list:
            columns.append(Column("money", [say("columns.list"), *below]))
        columns.append(Column("percent", [say("columns.adjustment" if rises else "columns.discount")]))
        columns.append(Column("strong", [say("columns.net"), *below]))
        percents = writer.percents([*pairs, *totals], signed=rises)
        for row, (of_list, net), percent in zip([*rows, *feet], [*pairs, *totals], percents, strict=True):
            row += [*([cell(money(of_list))] if with_list else []), cell(percent), cell(money(net))]
    if any(each is not None for each in taken):
        value = writer.quote.totals.net
        columns.append(Column("money", [say("lines.if_taken"), say("lines.if_taken_total")]))
        for row, mark, adds in zip(rows, marks, taken, strict=True):
            row.append(cell(money(value + adds) if adds is not None else "" if "sub" in mark else NONE))
        adding = [each for each in taken if each is not None]
        if len(adding) > 1:
            total = cell(money(value + sum(adding, ZERO)))
            feet.append([cell(say("lines.all_taken")), *[cell() for _ in columns[2:]], total])
    for row, hide in zip(rows, hidden, strict=True):
        if hide:
            prices = [number for number, column in enumerate(columns) if column.kind not in ("name", "quantity")]
            for number in prices:
                row[number] = cell(say("lines.included") if number == prices[-1] else "")
    return table(columns, rows, feet, marks)


def _first_column(writer: Writer, lines: Sequence[QuoteLine]) -> str:
    return writer.say("columns.plugin" if all(line.kind == "plugin" for line in lines) else "columns.product")


def _name(writer: Writer, line: QuoteLine) -> dict[str, Any]:
    name = writer.name(line)
    if line.charge_name:
        name = writer.say("lines.charge", product=name, charge=line.charge_name)
    about = [writer.language.tidy(each) for each in (line.description, line.note) if each]
    return cell(name, below="\n".join(about))


def _quantity(writer: Writer, line: QuoteLine, quantity: Decimal) -> dict[str, Any]:
    unit = writer.language.units(line.unit, quantity)
    if unit[:1].isdigit():  # 3,000 × 10k requests
        unit = writer.say("lines.times", periods=unit)
    return cell(writer.language.number(quantity), unit)


def _of_interval(writer: Writer, line: QuoteLine, each: Interval) -> list[dict[str, Any]]:
    """Return the cells for quantity and list price of an interval."""
    quantity = _quantity(writer, line, each.quantity)
    if line.period not in MONTHS:
        return [quantity, cell(writer.money(each.list_per_period))]
    quantity["below"] = writer.say(f"period.{line.period}") if line.unit and not line.committed else ""
    whole = each.periods.partition(" ")
    if "+" not in whole[2] and whole[0].isdigit() and each.list != each.list_per_period * int(whole[0]):
        return [quantity, cell(writer.money(each.list))]  # a price for the whole interval
    times = writer.say("lines.times", periods=writer.periods(each.periods))
    return [quantity, cell(writer.money(each.list_per_period), below=times)]


def _unit_prices(writer: Writer, lines: Sequence[QuoteLine]) -> list[str]:
    """Return the list price of one unit of each line, all with the same decimals; else a word."""
    prices: list[Fraction | None] = []
    for line in lines:
        of_list = Fraction(line.intervals[0].list_per_period)
        single = (line.model == "per_unit" and line.quantity) or line.quantity == 1
        prices.append(of_list / Fraction(line.quantity) if single else None)
    stated = [each for each in prices if each is not None]
    places = next(
        (n for n in range(writer.quote.places, 7) if all((each * 10**n).denominator == 1 for each in stated)), None
    )
    if places is None:
        places, prices = writer.quote.places, [None] * len(prices)
    money = writer.language.amounts(writer.quote.currency, places)
    found = []
    for line, price in zip(lines, prices, strict=True):
        model = f"models.{line.model}"
        if price is not None:
            found.append(money(Decimal(price.numerator * 10**places // price.denominator).scaleb(-places)))
        else:
            found.append(writer.say(model) if writer.language.has(model) else "")
    return found
