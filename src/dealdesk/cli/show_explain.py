"""How one line came to its price: every step with its rule, its base and what it moved; then what did not apply."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import groupby

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.rule import Rule as Line
from rich.table import Table

from dealdesk.catalog.models import Catalog
from dealdesk.cli import words
from dealdesk.cli.table import Cell, heading, lines_of, section, text
from dealdesk.money import EXACT, minor_unit
from dealdesk.quoting.deal import Deal
from dealdesk.quoting.explain import ExplainedCharge, ExplainedStep, Rule

WITH_REMAINS = 72
"""Columns of a page from which there is room for what remains after each step."""

WITH_PLACES = 84
"""Columns of a page from which places stand beside the reasons."""

_ROUNDING = {"half_up": "half up", "half_even": "half to even"}


def explain_page(
    found: Sequence[ExplainedCharge], deal: Deal, catalog: Catalog, width: int
) -> Iterable[RenderableType]:
    """Yield the steps of each charge in each interval, and the rules that did not apply to it."""
    currency = deal.customer.currency or catalog.catalog.currency
    places = minor_unit(currency)
    for each in found:
        product = catalog.products[each.sku]
        charge = product.charge(each.charge)
        name = product.name if len(product.charges) == 1 else f"{product.name}, {charge.name or charge.id}"
        quantity = f"quantity {words.number(each.quantity)}" + (f" × {charge.unit}" if charge.unit else "")
        rounding = f"{_ROUNDING[each.rounding]} to {words.plural(places, 'decimal')}"
        facts = f"{words.days(each.start, each.end)}; {quantity}; {currency}, rounded {rounding}"
        yield section(text(name, "bold"), text(facts, "dim"), Group(*_ledger(each, places, width)))
        idle = [(step, rule) for step in each.steps for rule in step.rules if not rule.applied]
        if idle:
            yield section(heading("What did not apply", name), _idle(idle, width))


def _ledger(each: ExplainedCharge, places: int, width: int) -> Iterator[RenderableType]:
    """Yield a row of amounts for each step that moved the price, with the details below it."""
    once = each.period in ("once", "usage")
    titles = words.A_PERIOD[each.period], "remains", "over the term" if once else f"over {each.periods}"
    moved = [step for step in each.steps if step.amount or step.total]
    rows: list[tuple[Cell, tuple[str, str, str], list[Cell]]] = [
        (
            text("List price", "bold"),
            (words.money(each.list, places),) * 2 + (words.money(each.list_total, places),),
            [*each.curve, _source(each.rule, each.at)],
        ),
    ]
    for step in moved:
        amounts = _step_amounts(step, places)
        rules: list[Cell] = [
            part for rule in step.rules if rule.applied for part in (rule.words, _source(rule.rule, rule.at))
        ]
        rows.append((text(step.title, "bold"), amounts, [*_computed(each, step, places), *rules]))
    net = ("", words.money(each.net, places), words.money(each.total, places))
    shown = (0, 2) if once or width < WITH_REMAINS else (0, 1, 2)
    if shown == (0, 2):
        net = (words.money(each.net, places), "", net[2])
    widths = [max(len(row[n]) for row in (titles, net, *(amounts for _, amounts, _ in rows))) for n in shown]

    def row(title: Cell, amounts: tuple[str, str, str], style: str) -> Table:
        made = Table.grid(expand=True)
        made.add_column(ratio=1)
        for amount in widths:
            made.add_column(justify="right", width=amount + 2, no_wrap=True)
        made.add_row(title, *(text(amounts[n], style) for n in shown))
        return made

    yield row("", titles, "dim")
    yield _rule()
    for title, amounts, details in rows:
        yield row(title, amounts, "")
        yield Padding(lines_of(*(detail for detail in details if str(detail))), (0, 0, 0, 2))
    yield _rule()
    yield row(text("Net", "bold"), net, "bold")


def _rule() -> Line:
    return Line(style="dim")


def _source(rule: str, at: str) -> Cell:
    return text("  ".join(part for part in (rule, at) if part), "dim")


def _step_amounts(step: ExplainedStep, places: int) -> tuple[str, str, str]:
    """Return what a step moves a period, what remains, and what it moves over the interval."""
    total = words.money(step.total, places)
    if step.amount is None:
        return "", "", total
    return words.money(step.amount, places), words.money(step.left, places), total


def _computed(each: ExplainedCharge, step: ExplainedStep, places: int) -> Iterator[str]:
    """Yield how a step came to its amount: its base, the exact value, and its rounding."""
    if step.amount is None:
        yield f"an amount over the term; it leaves {words.money(step.left, places)}"
    elif step.exact is not None and step.base:
        percent = EXACT.divide(EXACT.multiply(-step.exact, Decimal(100)), step.base)
        exactly = (
            ""
            if step.exact == step.amount
            else (f": exactly {words.number(-step.exact)}, rounded to {words.money(-step.amount, places)}")
        )
        yield f"{words.percent(percent)} of {words.money(step.base, places)}{exactly}"
    elif step.base is not None:
        yield f"on {words.money(step.base, places)}"


def _idle(idle: Sequence[tuple[ExplainedStep, Rule]], width: int) -> RenderableType:
    """Return the rules that did not apply, by step, each with its reason and place."""
    parts: list[RenderableType] = []
    for title, group in groupby(idle, key=lambda each: each[0].title):
        made = Table.grid(padding=(0, 0, 0, 2), pad_edge=False, expand=True)
        made.add_column(overflow="fold", ratio=1)
        if width >= WITH_PLACES:
            made.add_column(justify="right", overflow="fold")
        for _, rule in group:
            words, place = text(rule.words), text(rule.at, "dim")
            made.add_row(*((words, place) if width >= WITH_PLACES else [lines_of(words, place) if rule.at else words]))
        parts += [text(title, "bold"), Padding(made, (0, 0, 0, 2))]
    return Group(*parts)
