"""How each sort of published example is said in a catalog and a deal, and priced by the engine.

A runner returns a figure for each key of `expected` that has a meaning here. Totals come out of `price()`, so they
are rounded once, per line; where a record gives an unrounded amount, it comes off the same price curve.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Any

from dealdesk.money import minor_unit, part, share, to_money
from dealdesk.periods import Convention, Unit, add_months, boundary, span
from dealdesk.pricing.arithmetic import DecimalArithmetic
from dealdesk.pricing.charges import Given, curve_amount, find
from dealdesk.quoting.price import price
from tests.cases.records import Record
from tests.cases.returns import RETURNS
from tests.quoting.shop import TODAY, catalog, charge, deal, moved, product

D = Decimal
Figures = dict[str, Any]
Runner = Callable[[Record], Figures]
CENT = 2


class NotExpressible(Exception):
    """A catalog and a deal have no words for the record."""


# ---- the engine, asked for one charge --------------------------------------------------------------------


def exactly(one: dict[str, Any], quantity: Any) -> Decimal:
    """The unrounded amount of a charge, as the sum of what is taken from its curve."""
    made = catalog({"thing": product(one)}).products["thing"].charges[0]
    calc, total = DecimalArithmetic(), D(0)
    for take in made.takes(lambda price: D(price), Given(quantity=quantity)):
        piece = find(take.curve, take.x)
        assert piece is not None
        total += take.count * curve_amount(calc, piece, take.x)
    return total


def priced(*bought: tuple[dict[str, Any], Any], currency: str = "USD") -> Any:
    """A quote for a year of each charge, one product and line each."""
    products = {f"thing-{number}": product(one) for number, (one, _) in enumerate(bought)}
    lines = [{"sku": f"thing-{number}", "quantity": quantity} for number, (_, quantity) in enumerate(bought)]
    return price(deal(*lines), catalog(products, currency=currency), today=TODAY)


def total(one: dict[str, Any], quantity: Any, currency: str = "USD") -> Decimal:
    """What one charge costs: exactly, after a check that the quote shows the same, rounded once."""
    net = priced((one, quantity), currency=currency).totals.net
    exact = exactly(one, quantity)
    assert net == to_money(exact, minor_unit(currency))
    return exact


def ladder(tiers: list[dict[str, Any]], **more: Any) -> list[dict[str, Any]]:
    """Tiers of a catalog from tiers of a record."""
    made = []
    for tier in tiers:
        end = {} if tier["up_to"] is None else {"up_to": D(tier["up_to"])}
        made.append(end | {"rate": D(tier.get("unit", "0")), "flat": D(tier.get("flat", "0"))} | more)
    return made


def by_tier(one: dict[str, Any], quantity: Decimal) -> list[Decimal]:
    """What the part of the quantity in each tier costs, rounded: differences along the curve."""
    ends = [min(quantity, tier["up_to"]) for tier in one["tiers"] if "up_to" in tier and tier["up_to"] < quantity]
    amounts = [D(0), *(exactly(one, end) for end in (*ends, quantity))]
    return [to_money(high - low, CENT) for low, high in pairwise(amounts)]


# ---- pricing_models.json ---------------------------------------------------------------------------------


def tiers(model: str) -> Runner:
    def run(record: Record) -> Figures:
        if "BAR" in record.inputs:
            return _two_meters(record)
        one, quantity = charge(model, tiers=ladder(record.inputs["tiers"])), record.number("quantity")
        figures: Figures = {"total": total(one, quantity)}
        if quantity:
            figures["effective_unit"] = figures["total"] / quantity
        if "breakdown" in record.expected:
            figures["breakdown"] = _breakdown(record, one, quantity)
        return figures

    return run


def _breakdown(record: Record, one: dict[str, Any], quantity: Decimal) -> list[Decimal]:
    """Per tier that costs something; OpenMeter lists a tier's units and its flat amount apart."""
    found = by_tier(one, quantity)
    return [D(0), *found] if record.id.startswith("om-") else [each for each in found if each]


