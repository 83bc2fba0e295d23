"""What the annotations of records say: which keys a table has, what a list holds, which values are allowed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, NamedTuple, Union, get_args, get_origin

_LARGE = 10**9
"""A bound beyond this is there to keep the arithmetic finite; nobody has to know it."""

PATTERNS = {
    r"^[a-z0-9][a-z0-9-]*$": "lower-case letters, digits and hyphens, such as core-platform",
    r"^[A-Z0-9][A-Z0-9-]*$": "capital letters, digits and hyphens, such as SPRING-26",
    r"^[0-9A-Za-z][0-9A-Za-z.+-]*$": "letters, digits, dots, hyphens and plus signs, such as 2026.1",
    r"^[A-Z]{3}$": "three capital letters, such as EUR",
    r"^#[0-9a-fA-F]{6}$": "# and six hexadecimal digits, such as #0b6a5a",
}
"""What a pattern means, for people."""


def peel(note: Any, discriminator: str | None = None) -> tuple[Any, str | None]:
    """An annotation without its wrappings and without None, and the key that chooses between its members."""
    while True:
        if get_origin(note) is Annotated:
            for extra in get_args(note)[1:]:
                key = getattr(extra, "discriminator", None)
                discriminator = key if isinstance(key, str) else discriminator
            note = get_args(note)[0]
        elif hasattr(note, "metadata") and hasattr(note, "annotation"):  # a field
            return peel_field(note)
        elif hasattr(note, "__value__"):
            note = note.__value__
        elif len(_union(note)) == 1:
            note = _union(note)[0]
        elif getattr(note, "__pydantic_root_model__", False):
            return peel_field(note.model_fields["root"])
        else:
            return note, discriminator


def peel_field(info: Any) -> tuple[Any, str | None]:
    """The same of a field of a model; None for a field that there is not."""
    if info is None:
        return None, None
    return peel(info.annotation, info.discriminator if isinstance(info.discriminator, str) else None)


def _union(note: Any) -> tuple[Any, ...]:
    """The members of a union other than None."""
    if get_origin(note) not in (Union, UnionType):
        return ()
    return tuple(one for one in get_args(note) if one is not NoneType)


def members_of(note: Any) -> tuple[Any, ...]:
    """The members between which pydantic has to choose."""
    members = _union(note)
    return members if len(members) > 1 else ()


def contents(note: Any, part: str | int) -> Any:
    """The annotation of an entry of a table of names, or of a list; None for anything else."""
    origin, inside = get_origin(note), get_args(note)
    if not isinstance(origin, type) or not inside:
        return None
    if issubclass(origin, Mapping):
        return inside[-1]
    if origin is tuple and isinstance(part, int) and ... not in inside:
        return inside[min(part, len(inside) - 1)]
    return inside[0] if issubclass(origin, Iterable) else None


def fields_of(note: Any) -> dict[str, Any]:
    """The fields of a model by each name that a file may use; empty for what is no model."""
    fields = getattr(note, "model_fields", None) if isinstance(note, type) else None
    if not fields:
        return {}
    by_name = note.model_config.get("populate_by_name") or note.model_config.get("validate_by_name")
    named = {name: info for name, info in fields.items() if by_name or not info.alias}
    return named | {info.alias: info for info in fields.values() if info.alias}


def keys_of(note: Any) -> list[str]:
    """The keys of a model as files write them."""
    return [info.alias or name for name, info in getattr(note, "model_fields", {}).items()]


def tags(member: Any, discriminator: str) -> tuple[str, ...]:
    """The tags that choose a member of a tagged union, which may be such a union itself."""
    bare, inner = peel(member)
    if members := members_of(bare):
        return tuple(tag for one in members for tag in tags(one, inner or discriminator))
    note, _ = peel_field(fields_of(bare).get(discriminator))
    if get_origin(note) is Literal:
        return tuple(str(getattr(tag, "value", tag)) for tag in get_args(note))
    return tuple(str(tag.value) for tag in getattr(note, "__members__", {}).values())


def is_label(label: str, member: Any) -> bool:
    """Whether pydantic calls a member of a union by this label: a class, or a type with its arguments."""
    while label.startswith("function-") and "(), " in label:  # function-after[check(), Tier]
        label = label.split("(), ", 1)[1][:-1]
    bare, _ = peel(member)
    origin = get_origin(bare) or bare
    name = getattr(origin, "__name__", "").lower()
    outer = label.lower().split("[")[0]
    return outer == name or (outer, name) in (("dict", "mapping"), ("list", "sequence"))


class Bounds(NamedTuple):
    """The bounds of a value, as annotations state them; None where there is none."""

    ge: Any = None
    gt: Any = None
    le: Any = None
    lt: Any = None
    min_length: Any = None
    max_length: Any = None
    pattern: Any = None


def bounds_of(note: Any) -> Bounds:
    """The bounds that an annotation or a field states, those of its inner parts too."""
    found: dict[str, Any] = {}

    def look(one: Any) -> None:
        if get_origin(one) is Annotated:
            inner, *extras = get_args(one)
            look(inner)
            for extra in extras:
                look(extra)
        elif len(_union(one)) == 1:
            look(_union(one)[0])
        else:
            if getattr(one, "annotation", None) is not None:
                look(one.annotation)
            for extra in getattr(one, "metadata", ()):
                look(extra)
            for name in Bounds._fields:
                if not isinstance(one, type) and getattr(one, name, None) is not None:
                    found[name] = getattr(one, name)

    look(note)
    return Bounds(**found)


def admitted(note: Any) -> str | None:
    """What an annotation or a field admits, in words; None where that goes without saying."""
    bare, discriminator = peel(note)
    bounds = bounds_of(note)
    if discriminator:
        return None
    if members := members_of(bare):
        words = [admitted(one) for one in members]
        return " or ".join(word for word in words if word) or None
    if get_origin(bare) is Literal:
        return ", ".join(str(one) for one in get_args(bare))
    if bare in (int, Decimal):
        return _number("a whole number" if bare is int else "a number", bounds)
    if bare is str:
        text = PATTERNS.get(
            bounds.pattern, f"text that matches {bounds.pattern}" if bounds.pattern else "text in quotes"
        )
        return text + (f"; at most {bounds.max_length:,} characters" if bounds.max_length else "")
    if bare in (bool, date):
        return "true or false" if bare is bool else "a date such as 2027-01-31"
    origin = get_origin(bare)
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return "a table of numbers" if peel(get_args(bare)[-1])[0] in (int, Decimal) else "a table"
    if origin in (tuple, list):
        exact = len(get_args(bare)) if origin is tuple and ... not in get_args(bare) else None
        most = f" of at most {bounds.max_length} entries" if bounds.max_length else ""
        return f"a list of {exact} entries" if exact else f"a list{most}"
    return "a table" if fields_of(bare) else None


def _number(noun: str, bounds: Bounds) -> str:
    low, high = (bounds.ge, bounds.gt), (bounds.le, bounds.lt)
    if bounds.gt is not None and bounds.ge is not None and bounds.gt >= bounds.ge:
        low = (None, bounds.gt)
    if (bounds.ge, bounds.le) == (0, 100) and noun == "a number":
        below = " to below 100" if bounds.lt else " to 100"
        return f"{noun} from 0{below}: 15 means 15 %"
    if bounds.le is not None and bounds.le > _LARGE:
        high = (None, None)
    words = f" from {low[0]}" if low[0] is not None else f" above {low[1]}" if low[1] is not None else ""
    if high != (None, None):
        words += f" to {high[0]}" if high[0] is not None else f" below {high[1]}"
    elif low[0] is not None:
        words += " up"
    return noun + words


def example(path: tuple[str | int, ...], note: Any, named: str) -> str | None:
    """How the value that is missing at *path* would be written.

    Args:
        path: The way to the value.
        note: What it is annotated with.
        named: The path of its table in the words of TOML; "" for the file.
    """
    bare, discriminator = peel(note)
    key, origin = path[-1], get_origin(bare)
    if discriminator or (members_of(bare) and not fields_of(members_of(bare)[0])):
        return None if discriminator else example(path, members_of(bare)[0], named)
    if origin is Literal:
        return f'{key} = "{get_args(bare)[0]}"'
    if bare in (Decimal, int):
        bounds = bounds_of(note)
        usual = 1 if bare is int else 12 if key == "from" else 100
        return f"{key} = {10 if bounds.le == 100 else max(usual, bounds.ge or 0)}"
    if bare in _EXAMPLES:
        return f"{key} = {_EXAMPLES[bare]}"
    header = f"{named}.{key}" if named else str(key)
    if fields_of(bare):
        return f"[{header}]{_first_key(bare)}"
    if isinstance(origin, type) and issubclass(origin, Mapping):
        inside = peel(get_args(bare)[-1])[0]
        return f"[{header}.NAME]{_first_key(inside)}" if fields_of(inside) else f"{key} = {{ … }}"
    if origin in (tuple, list):
        inside, choice = peel(get_args(bare)[0])
        model = peel(members_of(inside)[0])[0] if choice else inside
        return f"[[{header}]]{_first_key(model)}" if fields_of(model) else f"{key} = [ … ]"
    return None


_EXAMPLES: dict[Any, str] = {str: '"…"', bool: "true", date: "2027-01-31"}


def _first_key(model: Any) -> str:
    """The first key that a table must have, to be written below its header."""
    for name, info in getattr(model, "model_fields", {}).items():
        if info.is_required():
            key = info.alias or name
            shown = example((key,), info, "")
            return f", and {shown} below it" if shown and " = " in shown and "[" not in shown else ""
    return ""
