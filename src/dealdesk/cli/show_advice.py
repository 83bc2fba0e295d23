"""Advice on the terminal."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from dealdesk.advise.advice import Advice, Desk, total_of
from dealdesk.advise.advisors.approval_room import needs
from dealdesk.advise.goal import Reached
from dealdesk.cli.table import heading, pairs, section, text
from dealdesk.errors import printable
from dealdesk.quoting.deal.terms import Discount

BLOCKS = 2
"""Lines of a deal that are written out; for more of them, the sentence names the products."""


def advice_page(desk: Desk, found: Sequence[Advice]) -> Iterable[RenderableType]:
    """Yield what can be saved first, then what else there is to know."""
    yield heading(f"Advice for {desk.deal.customer.name}", f"now {desk.money(desk.total)}, with estimated usage")
    saving = [each for each in found if each.saves is not None and each.saves > 0]
    further = [each for each in found if each not in saving]
    if saving:
        yield section(heading("Costs less"), *(_advice(each) for each in saving))
    if further:
        yield section(heading("Worth knowing"), *(_advice(each) for each in further))
    if not found:
        yield Text("Nothing: no rule of the catalog makes this deal better.")


def _advice(advice: Advice) -> RenderableType:
    message = printable(advice.message)
    parts: list[RenderableType] = [Text(f"{message[:1].upper()}{message[1:]}.")]
    change = advice.change or ""
    if change.count("[[lines]]") > BLOCKS:
        change = "[[lines]] with each of these as its sku"
    more = [("write", Text(change)), ("rule", text(advice.at)), ("note", text(advice.note or ""))]
    parts.append(Padding(pairs(more), (0, 0, 0, 2)))
    return Padding(Group(*parts), (0, 0, 0, 1))


def goal_page(desk: Desk, reached: Reached) -> Iterable[RenderableType]:
    """Yield what a goal takes, or why it cannot be met."""
    value = desk.money(reached.goal.value) if reached.goal.kind == "total" else f"{reached.goal.value:f} %"
    yield heading(f"A {reached.goal.kind} of {value}", f"for {desk.deal.customer.name}")
    verdict = Text("met exactly", "bold green") if reached.met else Text("cannot be met", "bold yellow")
    rows: list[tuple[str, Text | str]] = [("Goal", verdict)]
    if reached.wanted is not None:
        rows.append(("Total wanted", desk.money(reached.wanted)))
    if reached.quote is not None:
        rows.append(("Total" if reached.met else "Nearest total", desk.money(reached.quote.totals.net)))
        rows.append(("Now", desk.money(desk.quote.totals.net)))
        if reached.off >= 0:
            rows.append(("Taken off by the seller", desk.money(reached.off)))
        if reached.quote.usage_estimate.net:
            rows.append(("With estimated usage", desk.money(total_of(reached.quote))))
    if reached.why:
        rows.append(("Why", reached.why))
    if reached.ask is not None:
        rows.append(("Write", Text(f"[[discounts]]\n{_ask(reached.ask)}")))
    yield pairs(rows)
    if reached.quote is not None and (said := needs(desk, reached.quote)):
        yield section(heading("Needs approval"), *(text(f"  {each}") for each in said))


def _ask(ask: Discount) -> str:
    """Return a discount as a deal has it."""
    return f"target_total = {ask.target_total:f}" if ask.target_total is not None else f"amount = {ask.amount:f}"