def _two_meters(record: Record) -> Figures:
    """Kill Bill gives the size of each tier instead of its end; the record does not give that of the last."""
    figures: Figures = {}
    bought = []
    for meter in ("BAR", "FOO"):
        end, made = D(0), []
        for tier in record.inputs[meter]["tiers_by_size"]:
            if tier["size"] is None:
                made.append({"rate": D(tier["price"])})
            else:
                end += D(tier["size"])
                made.append({"up_to": end, "rate": D(tier["price"])})
        one, quantity = charge("graduated", tiers=made), D(record.inputs[meter]["quantity"])
        bought.append((one, quantity))
        figures[meter] = by_tier(one, quantity)
    return figures | {"total": priced(*bought).totals.net}


def blocks(model: str) -> Runner:
    """Kill Bill: `max` counts blocks of a tier, and the last tier takes what is left."""

    def run(record: Record) -> Figures:
        end, made = D(0), []
        for tier in record.inputs["tiers"]:
            end += D(tier["block_size"]) * D(tier["max_blocks"])
            made.append({"up_to": end, "rate": D(tier["price"]), "size": D(tier["block_size"])})
        del made[-1]["up_to"]
        one, quantity = charge(model, tiers=made), record.number("quantity")
        return {"total": total(one, quantity), "breakdown": by_tier(one, quantity)}

    return run


def package(record: Record) -> Figures:
    if record.inputs.get("rounding") == "down":
        raise NotExpressible("a package that has not been filled")
    one = charge(
        "package",
        price=D(record.inputs.get("package_price", "1")),
        size=record.number("package_size"),
        free=record.number("free_units"),
    )
    quantity = record.number("quantity")
    amount = total(one, quantity)
    unit = {"effective_unit_round2": to_money(amount / quantity, CENT)} if quantity else {}
    unit |= {"effective_unit": amount / quantity} if quantity else {}
    return {"total": amount, "packages": amount} | unit


def per_unit(record: Record) -> Figures:
    one = charge("per_unit", price=record.number("unit_price") / D(record.inputs.get("per", "1")))
    amount = total(one, record.number("quantity"))
    return {"total": amount if amount == D(record.expected["total"]) else to_money(amount, CENT)}


def graduated_percentage(record: Record) -> Figures:
    made = [
        ({} if tier["up_to"] is None else {"up_to": D(tier["up_to"])})
        | {"rate": D(tier["rate_pct"]) / 100, "flat": D(tier["flat"])}
        for tier in record.inputs["tiers"]
    ]
    return {"total": total(charge("graduated", tiers=made), record.number("amount"))}


def percentage(record: Record) -> Figures:
    """A share of each transaction; Lago counts events, the record gives the amounts of the first three."""
    said = record.inputs
    if D(said.get("free_events") or 0):
        raise NotExpressible("a number of free transactions")
    if "event_amounts" in said:
        values = [D(value) for value in said["event_amounts"]]
    elif "event_amounts_running_total_of_first_3" in said:
        # 50, 150, 400 in all, then 800: the transactions are 50, 100, 250 and 400.
        running = [D(0), *map(D, said["event_amounts_running_total_of_first_3"]), D(said["amount"])]
        values = [high - low for low, high in pairwise(running)]
    else:
        values = [D(said["amount"]) / D(said["event_count"])] * int(said["event_count"])
    fields: dict[str, Any] = {"rate": D(said["rate_pct"]) / 100, "fixed": record.number("fixed_fee_per_event")}
    for key, bound in (("maximum", "per_event_max"), ("minimum", "per_event_min")):
        if said.get(bound) is not None:
            fields[key] = D(said[bound])
    if record.number("free_amount"):
        fields["free"] = record.number("free_amount")
    one = charge("percentage", **fields)
    amount = total(one, [{"count": 1, "value": value} for value in values])
    figures: Figures = {"total": amount, "breakdown": [exactly(one, value) for value in values]}
    return figures | {"effective_unit": amount / sum(values)}


def incremental(record: Record) -> Figures:
    """Units added to units that were billed before: the difference along the curve, tier by tier."""
    one = charge("graduated", tiers=ladder(record.inputs["tiers"]))
    before = record.number("quantity_before")
    after = before + record.number("quantity_added")
    ends = [tier["up_to"] for tier in one["tiers"] if "up_to" in tier and before < tier["up_to"] < after]
    edges = [before, *ends, after]
    return {"lines": [exactly(one, high) - exactly(one, low) for low, high in pairwise(edges)]}


