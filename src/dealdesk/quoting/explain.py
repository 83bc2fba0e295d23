"""Every step of one line, with its rule, base and rounding, and why a rule did not apply."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, localcontext
from typing import Any

from dealdesk.catalog.models import Catalog
from dealdesk.errors import DealError, Mistake, did_you_mean
from dealdesk.money import EXACT
from dealdesk.periods import inclusive
from dealdesk.pricing.charges import PercentOf
from dealdesk.pricing.step import extend
from dealdesk.quoting import paper
from dealdesk.quoting.deal import Deal
from dealdesk.quoting.difference import place_of
from dealdesk.quoting.paper import dotted
from dealdesk.quoting.priced import Priced
from dealdesk.quoting.purchases import GivenBack
from dealdesk.quoting.rows import RowMove


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of a step: whether it applied, and why."""

    rule: str
    at: str
    applied: bool
    words: str


@dataclass(frozen=True, slots=True)
class ExplainedStep:
    """One step on one charge in one interval.

    Attributes:
        code: The step's code.
        title: Its title.
        base: What it was taken of, a period.
        exact: The unrounded result a period, where the step is a percentage.
        amount: What it moved a period; None for amounts over the term.
        total: What it moved over the interval.
        left: What is left a period (or over the interval, for amounts over the term).
        rules: Its rules, applied or not.
    """

    code: str
    title: str
    base: Decimal | None
    exact: Decimal | None
    amount: Decimal | None
    total: Decimal
    left: Decimal
    rules: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class ExplainedCharge:
    """One charge in one interval, from list to net."""

    sku: str
    charge: str
    start: date
    end: date
    periods: str
    period: str
    quantity: Decimal
    curve: tuple[str, ...]
    list: Decimal
    list_total: Decimal
    rule: str
    at: str
    steps: tuple[ExplainedStep, ...]
    net: Decimal
    total: Decimal
    rounding: str


def explain(deal: Deal, catalog: Catalog, line: str, *, today: date) -> tuple[ExplainedCharge, ...]:
    """Return how each charge of one line was priced.

    Args:
        deal: The deal.
        catalog: Its catalog.
        line: The number of the line, from 1, or its SKU.
        today: As in `price`.

    Raises:
        DealError: The deal has no such line, or cannot be priced.
    """
    numbers = [n for n, each in enumerate(deal.lines) if str(n + 1) == line or each.sku == line]
    if not numbers:
        skus = [each.sku for each in deal.lines]
        guess = did_you_mean(line, skus)
        raise DealError(
            (
                Mistake(
                    f"the deal has no line {line}",
                    None,
                    None,
                    f"1 to {len(skus)}, or one of {', '.join(skus)}",
                    f"did you mean {guess}?" if guess else None,
                    "line",
                ),
            )
        )
    with localcontext(EXACT):
        priced = Priced(deal, catalog, today)
        found = tuple(_charge(priced, row) for row in priced.rows if row.line in numbers)
    if not found and deal.amends is not None:
        there = sorted({row.line + 1 for row in priced.rows})
        allowed = f"one of the lines that change: {', '.join(map(str, there))}" if there else None
        message = f"line {line} does not change, and is no part of the amendment"
        raise DealError(Mistake(message, allowed=allowed, code="line"))
    return found


