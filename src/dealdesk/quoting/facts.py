"""The facts of a deal: what the waterfall may read of each line, in each interval.

Everything that a deal can get wrong about a catalog is found here, all of it in one run, with its place.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from dealdesk.catalog.models import Catalog, price_in
from dealdesk.money import minor_unit, part
from dealdesk.periods import boundary, chunks, span
from dealdesk.pricing.arithmetic import DecimalArithmetic
from dealdesk.pricing.charges import UNBOUNDED, Charge, Flat, Given, PercentOf, Take, curve_amount, find
from dealdesk.pricing.charges.matrix import NoSuchCell
from dealdesk.pricing.charges.range import PriceOutsideRange
from dealdesk.pricing.percent import climb_index, hole
from dealdesk.quoting.bought import Bought, bought_of
from dealdesk.quoting.checks import check_amounts, check_choices, check_names
from dealdesk.quoting.deal import Deal, DealLine
from dealdesk.quoting.objections import Mistakes, Path
from dealdesk.quoting.plan import discountable, key_of, matches, schedules_of
from dealdesk.quoting.rows import Found, Row
from dealdesk.quoting.timeline import Interval, Timeline

ZERO, ONE, NONE = Decimal(0), Decimal(1), Decimal(-1)


@dataclass(frozen=True, slots=True)
class Facts:
    """The rows of a deal, and what the quote needs to know of how they came about.

    Attributes:
        rows: One for each charge bought, in each interval in which it runs; ordered by line, charge, interval.
        bought: The charges bought.
        ask_paths: For each row, the deal's key of each percentage asked for.
        without_estimate: Usage charges for which the deal states no usage.
        commitment: Usage that the customer commits to, a year, after its discount.
        commitment_list: The same by quantity, at list; 0 when the commitment is an amount.
    """

    rows: tuple[Row, ...]
    bought: tuple[Bought, ...]
    ask_paths: Mapping[tuple[int, str, int], tuple[Path, ...]]
    without_estimate: tuple[tuple[int, str], ...]
    currency: str
    places: int
    commitment: Decimal = ZERO
    commitment_list: Decimal = ZERO


def facts_of(deal: Deal, catalog: Catalog, time: Timeline, issued: date) -> Facts:
    """Return the facts of *deal*, priced from *catalog*.

    Raises:
        DealError: The deal asks for something that the catalog does not have; every such mistake is named.
    """
    wrong = Mistakes(deal)
    check_names(deal, catalog, wrong)
    currency = deal.customer.currency or catalog.catalog.currency
    bought, without = bought_of(deal, catalog, wrong)
    check_choices(deal, catalog, bought, issued, time, wrong)
    if currency not in (catalog.catalog.currency, *catalog.catalog.currencies):
        wrong.raise_any()
    places = minor_unit(currency)
    check_amounts(deal, currency, places, wrong)

    builder = _Rows(deal, catalog, time, currency, places, wrong)
    rows, ask_paths = [], {}
    for each in bought:
        for interval in time.intervals:
            made = builder.row(each, interval)
            if made is not None:
                row, paths = made
                rows.append(row)
                ask_paths[row.line, row.key, row.interval] = paths
    wrong.raise_any()
    return Facts(
        tuple(rows),
        tuple(bought),
        ask_paths,
        tuple(without),
        currency,
        places,
        builder.commitment,
        builder.commitment_list,
    )


class _Rows:
    """Makes rows; holds what all rows of a deal share."""

    def __init__(
        self, deal: Deal, catalog: Catalog, time: Timeline, currency: str, places: int, wrong: Mistakes
    ) -> None:
        self.deal, self.catalog, self.time, self.wrong = deal, catalog, time, wrong
        self.currency, self.default = currency, catalog.catalog.currency
        self.calc = DecimalArithmetic(places, catalog.catalog.rounding)
        self.rules: Any = catalog.rules
        self.commitment, self.commitment_list = self._commitment()
        self.deal_off, self.deal_target = self._deal_sum()
        self._bundles: dict[int, tuple[Decimal, frozenset[str]]] = {}

    def price(self, price: Any) -> Decimal:
        """Return the number of *price* in the deal's currency; KeyError when it states none."""
        return price_in(price, self.currency, self.default)

    def row(self, each: Bought, interval: Interval) -> tuple[Row, tuple[Path, ...]] | None:
        """Return the row of one charge in one interval, or None where it does not run."""
        deal, charge, product, line = self.deal, each.charge, each.product, self.deal.lines[each.line]
        begins = line.start or self.time.start
        if interval.end <= begins:
            return None
        once = charge.period in ("once", "usage")
        if once and not interval.start <= begins < interval.end:
            return None
        ramp = _ramp_at(line, interval, self.time)
        taken = self._taken(each, line, ramp, interval)
        if taken is None:
            return None
        given, takes, found = taken
        key = key_of(each.sku, charge)
        may_discount = discountable(product, charge)
        asks, ask_paths = self._asks(each, ramp, may_discount)
        free = interval.free and charge.sort == "recurring"
        whole, parts = ONE, tuple[tuple[Decimal, Decimal, Decimal], ...]()
        if charge.period != "once" and charge.period != "usage":
            on_grid = span(self.time.start, interval.start, interval.end, charge.period, self.time.convention)
            whole = Decimal(on_grid.whole)
            parts = tuple((Decimal(p.a), Decimal(p.b), Decimal(p.of)) for p in on_grid.parts)
        size, sets = self._bundle(interval)
        bundle = self.rules.bundle
        committed = not charge.metered and not line.optional
        in_rule = self.rules.commitment is not None and matches(
            self.rules.commitment.applies_to, each.sku, product, charge
        )
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
            schedules=schedules_of(self.catalog, each.sku, product, charge),
            share_rate=charge.rate if isinstance(charge, PercentOf) else ZERO,
        )
        return row, ask_paths

    def _taken(
        self, each: Bought, line: DealLine, ramp: Ramped | None, interval: Interval
    ) -> tuple[Given, tuple[Take, ...], tuple[Found, ...]] | None:
        """Return what the line takes from the price curve, and the segments that cover it."""
        quantity, price, path = each.given, line.price, each.path
        if ramp is not None:
            in_ramp = ramp.usage.get(each.charge.id) if each.charge.metered else ramp.quantity
            quantity = in_ramp if in_ramp is not None else quantity
            price = ramp.price if ramp.price is not None else price
        given = Given.trusted(quantity=quantity, price=price, cell=line.cell)
        if isinstance(each.charge, PercentOf):
            return given, (), ()
        try:
            takes = each.charge.takes(self.price, given)
        except KeyError:
            at = self.catalog.at("products", each.sku)
            self.wrong.add(
                (*path, "sku"),
                f"{each.sku} has no price in {self.currency}" + (f" ({at})" if at else ""),
                hint=f"quote in {self.default}, or give the catalog a price in {self.currency}",
            )
            return None
        except NoSuchCell as wrong:
            message, _, choices = str(wrong).partition("; the line's `cell` chooses ")
            message = message if line.cell else "the line does not say which of its prices"
            dimensions: Mapping[str, Any] = getattr(each.charge, "dimensions", {})
            chosen = ", ".join(f'{name} = "{values[0]}"' for name, values in dimensions.items() if values)
            hint = f"one of each: cell = {{ {chosen} }}"
            self.wrong.add((*path, "cell"), f"{each.sku}: {message}", allowed=choices, hint=hint)
            return None
        except PriceOutsideRange as wrong:
            where: Path = (*path, "price")
            if ramp is not None and ramp.price is not None:
                where = (*path, "ramp", ramp.price_step, "price")
            self.wrong.add(where, f"{each.sku}: {wrong}", hint="add price = … to the line" if price is None else None)
            return None
        except ValueError as wrong:
            self.wrong.add(self._quantity_path(each, ramp), f"{each.sku}: {wrong}", hint="write one number")
            return None
        found = []
        for take in takes:
            piece = find(take.curve, take.x)
            if piece is None:
                self.wrong.add(
                    self._quantity_path(each, ramp),
                    f"{each.sku} has no price for {take.x:f}",
                    allowed=f"up to {take.curve[-1].up_to:f}",
                    hint="a last tier without `up_to` would give the catalog a price for every quantity",
                )
                return None
            found.append(
                Found(
                    take.count,
                    take.x,
                    piece.base,
                    piece.rate,
                    piece.offset,
                    piece.size,
                    piece.least,
                    piece.most,
                    piece.tier,
                )
            )
        return given, takes, tuple(found)

    def _quantity_path(self, each: Bought, ramp: Ramped | None) -> Path:
        """Return where the deal says how much of a charge it takes."""
        charge, line = each.charge, self.deal.lines[each.line]
        stated = charge.metered and charge.id in line.usage
        if ramp is not None and charge.metered and charge.id in ramp.usage:
            return (*each.path, "ramp", ramp.usage_steps[charge.id], "usage", charge.id)
        if ramp is not None and not charge.metered and ramp.quantity is not None:
            return (*each.path, "ramp", ramp.quantity_step, "quantity")
        return (*each.path, "usage", charge.id) if stated else (*each.path, "quantity")

    def _asks(self, each: Bought, ramp: Ramped | None, may: bool) -> tuple[tuple[Decimal, ...], tuple[Path, ...]]:
        """Return the percentages asked for on a charge, and where the deal states them."""
        line, asks, paths = self.deal.lines[each.line], [], list[Path]()
        asked = line.discount.percent if line.discount is not None else None
        if ramp is not None and ramp.discount is not None:
            if not each.charge.metered:
                asks.append(ramp.discount)
                paths.append((*each.path, "ramp", ramp.discount_step, "discount"))
        elif asked is not None and not each.charge.metered:
            asks.append(asked)
            paths.append((*each.path, "discount"))
        for number, discount in enumerate(self.deal.discounts):
            if (
                may
                and discount.percent is not None
                and matches(discount.applies_to, each.sku, each.product, each.charge)
            ):
                asks.append(discount.percent)
                paths.append(("discounts", number, "percent"))
        return tuple(asks), tuple(paths)

    def _least(self, price: Any, each: Bought, what: str, times: Decimal) -> Decimal:
        if price is None:
            return NONE if what == "cost" else ZERO
        try:
            amount = self.calc.times(self.price(price), times)
        except KeyError:
            if what == "cost":
                return NONE
            message = f"the {what} of {each.sku} is not stated in {self.currency}"
            hint = f"quote in {self.default}, or give the catalog a {what} in {self.currency}"
            self.wrong.add((*each.path, "sku"), message, hint=hint)
            return ZERO
        return amount

    def _most(self, each: Bought) -> Decimal:
        if each.charge.maximum is None or _bounds_transactions(each.charge):
            return UNBOUNDED
        return self._least(each.charge.maximum, each, "maximum", ONE)

    def _bundle(self, interval: Interval) -> tuple[Decimal, frozenset[str]]:
        """Return how many products count towards a bundle in an interval, and the named sets that are complete."""
        if interval.number in self._bundles:
            return self._bundles[interval.number]
        rule = self.rules.bundle
        size, sets = ZERO, frozenset[str]()
        if rule is not None:
            running = {
                line.sku
                for line in self.deal.lines
                if not line.optional
                and (line.start is None or line.start < interval.end)
                and _some_of(line, interval, self.time)
            }
            products = self.catalog.products
            counted = {sku for sku in running if sku in products and products[sku].kind in rule.count}
            size = Decimal(len(counted))
            sets = frozenset(
                each.id
                for each in rule.sets
                if counted.issuperset(each.skus) and (not each.only_these or counted == set(each.skus))
            )
            if hole(rule.tiers, size) and all(sku in products for sku in running):
                spans = "; ".join(
                    f"{r.from_:f}"
                    if r.to == r.from_
                    else f"{r.from_:f} to {r.to:f}"
                    if r.to is not None
                    else f"from {r.from_:f}"
                    for r in rule.tiers
                )
                self.wrong.add(
                    ("lines",),
                    f"the catalog has no bundle tier for {len(counted)} products",
                    allowed=spans,
                    hint="the catalog must say what this number costs: " + self.catalog.at("rules", "bundle", "tiers"),
                )
        self._bundles[interval.number] = size, sets
        return size, sets

    def _commitment(self) -> tuple[Decimal, Decimal]:
        """Return the committed amount a year, and the list value a year of committed quantities."""
        asked = self.deal.commitment
        if asked is None or self.rules.commitment is None:
            return ZERO, ZERO
        if asked.amount is not None:
            return asked.amount, ZERO
        of_list = ZERO
        for key, quantity in asked.quantity.items():
            sku, _, charge_id = key.partition("/")
            charge = next(
                (c for c in getattr(self.catalog.products.get(sku), "charges", ()) if c.id == charge_id), None
            )
            if charge is None or not charge.metered:
                continue  # `check_names` tells of it
            try:
                takes = charge.takes(self.price, Given.trusted(quantity=quantity))
            except KeyError:
                hint = f"quote in {self.default}, or give the catalog a price in {self.currency}"
                self.wrong.add(("commitment", "quantity", key), f"{key} has no price in {self.currency}", hint=hint)
                continue
            except ValueError as wrong:
                hint = "commit to an amount instead: amount = 100000"
                choice = isinstance(wrong, NoSuchCell)
                why = "its price depends on the choice of a line" if choice else str(wrong).partition(";")[0]
                message = f"{key} cannot be committed to by quantity: {why}"
                self.wrong.add(("commitment", "quantity", key), message, hint=hint)
                continue
            exact = ZERO
            for take in takes:
                piece = find(take.curve, take.x)
                if piece is None:
                    most = f"up to {take.curve[-1].up_to:f}"
                    self.wrong.add(("commitment", "quantity", key), f"{key} has no price for {take.x:f}", allowed=most)
                    continue
                exact += take.count * curve_amount(self.calc, piece, take.x)
            of_list += self.calc.money(exact) * charge.per_year
        tiers = self.rules.commitment.tiers
        rung = climb_index(tiers, of_list)
        percent = tiers[rung].percent if rung >= 0 else ZERO
        return of_list - self.calc.percent(of_list, percent), of_list

    def _deal_sum(self) -> tuple[Decimal, Decimal]:
        """Return the amount off the deal, and its target total; below 0 when there is no target."""
        off, target = ZERO, NONE
        for discount in self.deal.discounts:
            off += discount.amount or ZERO
            target = discount.target_total if discount.target_total is not None else target
        if target >= 0 and self.commitment:  # the total has the commitment in it, which is never discounted again
            target -= self._commitment_due()
            if target < 0:
                number = next(n for n, each in enumerate(self.deal.discounts) if each.target_total is not None)
                self.wrong.add(
                    ("discounts", number, "target_total"),
                    "the usage commitment alone is more than the total asked for",
                    allowed=f"from {self._commitment_due():,f}",
                )
        return off, target

    def _commitment_due(self) -> Decimal:
        """Return what the commitment comes to over the term."""
        time, places, rounding = self.time, minor_unit(self.currency), self.catalog.catalog.rounding
        years = chunks(time.start, time.start, time.end, "year", time.convention)
        return sum((part(self.commitment, y.a, y.b, y.of, places, rounding) for y in years), ZERO)