def bounded(model: str) -> Runner:
    """A minimum or maximum of the charge, as its own move."""

    def run(record: Record) -> Figures:
        said = record.inputs
        fields: dict[str, Any] = {key: D(said[key]) for key in ("minimum", "maximum") if key in said}
        if model == "package":
            fields |= {"price": D(said["package_price"]), "size": D(said["package_size"])}
        elif model == "per_unit":
            fields["price"] = D(said["unit_price"])
        else:
            fields["tiers"] = ladder(said["tiers"])
        line = priced((charge(model, **fields), record.number("quantity"))).lines[0]
        if "already_billed" in said:
            assert line.list == D(said["already_billed"])
        return {
            "total": line.net,
            "gross": line.list,
            "minimum_topup": moved(line, "minimum"),
            "discount": -moved(line, "maximum"),
        }

    return run


def multiplier(record: Record) -> Figures:
    one = charge("percentage", rate=record.number("multiplier"))
    return {"total": to_money(total(one, record.number("amount")), CENT)}


def multiplier_and_maximum(record: Record) -> Figures:
    """70 were billed as 93.33; of 120 in all, 100.00 may be billed."""
    rate, before = record.number("multiplier"), record.number("already_billed")
    added = record.number("amount_added")
    amount_before = to_money(before / rate, 0)
    assert to_money(amount_before * rate, CENT) == before
    one = charge("per_unit", price=rate, maximum=record.number("maximum"))
    line = priced((one, amount_before + added)).lines[0]
    gross = to_money(exactly(charge("percentage", rate=rate), added), CENT)
    return {"line_gross": gross, "line_discount": -moved(line, "maximum"), "line_net": line.net - before}


def bucketed(model: str) -> Runner:
    """Each bucket is priced by itself: one line each."""

    def run(record: Record) -> Figures:
        said = record.inputs
        if model == "package":
            one = charge(model, price=D(said["package_price"]), size=D(said["package_size"]))
        else:
            one = charge(model, tiers=ladder(said["tiers"]))
        return {"total": priced(*((one, D(bucket)) for bucket in said["buckets"])).totals.net}

    return run


def allowance(record: Record) -> Figures:
    """Autumn: a free tier before the others, whose bounds it shifts; all units at the tier reached."""
    said, free = record.inputs, record.number("allowance")
    more = {"size": D(said["package_size"])} if "package_size" in said else {}
    made = ladder(said.get("tiers") or said["tiers_price_per_package"], **more)
    shifted = [tier | ({"up_to": tier["up_to"] + free} if "up_to" in tier else {}) for tier in made]
    one = charge("volume", tiers=[{"up_to": free, "rate": D(0)}, *shifted])
    return {"total": total(one, record.number("quantity"))}


def threshold(record: Record) -> Figures:
    """Prices per 1M tokens; above a threshold, all tokens at its price.

    Where output has a ladder of its own, the other system looks at the input to choose its tier; in these
    records the output itself lies on the same tier.
    """

    def meter(ladder_of: dict[str, Any], tokens: str) -> Decimal:
        made, rate = [], D(ladder_of["base"])
        for tier in ladder_of["tiers"]:
            made.append({"up_to": D(tier["over"]), "rate": rate / 10**6})
            rate = D(tier["price"])
        return total(charge("volume", tiers=[*made, {"rate": rate / 10**6}]), D(tokens))

    said = record.inputs
    if "tokens" in said:
        return {"total": meter(said, said["tokens"])}
    amounts = {key: meter(said[key], said[f"{key}_tokens"]) for key in ("input", "output")}
    return amounts | {"total": amounts["input"] + amounts["output"]}


def cumulative(record: Record) -> Figures:
    """Oracle: every tier that is reached adds its amount, which is a graduated `flat`."""
    made = [{"up_to": tier["up_to"], "flat": tier["amount"]} for tier in record.inputs["tiers"]]
    return {"total": total(charge("graduated", tiers=ladder(made)), record.number("quantity"))}


def several_meters(record: Record) -> Figures:
    said = record.inputs
    bought = [
        (charge("per_unit", price=D(line["unit_price"]) / D(line.get("per", "1"))), D(line["quantity"]))
        for line in said["lines"]
    ]
    bought += [(charge("flat", price=D(said[key])), 1) for key in ("upload", "retrieval")]
    made = priced(*bought)
    return {"lines": [line.net for line in made.lines[: len(said["lines"])]], "total": made.totals.net}


