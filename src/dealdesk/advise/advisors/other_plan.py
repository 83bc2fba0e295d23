"""Another plan of the same family costs less at the stated usage, or the usage has outgrown the plan."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from dealdesk.advise.advice import Advice, Desk, total_of
from dealdesk.quoting.deal.line import DealLine


def find(desk: Desk) -> Iterator[Advice]:
    """Yield, for each line of a plan, the cheapest other plan that gives at least as much and costs less."""
    for number, line in enumerate(desk.deal.lines):
        product = desk.catalog.products[line.sku]
        if line.optional or product.kind != "tier":
            continue
        found: list[Advice] = []
        for sku, other in desk.catalog.products.items():
            if sku == line.sku or other.kind != "tier" or other.family != product.family or other.hidden:
                continue
            if not _as_good(product, other, line) or _too_small(other, line):
                continue
            usage = {name: used for name, used in line.usage.items() if any(c.id == name for c in other.charges)}
            if usage.keys() != line.usage.keys():
                continue
            lines = list(desk.deal.lines)
            lines[number] = line.but(sku=sku, usage=usage)
            quote = desk.with_(lines=tuple(lines))
            if quote is None:
                continue
            total, saves = total_of(quote), desk.total - total_of(quote)
            if saves > 0:
                message = (
                    f"{sku} gives at least what {line.sku} gives, and the deal costs {desk.money(saves)} less with it"
                )
                change = f'in line {number + 1}: sku = "{sku}"'
                found.append(Advice("other-plan", message, change, total, saves, desk.catalog.at("products", sku)))
        if found:
            yield max(found, key=lambda each: each.saves or 0)
        yield from _outgrown(desk, number, line, product)


def _as_good(product: Any, other: Any, line: DealLine) -> bool:
    """Whether another plan has all features, and no tighter limit where the line does not say what is used."""
    return {*product.entitlements, *product.includes} <= {*other.entitlements, *other.includes} and all(
        (limit.charge or name) in line.usage or _as_wide(limit, other.limits.get(name))
        for name, limit in product.limits.items()
    )


def _as_wide(limit: Any, other: Any) -> bool:
    """Whether another limit lets through at least as much; one that a contract sets is not known."""
    if other is None or limit.by_contract or other.by_contract:
        return False
    return other.most is None or (limit.most is not None and limit.most <= other.most)


def _too_small(product: Any, line: DealLine) -> bool:
    """Whether the stated usage is above a limit of a product."""
    return any(_above(limit, name, line) for name, limit in product.limits.items())


def _above(limit: Any, name: str, line: DealLine) -> bool:
    used = line.usage.get(limit.charge or name)
    return (
        limit.most is not None
        and used is not None
        and not isinstance(used, tuple)
        and used * limit.charge_unit > limit.most
    )


def _outgrown(desk: Desk, number: int, line: DealLine, product: Any) -> Iterator[Advice]:
    """Yield the next larger plan where the usage is above a limit of this one."""
    larger = product.upgrade_to
    names = [limit.name for name, limit in product.limits.items() if _above(limit, name, line)]
    if larger is None or not names:
        return
    lines = list(desk.deal.lines)
    lines[number] = line.but(sku=larger)
    quote = desk.with_(lines=tuple(lines))
    if quote is None:
        return
    total, saves = total_of(quote), desk.total - total_of(quote)
    than_now = "the same" if not saves else f"{desk.money(abs(saves))} {'less' if saves > 0 else 'more'}"
    yield Advice(
        "upgrade",
        f"the usage is above what {line.sku} has ({', '.join(names)}); {larger} costs {than_now}",
        f'in line {number + 1}: sku = "{larger}"',
        total,
        saves,
        desk.catalog.at("products", line.sku, "limits"),
    )
