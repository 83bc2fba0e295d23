"""Committing to the usage that is expected anyway makes it cheaper."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import ROUND_FLOOR, Decimal

from dealdesk.advise.advice import Advice, Desk, total_of
from dealdesk.quoting.deal.terms import UsageCommitment


def find(desk: Desk) -> Iterator[Advice]:
    """Yield the commitment that makes the deal cheapest at the stated usage."""
    rule, deal = desk.catalog.rules.commitment, desk.deal
    if rule is None or not desk.quote.usage_estimate.a_year or (deal.commitment and deal.commitment.quantity):
        return
    usage, now = desk.quote.usage_estimate, deal.commitment.amount if deal.commitment is not None else None
    months = Decimal(desk.quote.months or 12)
    of_list = usage.list * 12 / months
    amounts: dict[Decimal, int] = {}
    for place, rung in enumerate(rule.tiers):
        after = rule.tiers[place + 1].from_ if place + 1 < len(rule.tiers) else None
        covered = (of_list * (100 - rung.percent) / 100).quantize(Decimal(1), ROUND_FLOOR)
        amounts[Decimal(rung.from_)] = place
        if covered > rung.from_ and (after is None or covered < after):
            amounts[covered] = place
    found: list[Advice] = []
    for amount, place in amounts.items():
        if now is not None and amount <= now:
            continue
        quote = desk.with_(commitment=UsageCommitment.validate({"amount": amount}))
        if quote is None or total_of(quote) >= desk.total:
            continue
        saves = desk.total - total_of(quote)
        found.append(
            Advice(
                "commit",
                f"commit to {desk.money(amount)} of usage a year and pay {desk.money(saves)} less, "
                "if the usage is as estimated",
                f"[commitment]\namount = {amount:f}",
                total_of(quote),
                saves,
                desk.catalog.at("rules", "commitment", "tiers", place),
            )
        )
    if found:
        yield max(found, key=lambda each: each.saves or 0)
