"""What a quote says in words: parties, term, printed terms, assumptions."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from dealdesk.catalog.models import Catalog
from dealdesk.periods import months_between, months_on, span
from dealdesk.quoting.deal import Deal
from dealdesk.quoting.deal.customer import Contact
from dealdesk.quoting.deal.line import DealLine
from dealdesk.quoting.quote.figures import Invoice
from dealdesk.quoting.quote.printed import Party, Person, Phase, Said, Term
from dealdesk.quoting.ramps import quantity_on
from dealdesk.quoting.timeline import Timeline

PAYMENT_DAYS = 30
"""Days to pay where neither deal nor catalog says."""

_BILLING = {"annual": "Yearly", "quarterly": "Quarterly", "monthly": "Monthly", "upfront": "In full"}


CONVENTIONS = {
    "actual": "by its days, as a share of the days of that contract period",
    "actual_365": "by its days, as a share of a year of 365 days",
    "30_360": "by days in months of 30 days",
    "months_up": "by the month; a month that has begun counts in full",
    "months_days": "by whole months, and by days for the rest",
}
"""How a part of a period is measured, in words."""

TAX = Said("tax", "Taxes are not included and are added where they apply.")
BUNDLE = Said("bundle", "The bundle discount requires all of its products for the full term.")
USAGE = Said(
    "usage",
    "Usage is an estimate at the volumes stated; it is invoiced as used and is not part of the committed value.",
)


def day(value: date) -> str:
    """Return a date in words: 1 December 2026."""
    return f"{value.day} {value:%B %Y}"


def dotted(path: Iterable[str | int]) -> str:
    """Return a path as people write it: rules.term.tiers[0]."""
    text = ""
    for each in path:
        text += f"[{each}]" if isinstance(each, int) else f".{each}" if text else each
    return text


def person(contact: Contact | None) -> Person | None:
    """Return a contact as a quote keeps it."""
    return Person(contact.name, contact.title, contact.email, contact.phone) if contact is not None else None


def vendor(catalog: Catalog) -> Party:
    """Return the party that makes the offer."""
    entity = catalog.catalog.entity
    if entity is None:
        return Party(catalog.catalog.name)
    return Party(entity.name, entity.address, email=entity.email, website=entity.website)


def customer(deal: Deal, catalog: Catalog) -> Party:
    """Return the customer, with its segment by name."""
    who = deal.customer
    segment = catalog.segments[who.segment].name if who.segment is not None else None
    contacts = tuple(each for each in map(person, who.contacts) if each is not None)
    return Party(who.name, who.address, contacts, segment, who.region, who.industry, who.language)


def plural(count: int, noun: str) -> str:
    """Return "1 month", "2 months"."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def term(time: Timeline) -> str:
    """Return how long the contract runs, in words: "36 months", "14 months and 3 days"."""
    months, days = months_on(time.anchor or time.start, time.start, time.end)
    words = plural(months, "month") if months else ""
    if days:
        words += (" and " if words else "") + plural(days, "day")
    return words


def periods(time: Timeline, start: date, end: date, period: str) -> str:
    """Return how many periods of a charge an interval has: "3 years", "1 year + 181/365"."""
    if period in ("once", "usage"):
        return "once"
    on_grid = span(time.start, start, end, period, time.convention)  # type: ignore[arg-type]
    words = [plural(on_grid.whole, period)] if on_grid.whole else []
    words += [f"{each.b - each.a}/{each.of} {period}" for each in on_grid.parts]
    return " + ".join(words)


def payment_days(deal: Deal, catalog: Catalog) -> int:
    """Return the days from an invoice to its due date."""
    for stated in (deal.terms.payment_days, catalog.catalog.terms.payment_days):
        if stated is not None:
            return stated
    return PAYMENT_DAYS


