"""A pricing as the files of a catalog: plans are tiers, add-ons are add-ons, features are entitlements."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from pathlib import PurePath
from typing import Any

from dealdesk.importers.draft import Draft, Ids, Note, Table, kebab, key_text, title
from dealdesk.importers.pricing2yaml.charge import charge_table
from dealdesk.importers.pricing2yaml.expressions import as_decimal
from dealdesk.importers.pricing2yaml.model import AddOn, Plan, Priced, Pricing
from dealdesk.money import EXACT

_CYCLES = {
    "monthly": ("monthly",),
    "quarterly": ("quarterly",),
    **dict.fromkeys(("annual", "annually", "yearly"), ("annual", "upfront")),
}
"""How deals are billed, by the source's word for it; what is paid upfront is paid at least a year ahead."""

MOST_LIMIT = 10**12
"""Quantities of dealdesk are below this."""


def draft_of(pricing: Pricing, notes: Iterable[Note] = ()) -> Draft:
    """Return the catalog that *pricing* is, with *notes* and those that drafting it makes."""
    return _Writer(pricing, notes).draft()


class _Writer:
    """Holds what the files share: ids, the factor on prices, notes."""

    def __init__(self, pricing: Pricing, notes: Iterable[Note]) -> None:
        self.pricing, self.notes = pricing, list(notes)
        skus, features, limits = Ids(), Ids(), Ids()
        self.sku = {("plan", name): skus.of(name, fallback="plan") for name in pricing.plans}
        self.sku |= {
            ("add-on", name): skus.of(name + ("_addon" if kebab(name) in self.sku.values() else ""))
            for name in pricing.add_ons
        }
        self.entitlement = {
            name: features.of(name) for name, each in pricing.features.items() if each.sort == "BOOLEAN"
        }
        self.limit = {name: limits.of(name) for name in pricing.limits}
        for name, made in (*skus.changed, *features.changed, *limits.changed):
            self.notes.append(Note(0, f"{name} has the id {made}: another name has the same letters"))
        self.most_factor = max(factor for factor, _ in pricing.billing.values())
        self.file = PurePath(pricing.file).name

    def draft(self) -> Draft:
        """Return the files."""
        pricing = self.pricing
        entitlements = [self._entitlement(name) for name in self.entitlement]
        plans = [part for each in pricing.plans.values() for part in self._plan(each)]
        add_ons = [part for each in pricing.add_ons.values() for part in self._add_on(each)]
        files: dict[str, tuple[Any, list[Table]]] = {
            "catalog.toml": (self._origin(), [self._header()]),
            "products.toml": (("Plans, of which a subscription has one, and add-ons.",), [*plans, *add_ons]),
            "entitlements.toml": (("What customers may do; plans and add-ons name these ids.",), entitlements),
            "rules.toml": (("Prices by how often a deal is billed.",), self._billing()),
        }
        written = sum(bool(each.expression) for each in pricing.features.values())
        if written:
            words = f"{written} feature{'s are' if written > 1 else ' is'} decided by an expression when it is used"
            self.notes.append(Note(0, f"{words}; expressions are kept as comments, and nothing evaluates them"))
        return Draft(kebab(pricing.name) or "imported", files, self.notes)

    def _origin(self) -> list[str]:
        pricing = self.pricing
        lines = [f"{pricing.name}, imported from {self.file} (Pricing2Yaml {pricing.syntax})."]
        if pricing.created:
            lines.append(f"Prices as of {pricing.created}.")
        if pricing.url:
            lines.append(f"Published at {pricing.url}")
        lines.append("Numbers behind # are lines of that file.")
        return lines

    def _header(self) -> Table:
        pricing = self.pricing
        keys = {
            "id": kebab(pricing.name) or "imported",
            "name": pricing.name,
            "version": re.sub(r"[^0-9A-Za-z.+-]", "-", pricing.version).lstrip(".+-")[:40] or "latest",
            "currency": pricing.currency,
            "description": f"Imported from {self.file}"
            + (f", prices as of {pricing.created}" if pricing.created else ""),
        }
        return Table("[catalog]", keys)

    def _entitlement(self, name: str) -> Table:
        feature = self.pricing.features[name]
        comments = [f"The source decides it by: {feature.expression}"] if feature.expression else []
        keys = {"name": title(name), "description": feature.description[:4000] or None}
        return Table(
            f"[entitlements.{self.entitlement[name]}]", keys, comments, {"name": f"features.{name}, {feature.line}"}
        )

    # ---- products ----

    def _plan(self, plan: Plan) -> Iterable[Table]:
        others = tuple(self.sku["plan", name] for name in self.pricing.plans if name != plan.name)
        features = {name: each.default for name, each in self.pricing.features.items()} | plan.features
        limits = {name: each.default for name, each in self.pricing.limits.items()} | plan.limits
        sku = self.sku["plan", plan.name]
        yield self._product(plan, sku, "tier", "plans", features, limits, {"excludes": others})
        yield from self._limits(sku, limits, {}, "")
        yield self._charge(plan, sku)

    def _add_on(self, add_on: AddOn) -> Iterable[Table]:
        sku, places = self.sku["add-on", add_on.name], self.sku
        quantity = {"least": add_on.least, "most": add_on.most, "step": add_on.step}
        more = {
            "available_for": tuple(places["plan", name] for name in add_on.available_for),
            "requires": tuple(places["add-on", name] for name in add_on.depends_on),
            "excludes": tuple(places["add-on", name] for name in add_on.excludes),
            "quantity": quantity if add_on.constrained else None,
        }
        yield self._product(add_on, sku, "add_on", "add-ons", add_on.features, add_on.limits, more)
        yield from self._limits(sku, add_on.limits, add_on.extensions, "instead of the plan's own")
        yield self._charge(add_on, sku)

    def _product(
        self, item: Priced, sku: str, kind: str, family: str, features: Any, limits: Any, more: dict[str, Any]
    ) -> Table:
        section = "plans" if kind == "tier" else "addOns"
        includes = [f"{title(name)}: {_plain(value)}" for name, value in features.items() if self._said(name, value)]
        includes += [self._limit_text(name, value) for name, value in limits.items() if self._limit_text(name, value)]
        keys = {
            "name": title(item.name),
            "description": item.description[:4000] or None,
            "kind": kind,
            "family": family,
            "hidden": True if item.private else None,
            **more,
            "includes": tuple(each[:200] for each in includes),
            "entitlements": tuple(self.entitlement[n] for n, on in features.items() if n in self.entitlement and on),
        }
        return Table(f"[products.{sku}]", keys, (), {"name": f"{section}.{item.name}, {item.line}"})

    def _said(self, name: str, value: Any) -> bool:
        """Whether a feature's value is told in words: it has one that is not just yes or no."""
        return name not in self.entitlement and value is not None and value != ""

    def _limit_text(self, name: str, value: Any) -> str:
        sort = self.pricing.limits[name].sort
        if sort == "TEXT" and value:
            return f"{title(name)}: {value}"
        return title(name) if sort == "BOOLEAN" and value is True else ""

    def _limits(self, sku: str, values: dict[str, Any], extensions: dict[str, Any], note: str) -> Iterable[Table]:
        keys: dict[str, Any] = {}
        remarks: dict[str, str] = {}
        for which, words in ((values, note), (extensions, "added to the plan's own, for each one bought")):
            for name, value in which.items():
                limit = self.pricing.limits[name]
                if limit.sort != "NUMERIC" or value is None:
                    continue
                if value < 0:
                    self.notes.append(Note(limit.line, f"{name} is below 0 for {sku}; that limit is left out"))
                    continue
                if Decimal(value).is_finite() and value >= MOST_LIMIT:
                    words = f"{name} is {value:,} for {sku}, more than a quantity can be; it is written as unlimited"
                    self.notes.append(Note(limit.line, words))
                key = self.limit[name] + ("-added" if self.limit[name] in keys else "")
                keys[key_text(key)] = self._limit(name, value, words)
                remarks[key_text(key)] = str(limit.line)
        if keys:
            yield Table(f"[products.{sku}.limits]", keys, (), remarks)

    def _limit(self, name: str, value: Any, note: str) -> dict[str, Any]:
        limit = self.pricing.limits[name]
        unit, period = limit.unit, limit.renews if limit.renews in ("month", "year") else None
        if limit.renews and period is None:
            unit = f"{unit} per {limit.renews}".strip()
        about = tuple(self.entitlement[each] for each in limit.features if each in self.entitlement)
        return {
            "name": title(name),
            "most": Decimal(value) if Decimal(value) < MOST_LIMIT else None,
            "unit": unit[:200] or None,
            "period": period,
            "entitlements": about or None,
            "note": note or None,
        }

    def _charge(self, item: Priced, sku: str) -> Table:
        cycle = "year" if set(self.pricing.billing) <= {"annual", "annually", "yearly"} else "month"
        table, notes = charge_table(item, sku, self.pricing.currency, self.most_factor, cycle)
        self.notes += notes
        return table

    # ---- billing ----

    def _billing(self) -> list[Table]:
        """Return the price book that the factors of billing make: off the dearest cycle, in per cent."""
        entries = []
        for cycle, (factor, line) in self.pricing.billing.items():
            share = 100 * (1 - Fraction(factor) / Fraction(self.most_factor))
            if share and cycle.lower() not in _CYCLES:
                self.notes.append(Note(line, f"deals are not billed by {cycle}; its factor of {factor:f} is left out"))
            elif share:
                percent, billed = as_decimal(share, 12), _CYCLES[cycle.lower()]
                entries.append({"name": f"Billed {cycle}", "billing": billed, "percent": percent})
        if self.most_factor != 1:
            words = f"list prices are those of the source times {self.most_factor:f}, its greatest factor of billing"
            self.notes.append(Note(0, words))
        if not entries:
            return []
        said = ", ".join(f"{cycle} {EXACT.plus(factor):f}" for cycle, (factor, _) in self.pricing.billing.items())
        line = min(line for _, line in self.pricing.billing.values())
        keys = {"applies_to": {"charges": ("recurring",)}, "entries": tuple(entries)}
        return [Table("[rules.price_book]", keys, (f"The source's factors, from line {line}: {said}.",))]


def _plain(value: Any) -> str:
    if isinstance(value, Decimal):
        return f"{value:f}" if value.is_finite() else "unlimited"
    return str(value)
