"""A business case on the terminal: the answer first, then what it is made of, then what could change it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from fractions import Fraction

from rich.console import Group, RenderableType
from rich.text import Text

from dealdesk.cli import words
from dealdesk.cli.show_quote import findings
from dealdesk.cli.table import Cell, Column, Row, heading, lines_of, pairs, section, table, text
from dealdesk.value.roi.result import RoiResult
from dealdesk.value.roi.result.rows import BenefitRow, CostRow
from dealdesk.value.roi.result.sensitivity import TornadoRow

KEY = ("npv", "roi", "return", "payback", "discounted-payback", "irr", "mirr", "pv-costs", "pv-benefits")
"""Key figures that are always shown; --explain shows all."""

LEAST_BAR, MOST_BAR = 12, 40

ROOMY = 90
"""Columns of a page from which "present value" is written out in the cash flow."""


def roi_page(result: RoiResult, width: int, *, explain: bool = False) -> Iterable[RenderableType]:
    """Yield the parts of the page."""
    yield header(result)
    yield section(heading("Key figures", result.currency), figures(result, width, explain=explain))
    yield section(heading("Cash flow", f"{result.currency}; each year discounted at its end"), cash_flow(result, width))
    yield section(heading("Benefits", "lowered for risk, reached step by step"), benefits(result))
    yield section(heading("Costs", "raised for risk"), costs(result))
    if result.unquantified:
        named = ((each.name, each.text) for each in result.unquantified)
        yield section(heading("Not counted", "named, and in no figure"), pairs(named))
    if result.tornado:
        note = "net present value with one assumption at its low and its high value"
        yield section(heading("What it depends on", note if width >= ROOMY else ""), tornado(result, width))
        yield section(heading("Scenarios", "all assumptions at their worse or better ends at once"), scenarios(result))
    if result.simulation is not None:
        yield section(heading("Simulation", _drawn(result)), simulation(result))
    turns = [text(each) for each in _break_evens(result)]
    if turns:
        yield section(heading("Break-even"), *turns)
    if result.alternatives:
        note = f"present value of all costs over {words.plural(result.years, 'year')}; benefits left out"
        yield section(heading("Cost of ownership", note), alternatives(result))
    if result.findings:
        yield section(heading("Findings"), findings(result.findings, width))
    if explain:
        yield from explained(result, width)


def header(result: RoiResult) -> RenderableType:
    """Return who, what, and how it is worked out."""
    deal = result.deal
    named = " · ".join(part for part in (deal.number, deal.option) if part) if deal is not None else ""
    said = f"{deal.file}, {deal.catalog} {deal.version}" if deal is not None else ""
    return section(
        text(f"Return for {result.customer.name}", "bold"),
        pairs(
            [
                ("Title", result.title),
                ("Deal", ", ".join(part for part in (named, said) if part)),
                ("Years", f"{result.years}, from {words.day(result.start)}"),
                ("Rate", f"{words.percent(result.rate)} a year  {result.rate_at}".rstrip()),
                ("Case", f"{result.source}, {words.day(result.dated)}".strip(", ")),
            ]
        ),
    )


def figures(result: RoiResult, width: int, *, explain: bool) -> RenderableType:
    """Return key figures; with their definitions where they are explained."""
    shown = [each for each in result.figures if explain or each.id in KEY]
    if explain:
        rows: list[Row] = [(each.title, each.text, text(each.definition, "dim")) for each in shown]
        return table([Column(), Column(breaks=True, least=14), Column(breaks=True)], rows)
    return pairs((each.title, each.text) for each in shown)


def cash_flow(result: RoiResult, width: int) -> RenderableType:
    """Return a row for each column of the case."""
    present = "Present value" if width >= ROOMY else "PV"
    rows = [
        (each.title, *_amounts(result, each.costs, each.benefits, each.net, each.cumulative, each.pv_net))
        for each in result.periods
    ]
    sums = result.totals
    footer = [
        ("Total", *_amounts(result, sums.costs, sums.benefits, sums.net), "", ""),
        (present, *_amounts(result, sums.pv_costs, sums.pv_benefits), "", "", _money(result, sums.npv)),
    ]
    heads = ("Costs", "Benefits", "Net", "Cumulative", present)
    return table([Column(), *(Column(name, right=True) for name in heads)], rows, footer=footer)


def _amounts(result: RoiResult, *values: Decimal) -> list[str]:
    return [_money(result, value) for value in values]


def benefits(result: RoiResult) -> RenderableType:
    """Return a row for each benefit, with its ramp, its risk and its present value."""
    percents = words.percents([each.share for each in result.benefits])
    rows = [
        (each.name, _ramp(each), _risk(each), *_amounts(result, each.total, each.pv), share)
        for each, share in zip(result.benefits, percents, strict=True)
    ]
    columns = [Column("Benefit", breaks=True, least=20), Column("Reached, %", breaks=True, least=11)]
    sums = _amounts(result, result.totals.benefits, result.totals.pv_benefits)
    return table([*columns, *_counted()], rows, footer=[("Total", "", "", *sums, "")])


def costs(result: RoiResult) -> RenderableType:
    """Return a row for each cost; those of the quote are named as such."""
    percents = words.percents([each.share for each in result.costs])
    rows = [
        (each.name, "quote" if each.group == "deal" else "", _risk(each), *_amounts(result, each.total, each.pv), share)
        for each, share in zip(result.costs, percents, strict=True)
    ]
    sums = _amounts(result, result.totals.costs, result.totals.pv_costs)
    columns = [Column("Cost", breaks=True, least=20), Column(), *_counted()]
    return table(columns, rows, footer=[("Total", "", "", *sums, "")])


def _counted() -> list[Column]:
    return [Column(name, right=True) for name in ("Risk", "Counted", "Present value", "Share")]


def tornado(result: RoiResult, width: int) -> RenderableType:
    """Return a bar for each assumption, all on one scale; the middle mark is the expected value."""
    low = min(each.worst for each in result.tornado)
    high = max(each.best for each in result.tornado)
    long = max(LEAST_BAR, min(MOST_BAR, width - 66))
    rows: list[Row] = [
        (
            lines_of(each.name, text(_range(each), "dim")),
            _money(result, each.npv_low),
            _bar(each, result.totals.npv, low, high, long),
            _money(result, each.npv_high),
        )
        for each in result.tornado
    ]
    columns = [Column(breaks=True, least=24), Column("Low", right=True), Column(), Column("High", right=True)]
    return table(columns, rows)


def _bar(row: TornadoRow, expected: Decimal, low: Decimal, high: Decimal, long: int) -> Text:
    """Return the stretch between the two values: light below what is expected, solid above it."""
    span = Fraction(high - low) or Fraction(1)

    def place(value: Decimal) -> int:
        return round(Fraction(value - low) / span * long)

    first, middle, last = place(row.worst), place(expected), place(row.best)
    below, above = ("░" * max(middle - first, 0), "yellow"), ("█" * max(last - middle, 0), "green")
    return Text.assemble(" " * first, below, above, " " * (long - last))


def scenarios(result: RoiResult) -> RenderableType:
    """Return a row for each scenario."""
    rows = [
        (
            each.name,
            _money(result, each.pv_benefits),
            _money(result, each.pv_costs),
            _money(result, each.npv),
            f"{each.roi:,f} %" if each.roi is not None else "",
            f"{each.payback:f} months" if each.payback is not None else "not within it",
        )
        for each in result.scenarios
    ]
    heads = ("Benefits", "Costs", "Net present value", "ROI", "Payback")
    return table([Column(), *(Column(each, right=True) for each in heads)], rows)


def simulation(result: RoiResult) -> RenderableType:
    """Return what the draws come to."""
    drawn = result.simulation
    assert drawn is not None

    def roi(value: Decimal | None) -> str:
        return f"{value:,f} %" if value is not None else ""

    rows = [
        ("P10", _money(result, drawn.p10), roi(drawn.roi_p10), "one draw in ten is at or below it"),
        ("P50", _money(result, drawn.p50), roi(drawn.roi_p50), "half of them are"),
        ("P90", _money(result, drawn.p90), roi(drawn.roi_p90), "nine in ten are"),
    ]
    columns = [Column(), Column("Net present value", right=True), Column("ROI", right=True), Column(style="dim")]
    above = f"{words.percent(drawn.positive.normalize() + 0)} of the draws are above 0."
    return Group(table(columns, rows), text(above))


def alternatives(result: RoiResult) -> RenderableType:
    """Return what each way costs."""
    rows = [
        (
            each.name,
            _money(result, each.total),
            _money(result, each.pv),
            "" if each.id == "offer" else _money(result, each.difference),
            words.percent(each.saves) if each.saves is not None and each.id != "offer" else "",
        )
        for each in result.alternatives
    ]
    heads = ("Total", "Present value", "Offer saves", "")
    return table([Column(breaks=True), *(Column(each, right=True) for each in heads)], rows)


def explained(result: RoiResult, width: int) -> Iterator[RenderableType]:
    """Yield where each number comes from, and how it is worked out."""
    items: tuple[CostRow | BenefitRow, ...] = (*result.costs, *result.benefits)
    rows = [(each.name, lines_of(*_how(result, each)), _dim(each.at)) for each in items]
    columns = [Column(breaks=True, least=16), Column(breaks=True, least=30), Column()]
    yield section(heading("Where amounts come from"), table(columns, rows))
    if result.assumptions:
        said: list[Row] = [
            (
                each.name,
                lines_of(
                    f"{words.number(each.low)} to {words.number(each.high)}, expected {words.number(each.expected)}"
                    f" {each.unit}".rstrip(),
                    text(f"drives {', '.join(each.drives)}" if each.drives else "drives nothing", "dim"),
                    text(_sourced(each.source, each.confidence), "dim"),
                ),
                _dim(each.at),
            )
            for each in result.assumptions
        ]
        yield section(heading("Assumptions"), table(columns, said))
    yield section(heading("Method"), *(text(each) for each in result.statement))


def _how(result: RoiResult, row: CostRow | BenefitRow) -> Iterator[Cell]:
    yield row.derivation
    risk = row.risk
    if isinstance(row, BenefitRow):
        if row.ramp_words:
            yield f"reached: {row.ramp_words}"
        if risk.percent:
            derived = f" ({risk.derivation})" if risk.derivation else ""
            yield f"less {words.percent(risk.percent)} for risk{derived}"
    elif risk.percent:
        derived = f" ({risk.derivation})" if risk.derivation else ""
        yield f"plus {words.percent(risk.percent)} for risk{derived}"
    amounts = (f"{each.title} {_money(result, a)}" for each, a in zip(result.periods, row.amounts, strict=True) if a)
    yield ", ".join(amounts)
    yield text(_sourced(row.source, row.confidence), "dim")


def _sourced(source: str | None, confidence: str | None) -> str:
    said = f"source: {source}" if source else "no source"
    return f"{said}; confidence {confidence}" if confidence else said


def _break_evens(result: RoiResult) -> Iterator[str]:
    for each in result.break_evens:
        value = f" That is {words.number(each.value)} {each.unit}".rstrip() + "." if each.value is not None else ""
        if each.direction != "none":
            yield f"{each.sentence}{value}"


def _drawn(result: RoiResult) -> str:
    drawn = result.simulation
    assert drawn is not None
    shape = "PERT" if drawn.shape == "pert" else "triangular"
    return f"{drawn.draws:,} draws, seed {drawn.seed}, {shape} between low, expected and high"


def _range(row: TornadoRow) -> str:
    ends: Sequence[str] = [words.number(each) for each in (row.low, row.expected, row.high)]
    return f"{ends[0]} · {ends[1]} · {ends[2]} {row.unit}".rstrip()


def _ramp(row: BenefitRow) -> str:
    shown = [words.number(each) for each in row.ramp[1:]]
    return ", ".join(shown) if len(set(shown)) > 1 else shown[0]


def _risk(row: CostRow | BenefitRow) -> str:
    if not row.risk.percent:
        return ""
    sign = "−" if isinstance(row, BenefitRow) else "+"
    return f"{sign}{words.percent(row.risk.percent)}"


def _dim(at: str) -> Text:
    return text(at, "dim")


def _money(result: RoiResult, value: Decimal) -> str:
    return words.money(value, result.places)
