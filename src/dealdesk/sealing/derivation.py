"""The charges and rules that made a price, as far as customers may know them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from dealdesk.sealing.amounts import Rounding
from dealdesk.sealing.billing import Contract
from dealdesk.sealing.concealed import commitment_years, hidden_billed, hidden_stretches
from dealdesk.sealing.disclosed import ADJUSTMENT, public_step

if TYPE_CHECKING:
    from dealdesk.quoting.quote import Quote
    from dealdesk.quoting.quote.line import QuoteLine
    from dealdesk.quoting.workings import RowMade, RuleUsed, Workings

ZERO = Decimal(0)


def derivation(quote: Quote) -> dict[str, Any] | None:
    """Return the derivation of a quote's price; None for a quote that does not know it.

    Lines whose prices the seller hides are not in it: what they come to together is stated, by group.
    """
    made = quote.workings
    if made is None:
        return None
    hidden = {(each.line, f"{each.sku}/{each.charge}") for each in quote.lines if each.hide_price}
    shown = [row for row in made.rows if (row.line, row.key) not in hidden]
    concealed = [row for row in made.rows if (row.line, row.key) in hidden]
    orders = {code: n for n, code in enumerate(dict.fromkeys(rule.code for rule in made.rules))}
    rules: list[dict[str, Any]] = []
    places: dict[Any, int] = {}
    rows = []
    for row in shown:
        moves = []
        for move in row.moves:
            rule = _rule(made, made.rules[move.rule], orders, quote, row, concealed)
            stated = rule["how"] == "stated"
            known = repr(sorted(rule.items()))
            if known not in places:
                places[known] = len(rules)
                rules.append(rule)
            a_period = f"{move.per_period:f}" if stated and move.per_period is not None else None
            moves.append([places[known], a_period, f"{move.total:f}"])
        rows.append(_row(row, moves, concealed))
    contract = Contract(
        quote.start, quote.end, quote.catalog.proration, Rounding(quote.places, quote.catalog.rounding == "half_even")
    )
    return {
        "rules": rules,
        "rows": rows,
        "commitment": {
            "a_year": made.commitment,
            "list_a_year": made.commitment_list,
            "years": commitment_years(quote, contract),
        },
        "in_arrears": made.in_arrears,
        "payment_days": made.payment_days,
        **({"anchor": made.anchor.isoformat()} if made.anchor is not None else {}),
        "hidden": _groups(quote, concealed),
        "hidden_billed": hidden_billed(quote, shown, contract),
        "hidden_stretches": _stretches(quote, concealed, contract),
    }


def _rule(
    made: Workings, rule: RuleUsed, orders: Mapping[str, int], quote: Quote, row: RowMade, hidden: Collection[RowMade]
) -> dict[str, Any]:
    """Return a rule: its step, its formula and its numbers, where customers may know them."""
    step = public_step(rule.code, quote)
    found: dict[str, Any] = {"step": step, "order": orders[rule.code]}
    if step != ADJUSTMENT:
        found["title"] = rule.title
    if step == ADJUSTMENT or rule.how == "stated" or _needs_hidden(rule, row, hidden):
        return found | {"how": "stated"} | ({"late": True} if rule.late else {})
    found |= {"how": rule.how}
    if rule.of:
        found["of"] = rule.of
    return found | ({"numbers": dict(rule.numbers)} if rule.numbers else {})


def _needs_hidden(rule: RuleUsed, row: RowMade, hidden: Collection[RowMade]) -> bool:
    """Whether working a rule out takes amounts of lines whose prices are not shown."""
    if rule.how == "share_out":
        by_line = rule.numbers["over"] == "line"
        return any(each.spreads and (each.line == row.line if by_line else each.counts) for each in hidden)
    return rule.how in ("pool", "beyond") and any(each.pool for each in hidden)


def _row(row: RowMade, moves: list[Any], hidden: Collection[RowMade]) -> dict[str, Any]:
    found: dict[str, Any] = {
        "line": row.line,
        "key": row.key,
        "stretch": row.stretch,
        "from": row.start,
        "to": row.end,
        "year": row.year,
        "period": row.period,
        "quantity": row.quantity,
        "list": row.list,
        "total": row.total,
        "moves": moves,
    }
    for name in ("counts", "committed", "spreads", "pool"):
        if getattr(row, name):
            found[name] = True
    if row.share is not None:
        concealed = any(each.key in row.share.of for each in hidden)
        return found | {"share": [row.share.rate, None if concealed else list(row.share.of)], "takes": []}
    takes = [[t.count, t.x, t.base, t.rate, t.offset, t.size, t.least, t.most] for t in row.takes]
    return found | {"takes": takes}


def _lines(quote: Quote) -> list[QuoteLine]:
    return [each for each in quote.lines if each.hide_price and not each.optional]


def _groups(quote: Quote, hidden: Collection[RowMade]) -> list[dict[str, Any]]:
    """Return what lines without prices of their own come to together: the committed ones by sort, and the usage."""
    found: dict[tuple[bool, bool], list[QuoteLine]] = {}
    for line in _lines(quote):
        found.setdefault((line.committed, line.recurring), []).append(line)
    groups = []
    for (committed, recurring), lines in found.items():
        steps: dict[str, Decimal] = {}
        for move in (move for line in lines for move in line.moves if move.code != "list"):
            step = public_step(move.code, quote)
            steps[step] = steps.get(step, ZERO) + move.amount
        groups.append(
            {
                "interval": _interval(lines),
                "committed": committed,
                "recurring": recurring,
                "pool": any(row.pool for row in hidden),
                "list": sum((line.list for line in lines), ZERO),
                "net": sum((line.net for line in lines), ZERO),
                "steps": steps,
            }
        )
    return groups


def _interval(lines: list[QuoteLine]) -> dict[str, Any] | None:
    """Return what one period of some lines comes to, where all of them cost the same in every period."""
    kinds = {(each.period, *((i.start, i.end) for i in each.intervals)) for each in lines}
    if len(kinds) != 1 or len(lines[0].intervals) != 1:
        return None
    firsts = [each.intervals[0] for each in lines]
    names = ("list_per_period", "net_per_period", "list", "net")
    return {name: sum((getattr(each, name) for each in firsts), ZERO) for name in names}


def _stretches(quote: Quote, hidden: Collection[RowMade], contract: Contract) -> list[dict[str, Any]]:
    """Return what recurring lines without prices of their own cost by stretch, all of them together."""
    sums: dict[tuple[date, date], Decimal] = {}
    for start, end, amount in hidden_stretches(quote, hidden, contract):
        sums[start, end] = sums.get((start, end), ZERO) + amount
    return [
        {"start": start, "end": end, "amount": amount, "recurring": True}
        for (start, end), amount in sorted(sums.items())
        if amount
    ]
