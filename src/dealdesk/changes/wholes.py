"""Fields whose meaning is more than their values: products, charges, prices, ladders, limits, currencies."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from dealdesk.changes import ladders
from dealdesk.changes.change import PriceChange
from dealdesk.changes.edit import Edit
from dealdesk.changes.prices import OWN, Currencies, amount_changes, price_changes
from dealdesk.changes.walk import Where, Whole, matched, records
from dealdesk.pricing.charges import Matrix, Percentage
from dealdesk.quoting.plan import discountable
from dealdesk.record import Record, key_of, plain

TEXTS = ("name", "note", "illustrative")
"""What a product under another SKU, or a charge under another id, may have changed."""

MONEY = ("minimum", "maximum", "floor", "cost")

REFERENCES = frozenset(
    {"available_for", "excludes", "requires", "upgrade_to", "of", "skus"}
    | {"core", "add_ons", "offers", "products", "product"}
)
"""The fields that name products."""


def _edit(owner: type, field: str, of: tuple[Any, Any], where: Where, **more: Any) -> Edit:
    values: dict[str, Any] = {"kind": "changed", "old": getattr(of[0], field, None), "new": getattr(of[1], field, None)}
    return Edit(owner, field, **(values | more), base_path=where.base, head_path=where.head, names=where.names, of=of)


# ---- products


def products(old: Any, new: Any, field: str, where: Where, currencies: Currencies) -> Iterator[Edit]:
    """Yield products that came, went, got another SKU, or changed."""
    before, after = old.products, new.products
    other = renames(before, after)
    was = {sku: earlier for earlier, sku in other.items()}
    for sku in after:
        earlier = sku if sku in before else was.get(sku)
        if earlier is None:
            yield _edit(type(new), field, (old, new), where.at(sku), kind="added", old=None, new=after[sku])
            continue
        inside = where.at(earlier, sku, sku)
        if earlier != sku:
            yield _edit(type(new), field, (old, new), inside, kind="renamed", old=earlier, new=sku)
        yield from records(before[earlier], after[sku], inside, currencies, WHOLES)
    for sku in before:
        if sku not in after and sku not in other:
            yield _edit(type(new), field, (old, new), where.at(sku), kind="removed", old=before[sku], new=None)


def renames(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, str]:
    """Return the new SKU of each product that has the same charges under another one.

    Where several have the same charges, only those of the same name are the same product.
    """
    gone: dict[str, list[str]] = {}
    come: dict[str, list[str]] = {}
    for found, these, others in ((gone, before, after), (come, after, before)):
        for sku in these:
            if sku not in others:
                found.setdefault(_sold(these[sku].charges), []).append(sku)
    same: dict[str, str] = {}
    for sold, skus in gone.items():
        successors = come.get(sold, [])
        if len(skus) == len(successors) == 1:
            same[skus[0]] = successors[0]
            continue
        for sku in skus:
            fit = [each for each in successors if after[each].name == before[sku].name]
            if len(fit) == 1 and [before[each].name for each in skus].count(before[sku].name) == 1:
                same[sku] = fit[0]
    return same


def _sold(charges: Sequence[Any], *, ids: bool = True) -> str:
    """Return what charges say, whatever their order, texts and the digits of their numbers."""
    left_out = TEXTS if ids else (*TEXTS, "id")
    said = [json.dumps(_canonical(each, left_out), sort_keys=True) for each in charges]
    return "\n".join(sorted(said))


def _canonical(value: Any, left_out: Sequence[str] = ()) -> Any:
    if isinstance(value, Record):
        fields = (name for name in type(value).fields() if name not in left_out)
        return {name: _canonical(getattr(value, name), ("note", "illustrative")) for name in fields}
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    if isinstance(value, Mapping):
        return {key: _canonical(each) for key, each in value.items()}
    if isinstance(value, tuple):
        return [_canonical(each) for each in value]
    return plain(value)


def with_names(value: Any, names: Mapping[str, str]) -> Any:
    """Return a record in which products are named by other SKUs."""
    if isinstance(value, Record):
        held = {name: getattr(value, name) for name in type(value).fields()}
        changed = {
            name: _named(each, names) if name in REFERENCES else with_names(each, names) for name, each in held.items()
        }
        return value.but(**{name: each for name, each in changed.items() if each is not held[name]})
    if isinstance(value, Mapping):
        return {key: with_names(each, names) for key, each in value.items()}
    if isinstance(value, tuple) and value and isinstance(value[0], Record):
        return tuple(with_names(each, names) for each in value)
    return value


def _named(value: Any, names: Mapping[str, str]) -> Any:
    if isinstance(value, str):
        return names.get(value, value)
    if isinstance(value, tuple) and all(isinstance(each, str) for each in value):
        return tuple(names.get(each, each) for each in value)
    return with_names(value, names)


# ---- charges


def charges(old: Any, new: Any, field: str, where: Where, currencies: Currencies) -> Iterator[Edit]:
    """Yield charges that came, went, got another id, or changed."""
    gone = [each for each in old.charges if each.id not in {one.id for one in new.charges}]
    come = [each for each in new.charges if each.id not in {one.id for one in old.charges}]
    other: dict[str, str] = {}
    for each in gone:
        fit = [
            one
            for one in come
            if _sold((one,), ids=False) == _sold((each,), ids=False) and one.id not in other.values()
        ]
        if len(fit) == 1:
            other[each.id] = fit[0].id
    for i, j, name in matched([each.but(id=other.get(each.id, each.id)) for each in old.charges], new.charges):
        inside = where.at(j if i is None else i, i if j is None else j, name)  # type: ignore[arg-type]
        if i is None or j is None:
            pair = (None, new.charges[j]) if j is not None else (old.charges[i], None)
            kind = "added" if i is None else "removed"
            yield _edit(type(new), field, (old, new), inside, kind=kind, old=pair[0], new=pair[1])
            continue
        before, after = old.charges[i], new.charges[j]
        if before.id != after.id:
            yield _edit(type(new), field, (old, new), inside, kind="renamed", old=before.id, new=after.id)
        if before != after:
            yield from charge(before, after, inside, currencies)


def charge(old: Any, new: Any, where: Where, currencies: Currencies) -> Iterator[Edit]:
    """Yield what differs between two charges: the price as a whole, then everything else."""
    of, cls = (old, new), type(new)
    found = price_changes(old, new, currencies)
    if found:
        yield _edit(cls, "price", of, _price_place(old, new, where, found), old=old, new=new, prices=found)
    elif old.period != new.period:
        yield _edit(cls, "period", of, where.at("period"))
    elif type(old) is not type(new):
        yield _edit(cls, "model", of, where.at("model"))
    for name in MONEY:
        if name in ("minimum", "maximum") and (isinstance(old, Percentage) or isinstance(new, Percentage)):
            continue  # bounds of each transaction: part of its curve
        amounts = amount_changes(getattr(old, name), getattr(new, name), currencies)
        if amounts:
            yield _edit(cls, name, of, where.at(name), prices=amounts)
    left_out = {*OWN, *MONEY, "id"}
    common = [name for name in cls.fields() if name not in left_out and hasattr(old, name)]
    for name in common:
        before, after = getattr(old, name), getattr(new, name)
        if before != after and not (name == "of" and set(before) == set(after)):
            yield _edit(cls, name, of, where.at(key_of(cls, name)))
    yield from _tiers(old, new, where.at("tiers"))


def _price_place(old: Any, new: Any, where: Where, found: Sequence[PriceChange]) -> Where:
    """Return where the first number stands that differs, as far as one can be named."""
    spans = [span for each in found for part in each.parts for span in part.spans]

    def inside(charge: Any) -> tuple[str | int, ...]:
        if isinstance(charge, Matrix) or not found[0].parts:
            return ()
        if hasattr(charge, "tiers") and spans:
            ends = [n for n, tier in enumerate(charge.tiers) if tier.end > spans[0].above]
            return ("tiers", ends[0]) if ends else ("tiers",)
        prices = getattr(charge, "prices", None)
        return ("prices", found[0].currency) if prices is not None else ("price",)

    return Where((*where.base, *inside(old)), (*where.head, *inside(new)), where.names)


def _tiers(old: Any, new: Any, where: Where) -> Iterator[Edit]:
    """Yield what is said of tiers that end where they did: whether they are illustrative, and their notes."""
    first, second = (
        {(tier.end, tier.end_in): (n, tier) for n, tier in enumerate(getattr(each, "tiers", ()))} for each in (old, new)
    )
    for end, (i, before) in first.items():
        if end in second:
            j, after = second[end]
            for name in ("illustrative", "note"):
                if getattr(before, name) != getattr(after, name):
                    inside = where.at(i, j, str(j + 1)).at(name)
                    yield _edit(type(after), name, (before, after), inside)


# ---- single fields


def ladder(old: Any, new: Any, field: str, where: Where, currencies: Currencies) -> Iterator[Edit]:
    """Yield one difference between two ladders of percentages, and those in the names and words of their steps."""
    before, after = getattr(old, field), getattr(new, field)
    found = ladders.compared(before, after)
    if found:
        place = _first_step(before, after, found[0])
        inside = Where((*where.base, *place[0]), (*where.head, *place[1]), where.names)
        yield _edit(type(new), field, (old, new), inside, old=before, new=after, ladder=found)
    alone = False
    for i, j, name in matched(before, after):
        if i is None or j is None:
            alone = True
            continue
        inside = where.at(i, j, f"from {name}")
        bare = before[i].but(from_=after[j].from_, to=after[j].to, percent=after[j].percent)
        yield from records(bare, after[j], inside, currencies, WHOLES)
    if (
        alone
        and not found
        and any(set(type(each).fields()) - {"from_", "to", "percent"} & each.given_keys for each in (*before, *after))
    ):
        yield _edit(type(new), field, (old, new), where, old=before, new=after)


def _first_step(before: Sequence[Any], after: Sequence[Any], span: Any) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Return the positions of the steps of either ladder at which the first difference begins."""

    def on(rungs: Sequence[Any]) -> tuple[int, ...]:
        reached = [n for n, rung in enumerate(rungs) if rung.from_ <= span.above]
        return (reached[-1],) if reached else ()

    return on(before), on(after)


