"""Tables, lists and names of a document: read where they are what they should be, a mistake where they are not."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Mapping
from typing import Any

from dealdesk.errors import Mistake, did_you_mean
from dealdesk.importers.yaml_source import Document, Path

MOST_ITEMS = 2000
"""Most features, limits, plans or add-ons."""


class Shapes:
    """Reads one document, and keeps every mistake."""

    def __init__(self, document: Document) -> None:
        self.document, self.wrong = document, list[Mistake]()

    def _items(self, section: str) -> list[tuple[str, Mapping[str, Any]]]:
        """Return the named tables of a section; a list of tables with names is the same."""
        data = self.document.data.get(section)
        if isinstance(data, list) and all(
            isinstance(each, dict) and isinstance(each.get("name"), str) for each in data
        ):
            for number, each in enumerate(data):
                self.document.moved((section, number), (section, each["name"]))
            data = self.document.data[section] = {each["name"]: each for each in data}
        table = self._table((section,))
        if len(table) > MOST_ITEMS:
            self._add((section,), f"{section} has {len(table):,} entries", allowed=f"at most {MOST_ITEMS:,}")
            return []
        return [(name, self._table((section, name))) for name in table]

    def _table(self, path: Path) -> dict[str, Any]:
        """Return the table at *path*; empty where there is none, and a mistake where there is something else."""
        value = self._at(path)
        if value is None or isinstance(value, dict):
            return value or {}
        self._add(path, f"{path[-1]} must be a table", hint="write its keys below it, indented")
        return {}

    def _list(self, path: Path) -> list[str]:
        value = self._at(path)
        if value is None:
            return []
        if not isinstance(value, list) or not all(isinstance(each, str | int) for each in value):
            self._add(path, f"{path[-1]} must be a list of names")
            return []
        return [str(each) for each in value]

    def _at(self, path: Path) -> Any:
        value: Any = self.document.data
        with contextlib.suppress(KeyError, TypeError, IndexError):
            for key in path:
                value = value[key]
            return value
        return None

    def _known(
        self, at: Path, name: str, known: Iterable[str], sentence: str, *more: str, on_key: bool = False
    ) -> bool:
        choices = list(known)
        if name in choices:
            return True
        guess = did_you_mean(name, choices)
        allowed = ", ".join(choices[:12]) + (" …" if len(choices) > 12 else "") or None
        hint = f"did you mean {guess}?" if guess else None
        self._add(at, sentence.format(name, *more), allowed=allowed, hint=hint, on_key=on_key)
        return False

    def _add(self, path: Path, message: str, *, on_key: bool = False, **more: Any) -> None:
        mistake = self.document.mistake(path, message, on_key=on_key, **more)
        if mistake not in self.wrong:
            self.wrong.append(mistake)
