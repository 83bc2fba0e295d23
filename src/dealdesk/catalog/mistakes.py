"""What pydantic objects to, at the place of the value and in the words of the file."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Literal

from dealdesk.catalog.advice import advice_on
from dealdesk.catalog.annotations import (
    PATTERNS,
    admitted,
    contents,
    example,
    fields_of,
    keys_of,
    members_of,
    peel,
    tags,
)
from dealdesk.catalog.located import Found, settle_unions, walk
from dealdesk.catalog.places import Sources, dotted
from dealdesk.catalog.positions import Path
from dealdesk.catalog.wording import formed, given, otherwise, quoted, table_of, unquoted, what_of
from dealdesk.errors import Mistake, did_you_mean

if TYPE_CHECKING:
    from pydantic import BaseModel, ValidationError

REPORTED = 100
"""Most mistakes that are reported at once."""

_CODES = {
    "string_pattern_mismatch": "form",
    **dict.fromkeys(("greater_than_equal", "greater_than", "less_than_equal", "less_than", "multiple_of"), "bound"),
    **dict.fromkeys(("decimal_max_digits", "decimal_max_places", "decimal_whole_digits"), "bound"),
    **dict.fromkeys(("string_too_short", "string_too_long", "too_short", "too_long"), "length"),
}
"""The kind of mistake that programs are told; `value` for any other."""

_SENTENCES = {
    "greater_than_equal": "{what} must be {ge:,} or more, not {given}",
    "greater_than": "{what} must be more than {gt:,}, not {given}",
    "less_than_equal": "{what} must be {le:,} or less, not {given}",
    "less_than": "{what} must be less than {lt:,}, not {given}",
    "multiple_of": "{what} must be a multiple of {multiple_of}, not {given}",
    "decimal_max_digits": "{what} may have at most {max_digits} digits",
    "decimal_max_places": "{what} may have at most {decimal_places} decimals",
    "decimal_whole_digits": "{what} may have at most {whole_digits} digits before the point",
    "string_too_short": "{what} must have at least {min_length} characters",
    "string_too_long": "{what} may have at most {max_length:,} characters, not {actual_length:,}",
    "string_pattern_mismatch": "{what} does not have the right form: {given}",
    "too_short": "{what} must have at least {min_length} entries, not {actual_length}",
    "too_long": "{what} may have at most {max_length} entries, not {actual_length}",
}


def from_validation(
    error: ValidationError, sources: Sources, *, data: Any, model: type[BaseModel], root: Path = ()
) -> tuple[Mistake, ...]:
    """Turn what pydantic objects to into mistakes at their places.

    A validator that raises `ValueError` speaks for itself: its sentence becomes the message, at the place that
    `advice` knows, or at the first key that the sentence names. One that raises `PydanticCustomError` may add `at`
    (keys below its own place), `allowed` and `hint` to the context.

    Args:
        error: What `model` raised for `data`.
        sources: Where the data stands.
        data: What was validated.
        model: What it was validated against.
        root: The path of `data` in the document.
    """
    errors = error.errors(include_url=False)
    found = settle_unions([walk(details, data, model) for details in errors[: 3 * REPORTED]])
    place = {id(one): sources.place((*root, *one.path)) for one in found}
    found.sort(key=lambda one: (sources.files.index(place[id(one)].file), place[id(one)].line, place[id(one)].column))
    told: dict[Mistake, None] = {}
    for one in found:
        if mistake := _mistake(one, sources, root):
            told[mistake] = None
        if len(told) > REPORTED:
            last = list(told)[:REPORTED]
            return (
                *last,
                replace(mistake or last[-1], message="more mistakes are not listed", allowed=None, hint=None),
            )
    return tuple(told)


def _mistake(found: Found, sources: Sources, root: Path) -> Mistake | None:
    """The error in the words of the file; None for one that only follows from another."""
    if found.error == "extra_forbidden":
        return _unknown_key(found, sources, root)
    if found.error == "missing":
        return _missing(found, sources, root, None)
    if found.error == "union_tag_not_found" and (key := found.discriminator):
        found.down(key)
        known = [tag for member in found.siblings for tag in tags(member, key)]
        return _missing(found, sources, root, known)
    if found.error == "union_tag_invalid" and found.discriminator:
        found.down(found.discriminator)
        return _choice(found, sources, root, found.context["expected_tags"])
    if found.error in ("literal_error", "enum"):
        return _choice(found, sources, root, found.context["expected"])
    if found.kinds or found.kind:
        return _wrong_kind(found, sources, root)
    if found.error in ("value_error", "assertion_error") or "at" in found.context:
        return _own_words(found, sources, root)
    return _bound(found, sources, root)


def _bound(found: Found, sources: Sources, root: Path) -> Mistake | None:
    """A value of the right kind that is too large, too small or of another form."""
    context = dict(found.context)
    if found.error.endswith(("too_short", "too_long")):
        context["actual_length"] = len(found.details["input"] if found.on_key else found.value or "")
    if found.error == "too_short" and context["actual_length"] >= context["min_length"]:
        return None  # pydantic counts the valid entries only, and has named the others
    message = f"{what_of(found)}: {found.details['msg']}"
    if sentence := _SENTENCES.get(found.error):
        message = sentence.format(what=what_of(found), given=given(found.details["input"]), **context)
    if found.error in ("too_short", "string_too_short") and context["min_length"] == 1:
        message = f"{what_of(found)} must not be empty"
    allowed, hint = context.get("allowed"), context.get("hint")
    if found.error == "too_long":  # the first that is too many
        found.down(context["max_length"])
        return _at(found, sources, root, message, None, hint)
    if pattern := context.get("pattern"):
        allowed = PATTERNS.get(pattern, f"text that matches {pattern}")
        hint = formed(pattern, found.path[-1] if found.on_key and found.path else found.value)
    elif "short" not in found.error and "long" not in found.error and not found.on_key:
        allowed = allowed or admitted(found.note)
    return _at(found, sources, root, message, allowed, hint)


def _at(
    found: Found,
    sources: Sources,
    root: Path,
    message: str,
    allowed: str | None,
    hint: str | None,
    code: str = "",
) -> Mistake:
    on: Literal["key", "value"] = "key" if found.on_key else "value"
    code = code or _CODES.get(found.error, "value")
    return sources.mistake((*root, *found.path), message, on=on, allowed=allowed, hint=hint, code=code)


def _unknown_key(found: Found, sources: Sources, root: Path) -> Mistake:
    key, table = str(found.path[-1]), found.parent
    model = found.models[-1][1]
    hint = _belongs(found, key, root)
    both = isinstance(table.get(key), dict)  # what stands in a misspelt table may belong to one that there is
    free = [name for name in keys_of(model) if name not in table or (both and isinstance(table[name], dict))]
    if not hint and (guess := did_you_mean(key, free)):
        hint = f"did you mean `{guess}`?"
    others = [one for one in found.siblings if key in fields_of(peel(one)[0])]
    if others and not hint and found.discriminator:
        known = ", ".join(tag for one in others for tag in tags(one, found.discriminator))
        hint = f"`{key}` goes with {found.discriminator} = {known}"
    message = f"unknown key `{key}` in {table_of(found, root)}"
    path = (*root, *found.path)
    return sources.mistake(path, message, on="key", allowed=", ".join(keys_of(model)), hint=hint, code="unknown-key")


def _belongs(found: Found, key: str, root: Path) -> str | None:
    """Where a key belongs that is known in a table around this one, or in exactly one table inside it.

    In TOML every line below a header belongs to it, which nobody expects of a key of the file itself.
    """
    for path, model in reversed(found.models[:-1]):
        if key in keys_of(model):
            if path or root:
                header = dotted(tuple(part for part in (*root, *path) if isinstance(part, str)))
                header = f"[[{header}]]" if path and isinstance(path[-1], int) else f"[{header}]"
                return f"`{key}` belongs to {header}: move it up, above the header of this table"
            return f"`{key}` belongs to the file itself: move it up, above the first [table]"
    inside = [
        name
        for name, info in fields_of(found.models[-1][1]).items()
        if not peel(info)[1] and key in keys_of(peel(info)[0])
    ]
    return f"`{key}` belongs to [{dotted((*root, *found.path[:-1], inside[0]))}]" if len(inside) == 1 else None


def _missing(found: Found, sources: Sources, root: Path, known: list[str] | None) -> Mistake:
    where = f" in {table_of(found, root)}" if found.path[:-1] or root else ""
    key = found.path[-1]
    message = f"{f'`{key}`' if isinstance(key, str) else f'entry {key + 1}'} is missing{where}"
    shown = f'{key} = "{known[0]}"' if known else example(found.path, found.note, _header(found, root))
    allowed = ", ".join(known) if known else admitted(found.note)
    hint = f"add {shown}" if shown and isinstance(key, str) else None
    if allowed and (allowed.startswith(("a table", "text in quotes", "a list")) or (hint and "[" in hint)):
        allowed = None
    return sources.mistake((*root, *found.path), message, allowed=allowed, hint=hint, code="missing")


def _header(found: Found, root: Path) -> str:
    """The name of the table around a key, as headers have it."""
    return dotted(tuple(part for part in (*root, *found.path[:-1]) if isinstance(part, str)))


def _own_words(found: Found, sources: Sources, root: Path) -> Mistake:
    """The sentence of a validator, at the place that advice knows or the first key of the table that it names."""
    context = found.context
    message = str(context.get("error", found.details["msg"]))
    if advice := advice_on(context.get("error"), found.value):
        for part in advice.path:
            found.down(part)
        return _at(found, sources, root, advice.message or message, advice.allowed, advice.hint, "rule")
    named: Any = context.get("at", ())
    if not named and isinstance(found.value, dict):
        named = next(((word,) for word in re.findall(r"[\w-]+", message) if word in found.value), ())
    for part in (named,) if isinstance(named, str | int) else named:
        found.down(part)
    code = "rule" if "error" in context else ""
    return _at(found, sources, root, message, context.get("allowed"), context.get("hint"), code)


MANY = 20
"""Choices that a sentence can list; more of them are listed below it."""


def _choice(found: Found, sources: Sources, root: Path, expected: str) -> Mistake:
    """A value that is none of a fixed set; pydantic gives the set as `'a', 'b' or 'c'`."""
    choices = [choice.strip("'") for choice in re.split(r", | or ", expected)]
    value = found.value
    guess = did_you_mean(value, choices) or otherwise(value, choices) if isinstance(value, str) else None
    allowed = ", ".join(choices)
    message = f"{what_of(found)} must be one of: {allowed}; not {given(value)}"
    if len(choices) > MANY:
        message = f"{what_of(found)} must be one of those allowed, not {given(value)}"
    return _at(found, sources, root, message, allowed, f'did you mean "{guess}"?' if guess else None, "choice")


def _wrong_kind(found: Found, sources: Sources, root: Path) -> Mistake:
    value, kinds = found.details["input"], found.kinds or (found.kind or "",)
    if found.sentence and isinstance(value, dict):  # a table of numbers by currency: one of them is none
        found.down(next(key for key, one in value.items() if isinstance(one, bool | str)))
        value, tables = found.value, [contents(peel(one)[0], "") for one in members_of(peel(found.note)[0])]
        found.note = next((one for one in tables if one is not None), None)
    message = f"{what_of(found)} must be {' or '.join(kinds)}, not {given(value)}"
    path = (*root, *found.path)
    header = isinstance(path[-1], str) and kinds[0] in ("a list", "a table")
    shown = example(path, found.note, _header(found, root)) if header else None
    hint = None
    if isinstance(value, bool) and any("number" in kind for kind in kinds):
        hint = "true and false are not numbers"
    elif isinstance(value, str):
        hint = unquoted(value.strip(), kinds)
    elif isinstance(value, int | Decimal) and not isinstance(value, bool):
        hint = quoted(value, kinds)
    elif isinstance(value, dict) and kinds == ("a list",):
        hint = f"write [[{dotted(path)}]] above each entry"
    elif isinstance(value, list) and kinds == ("a table",):
        hint = f"write {shown.split(',')[0]}, in single brackets" if shown else None
    if hint is None and kinds == ("a table",) and shown:
        hint = f"write {shown}"
    return _at(found, sources, root, message, admitted(found.note), hint, "kind")
