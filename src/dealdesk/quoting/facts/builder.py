"""Makes the rows of a deal: one for each charge bought, in each interval in which it runs."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from dealdesk.periods import span
from dealdesk.pricing.charges import UNBOUNDED, Charge, Flat, PercentOf
from dealdesk.quoting.bought import Bought
from dealdesk.quoting.facts.asked import asks_of, deal_sum
from dealdesk.quoting.facts.bundle import bundle_in
from dealdesk.quoting.facts.commitment import commitment_of
from dealdesk.quoting.facts.setting import NONE, ONE, ZERO, Setting
from dealdesk.quoting.facts.taken import taken_of
from dealdesk.quoting.objections import Path
from dealdesk.quoting.plan import discountable, key_of, matches, schedules_of
from dealdesk.quoting.ramps import ramp_at
from dealdesk.quoting.rows import Row
from dealdesk.quoting.timeline import Interval


class Builder:
    """Makes rows; holds what is worked out once for all rows of a deal."""

    def __init__(self, setting: Setting) -> None:
        self.setting, self.time = setting, setting.time
        self.commitment, self.commitment_list = commitment_of(setting)
        self.deal_off, self.deal_target = deal_sum(setting, self.commitment)
        self._bundles: dict[int, tuple[Decimal, frozenset[str]]] = {}

    def row(self, each: Bought, interval: Interval) -> tuple[Row, tuple[Path, ...]] | None:
        """Return the row of one charge in one interval, or None where it does not run."""
        deal, charge, product = self.setting.deal, each.charge, each.product
        line, rules = deal.lines[each.line], self.setting.rules
        begins = line.start or self.time.start
        if interval.end <= begins:
            return None
        once = charge.period in ("once", "usage")
        if once and not interval.start <= begins < interval.end:
            return None
        ramp = ramp_at(line, self.time.start, interval.start)
        taken = taken_of(self.setting, each, line, ramp)
        if taken is None:
            return None
        given, takes, found = taken
        key = key_of(each.sku, charge)
        may_discount = discountable(product, charge)
        asks, ask_paths = asks_of(deal, each, ramp, may_discount)
        free = interval.free and charge.sort == "recurring"
        whole, parts = ONE, tuple[tuple[Decimal, Decimal, Decimal], ...]()
        if charge.period != "once" and charge.period != "usage":
            on_grid = span(self.time.start, interval.start, interval.end, charge.period, self.time.convention)
            whole = Decimal(on_grid.whole)
            parts = tuple((Decimal(p.a), Decimal(p.b), Decimal(p.of)) for p in on_grid.parts)
        size, sets = self._bundle(interval)
        bundle = rules.bundle
        committed = not charge.metered and not line.optional
        in_rule = rules.commitment is not None and matches(rules.commitment.applies_to, each.sku, product, charge)
        discount = line.discount
        units = ONE if isinstance(charge, Flat | PercentOf) else given.count  # whose price knows no quantity
        row = Row(
            line=each.line,
            interval=interval.number,
            wave=2 if isinstance(charge, PercentOf) else 1,
            start=interval.start,
            end=interval.end,
            key=key,
            sku=each.sku,
            family=product.family,
            segment=deal.customer.segment or "",
            region=deal.customer.region or "",
            partner=(deal.partner.tier or "") if deal.partner is not None else "",
            billing=deal.billing,
            quantity=given.count,
            months=Decimal(self.time.months),
            year=Decimal(interval.year),
            per_year=Decimal(charge.per_year),
            counted=ONE if bundle is not None and product.kind in bundle.count else ZERO,
            bundle_size=size,
            asks=asks,
            asked_unit=discount.unit_price if discount and discount.unit_price is not None and may_discount else NONE,
            asked_line=discount.amount if discount and discount.amount is not None else ZERO,
            asked_deal=self.deal_off,
            asked_target=self.deal_target,
            commitment=self.commitment,
            commitment_list=self.commitment_list,
            in_pool=ONE if charge.metered and in_rule and not line.optional else ZERO,
            committed=ONE if committed else ZERO,
            spreads=ONE if not charge.metered and not free and product.discountable is not False else ZERO,
            counts=not line.optional,
            once=charge.period in ("once", "usage"),
            free=ONE if free else ZERO,
            floor=ZERO if free else self._least(charge.floor, each, "floor", units),
            cost=self._least(charge.cost, each, "cost", units),
            minimum=ZERO if free or _bounds_transactions(charge) else self._least(charge.minimum, each, "minimum", ONE),
            maximum=self._most(each),
            whole=whole,
            parts=parts,
            takes=found,
            curves=takes,
            sets=sets,
            promotions=frozenset(deal.promotions),
            schedules=schedules_of(self.setting.catalog, each.sku, product, charge),
            share_rate=charge.rate if isinstance(charge, PercentOf) else ZERO,
        )
        return row, ask_paths

    def _bundle(self, interval: Interval) -> tuple[Decimal, frozenset[str]]:
        if interval.number not in self._bundles:
            self._bundles[interval.number] = bundle_in(self.setting, interval)
        return self._bundles[interval.number]

    def _least(self, price: Any, each: Bought, what: str, times: Decimal) -> Decimal:
        setting = self.setting
        if price is None:
            return NONE if what == "cost" else ZERO
        try:
            amount = setting.calc.times(setting.price(price), times)
        except KeyError:
            if what == "cost":
                return NONE
            message = f"the {what} of {each.sku} is not stated in {setting.currency}"
            setting.wrong.add((*each.path, "sku"), message, hint=setting.other_currency(what))
            return ZERO
        return amount

    def _most(self, each: Bought) -> Decimal:
        if each.charge.maximum is None or _bounds_transactions(each.charge):
            return UNBOUNDED
        return self._least(each.charge.maximum, each, "maximum", ONE)


def _bounds_transactions(charge: Charge) -> bool:
    """Whether minimum and maximum bound single transactions, inside the price curve."""
    return getattr(charge, "model", "") in ("percentage",)
