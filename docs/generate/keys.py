"""Every table and key of catalogs and deals, from the records that read them."""

from __future__ import annotations

import types
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

from dealdesk.pricing import numbers
from dealdesk.pricing.charges import Charge
from dealdesk.pricing.step import AppliesTo
from dealdesk.record import MISSING, Before, Limits, Record, key_of
from dealdesk.schema.meanings import SHARED, about, attributes, meaning, said_by, stated
from generate.markdown import table

ALIASES = [
    (numbers.Price, "amount, or a table of amounts by currency"),
    (numbers.Percent, "per cent, 0 to 100"),
    (numbers.Amount, "amount"),
    (numbers.Quantity, "quantity"),
    (numbers.Whole, "whole number"),
    (numbers.Number, "number"),
]
USED: set[tuple[str, str]] = set()
"""The meanings that a page has used."""

PLAIN = {str: "text", bool: "true or false", int: "whole number", Decimal: "number", date: "date"}


def catalog_page() -> str:
    """Return the keys of a catalog."""
    from dealdesk.catalog.models import Catalog

    head = (
        "# Catalog keys\n\nEvery table and key of a catalog. [Catalogs](../catalogs.md) explains how to write one; "
        "[charges](charges.md) and [steps](steps.md) have the tables of their own.\n\n"
        "A catalog is a folder of TOML files that are read as one, or a single file. A key that is not listed is an "
        "error; so is a number below 0, unless `takes` says just *number*.\n"
    )
    return head + "\n" + "\n".join(_sections(Catalog)) + "\n"


def deal_page() -> str:
    """Return the keys of a deal."""
    from dealdesk.quoting.deal import Deal

    head = (
        "# Deal keys\n\nEvery table and key of a deal file. [Deals](../deals.md) explains how to write one. "
        "A key that is not listed is an error.\n\n## At the top of the file\n\n"
    )
    return head + key_table(Deal) + "\n\n" + "\n".join(_sections(Deal)) + "\n"


def _sections(root: type[Record]) -> Iterator[str]:
    """Yield a section for each table, those of the file's top level first in their groups."""
    seen: set[type[Record]] = {root}
    top = list(_inside(root, ""))
    own = {record: path for path, record in reversed(top)}
    for path, record in top:
        queue = [(path, record)]
        while queue:
            path, record = queue.pop(0)
            if record in seen or own.get(record, path) != path:
                continue
            seen.add(record)
            yield f"## `{path}`\n"
            yield about(record) + "\n"
            yield key_table(record) + "\n"
            queue[:0] = _inside(record, path.strip("[]"))


def _inside(record: type[Record], path: str) -> Iterator[tuple[str, type[Record]]]:
    """Yield the tables inside a record with the headers that files have for them."""
    for name, hint in get_type_hints(record, include_extras=True).items():
        if name.startswith("_") or name == "rules":
            continue
        key = f"{path}.{key_of(record, name)}".lstrip(".")
        for inner, shape in _records(hint):
            if issubclass(inner, AppliesTo | Charge):
                continue
            yield {"one": f"[{key}]", "many": f"[[{key}]]", "named": f"[{key}.<id>]"}[shape], inner


def _records(hint: Any, shape: str = "one") -> Iterator[tuple[type[Record], str]]:
    origin, args = get_origin(hint), get_args(hint)
    if isinstance(hint, type) and issubclass(hint, Record):
        yield hint, shape
    elif origin is Annotated or origin in (types.UnionType, Union):
        for each in args[:1] if origin is Annotated else args:
            yield from _records(each, shape)
    elif origin is tuple:
        yield from _records(args[0], "many")
    elif isinstance(origin, type) and issubclass(origin, Mapping):
        yield from _records(args[1], "named")


