"""Templates of one's own: where they are looked for, and how a folder of them is read.

A folder may come from anybody, so it is read with care: plain files with plain names and known endings, no links, so
many and so large and no more.  What is in them is not looked at here; it is used in a process of its own (`apart`).
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from dealdesk.errors import RenderError, printable

LARGEST = 1 << 20
"""Most bytes of one file."""

MOST = 500
"""Most files of a folder, with those that are not read."""

ALTOGETHER = 20 << 20
"""Most bytes of all files of a folder together."""

ENDINGS = frozenset({".j2", ".css", ".toml", ".svg", ".png"})
"""Files that are read; others, such as a README, are left alone."""

FONTS = "fonts"
FONT_ENDINGS = frozenset({".ttf", ".otf"})
_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,99}")
_ROOT = (".git", ".hg", "catalogs", "pyproject.toml")
"""What shows that a folder is the root of a project; nothing above it is looked at."""


@dataclass(frozen=True, slots=True)
class Own:
    """Templates that do not come with dealdesk.

    Attributes:
        place: Their folder.
        files: Contents, by name relative to the folder, such as `quote/quote.css`.
        fonts: The folder of typefaces, if they have one.
    """

    place: Path
    files: Mapping[str, bytes]
    fonts: Path | None = None

    @property
    def shown(self) -> str:
        """The folder and the names of what is in it, for messages; not all of a long list."""
        names = sorted(self.files) or [f"_base/{FONTS}"]
        some = ", ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")
        return f"the templates in {printable(_near(self.place))} ({printable(some)})"

    def without(self, packaged: Mapping[str, bytes]) -> Own:
        """Return the same without plain copies of packaged files."""
        files = {name: content for name, content in self.files.items() if packaged.get(name) != content}
        return Own(self.place, files, self.fonts)


def _near(place: Path) -> str:
    """Return a path as short as it can be said: from the working folder, where it lies below that."""
    try:
        return str(place.relative_to(Path.cwd())) if place.is_absolute() else str(place)
    except (OSError, ValueError):
        return str(place)


def own_files(place: Path, parts: Sequence[str]) -> Own:
    """Return what a folder of templates holds for one kind of document.

    Args:
        place: The folder.
        parts: The folders in it that count: that of all documents, and that of the kind.

    Raises:
        RenderError: There is no such folder, or it holds what is not allowed.
    """
    fonts = place / parts[0] / FONTS
    files = read_folder(place, parts)
    has_fonts = fonts.is_dir() and any(each.suffix in FONT_ENDINGS for each in fonts.iterdir())
    return Own(place, files, fonts.resolve() if has_fonts else None)


def read_folder(place: Path, parts: Sequence[str]) -> dict[str, bytes]:
    """Return the files below some parts of a folder, by their names relative to it."""
    if not place.is_dir():
        raise RenderError(f"{printable(str(place))}: no such folder of templates")
    files: dict[str, bytes] = {}
    count = size = 0
    for path in (each for part in parts for each in _walked(place / part)):
        count += 1
        if count > MOST:
            raise RenderError(f"{printable(str(place))}: more than {MOST} files")
        name = path.relative_to(place).as_posix()
        if path.suffix not in ENDINGS and path.parent.name != FONTS:
            continue
        if not all(_NAME.fullmatch(each) and not each.endswith(".") for each in name.split("/")):
            raise RenderError(f"{printable(str(path))}: names of templates are of letters, digits, and . _ -")
        size += _size(path)
        if size > ALTOGETHER:
            raise RenderError(f"{printable(str(place))}: more than {ALTOGETHER >> 20} MB of templates")
        if path.suffix in ENDINGS:
            files[name] = _content(path)
    return files


def _walked(folder: Path) -> Iterator[Path]:
    """Yield the plain files below *folder*; a link, which may lead anywhere, is refused, and so is what is no file."""
    if folder.is_symlink():
        raise RenderError(f"{printable(str(folder))}: a symbolic link is not allowed among templates")
    if not folder.is_dir():
        return
    for entry in sorted(os.scandir(folder), key=lambda each: each.name):
        path = Path(entry.path)
        if entry.is_symlink():
            raise RenderError(f"{printable(str(path))}: a symbolic link is not allowed among templates")
        if entry.is_dir():
            yield from _walked(path)
        elif entry.is_file():
            yield path
        elif path.suffix in ENDINGS:
            raise RenderError(f"{printable(str(path))}: not a plain file")


def _size(path: Path) -> int:
    size = path.stat().st_size
    if size > LARGEST and path.suffix in ENDINGS:
        raise RenderError(f"{printable(str(path))}: larger than {LARGEST >> 10} KB")
    return size


def _content(path: Path) -> bytes:
    try:
        with path.open("rb") as stream:
            content = stream.read(LARGEST + 1)
    except OSError as failure:
        raise RenderError(f"{printable(str(path))}: cannot be read: {failure.strerror}") from failure
    if len(content) > LARGEST:  # it has grown
        raise RenderError(f"{printable(str(path))}: larger than {LARGEST >> 10} KB")
    return content


def find_templates(beside: Path | None, parts: Sequence[str]) -> Path | None:
    """Return the nearest folder `templates` with files for a kind of document, or None.

    It is looked for beside a file and in the folders above it, then in the working folder and above, up to the root
    of the project: the first folder that has a `catalogs` folder, a `pyproject.toml` or a repository.  Without such a
    root, only those two folders count, so that nobody is handed templates by whoever can write to a folder far above.

    Args:
        beside: A file, such as the deal, or a folder.
        parts: The folders in it that count.
    """
    starts = [] if beside is None else [beside if beside.is_dir() else beside.parent]
    for start in [*starts, Path()]:
        for folder in _up_to_root(start.resolve()):
            place = folder / "templates"
            if place.is_dir() and any(_holds_files(place / part) for part in parts):
                return place
    return None


def _up_to_root(start: Path) -> list[Path]:
    """Return *start* and the folders above it up to the root of the project; without a root, only *start*."""
    found = []
    for folder in (start, *start.parents):
        found.append(folder)
        if any((folder / each).exists() for each in _ROOT):
            return found
    return [start]


def _holds_files(folder: Path) -> bool:
    if folder.is_symlink():  # refused when it is read, and told then
        return True
    return folder.is_dir() and any(each.suffix in ENDINGS | FONT_ENDINGS for each in folder.rglob("*"))
