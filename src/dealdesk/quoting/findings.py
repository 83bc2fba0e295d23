"""What a seller should know of a priced deal.  Each finding has a stable code, and figures in its sentence."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from typing import Any

from dealdesk.colours import CONTRAST, channels, contrast_on_white, readable
from dealdesk.quoting.quote import Quote
from dealdesk.quoting.quote.finding import Finding
from dealdesk.quoting.quote.line import QuoteLine

ZERO = Decimal(0)


def find(priced: Any, quote: Quote) -> tuple[Finding, ...]:
    """Return the findings of a quote, the gravest first."""
    found = [finding for check in CHECKS for finding in check(priced, quote)]
    order = {"error": 0, "warning": 1, "info": 2}
    return tuple(sorted(found, key=lambda each: order[each.severity]))


def _money(quote: Quote, amount: Decimal) -> str:
    """Return an amount as sentences have it: USD 1,234.50."""
    return f"{quote.currency} {amount:,.{quote.places}f}"


def _validity(priced: Any, quote: Quote) -> Iterator[Finding]:
    header = priced.catalog.catalog
    at = priced.catalog.at("catalog", "valid_from")
    if header.valid_from is not None and quote.issued < header.valid_from:
        yield Finding(
            "catalog-not-yet-valid",
            "warning",
            f"the catalog is valid from {header.valid_from}; this quote is of {quote.issued}",
            at,
        )
    if header.valid_until is not None and quote.issued > header.valid_until:
        yield Finding(
            "catalog-expired",
            "warning",
            f"the catalog was valid until {header.valid_until}; this quote is of {quote.issued}",
            at,
        )


def _target(priced: Any, quote: Quote) -> Iterator[Finding]:
    for number, discount in enumerate(priced.deal.discounts):
        if discount.target_total is None:
            continue
        at, want, got = priced.deal.at("discounts", number), discount.target_total, quote.totals.net
        if got != want:
            lifted = sum((m.amount for m in quote.moves if m.code in ("floor", "minimum")), ZERO)
            why = f"; floors and minima hold it up by {_money(quote, lifted)}" if lifted else ""
            yield Finding(
                "target-missed",
                "warning",
                f"a total of {_money(quote, want)} cannot be met; the nearest is {_money(quote, got)}{why}",
                at,
            )
        else:
            yield Finding("target-met", "info", f"the total of {_money(quote, want)} is met exactly", at)


def _asks(priced: Any, quote: Quote) -> Iterator[Finding]:
    for move in quote.moves:
        if move.code == "floor" and move.amount > 0:
            yield Finding(
                "floor-reached",
                "warning",
                f"a floor price takes back {_money(quote, move.amount)} of the discounts",
                move.at,
            )
        if move.code == "minimum" and move.amount > 0:
            yield Finding("minimum-applied", "info", f"a minimum adds {_money(quote, move.amount)}", move.at)
        if move.rule.endswith(".cap") and move.amount > 0:
            yield Finding(
                "cap-reached",
                "warning",
                f"the cap of {move.rule.removesuffix('.cap')} takes back {_money(quote, move.amount)}",
                move.at,
            )


def _segment(priced: Any, quote: Quote) -> Iterator[Finding]:
    segment = priced.deal.customer.segment if priced.deal.amends is None else None  # of a whole deal, not of a change
    size = priced.catalog.segments[segment].deal_size if segment is not None else None
    if size is None or quote.currency != priced.catalog.catalog.currency:
        return
    value = quote.metric(size.metric)
    if value is None:
        return
    at = priced.catalog.at("segments", segment, "deal_size")
    name = priced.catalog.segments[segment].name
    expected = f"deals of {name} are {_money(quote, size.least)}" + (
        f" to {_money(quote, size.most)}" if size.most is not None else " or more"
    )
    if value < size.least or (size.most is not None and value > size.most):
        yield Finding("outside-segment", "warning", f"{size.metric} is {_money(quote, value)}; {expected}", at)


def _limits(priced: Any, quote: Quote) -> Iterator[Finding]:
    """Compare stated usage with the limits of each product; a limit may count in another unit than its charge."""
    for number, line in enumerate(priced.deal.lines):
        product = priced.catalog.products[line.sku]
        for name, limit in product.limits.items():
            used = line.usage.get(limit.charge or name)
            if limit.most is None or used is None or isinstance(used, tuple):
                continue
            used = used * limit.charge_unit
            if used > limit.most:
                larger = f"; the next larger product is {product.upgrade_to}" if product.upgrade_to else ""
                yield Finding(
                    "limit-exceeded",
                    "warning",
                    f"{line.sku}: {used:,f} {limit.unit or limit.name} are above its limit of {limit.most:,f}{larger}",
                    priced.deal.at("lines", number, "usage"),
                )


def _usage(priced: Any, quote: Quote) -> Iterator[Finding]:
    for number, charge in priced.facts.without_estimate:
        line = priced.deal.lines[number]
        yield Finding(
            "no-usage-estimate",
            "info",
            f"{line.sku}: no estimate for {charge}; its cost is not in the quote",
            priced.deal.at("lines", number),
        )
    for line in quote.lines:
        if line.sku == "commitment" and line.charge == "true-up":
            yield Finding(
                "commitment-short",
                "warning",
                f"the estimated usage leaves {_money(quote, line.net)} of the commitment unused: a true-up",
                line.at,
            )


def _assumed(priced: Any, quote: Quote) -> Iterator[Finding]:
    if quote.bundle is not None and quote.bundle.assumption is not None:
        yield Finding(
            "assumed-bundle-tier", "info", quote.bundle.assumption, priced.catalog.at("rules", "bundle", "tiers")
        )
    names = sorted({each.sku for each in priced.facts.bought if each.charge.illustrative or each.product.illustrative})
    rules = {move.code for line in quote.lines for move in line.moves}
    names += sorted(code for code in rules if getattr(getattr(priced.catalog.rules, code, None), "illustrative", False))
    if names:
        yield Finding(
            "illustrative-numbers",
            "info",
            f"illustrative numbers, not confirmed by the vendor: {', '.join(names)}",
            priced.catalog.at("catalog"),
        )


def _margin(priced: Any, quote: Quote) -> Iterator[Finding]:
    for line in quote.lines:
        if line.committed and line.cost is not None and line.net < line.cost:
            yield Finding(
                "below-cost",
                "error",
                f"{line.sku} costs {_money(quote, line.cost)} and is sold for {_money(quote, line.net)}",
                line.at,
            )


def _paper(priced: Any, quote: Quote) -> Iterator[Finding]:
    """Look at what documents print: the brand's colour, and hidden prices that can be worked out."""
    accent = quote.accent
    contrast = contrast_on_white(channels(accent))
    if contrast < CONTRAST:
        yield Finding(
            "accent-too-light",
            "warning",
            f"the accent {accent} has a contrast of {contrast:.1f} to white, and text needs {CONTRAST}; "
            f"documents print {readable(accent)} instead",
            priced.catalog.at("catalog", "brand", "accent"),
        )
    groups: dict[tuple[bool, bool], list[QuoteLine]] = {}
    for line in quote.lines:
        if line.hide_price and not line.optional:
            groups.setdefault((line.committed, line.recurring), []).append(line)
    for alone in (group[0] for group in groups.values() if len(group) == 1):
        yield Finding(
            "hidden-price-follows",
            "warning",
            f"the hidden price of {alone.name} is what the other lines leave of the printed total; hide a second line",
            alone.at,
        )
    moved: dict[tuple[str, str, Decimal], list[QuoteLine]] = {}
    for line in quote.lines:
        for move in line.moves if line.committed and not line.optional else ():
            if move.amount and move.percent:
                moved.setdefault((move.code, move.title, move.percent), []).append(line)
    for (_, title, percent), lines in moved.items():
        if len(lines) == 1 and lines[0].hide_price:
            yield Finding(
                "hidden-price-by-step",
                "warning",
                f"{title} of {percent:f} % is for {lines[0].name} alone, and its amount gives the hidden price away",
                lines[0].at,
            )