def free_then_per_unit(record: Record) -> Figures:
    """A first tier at rate 0 is an allowance."""
    figures, exact = {}, []
    for meter in record.inputs["meters"]:
        rate = D(meter["unit_price"]) / D(meter.get("per", "1"))
        one = charge("graduated", tiers=[{"up_to": D(meter["free"]), "rate": D(0)}, {"rate": rate}])
        exact.append(total(one, D(meter["quantity"])))
        key = meter["name"].split()[0]
        figures[key] = exact[-1] if exact[-1] == D(record.expected[key]) else to_money(exact[-1], CENT)
    unrounded = sum(exact)
    rounded = sum(to_money(each, CENT) for each in exact)
    return figures | {"total": unrounded if unrounded == D(record.expected["total"]) else rounded}


# ---- cloud_tiers_infracost.json --------------------------------------------------------------------------


def cloud_tiers(record: Record) -> Figures:
    """Printed tiers: the unit prices are the collector's, cost / quantity; the shortest that fits is taken."""
    end, made = D(0), []
    published = record.inputs["tiers"]
    for tier, cost in zip(published, record.expected["tier_costs"], strict=True):
        quantity, derived = D(tier["quantity"]), D(tier["unit_price_derived"])
        end += quantity
        for places in range(13):
            rate = derived.quantize(D(1).scaleb(-places), ROUND_HALF_UP)
            if to_money(rate * quantity, CENT) == D(cost):
                break
        made.append({"up_to": end, "rate": rate})
    del made[-1]["up_to"]
    one, quantity = charge("graduated", tiers=made), D(record.inputs["quantity_total"])
    return {"tier_costs": by_tier(one, quantity), "total_derived": priced((one, quantity)).totals.net}


# ---- rounding_proration_terms.json -----------------------------------------------------------------------


def rounded(record: Record) -> Figures:
    amount = to_money(record.number("amount"), minor_unit(record.inputs["currency"]))
    return {"amount": amount, "minor_units": amount.scaleb(minor_unit(record.inputs["currency"]))}


def rounded_lines(record: Record) -> Figures:
    said, places = record.inputs, minor_unit(record.inputs["currency"])
    amounts = []
    for line in said.get("lines", said.get("fixed", ())):
        price_of, _, times = line.partition(" x ")
        amounts += [D(price_of)] * int(times or 1)
    amounts += [D(quantity) * D(unit) for quantity, unit in said.get("usage", ())]
    lines = [to_money(each, places) for each in amounts]
    if len(lines) < 500:  # a deal has at most 500 lines
        made = priced(*((charge("flat", price=each), 1) for each in amounts), currency=said["currency"])
        assert [line.net for line in made.lines] == lines
        assert made.totals.net == sum(lines)
    return {"lines": lines, "subtotal": sum(lines)}


def per_unit_rounded(record: Record) -> Figures:
    one = charge("per_unit", price=record.number("unit_price"))
    return {"amount": priced((one, record.number("quantity")), currency=record.inputs["currency"]).totals.net}


def true_up(record: Record) -> Figures:
    """A commitment without a discount, and usage that falls short of it."""
    shop = catalog(
        {"meter": product(charge("per_unit", price=record.number("used"), usage=True), kind="usage")},
        {"commitment": {"tiers": [{"from": 0, "percent": 0}], "overage": "list"}},
        currency=record.inputs["currency"],
    )
    bought = deal({"sku": "meter", "quantity": 1}, commitment={"amount": record.number("commitment")})
    made = price(bought, shop, today=TODAY)
    return {"true_up": next(line.net for line in made.lines if line.charge == "true-up")}


def maximum_spend(record: Record) -> Figures:
    spent = record.number("line") + record.number("already_billed")
    line = priced((charge("per_unit", price=D(1), maximum=record.number("maximum")), spent)).lines[0]
    return {"discount": -moved(line, "maximum")}


def prorated(
    anchor: date, start: date, end: date, unit: Unit, convention: Convention, amount: Decimal | None = None
) -> Any:
    """How much of a period an interval is; or what that much of *amount* costs."""
    on_grid = span(anchor, start, end, unit, convention)
    if amount is None:
        return on_grid.whole + sum((Fraction(each.b - each.a, each.of) for each in on_grid.parts), Fraction(0))
    return amount * on_grid.whole + sum((part(amount, p.a, p.b, p.of, CENT) for p in on_grid.parts), D(0))


