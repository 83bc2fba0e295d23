"""Makes the workings of a deal that was priced: its rows, and each rule that moved them with its formula."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from dealdesk.quoting.workings import Drawn, How, Moved, Of, RowMade, RuleUsed, ShareOf, Workings

ZERO = Decimal(0)


def workings(priced: Any, payment_days: int) -> Workings:
    """Return how a deal, after the waterfall, came to its price."""
    made = _Rules(priced)
    periods = {(each.line, f"{each.sku}/{each.charge.id}"): each.charge.period for each in priced.facts.bought}
    shares = {each.key: tuple(sorted(each.of)) for each in priced.plan.shares}
    rows = [_row(row, made, periods[row.line, row.key], shares.get(row.key)) for row in priced.rows]
    order = {"contract": -2, "renewal": -1}  # where they are, they come before the steps of the catalog
    order |= {each.step.code: number for number, each in enumerate(priced.plan.applied)}
    by_step = sorted(range(len(made.found)), key=lambda n: (order.get(made.found[n].code, len(order)), n))
    place = {old: new for new, old in enumerate(by_step)}
    commitment, of_list = ZERO, ZERO
    if priced.facts.commitment:
        from dealdesk.pricing.steps.commitment import covered_list

        commitment = priced.facts.commitment
        of_list = covered_list(priced.facts, priced.catalog.rules.commitment, priced.calc)
    return Workings(
        tuple(made.found[n] for n in by_step),
        tuple(_placed(row, place) for row in rows),
        commitment,
        of_list,
        priced.deal.in_arrears,
        payment_days,
        priced.time.start if priced.deal.amends is not None else None,
    )


def _placed(row: RowMade, place: Mapping[int, int]) -> RowMade:
    from dataclasses import replace

    moves = tuple(Moved(place[each.rule], each.per_period, each.total) for each in row.moves)
    return replace(row, moves=moves) if moves else row


def _row(row: Any, rules: _Rules, period: str, share: tuple[str, ...] | None) -> RowMade:
    from dealdesk.pricing.charges.charge import UNBOUNDED

    takes = tuple(
        Drawn(t.count, t.x, t.base, t.rate, t.offset, t.size, t.least, t.most if t.most < UNBOUNDED else None)
        for t in row.takes
    )
    return RowMade(
        line=row.line + 1,
        key=row.key,
        stretch=row.interval,
        start=row.start,
        end=row.end,
        year=int(row.year),
        period=period,
        quantity=row.quantity,
        takes=takes,
        share=ShareOf(row.share_rate, share) if share is not None and not row.stated else None,
        counts=row.counts,
        committed=row.committed > 0,
        spreads=row.spreads > 0,
        pool=row.in_pool > 0,
        list=row.list,
        net=row.net,
        total=row.total,
        moves=tuple(Moved(rules.of(row, each), each.per_period, each.total) for each in row.moves),
    )


class _Rules:
    """The rules that moved a price, each once, by their numbers."""

    def __init__(self, priced: Any) -> None:
        self.priced, self.found = priced, list[RuleUsed]()
        self._params = {each.step.code: each.params for each in priced.plan.applied}
        self._late = {each.step.code: each.step.over_term for each in priced.plan.applied}
        self._places: dict[Any, int] = {}
        self._off: dict[tuple[str, int], Decimal] = {}
        for row in priced.rows:
            for each in row.moves:
                if each.code in ("line_amount", "deal_amount"):
                    group = (each.code, row.line if each.code == "line_amount" else -1)
                    self._off[group] = self._off.get(group, ZERO) - each.total

    def of(self, row: Any, move: Any) -> int:
        """Return the place of the rule that made a move of a row."""
        name, _, percent = self.priced.rule(row, move.code, move.ref, move.rung)
        found: tuple[How, Of, dict[str, str]] = ("stated", "", {})
        how, of, numbers = found if row.held else self._formula(row, move, percent)
        key = (move.code, name, how, of, tuple(numbers.items()))
        if key not in self._places:
            self._places[key] = len(self.found)
            late = self._late.get(move.code, False)
            self.found.append(RuleUsed(move.code, self.priced.title(move.code), name, how, of, numbers, late))
        return self._places[key]

    def _formula(self, row: Any, move: Any, percent: Any) -> tuple[How, Of, dict[str, str]]:
        code, ref, params = move.code, move.ref, self._params[move.code]
        if code == "uplift":
            names = ("percent", "compounding", "most", "from_year")
            numbers = {name: f"{getattr(params, name)}" for name in names}
            return "uplift", "list" if params.base == "list" else "left", numbers
        if code == "free_months":
            return "free", "", {}
        if code in ("line_amount", "deal_amount"):
            off = self._off[code, row.line if code == "line_amount" else -1]
            return "share_out", "", {"off": f"{off:f}", "over": "line" if code == "line_amount" else "deal"}
        if code == "floor":
            from dealdesk.pricing.steps.floor import floor_price

            return "at_least", "", {"amount": f"{floor_price(row, params, self.priced.calc):f}"}
        if code in ("minimum", "maximum"):
            return "at_least" if code == "minimum" else "at_most", "", {"amount": f"{getattr(row, code):f}"}
        if code == "commitment":
            return self._committed(ref, params, percent)
        if ref == ("cap",):
            return "cap", "list" if params.base == "list" else "before", {"percent": f"{params.cap:f}"}
        if not ref:
            return "rest", "", {}
        if ref == ("unit_price",):
            return "price", "", {"unit_price": f"{row.asked_unit:f}"}
        if code == "volume":
            schedule = params.schedules[ref[1]]
            if schedule.mode == "graduated":
                return "slabs", "list" if params.base == "list" else "before", _slabs(row, schedule, ref[1])
        if percent is None:  # a step of somebody's own, with numbers that this module does not know
            return "stated", "", {}
        return "percent", self._of(row, code, params), {"percent": f"{percent:f}"}

    @staticmethod
    def _of(row: Any, code: str, params: Any) -> Of:
        """Return what a percentage is of; a single rule leaves what several, one after the other, leave."""
        offers = len(row.asks) if code == "negotiated" else _offers(code, params)
        if params.combine == "compound" or offers == 1:
            return "list_left" if params.base == "list" else "left"
        return "list" if params.base == "list" else "before"

    def _committed(self, ref: Any, params: Any, percent: Any) -> tuple[How, Of, dict[str, str]]:
        if ref == ("factor",):
            return "beyond", "", {"factor": f"{params.factor:f}"}
        return "pool", "", {"percent": f"{percent:f}", "overage": params.overage}


def _offers(code: str, params: Any) -> int:
    """Return how many rules of a step are held against each other, as the step itself counts them."""
    if code == "bundle":
        return 1 + sum(each.percent is not None for each in params.sets)
    for name in ("tiers", "entries", "schedules", "codes"):
        if hasattr(params, name):
            return 1 if code == "term" else len(getattr(params, name))
    return 0


def _slabs(row: Any, schedule: Any, number: int) -> dict[str, str]:
    """Return the slabs of a graduated schedule that a row reaches, and the size that it is measured at."""
    if schedule.scope == "line":
        size = row.quantity if schedule.by == "quantity" else row.list * row.per_year
    else:
        size = getattr(row, f"volume_{number}")
    reached = [each for each in schedule.tiers if each.from_ < size]
    tiers = "; ".join(f"{each.from_:f}: {each.percent:f}" for each in reached)
    return {"size": f"{size:f}", "tiers": tiers}
