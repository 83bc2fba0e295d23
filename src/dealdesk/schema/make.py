"""The schema, from the records that read the files: nothing is stated twice."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from dealdesk.record import KINDS as RECORDS
from dealdesk.record import Record, key_of
from dealdesk.schema.meanings import about, meaning

if TYPE_CHECKING:
    from pydantic.json_schema import GenerateJsonSchema

DRAFT = "https://json-schema.org/draft/2020-12/schema"


def _catalog() -> dict[str, Any]:
    from dealdesk.catalog.models import Catalog

    made = _made(Catalog)
    del made["required"]  # a catalog is a folder of files, and each has some of its tables
    return made


def _deal() -> dict[str, Any]:
    from dealdesk.quoting.deal import Deal

    return _made(Deal)


KINDS: Mapping[str, Callable[[], dict[str, Any]]] = {"catalog": _catalog, "deal": _deal}
"""The files that there is a schema for."""


def schema(kind: str) -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of a kind of file; KeyError when there is none."""
    return KINDS[kind]()


def text(kind: str) -> str:
    """Return a schema as it is written to a file."""
    from json import dumps

    return dumps(schema(kind), indent=1, ensure_ascii=False) + "\n"


def _made(record: type[Record]) -> dict[str, Any]:
    model = record.schema_model()
    made: dict[str, Any] = model.model_json_schema(by_alias=True, schema_generator=_generator())
    return {"$schema": DRAFT, **_tidy(made)}


def _generator() -> type[GenerateJsonSchema]:
    """Return the class that makes a schema of the records that are known now."""
    from pydantic.json_schema import GenerateJsonSchema

    records = {each.schema_model(): each for each in RECORDS.values()}

    class Generator(GenerateJsonSchema):
        """Numbers are numbers, never text; every table and key says what it means."""

        def decimal_schema(self, schema: Any) -> dict[str, Any]:
            return {"type": "number"}

        def model_schema(self, schema: Any) -> dict[str, Any]:
            made = super().model_schema(schema)
            record = records.get(schema["cls"])
            return made if record is None else _explained(made, record)

        def default_schema(self, schema: Any) -> dict[str, Any]:
            made: dict[str, Any] = self.generate_inner(schema["schema"])
            default = schema.get("default")
            return {**made, "default": default} if isinstance(default, bool | str | int) else made

    return Generator


BOUNDS = {"ge": "minimum", "le": "maximum", "gt": "exclusiveMinimum", "lt": "exclusiveMaximum"}
"""What the bounds of a number are called; pydantic leaves them as they are where a function sees the number first."""

NAMES = ("properties", "patternProperties", "$defs")
DROPPED = ("discriminator", "decimal_places", "max_digits")


def _explained(made: dict[str, Any], record: type[Record]) -> dict[str, Any]:
    """Return the schema of a table with the meaning of the table and of each of its keys."""
    fields = {key_of(record, name): name for name in record.fields()}
    keys = {
        key: {**each, "title": key, "description": meaning(record, fields[key])}
        for key, each in made["properties"].items()
    }
    made.pop("title", None)
    return {**made, "description": about(record), "properties": keys}


def _tidy(made: Any) -> Any:
    """Return a schema in the terms of TOML: there is no null, and a table with free names says which names."""
    if isinstance(made, list):
        return [_tidy(each) for each in made]
    if not isinstance(made, dict):
        return made
    said = {
        BOUNDS.get(key, key): {name: _tidy(each) for name, each in value.items()} if key in NAMES else _tidy(value)
        for key, value in made.items()
        if key not in DROPPED
    }
    if "anyOf" in said:
        kinds = [each for each in said.pop("anyOf") if each != {"type": "null"}]
        said = {**kinds[0], **said} if len(kinds) == 1 else {**said, "anyOf": kinds}
    if "prefixItems" in said:
        said["items"] = said.pop("prefixItems")[0]  # all entries of ours are of one kind; older tools know this alone
    if names := said.pop("propertyNames", None):
        if "enum" in names:
            inner = said.pop("additionalProperties")
            about = {"description": said["description"]} if "description" in said else {}
            said["properties"] = {name: {"title": name, **about, **inner} for name in names["enum"]}
        said["additionalProperties"] = False
    return said
