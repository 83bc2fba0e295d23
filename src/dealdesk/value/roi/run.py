"""A business case worked out: a pure function of the case, the priced deal and the day."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal, localcontext
from fractions import Fraction
from itertools import accumulate

from dealdesk.money import EXACT, minor_unit
from dealdesk.periods import boundary, inclusive
from dealdesk.quoting.quote import Quote
from dealdesk.quoting.quote.printed import Said
from dealdesk.value.party import Party
from dealdesk.value.roi.alternatives import alternatives_of
from dealdesk.value.roi.break_even import break_evens
from dealdesk.value.roi.build import Built, Row, build
from dealdesk.value.roi.case import Case
from dealdesk.value.roi.exact import ZERO, apart, rounded
from dealdesk.value.roi.figures import figures_of, irr_of, totals_of
from dealdesk.value.roi.findings import Look, findings_of
from dealdesk.value.roi.from_quote import Calendar
from dealdesk.value.roi.model import Worked, by_month, cells, work
from dealdesk.value.roi.outlook import scenarios, tornado
from dealdesk.value.roi.result import METHOD, DealRef, RoiResult, Step
from dealdesk.value.roi.result.rows import BenefitRow, CostRow, Month, Period, Unquantified
from dealdesk.value.roi.result.sensitivity import Assumption
from dealdesk.value.roi.simulate import simulate

ACCENT = "#0b6a5a"
SEVERITIES = ("error", "warning", "info")
NO_VALUES: Mapping[int, tuple[Decimal, str]] = {}


def run(
    case: Case,
    quote: Quote | None,
    *,
    today: date,
    currency: str | None = None,
    vendor: Party | None = None,
    worth: Mapping[int, tuple[Decimal, str]] = NO_VALUES,
    source: str = "",
    deal_file: str = "",
    draws: int | None = None,
    seed: int | None = None,
) -> RoiResult:
    """Work a case out.

    Args:
        case: What is said.
        quote: The priced deal, where the case names one.
        today: The day of a case that states none, and whose deal states none.
        currency: Of a case without a deal that does not say it.
        vendor: Of a case without a deal.
        worth: By number of the benefit: what a value model says that it is worth a year, and which one.
        source: What the case's file is called.
        deal_file: What the deal's file is called.
        draws: How many draws the simulation makes, instead of what the case says.
        seed: Its seed, likewise.
    """
    with localcontext(EXACT):
        money = case.currency or (quote.currency if quote is not None else currency) or "USD"
        places = minor_unit(money)
        start = case.start or (quote.start if quote is not None else today)
        calendar = Calendar(start, case.years)
        built = build(case, quote, calendar, places, worth)
        worked = work(built.model)
        totals = totals_of(worked)
        net = [a - b for a, b in zip(worked.benefits, worked.costs, strict=True)]
        irr = irr_of(net)
        days = [start, *(inclusive(boundary(start, year, "year")) for year in range(1, case.years + 1))]
        reinvest = case.reinvestment_rate if case.reinvestment_rate is not None else case.discount_rate
        figures = tuple(figures_of(built.model, worked, totals, irr, days, reinvest, case.discount_rate))
        costs, benefits = _cost_rows(built, totals.pv_costs), _benefit_rows(built, totals.pv_benefits)
        asked = case.simulation
        said = _statement(case, money)
        look = Look(case, quote, built, costs, benefits, totals, {each.id: each for each in figures}, irr)
        return RoiResult(
            method=METHOD,
            source=source,
            title=case.title,
            customer=Party(case.customer or (quote.customer.name if quote is not None else "the customer")),
            vendor=_vendor(quote, vendor),
            prepared_by=case.prepared_by
            or (quote.prepared_by.name if quote is not None and quote.prepared_by else None),
            reference=quote.number if quote is not None else None,
            dated=case.issued or (quote.issued if quote is not None else today),
            language=case.language or (quote.customer.language if quote is not None else "en"),
            currency=money,
            places=places,
            start=start,
            years=case.years,
            rate=case.discount_rate,
            rate_at=case.at("discount_rate"),
            timing=case.timing,
            deal=_deal(case, quote, deal_file),
            periods=_periods(built, worked, start),
            months=_months(built, calendar),
            costs=costs,
            benefits=benefits,
            unquantified=tuple(
                Unquantified(each.name, each.text, case.at("unquantified", n))
                for n, each in enumerate(case.unquantified)
            ),
            totals=totals,
            figures=figures,
            irr=irr,
            scenarios=scenarios(built) if any(each.low < each.high for each in built.model.ranges) else (),
            tornado=tornado(built),
            simulation=simulate(
                built.model,
                draws=draws or (asked.draws if asked is not None else 10_000),
                seed=seed if seed is not None else asked.seed if asked is not None else 1,
                shape=asked.shape if asked is not None else "pert",
            ),
            break_evens=tuple(break_evens(built)),
            alternatives=alternatives_of(case, built.model, worked, costs),
            assumptions=_assumptions(built),
            steps=tuple(Step(each.text, each.by, each.owner) for each in case.steps),
            notes=case.notes,
            statement=tuple(map(str, said)),
            said=said,
            reinvest=reinvest,
            findings=tuple(sorted(findings_of(look), key=lambda each: SEVERITIES.index(each.severity))),
            accent=quote.accent if quote is not None else ACCENT,
            logo=quote.logo if quote is not None else None,
        )


def _vendor(quote: Quote | None, given: Party | None) -> Party:
    if quote is not None:
        return Party(quote.vendor.name, quote.vendor.email, quote.vendor.website)
    return given or Party("")


def _deal(case: Case, quote: Quote | None, file: str) -> DealRef | None:
    if quote is None:
        return None
    return DealRef(
        file, quote.number, quote.title, case.option, quote.catalog.id, quote.catalog.version, quote.totals.net,
        quote.months, quote.start, quote.end, case.at("deal"),
    )  # fmt: skip


def _periods(built: Built, worked: Worked, start: date) -> tuple[Period, ...]:
    columns = list(zip(worked.benefits, worked.costs, worked.pv_benefits, worked.pv_costs, strict=True))
    net, pv_net = [a - b for a, b, _, _ in columns], [a - b for _, _, a, b in columns]
    upto, pv_upto = list(accumulate(net)), list(accumulate(pv_net))
    found = []
    for k, (gained, spent, pv_gained, pv_spent) in enumerate(columns):
        first = boundary(start, k - 1, "year") if k else start
        last = inclusive(boundary(start, k, "year")) if k else start
        found.append(
            Period(
                f"year-{k}" if k else "initial",
                f"Year {k}" if k else "Initial",
                first,
                last,
                rounded(built.model.discounts[k], 6),
                costs=spent,
                benefits=gained,
                net=net[k],
                cumulative=upto[k],
                pv_costs=pv_spent,
                pv_benefits=pv_gained,
                pv_net=pv_net[k],
                pv_cumulative=pv_upto[k],
            )
        )
    return tuple(found)


def _months(built: Built, calendar: Calendar) -> tuple[Month, ...]:
    gained, spent = (by_month(built.model, benefits=flag) for flag in (True, False))
    net = [a - b for a, b in zip(gained, spent, strict=True)]
    starts = [calendar.starts[0], *calendar.starts[:-1]]
    rows = zip(starts, spent, gained, net, accumulate(net), strict=True)
    return tuple(Month(number, *row) for number, row in enumerate(rows))


def _shares(rows: list[Row], built: Built, total: Decimal) -> list[tuple[Decimal, Decimal]]:
    """Return the part of the present value of each row, and its share in per cent."""
    values = dict(zip((item.id for item in built.model.items), built.model.present, strict=True))
    present = apart(total, [values[row.item.id] for row in rows], built.model.places)
    whole = sum(present, Decimal(0))
    percents = [Fraction(each) / Fraction(whole) * 100 if whole else ZERO for each in present]
    shares = apart(Decimal(100) if whole else Decimal(0), percents, 1)
    return list(zip(present, shares, strict=True))


def _cost_rows(built: Built, total: Decimal) -> tuple[CostRow, ...]:
    rows = [row for row in built.rows if not row.item.is_benefit]
    found = []
    for row, (present, share) in zip(rows, _shares(rows, built, total), strict=True):
        amounts = cells(row.item, {}, built.model.places)
        found.append(
            CostRow(
                id=row.item.id,
                name=row.item.name,
                group="deal" if row.group == "deal" else "own",
                full=row.full,
                risk=row.risk,
                amounts=amounts,
                total=sum(amounts, Decimal(0)),
                pv=present,
                share=share,
                derivation=row.derivation,
                source=row.source,
                confidence=row.confidence,
                at=row.at,
                drivers=row.item.drivers,
                said=row.said,
                named=row.named,
            )
        )
    return tuple(found)


def _benefit_rows(built: Built, total: Decimal) -> tuple[BenefitRow, ...]:
    rows, places = [row for row in built.rows if row.item.is_benefit], built.model.places
    found = []
    for row, (present, share) in zip(rows, _shares(rows, built, total), strict=True):
        amounts = cells(row.item, {}, places)
        found.append(
            BenefitRow(
                id=row.item.id,
                name=row.item.name,
                full=row.full,
                ramp=tuple(rounded(each * 100, 1) for each in row.ramp),
                ramp_words=row.ramp_words,
                after_ramp=tuple(rounded(Fraction(a) * b, places) for a, b in zip(row.full, row.ramp, strict=True)),
                risk=row.risk,
                amounts=amounts,
                full_total=sum(row.full, Decimal(0)),
                total=sum(amounts, Decimal(0)),
                pv=present,
                share=share,
                derivation=row.derivation,
                source=row.source,
                confidence=row.confidence,
                model=row.model,
                at=row.at,
                drivers=row.item.drivers,
                ramp_exact=tuple(str(each) for each in row.ramp),
                said=row.said,
                ramp_said=row.ramp_said,
            )
        )
    return tuple(found)


def _assumptions(built: Built) -> tuple[Assumption, ...]:
    found = []
    for id_, (each, at) in built.assumptions.items():
        drives = tuple(row.item.name for row in built.rows if id_ in row.item.drivers)
        found.append(
            Assumption(
                id_, each.name, each.unit, each.low, each.expected, each.high, drives, each.source, each.confidence, at
            )
        )
    return tuple(found)


def _statement(case: Case, currency: str) -> tuple[Said, ...]:
    """Return how the case is worked out, a sentence each."""
    service = case.timing == "service"
    when = "in the year of their service" if service else "on the dates of their invoices"
    amounts = (
        f"Amounts in {currency} over {case.years} year{'' if case.years == 1 else 's'}; each is rounded once, "
        "and totals are sums of the printed amounts."
    )
    discounted = (
        f"The initial column is not discounted; each year is discounted at its end, at {case.discount_rate:f} %."
    )
    price = Said("by_service" if service else "by_invoice", f"The price comes from the lines of the quote, {when}.")
    return (
        Said("amounts", amounts, {"currency": currency, "n": str(case.years)}),
        Said("discounted", discounted, {"percent": str(case.discount_rate)}),
        Said("adjusted", "Benefits are lowered and costs raised by their risk adjustment before anything else."),
        *((price,) if case.deal else ()),
    )
