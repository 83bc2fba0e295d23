"""Set one value of a catalog: found by its key, replaced in its file, and the whole catalog read again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path as File
from typing import Any

from dealdesk.catalog.load import CATALOG_BYTES, find_catalog, read_catalog, shown
from dealdesk.catalog.models import Catalog
from dealdesk.catalog.places import SourceFile, dotted
from dealdesk.catalog.positions import Path
from dealdesk.catalog.source import parse_toml, read_toml
from dealdesk.editing.keys import parts, resolve
from dealdesk.errors import CatalogError, Mistake


@dataclass(frozen=True, slots=True)
class Edit:
    """A value that is replaced.

    Attributes:
        file: The file that it stands in.
        before: The whole text of the file.
        after: The text with the new value.
        path: Where the value stands in the catalog.
        old: The value as it is written now.
        new: The value as it will be written.
        catalog: The catalog with the new value, checked.
    """

    file: File
    before: str
    after: str
    path: Path
    old: str
    new: str
    catalog: Catalog

    @property
    def key(self) -> str:
        """The key in the words of TOML."""
        return dotted(self.path)


def edit(catalog: str, key: str, value: str) -> Edit:
    """Return what setting a value would change.

    Args:
        catalog: The catalog's id, folder or file.
        key: The value's key; tables of a list by number or by their id.
        value: What it is to be, as TOML writes it; a text may leave out its quotes where the value is a text now.

    Raises:
        CatalogError: There is no such value, the new one is no TOML, or the catalog would not be valid with it.
    """
    folder = find_catalog(catalog)
    files = sorted(folder.glob("*.toml")) if folder.is_dir() else [folder]
    names = [shown(file) for file in files]
    data, sources = read_toml(files, names=names, limit_bytes=CATALOG_BYTES)
    path = resolve(data, sources, parts(key))
    old = _at(data, path)
    if isinstance(old, Mapping) or (isinstance(old, list) and any(isinstance(each, Mapping) for each in old)):
        below = ", ".join(map(str, old)) if isinstance(old, Mapping) else f"[0] to [{len(old) - 1}]"
        raise CatalogError(Mistake(f"{dotted(path)} is a table, not a value", None, None, f"one of its own: {below}"))
    number, part, start, end = _written(sources.parts, path)
    new = _literal(value, old, key)
    after = part.text[:start] + new + part.text[end:]
    made = _read_again(folder, files[number], after)
    return Edit(files[number], part.text, after, path, part.text[start:end], new, made)


def _read_again(folder: File, changed: File, text: str) -> Catalog:
    """Return the catalog as it would be with another text in one of its files; the files themselves are not touched."""
    from shutil import copyfile
    from tempfile import TemporaryDirectory

    base = folder if folder.is_dir() else folder.parent
    with TemporaryDirectory(prefix="dealdesk-") as place:
        copy = File(place, folder.name)
        if folder.is_dir():
            copy.mkdir()
        for each in [*base.glob("*.toml"), *base.glob("*.svg")] if folder.is_dir() else [folder, *base.glob("*.svg")]:
            if each.is_file():
                copyfile(each, (copy if folder.is_dir() else File(place)) / each.name)
        (copy / changed.name if folder.is_dir() else copy).write_text(text, encoding="utf-8")
        catalog: Catalog = read_catalog(copy, named=lambda file: shown(base / file.name))
        if catalog.sources is not None:
            catalog.sources.place(("catalog",))  # reads the text while it is there
        return catalog


def _at(data: Any, path: Path) -> Any:
    for part in path:
        data = data[part]
    return data


def _written(files: tuple[SourceFile, ...], path: Path) -> tuple[int, SourceFile, int, int]:
    """Return the file that holds a value, and where in its text the value stands."""
    for number, part in enumerate(files):
        span = part.spans.of(path)
        if span is not None and path not in part.spans.implied:
            return number, part, span.start, span.end
    raise CatalogError(Mistake(f"{dotted(path)} is not written down", code="key"))


def _literal(value: str, old: Any, key: str) -> str:
    """Return a value as TOML writes it; a bare text gets its quotes where the value is a text now."""
    said = value.strip()
    if isinstance(old, str) and not said.startswith(('"', "'")):
        escaped = said.replace("\\", "\\\\").replace('"', '\\"')
        return '"' + "".join(each if each.isprintable() else f"\\u{ord(each):04x}" for each in escaped) + '"'
    try:
        read, _ = parse_toml(f"value = {said}\n", "the new value", limit_bytes=CATALOG_BYTES)
    except CatalogError as wrong:
        kind = _kind(old)
        raise CatalogError(
            Mistake(f"{value.strip() or 'nothing'} is not a value that {key} can have", None, None, kind, None, "value")
        ) from wrong
    if set(read) != {"value"} or "\n" in said:
        raise CatalogError(Mistake(f"{value} is more than one value", None, None, _kind(old), None, "value"))
    return said


def _kind(old: Any) -> str:
    """Return what stands at a key now, as an example of what it can be."""
    if isinstance(old, bool):
        return "true or false"
    if isinstance(old, int | Decimal):
        return "a number, such as 1_250 or 0.05"
    if isinstance(old, date):
        return "a date, such as 2027-01-31"
    return "a list, such as [1, 2]" if isinstance(old, list) else "a text"
