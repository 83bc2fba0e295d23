"""From a document of the last version to a pricing: everything named exists, every number is one."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path as File
from typing import Any

from dealdesk.errors import InputError
from dealdesk.importers.draft import Note
from dealdesk.importers.pricing2yaml import expressions
from dealdesk.importers.pricing2yaml.model import AddOn, Feature, Plan, Pricing, UsageLimit
from dealdesk.importers.pricing2yaml.shapes import Shapes
from dealdesk.importers.pricing2yaml.versions import upgraded
from dealdesk.importers.yaml_source import Document, Path, read_yaml
from dealdesk.money import UnknownCurrency, minor_unit

SORTS = ("BOOLEAN", "NUMERIC", "TEXT")


def read_pricing(file: File, name: str | None = None) -> tuple[Pricing, list[Note]]:
    """Return the pricing that a file of any version from 1.0 to 3.1 says, and what is worth a note.

    Raises:
        InputError: With every mistake of the file, each at its place.
    """
    document = read_yaml(file, name)
    version, notes = upgraded(document)
    reader = _Reader(document, notes)
    pricing = reader.pricing(version)
    if reader.wrong:
        raise InputError(reader.wrong)
    return pricing, notes


class _Reader(Shapes):
    """Reads one document, and keeps every mistake."""

    def __init__(self, document: Document, notes: list[Note]) -> None:
        super().__init__(document)
        self.notes = notes
        self._variables: dict[str, Fraction] = {}
        self._places = 2

    def pricing(self, version: str) -> Pricing:
        data: dict[str, Any] = self.document.data
        self._places = self._currency(data.get("currency"))
        self._variables = self._read_variables(self._table(("variables",)))
        features = {key: self._feature(key, each) for key, each in self._items("features")}
        limits = {key: self._limit(key, each, features) for key, each in self._items("usageLimits")}
        plans: dict[str, Plan] = {}
        for key, each in self._items("plans"):
            plans[key] = Plan(**self._priced(("plans", key), each, features, limits))
        names = {key for key, _ in self._items("addOns")}
        add_ons = {key: self._add_on(key, each, features, limits, plans, names) for key, each in self._items("addOns")}
        if not plans and not add_ons:
            self._add((), "the pricing has neither plans nor add-ons", hint="there is nothing to sell")
        name = data.get("saasName")
        if not isinstance(name, str) or not name.strip():
            self._add(("saasName",), "saasName must be text: who sells")
        created = data.get("createdAt")
        return Pricing(
            file=self.document.name,
            syntax=version,
            name=str(name).strip()[:200],
            version=str(data.get("version") or "latest"),
            created=created.isoformat() if isinstance(created, date) else str(created or ""),
            currency=str(data.get("currency")),
            url=str(data.get("url") or ""),
            billing=self._billing(),
            features=features,
            limits=limits,
            plans=plans,
            add_ons=add_ons,
        )

    # ---- the header ----

    def _currency(self, code: Any) -> int:
        try:
            return minor_unit(code if isinstance(code, str) else "")
        except UnknownCurrency as unknown:
            signs = {"$": "USD", "€": "EUR", "£": "GBP", "¥": "JPY"}
            guess = signs.get(str(code)) or next(iter(unknown.candidates), None)
            hint = f"did you mean {guess}?" if guess else "such as currency: USD"
            message = f"{code} is no currency of ISO 4217" if code is not None else "currency is missing"
            self._add(("currency",), message, allowed="a code of three capitals", hint=hint)
            return 2

    def _read_variables(self, stated: Mapping[str, Any]) -> dict[str, Fraction]:
        found: dict[str, Fraction] = {}
        for name, value in stated.items():
            if _is_number(value):
                found[name] = Fraction(value)
            elif not isinstance(value, str | bool):
                self._add(("variables", name), f"the variable {name} must be a number")
        return found

    def _billing(self) -> dict[str, tuple[Decimal, int]]:
        found: dict[str, tuple[Decimal, int]] = {}
        for cycle, factor in self._table(("billing",)).items():
            if not _is_number(factor) or factor <= 0:
                self._add(("billing", cycle), f"the factor of {cycle} billing must be a number above 0")
            else:
                found[cycle] = (Decimal(factor), self.document.line("billing", cycle))
        return found or {"monthly": (Decimal(1), 0)}

    # ---- features and limits ----

    def _feature(self, name: str, item: Mapping[str, Any]) -> Feature:
        at: Path = ("features", name)
        sort, default = self._valued(at, item)
        said = [str(item[key]) for key in ("expression", "serverExpression") if item.get(key)]
        for key in ("expression", "serverExpression"):
            if item.get(key):
                self._expression((*at, key), str(item[key]))
        return Feature(
            name=name,
            line=self.document.line(*at),
            description=_text(item.get("description")),
            kind=str(item.get("type") or ""),
            sort=sort,
            default=default,
            expression="; on the server: ".join(said),
            tag=_text(item.get("tag")),
        )

    def _expression(self, at: Path, text: str) -> None:
        """Check that an expression can be read, and that the features and limits that it reads exist."""
        try:
            tree = expressions.parse(text)
        except expressions.BadExpression as bad:
            self._add(at, f"the expression cannot be read at character {bad.at + 1}: {bad}")
            return
        for name, _ in expressions.names(tree):
            if name[0] == "pricingContext" and len(name) == 3 and name[1] in ("features", "usageLimits"):
                self._known(at, name[2], self._table((name[1],)), "there is no {1} {0}", name[1])

    def _limit(self, name: str, item: Mapping[str, Any], features: Mapping[str, Feature]) -> UsageLimit:
        at: Path = ("usageLimits", name)
        sort, default = self._valued(at, item)
        linked = tuple(self._list((*at, "linkedFeatures")))
        for number, each in enumerate(linked):
            self._known((*at, "linkedFeatures", number), each, features, "there is no feature {0}")
        sort_of, period = item.get("type"), item.get("period")
        if sort_of not in ("RENEWABLE", "NON_RENEWABLE"):
            self._add((*at, "type"), f"{sort_of} is no type of usage limit", allowed="RENEWABLE, NON_RENEWABLE")
        renews = "month" if sort_of == "RENEWABLE" else ""
        if isinstance(period, Mapping):
            value, unit = period.get("value", 1), str(period.get("unit", "MONTH")).lower()
            renews = unit if value == 1 else f"{value} {unit}s"
        return UsageLimit(
            name=name,
            line=self.document.line(*at),
            description=_text(item.get("description")),
            sort=sort,
            default=default,
            unit=_text(item.get("unit")),
            renews=renews,
            features=linked,
        )

    def _valued(self, at: Path, item: Mapping[str, Any]) -> tuple[Any, Any]:
        sort = item.get("valueType")
        if sort not in SORTS:
            self._add((*at, "valueType"), f"{sort} is no valueType", allowed=", ".join(SORTS))
        return sort, self._value((*at, "defaultValue"), item.get("defaultValue"), sort)

    def _value(self, at: Path, value: Any, sort: Any) -> Any:
        """Return a value that fits its sort; lists of text are allowed as text."""
        fits = {
            "BOOLEAN": isinstance(value, bool),
            "NUMERIC": _is_number(value) or value == Decimal("Infinity"),
            "TEXT": isinstance(value, str) or (isinstance(value, list) and all(isinstance(v, str) for v in value)),
        }
        if value is not None and not fits.get(sort, True):
            wanted = {"BOOLEAN": "true or false", "NUMERIC": "a number, or .inf", "TEXT": "text"}[sort]
            self._add(at, f"{at[-1]} must be {wanted}", allowed=wanted)
            return None
        return ", ".join(value) if isinstance(value, list) else value

    # ---- plans and add-ons ----

    def _priced(self, at: Path, item: Mapping[str, Any], features: Any, limits: Any) -> dict[str, Any]:
        price, words = self._price((*at, "price"), item.get("price"))
        return {
            "name": str(at[-1]),
            "line": self.document.line(*at),
            "price_line": self.document.line(*at, "price"),
            "description": _text(item.get("description")),
            "price": price,
            "words": words,
            "unit": _text(item.get("unit")),
            "private": item.get("private") is True,
            "features": self._overridden((*at, "features"), features, "there is no feature {0}"),
            "limits": self._overridden((*at, "usageLimits"), limits, "there is no usage limit {0}"),
        }

    def _price(self, at: Path, price: Any) -> tuple[Decimal | None, str]:
        """Return the price, and the words that it was stated in."""
        if _is_number(price):
            if price < 0:
                self._add(at, "a price is not below 0")
            return Decimal(price), ""
        if isinstance(price, str) and price.strip():
            if not expressions.looks_like_one(price):
                return None, " ".join(price.split())
            try:
                value = expressions.amount(expressions.parse(price), self._variables)
            except expressions.BadExpression as bad:
                known = ", ".join(f"#{each}" for each in self._variables) or None
                self._add(at, f"the price cannot be computed: {bad} (character {bad.at + 1})", allowed=known)
                return None, price
            if value < 0:
                self._add(at, f"the price {price} comes to less than 0")
            found = expressions.as_decimal(abs(value), self._places)
            if Fraction(found) != value:
                words = f"{price} has no end as a decimal; it is rounded to {found:f}"
                self.notes.append(Note(self.document.line(*at), words))
            return found, price
        what = "is missing" if price is None else "must be a number, an expression or words in quotes"
        self._add(
            at, f"price {what}", hint=None if price is not None else 'such as price: 9.99, or price: "Contact sales"'
        )
        return None, ""

    def _add_on(
        self, name: str, item: Mapping[str, Any], features: Any, limits: Any, plans: Mapping[str, Plan], names: set[str]
    ) -> AddOn:
        at: Path = ("addOns", name)
        lists: dict[str, tuple[str, ...]] = {}
        for key, known in (("availableFor", plans), ("dependsOn", names), ("excludes", names)):
            lists[key] = tuple(self._list((*at, key)))
            for number, each in enumerate(lists[key]):
                what = "plan" if key == "availableFor" else "add-on"
                self._known((*at, key, number), each, known, f"there is no {what} {{0}}")
                if each == name:
                    self._add((*at, key, number), f"{name} names itself in {key}")
        least, most, step = self._quantities((*at, "subscriptionConstraints"))
        return AddOn(
            **self._priced(at, item, features, limits),
            available_for=lists["availableFor"] or tuple(plans),
            depends_on=lists["dependsOn"],
            excludes=lists["excludes"],
            extensions=self._overridden((*at, "usageLimitsExtensions"), limits, "there is no usage limit {0}"),
            constrained="subscriptionConstraints" in item,
            least=least or Decimal(1),
            most=most,
            step=step,
        )

    def _quantities(self, at: Path) -> tuple[Decimal | None, Decimal | None, Decimal | None]:
        """Return the least and greatest quantity and the step that constraints state; None where they state none."""
        many, found = self._table(at), list[Decimal | None]()
        for key in ("minQuantity", "maxQuantity", "quantityStep"):
            value = many.get(key)
            unbounded = key == "maxQuantity" and value == Decimal("Infinity")
            if value is not None and not unbounded and (not _is_number(value) or value <= 0):
                self._add((*at, key), f"{key} must be a number above 0")
                value = None
            found.append(None if value is None or unbounded else Decimal(value))
        least, most, step = found
        if most is not None and least is not None and most < least:
            self._add((*at, "maxQuantity"), "maxQuantity is below minQuantity")
        return least, most, step

    def _overridden(self, at: Path, known: Mapping[str, Any], sentence: str) -> dict[str, Any]:
        """Return the values of features or limits that a plan or an add-on states."""
        found: dict[str, Any] = {}
        for name, said in self._table(at).items():
            if not self._known((*at, name), name, known, sentence, on_key=True):
                continue
            if not isinstance(said, Mapping) or "value" not in said:
                self._add((*at, name), f"{name} states no value", hint="write value: … below it")
                continue
            found[name] = self._value((*at, name, "value"), said["value"], known[name].sort)
        return found


def _is_number(value: Any) -> bool:
    return isinstance(value, int | Decimal) and not isinstance(value, bool) and Decimal(value).is_finite()


def _text(value: Any) -> str:
    return " ".join(str(value).split()) if value is not None else ""