def key_table(record: type[Record], *, without: frozenset[str] = frozenset()) -> str:
    """Return the keys of a record: what they take, their default, what they mean."""
    hints, rows = get_type_hints(record, include_extras=True), []
    for name in sorted(record.fields(), key=lambda name: name in SHARED):
        if name in without:
            continue
        default = getattr(record, name, MISSING)
        takes = words(hints[name]) + _bounds(default.words if isinstance(default, Limits) else {})
        rows.append((f"`{key_of(record, name)}`", takes, _default(default), _meaning(record, name)))
    return table(("key", "takes", "default", "meaning"), rows)


def _meaning(record: type[Record], name: str) -> str:
    """Return what a key means, and note that it was told; ValueError where two places tell it."""
    key = key_of(record, name)
    if (source := said_by(record, key)) is not None:
        if name in attributes(record):
            raise ValueError(f"meanings.toml: {source}.{key} is documented by the code")
        USED.add((source, key))
    return meaning(record, name)


def unused() -> list[str]:
    """Return the meanings that neither a page nor the root of a file has used: their key is gone."""
    every = {(record, key) for record, keys in stated().items() for key in keys}
    return sorted(".".join(each) for each in every - USED - _roots())


def _roots() -> set[tuple[str, str]]:
    """Return the keys of the records that have no table on a page: a whole catalog, and its rules."""
    from dealdesk.catalog.models import Catalog
    from dealdesk.pricing.steps import Rules

    return {(record.__name__, name) for record in (Catalog, Rules) for name in record.fields()}


def _default(default: Any) -> str:
    if isinstance(default, Limits):
        if default.default_factory is not None:
            return "–" if default.default_factory in (dict, list, tuple) else "its defaults"
        default = default.default
    if default is MISSING:
        return "*must be stated*"
    if isinstance(default, AppliesTo):
        return f"`charges = {_list(default.charges)}`"
    if isinstance(default, tuple) and default:
        return f"`{_list(default)}`"
    if default is None or default == () or default == "":
        return "–"
    if isinstance(default, bool):
        return str(default).lower()
    return f"`{default}`"


def _list(values: tuple[str, ...]) -> str:
    return "[" + ", ".join(f'"{each}"' for each in values) + "]"


def words(hint: Any) -> str:
    """Return what a value may be, in words."""
    for alias, said in ALIASES:
        if hint == alias:
            return said
    origin, args = get_origin(hint), get_args(hint)
    if origin is Annotated:
        for alias, said in ALIASES:
            notes = get_args(alias)[1:]
            if args[1 : len(notes) + 1] == notes:
                rest = [each for each in args[len(notes) + 1 :] if isinstance(each, Limits)]
                return said + "".join(_bounds(each.words) for each in rest)
        # The one value that is read before it is checked: a discount may be a bare percentage.
        inner = words(args[0]) + (" or per cent" if any(isinstance(each, Before) for each in args) else "")
        return inner + "".join(_bounds(each.words) for each in args[1:] if isinstance(each, Limits))
    if origin is Literal:
        return ", ".join(f'`"{each}"`' for each in args)
    if origin in (types.UnionType, Union):
        kept = [each for each in args if each is not type(None)]
        if all(isinstance(each, type) and issubclass(each, Charge) for each in kept):
            return "[charge](charges.md)"
        return " or ".join(words(each) for each in kept)
    if origin is tuple:
        if len(args) == 2 and args[1] is not ...:
            return f"list of two: {words(args[0])}"
        return f"list of: {words(args[0])}"
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return f"table of: {words(args[1])}"
    if isinstance(hint, type) and issubclass(hint, Record):
        return "[`applies_to`](steps.md#applies_to)" if issubclass(hint, AppliesTo) else "table"
    return PLAIN.get(hint, "any")


def _bounds(limits: Mapping[str, Any]) -> str:
    least, most = limits.get("ge"), limits.get("le")
    said = ""
    if least is not None and most is not None:
        said = f", {least} to {most}"
    elif least:
        said = f", at least {least}"
    if "gt" in limits:
        said += f", more than {limits['gt']}"
    if "lt" in limits:
        said += f", less than {limits['lt']}"
    return said
