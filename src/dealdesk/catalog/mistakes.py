"""What pydantic objects to, at the place of the value and in the words of the file.

pydantic names an error by its location in the model: names of union members, tags and model classes stand
between keys. Here the location is walked along the annotations and the data together. So the mistake gets the
path that the file has, and the keys and values that would have been allowed are at hand for a suggestion.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import NoneType, UnionType
from typing import TYPE_CHECKING, Annotated, Any, Literal, Union, get_args, get_origin

from dealdesk.catalog.source import Sources, dotted
from dealdesk.catalog.spans import Path
from dealdesk.errors import Mistake, did_you_mean

if TYPE_CHECKING:
    from pydantic import BaseModel, ValidationError
    from pydantic_core import ErrorDetails

_KINDS = {
    "int": "a whole number",
    "decimal": "a number",
    "float": "a number",
    "finite": "a number",
    "string": "text in quotes",
    "bool": "true or false",
    "date": "a date such as 2027-01-31",
    "datetime": "a date with a time",
    "time": "a time",
    **dict.fromkeys(("list", "tuple", "set", "frozen", "iterable", "sequence"), "a list"),
    **dict.fromkeys(("dict", "mapping", "model", "dataclass"), "a table"),
}
_KIND_ENDINGS = ("_type", "_parsing", "_parsing_size", "_from_float", "_number", "_inexact")
_SENTENCES = {
    "greater_than_equal": "{what} must be {ge} or more, not {given}",
    "greater_than": "{what} must be more than {gt}, not {given}",
    "less_than_equal": "{what} must be {le} or less, not {given}",
    "less_than": "{what} must be less than {lt}, not {given}",
    "multiple_of": "{what} must be a multiple of {multiple_of}, not {given}",
    "decimal_max_digits": "{what} may have at most {max_digits} digits",
    "decimal_max_places": "{what} may have at most {decimal_places} decimals",
    "decimal_whole_digits": "{what} may have at most {whole_digits} digits before the point",
    "string_too_short": "{what} must have at least {min_length} characters",
    "string_too_long": "{what} may have at most {max_length} characters",
    "string_pattern_mismatch": "{what} does not have the right form: {given}",
    "too_short": "{what} must have at least {min_length} entries, not {actual_length}",
    "too_long": "{what} may have at most {max_length} entries",
}
_NAMES = ("id", "sku", "name", "code")  # what an entry of a list is called by


def from_validation(
    error: ValidationError, sources: Sources, *, data: Any, model: type[BaseModel], root: Path = ()
) -> tuple[Mistake, ...]:
    """Turn what pydantic objects to into mistakes at their places.

    A validator that raises `ValueError` speaks for itself: its sentence becomes the message, at the first key
    that the sentence names. One that raises `PydanticCustomError` may add `at` (keys below its own place),
    `allowed` and `hint` to the context.

    Args:
        error: What `model` raised for `data`.
        sources: Where the data stands.
        data: What was validated.
        model: What it was validated against.
        root: The path of `data` in the document.
    """
    found = [_walk(details, data, model) for details in error.errors(include_url=False)]
    mistakes = [_mistake(one, sources, root) for one in _settle_unions(found)]
    return tuple(dict.fromkeys(mistake for mistake in mistakes if mistake))


@dataclass(slots=True)
class _Found:
    """One error of pydantic, and what was met on the way to it."""

    error: str
    details: ErrorDetails
    path: Path = ()
    values: list[Any] = field(default_factory=list)  # the data at each step, the whole first
    model: type[BaseModel] | None = None  # the innermost model
    siblings: tuple[Any, ...] = ()  # the union that it was chosen from by its tag
    discriminator: str | None = None
    union: tuple[Path, str] | None = None  # the outermost union without tags, and the label of the member
    entries: set[Path] = field(default_factory=set)  # paths whose last key is a name that the user gave
    on_key: bool = False
    kinds: tuple[str, ...] = ()

    @property
    def context(self) -> dict[str, Any]:
        return self.details.get("ctx") or {}

    @property
    def value(self) -> Any:
        """The data at the path; None if there is none."""
        return self.values[-1] if len(self.values) > len(self.path) else None

    @property
    def parent(self) -> dict[str, Any]:
        """The table around the path; empty if there is none."""
        around = self.values[len(self.path) - 1 : len(self.path)]
        return around[0] if around and isinstance(around[0], dict) else {}

    def down(self, part: str | int) -> None:
        """Go to a key or item, whether it is there or not."""
        self.path = (*self.path, part)
        if len(self.values) == len(self.path) and _has(self.values[-1], part):
            self.values.append(self.values[-1][part])


def _walk(details: ErrorDetails, data: Any, model: type[BaseModel]) -> _Found:
    """Follow the location of an error; parts that only name a union member, a tag or a class fall away."""
    found = _Found(details["type"], details, values=[data])
    note, discriminator = _peel(model)
    last = len(details["loc"])
    for number, part in enumerate(details["loc"], 1):
        if part == "[key]":
            found.on_key = True
        elif _members(note):
            members = _members(note)
            if discriminator:
                found.siblings, found.discriminator = members, discriminator
                note = next((one for one in members if str(part) in _tags(one, discriminator)), None)
            else:
                found.union = found.union or (found.path, str(part))
                note = next((one for one in members if _is_label(str(part), one)), None)
            note, discriminator = _peel(note)
        elif fields := _fields(note):
            found.model = note
            found.siblings = found.siblings if number == last else ()
            found.down(part)
            note, discriminator = _peel_field(fields.get(str(part)))
        else:
            if (inside := _contents(note, part)) is not None or _has(found.value, part) or number == last:
                found.down(part)
            if isinstance(part, str) and inside is not None:
                found.entries.add(found.path)
            note, discriminator = _peel(inside)
    if discriminator and found.error.startswith("union_tag"):
        found.discriminator, found.siblings = discriminator, _members(note)
    return found


def _peel(note: Any, discriminator: str | None = None) -> tuple[Any, str | None]:
    """An annotation without its wrappings and without None, and the key that chooses between its members."""
    while True:
        if get_origin(note) is Annotated:
            for extra in get_args(note)[1:]:
                key = getattr(extra, "discriminator", None)
                discriminator = key if isinstance(key, str) else discriminator
            note = get_args(note)[0]
        elif hasattr(note, "__value__"):
            note = note.__value__
        elif len(_union(note)) == 1:
            note = _union(note)[0]
        elif getattr(note, "__pydantic_root_model__", False):
            return _peel_field(note.model_fields["root"])
        else:
            return note, discriminator


def _peel_field(info: Any) -> tuple[Any, str | None]:
    if info is None:
        return None, None
    return _peel(info.annotation, info.discriminator if isinstance(info.discriminator, str) else None)


def _union(note: Any) -> tuple[Any, ...]:
    """The members of a union other than None."""
    if get_origin(note) not in (Union, UnionType):
        return ()
    return tuple(one for one in get_args(note) if one is not NoneType)


def _members(note: Any) -> tuple[Any, ...]:
    """The members between which pydantic has to choose."""
    members = _union(note)
    return members if len(members) > 1 else ()


def _contents(note: Any, part: str | int) -> Any:
    """The annotation of an entry of a table of names, or of a list; None for anything else."""
    origin, inside = get_origin(note), get_args(note)
    if not isinstance(origin, type) or not inside:
        return None
    if issubclass(origin, Mapping):
        return inside[-1]
    if origin is tuple and isinstance(part, int) and ... not in inside:
        return inside[min(part, len(inside) - 1)]
    return inside[0] if issubclass(origin, Iterable) else None


def _fields(note: Any) -> dict[str, Any]:
    """The fields of a model by each name that a file may use; empty for what is no model."""
    fields = getattr(note, "model_fields", None) if isinstance(note, type) else None
    if not fields:
        return {}
    by_name = note.model_config.get("populate_by_name") or note.model_config.get("validate_by_name")
    named = {name: info for name, info in fields.items() if by_name or not info.alias}
    return named | {info.alias: info for info in fields.values() if info.alias}


def _tags(member: Any, discriminator: str) -> tuple[str, ...]:
    """The tags that choose a member of a tagged union, which may be such a union itself."""
    bare, inner = _peel(member)
    if members := _members(bare):
        return tuple(tag for one in members for tag in _tags(one, inner or discriminator))
    note, _ = _peel_field(_fields(bare).get(discriminator))
    if get_origin(note) is Literal:
        return tuple(str(getattr(tag, "value", tag)) for tag in get_args(note))
    return tuple(str(tag.value) for tag in getattr(note, "__members__", {}).values())


def _is_label(label: str, member: Any) -> bool:
    """Whether pydantic calls a member of a union by this label: a class, or a type with its arguments."""
    while label.startswith("function-") and "(), " in label:  # function-after[check(), Tier]
        label = label.split("(), ", 1)[1][:-1]
    bare, _ = _peel(member)
    origin = get_origin(bare) or bare
    name = getattr(origin, "__name__", "").lower()
    outer = label.lower().split("[")[0]
    return outer == name or (outer, name) in (("dict", "mapping"), ("list", "sequence"))


def _has(value: Any, part: str | int) -> bool:
    if isinstance(value, dict):
        return part in value
    return isinstance(value, list | tuple) and isinstance(part, int) and 0 <= part < len(value)


def _settle_unions(found: Sequence[_Found]) -> list[_Found]:
    """For each union without tags keep the objections of the member that the value is nearest to.

    Where every member wants another kind of value, one error remains that names all kinds.
    """
    kept: list[_Found] = []
    groups: dict[Path, dict[str, list[_Found]]] = {}
    for one in found:
        if one.union:
            path, label = one.union
            groups.setdefault(path, {}).setdefault(label, []).append(one)
        else:
            kept.append(one)
    for path, members in groups.items():
        near = [m for m in members.values() if any(not _kind(one) or len(one.path) > len(path) for one in m)]
        if near:  # the fewest objections; a word was rather meant for one of a set than for a number
            near.sort(key=lambda m: (len(m), (m[0].error == "literal_error") != isinstance(m[0].value, str)))
            kept += near[0]
        else:
            first = next(iter(members.values()))[0]
            kinds = [_kind(one) or "" for errors in members.values() for one in errors]
            first.kinds = tuple(dict.fromkeys(kinds))
            kept.append(first)
    return kept


def _kind(found: _Found) -> str | None:
    """The kind of value that would have been right, where the error is that the kind is wrong."""
    if not found.error.endswith(_KIND_ENDINGS):
        return None
    return _KINDS.get(found.error.split("_")[0])


def _mistake(found: _Found, sources: Sources, root: Path) -> Mistake | None:
    """The error in the words of the file; None for one that only follows from another."""
    if found.error == "extra_forbidden":
        return _unknown_key(found, sources, root)
    if found.error == "missing":
        return _missing(found, sources, root, None)
    if found.error == "union_tag_not_found" and (key := found.discriminator):
        found.down(key)
        tags = [tag for member in found.siblings for tag in _tags(member, key)]
        return _missing(found, sources, root, ", ".join(tags))
    if found.error in ("value_error", "assertion_error") or "at" in found.context:
        return _own_words(found, sources, root)
    if found.error == "union_tag_invalid" and found.discriminator:
        found.down(found.discriminator)
        return _choice(found, sources, root, found.context["expected_tags"])
    if found.error in ("literal_error", "enum"):
        return _choice(found, sources, root, found.context["expected"])
    if found.kinds or _kind(found):
        return _wrong_kind(found, sources, root)
    context = dict(found.context)
    if found.error == "too_short":
        context["actual_length"] = len(found.value or ())
        if context["actual_length"] >= context["min_length"]:
            return None  # pydantic counts the valid entries only, and has named the others
    message = f"{_what(found)}: {found.details['msg']}"
    if sentence := _SENTENCES.get(found.error):
        message = sentence.format(what=_what(found), given=_given(found.details["input"]), **context)
    if found.error in ("too_short", "string_too_short") and context["min_length"] == 1:
        message = f"{_what(found)} must not be empty"
    allowed = context.get("allowed")
    if pattern := context.get("pattern"):
        allowed = f"text that matches {pattern}"
    return _at(found, sources, root, message, allowed, context.get("hint"))


def _at(
    found: _Found,
    sources: Sources,
    root: Path,
    message: str,
    allowed: str | None,
    hint: str | None,
) -> Mistake:
    on: Literal["key", "value"] = "key" if found.on_key else "value"
    code = found.error.replace("_", "-")
    return sources.mistake((*root, *found.path), message, on=on, allowed=allowed, hint=hint, code=code)


def _unknown_key(found: _Found, sources: Sources, root: Path) -> Mistake:
    key, table = str(found.path[-1]), found.parent
    known = list(_fields(found.model))
    guess = did_you_mean(key, [name for name in known if name not in table])
    hint = f"did you mean `{guess}`?" if guess else None
    others = [one for one in found.siblings if key in _fields(_peel(one)[0])]
    if others and not guess and found.discriminator:
        tags = ", ".join(tag for one in others for tag in _tags(one, found.discriminator))
        hint = f"`{key}` goes with {found.discriminator} = {tags}"
    message = f"unknown key `{key}` in {_table(found, root)}"
    path = (*root, *found.path)
    return sources.mistake(path, message, on="key", allowed=", ".join(known), hint=hint, code="unknown-key")


def _missing(found: _Found, sources: Sources, root: Path, allowed: str | None) -> Mistake:
    where = f" in {_table(found, root)}" if found.path[:-1] or root else ""
    key = found.path[-1]
    message = f"{f'`{key}`' if isinstance(key, str) else f'entry {key + 1}'} is missing{where}"
    return sources.mistake((*root, *found.path), message, allowed=allowed, code="missing")


def _own_words(found: _Found, sources: Sources, root: Path) -> Mistake:
    """The sentence of a validator, at the first key of the table that it names."""
    context = found.context
    message = str(context.get("error", found.details["msg"]))
    named: Any = context.get("at", ())
    if not named and isinstance(found.value, dict):
        named = next(((word,) for word in re.findall(r"[\w-]+", message) if word in found.value), ())
    for part in (named,) if isinstance(named, str | int) else named:
        found.down(part)
    return _at(found, sources, root, message, context.get("allowed"), context.get("hint"))


def _choice(found: _Found, sources: Sources, root: Path, expected: str) -> Mistake:
    """A value that is none of a fixed set; pydantic gives the set as `'a', 'b' or 'c'`."""
    choices = [choice.strip("'") for choice in re.split(r", | or ", expected)]
    value = found.value
    guess = did_you_mean(value, choices) if isinstance(value, str) else None
    allowed = ", ".join(choices)
    message = f"{_what(found)} must be one of: {allowed}; not {_given(value)}"
    return _at(found, sources, root, message, allowed, f'did you mean "{guess}"?' if guess else None)


def _wrong_kind(found: _Found, sources: Sources, root: Path) -> Mistake:
    value, kinds = found.details["input"], found.kinds or (_kind(found) or "",)
    message = f"{_what(found)} must be {' or '.join(kinds)}, not {_given(value)}"
    path = (*root, *found.path)
    hint = None
    if isinstance(value, bool) and any("number" in kind for kind in kinds):
        hint = "true and false are not numbers"
    elif isinstance(value, str) and re.fullmatch(r"[+-]?[\d.]+|true|false", value):
        hint = f"write {value} without quotes"
    elif isinstance(value, dict) and kinds == ("a list",):
        hint = f"write [[{dotted(path)}]] above each entry"
    elif isinstance(value, list) and kinds == ("a table",):
        hint = f"write [{dotted(path)}], in single brackets"
    return _at(found, sources, root, message, None, hint)


def _what(found: _Found) -> str:
    """The value in words: its key, or its number in a list. A key that only the model has does not count."""
    path = found.path[: len(found.values) - 1]
    if not path:
        return "the file"
    last = path[-1]
    if isinstance(last, int):
        return f"entry {last + 1} of `{dotted(path[:-1])}`"
    return f"the name `{last}`" if found.on_key else f"`{last}`"


def _table(found: _Found, root: Path) -> str:
    """The table around a key in words: charge `platform`, product `gateway`, tier 2, or its path."""
    path, table = found.path[:-1], found.parent
    if not path and not root:
        return "the file"
    last, before = (path or root)[-1], (path or root)[-2:-1]
    noun = _singular(str(before[0])) if before else "entry"
    if isinstance(last, int):
        name = next((table[key] for key in _NAMES if isinstance(table.get(key), str)), None)
        return f"{noun} `{name}`" if name else f"{noun} {last + 1}"
    return f"{noun} `{last}`" if path in found.entries else f"`{dotted((*root, *path))}`"


def _singular(noun: str) -> str:
    return f"{noun[:-3]}y" if noun.endswith("ies") else noun.removesuffix("s")


def _given(value: Any) -> str:
    """A value as a file would write it, cut short."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return f'"{value}"' if len(value) <= 40 else f'"{value[:40]}…"'
    if isinstance(value, dict):
        return "a table"
    if isinstance(value, list | tuple):
        return "a list"
    return str(value)[:40]
