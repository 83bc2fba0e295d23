"""The versions of the format, and how a document of one becomes a document of the next."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from dealdesk.errors import InputError
from dealdesk.importers.draft import Note
from dealdesk.importers.pricing2yaml import v10, v11, v20, v21, v30
from dealdesk.importers.yaml_source import Document

Stage = Callable[[Document], list[Note]]

STAGES: tuple[tuple[str, Stage], ...] = (
    ("1.0", v10.upgrade),
    ("1.1", v11.upgrade),
    ("2.0", v20.upgrade),
    ("2.1", v21.upgrade),
    ("3.0", v30.upgrade),
)
"""Each version but the last, and the stage that leads to the one below it."""

LAST = "3.1"


def upgraded(document: Document) -> tuple[str, list[Note]]:
    """Bring *document* to the last version, stage by stage; return the version it had, and what was worth a note.

    Raises:
        InputError: It is no table, or of no version that is known.
    """
    if not isinstance(document.data, dict) or not document.data:
        raise InputError(document.mistake((), "the file holds no pricing", hint="a pricing begins with saasName: …"))
    version = _version(document)
    notes: list[Note] = []
    known = [each for each, _ in STAGES]
    for _, stage in STAGES[known.index(version) :] if version != LAST else ():
        notes += stage(document)
    return version, notes


def _version(document: Document) -> str:
    """Return the version of the syntax: `syntaxVersion` since 2.1, `version` before."""
    data: dict[str, Any] = document.data
    allowed = ", ".join([*(each for each, _ in STAGES), LAST])
    key = "syntaxVersion" if "syntaxVersion" in data else "version"
    if key not in data:
        hint = "add syntaxVersion: '2.1' above the rest"
        raise InputError(
            document.mistake((), "the file does not say its syntaxVersion", allowed=allowed, hint=hint or None)
        )
    said = str(data[key])
    known = (*(each for each, _ in STAGES[3:]), LAST) if key == "syntaxVersion" else ("1.0", "1.1", "2.0")
    if said not in known:
        message, hint = f"{key} {said} is not known", ""
        if key == "version":
            message = f"version {said} is no version of the format"
            hint = "since 2.1 the version of the format is syntaxVersion"
        raise InputError(document.mistake((key,), message, allowed=allowed, hint=hint or None))
    return said
