"""2.1 to 3.0: two sorts of usage limit became others, and an add-on that extends limits can be bought repeatedly."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from dealdesk.importers.draft import Note
from dealdesk.importers.yaml_source import Document

_CONTEXTS = (("planContext", "pricingContext"), ("userContext", "subscriptionContext"))


def upgrade(document: Document) -> list[Note]:
    """Rename the sorts of limits and the contexts of expressions; say how often an extension can be bought."""
    data: dict[str, Any] = document.data
    for limit in _tables(data.get("usageLimits")):
        if limit.get("type") == "TIME_DRIVEN":
            limit["type"] = "RENEWABLE"
            limit.setdefault("period", {"value": 1, "unit": "MONTH"})
        elif limit.get("type") == "RESPONSE_DRIVEN":
            limit["type"] = "NON_RENEWABLE"
    for add_on in _tables(data.get("addOns")):
        if add_on.get("usageLimitsExtensions") and "subscriptionConstraints" not in add_on:
            many = {"minQuantity": 1, "maxQuantity": Decimal("Infinity"), "quantityStep": 1}
            add_on["subscriptionConstraints"] = many
    for feature in _tables(data.get("features")):
        for key in ("expression", "serverExpression"):
            if isinstance(feature.get(key), str):
                for old, new in _CONTEXTS:
                    feature[key] = feature[key].replace(old, new)
    data["syntaxVersion"] = "3.0"
    return []


def _tables(section: Any) -> list[dict[str, Any]]:
    return [each for each in section.values() if isinstance(each, dict)] if isinstance(section, dict) else []
