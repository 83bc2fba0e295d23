"""Amendments, renewals and prices of another catalog on the terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from rich.console import RenderableType
from rich.text import Text

from dealdesk.cli import words
from dealdesk.cli.show_invoices import invoices
from dealdesk.cli.show_quote import findings, name_of, waterfall
from dealdesk.cli.table import Column, heading, lines_of, section, table, text
from dealdesk.quoting.deal.line import held_on
from dealdesk.quoting.paper import change
from dealdesk.quoting.quote.printed import Said

if TYPE_CHECKING:
    from dealdesk.changes.outcome import LineChange
    from dealdesk.cli.quote_renew import Step
    from dealdesk.quoting.by_year import YearDelta
    from dealdesk.quoting.deal import Deal
    from dealdesk.quoting.quote import Quote
    from dealdesk.quoting.quote.line import QuoteLine
    from dealdesk.quoting.standing import Standing

ZERO = Decimal(0)
TITLES = {
    "tcv": "Total contract value",
    "acv": "Annual contract value",
    "arr_first": "ARR, first month",
    "arr_exit": "ARR, last month",
    "usage_estimate": "Estimated usage",
}


def signed(value: Decimal, places: int) -> str:
    """Return an amount with its sign."""
    return f"{value:+,.{places}f}"


def amendment_page(deal: Deal, quote: Quote, years: Sequence[YearDelta], width: int) -> Iterator[RenderableType]:
    """Yield what changes, what it costs by step, by year and by invoice."""
    assert deal.amends is not None
    yield heading(f"Amendment of {deal.amends.contract} for {quote.customer.name}", f"{quote.currency}")
    yield Text(
        f"From {words.day(quote.start)} to the contract's end on {words.day(quote.end)}: {quote.term}. "
        "Lines that do not change keep their price."
    )
    rows, committed = [], [line for line in quote.lines if line.committed and not line.optional]
    for line in committed:
        asked = deal.lines[line.line - 1]
        quantity = change(asked, deal) or "follows"
        periods = "; ".join(each.periods for each in line.intervals)
        a_period = _a_period(line)
        amounts = (words.money(a_period, quote.places), signed(line.net, quote.places))
        rows.append([str(line.line), name_of(quote, line), quantity, periods, *amounts])
    columns = [
        Column("#", right=True, style="dim"),
        Column("Product", breaks=True),
        Column("Quantity"),
        Column("Periods", breaks=True),
        Column("A period", right=True),
        Column("Change", right=True),
    ]
    footer = [["", "Total", "", "", "", signed(quote.totals.net, quote.places)]]
    yield section(
        heading("What changes", "net, to the end of the contract"), table(columns, rows, footer=footer, wide=True)
    )
    if any(move.code != "list" and move.amount for move in quote.moves):
        yield section(heading("From list to net"), waterfall(quote, width))
    said = [each for each in quote.assumptions if isinstance(each, Said) and each.id.startswith("given_back_")]
    if said:
        yield section(heading("Given back", "what was added last goes first"), *(Text(str(each)) for each in said))
    yield section(heading("By contract year", "committed value, and ARR at the end of the year"), _years(years, quote))
    if quote.invoices:
        yield section(heading("Invoices of the amendment", quote.currency), invoices(quote, width))
    if quote.findings:
        yield section(heading("Findings"), findings(quote.findings, width))


def _a_period(line: QuoteLine) -> Decimal:
    return line.intervals[-1].net_per_period if line.intervals else ZERO


def _years(years: Sequence[YearDelta], quote: Quote, *, summed: bool = True) -> RenderableType:
    places = quote.places
    rows, sums = [], [ZERO, ZERO]
    for number, each in enumerate(years, 1):
        was = each.before.value if each.before is not None else ZERO
        arr = each.before.arr if each.before is not None else ZERO
        sums = [sums[0] + was, sums[1] + each.after.value]
        rows.append(
            [
                str(number),
                words.days(each.start, each.end),
                words.money(was, places),
                signed(each.after.value - was, places),
                words.money(each.after.value, places),
                f"{words.money(arr, places)} → {words.money(each.after.arr, places)}",
            ]
        )
    columns = [
        Column("Year", right=True),
        Column("", breaks=True, spare=True),
        Column("Before", right=True),
        Column("Change", right=True),
        Column("After", right=True),
        Column("ARR", right=True),
    ]
    total = [
        "TCV",
        "",
        words.money(sums[0], places),
        signed(sums[1] - sums[0], places),
        words.money(sums[1], places),
        "",
    ]
    return table(columns, rows, footer=[total] if summed else (), wide=True)


def renewal_page(
    contract: Standing,
    before: Mapping[str, Decimal],
    deal: Deal,
    quote: Quote,
    fresh: Quote,
    years: Sequence[YearDelta],
    steps: Sequence[Step],
    width: int,
) -> Iterator[RenderableType]:
    """Yield what is paid now, what the renewal costs, and what comes after it."""
    assert deal.renews is not None
    places = quote.places
    yield heading(f"Renewal of {deal.renews.contract} for {quote.customer.name}", quote.currency)
    yield Text(f"From {words.day(quote.start)} to {words.day(quote.end)}: {quote.term}.")
    new = {(line.line, line.charge): line for line in fresh.lines}
    rows = []
    for line in quote.lines:
        if not line.committed or line.optional or not line.intervals:
            continue
        own = line.line <= len(deal.lines)  # a commitment stands after them
        held = _paid(contract, deal, line) if own else _committed(contract.quote, line)
        first = line.intervals[0]
        other = new.get((line.line, line.charge))
        rise = next((move for move in line.moves if move.code == "renewal"), None)
        same = not own or deal.lines[line.line - 1].was is None
        follows = "follows" if line.model == "percent_of" else "none"
        said = "" if held is None else follows if rise is None else ""
        if rise is not None and rise.percent:
            said = f"{rise.percent:f} %"
        elif rise is not None and held is not None and same:  # held by a cap, of list, or over several years
            said = words.share_off(held, 2 * held - first.net_per_period)
        rows.append(
            [
                str(line.line),
                name_of(quote, line),
                f"{words.number(first.quantity)} {words.unit(line.unit, line.period)}",
                words.money(held, places) if held is not None else "new",
                words.money(first.net_per_period, places),
                said,
                words.money(other.intervals[0].net_per_period, places) if other is not None and other.intervals else "",
            ]
        )
    columns = [
        Column("#", right=True, style="dim"),
        Column("Product", breaks=True),
        Column("Quantity", breaks=True),
        Column("Paid now", right=True),
        Column("Renewed", right=True),
        Column("Rise", right=True),
        Column("Catalog now", right=True),
    ]
    yield section(heading("What it costs", "net, a period"), table(columns, rows, wide=True))
    yield section(heading("From list to net", "over the renewed term"), waterfall(quote, width))
    yield section(heading("Against the term that ends"), _against(before, quote))
    if len(years) > 1:
        yield section(heading("By contract year", "against the year before"), _years(years, quote, summed=False))
    if len(steps) > 1:
        yield section(heading("Projection", "with the same quantities, rule and catalog"), _projection(steps, places))
    if quote.findings:
        yield section(heading("Findings"), findings(quote.findings, width))


def _paid(contract: Standing, deal: Deal, line: QuoteLine) -> Decimal | None:
    """Return what a contract pays for a line that is renewed, a period; for a share of other lines, too."""
    held = held_on(deal.lines[line.line - 1], line.charge, line.intervals[0].start)
    if held is not None or line.model != "percent_of":
        return held
    paid = [
        contract.last(n, shares=True).get(line.charge)
        for n, each in enumerate(contract.deal.lines, 1)
        if each.sku == line.sku
    ]
    return paid[0] if len(paid) == 1 else None


def _committed(before: Quote, line: QuoteLine) -> Decimal | None:
    """Return what a contract commits to a period, where it has such a commitment."""
    found = [each for each in before.lines if (each.sku, each.charge) == (line.sku, line.charge) and each.intervals]
    return found[0].intervals[-1].net_per_period if found else None


def _against(before: Mapping[str, Decimal], after: Quote) -> RenderableType:
    return _metrics({each: (before.get(each), after.metric(each)) for each in ("tcv", "acv", "arr_exit")}, after)


def _metrics(found: Mapping[str, tuple[Decimal | None, Decimal | None]], quote: Quote) -> RenderableType:
    rows = []
    for name, (was, now) in found.items():
        if not was and not now:
            continue
        change = signed(now - was, quote.places) if was is not None and now is not None else ""
        share = words.share_off(was, now) if was and now is not None else ""
        amounts = [words.money(each, quote.places) if each is not None else "not known" for each in (was, now)]
        sign, number = "≈ " * share.startswith("≈"), share.removeprefix("≈").strip(" -+")
        percent = f"{sign}{'+' if now is not None and was and now > was else '-'}{number}" if share else ""
        rows.append([TITLES[name], *amounts, change, percent if was != now else ""])
    columns = [Column(), *(Column(each, right=True) for each in ("Before", "After", "Change", "%"))]
    return table(columns, rows)


def _projection(steps: Sequence[Step], places: int) -> RenderableType:
    rows = [
        [
            str(each.number),
            words.days(each.start, each.end),
            words.money(each.value, places),
            words.money(each.arr, places),
            words.percent(each.rise.normalize()) if each.rise is not None else "",
        ]
        for each in steps
    ]
    columns = [Column("Renewal", right=True), Column("Term"), *(Column(n, right=True) for n in ("TCV", "ARR", "Rise"))]
    return table(columns, rows)


def requote_page(
    name: str,
    before: Quote,
    after: Quote,
    lines: Iterable[LineChange],
    metrics: Mapping[str, tuple[Any, Any]],
    years: Sequence[YearDelta],
    not_sold: Sequence[str] = (),
) -> Iterator[RenderableType]:
    """Yield the lines that come out differently, by step, and the figures; products that are *not_sold* any more."""
    catalogs = f"{before.catalog.id} {before.catalog.version} → {after.catalog.id} {after.catalog.version}"
    yield heading(f"{name} priced again for {after.customer.name}", catalogs)
    changed = list(lines)
    if not changed:
        yield Text("Every line costs the same.", style="bold green")
    if not_sold:
        names = ", ".join(dict.fromkeys(not_sold))
        yield Text(f"{after.catalog.id} {after.catalog.version} does not have {names}: all else is priced without.")
    rows: list[list[Text | str]] = []
    for each in changed:
        was, now = each.before, each.after
        amounts = [words.money(one, after.places) if one is not None else "none" for one in (was, now)]
        change = signed((now or ZERO) - (was or ZERO), after.places)
        steps = [text(f"{s.title}: {signed(s.delta, after.places)}  {s.at}", "dim") for s in each.steps]
        rows.append([str(each.line), lines_of(f"{each.sku}, {each.charge}", *steps), *amounts, change])
    if rows:
        columns = [Column("#", right=True, style="dim"), Column("Line", breaks=True)]
        columns += [Column(each, right=True) for each in ("On record", "Now", "Change")]
        yield section(heading("Lines", f"{after.currency}, net over the term"), table(columns, rows, wide=True))
    yield section(heading("Figures", after.currency), _metrics(metrics, after))
    if changed and len(years) > 1:
        about = "committed value, and ARR at the end of the year"
        yield section(heading("By contract year", about), _years(years, after))
    new = [each for each in after.findings if each.message not in {one.message for one in before.findings}]
    if new:
        yield section(heading("New findings"), findings(new, 100))
