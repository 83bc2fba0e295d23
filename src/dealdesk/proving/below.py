"""A deal that stands inside another file: its places are those of the table that it is written in."""

from __future__ import annotations

from typing import Any, Literal

from dealdesk.catalog.places import Sources
from dealdesk.catalog.positions import Path
from dealdesk.errors import Mistake, Place


class Below:
    """The places of a document, seen from one of its tables.

    Args:
        sources: The places of the whole.
        root: The path of the table.
    """

    def __init__(self, sources: Sources, root: Path) -> None:
        self._sources, self._root = sources, root

    @property
    def files(self) -> tuple[str, ...]:
        """The names of the files."""
        return self._sources.files

    def place(self, path: Path) -> Place:
        """Where the value is."""
        return self._sources.place((*self._root, *path))

    def key_place(self, path: Path) -> Place:
        """Where the key is."""
        return self._sources.key_place((*self._root, *path))

    def at(self, path: Path) -> str:
        """`file:line` of the value."""
        return self._sources.at((*self._root, *path))

    def line_text(self, place: Place) -> str:
        """The text of the line at a place."""
        return self._sources.line_text(place)

    def mistake(self, path: Path, message: str, *, on: Literal["value", "key"] = "value", **more: Any) -> Mistake:
        """A mistake at the value, or at the key, of a path."""
        return self._sources.mistake((*self._root, *path), message, on=on, **more)
