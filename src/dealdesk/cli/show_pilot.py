"""A pilot on the terminal: the decision first, then why."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from rich.console import RenderableType
from rich.text import Text

from dealdesk.cli import words
from dealdesk.cli.pilot_words import (
    BLOCKS,
    amount,
    arm_figure,
    count,
    figure,
    money,
    percent,
    result_of,
    span,
    target_of,
)
from dealdesk.cli.table import Column, Row, heading, lines_of, pairs, section, table, text
from dealdesk.pilot.result import PilotResult, Proposal
from dealdesk.pilot.result.criteria import CriterionResult
from dealdesk.pilot.result.measured import Problem

STYLES = {"pass": "green", "fail": "bold red", "not enough data": "yellow", "not started": "dim", "waived": "dim"}
DECISIONS = {"scale": "bold green", "extend": "bold yellow", "stop": "bold red"}


def pilot_page(found: PilotResult, *, everything: bool) -> Iterable[RenderableType]:
    """Yield the parts: decision, steps and criteria, latency and cost, problems of the data, proposal, method."""
    yield _decision(found)
    for number in sorted({each.step for each in found.criteria}):
        step = next(each for each in found.steps if each.step == number)
        title = heading(f"Step {number}  {step.activity}", step.criterion)
        yield section(title, _criteria([each for each in found.criteria if each.step == number], found.block))
    if found.percentiles:
        yield section(heading("Latency in ms", f"at the baseline's mix: {found.headline}"), _percentiles(found))
    yield section(heading(f"Cost per request, {found.currency}", found.headline), _costs(found, everything=everything))
    if found.incidents or found.security:
        yield section(heading("Incidents and security"), _events(found))
    if found.problems:
        yield section(
            heading("The data", f"{count(found.rows)} rows, {count(found.counted)} count"), _problems(found.problems)
        )
    if found.proposal:
        yield section(heading("Expansion", found.proposal.deal), _proposal(found.proposal, found.currency))
    lines = found.statement if everything else found.statement[:2]
    yield section(heading("Method", "" if everything else "--all for the rest"), lines_of(*lines))


def _decision(found: PilotResult) -> RenderableType:
    first = Text(found.sentence, style=DECISIONS[found.decision])
    about = [
        ("Customer", found.customer.name),
        ("Catalog", f"{found.catalog} {found.catalog_version}"),
        ("Agreed", f"{words.day(found.agreed)} by {'; '.join(found.agreed_by)}"),
        (
            "Requests",
            f"{count(found.counted)} from {words.day(found.first)} to {words.day(found.last)}, "
            f"{found.blocks} {BLOCKS[found.block]}"
            if found.first and found.last
            else "",
        ),
    ]
    parts: list[RenderableType] = [text(found.title, "bold"), first, pairs(about)]
    if found.decision != "scale" and found.reasons:
        parts += [Text(""), *(Text(f"• {reason}".replace(" -", " −")) for reason in found.reasons)]
    return section(parts[0], *parts[1:])


def _criteria(criteria: list[CriterionResult], block: str) -> RenderableType:
    rows: list[Row] = []
    for each in criteria:
        arms = [n for n in (each.requests_baseline, each.requests_treatment) if n]
        blocks = f"{each.blocks} {BLOCKS[block].split()[0]}" if each.blocks else ""
        rows.append(
            (
                lines_of(*_with(each.name, each.stage)),
                target_of(each),
                lines_of(figure(each.estimate, each.unit), text(span(each), "dim")),
                lines_of(count(min(arms)) if arms else "", text(blocks, "dim")),
                text(result_of(each.verdict), STYLES[each.verdict]),
            )
        )
    columns = [
        Column(breaks=True, least=20),
        Column("Agreed"),
        Column("Result", right=True),
        Column("Requests", right=True),
        Column(),
    ]
    return table(columns, rows, wide=True)


def _percentiles(found: PilotResult) -> RenderableType:
    rows: list[Row] = []
    for name in dict.fromkeys(each.name for each in found.percentiles):
        by = {each.arm: each for each in found.percentiles if each.name == name}
        rows.append(
            (
                name,
                *(
                    part
                    for arm in ("baseline", "treatment")
                    for part in (
                        arm_figure(by[arm].value, "ms"),
                        text(f"{arm_figure(by[arm].low, 'ms')} to {arm_figure(by[arm].high, 'ms')}", "dim"),
                    )
                ),
            )
        )
    right = [Column("Baseline", right=True), Column(right=True), Column("Treatment", right=True), Column(right=True)]
    return table([Column(), *right], rows)


def _costs(found: PilotResult, *, everything: bool) -> RenderableType:
    costs = found.costs
    shown: list[tuple[str, str]] = [
        ("Baseline", f"{money(costs.baseline)}; at a fixed mix {money(costs.standardized_baseline)}"),
        ("Treatment", f"{money(costs.treatment)}; at a fixed mix {money(costs.standardized)}"),
    ]
    if costs.saving is not None:
        shown += [
            ("Saving, mix held fixed", f"{percent(costs.saving)}, from {percent(costs.low)} to {percent(costs.high)}"),
            ("As it came", f"{percent(costs.crude)}; {_points(costs.mix_effect)} points of it are the mix"),
        ]
    if costs.per_1k is not None:
        shown.append(("Saving per 1K tokens", percent(costs.per_1k)))
    top = pairs(shown)
    if not everything:
        return top
    rows: list[Row] = [
        (
            each.workload,
            f"{each.share_baseline} %",
            f"{each.share_treatment} %",
            money(each.baseline),
            money(each.treatment),
            percent(each.saving),
        )
        for each in costs.workloads
    ]
    names = ("Share before", "Share after", "Cost before", "Cost after", "Saving")
    return section(top, table([Column("Workload", breaks=True), *(Column(name, right=True) for name in names)], rows))


def _points(value: Decimal | None) -> str:
    return "" if value is None else f"{value:f}".replace("-", "−")


def _events(found: PilotResult) -> RenderableType:
    rows: list[Row] = [
        (
            words.short_day(each.day),
            each.severity,
            lines_of(*_with(each.text, f"resolved: {each.resolved}" if each.resolved else "")),
        )
        for each in found.incidents
    ]
    rows += [
        (
            "open" if each.open else "closed",
            each.severity,
            lines_of(*_with(each.text, each.owner or "")),
        )
        for each in found.security
    ]
    return table([Column(), Column(), Column(breaks=True)], rows)


def _with(words: str, more: str) -> list[str | Text]:
    return [words, text(f"  {more}", "dim")] if more else [words]


def _problems(problems: tuple[Problem, ...]) -> RenderableType:
    rows: list[Row] = []
    for each in problems:
        about: list[str | Text] = [each.title, text(f"  {each.done}", "dim")]
        if each.effect:
            about.append(text(f"  {each.effect}".replace(" -", " −"), "dim"))
        if each.examples:
            about.append(text(f"  {each.places}", "dim"))
        rows.append((count(each.count), lines_of(*about)))
    return table([Column("Count", right=True), Column(breaks=True)], rows)


def _proposal(made: Proposal, currency: str) -> RenderableType:
    return pairs(
        [
            ("Offer", f"{made.deal_title}: {amount(made.tcv, currency)} over {made.months} months"),
            (
                "Saved a year",
                f"{amount(made.gross, currency)}; cautiously {amount(made.gross_cautious, currency)}",
            ),
            (
                f"Net present value, {made.years} years",
                f"{amount(made.npv, currency)}; cautiously {amount(made.npv_cautious, currency)}",
            ),
            ("Return on investment", f"{percent(made.roi)}; cautiously {percent(made.roi_cautious)}"),
        ]
    )
