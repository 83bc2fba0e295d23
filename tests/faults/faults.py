"""The faults: slips that an engine of prices can have without looking wrong."""

from __future__ import annotations

from tests.faults.plant import Fault

FAULTS = (
    # ---- rounding and sharing out ------------------------------------------------------------------------
    Fault("halves of a cent go to the even one", "ROUND_HALF_UP if rounding", "ROUND_HALF_EVEN if rounding"),
    Fault(
        "shares round halves the other way",
        '(rounding == "half_up" or units % 2)',
        '(rounding != "half_up" or units % 2)',
    ),
    Fault(
        "parts of a period are rounded one by one",
        "total = total + calc.share(amount, b, of) - calc.share(amount, a, of)",
        "total = total + calc.share(amount, b - a, of)",
    ),
    Fault(
        "equal remainders go to the later line",
        "first = sorted(range(len(shares)), key=",
        "first = sorted(reversed(range(len(shares))), key=",
    ),
    Fault("the cents that are left are forgotten", "for index in first[:left]:", "for index in first[: left - 1]:"),
    # ---- price curves ------------------------------------------------------------------------------------
    Fault(
        "a bound no longer belongs to its tier",
        "x < self.up_to or (self.up_to_in and x == self.up_to)",
        "x < self.up_to",
    ),
    Fault("a bound belongs to two tiers", "(x > self.above or (self.above_in", "(x >= self.above or (self.above_in"),
    Fault("graduated rates count from 0 in every tier", "offset=start, size=tier.size", "size=tier.size"),
    Fault(
        "the flat amount of a graduated tier is forgotten", "base = EXACT.add(reached, at(tier.flat))", "base = reached"
    ),
    Fault("a started block is free", "return whole + 1 if rest > 0 else whole", "return whole"),
    Fault(
        "a maximum bounds nothing on single transactions",
        "most = UNBOUNDED if self.maximum is None else at(self.maximum)",
        "most = UNBOUNDED",
    ),
    Fault(
        "a price in another currency is taken as it stands",
        "    if currency != default and price:\n        raise KeyError(currency)\n",
        "",
    ),
    # ---- the waterfall -----------------------------------------------------------------------------------
    Fault("term comes before volume", "    volume.STEP,\n    term.STEP,\n", "    term.STEP,\n    volume.STEP,\n"),
    Fault(
        "the minimum comes before the maximum",
        "    maximum.STEP,\n    minimum.STEP,\n",
        "    minimum.STEP,\n    maximum.STEP,\n",
    ),
    Fault(
        "a rung is reached one later",
        "            if x >= rung.from_:\n                return (rung.percent",
        "            if x > rung.from_:\n                return (rung.percent",
    ),
    Fault(
        "list price and what is left are mixed up",
        'before = line.list if params.base == "list"',
        'before = line.list if params.base != "list"',
    ),
    Fault("a cap is ignored", "    if params.cap is not None:\n        beyond", "    if False:\n        beyond"),
    Fault("a discount may take more than all", 'if params.base == "list" or params.combine == "sum":', "if False:"),
    Fault("compound discounts are added up", "            left = left - amount\n", ""),
    Fault(
        "the worst rule is the best",
        "amount = calc.where(amounts[number] >= rival",
        "amount = calc.where(rival >= amounts[number]",
    ),
    Fault(
        "a unit price is ignored by the percentages after it",
        "base = before + first.amount if first",
        "base = before if first",
    ),
    Fault(
        "slabs begin with the first unit",
        "bottom = calc.share(base, calc.least(x, calc.num(rung.from_)), x)",
        "bottom = calc.zero",
    ),
    Fault("families are counted together", "(interval, row.family)", "(interval, 0)"),
    Fault("volume by amount counts one period", "else calc.product(row.list, row.per_year)", "else row.list"),
    Fault(
        "an uplift lowers the price",
        "Part((), None, calc.times(base, rise))",
        "Part((), None, -calc.times(base, rise))",
    ),
    Fault("an uplift compounds when it should not", 'if p.compounding == "simple":', 'if p.compounding != "simple":'),
    Fault("free months are not free", "-calc.where(line.free > calc.zero, line.net, calc.zero)", "calc.zero"),
    Fault(
        "a share is of the list price",
        'calc.product(row.net, row.per_year), calc.zero)\n\n    frame = frame.total("share_total"',
        'calc.product(row.list, row.per_year), calc.zero)\n\n    frame = frame.total("share_total"',
    ),
    Fault(
        "a target is met from the wrong side",
        "to_target = line.deal_total - line.asked_target",
        "to_target = line.asked_target - line.deal_total",
    ),
    # ---- bounds ------------------------------------------------------------------------------------------
    Fault(
        "the floor is skipped",
        'Part(("floor",), None, calc.greatest(short, calc.zero))',
        'Part(("floor",), None, calc.zero)',
    ),
    Fault(
        "only the floor of the product counts",
        "floor = calc.greatest(floor, calc.where(calc.one_of(line.family",
        "floor = calc.least(floor, calc.where(calc.one_of(line.family",
    ),
    Fault(
        "a margin is taken of the cost",
        "by_margin = calc.share(line.cost, calc.num(100), calc.num(100) - calc.num(p.margin))",
        "by_margin = calc.percent(line.cost, calc.num(100) + calc.num(p.margin))",
    ),
    Fault(
        "a minimum is due once for the whole term",
        "short = extend(calc, line, line.minimum) - line.total",
        "short = line.minimum - line.total",
    ),
    Fault("a maximum is exceeded", "-calc.greatest(above, calc.zero)", "-calc.least(above, calc.zero)"),
    # ---- commitments -------------------------------------------------------------------------------------
    Fault(
        "overage is discounted when it should cost the list price",
        'if p.overage == "discounted" else within',
        'if p.overage != "discounted" else within',
    ),
    Fault(
        "a commitment pays for its own amount of list",
        "calc.share(line.commitment, calc.num(100), calc.num(100) - percent)",
        "line.commitment",
    ),
    Fault("what falls short is not due", "takes = min(due, used)", "takes = max(due, used)"),
    # ---- time --------------------------------------------------------------------------------------------
    Fault(
        "every year has 365 days",
        "over, under = (day - period_start).days, (period_end - period_start).days",
        "over, under = (day - period_start).days, 365",
    ),
    Fault(
        "a month that is begun does not count",
        "over, under = months + (1 if days else 0), MONTHS[unit]",
        "over, under = months, MONTHS[unit]",
    ),
    Fault(
        "a line pays from the start of the contract",
        "begins = line.start or self.time.start",
        "begins = self.time.start",
    ),
    Fault(
        "free months last one month more",
        "deal.free.first - 1 + deal.free.months",
        "deal.free.first + deal.free.months",
    ),
    Fault(
        "arrears are invoiced in advance", "day = end if in_arrears else start", "day = start if in_arrears else end"
    ),
    Fault(
        "the year of a contract begins a year late",
        "months_between(start, day)[0] // 12 + 1",
        "months_between(start, day)[0] // 12",
    ),
    # ---- what counts -------------------------------------------------------------------------------------
    Fault("options count towards totals", "counts=not line.optional", "counts=True"),
    Fault(
        "usage is committed", "committed = not charge.metered and not line.optional", "committed = not line.optional"
    ),
    Fault("a hole in a ladder costs nothing", "if hole(rule.tiers, size)", "if hole((), size)"),
    # ---- columns -----------------------------------------------------------------------------------------
    Fault("columns round down", "(2 * abs({over}) + {under}) // (2 * {under})", "(2 * abs({over})) // (2 * {under})"),
    Fault("columns give one cent too few", "_rank <= _left", "_rank < _left"),
    Fault("columns share out to the later line", "_rest DESC, row_id", "_rest DESC, row_id DESC"),
    Fault("columns take the upper bound from the next tier", "(s.up_to_in AND k.x = s.up_to)", "FALSE"),
    Fault("columns count options", "CASE WHEN counts AND {which} THEN", "CASE WHEN {which} THEN"),
)
"""Every fault has to be caught by the fast part of the tests."""

SELECTED = (
    "halves of a cent go to the even one",
    "a bound no longer belongs to its tier",
    "term comes before volume",
    "the floor is skipped",
    "parts of a period are rounded one by one",
    "columns share out to the later line",
)
"""The faults that are planted in every run of the tests; `python -m tests.faults` plants them all."""