def _amended(priced: Any, quote: Quote) -> Iterator[Finding]:
    """Look for lines that an amendment changes without any effect on the price."""
    if priced.deal.amends is None:
        return
    there = {line.line for line in quote.lines}
    for number, line in enumerate(priced.deal.lines, 1):
        if line.was is not None and line.was != line.quantity and number not in there:
            charges = priced.catalog.products[line.sku].charges
            comes_once = all(each.sort == "once" for each in charges if line.charge in (None, each.id))
            lower = isinstance(line.quantity, Decimal) and line.quantity < line.was
            why = "what came once is not given back" if comes_once and lower else "it does not go by the quantity"
            yield Finding(
                "change-without-price",
                "warning",
                f"{line.sku}: from {line.was:f} to {line.quantity:f} changes no price; {why}",
                priced.deal.at("lines", number - 1, "quantity"),
            )


def _renewed(priced: Any, quote: Quote) -> Iterator[Finding]:
    """Look at a rise that is held down, by a cap or a price lock."""
    deal = priced.deal
    rule = deal.renewal or priced.catalog.renewal
    if deal.renews is None or deal.amends is not None or rule is None:
        return
    from dealdesk.quoting.renewing import rise_of

    terms = priced.catalog.catalog.terms
    printed = deal.terms.renewal_cap if deal.terms.renewal_cap is not None else terms.renewal_cap
    rise = rise_of(rule, deal.renews, priced.time.start, printed)
    at = deal.at("renewal") if deal.renewal is not None else priced.catalog.at("renewal")
    rate = _share_words(rise.rate)
    if rise.locked:
        yield Finding("renewal-locked", "info", f"the price is locked, so the rise of {rate} does not happen", at)
    elif rise.cap is not None and rise.rate > rise.cap:
        yield Finding("renewal-capped", "info", f"the rise of {rate} is held at {_share_words(rise.cap)}", at)


def _share_words(share: Fraction) -> str:
    """Return a fraction as a percentage, to two decimals."""
    hundredths = round(share * 10_000)
    exact = Fraction(hundredths, 10_000) == share
    shown = Decimal(hundredths).scaleb(-2)
    return f"{'' if exact else 'about '}{f'{shown:f}'.rstrip('0').rstrip('.')} %"


CHECKS = (_validity, _margin, _target, _asks, _segment, _limits, _usage, _assumed, _amended, _renewed, _paper)
"""To add a finding: one function, one name here."""
