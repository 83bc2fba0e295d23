"""Files that are not what they were taken for: not there, a folder, a PDF, empty, a catalog given as a deal."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from errno import EACCES, EISDIR, ELOOP, ENAMETOOLONG, ENOENT, ENOTDIR, EPERM
from itertools import islice
from pathlib import Path
from typing import Any

from dealdesk.catalog.load import is_folder
from dealdesk.catalog.places import Sources
from dealdesk.errors import Mistake, Place, did_you_mean

NAMED = 5
"""Most deals or catalogs that a hint names."""

LOOKED_AT = 200
"""Most files that are looked at to find out which was meant."""

_FAILURES = {
    ENOENT: "there is no such file",
    ENOTDIR: "there is no such file: a part of its path is a file, not a folder",
    EISDIR: "this is a folder, not a file",
    EACCES: "you do not have the right to read this file",
    EPERM: "you do not have the right to read this file",
    ELOOP: "this is a link that leads back to itself",
    ENAMETOOLONG: "no file can have so long a name",
}
_FORMATS = (
    (b"%PDF-", "a PDF"),
    (b"PK\x03\x04", "an Excel or Word file, or another archive"),
    (b"\xd0\xcf\x11\xe0", "an old Excel or Word file"),
    (b"\x1f\x8b", "a compressed file"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"SQLite format 3", "a database"),
)
"""What files begin with that people pick by mistake, and what they are."""

_TOML_ONLY = "catalogs and deals are text files in TOML, which end in .toml"
_UTF_8 = "save the file as UTF-8: most editors offer it under Save as, Encoding"


def unread(failure: OSError | ValueError, name: str) -> Mistake:
    """Return the mistake of a file that the system does not let us read."""
    reason = _FAILURES.get(getattr(failure, "errno", None) or 0)
    words = reason or f"cannot be read: {getattr(failure, 'strerror', None) or failure}"
    return Mistake(words, Place(name, 1, 1), code="file")


def not_text(content: bytes, name: str) -> Mistake | None:
    """Return the mistake of a file that is another format, or text in another encoding; None where nothing shows."""
    for start, noun in _FORMATS:
        if content.startswith(start):
            return Mistake(f"this is {noun}, not text", Place(name, 1, 1), hint=_TOML_ONLY, code="encoding")
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return Mistake("the file is UTF-16, not UTF-8", Place(name, 1, 1), hint=_UTF_8, code="encoding")
    if b"\0" in content[:1024]:
        hint = f"{_TOML_ONLY}; if this is one, {_UTF_8}"
        return Mistake("the file is not text: it has NUL bytes", Place(name, 1, 1), hint=hint, code="encoding")
    return None


def not_utf_8(content: bytes, name: str, at: int, most: int) -> Mistake:
    """Return the mistake at byte *at* of a file in another encoding; of its line, *most* bytes are kept."""
    line = content.rfind(b"\n", 0, at) + 1
    number, column = content.count(b"\n", 0, line) + 1, len(content[line:at].decode()) + 1
    shown = content[line : line + most].split(b"\n")[0].decode(errors="replace")
    message = f"the byte 0x{content[at]:02x} is not UTF-8"
    return Mistake(message, Place(name, number, column), shown, hint=_UTF_8, code="encoding")


def not_a_deal(data: Mapping[str, Any], sources: Sources) -> Mistake | None:
    """Return the mistake of a file that says nothing, or that is a catalog or a part of one; None for any other."""
    if not data:
        return _nothing(sources)
    if "lines" in data or "customer" in data or not (_is_table(data, "catalog") or _is_table(data, "products")):
        return None
    hint = f'`dealdesk catalog validate {sources.files[0]}` checks it; a deal names its catalog: catalog = "…"'
    return sources.mistake(_first(data), "this is a catalog, not a deal", on="key", hint=hint, code="file")


def not_a_catalog(data: Mapping[str, Any], sources: Sources, file: Path | None) -> Mistake | None:
    """Return the mistake of a file that says nothing, that is a deal, or that is one *file* of a catalog's folder."""
    if not data:
        return _nothing(sources)
    if _is_table(data, "catalog"):
        return None
    if "products" not in data and ("lines" in data or "customer" in data):
        hint = f"`dealdesk price {sources.files[0]}` prices it"
        return sources.mistake(_first(data), "this is a deal, not a catalog", on="key", hint=hint, code="file")
    if "catalog" in data or file is None or not any(map(_has_header, _toml_in(file.parent))):
        return None
    folder = Path(sources.files[0]).parent.as_posix()
    message, hint = "this is one file of a catalog, not all of it", f"give its folder: {folder}"
    return sources.mistake(_first(data), message, on="key", hint=hint, code="file")


