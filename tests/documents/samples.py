"""Quotes made by hand, for documents: the engine is tested elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from dealdesk.money import allocate, to_money
from dealdesk.periods import add_months
from dealdesk.quoting.quote import Option, Quote, Version
from dealdesk.quoting.quote.figures import Invoice, Metric, Totals, Usage
from dealdesk.quoting.quote.line import Interval, Move, QuoteLine
from dealdesk.quoting.quote.printed import BundleNote, Party, Person, Phase, Term

D = Decimal
ONE = D(1)
DAY = timedelta(days=1)
START = date(2026, 12, 1)
MONTHS = {"month": 1, "quarter": 3, "year": 12}
BUNDLE = ("bundle", "Bundle discount", D(25))
TERM = ("term", "Term discount", D(15))

LOGO = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 120 25" role="img"><title>Halyard</title>'
    '<path d="M11.2 1.5 V21 H1.2 C5.2 15.2 8.7 8.9 11.2 1.5 Z" fill="#0b6a5a"/>'
    '<path d="M13.4 5.6 C15.2 11.6 18.6 16.8 22.6 21 H13.4 Z" fill="#0d1726"/>'
    '<text x="30" y="19.2" font-family="DD Display" font-weight="600" font-size="18.5" letter-spacing="-0.35" '
    'fill="#0d1726">Halyard</text></svg>'
)


@dataclass(frozen=True)
class Item:
    """One line to be: a unit price, and the quantity in each year of a ramp."""

    name: str
    price: Decimal
    quantity: Decimal = ONE
    unit: str = ""
    period: str = "year"
    description: str | None = None
    model: str = "flat"
    kind: str = "plugin"
    ramp: tuple[int, ...] = ()
    usage: bool = False
    optional: bool = False
    hide: bool = False
    charge_name: str | None = None


FIVE = (
    Item(
        "Query Accelerator",
        D("6400.00"),
        D(12),
        "node",
        description="Plan caching and adaptive routing",
        model="per_unit",
    ),
    Item("Semantic Cache", D("4250.00"), D(12), "node", description="Response cache with TTL policy", model="per_unit"),
    Item("Cost Governor", D("38500.00"), D(1), "tenant", description="Budgets and anomaly stops", model="per_unit"),
    Item("Policy Guard", D("132.00"), D(250), "user", description="Data-residency rules (ITAR, EAR)", model="per_unit"),
    Item("Trace Insights", D("612.50"), D(40), "service", description="Latency across services", model="per_unit"),
)


def line(number: int, item: Item, steps: Sequence[tuple[str, str, Decimal]], months: int, places: int) -> QuoteLine:
    """Return a priced line; each step is a percentage of what remains, rounded when it is made."""
    length = MONTHS.get(item.period)
    parts: list[tuple[date, date, Decimal, int, str]] = []
    if length is None:
        parts.append((START, START, item.quantity, 1, "once"))
    elif item.ramp:
        for year, quantity in enumerate(item.ramp):
            first, last = add_months(START, 12 * year), add_months(START, 12 * (year + 1)) - DAY
            n = 12 // length
            parts.append((first, last, D(quantity), n, f"{n} {item.period}{'s' if n > 1 else ''}"))
    else:
        n = months // length
        parts.append(
            (START, add_months(START, months) - DAY, item.quantity, n, f"{n} {item.period}{'s' if n > 1 else ''}")
        )
    intervals = []
    for first, last, quantity, n, words in parts:
        of_list = to_money(item.price * quantity, places)
        level, moves = of_list, [Move("list", "List price", of_list * n, f"products.{number}", "catalog.toml:1")]
        for code, title, percent in steps:
            amount = -to_money(level * percent / 100, places)
            moves.append(Move(code, title, amount * n, f"rules.{code}", "rules.toml:7", percent))
            level += amount
        intervals.append(Interval(first, last, quantity, of_list, level, words, of_list * n, level * n, tuple(moves)))
    return QuoteLine(
        line=number,
        sku=f"sku-{number}",
        charge="fee",
        name=item.name,
        charge_name=item.charge_name,
        description=item.description,
        kind=item.kind,
        family="f",
        model=item.model,
        period=item.period,
        unit=item.unit,
        quantity=parts[0][2],
        committed=not item.usage,
        optional=item.optional,
        recurring=length is not None,
        list=sum((each.list for each in intervals), D(0)),
        net=sum((each.net for each in intervals), D(0)),
        cost=D("7.77"),
        moves=total_moves([each.moves for each in intervals]),
        intervals=tuple(intervals),
        at="deal.toml:12",
        hide_price=item.hide,
    )


def total_moves(groups: Sequence[Sequence[Move]]) -> tuple[Move, ...]:
    found: dict[tuple[str, str], Move] = {}
    for moves in groups:
        for move in moves:
            key = (move.code, "" if move.code == "list" else move.rule)
            found[key] = replace(found[key], amount=found[key].amount + move.amount) if key in found else move
    return tuple(found.values())


def sample(
    items: Sequence[Item] = FIVE,
    steps: Sequence[tuple[str, str, Decimal]] = (BUNDLE, TERM),
    *,
    months: int = 36,
    currency: str = "USD",
    places: int = 2,
    billing: str = "annual",
    **more: Any,
) -> Quote:
    """Return a quote of *items*, all with the same steps; keyword arguments replace fields of it."""
    lines = tuple(line(number, item, steps, months, places) for number, item in enumerate(items, 1))
    committed = [each for each in lines if each.committed and not each.optional]
    of_list, net = (sum((getattr(each, what) for each in committed), D(0)) for what in ("list", "net"))
    recurring = sum((each.net for each in committed if each.recurring), D(0))
    acv = to_money(recurring * 12 / months, places)
    usage = [each for each in lines if not each.committed and not each.optional]
    usage_net = sum((each.net for each in usage), D(0))
    years = max(1, months // 12)
    metrics = [Metric("tcv", "TCV", net, "money", ""), Metric("acv", "ACV", acv, "money", "")]
    for year in range(years):
        start = add_months(START, 12 * year)
        value = sum(
            (
                each.net / (1 if len(each_line.intervals) > 1 else years)
                for each_line in committed
                if each_line.recurring
                for each in each_line.intervals
                if each.start <= start <= each.end
            ),
            D(0),
        )
        metrics.append(Metric(f"acv_year_{year + 1}", "", to_money(value, places), "money", ""))
    metrics.append(Metric("margin", "Margin", D("63.21"), "percent", ""))
    quote = Quote(
        number="Q-2026-00417",
        revision=3,
        title=None,
        catalog=Version(
            "halyard", "Halyard", "2026.4", "fb" * 32, "dealdesk-1", "half_up", "actual", date(2026, 10, 1)
        ),
        vendor=Party("Halyard Systems, Inc.", ("1 Mast Street", "Portland, OR 97201", "United States")),
        customer=Party(
            "Northwind Aerospace, Inc.",
            ("2100 Airfield Way, Suite 400", "Everett, WA 98204", "United States"),
            (Person("Dana Okafor", "Director, Technology Sourcing", "d.okafor@northwind.example", "+1 425 555 0142"),),
        ),
        prepared_by=Person("Mateo Lindqvist", "Strategic Accounts", "m.lindqvist@halyard.example"),
        partner=None,
        currency=currency,
        places=places,
        issued=date(2026, 10, 12),
        valid_until=date(2026, 11, 11),
        start=START,
        end=add_months(START, months) - DAY,
        months=months,
        days=0,
        term=f"{months} months",
        billing=billing,
        lines=lines,
        totals=Totals(of_list, net, of_list - net),
        usage_estimate=Usage(
            sum((each.list for each in usage), D(0)), usage_net, to_money(usage_net * 12 / months, places)
        ),
        moves=total_moves([each.moves for each in committed]),
        metrics=tuple(metrics),
        invoices=invoices(net, months, billing, places),
        findings=(),
        terms=TERMS,
        assumptions=(
            "Sales tax is not included and is added to each invoice where it applies.",
            "Quantities come from the sizing review of 29 September 2026.",
        ),
        notes=("Implementation services are quoted separately.",),
        deal_digest="ab" * 32,
    )
    return replace(quote, **more)


TERMS = (
    Term("term", "Term", "1 December 2026 to 30 November 2029, 36 months"),
    Term("billing", "Billing", "Yearly in advance"),
    Term("payment", "Payment", "Net 45 days from the invoice date, by ACH or wire"),
    Term("renewal", "Renewal", "Renews for 12 months unless either party gives 60 days' written notice"),
    Term("renewal_cap", "Renewal cap", "Net unit prices rise by no more than 4 % at the first renewal"),
)


def invoices(net: Decimal, months: int, billing: str, places: int) -> tuple[Invoice, ...]:
    every = {"annual": 12, "quarterly": 3, "monthly": 1}.get(billing, months)
    count = max(1, months // every)
    if not net:
        return ()
    made = []
    for number, amount in enumerate(allocate(net, [D(1)] * count, places)):
        day = add_months(START, every * number)
        made.append(Invoice(number + 1, day, day, add_months(day, every) - DAY, day + timedelta(days=45), amount))
    return tuple(made)


def many(count: int, **more: Any) -> Quote:
    """Return a quote of *count* lines."""
    return sample([replace(FIVE[n % 5], name=f"{FIVE[n % 5].name} {n + 1}") for n in range(count)], **more)


def everything() -> Quote:
    """Return a quote that has every block at once."""
    items = [
        *FIVE,
        Item(
            "Compliance pack", D(1000), D(10), "seat", "month", "Evidence for auditors", "per_unit", ramp=(10, 25, 40)
        ),
        Item("Onboarding", D(18000), D(1), "project", "once", "Two workshops and a migration", kind="service"),
        Item(
            "Routed requests",
            D("2.50"),
            D(3000),
            "10k requests",
            "month",
            "Metered by month",
            usage=True,
            model="graduated",
        ),
        Item(
            "Private hosting",
            D("2.80"),
            D(1200),
            "GPU hour",
            "month",
            "On GPUs of your own",
            optional=True,
            model="per_unit",
        ),
        Item("Audit trail", D(4000), hide=True),
    ]
    shared = {
        "bundle": BundleNote(
            "Enterprise Suite",
            D(25),
            5,
            ("Full integration", "Custom reporting"),
            "Dedicated account manager + 24/7 support",
            (),
            "an internal assumption",
        ),
        "phases": (
            Phase("Discovery", "Weeks 1-2", ("Assess needs", "Plan the integration")),
            Phase("Rollout", "Weeks 3-8", ("Deploy", "Train the team")),
        ),
    }
    other = sample(FIVE[:4], months=60)
    options = (
        Option("Five years", True, "Price lock for five years", other),
        Option("Without a bundle", False, None, sample(FIVE, (TERM,))),
    )
    return sample(items, title="Platform renewal 2027", options=options, **shared)


def with_logo(quote: Quote, logo: str = LOGO) -> Quote:
    """Return *quote* with a logo."""
    return replace(quote, logo=logo)
