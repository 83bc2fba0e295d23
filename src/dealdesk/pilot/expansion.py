"""What would follow a pilot: the deal's quote, and the business case that the measured saving makes of it."""

from __future__ import annotations

from datetime import date
from decimal import ROUND_DOWN, Decimal
from pathlib import Path

from dealdesk.errors import InputError
from dealdesk.pilot.plan import Expansion, Pilot
from dealdesk.pilot.result import Proposal
from dealdesk.pilot.result.measured import Costs

MONTHS = 12


def propose(pilot: Pilot, costs: Costs, near: Path, *, today: date, source: str) -> Proposal | None:
    """Return the proposal; None where the pilot states none, or no saving was measured.

    Raises:
        InputError: The deal cannot be read or priced.
    """
    plan = pilot.expansion
    each = plan.cost_per_request if plan is not None and plan.cost_per_request is not None else costs.baseline
    if plan is None or each is None or costs.saving is None or costs.low is None or costs.high is None:
        return None
    from dealdesk.quoting.load import catalog_of, load_deal
    from dealdesk.quoting.price import price
    from dealdesk.value.party import Party
    from dealdesk.value.roi.case import Case
    from dealdesk.value.roi.result import RoiResult
    from dealdesk.value.roi.run import run

    file = near / plan.deal
    deal = load_deal(file)
    catalog = catalog_of(deal, file)
    quote = price(deal, catalog, today=today)
    if quote.currency != pilot.currency:
        raise InputError(f"the deal {plan.deal} is in {quote.currency}, and the pilot in {pilot.currency}")
    spend = plan.requests_per_month * MONTHS * each

    def saved(per_cent: Decimal) -> Decimal:
        return max(Decimal(0), spend * per_cent / 100).quantize(Decimal(1), ROUND_DOWN)

    gross, low, high = (saved(value) for value in (costs.saving, costs.low, costs.high))
    texts = {name: _case(pilot, plan, name, gross, low, high, costs) for name in ("expected", "cautious")}

    def worked(name: str) -> RoiResult:
        import tomllib

        data = tomllib.loads(texts[name], parse_float=Decimal)
        return run(
            Case.validate(data),
            quote,
            today=today,
            currency=pilot.currency,
            vendor=Party(quote.vendor.name),
            source=source,
            deal_file=plan.deal,
        )

    expected, cautious = worked("expected"), worked("cautious")
    return Proposal(
        deal=plan.deal,
        deal_title=quote.title or plan.deal,
        months=quote.months,
        tcv=quote.totals.net,
        first_year=expected.periods[1].costs,
        requests_per_month=plan.requests_per_month,
        cost_per_request=each,
        cost_from="stated" if plan.cost_per_request is not None else "measured",
        saving=costs.saving,
        cautious=costs.low,
        gross=gross,
        gross_cautious=low,
        years=plan.years,
        rate=plan.rate,
        risk=plan.risk,
        npv=expected.totals.npv,
        npv_cautious=cautious.totals.npv,
        roi=expected.figure("roi").value,
        roi_cautious=cautious.figure("roi").value,
        payback=expected.figure("payback").value,
        case=texts["expected"],
        note=plan.note,
    )


def _case(pilot: Pilot, plan: Expansion, name: str, gross: Decimal, low: Decimal, high: Decimal, costs: Costs) -> str:
    """Return the business case in TOML: the measured saving, or with *cautious* the lower end of its interval."""
    amount = gross if name == "expected" else low
    source = f"Pilot: saving per request {costs.saving} %, 95 % interval {costs.low} to {costs.high} %, mix held fixed"
    ranged = ""
    if name == "expected" and gross > 0:
        least = (100 * low / gross).quantize(Decimal("0.1"), ROUND_DOWN)
        most = max(Decimal(100), (100 * high / gross).quantize(Decimal("0.1"), ROUND_DOWN))
        ranged = f"range      = [{least}, {most}]\n"
    return (
        f"title         = {_quoted('Expansion after the pilot of ' + pilot.customer.name)}\n"
        f"deal          = {_quoted(plan.deal)}\n"
        f"discount_rate = {plan.rate:f}\n"
        f"years         = {plan.years}\n\n"
        "[[benefits]]\n"
        'id         = "saving"\n'
        'name       = "Cost of model requests saved"\n'
        f"a_year     = {amount:f}\n"
        f"risk       = {plan.risk:f}\n"
        f"{ranged}"
        f"source     = {_quoted(source)}\n"
        'confidence = "high"\n'
    )


def _quoted(text: str) -> str:
    from json import dumps

    return dumps(text, ensure_ascii=False)
