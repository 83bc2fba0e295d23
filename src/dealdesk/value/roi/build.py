"""From a case and its quote to items by month, with what is printed beside each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import Any, Literal

from dealdesk.quoting.quote import Quote
from dealdesk.quoting.quote.printed import Said
from dealdesk.value.roi.case import Adjustment, Assumption, Benefit, Case, Cost, RiskParts
from dealdesk.value.roi.exact import ZERO, in_steps, rounded
from dealdesk.value.roi.from_quote import Billed, Calendar, after_term, costs_of
from dealdesk.value.roi.model import Item, Model, Range
from dealdesk.value.roi.result.rows import Confidence, Risk

GROUPS = ("benefits", "costs", "deal")
"""What `drives` of an assumption may name besides ids."""


AT_ONCE = Said("at_once", "in full from the first month")
"""How a benefit is reached for which no ramp is stated."""

BY_YEAR = Said("by_year", "by year")
OF_EXPECTED = "% of what is expected"
"""The unit of an assumption that is made of the range of a single cost or benefit."""


@dataclass(frozen=True)
class Row:
    """An item, and what the case says about it; amounts by column before ramp and risk."""

    item: Item
    group: Literal["deal", "own", "benefit"]
    full: tuple[Decimal, ...]
    ramp: tuple[Fraction, ...]
    ramp_said: tuple[Said, ...]
    risk: Risk
    said: tuple[Said, ...]
    source: str | None
    confidence: Confidence | None
    at: str
    model: str = ""
    beyond: Fraction = ZERO
    named: Said | None = None

    @property
    def derivation(self) -> str:
        """How the amounts come about, in English."""
        return " and ".join(map(str, self.said))

    @property
    def ramp_words(self) -> str:
        """How it is reached, in English."""
        return ", ".join(map(str, self.ramp_said))


@dataclass(frozen=True)
class Built:
    """All rows of a case, and the model that they make."""

    rows: tuple[Row, ...]
    model: Model
    assumptions: Mapping[str, tuple[Assumption, str]]
    """By id: the assumption, with the place that it is said at; ranges of single items among them."""


def id_of(given: str | None, name: str, number: int, noun: str) -> str:
    """Return the id of an item: its own, or one made of its name."""
    made = "".join(char if char.isascii() and char.isalnum() else "-" for char in name.casefold())
    made = "-".join(part for part in made.split("-") if part)[:64].strip("-")
    return given or made or f"{noun}-{number + 1}"


def cost_ids(case: Case) -> tuple[str, ...]:
    """Return the ids of the case's own costs, in order."""
    return tuple(id_of(each.id, each.name, n, "cost") for n, each in enumerate(case.costs))


def benefit_ids(case: Case) -> tuple[str, ...]:
    """Return the ids of the benefits, in order."""
    return tuple(id_of(each.id, each.name, n, "benefit") for n, each in enumerate(case.benefits))


def build(
    case: Case, quote: Quote | None, calendar: Calendar, places: int, worth: Mapping[int, tuple[Decimal, str]]
) -> Built:
    """Return the rows of a case.

    Args:
        case: What is said.
        quote: The priced deal, where the case names one.
        calendar: Its months.
        places: Decimals of the currency.
        worth: By number of the benefit: what a value model says it is worth a year, and in words which one.
    """
    rows: list[Row] = []
    if quote is not None:
        billed = list(costs_of(quote, calendar, timing=case.timing, usage=case.count_usage))
        if case.renewal_uplift is not None:
            more = after_term(quote, calendar, case.renewal_uplift, case.at("renewal_uplift"), usage=case.count_usage)
            billed += [more] if more is not None else []
        rows += [_deal_row(each, places) for each in billed]
    rows += [
        _cost_row(each, id_, case, calendar, places, ("costs", n))
        for n, (each, id_) in enumerate(zip(case.costs, cost_ids(case), strict=True))
    ]
    rows += [
        _benefit_row(each, id_, case, calendar, places, n, worth.get(n))
        for n, (each, id_) in enumerate(zip(case.benefits, benefit_ids(case), strict=True))
    ]
    assumptions = dict(_assumptions(case))
    driven = [_driven(row, assumptions) for row in rows]
    ranges = tuple(
        Range(id_, Fraction(each.low) / Fraction(each.expected), Fraction(each.high) / Fraction(each.expected))
        for id_, (each, _) in assumptions.items()
    )
    model = Model(tuple(row.item for row in driven), Fraction(case.discount_rate) / 100, case.years, places, ranges)
    return Built(tuple(driven), model, assumptions)


