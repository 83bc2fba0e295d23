"""Who has to approve the deal as it is, and how much more a seller can take off before the next one has to."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from dealdesk.advise.advice import Advice, Desk
from dealdesk.approving import Requirements, needed, required
from dealdesk.approving.avoid import lowest_net
from dealdesk.approving.measures import Case
from dealdesk.approving.words import sentence
from dealdesk.catalog.policy import Approval
from dealdesk.quoting.deal.terms import Discount
from dealdesk.quoting.paper import payment_days
from dealdesk.quoting.quote import Quote

HUNDRED = Decimal(100)
WORDS = {"above": "above", "at_least": "at least", "below": "below", "at_most": "at most"}


def find(desk: Desk) -> Iterator[Advice]:
    """Yield the approvals that the deal needs, and the room up to the next one."""
    quote, now = desk.quote, needed(desk.deal, desk.catalog, desk.quote)
    found = required(quote, desk.deal, desk.catalog) if now else None
    for each in now:
        yield Advice(
            "needs-approval",
            f"{told(desk, quote, each, found)} needs {each.who}" + (f": {each.reason}" if each.reason else ""),
            at=_at(desk, each),
        )
    ahead = [(room, each) for each in desk.catalog.policy.approvals if (room := _room(desk, each, now)) is not None]
    if ahead and quote.totals.list > 0:
        room, approval = min(ahead, key=lambda each: each[0])
        name = "TCV" if approval.measure == "tcv" else approval.measure
        yield Advice(
            "room",
            f"{desk.money(room)} more can come off before {approval.who} has to approve a {name} "
            f"{WORDS[approval.op or 'above']} {limit(desk, approval)}",
            at=_at(desk, approval),
            note=_stopped(desk, room),
        )


def _room(desk: Desk, approval: Approval, now: tuple[Approval, ...]) -> Decimal | None:
    """Return the most that can come off without this approval, to the minor unit; None where price does not matter."""
    quote, case = desk.quote, Case(desk.deal, desk.catalog, desk.quote)
    if approval in now or approval.value is None or approval.skus or approval.families:
        return None
    if approval.measure is None or approval.op is None or approval.measure == "gross_margin":
        return None
    if approval.measure == "tcv" and quote.currency != desk.catalog.catalog.currency:
        return None
    if approval.measure == "margin" and not any(line.cost for line in quote.lines):
        return None
    lowest = lowest_net(approval.measure, approval.op, approval.value, case)
    room = quote.totals.net - lowest if lowest is not None else Decimal(-1)
    return room if room >= 0 else None


def _stopped(desk: Desk, room: Decimal) -> str | None:
    """Return what is to be said where floors, or lines without discounts, let less come off than the approvals do."""
    if not room:
        return None
    ask = Discount.validate({"amount": room})
    quote = desk.with_(discounts=(*desk.deal.discounts, ask))
    if quote is None:
        return None
    off = desk.quote.totals.net - quote.totals.net
    return f"floors and lines without discounts let {desk.money(off)} of it come off" if off < room else None


def told(desk: Desk, quote: Quote, approval: Approval, found: Requirements | None) -> str:
    """Return what of a quote needs an approval: its measure, or the conditions that are true together."""
    if _is_simple(quote, approval):
        return measured(desk, quote, approval)
    found = found if found is not None else required(quote, desk.deal, desk.catalog)
    return sentence(found.ruling(approval.id), quote.currency, quote.places)


SIMPLE = ("discount", "margin", "tcv", "months", "free_months", "payment_days")
"""Measures that have words of their own."""


def _is_simple(quote: Quote, approval: Approval) -> bool:
    """Whether an approval is about a figure of the whole quote, which there is."""
    if approval.measure not in SIMPLE or approval.skus or approval.families or quote.options:
        return False
    return approval.measure != "margin" or quote.metric("margin") is not None


def measured(desk: Desk, quote: Quote, approval: Approval) -> str:
    """Return the measure of a quote that an approval is about: "a discount of 31.25 %"."""
    if approval.measure == "discount":
        return f"a discount of {quote.totals.discount * HUNDRED / quote.totals.list:.2f} %"
    if approval.measure == "margin":
        return f"a margin of {quote.metric('margin'):.2f} %"
    if approval.measure == "tcv":
        return f"a total of {desk.money(quote.totals.net)}"
    if approval.measure == "months":
        return f"a term of {quote.months} months"
    if approval.measure == "free_months":
        return f"{desk.deal.free.months if desk.deal.free is not None else 0} free months"
    return f"{payment_days(desk.deal, desk.catalog)} days to pay"


def limit(desk: Desk, approval: Approval) -> str:
    """Return the limit of an approval with its unit."""
    if approval.value is None:
        return ""
    if approval.measure == "tcv":
        return f"{desk.catalog.catalog.currency} {approval.value:,f}"
    return f"{approval.value:f}" + (" %" if approval.measure in ("discount", "margin") else "")


def needs(desk: Desk, quote: Quote) -> list[str]:
    """Return who has to approve a quote, and because of what, a sentence each."""
    found: Requirements | None = None
    said = []
    for each in needed(desk.deal, desk.catalog, quote):
        if each.value is not None and _is_simple(quote, each):
            said.append(f"{each.who}: {measured(desk, quote, each)} is {WORDS[each.op or 'above']} {limit(desk, each)}")
        else:
            found = found or required(quote, desk.deal, desk.catalog)
            said.append(f"{each.who}: {sentence(found.ruling(each.id), quote.currency, quote.places)}")
    return said


def _at(desk: Desk, approval: Approval) -> str:
    return desk.catalog.at("policy", "approvals", desk.catalog.policy.approvals.index(approval))
