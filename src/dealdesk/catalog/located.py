"""Where in the data an error of pydantic is, and what was met on the way there.

pydantic names an error by its location in the model: names of union members, tags and model classes stand
between keys. Here the location is walked along the annotations and the data together. So the mistake gets the
path that the file has, and the keys and values that would have been allowed are at hand for a suggestion.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from dealdesk.catalog.annotations import contents, fields_of, is_label, members_of, peel, peel_field, tags
from dealdesk.catalog.positions import Path

if TYPE_CHECKING:
    from pydantic import BaseModel
    from pydantic_core import ErrorDetails

KINDS = {
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
_NO_NUMBER = "a number is needed here"


@dataclass(slots=True)
class Found:
    """One error of pydantic, and what was met on the way to it."""

    error: str
    details: ErrorDetails
    path: Path = ()
    values: list[Any] = field(default_factory=list)  # the data at each step, the whole first
    note: Any = None  # what the path is annotated with
    models: list[tuple[Path, Any]] = field(default_factory=list)  # the models on the way, the outermost first
    siblings: tuple[Any, ...] = ()  # the union that the innermost model was chosen from by its tag
    discriminator: str | None = None
    union: tuple[Path, str] | None = None  # the outermost union without tags, and the label of the member
    entries: set[Path] = field(default_factory=set)  # paths whose last key is a name that the user gave
    on_key: bool = False
    kinds: tuple[str, ...] = ()

    @property
    def context(self) -> dict[str, Any]:
        """What pydantic adds to the error."""
        return self.details.get("ctx") or {}

    @property
    def sentence(self) -> str:
        """What a validator of ours says; "" where pydantic speaks."""
        return str(self.context["error"]) if "error" in self.context else ""

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
        if len(self.values) == len(self.path) and has(self.values[-1], part):
            self.values.append(self.values[-1][part])

    @property
    def kind(self) -> str | None:
        """The kind of value that would have been right, where the error is that the kind is wrong."""
        if self.sentence.startswith(_NO_NUMBER):
            return "a whole number" if peel(self.note)[0] is int else "a number"
        return KINDS.get(self.error.split("_")[0]) if self.error.endswith(_KIND_ENDINGS) else None


def walk(details: ErrorDetails, data: Any, model: type[BaseModel]) -> Found:
    """Follow the location of an error; parts that only name a union member, a tag or a class fall away."""
    found = Found(details["type"], details, values=[data], note=model)
    note, discriminator = peel(model)
    last = len(details["loc"])
    for number, part in enumerate(details["loc"], 1):
        if part == "[key]":
            found.on_key = True
        elif members := members_of(note):
            if discriminator:
                found.siblings, found.discriminator = members, discriminator
                chosen = next((one for one in members if str(part) in tags(one, discriminator)), None)
            else:
                found.union = found.union or (found.path, str(part))
                chosen = next((one for one in members if is_label(str(part), one)), None)
                found.note = chosen if found.note is None else found.note
            note, discriminator = peel(chosen)
        elif fields := fields_of(note):
            found.models.append((found.path, note))
            found.siblings = found.siblings if number == last else ()
            found.down(part)
            found.note = fields.get(str(part))
            note, discriminator = peel_field(found.note)
        else:
            inside = contents(note, part)
            if inside is not None or has(found.value, part) or number == last:
                found.down(part)
                found.note = inside
            if isinstance(part, str) and inside is not None:
                found.entries.add(found.path)
            note, discriminator = peel(inside)
    if discriminator and found.error.startswith("union_tag"):
        found.discriminator, found.siblings = discriminator, members_of(note)
    return found


def has(value: Any, part: str | int) -> bool:
    """Whether a table has the key, or a list the item."""
    if isinstance(value, dict):
        return part in value
    return isinstance(value, list | tuple) and isinstance(part, int) and 0 <= part < len(value)


def settle_unions(found: Sequence[Found]) -> list[Found]:
    """For each union without tags keep the objections of the member that the value is nearest to.

    Where every member wants another kind of value, one error remains that names all kinds.
    """
    kept: list[Found] = []
    groups: dict[Path, dict[str, list[Found]]] = {}
    for one in found:
        if one.union:
            path, label = one.union
            groups.setdefault(path, {}).setdefault(label, []).append(one)
        else:
            kept.append(one)
    for path, members in groups.items():
        near = [m for m in members.values() if any(not one.kind or len(one.path) > len(path) for one in m)]
        if near:  # the fewest objections; a word was rather meant for one of a set than for a number
            near.sort(key=lambda m: (len(m), (m[0].error == "literal_error") != isinstance(m[0].value, str)))
            kept += near[0]
        else:
            first = next(iter(members.values()))[0]
            kinds = [one.kind or "" for errors in members.values() for one in errors]
            first.kinds = tuple(dict.fromkeys(kinds))
            kept.append(first)
    return kept