def allowance(old: Any, new: Any, field: str, where: Where, currencies: Currencies) -> Iterator[Edit]:
    """Yield how much a limit allows: a number, as much as the contract says, or any amount."""
    if field == "most" or old.most == new.most:
        yield _edit(type(new), field, (old, new), where)


def discounted(old: Any, new: Any, field: str, where: Where, currencies: Currencies) -> Iterator[Edit]:
    """Yield whether rules may discount a product, where that comes out differently for a charge of it."""
    if any(discountable(old, each) != discountable(new, each) for each in new.charges):
        yield _edit(type(new), field, (old, new), where)


def further_currencies(old: Any, new: Any, field: str, where: Where, currencies: Currencies) -> Iterator[Edit]:
    """Yield the currencies that came or went, beside the catalog's own."""
    own = {old.currency, new.currency}
    before, after = ({each.currency, *each.currencies} - own for each in (old, new))
    if before != after:
        yield _edit(type(new), field, (old, new), where, old=tuple(sorted(before)), new=tuple(sorted(after)))


WHOLES: Mapping[str, Whole] = {
    "Catalog.products": products,
    "Product.charges": charges,
    "Product.discountable": discounted,
    "Limit.most": allowance,
    "Limit.by_contract": allowance,
    "Header.currencies": further_currencies,
    "Bundle.tiers": ladder,
    "Term.tiers": ladder,
    "Commitment.tiers": ladder,
    "Schedule.tiers": ladder,
}
"""What compares each of these fields."""
