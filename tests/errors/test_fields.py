"""Every key of every table is tried with values that it cannot have; the mistake stands at the value and says enough.

The gallery has one file for each sort of mistake.  Here each sort is made at each key that can have it.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal, NamedTuple, get_args, get_origin

import pytest
from pydantic import ValidationError

from dealdesk.catalog.annotations import bounds_of, contents, fields_of, members_of, peel, tags
from dealdesk.catalog.mistakes import from_validation
from dealdesk.catalog.models import Catalog
from dealdesk.catalog.places import Sources
from dealdesk.catalog.positions import Spans
from dealdesk.catalog.source import read_toml
from dealdesk.errors import Mistake
from dealdesk.pricing.charges import Given
from dealdesk.quoting.deal import Deal
from dealdesk.record import KINDS, Record, key_of
from tests.errors.gallery import HERE, SHOPS

WHOLE: dict[str, tuple[type[Record], Path]] = {
    "catalog": (Catalog, HERE / SHOPS / "everything.toml"),
    "deal": (Deal, HERE / "whole" / "deal.toml"),
}
TABLES = (
    "fields",
    "header",
    "market",
    "models",
    "plan",
    "playbook",
    "policy",
    "product",
    "renewal",
    "terms",
    "value",
    "condition",
    "examples",
)
READ = (*(f"dealdesk.catalog.{each}:" for each in TABLES), "dealdesk.quoting.deal", "dealdesk.pricing.")
Key = tuple[str | int, ...]


class Field(NamedTuple):
    """A key in a document: its path, the model and the name of the field, and what it is annotated with."""

    path: Key
    model: str
    name: str
    note: Any
    required: bool


class Wrong(NamedTuple):
    """A value that a key cannot have, and what the message must say."""

    what: str
    value: Any
    says: str


def fields(model: Any, data: Any, path: Key = ()) -> Iterator[Field]:
    """Yield every key that a document has, with what its model says of it."""
    if known := fields_of(model):
        for key, value in data.items():
            info = known.get(key)
            if info is None:
                continue  # the first test tells of it
            yield Field((*path, key), f"{model.__module__}:{model.__name__}", key, info, info.is_required())
            yield from fields_in(info, value, (*path, key))


def fields_in(note: Any, value: Any, path: Key) -> Iterator[Field]:
    """Yield the keys inside of a value."""
    bare, discriminator = peel(note)
    if discriminator:
        bare = next(peel(one)[0] for one in members_of(bare) if value[discriminator] in tags(one, discriminator))
    elif members := members_of(bare):
        sort = Mapping if isinstance(value, dict) else tuple if isinstance(value, list) else None
        bare = next((one for each in members if (get_origin(one := peel(each)[0]) or one) is sort), None)
    if fields_of(bare):
        yield from fields(bare, value, path)
    elif isinstance(value, dict):
        for key, each in value.items():
            yield from fields_in(contents(bare, key), each, (*path, key))
    elif isinstance(value, list):
        for number, each in enumerate(value):
            yield from fields_in(contents(bare, number), each, (*path, number))


def wrongs(note: Any) -> Iterator[Wrong]:
    """Yield values of the wrong kind, and values beyond each bound."""
    bare, discriminator = peel(note)
    if members := members_of(bare):
        yield Wrong("text", "x", "must be a number")
        yield Wrong("true", True, "must be a number")
        yield Wrong("negative", Decimal(-1), "must be 0 or more")
        assert len(members) == 2
        return
    bounds, origin = bounds_of(note), get_origin(bare)
    if origin is Literal:
        yield Wrong("other word", "purple", "must be one of")
        yield Wrong("number", 5, "must be one of")
    elif bare in (int, Decimal):
        noun = "a whole number" if bare is int else "a number"
        yield Wrong("text", "x", f"must be {noun}")
        yield Wrong("quoted", "5", f"must be {noun}")
        yield Wrong("true", True, f"must be {noun}")
        yield Wrong("list", [], f"must be {noun}")
        if bare is int:
            yield Wrong("fraction", Decimal("1.5"), "must be a whole number")
        if bounds.gt is not None:
            yield Wrong("not above", Decimal(bounds.gt), f"must be more than {bounds.gt}")
        elif bounds.ge is not None:
            yield Wrong("below", bounds.ge - 1, f"must be {bounds.ge} or more")
        if bounds.lt is not None:
            yield Wrong("not below", Decimal(bounds.lt), f"must be less than {bounds.lt}")
        elif bounds.le is not None:
            yield Wrong("above", bounds.le + 1, f"must be {bounds.le:,} or less")
    elif bare is str:
        yield Wrong("number", 5, "must be text in quotes")
        yield Wrong("true", True, "must be text in quotes")
        yield Wrong("date", date(2027, 1, 1), "must be text in quotes")
        if bounds.min_length:
            yield Wrong("empty", "", "must not be empty")
        if bounds.pattern:
            yield Wrong("form", "no such form!", "does not have the right form")
        if bounds.max_length and not (bounds.pattern and "{" in bounds.pattern):
            yield Wrong("long", "1" * (bounds.max_length + 1), f"may have at most {bounds.max_length:,} characters")
    elif bare is bool:
        yield Wrong("text", "yes", "must be true or false")
        yield Wrong("one", 1, "must be true or false")
    elif bare is date:
        yield Wrong("text", "soon", "must be a date")
        yield Wrong("number", 20270101, "must be a date")
        yield Wrong("true", True, "must be a date")
    elif fields_of(bare) or discriminator:
        yield Wrong("number", 5, "must be a table")
        yield Wrong("list", [], "must be a table")
        yield Wrong("unknown key", {"no_such_key": 1}, "unknown key `no_such_key`")
    elif isinstance(origin, type) and issubclass(origin, Mapping):
        yield Wrong("number", 5, "must be a table")
        yield Wrong("list", [], "must be a table")
        inside = get_args(bare)[0]
        if bounds_of(inside).pattern:
            yield Wrong("name", {"No Such Form": 1}, "does not have the right form")
        if bounds.min_length:
            yield Wrong("empty", {}, "must not be empty")
    elif origin in (tuple, list):
        yield Wrong("number", 5, "must be a list")
        yield Wrong("text", "x", "must be a list")
        if bounds.min_length == 1:
            yield Wrong("empty", [], "must not be empty")
    else:
        raise AssertionError(f"no wrong value is known for {bare}")


def put(data: Any, path: Key, value: Any) -> Any:
    """Return a document with another value at a path."""
    new = copy.copy(data)
    new[path[0]] = put(data[path[0]], path[1:], value) if len(path) > 1 else value
    return new


def without(data: Any, path: Key) -> Any:
    """Return a document without a key."""
    around = data
    for part in path[:-1]:
        around = around[part]
    rest = {key: value for key, value in around.items() if key != path[-1]}
    return put(data, path[:-1], rest) if len(path) > 1 else rest


CASES = {name: read_toml([file], names=[file.name], limit_bytes=1 << 20) for name, (_, file) in WHOLE.items()}
FIELDS = {name: list(fields(kind.schema_model(), CASES[name][0])) for name, (kind, _) in WHOLE.items()}


def mistakes(name: str, data: Any, sources: Sources | None = None) -> tuple[Mistake, ...]:
    """Return what is wrong with a document, at the places of the whole one."""
    model = WHOLE[name][0]
    try:
        model.validate(data)
    except ValidationError as error:
        return from_validation(error, sources or CASES[name][1], data=data, model=model.schema_model())
    return ()


def places_without(sources: Sources, path: Key) -> Sources:
    """Return the places of a document that does not have a key."""
    (part,) = sources.parts
    at = {each: span for each, span in part.spans.at.items() if each[: len(path)] != path}
    return Sources((replace(part, spans=Spans(at, part.spans.implied)),))


@pytest.mark.parametrize("name", WHOLE)
def test_nothing_is_wrong_with_the_whole_documents(name: str) -> None:
    assert mistakes(name, CASES[name][0]) == ()


def test_the_whole_documents_have_every_key_of_every_table() -> None:
    given = {(each.model, each.name) for fields in FIELDS.values() for each in fields}
    reached = {KINDS[model] for model, _ in given}
    read = {kind for name, kind in KINDS.items() if name.startswith(READ) and kind is not Given}
    assert {kind for kind in read if not any(issubclass(each, kind) for each in reached)} == set()
    stated = {(base, name) for model, name in given for base in KINDS[model].__mro__}
    own = {(kind, key_of(kind, name)) for kind in read for name in kind.__annotations__ if name in kind.fields()}
    assert own - stated == set()


@pytest.mark.parametrize("name", WHOLE)
def test_a_value_that_a_key_cannot_have_is_marked_itself_and_told_what_it_may_be(name: str) -> None:
    data, sources = CASES[name]
    tried, told = 0, set[tuple[str, str, str]]()
    for field in FIELDS[name]:
        for wrong in wrongs(field.note):
            if field.name == "discount" and field.model.endswith(":DealLine") and wrong.what != "unknown key":
                continue  # what is no table is a percentage
            if (field.model, field.name, wrong.what) in told:
                continue
            told.add((field.model, field.name, wrong.what))
            found = [each for each in mistakes(name, put(data, field.path, wrong.value)) if wrong.says in each.message]
            case = f"{field.model}.{field.name} as {wrong.what}"
            assert found, case
            assert found[0].place is not None
            own = {sources.place(field.path), sources.key_place(field.path)}
            assert found[0].place in own, f"{case}: {found[0].render()}"
            assert f"`{field.path[-1]}`" in found[0].message or wrong.what in ("unknown key", "name"), case
            tried += 1
    assert tried > 200


@pytest.mark.parametrize("name", WHOLE)
def test_a_key_that_a_table_must_have_is_missed_at_the_header_of_the_table(name: str) -> None:
    data, sources = CASES[name]
    for field in {(each.model, each.name): each for each in FIELDS[name] if each.required}.values():
        rest = places_without(sources, field.path)
        found = [each for each in mistakes(name, without(data, field.path), rest) if "is missing" in each.message]
        assert found, field
        assert found[0].message.startswith(f"`{field.name}` is missing")
        assert found[0].place == rest.place(field.path[:-1])
        assert found[0].hint is not None
        assert found[0].hint.startswith("add ")


@pytest.mark.parametrize("name", WHOLE)
def test_a_key_that_a_table_does_not_have_is_marked_itself_in_every_table(name: str) -> None:
    data, _ = CASES[name]
    for field in {each.model: each for each in FIELDS[name]}.values():
        found = mistakes(name, put(data, (*field.path[:-1], field.name + "_"), 1))
        assert [each.message.split(" in ")[0] for each in found] == [f"unknown key `{field.name}_`"]
        assert found[0].allowed
        assert field.name in found[0].allowed.split(", ")
