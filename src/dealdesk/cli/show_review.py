"""A review on the terminal: the answer, how it comes about, quality, and what comes next."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from fractions import Fraction

from rich.console import RenderableType

from dealdesk.cli import words
from dealdesk.cli.show_quote import findings
from dealdesk.cli.table import Cell, Column, Row, heading, lines_of, pairs, section, table, text
from dealdesk.value.review.result import ReviewResult
from dealdesk.value.review.result.statement import Exact

SIGNS = {True: "met", False: "missed", None: ""}


def review_page(result: ReviewResult, width: int, *, explain: bool = False) -> Iterable[RenderableType]:
    """Yield the parts of the page."""
    yield header(result)
    now = result.period
    yield section(heading(f"Outcome, {now.title}", result.currency), figures(result, explain=explain))
    yield section(heading("From measured use to the fee", result.currency), settlement(result, explain=explain))
    if len(result.periods) > 1:
        yield section(heading("All periods", result.currency), periods(result))
    if result.guarantee is not None:
        yield section(heading("Guarantee"), guarantee(result, explain=explain))
    if result.quality:
        yield section(heading("Quality"), quality(result, width))
    if result.incidents:
        yield section(heading("Incidents"), incidents(result))
    if result.missed:
        yield section(heading("What did not work"), *(text(each) for each in result.missed))
    if result.levers:
        yield section(heading("What can be done next"), levers(result))
    if result.renewal is not None:
        yield section(heading("Renewal", result.currency), renewal(result))
    if result.gain_share is not None:
        yield section(heading("Gain-share"), *(text(each) for each in _offer(result)))
    if result.findings:
        yield section(heading("Findings"), findings(result.findings, width))
    if explain:
        yield section(heading("Method"), *(text(each) for each in result.statement))


def header(result: ReviewResult) -> RenderableType:
    """Return who, what, and against which baseline."""
    base, now = result.baseline, result.period
    agreed = f"{words.number(base.rate)} {result.currency} a {base.unit}, agreed on {words.day(base.agreed)}"
    return section(
        text(f"Review for {result.customer.name}", "bold"),
        pairs(
            [
                ("Title", result.title),
                ("Period", f"{now.title}, {words.days(now.start, now.end)}"),
                ("Bought for", result.context),
                ("Measure", result.measure),
                ("Baseline", f"{agreed}  {base.at}".rstrip()),
                ("Measured", base.boundary),
                ("Source", base.source or ""),
            ]
        ),
    )


def figures(result: ReviewResult, *, explain: bool) -> RenderableType:
    """Return the key figures; with their definitions where they are explained."""
    if explain:
        rows: list[Row] = [(each.title, each.text, text(each.definition, "dim")) for each in result.figures]
        return table([Column(), Column(right=True), Column(breaks=True)], rows)
    return table([Column(), Column(right=True)], [(each.title, each.text) for each in result.figures])


def settlement(result: ReviewResult, *, explain: bool) -> RenderableType:
    """Return the steps from measured use to the fee of the period under review."""
    now, base = result.period, result.baseline
    rows: list[tuple[str, Cell, str, str]] = []
    for each in now.rows:
        said = f"{words.number(each.quantity)} × {words.number(base.rate)}"
        rows.append((each.name, text(said, "dim"), _money(result, each.baseline), each.at))
    rows.append((f"Baseline, {words.number(now.quantity)} × {base.unit}", "", _money(result, now.gross), base.at))
    for change in now.adjustments:
        rows.append((change.reason, text(change.derivation, "dim"), _money(result, change.amount), change.at))
    rows.append(("Adjusted baseline", "", _money(result, now.adjusted), ""))
    rows.append(("Spent", "", words.money(-now.actual, result.places), ""))
    share = words.percent(now.saving_percent) if now.saving_percent is not None else ""
    rows.append(("Verified saving", text(share, "dim"), _money(result, now.saving), ""))
    rows.append((f"Share, {words.percent(now.share_percent)}", "", _money(result, now.before_limits), now.at))
    limits = {"cap": "the cap decides", "floor": "the floor decides", "no-saving": "there is no saving", "none": ""}
    footer = ("Fee", limits[now.limit], _money(result, now.fee))
    columns = [Column(breaks=True, least=20), Column(breaks=True), Column("Amount", right=True)]
    if not explain:
        return table(columns, [row[:3] for row in rows], footer=[footer])
    exact = {_money(result, each): each.exact for each in _exacts(result) if Fraction(each.exact) != each.amount}
    shown = [(row[0], lines_of(row[1], text(_exactly(exact.get(row[2])), "dim")), row[2], row[3]) for row in rows]
    return table([*columns, Column("From", style="dim")], shown, footer=[(*footer, "")])


def _exacts(result: ReviewResult) -> Iterator[Exact]:
    now = result.period
    yield from (each.baseline for each in now.rows)
    yield from (each.amount for each in now.adjustments)
    yield from (now.gross, now.adjusted, now.saving, now.before_limits)


def _exactly(fraction: str | None) -> str:
    return f"exactly {fraction}" if fraction else ""


def periods(result: ReviewResult) -> RenderableType:
    """Return a row for each period, and their sums."""
    rows = [
        (
            each.title,
            _money(result, each.adjusted),
            words.money(each.actual, result.places),
            _money(result, each.saving),
            words.percent(each.saving_percent) if each.saving_percent is not None else "",
            _money(result, each.fee),
        )
        for each in result.periods
    ]
    sums = result.to_date
    percent = words.percent(sums.saving_percent) if sums.saving_percent is not None else ""
    total = ("To date", "", "", _money(result, sums.saving), percent, words.money(sums.fees, result.places))
    heads = ("Adjusted baseline", "Spent", "Saving", "", "Fee")
    return table([Column(), *(Column(each, right=True) for each in heads)], rows, footer=[total])


def guarantee(result: ReviewResult, *, explain: bool) -> RenderableType:
    """Return what was promised, what was reached, and what is owed."""
    given = result.guarantee
    assert given is not None
    return pairs(
        [
            ("Promised", f"{words.money(given.promised, result.places)}  {given.at if explain else ''}".rstrip()),
            ("Reached", _money(result, given.reached)),
            ("Shortfall", _money(result, given.shortfall)),
            ("True-up", f"{_money(result, given.true_up)}, {words.percent(given.pays_percent)} of the shortfall"),
            ("", "" if not given.met else "The guarantee is met; nothing is owed."),
        ]
    )


def quality(result: ReviewResult, width: int) -> RenderableType:
    """Return a row for each figure of quality."""
    rows = [
        (each.name, *(_with(value, each.unit) for value in (each.before, each.target, each.actual)), SIGNS[each.met])
        for each in result.quality
    ]
    heads = ("Before", "Target", "Measured")
    return table([Column(breaks=True, least=20), *(Column(each, right=True) for each in heads), Column()], rows)


def incidents(result: ReviewResult) -> RenderableType:
    """Return a row for each incident."""
    rows = [
        (
            words.short_day(each.date),
            lines_of(each.title, *(text(said, "dim") for said in (each.cause, each.done) if said)),
            each.severity,
            words.plural(each.minutes, "minute") if each.minutes is not None else "",
        )
        for each in result.incidents
    ]
    return table([Column(), Column(breaks=True, least=24), Column(), Column(right=True)], rows)


def levers(result: ReviewResult) -> RenderableType:
    """Return a row for each thing that can be done next."""
    rows = [
        (
            each.text,
            each.owner or "",
            words.short_day(each.by) if each.by is not None else "",
            f"{words.money(each.worth, result.places)} a year" if each.worth is not None else "",
        )
        for each in result.levers
    ]
    return table([Column(breaks=True, least=24), Column(), Column(right=True), Column(right=True)], rows)


def renewal(result: ReviewResult) -> RenderableType:
    """Return the price of the next term, line by line."""
    given = result.renewal
    assert given is not None
    rows = [(each.name, *(words.money(value, result.places) for value in (each.now, each.then, each.change)))
            for each in given.lines]  # fmt: skip
    total = ("A year", *(words.money(value, result.places) for value in (given.now, given.price, given.change)))
    heads = ("Now", "Renewed", "More")
    notice = f"; notice until {words.day(given.notice_by)}" if given.notice_by is not None else ""
    said = f"{words.percent(given.uplift_percent)} on {given.basis}. From {words.day(given.due)}{notice}."
    whole = f"{words.plural(given.months, 'month')}: {words.money(given.total, result.places)}."
    from rich.console import Group

    return Group(
        table([Column(), *(Column(each, right=True) for each in heads)], rows, footer=[total]), text(f"{said} {whole}")
    )


def _offer(result: ReviewResult) -> Iterator[str]:
    offer = result.gain_share
    assert offer is not None
    yield offer.sentence
    if offer.projected is not None:
        yield f"On the savings to date that is {_money(result, offer.projected)} a year."
    if offer.at:
        yield f"The threshold stands at {offer.at}."


def _with(value: Decimal | None, unit: str) -> str:
    return f"{words.number(value)} {unit}".rstrip() if value is not None else ""


def _money(result: ReviewResult, value: Exact) -> str:
    return words.money(value.amount, result.places)