def deal_meant(file: Path) -> str | None:
    """Return the deals that there are where a deal was looked for, or the one that was most likely meant."""
    if is_folder(file):
        if any(map(_has_header, _toml_in(file))):
            return f"it holds a catalog: `dealdesk catalog validate {file.as_posix()}` checks it"
        return _named(file) or "a deal is a TOML file, or a folder with a file deal.toml"
    if not is_folder(file.parent):
        return None if exists(file.parent) else f"there is no folder {file.parent.as_posix()}"
    near = [each for each in _deals(file.parent) if each != file]
    known = {each.stem: each for each in reversed(near)}
    guess = did_you_mean(file.name.removesuffix(".toml"), known)
    return f"did you mean {known[guess].as_posix()}?" if guess else _named(file.parent)


def catalogs_below(folder: Path) -> str | None:
    """Return the catalogs in the folders of *folder*, which is none itself."""
    found = (each for each in _sorted(folder) if any(map(_has_header, _toml_in(each))))
    names = ", ".join(each.as_posix() for each in islice(found, NAMED))
    return f"name one of the folders in it: {names}" if names else None


def catalog_meant(path: Path) -> str | None:
    """Return the catalog that was most likely meant by a path at which there is none."""
    if not is_folder(path.parent):
        return None if exists(path.parent) else f"there is no folder {path.parent.as_posix()}"
    near = (each for each in _sorted(path.parent) if _has_header(each) or any(map(_has_header, _toml_in(each))))
    known = {each.stem: each for each in near}
    guess = did_you_mean(path.stem, known)
    return f"did you mean {known[guess].as_posix()}?" if guess else None


def _nothing(sources: Sources) -> Mistake:
    place = Place(sources.files[0], 1, 1)
    said = any(part.text.strip() for part in sources.parts)
    message = "the file has only comments" if said else "the file is empty"
    return Mistake(
        message, place, hint="`dealdesk init FOLDER` lays out a catalog and a deal to start from", code="file"
    )


def _first(data: Mapping[str, Any]) -> tuple[str, ...]:
    """The path of what a file says first."""
    return (next(iter(data)),)


def _is_table(data: Mapping[str, Any], key: str) -> bool:
    return isinstance(data.get(key), dict)


def _named(folder: Path) -> str | None:
    deals = [each.as_posix() for each in islice(_deals(folder), NAMED + 1)]
    more = " …" if len(deals) > NAMED else ""
    return f"the deals there: {', '.join(deals[:NAMED])}{more}" if deals else None


def _deals(folder: Path) -> Iterator[Path]:
    """Yield the deals of a folder, and of its folders."""
    folders = [folder, *_sorted(folder)]
    files = islice((file for each in folders for file in _toml_in(each)), LOOKED_AT)
    return (each for each in files if _CATALOG_NAMED(_head(each)))


def _toml_in(folder: Path) -> Iterator[Path]:
    return (each for each in _sorted(folder) if each.suffix == ".toml")


def _sorted(folder: Path) -> list[Path]:
    """The first files and folders of a folder; none of what is none, or may not be looked into."""
    try:
        return sorted(islice(folder.iterdir(), LOOKED_AT))
    except (OSError, ValueError):
        return []


def _has_header(file: Path) -> bool:
    return bool(_CATALOG_TABLE(_head(file)))


def _head(file: Path) -> bytes:
    """The beginning of a regular file; nothing of any other."""
    try:
        if not file.is_file():
            return b""
        with file.open("rb") as stream:
            return stream.read(1 << 14)
    except (OSError, ValueError):
        return b""


def exists(path: Path) -> bool:
    """Whether there is anything at a path; False for a name that nothing can have."""
    try:
        return path.exists()
    except (OSError, ValueError):
        return False


_CATALOG_NAMED = re.compile(rb"^[ \t]*catalog[ \t]*=[ \t]*[\"']", re.MULTILINE).search
_CATALOG_TABLE = re.compile(rb"^[ \t]*\[[ \t]*catalog[ \t]*[\].]", re.MULTILINE).search
