"""What a finance team would ask about a case before it believes it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from dealdesk.quoting.quote import Quote
from dealdesk.quoting.quote.finding import Finding
from dealdesk.value.figure import Figure
from dealdesk.value.roi.build import AT_ONCE, Built
from dealdesk.value.roi.case import Case, RiskParts
from dealdesk.value.roi.exact import rounded
from dealdesk.value.roi.result import Rates
from dealdesk.value.roi.result.rows import BenefitRow, CostRow, Totals

CARRIES = 60
"""Per cent of all benefits that one of them may carry before it is said."""


@dataclass(frozen=True)
class Look:
    """What the checks look at."""

    case: Case
    quote: Quote | None
    built: Built
    costs: tuple[CostRow, ...]
    benefits: tuple[BenefitRow, ...]
    totals: Totals
    figures: dict[str, Figure]
    irr: Rates


Check = Callable[[Look], Iterator[Finding]]


def _loses(look: Look) -> Iterator[Finding]:
    if look.totals.npv < 0:
        yield Finding("negative-npv", "warning", f"the case loses money: its net present value is {look.totals.npv:,f}")


def _without_source(look: Look) -> Iterator[Finding]:
    for each in look.benefits:
        if not each.source:
            words = f"no source for {each.name}, {each.share:f} % of all benefits: a finance team will not count it"
            yield Finding("benefit-without-source", "warning", words, each.at)
    for row in look.costs:
        if row.group == "own" and not row.source:
            yield Finding("cost-without-source", "info", f"no source for {row.name}", row.at)


def _late(look: Look) -> Iterator[Finding]:
    if look.figures["payback"].value is None:
        years = look.case.years
        words = f"the case is not paid back within its {years} year{'' if years == 1 else 's'}"
        yield Finding("payback-beyond-term", "warning", words, look.case.at("years"))


def _carries(look: Look) -> Iterator[Finding]:
    for each in look.benefits:
        if len(look.benefits) > 1 and each.share > CARRIES:
            words = f"{each.name} carries {each.share:f} % of all benefits: without it the case is another one"
            yield Finding("one-benefit-carries", "warning", words, each.at)


def _no_ramp(look: Look) -> Iterator[Finding]:
    for each in look.benefits:
        if each.full[1] and each.ramp_words == AT_ONCE.text:
            words = f"{each.name} is counted in full from the first month: state a ramp, or why there is none"
            yield Finding("no-ramp", "warning", words, each.at)


def _no_risk(look: Look) -> Iterator[Finding]:
    bare = [each for each in look.benefits if not each.risk.percent]
    if bare:
        names = ", ".join(each.name for each in bare)
        words = f"no risk adjustment: {names}; benefits are usually counted lower for the risk that they come out lower"
        yield Finding("no-risk-adjustment", "info", words, bare[0].at)


def _slip(look: Look) -> Iterator[Finding]:
    """Percentages below 1 were most likely meant as fractions: 0.2 for 20 %."""
    given: list[tuple[Any, str, str]] = [(look.case.discount_rate, "discount_rate", look.case.at("discount_rate"))]
    tables: tuple[tuple[str, tuple[Any, ...]], ...] = (("benefits", look.case.benefits), ("costs", look.case.costs))
    for table, items in tables:
        for number, item in enumerate(items):
            risk, at = item.risk, look.case.at(table, number, "risk")
            parts = (risk.likelihood, risk.impact) if isinstance(risk, RiskParts) else (risk,)
            given += [(each, f"risk of {item.name}", at) for each in parts]
            for each in getattr(item, "ramp", None) or ():
                given.append((each, f"ramp of {item.name}", look.case.at(table, number, "ramp")))
    yield from slips(given)


def slips(given: Iterable[tuple[Decimal | None, str, str]]) -> Iterator[Finding]:
    """Yield a finding for each percentage below 1, with what it is of and where it stands."""
    for value, name, at in given:
        if value is not None and 0 < value < 1:
            words = f"{name} is {value:f} %; percentages are from 0 to 100: was {(value * 100).normalize():f} meant?"
            yield Finding("percent-below-one", "warning", words, at)


def _term(look: Look) -> Iterator[Finding]:
    quote = look.quote
    if quote is None:
        return
    case, months = look.case, 12 * look.case.years
    if quote.months < months and case.renewal_uplift is None:
        words = (
            f"the deal runs {quote.term}, the case {months} months: nothing is counted for the time after it; "
            "renewal_uplift would project it"
        )
        yield Finding("deal-ends-first", "warning", words, case.at("deal"))
    beyond = sum((row.beyond for row in look.built.rows), 0)
    if beyond > 0:
        words = f"{rounded(beyond, quote.places):,f} of the deal fall after the {case.years} years looked at"  # type: ignore[arg-type]
        yield Finding("deal-goes-on", "info", words, case.at("years"))


def _in_advance(look: Look) -> Iterator[Finding]:
    quote = look.quote
    if quote is not None and look.case.timing == "service" and quote.invoices:
        first = quote.invoices[0]
        if first.date <= quote.start and quote.months > 1:
            words = (
                f"the deal is billed in advance, {first.amount:,f} on the first day; costs count in the year of their "
                'service, timing = "invoices" counts them when they are billed'
            )
            yield Finding("billed-in-advance", "info", words, look.case.at("deal"))


def _only_price(look: Look) -> Iterator[Finding]:
    if look.quote is not None and not any(row.group == "own" for row in look.costs):
        words = "the price is the only cost: rollout, training and the customer's own staff cost something, too"
        yield Finding("only-the-price", "warning", words, look.case.at("deal"))


def _no_ranges(look: Look) -> Iterator[Finding]:
    if not any(each.low < each.high for each in look.built.model.ranges):
        words = "no assumption has a range, so there is no tornado, no scenario and no simulation"
        yield Finding("no-ranges", "info", words)


def _idle(look: Look) -> Iterator[Finding]:
    used = {driver for row in look.built.rows for driver in row.item.drivers}
    for id_, (each, at) in look.built.assumptions.items():
        if id_ not in used:
            yield Finding("assumption-drives-nothing", "warning", f"{each.name} drives nothing in this case", at)


def _unsure(look: Look) -> Iterator[Finding]:
    low = sum((each.share for each in look.benefits if each.confidence == "low"), Decimal(0))
    if low > 50:
        yield Finding("low-confidence", "warning", f"{low:f} % of all benefits are of low confidence")


def _no_irr(look: Look) -> Iterator[Finding]:
    if not look.irr.unique:
        yield Finding("no-unique-irr", "info", look.irr.why)


def _of_deal(look: Look) -> Iterator[Finding]:
    for each in look.quote.findings if look.quote is not None else ():
        if each.severity == "error":
            yield Finding(each.code, "error", f"the deal: {each.message}", each.at)


CHECKS: tuple[Check, ...] = (
    _of_deal, _loses, _late, _slip, _without_source, _carries, _unsure, _no_ramp, _only_price, _term, _idle,
    _in_advance, _no_risk, _no_ranges, _no_irr,
)  # fmt: skip
"""All checks, in the order in which findings are told."""


def findings_of(look: Look) -> tuple[Finding, ...]:
    """Return what is found, in order."""
    return tuple(each for check in CHECKS for each in check(look))
