"""The facts of a deal: what the waterfall may read of each line, in each interval.

Everything that a deal can get wrong about a catalog is found here, all of it in one run, with its place.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from dealdesk.catalog.models import Catalog, Product, price_in
from dealdesk.errors import DealError, Mistake, did_you_mean
from dealdesk.money import EXACT, minor_unit, part, unit
from dealdesk.periods import boundary, chunks, span
from dealdesk.pricing.arithmetic import DecimalArithmetic
from dealdesk.pricing.charges import UNBOUNDED, Charge, Flat, Given, PercentOf, Take, curve_amount, find
from dealdesk.pricing.percent import climb_index, hole
from dealdesk.quoting.deal import Deal, DealLine
from dealdesk.quoting.plan import discountable, key_of, matches, schedules_of
from dealdesk.quoting.rows import Found, Row
from dealdesk.quoting.timeline import Interval, Timeline

ZERO, ONE, NONE = Decimal(0), Decimal(1), Decimal(-1)
Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Bought:
    """One charge that a line of the deal buys."""

    line: int
    sku: str
    product: Product
    charge: Charge
    given: Any
    path: Path


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


class Mistakes:
    """Collects what is wrong with a deal, with places."""

    def __init__(self, deal: Deal) -> None:
        self._deal, self.found = deal, list[Mistake]()

    def add(self, path: Path, message: str, *, allowed: str | None = None, hint: str | None = None) -> None:
        """Note one mistake at the value of *path*."""
        sources = self._deal.sources
        if sources is not None:
            self.found.append(sources.mistake(path, message, allowed=allowed, hint=hint, code="deal"))
        else:
            where = ".".join(str(each) for each in path)
            self.found.append(Mistake(f"{where}: {message}", None, None, allowed, hint, "deal"))

    def raise_any(self) -> None:
        """Raise DealError when something was noted."""
        if self.found:
            raise DealError(tuple(self.found))


def facts_of(deal: Deal, catalog: Catalog, time: Timeline, issued: date) -> Facts:
    """Return the facts of *deal*, priced from *catalog*.

    Raises:
        DealError: The deal asks for something that the catalog does not have; every such mistake is named.
    """
    wrong = Mistakes(deal)
    currency = deal.customer.currency or catalog.catalog.currency
    known = (catalog.catalog.currency, *catalog.catalog.currencies)
    if currency not in known:
        wrong.add(("customer", "currency"), f"the catalog has no prices in {currency}", allowed=", ".join(known))
        wrong.raise_any()
    places = minor_unit(currency)
    bought, without = _bought(deal, catalog, wrong)
    _check_choices(deal, catalog, bought, issued, time, wrong)
    _check_amounts(deal, currency, places, wrong)
    wrong.raise_any()

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


def _bought(deal: Deal, catalog: Catalog, wrong: Mistakes) -> tuple[list[Bought], list[tuple[int, str]]]:
    bought: list[Bought] = []
    without: list[tuple[int, str]] = []
    for number, line in enumerate(deal.lines):
        path: Path = ("lines", number)
        product = catalog.products.get(line.sku)
        if product is None:
            guess = did_you_mean(line.sku, catalog.products)
            hint = f"did you mean {guess}?" if guess else None
            wrong.add(
                (*path, "sku"),
                f"the catalog {catalog.catalog.id} has no product {line.sku}",
                allowed=_some(catalog.products),
                hint=hint,
            )
            continue
        charges: Sequence[Charge] = product.charges
        if line.charge is not None:
            charges = [charge for charge in charges if charge.id == line.charge]
            if not charges:
                wrong.add(
                    (*path, "charge"),
                    f"{line.sku} has no charge {line.charge}",
                    allowed=_some(charge.id for charge in product.charges),
                )
                continue
        metered = [charge for charge in charges if charge.metered]
        for charge_id in (*line.usage, *(key for ramp in line.ramp for key in ramp.usage)):
            known = [charge.id for charge in metered] + list(product.limits)
            if charge_id not in known:
                wrong.add(
                    (*path, "usage", charge_id),
                    f"{line.sku} has no usage charge or limit {charge_id}",
                    allowed=_some(dict.fromkeys(known)) or "no usage: it has no usage charges",
                )
        used: dict[str, str] = {}
        for charge in charges:
            stated = {**line.usage, **(line.ramp[0].usage if line.ramp else {})}
            if charge.metered and len(charges) > 1 and charge.id not in stated:
                if charge.alternative is None or not any(
                    c.alternative == charge.alternative and c.id in line.usage for c in metered
                ):
                    without.append((number, charge.id))
                continue
            if charge.metered and charge.alternative is not None:
                if charge.alternative in used:
                    wrong.add(
                        (*path, "usage", charge.id),
                        f"{charge.id} and {used[charge.alternative]} are alternatives: a deal uses one of them",
                    )
                used[charge.alternative] = charge.id
            given = line.usage.get(charge.id, line.quantity) if charge.metered else line.quantity
            bought.append(Bought(number, line.sku, product, charge, given, path))
    return bought, without


def _check_choices(
    deal: Deal, catalog: Catalog, bought: Sequence[Bought], issued: date, time: Timeline, wrong: Mistakes
) -> None:
    """Check everything that the deal names: other products, segment, partner, promotions, commitment, discounts."""
    rules: Any = catalog.rules
    in_deal = {line.sku for line in deal.lines}
    for number, line in enumerate(deal.lines):
        product = catalog.products.get(line.sku)
        if product is None:
            continue
        if product.available_for is not None and not in_deal.intersection(product.available_for):
            wrong.add(
                ("lines", number, "sku"),
                f"{line.sku} is sold only together with another product",
                allowed="with one of: " + _some(product.available_for),
            )
        for other in sorted(in_deal.intersection(product.excludes)):
            wrong.add(("lines", number, "sku"), f"{line.sku} and {other} cannot be in one deal")
    segment = deal.customer.segment
    if segment is not None and segment not in catalog.segments:
        guess = did_you_mean(segment, catalog.segments)
        wrong.add(
            ("customer", "segment"),
            f"the catalog has no segment {segment}",
            allowed=_some(catalog.segments) or "no segments: leave it out",
            hint=f"did you mean {guess}?" if guess else None,
        )
    if deal.partner is not None and deal.partner.tier is not None:
        tiers = [each.tier for each in rules.partner.tiers] if rules.partner is not None else []
        if deal.partner.tier not in tiers:
            wrong.add(
                ("partner", "tier"),
                f"the catalog has no partner tier {deal.partner.tier}",
                allowed=_some(tiers) or "no tiers: leave it out",
            )
    codes = {each.code: each for each in rules.promotion.codes} if rules.promotion is not None else {}
    for number, code in enumerate(deal.promotions):
        each = codes.get(code)
        if each is None:
            wrong.add(("promotions", number), f"the catalog has no promotion {code}", allowed=_some(codes) or "none")
        elif each.valid_until is not None and issued > each.valid_until:
            wrong.add(
                ("promotions", number), f"promotion {code} ended on {each.valid_until}; this quote is of {issued}"
            )
        elif each.valid_from is not None and issued < each.valid_from:
            wrong.add(
                ("promotions", number), f"promotion {code} starts on {each.valid_from}; this quote is of {issued}"
            )
        elif time.months < each.min_months:
            wrong.add(
                ("promotions", number), f"promotion {code} needs {each.min_months} months; this deal has {time.months}"
            )
    if deal.free is not None and rules.free_months is not None:
        rule = rules.free_months
        if time.months < rule.min_months:
            wrong.add(
                ("free", "months"), f"free months need a term of {rule.min_months} months; this deal has {time.months}"
            )
        if deal.free.months > rule.most:
            wrong.add(
                ("free", "months"),
                f"{deal.free.months} free months are more than allowed",
                allowed=f"up to {rule.most}",
            )
    if deal.commitment is not None:
        if rules.commitment is None:
            wrong.add(("commitment",), "the catalog has no rule for usage commitments", allowed="no [commitment]")
        for key in deal.commitment.quantity:
            if key not in {key_of(sku, c) for sku, _, c in catalog.charges() if c.metered}:
                wrong.add(("commitment", "quantity", key), f"there is no usage charge {key}", allowed='"sku/charge"')
    _check_asks(deal, catalog, bought, wrong)
    sums = [n for n, each in enumerate(deal.discounts) if each.percent is None]
    if len(sums) > 1:
        wrong.add(
            ("discounts", sums[1]),
            "a deal has one amount off or one target total; this is a second one",
            hint=f"the first is discount {sums[0] + 1}; add them up",
        )


def _check_asks(deal: Deal, catalog: Catalog, bought: Sequence[Bought], wrong: Mistakes) -> None:
    """Check that each discount asked for has something to come off: none is silently left out."""
    for number, line in enumerate(deal.lines):
        ask, path = line.discount, ("lines", number, "discount")
        charges = [each.charge for each in bought if each.line == number]
        if ask is None or not charges:
            continue
        if catalog.products[line.sku].discountable is False:
            wrong.add(path, f"{line.sku} is not discountable")
        elif ask.percent is not None and all(charge.metered for charge in charges):
            wrong.add(
                path,
                f"a percentage is for committed charges, and {line.sku} has only estimated usage",
                hint="state it in [[discounts]] with applies_to, or a unit_price",
            )
        elif ask.unit_price is not None and len(charges) > 1:
            wrong.add(
                path,
                f"a unit price is for one charge, and this line buys {len(charges)}",
                hint=f"name one of them: charge = {charges[0].id!r}",
            )
        elif ask.unit_price is not None and isinstance(charges[0], PercentOf):
            wrong.add(path, f"{line.sku} is a share of other lines and has no unit price")
    for number, each in enumerate(deal.discounts):
        if (
            each.percent is not None
            and bought
            and not any(
                discountable(one.product, one.charge) and matches(each.applies_to, one.sku, one.product, one.charge)
                for one in bought
            )
        ):
            wrong.add(
                ("discounts", number),
                "no charge of this deal takes this discount",
                hint="see its applies_to, and discountable in the catalog; usage has to be named",
            )


def _check_amounts(deal: Deal, currency: str, places: int, wrong: Mistakes) -> None:
    """Check that amounts of money are whole minor units: they are spread to the cent."""
    stated: list[tuple[Path, Decimal | None]] = [
        (("lines", n, "discount", "amount"), line.discount.amount) for n, line in enumerate(deal.lines) if line.discount
    ]
    for number, each in enumerate(deal.discounts):
        stated.append((("discounts", number, "amount"), each.amount))
        stated.append((("discounts", number, "target_total"), each.target_total))
    if deal.commitment is not None:
        stated.append((("commitment", "amount"), deal.commitment.amount))
    for path, amount in stated:
        if amount is not None and amount != amount.quantize(unit(places), context=EXACT):
            wrong.add(path, f"{amount:f} is finer than the currency: {currency} has {places} decimals")


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
                f"{each.sku} has no price in {self.currency} ({at})"
                if at
                else f"{each.sku} has no price in {self.currency}",
                hint="give the catalog a price in that currency",
            )
            return None
        except ValueError as wrong:
            key = "cell" if line.cell else "price" if line.price is not None else "sku"
            if not any(str(wrong) in mistake.message for mistake in self.wrong.found):
                self.wrong.add((*path, key), f"{each.sku}: {wrong}")
            return None
        found = []
        for take in takes:
            piece = find(take.curve, take.x)
            if piece is None:
                self.wrong.add(
                    (*path, "quantity"),
                    f"{each.sku} has no price for {take.x:f}",
                    allowed=f"up to {take.curve[-1].up_to:f}",
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
            self.wrong.add((*each.path, "sku"), f"the {what} of {each.sku} is not stated in {self.currency}")
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
            counted = {sku for sku in running if self.catalog.products[sku].kind in rule.count}
            size = Decimal(len(counted))
            sets = frozenset(
                each.id
                for each in rule.sets
                if counted.issuperset(each.skus) and (not each.only_these or counted == set(each.skus))
            )
            if hole(rule.tiers, size):
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
            charge = self.catalog.products[sku].charge(charge_id)
            try:
                takes = charge.takes(self.price, Given.trusted(quantity=quantity))
            except (KeyError, ValueError) as wrong:
                self.wrong.add(("commitment", "quantity", key), f"cannot be priced: {wrong}")
                continue
            exact = ZERO
            for take in takes:
                piece = find(take.curve, take.x)
                if piece is None:
                    self.wrong.add(("commitment", "quantity", key), f"{key} has no price for {take.x:f}")
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
                self.wrong.add(
                    ("discounts",),
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
    discount_step: int = 0


def _ramp_at(line: DealLine, interval: Interval, time: Timeline) -> Ramped | None:
    if not line.ramp:
        return None
    now = Ramped()
    for number, step in enumerate(line.ramp):
        if boundary(time.start, step.first_month, "month") > interval.start:
            break
        now.quantity = step.quantity if step.quantity is not None else now.quantity
        now.usage |= step.usage
        now.price = step.price if step.price is not None else now.price
        if step.discount is not None:
            now.discount, now.discount_step = step.discount, number
    return now


def _some_of(line: DealLine, interval: Interval, time: Timeline) -> bool:
    """Whether a line has any quantity in an interval."""
    ramp = _ramp_at(line, interval, time)
    quantity = ramp.quantity if ramp is not None and ramp.quantity is not None else line.quantity
    return bool(sum((t.count for t in quantity), ZERO) if isinstance(quantity, tuple) else quantity)


def _some(names: Any) -> str:
    """Name up to a dozen of *names*."""
    every = list(names)
    return ", ".join(every[:12]) + (f" … ({len(every)} in all)" if len(every) > 12 else "")