def _assumptions(case: Case) -> list[tuple[str, tuple[Assumption, str]]]:
    """Return the assumptions of the case, and those that a range of a single cost or benefit makes."""
    found = [(id_, (each, case.at("assumptions", id_))) for id_, each in case.assumptions.items()]
    items: list[tuple[str, str, Cost | Benefit, int]] = [
        *(("benefits", id_, each, n) for n, (id_, each) in _numbered(benefit_ids(case), case.benefits)),
        *(("costs", id_, each, n) for n, (id_, each) in _numbered(cost_ids(case), case.costs)),
    ]
    for table, id_, each, n in items:
        if each.range is not None:
            low, high = each.range
            made = Assumption.trusted(
                name=each.name,
                unit=OF_EXPECTED,
                low=low,
                expected=Decimal(100),
                high=high,
                drives=(id_,),
                source=each.source,
                confidence=each.confidence,
            )
            found.append((f"{id_}.range", (made, case.at(table, n, "range"))))
    return found


def _numbered(ids: Sequence[str], items: Sequence[Any]) -> Iterator[tuple[int, tuple[str, Any]]]:
    return enumerate(zip(ids, items, strict=True))


def _driven(row: Row, assumptions: Mapping[str, tuple[Assumption, str]]) -> Row:
    names = {row.item.id, "benefits" if row.item.is_benefit else "costs", *(["deal"] if row.group == "deal" else [])}
    drivers = tuple(id_ for id_, (each, _) in assumptions.items() if names & set(each.drives))
    if not drivers:
        return row
    return replace(row, item=replace(row.item, drivers=drivers))


def _deal_row(billed: Billed, places: int) -> Row:
    """A line of the quote: its columns add up to its price, so each is the difference of two rounded sums."""
    months = list(billed.months)
    columns = [months[0], *(sum(months[k : k + 12], ZERO) for k in range(1, len(months), 12))]
    full = in_steps(columns, places)
    for column, amount in enumerate(full):  # each column becomes what is printed, the months in proportion
        exact = columns[column]
        if column == 0:
            months[0] = Fraction(amount)
        elif exact:
            for k in range(12 * column - 11, 12 * column + 1):
                months[k] *= Fraction(amount) / exact
    item = Item(billed.id, billed.name, False, tuple(months))
    whole = tuple(Fraction(1) for _ in full)
    return Row(
        item, "deal", full, whole, (), Risk(Decimal(0)), (billed.said,), "the quote", "high", billed.at,
        beyond=billed.beyond, named=billed.named,
    )  # fmt: skip


def risk_of(given: Adjustment | None) -> Risk:
    """Return a risk adjustment in per cent, with its derivation where it has one."""
    if given is None:
        return Risk(Decimal(0))
    if isinstance(given, RiskParts):
        percent = (given.likelihood * given.impact / 100).normalize()
        percent = percent.quantize(Decimal(1)) if percent == percent.to_integral() else percent
        return Risk(percent, f"{given.likelihood:f} % × {given.impact:f} %")
    return Risk(given)


def _by_year(given: Cost | Benefit, years: int, a_year: Decimal | None, places: int) -> list[Decimal]:
    """Return the amount of each year, in the minor unit of the currency."""
    stated = given.by_year if given.by_year is not None else [a_year if a_year is not None else Decimal(0)] * years
    return [rounded(Fraction(each), places) for each in stated]


