"""How one line came to its price: every step with its rule, its base, what it moved, and why other rules did not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from rich.console import RenderableType

from dealdesk.catalog.models import Catalog
from dealdesk.cli import words
from dealdesk.cli.table import Column, Row, lines_of, section, table, text
from dealdesk.money import EXACT, minor_unit
from dealdesk.quoting.deal import Deal
from dealdesk.quoting.explain import ExplainedCharge, ExplainedStep, Rule

WITH_REMAINS = 76
"""Columns of a page from which there is room for what remains after each step."""

_ROUNDING = {"half_up": "half up", "half_even": "half to even"}


def explain_page(
    found: Sequence[ExplainedCharge], deal: Deal, catalog: Catalog, width: int
) -> Iterable[RenderableType]:
    """Yield a part for each charge in each interval."""
    currency = deal.customer.currency or catalog.catalog.currency
    for each in found:
        product = catalog.products[each.sku]
        charge = product.charge(each.charge)
        unit = f" × {charge.unit}" if charge.unit else ""
        facts = [
            words.days(each.start, each.end), f"quantity {words.number(each.quantity)}{unit}", currency,
            f"rounded {_ROUNDING[each.rounding]} to {words.plural(minor_unit(currency), 'decimal')}",
        ]
        yield section(
            text(f"{product.name}, {charge.name or charge.id}", "bold"), text("; ".join(facts), "dim"),
            _table(each, minor_unit(currency), width),
        )


def _table(each: ExplainedCharge, places: int, width: int) -> RenderableType:
    once = each.period in ("once", "usage")
    period, term = words.A_PERIOD[each.period], "over the term" if once else f"over {each.periods}"
    rows = [_list_row(each, places)]
    for step in each.steps:
        rows.append(("", "", "", ""))
        rows.append(_step_row(each, step, places))
    footer = [("Net", "", words.money(each.net, places), words.money(each.total, places))]
    columns = [Column("Step", breaks=True), Column(period, right=True), Column("remains", right=True), Column(term, right=True)]
    dropped = 1 if once else 2 if width < WITH_REMAINS else None
    if dropped is not None:
        del columns[dropped]
        rows, footer = [_without(row, dropped) for row in rows], [_without(row, dropped) for row in footer]
        if dropped == 2:
            footer = [("Net", words.money(each.net, places), words.money(each.total, places))]
    return table(columns, rows, footer=footer, wide=True)


def _without(row: Row, position: int) -> Row:
    return (*row[:position], *row[position + 1 :])


def _list_row(each: ExplainedCharge, places: int) -> Row:
    title = lines_of(
        text("List price", "bold"), *(f"  {curve}" for curve in each.curve),
        text(f"  {each.at}  {each.rule}".rstrip(), "dim"),
    )
    return title, words.money(each.list, places), words.money(each.list, places), words.money(each.list_total, places)


def _step_row(each: ExplainedCharge, step: ExplainedStep, places: int) -> Row:
    """Return a step: its title, how it was computed, and each of its rules; what moved nothing stays quiet."""
    moved = bool(step.total) or bool(step.amount)
    details = [*_computed(each, step, places)] if moved else []
    title = lines_of(
        text(step.title, "bold" if moved else "dim"), *(f"  {each}" for each in details),
        *(line for rule in step.rules for line in _rule(rule)),
    )
    if not moved:
        return title, "", "", ""
    a_period = words.money(step.amount, places) if step.amount is not None else ""
    remains = words.money(step.left, places) if step.amount is not None else ""
    return title, a_period, remains, words.money(step.total, places)


def _computed(each: ExplainedCharge, step: ExplainedStep, places: int) -> Iterator[str]:
    if step.amount is None:
        yield f"leaves {words.money(step.left, places)} over the term"
    elif step.exact is not None and step.base:
        percent = EXACT.divide(EXACT.multiply(-step.exact, Decimal(100)), step.base)
        yield f"{words.percent(percent)} of {words.money(step.base, places)}"
        if step.exact != step.amount:
            yield f"exactly {words.number(-step.exact)}, rounded {_ROUNDING[each.rounding]} to {words.money(-step.amount, places)}"
    elif step.base is not None:
        yield f"of {words.money(step.base, places)}"


def _rule(rule: Rule) -> Iterator[Row | str]:
    mark, style = ("✓", "green") if rule.applied else ("·", "dim")
    if rule.words:
        yield text(f"  {mark} {rule.words}", style)
    source = f"{rule.at}  {rule.rule}".strip()
    if source:
        yield text(f"    {source}", "dim")


__all__ = ["explain_page"]