def _bounds_transactions(charge: Charge) -> bool:
    """Whether minimum and maximum bound single transactions, inside the price curve."""
    return getattr(charge, "model", "") in ("percentage",)


@dataclass(slots=True)
class Ramped:
    """What a line's ramp says at one time; what a step leaves out stays as the steps before it said."""

    quantity: Any = None
    usage: dict[str, Any] = field(default_factory=dict)
    price: Decimal | None = None
    discount: Decimal | None = None
    quantity_step: int = 0
    usage_steps: dict[str, int] = field(default_factory=dict)
    price_step: int = 0
    discount_step: int = 0


def _ramp_at(line: DealLine, interval: Interval, time: Timeline) -> Ramped | None:
    if not line.ramp:
        return None
    now = Ramped()
    for number, step in enumerate(line.ramp):
        if boundary(time.start, step.first_month, "month") > interval.start:
            break
        if step.quantity is not None:
            now.quantity, now.quantity_step = step.quantity, number
        now.usage |= step.usage
        now.usage_steps |= dict.fromkeys(step.usage, number)
        if step.price is not None:
            now.price, now.price_step = step.price, number
        if step.discount is not None:
            now.discount, now.discount_step = step.discount, number
    return now


def _some_of(line: DealLine, interval: Interval, time: Timeline) -> bool:
    """Whether a line has any quantity in an interval."""
    ramp = _ramp_at(line, interval, time)
    quantity = ramp.quantity if ramp is not None and ramp.quantity is not None else line.quantity
    return bool(sum((t.count for t in quantity), ZERO) if isinstance(quantity, tuple) else quantity)