def _cost_row(cost: Cost, id_: str, case: Case, calendar: Calendar, places: int, path: tuple[str | int, ...]) -> Row:
    yearly = _by_year(cost, case.years, cost.a_year, places)
    initial = rounded(Fraction(cost.initial), places)
    risk = risk_of(cost.risk)
    more = 1 + Fraction(risk.percent) / 100
    months = [Fraction(initial) * more]
    for amount in yearly:
        months += [Fraction(amount) / 12 * more] * 12
    said = (
        *((Said("initial", f"{cost.initial:,f} at the start", {"amount": str(cost.initial)}),) if cost.initial else ()),
        *((_a_year(cost.a_year),) if cost.a_year is not None else ()),
        *((BY_YEAR,) if cost.by_year is not None else ()),
    )
    full = (initial, *yearly)
    whole = tuple(Fraction(1) for _ in full)
    item = Item(id_, cost.name, False, tuple(months))
    return Row(item, "own", full, whole, (), risk, said, cost.source, cost.confidence, case.at(*path))


def _a_year(amount: Decimal) -> Said:
    return Said("a_year", f"{amount:,f} a year", {"amount": str(amount)})


def _benefit_row(
    benefit: Benefit,
    id_: str,
    case: Case,
    calendar: Calendar,
    places: int,
    number: int,
    worth: tuple[Decimal, str] | None,
) -> Row:
    yearly = _by_year(benefit, case.years, worth[0] if worth is not None else benefit.a_year, places)
    risk = risk_of(benefit.risk)
    less = 1 - Fraction(risk.percent) / 100
    reached = [_reached(benefit, month) for month in range(1, 12 * case.years + 1)]
    months = [ZERO, *(Fraction(yearly[k // 12]) / 12 * part * less for k, part in enumerate(reached))]
    ramp = (ZERO, *(sum(reached[12 * y : 12 * y + 12], ZERO) / 12 for y in range(case.years)))
    full = (rounded(ZERO, places), *yearly)
    if worth is not None:
        text = f"{worth[0]:,f} a year, by the value model {worth[1]}"
        said = Said("by_model", text, {"amount": str(worth[0]), "model": worth[1]})
    else:
        said = _a_year(benefit.a_year) if benefit.a_year is not None else BY_YEAR
    return Row(
        Item(id_, benefit.name, True, tuple(months)), "benefit", full, ramp, _ramp_said(benefit), risk, (said,),
        benefit.source, benefit.confidence, case.at("benefits", number), worth[1] if worth is not None else "",
    )  # fmt: skip


def _reached(benefit: Benefit, month: int) -> Fraction:
    """Return how much of a benefit is reached in a month, counted from 1."""
    since = month - benefit.from_month + 1
    if since <= 0:
        return ZERO
    if benefit.ramp_months is not None:
        return min(Fraction(since, benefit.ramp_months), Fraction(1))
    if benefit.ramp is not None:
        return Fraction(benefit.ramp[min((month - 1) // 12, len(benefit.ramp) - 1)]) / 100
    return Fraction(1)


def _ramp_said(benefit: Benefit) -> tuple[Said, ...]:
    found = []
    if benefit.from_month > 1:
        found.append(Said("from_month", f"from month {benefit.from_month}", {"n": str(benefit.from_month)}))
    if benefit.ramp_months is not None:
        text = f"in equal steps over {benefit.ramp_months} months"
        found.append(Said("over_months", text, {"months": str(benefit.ramp_months)}))
    elif benefit.ramp is not None:
        text = ", ".join(f"{each:f} %" for each in benefit.ramp) + " by year"
        found.append(Said("ramp_by_year", text, {"percents": " ".join(f"{each:f}" for each in benefit.ramp)}))
    return tuple(found) or (AT_ONCE,)


def alternative_columns(costs: Sequence[Cost], years: int, places: int) -> list[tuple[Decimal, ...]]:
    """Return the amounts of costs by column, with their risk adjustment."""
    found = []
    for each in costs:
        more = 1 + Fraction(risk_of(each.risk).percent) / 100
        row = [rounded(Fraction(each.initial), places), *_by_year(each, years, each.a_year, places)]
        found.append(tuple(rounded(Fraction(amount) * more, places) for amount in row))
    return found