def change(record: Record) -> Figures:
    """From the day of the change on: the old price is given back, the new one charged."""
    said = record.inputs
    first = date.fromisoformat(said["period_start"])
    day, end = date.fromisoformat(said["change_date"]), date.fromisoformat(said["period_end_inclusive"])
    unit = record.number("unit") if "unit" in said else D(1)
    old, new = (unit * D(said.get(f"{when}_amount", said.get(f"{when}_quantity", "0"))) for when in ("old", "new"))
    end += timedelta(days=1)
    assert prorated(first, day, end, "month", "actual") == Fraction(said["ratio"])
    credit, charged = (prorated(first, day, end, "month", "actual", each) for each in (old, new))
    return {"credit": -credit, "charge": charged, "net": charged - credit}


def days_between(record: Record) -> Figures:
    """Dates have no hours here, so no clock can be put forward or back between them."""
    start, end = (date.fromisoformat(record.inputs[key][:10]) for key in ("start", "end"))
    (only,) = span(start, start, end, "month", "actual").parts
    return {"days": only.b - only.a}


def fixed_30_days(record: Record) -> Figures:
    start, end = (date.fromisoformat(record.inputs[key]) for key in ("start", "end_exclusive"))
    assert record.inputs["fixed_days"] == 30
    figures: Figures = {"ratio": prorated(start, start, end, "month", "30_360")}
    figures["days"] = figures["ratio"] * 30
    if "monthly_price" in record.inputs:
        # The stretch is the beginning of a billing month, or the end of one: it costs the same.
        price_of = record.number("monthly_price")
        at_start = prorated(start, start, end, "month", "30_360", price_of)
        at_end = prorated(end, start, end, "month", "30_360", price_of)
        assert abs(at_start - at_end) <= D("0.01")
        figures["amount"] = at_start
    return figures


def fixed_28_days(record: Record) -> Figures:
    start, end = (date.fromisoformat(record.inputs[key]) for key in ("start", "end_exclusive"))
    return {"days": prorated(start, start, end, "month", "30_360") * 30}


def actual_days(record: Record) -> Figures:
    start, end = (date.fromisoformat(record.inputs[key]) for key in ("start", "end_exclusive"))
    return {"ratio": prorated(start, start, end, "month", "actual")}


def leading(record: Record) -> Figures:
    start, target = (date.fromisoformat(record.inputs[key]) for key in ("start", "target"))
    return {"cycles": _cycles(start, None, target, "month", record.inputs["bill_cycle_day"])}


def calendar_start(record: Record) -> Figures:
    start = date.fromisoformat(record.inputs["start"])
    first = start.replace(day=1)
    return {"amount_cents": _cents(prorated(first, start, add_months(first, 1), "month", "actual", _dollars(record)))}


def _dollars(record: Record, key: str = "amount_cents") -> Decimal:
    return to_money(record.number(key) / 100, CENT)


def _cents(amount: Decimal) -> Decimal:
    return amount * 100


def share_of_days(key: str) -> Runner:
    def run(record: Record) -> Figures:
        over, under = map(int, record.inputs["days"].split("/"))
        return {key: _cents(share(_dollars(record), over, under, CENT))}

    return run


def coefficient(record: Record) -> Figures:
    first, last = map(date.fromisoformat, record.inputs["period"])
    start = date.fromisoformat(record.inputs["from"])
    return {"coefficient": prorated(first, start, last + timedelta(days=1), "month", "actual")}


def unused_day(record: Record) -> Figures:
    """The period of 31 days has its last day left on the day of the change."""
    first, changed = date.fromisoformat(record.inputs["period"][0]), date.fromisoformat(record.inputs["change"])
    end = boundary(first, 1, "month")
    amount = prorated(first, changed, end, "month", "actual", _dollars(record, "old_amount_cents"))
    return {"credit_cents": _cents(amount)}


def three_methods(record: Record) -> Figures:
    start = date.fromisoformat(record.inputs["start"])
    end = date.fromisoformat(record.inputs["end_inclusive"]) + timedelta(days=1)
    return {
        "actual_days": prorated(start.replace(day=1), start, end, "month", "actual"),
        "strict_30_360": prorated(start, start, end, "month", "30_360"),
    }


def term_price(record: Record) -> Figures:
    """A price for twelve months, bought for more."""
    one = charge("per_unit", price=record.number("price_for_default_term"))
    bought = deal("thing", months=record.inputs["term_months"])
    made = price(bought, catalog({"thing": product(one)}), today=TODAY)
    return {"regular_unit_price": made.totals.list}