def terms(deal: Deal, catalog: Catalog, time: Timeline, invoices: tuple[Invoice, ...]) -> tuple[Term, ...]:
    """Return the printed commercial terms: the deal's where it states them, else the catalog's."""
    said: Any = deal.terms
    default: Any = catalog.catalog.terms

    def stated(name: str) -> Any:
        return getattr(said, name) if getattr(said, name) is not None else getattr(default, name)

    days = payment_days(deal, catalog)
    how = stated("payment")
    found = [
        _term(
            "term",
            "Term",
            f"{day(time.start)} to {day(time.last_day)}, {term(time)}",
            first=time.start,
            last=time.last_day,
            term=term(time),
        ),
        _term(
            "arrears" if deal.in_arrears else "advance",
            "Billing",
            f"{_BILLING[deal.billing]} in {'arrears' if deal.in_arrears else 'advance'}",
            "billing",
            billing=deal.billing,
        ),
        _term(
            "payment_how" if how else "payment",
            "Payment",
            f"Net {days} days from the invoice date" + (f", {how}" if how else ""),
            "payment",
            n=days,
            **({"how": how} if how else {}),
        ),
    ]
    free = time.free
    if free is not None and deal.free is not None:
        where = "on top of the term" if deal.free.extends_term else "inside the term"
        found.append(
            _term(
                "free_added" if deal.free.extends_term else "free_inside",
                "Free months",
                f"{plural(deal.free.months, 'month')} from {day(free[0])}, {where}",
                "free",
                months=deal.free.months,
                date=free[0],
            )
        )
    if deal.amends is not None:
        amended, first, last = deal.amends.contract, deal.amends.from_, time.last_day
        text = f"Changes {amended} from {day(first)}, to its end on {day(last)}; all else in it stays as agreed"
        found.append(_term("amends", "Amendment", text, contract=amended, first=first, last=last))
    if deal.renews is not None and deal.amends is None:  # the amendment of a renewal begins later
        ended, last = deal.renews.contract, time.start - timedelta(days=1)
        found.append(_term("renews", "Renewal of", f"{ended}, which ends on {day(last)}", contract=ended, last=last))
    if deal.co_term is not None:
        contract, end = deal.co_term.contract, deal.co_term.end
        text = f"Ends with {contract} on {day(end)}"
        found.append(_term("co_term", "Co-termination", text, contract=contract, date=end))
    if deal.uplift is not None or getattr(catalog.rules, "uplift", None) is not None:
        rule: Any = deal.uplift or catalog.rules.uplift
        found.append(
            _term(
                f"uplift_{rule.compounding}",
                "Yearly uplift",
                f"{number(rule.percent)} % a year, {rule.compounding}, from contract year {rule.from_year}, "
                f"at most {number(rule.most)} % in all",
                "uplift",
                percent=number(rule.percent),
                year=rule.from_year,
                most=number(rule.most),
            )
        )
    if support := stated("support"):
        found.append(Term("support", "Support", support))
    if renewal := stated("renewal"):
        found.append(Term("renewal", "Renewal", renewal))
    if (cap := stated("renewal_cap")) is not None:
        text = f"Net unit prices rise by no more than {number(cap)} % at the first renewal"
        found.append(_term("renewal_cap", "Renewal cap", text, percent=number(cap)))
    for name, heading in (
        ("added_units", "Added units"),
        ("overage", "Extra usage"),
        ("use_limits", "Use limits"),
        ("sla", "Service level"),
        ("pilot", "Pilot period"),
        ("services", "Professional services"),
        ("agreement", "Agreement"),
        ("precedence", "Precedence"),
    ):
        if worded := stated(name) or (_service_levels(deal, catalog) if name == "sla" else None):
            found.append(Term(name, heading, worded))
    metered = any(charge.metered for line in deal.lines for charge in catalog.products[line.sku].charges)
    for clause in default.clauses:
        fits = (
            clause.when == "always"
            or (clause.when == "multi_year" and time.months > 12)
            or (clause.when == "usage" and metered)
        )
        if fits:
            found.append(Term("clause", clause.heading, clause.text))
    return tuple(found)


def _service_levels(deal: Deal, catalog: Catalog) -> str:
    """Return the service levels of the order's products; "" where they state none."""
    skus = dict.fromkeys(line.sku for line in deal.lines if not line.optional)
    stated = [(catalog.products[sku].name, catalog.products[sku].sla) for sku in skus]
    told = [f"{name}: {level}" if len(stated) > 1 else level for name, level in stated if level]
    return "; ".join(told)


def signing(deal: Deal, catalog: Catalog) -> Any:
    """Return the e-signature service whose anchors documents have; None for none."""
    chosen = deal.signing or catalog.catalog.signing
    return chosen if chosen != "none" else None


def _term(said: str, heading: str, text: str, term_id: str = "", **values: Any) -> Term:
    """Return a term that the engine words: the sentence *said*, with what is filled in."""
    return Term(term_id or said, heading, text, Said(said, text, {name: str(each) for name, each in values.items()}))


def tax(deal: Deal, catalog: Catalog) -> str | Said:
    """Return the sentence about taxes."""
    return deal.terms.tax or catalog.catalog.terms.tax or TAX


def change(line: DealLine, deal: Deal) -> str | None:
    """Return how the quantity of a line changes, in an amendment or a renewal: "40 → 60"; None where it does not.

    Of a ramp it is each step that changes: "30 → 40; 50 → 60".
    """
    was = line.was
    if was and not line.quantity and deal.amends is not None and deal.start is not None:
        # a line that ends on a step of its ramp has the quantity of that
        was = quantity_on(line.but(quantity=was), deal.start, deal.amends.from_)
    changes: list[tuple[Decimal | None, Any]] = [(was, line.quantity)]
    if line.quantity or line.was is None:
        changes += [(step.was, step.quantity) for step in line.ramp]
    said = [f"{was:,f} → {now:,f}" for was, now in changes if was is not None and isinstance(now, Decimal | int)]
    return "; ".join(said) or None


def number(value: Decimal) -> str:
    """Return a number without trailing zeros."""
    return f"{value.normalize():f}"


def phases(catalog: Catalog) -> tuple[Phase, ...]:
    """Return the phases of the implementation."""
    return tuple(Phase(each.name, each.weeks, each.activities) for each in catalog.phases)


def assumptions(deal: Deal, catalog: Catalog, time: Timeline) -> tuple[str | Said, ...]:
    """Return what the price rests on, to be printed."""
    found: list[str | Said] = [*catalog.catalog.assumptions]
    bundle: Any = getattr(catalog.rules, "bundle", None)
    counted = {
        line.sku
        for line in deal.lines
        if bundle is not None and not line.optional and catalog.products[line.sku].kind in bundle.count
    }
    if bundle is not None and len(counted) > 1:
        found.append(BUNDLE)
    if any(charge.metered for line in deal.lines for charge in catalog.products[line.sku].charges):
        found.append(USAGE)
    late = deal.amends is not None or any(line.start is not None for line in deal.lines)
    if late or months_between(time.start, time.end)[1]:
        text = f"A part of a period is charged {CONVENTIONS[time.convention]}."
        found.append(Said(f"part_{time.convention}", text))
    return tuple(found)
