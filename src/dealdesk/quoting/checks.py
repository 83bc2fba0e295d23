"""What a deal asks for must be for sale, to this customer, on this day, in this way."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from dealdesk.catalog.models import Catalog
from dealdesk.catalog.product import Product
from dealdesk.money import EXACT, unit
from dealdesk.pricing.charges import PercentOf
from dealdesk.quoting.bought import Bought
from dealdesk.quoting.deal import Deal
from dealdesk.quoting.deal.line import DealLine
from dealdesk.quoting.names import Unknown, some, unknown_in_rule, unknown_names
from dealdesk.quoting.objections import Mistakes, Path
from dealdesk.quoting.plan import discountable, matches
from dealdesk.quoting.timeline import Timeline


def check_names(deal: Deal, catalog: Catalog, wrong: Mistakes) -> None:
    """Check that the catalog has what the deal names, and that products which need or exclude others fit."""
    for each in unknown_names(deal, catalog):
        wrong.add(each.path, each.message, allowed=each.allowed, hint=each.hint or _not_sold(deal, each), on=each.on)
        if wrong.full:
            wrong.raise_any()
    for number, line in enumerate(deal.lines):
        if line.optional and line.hide_price:
            message = "an optional line is offered at its price, so the price cannot be hidden"
            wrong.add(("lines", number, "hide_price"), message, hint="delete hide_price, or optional")
    in_deal = {line.sku for line in deal.lines}
    bought = {line.sku for line in deal.lines if not line.optional}
    for number, line in enumerate(deal.lines):
        product = catalog.products.get(line.sku)
        if product is None:
            continue
        check_sold_in(number, line, product, wrong)
        there = in_deal if line.optional else bought  # what is bought cannot depend on what may not come
        for other in product.requires:
            if other not in there:
                wrong.add(
                    ("lines", number, "sku"),
                    f"{line.sku} is sold only together with {other}"
                    + (", which is optional here" if other in in_deal else ""),
                    allowed="with all of: " + some(product.requires),
                    hint=f"make {other} a firm line, or this line optional, too"
                    if other in in_deal
                    else f"add a line: sku = {quoted(other)}",
                )
        if product.available_for is not None and not there.intersection(product.available_for):
            wrong.add(
                ("lines", number, "sku"),
                f"{line.sku} is sold only together with another product",
                allowed="with one of: " + some(product.available_for),
                hint=f"add a line: sku = {quoted(product.available_for[0])}" if product.available_for else None,
            )
        for other in sorted(in_deal.intersection(product.excludes)):
            wrong.add(
                ("lines", number, "sku"),
                f"{line.sku} and {other} cannot be in one deal",
                hint=f"delete this line, or that of {other}",
            )


def _not_sold(deal: Deal, unknown: Unknown) -> str | None:
    """Return what can be done where a contract has a product that its catalog does not sell any more."""
    if unknown.path[::2] != ("lines", "sku"):
        return None
    sku = deal.lines[int(unknown.path[1])].sku
    if deal._cuts:  # a contract before or after an amendment
        return f"a catalog has what its contracts have until they end: keep {sku} in it, or see the price with --pinned"
    if deal.renews is not None:
        return f"leave it out of the renewal: dealdesk quote renew {deal.renews.contract} --remove {sku}"
    return None


def check_sold_in(number: int, line: DealLine, product: Product, wrong: Mistakes) -> None:
    """Check the quantities of a line, in each step of its ramp, against those that the product is sold in."""
    sold_in = product.quantity
    if sold_in is None:
        return
    stated: list[tuple[Path, Any]] = [(("lines", number, "quantity"), line.quantity)]
    if line.ramp and line.ramp[0].quantity is not None:
        stated.clear()  # the first step starts with the contract, so the line's own quantity never comes about
    stated += [(("lines", number, "ramp", each, "quantity"), step.quantity) for each, step in enumerate(line.ramp)]
    for path, quantity in stated:
        none = not quantity and line.ramp  # a ramp may begin, or end, with nothing
        if isinstance(quantity, Decimal | int) and not none and not sold_in.admits(Decimal(quantity)):
            wrong.add(path, f"{line.sku} is not sold in a quantity of {quantity}", allowed=sold_in.words())


def check_choices(
    deal: Deal, catalog: Catalog, bought: Sequence[Bought], issued: date, time: Timeline, wrong: Mistakes
) -> None:
    """Check promotions, free months, commitment and discounts against the rules of the catalog."""
    _check_promotions(deal, catalog, issued, time, wrong)
    rules: Any = catalog.rules
    if deal.free is not None and rules.free_months is not None:
        rule = rules.free_months
        if time.months < rule.min_months:
            wrong.add(
                ("free", "months"),
                f"free months need a term of {rule.min_months} months; this deal has {time.months}",
                hint="delete [free], or make the term longer",
            )
        if deal.free.months > rule.most:
            wrong.add(
                ("free", "months"),
                f"{deal.free.months} free months are more than allowed",
                allowed=f"up to {rule.most}",
            )
    if deal.commitment is not None and rules.commitment is None:
        wrong.add(
            ("commitment",),
            "the catalog has no rule for usage commitments",
            allowed="no [commitment]",
            hint="delete it, or add [rules.commitment] to the catalog",
        )
    for number, option in enumerate(deal.options):
        if option.name in [each.name for each in deal.options[:number]]:
            path = ("options", number, "name")
            wrong.add(path, f"two options have the name {option.name}", hint="give the second another name")
    _check_asks(deal, catalog, bought, wrong)
    sums = [n for n, each in enumerate(deal.discounts) if each.percent is None]
    for second in sums[1:]:
        key = "amount" if deal.discounts[second].amount is not None else "target_total"
        wrong.add(
            ("discounts", second, key),
            "a deal has one amount off or one target total; this is a second one",
            hint=f"the first is discount {sums[0] + 1}; add them up",
        )


def _check_promotions(deal: Deal, catalog: Catalog, issued: date, time: Timeline, wrong: Mistakes) -> None:
    """Check that each promotion of the deal runs on its day and for its term."""
    rule = catalog.rules.promotion
    codes = {each.code: each for each in rule.codes} if rule is not None else {}
    for number, code in enumerate(deal.promotions):
        each, path = codes.get(code), ("promotions", number)
        if each is None:
            continue
        if each.valid_until is not None and issued > each.valid_until:
            wrong.add(
                path,
                f"promotion {code} ended on {each.valid_until}; this quote is of {issued}",
                hint="delete the code; the date of the quote is `issued`",
            )
        elif each.valid_from is not None and issued < each.valid_from:
            wrong.add(
                path,
                f"promotion {code} starts on {each.valid_from}; this quote is of {issued}",
                hint="delete the code; the date of the quote is `issued`",
            )
        elif time.months < each.min_months:
            wrong.add(
                path,
                f"promotion {code} needs {each.min_months} months; this deal has {time.months}",
                hint="delete the code, or make the term longer",
            )


def _check_asks(deal: Deal, catalog: Catalog, bought: Sequence[Bought], wrong: Mistakes) -> None:
    """Check that each discount asked for has something to come off: none is silently left out."""
    for number, line in enumerate(deal.lines):
        ask, path = line.discount, ("lines", number, "discount")
        charges = [each.charge for each in bought if each.line == number]
        if ask is None or not charges:
            continue
        if catalog.products[line.sku].discountable is False:
            message = f"{line.sku} takes no discount: its catalog says discountable = false"
            wrong.add(path, message, hint="delete the discount")
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
                hint=f"name one of them: charge = {quoted(charges[0].id)}",
            )
        elif ask.unit_price is not None and isinstance(charges[0], PercentOf):
            wrong.add(
                path, f"{line.sku} is a share of other lines and has no unit price", hint="state percent or amount"
            )
    for number, each in enumerate(deal.discounts):
        if (
            each.percent is not None
            and bought
            and not any(unknown_in_rule((), each.applies_to, catalog))
            and not any(
                discountable(one.product, one.charge) and matches(each.applies_to, one.sku, one.product, one.charge)
                for one in bought
            )
        ):
            wrong.add(
                ("discounts", number, *(("applies_to",) if "applies_to" in each.given_keys else ("percent",))),
                "no charge of this deal takes this discount",
                hint="see its applies_to, and discountable in the catalog; usage has to be named",
            )


def check_amounts(deal: Deal, currency: str, places: int, wrong: Mistakes) -> None:
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
            wrong.add(
                path,
                f"{amount:f} is finer than the currency: {currency} has {places} decimals",
                hint="round it",
            )


def quoted(text: str) -> str:
    """Return a text as TOML writes it."""
    return f'"{text}"'
