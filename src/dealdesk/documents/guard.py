"""The leak guard at work: before a customer's document is given out, it is searched for what is the vendor's own."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any

from dealdesk.sealing.leaks import Leaking, Public, leaks, squeezed
from dealdesk.sealing.names import Names
from dealdesk.sealing.private import LEAST_DIGITS, Secret, quotes_in, secrets_of, unnamed

if TYPE_CHECKING:
    from dealdesk.documents.check.stated import Figures
    from dealdesk.documents.document import Kind

UNGUARDED = ("json",)
"""Formats for the vendor's side only."""

TYPED = ("title", "notes", "options")
"""What of a quote's public data a seller types: a name of another customer in it was copied from another deal."""


def guard(made: bytes, source: Any, kind: Kind, form: str, others: Collection[Secret] = ()) -> None:
    """Refuse a document that holds what its reader may not see.

    Args:
        made: The document.
        source: What it is about.
        kind: Its kind; those for the vendor's own people are not searched.
        form: Its format.
        others: What else it may not hold, beyond what the source knows of itself: of its catalog, of other customers.

    Raises:
        Leaking: It holds a secret; the message says which, and where.
    """
    if kind.internal or form in UNGUARDED:
        return
    from dealdesk.quoting.quote import Quote

    about = [*_about(source)]
    has_quotes = any(isinstance(each, Quote) for each in about)
    secrets = unnamed((*secrets_of(source), *others, *surroundings()))
    found = leaks(made, form, [each for each in secrets if has_quotes or _is_distinct(each)], _public(about))
    if found:
        raise Leaking(found)


def surroundings() -> tuple[Secret, ...]:
    """Return what tells of the machine and the person at it: folders, and the name of the account."""
    import getpass
    from pathlib import Path

    found = []
    try:
        name = getpass.getuser()
        if len(name) >= 5 and name not in ("admin", "runner"):
            found.append(Secret("the name of the account", f"/{name}/"))
    except (OSError, KeyError, ImportError):
        pass
    for what, place in (("the home folder", Path.home), ("the working folder", Path.cwd)):
        try:
            path = str(place())
        except (OSError, RuntimeError):
            continue
        if path.count("/") + path.count("\\") > 1:
            found.append(Secret(what, path))
    return tuple(found)


def _about(source: Any) -> Iterator[Any]:
    """Yield what a document is about: quotes with their options, and of a bound document what its parts are about."""
    from dealdesk.quoting.quote import Quote

    quotes = [*quotes_in(source)]
    yield from quotes
    parts = getattr(source, "parts", None)
    if parts:
        yield from (each.about for each in parts if not isinstance(each.about, Quote))
    elif not quotes:
        yield source


def _is_distinct(secret: Secret) -> bool:
    """Whether a secret is looked for beside figures that do not come from a quote: a number has to be long."""
    return secret.number is None or len(secret.number.normalize().as_tuple().digits) > LEAST_DIGITS


class _Numbers:
    """Numbers that a reader may see: those of quotes, and what other sources state, rounded or as a share."""

    def __init__(self, quoted: Collection[Decimal], stated: Collection[Figures]) -> None:
        self._quoted, self._stated = quoted, stated

    def __contains__(self, value: object) -> bool:
        if not isinstance(value, Decimal):
            return False
        places = value.as_tuple().exponent
        return value in self._quoted or (
            isinstance(places, int)
            and any(each.has(value, max(-places, 0), shift) for each in self._stated for shift in (0, -2))
        )


def _public(about: Collection[Any]) -> Public:
    """Return what the reader may see: all that is public of the quotes, what follows from it, and what is stated."""
    from dealdesk.documents.check.legitimate import legitimate
    from dealdesk.documents.check.stated import Figures
    from dealdesk.documents.strings import strings
    from dealdesk.quoting.quote import Quote
    from dealdesk.sealing.extract import public

    numbers: set[Decimal] = set()
    stated: list[Figures] = []
    texts: list[str] = []
    typed: list[str] = []
    for each in about:
        if isinstance(each, Quote):
            known = legitimate(each, (), 1, each.customer.language)
            numbers |= known.money | known.percent | known.plain
            data = public(each)
            texts += strings({name: part for name, part in data.items() if name not in (*TYPED, "derivation", "logo")})
            texts += dict.fromkeys(_keys(data))
            typed += strings({name: data.get(name) for name in TYPED})
        else:
            data = json.loads(each.to_json())
            stated.append(Figures(data, (), "en"))
            texts += strings(data)
    everything = "\n".join(squeezed(each) for each in (*texts, *typed))
    return Public(_Numbers(numbers, stated), everything, "\n".join(texts), "\n".join(typed), _is_fixed)


def _keys(data: Any) -> Iterator[str]:
    """Yield the names of what is in the data: words such as "valid until", which a customer may be called as well."""
    if isinstance(data, Mapping):
        yield from data
    for each in data.values() if isinstance(data, Mapping) else data if isinstance(data, list | tuple) else ():
        yield from _keys(each)


def _is_fixed(secret: Secret) -> bool:
    """Whether a name is also among the fixed words of the packaged documents, such as Summary."""
    return any(Names([secret]).found_in(_fixed_words()))


@cache
def _fixed_words() -> str:
    from dealdesk.documents.assets import packaged_templates

    files = [each for each in packaged_templates().rglob("*") if each.suffix in (".toml", ".j2")]
    return "\n".join(each.read_text("utf-8") for each in sorted(files))
