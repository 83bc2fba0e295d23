"""The leak guard at work: before a customer's document is given out, it is searched for what is the vendor's own."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from dealdesk.sealing.leaks import Leaking, Public, leaks, squeezed
from dealdesk.sealing.private import Secret, quotes_in, secrets_of

if TYPE_CHECKING:
    from dealdesk.documents.document import Kind

UNGUARDED = ("json",)
"""Formats for the vendor's side only."""


def guard(made: bytes, source: Any, kind: Kind, form: str) -> None:
    """Refuse a document that holds what its reader may not see.

    Args:
        made: The document.
        source: What it is about.
        kind: Its kind; those for the vendor's own people are not searched.
        form: Its format.

    Raises:
        Leaking: It holds a secret; the message says which, and where.
    """
    if kind.internal or form in UNGUARDED:
        return
    secrets = (*secrets_of(source), *surroundings())
    found = leaks(made, form, secrets, _public(source, kind), {})
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


def _public(source: Any, kind: Kind) -> Public:
    """Return what the reader may see: all that is public of the quotes, and what follows from it."""
    from dealdesk.documents.check.legitimate import legitimate

    numbers: set[Decimal] = set()
    texts: list[str] = []
    for quote in quotes_in(source):
        known = legitimate(quote, (), 1, quote.customer.language)
        numbers |= known.money | known.percent | known.plain
        texts += known.texts
    return Public(numbers, "\n".join(squeezed(each) for each in texts))