def _charge(priced: Priced, row: Any) -> ExplainedCharge:
    calc, catalog = priced.calc, priced.catalog
    rule, at = priced.list_rule(row)
    sku, _, charge_id = row.key.partition("/")
    charge = catalog.products[sku].charge(charge_id)
    left, left_total = row.list, extend(calc, row, row.list)
    steps = []
    for applied in priced.plan.applied if not row.held else ():
        step = applied.step
        moves = [each for each in row.moves if each.code == step.code]
        of_list = getattr(applied.params, "base", "running") == "list"
        base = row.list if of_list else left
        amount = None if step.over_term else sum((each.per_period for each in moves), Decimal(0))
        total = sum((each.total for each in moves), Decimal(0))
        rules = tuple(_rules(priced, row, applied, moves))
        exact = None
        percents = [p for m in moves if (p := priced.rule(row, m.code, m.ref, m.rung)[2]) is not None]
        if not step.over_term and len(percents) == 1 and len(moves) == 1:
            of_base = -(base * percents[0] / 100)
            exact = of_base if calc.money(of_base) == amount else None  # a part of the base, such as covered usage
        if amount is not None:
            left += amount
        left_total += total
        if moves or rules:
            steps.append(
                ExplainedStep(
                    step.code,
                    step.title,
                    None if step.over_term else base,
                    exact,
                    amount,
                    total,
                    left_total if step.over_term else left,
                    rules,
                )
            )
    if row.held:
        steps = list(_held_steps(priced, row))
    curve = tuple(_take_words(take) for take in row.takes)
    if isinstance(charge, PercentOf) and row.held:
        curve = (f"{charge.rate:f} × the net of {', '.join(charge.of)}, as it is here",)
    elif isinstance(charge, PercentOf):
        curve = (f"{charge.rate:f} × {row.share_base:,f} net of {', '.join(charge.of)}",)
    return ExplainedCharge(
        sku,
        charge_id,
        row.start,
        inclusive(row.end),
        paper.periods(priced.time, row.start, row.end, charge.period),
        charge.period,
        row.quantity,
        curve,
        row.list,
        extend(calc, row, row.list),
        rule,
        at,
        tuple(steps),
        row.net,
        row.total,
        catalog.catalog.rounding,
    )


def _held_steps(priced: Priced, row: Any) -> Iterator[ExplainedStep]:
    """Yield the moves of a row that holds on to a contract, or is a part of another row, as they are."""
    left, total = row.list, extend(priced.calc, row, row.list)
    bought = {place_of(priced.deal, row, each): each for each in row.given_back}
    there = {move.ref: move for move in row.moves}
    if bought.keys() & there.keys():  # one step for each purchase, also where the list price is what was paid
        moves = [there.get(ref, RowMove("contract", ref, None, Decimal(0), Decimal(0))) for ref in bought]
    else:
        moves = row.moves
    for move in moves:
        name, at, percent = priced.rule(row, move.code, move.ref, move.rung)
        of_rule = f"{percent:f} % of the rule, for the units that change" if percent else ""
        words = _bought(bought.get(move.ref)) or _HELD.get(move.code) or of_rule
        base, left, total = left, left + (move.per_period or Decimal(0)), total + move.total
        rules = (Rule(name, at, True, words or "for the units that change"),)
        amount = move.per_period
        shown = left if amount is not None else total
        yield ExplainedStep(move.code, priced.title(move.code), base, None, amount, move.total, shown, rules)


def _bought(each: GivenBack | None) -> str:
    """Return which purchase a part of a credit is of."""
    if each is None:
        return ""
    return f"{each.quantity:,f} of {each.by or 'the first purchase'}, for {each.price:,f} a period"


_HELD = {
    "contract": "what the contract pays, instead of the list price of the day",
    "renewal": "the rise that was agreed, on what was paid last",
}


def _take_words(take: Any) -> str:
    times = f"{take.count.normalize():,f} × " if take.count != 1 else ""
    words = []
    if take.base:
        words.append(f"{take.base.normalize():,f}")
    if take.rate:
        beyond = (
            f"({take.x.normalize():,f} - {take.offset.normalize():,f})" if take.offset else f"{take.x.normalize():,f}"
        )
        blocks = f" in blocks of {take.size.normalize():,f}" if take.size else ""
        words.append(f"{take.rate.normalize():,f} × {beyond}{blocks}")
    return times + (" + ".join(words) or "0")


def _rules(priced: Priced, row: Any, applied: Any, moves: Any) -> Any:
    step = applied.step
    if applied.keys is not None and row.key not in applied.keys:
        path = ("rules", step.code)
        yield Rule(
            dotted(path), priced.catalog.at(*path), False, "not for this charge: see applies_to and discountable"
        )
        return
    told = step.tell(row, applied.params)
    for each in told:
        if step.code in ("negotiated", "line_amount", "deal_amount", "free_months") or (
            step.code == "uplift" and priced.deal.uplift
        ):
            made = [priced.rule(row, m.code, m.ref, m.rung) for m in moves]
            rule, at = (made[0][0], made[0][1]) if made else (step.code, "")
        else:
            path = ("rules", step.code, *each.ref)
            rule, at = dotted(path), priced.catalog.at(*path)
        yield Rule(rule, at, each.applied, each.words)
    if not told:
        for move in moves:
            rule, at, _ = priced.rule(row, move.code, move.ref, move.rung)
            yield Rule(rule, at, True, "")
