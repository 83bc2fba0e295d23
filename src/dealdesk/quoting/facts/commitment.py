"""What a customer commits to use: the amount a year, and what it comes to over the term."""

from __future__ import annotations

from decimal import Decimal

from dealdesk.money import minor_unit, part
from dealdesk.periods import chunks
from dealdesk.pricing.charges import Given, curve_amount, find
from dealdesk.pricing.charges.matrix import NoSuchCell
from dealdesk.pricing.percent import climb_index
from dealdesk.quoting.facts.setting import ZERO, Setting


def commitment_of(setting: Setting) -> tuple[Decimal, Decimal]:
    """Return the committed amount a year, and the list value a year of committed quantities."""
    asked, rule, wrong = setting.deal.commitment, setting.rules.commitment, setting.wrong
    if asked is None or rule is None:
        return ZERO, ZERO
    if asked.amount is not None:
        return asked.amount, ZERO
    of_list = ZERO
    for key, quantity in asked.quantity.items():
        path = ("commitment", "quantity", key)
        sku, _, charge_id = key.partition("/")
        charges = getattr(setting.catalog.products.get(sku), "charges", ())
        charge = next((c for c in charges if c.id == charge_id), None)
        if charge is None or not charge.metered:
            continue  # `check_names` tells of it
        try:
            takes = charge.takes(setting.price, Given.trusted(quantity=quantity))
        except KeyError:
            wrong.add(path, f"{key} has no price in {setting.currency}", hint=setting.other_currency())
            continue
        except ValueError as found:
            hint = "commit to an amount instead: amount = 100000"
            choice = isinstance(found, NoSuchCell)
            why = "its price depends on the choice of a line" if choice else str(found).partition(";")[0]
            wrong.add(path, f"{key} cannot be committed to by quantity: {why}", hint=hint)
            continue
        exact = ZERO
        for take in takes:
            piece = find(take.curve, take.x)
            if piece is None:
                most = f"up to {take.curve[-1].up_to:f}"
                wrong.add(path, f"{key} has no price for {take.x:f}", allowed=most)
                continue
            exact += take.count * curve_amount(setting.calc, piece, take.x)
        of_list += setting.calc.money(exact) * charge.per_year
    rung = climb_index(rule.tiers, of_list)
    percent = rule.tiers[rung].percent if rung >= 0 else ZERO
    return of_list - setting.calc.percent(of_list, percent), of_list


def due_over_the_term(setting: Setting, commitment: Decimal) -> Decimal:
    """Return what a commitment of so much a year comes to over the term."""
    time, places, rounding = setting.time, minor_unit(setting.currency), setting.catalog.catalog.rounding
    years = chunks(time.start, time.start, time.end, "year", time.convention)
    return sum((part(commitment, y.a, y.b, y.of, places, rounding) for y in years), ZERO)