def discounts_by_year(record: Record) -> Figures:
    """A ramp of discounts on a price of 100.00."""
    wanted = record.expected["discount_pct"]
    ramp = [{"year": year, "discount": D(off)} for year, off in zip(record.inputs["year"], wanted, strict=True)]
    bought = deal({"sku": "thing", "ramp": ramp}, months=36)
    made = price(bought, catalog({"thing": product(charge("flat", price=D(100)))}), today=TODAY)
    return {"discount_pct": [100 - interval.net for interval in made.lines[0].intervals]}


# ---- proration_killbill.json -----------------------------------------------------------------------------

UNITS: dict[str, Unit] = {"ANNUAL": "year", "QUARTERLY": "quarter", "MONTHLY": "month"}


def cycles_in_advance(record: Record) -> Figures:
    said = record.inputs
    end = None if said["end"] is None else date.fromisoformat(said["end"])
    start, target = date.fromisoformat(said["start"]), date.fromisoformat(said["target_date"])
    found = _cycles(start, end, target, UNITS[said["billing_period"]], said["bill_cycle_day"])
    return {"cycles_fraction": found, "cycles_decimal": found}


def _cycles(start: date, end: date | None, target: date, unit: Unit, bill_day: int) -> Fraction:
    """Periods billed in advance until *target*, on the grid of the first bill cycle day from *start* on."""
    last = (add_months(start.replace(day=1), 1) - timedelta(days=1)).day
    anchor = start.replace(day=min(bill_day, last))
    if anchor < start:
        anchor = boundary(anchor, 1, unit)
    billed, k = anchor, 0
    while billed <= target:
        k += 1
        billed = boundary(anchor, k, unit)
    return prorated(anchor, start, min(billed, end or billed), unit, "actual")


def not_expressible(record: Record) -> Figures:
    raise NotExpressible(record.model)


RUNNERS: dict[str, Runner] = {
    "graduated": tiers("graduated"),
    "volume": tiers("volume"),
    "graduated-blocks": blocks("graduated"),
    "volume-blocks": blocks("volume"),
    "package": package,
    "package-count": package,
    "per_unit": per_unit,
    "graduated_percentage": graduated_percentage,
    "percentage": percentage,
    "graduated-prorated": not_expressible,
    "graduated-incremental": incremental,
    "graduated+minimum": bounded("graduated"),
    "volume+minimum": bounded("volume"),
    "volume+maximum": bounded("volume"),
    "package+minimum": bounded("package"),
    "per_unit+minimum": bounded("per_unit"),
    "dynamic-multiplier": multiplier,
    "dynamic-multiplier+maximum": multiplier_and_maximum,
    "unit-conversion+usage_discount": not_expressible,
    "package-bucketed": bucketed("package"),
    "graduated-bucketed": bucketed("graduated"),
    "volume-bucketed": bucketed("volume"),
    "volume+allowance": allowance,
    "volume+allowance+package": allowance,
    "volume-threshold": threshold,
    "stairstep-cumulative": cumulative,
    "multi-meter": several_meters,
    "allowance+per_unit": free_then_per_unit,
    "graduated (published tier breakdown)": cloud_tiers,
    "round_to_currency": rounded,
    "round_to_minor_units": rounded,
    "round_lines_then_sum": rounded_lines,
    "per_unit_rounded": per_unit_rounded,
    "commitment_true_up": true_up,
    "maximum_spend": maximum_spend,
    "proration_change": change,
    "proration_remove": change,
    "calendar_days_between": days_between,
    "credit_cap": not_expressible,
    "prorated_amount_fixed_30_days": fixed_30_days,
    "prorated_amount_actual_days": leading,
    "prorated_start": calendar_start,
    "prorated_termination": share_of_days("amount_cents"),
    "proration_coefficient": coefficient,
    "prorated_credit": unused_day,
    "prorated_fixed_charge": share_of_days("amount_cents_derived"),
    "proration_ratio_three_methods": three_methods,
    "term_price": term_price,
    "renewal_discount_schedule": discounts_by_year,
    "proration_cycles_in_advance": cycles_in_advance,
    "proration_ratio_actual_days": actual_days,
    "proration_ratio_fixed_30_days": fixed_30_days,
    "days_between_fixed_month": fixed_28_days,
    **RETURNS,
}
"""A runner for each model that the records name."""
