"""How much more discount a seller can give before the next person has to approve it."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from dealdesk.advise.advice import Advice, Desk


def find(desk: Desk) -> Iterator[Advice]:
    """Yield the room up to the next approval on the deal's discount, in money and in points."""
    quote = desk.quote
    if not quote.totals.list:
        return
    now = (quote.totals.list - quote.totals.net) * 100 / quote.totals.list
    limits = sorted(
        (
            (Decimal(each.value), number, each)
            for number, each in enumerate(desk.catalog.policy.approvals)
            if each.measure == "discount" and each.op in ("above", "at_least")
        ),
        key=lambda each: each[:2],
    )
    passed = [each for each in limits if now > each[0] or (each[2].op == "at_least" and now == each[0])]
    ahead = [each for each in limits if each not in passed]
    if passed:
        _, number, approval = passed[-1]
        yield Advice(
            "needs-approval",
            f"a discount of {now:.2f} % needs {approval.approver}"
            + (f": {approval.reason}" if approval.reason else ""),
            at=desk.catalog.at("policy", "approvals", number),
        )
    if ahead:
        limit, number, approval = ahead[0]
        room = quote.totals.list * (limit - now) / 100
        room = room.quantize(Decimal(1).scaleb(-quote.places), "ROUND_FLOOR")
        yield Advice(
            "room",
            f"{desk.money(room)} more can come off, to {limit:f} % in all, before {approval.approver} has to approve",
            at=desk.catalog.at("policy", "approvals", number),
        )
