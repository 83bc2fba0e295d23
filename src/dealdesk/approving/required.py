"""Who has to approve a quote, by the policy of its catalog: the one place that decides what fires."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from dealdesk.approving.avoid import avoid
from dealdesk.approving.digest import digest_of
from dealdesk.approving.measures import Case
from dealdesk.approving.promised import renewal_words
from dealdesk.approving.requirements import Requirements, Ruling, levels_of
from dealdesk.approving.rulings import approval_ruling, guardrail_ruling
from dealdesk.approving.taken import ways
from dealdesk.catalog.models import Catalog
from dealdesk.catalog.policy import Approval
from dealdesk.quoting.deal import Deal
from dealdesk.quoting.options import chosen
from dealdesk.quoting.quote import Quote


def required(quote: Quote, deal: Deal, catalog: Catalog) -> Requirements:
    """Return what *quote*, which *catalog* made of *deal*, needs before it may be sent.

    Every rule of the policy is judged on the deal and on each of its options, with and without what is optional in
    them, since a customer may accept any of that.  A figure that is not known fires nothing by itself, and is told
    with its reason.
    """
    cases = cases_of(quote, deal, catalog)
    rulings = tuple(
        replace(each, avoid=avoid(each, cases)) if each.state == "fires" else each for each in _rulings(cases, catalog)
    )
    blocked = tuple(each.id for each in rulings if each.asks and not each.approvers)
    agreed = {"what a renewal costs": renewal_words(deal.renewal or catalog.renewal)}
    return Requirements(digest_of(quote), rulings, levels_of(rulings), blocked, agreed)


def needed(deal: Deal, catalog: Catalog, quote: Quote) -> tuple[Approval, ...]:
    """Return the approval rules of the policy that fire for a quote, in the policy's order."""
    cases = cases_of(quote, deal, catalog)
    return tuple(each for each in catalog.policy.approvals if approval_ruling(each, "", cases).asks)


def asking(deal: Deal, catalog: Catalog, quote: Quote) -> tuple[str, ...]:
    """Return the ids of all rules that ask for a decision on a quote, guardrails included, in the policy's order."""
    return tuple(each.id for each in _rulings(cases_of(quote, deal, catalog), catalog) if each.asks)


def cases_of(quote: Quote, deal: Deal, catalog: Catalog) -> list[Case]:
    """Return a quote in each way that it can be accepted: each option, with and without what is optional in it."""
    quotes = {each.name: each.quote for each in quote.options}
    offers = [("", deal, quote)]
    offers += [(each.name, chosen(deal, each), quotes[each.name]) for each in deal.options if each.name in quotes]
    found: list[Case] = []
    for name, made, of in offers:
        first = None
        for besides, way in ways(of):
            found.append(Case(made, catalog, way, name, besides, first))
            first = first or found[-1]
    return found


def _rulings(cases: list[Case], catalog: Catalog) -> Iterator[Ruling]:
    for number, rule in enumerate(catalog.policy.approvals):
        yield approval_ruling(rule, catalog.at("policy", "approvals", number), cases)
    for name, rail in catalog.policy.guardrails.items():
        yield guardrail_ruling(name, rail, catalog.at("policy", "guardrails", name), cases)
