"""A catalog from its folder or file: read, checked, with the place of everything in it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Sequence
from datetime import date, time
from decimal import Decimal
from os.path import relpath
from pathlib import Path
from typing import Any

from dealdesk.errors import CatalogError, Mistake, Place, did_you_mean

CATALOG_BYTES = 16 * 1024 * 1024
"""The largest catalog file that is read."""

LOGO_BYTES = 64 * 1024
"""The largest logo that is read."""

PEOPLE = "people.toml"
"""The file of a project that says who may do what."""

ENDLESS = "this is a pipe or a device, not a file"

DISGUISED = "this is a link to a file whose name does not end in .toml"
"""What is said of such a file instead of reading it: an error would quote a line of whatever it leads to."""


def load_catalog(path: str | Path, *, near: Path | None = None) -> Any:
    """Return the catalog at *path*.

    Args:
        path: A folder of TOML files, one TOML file, or the id of a catalog in a `catalogs` folder: that of the
            working folder, one above *near*, or the packaged ones.
        near: The file or folder that names the catalog; relative paths start there.

    Raises:
        CatalogError: There is no such catalog, or it is not valid; every mistake is named with its place.
    """
    return read_catalog(find_catalog(str(path), near=near))


def find_catalog(name: str, *, near: Path | None = None) -> Path:
    """Return the folder or file of a catalog named by path or id; CatalogError when there is none."""
    base = near if near is None or near.is_dir() else near.parent
    if not name:
        hint = "name a catalog, or its folder"
        raise CatalogError(Mistake("the name of the catalog is empty", hint=hint, code="no-catalog"))
    for root in ([base] if base is not None else []) + [Path()]:
        candidate = root / name
        if _holds_catalog(candidate):
            return candidate
    if "/" not in name and "\\" not in name and name not in ("", ".", ".."):
        for folder in catalog_folders(base):
            for candidate in (folder / name, folder / f"{name}.toml"):
                if _holds_catalog(candidate):
                    return candidate
    if is_folder(folder := (base or Path()) / name):
        from dealdesk.catalog.mistaken import catalogs_below

        message = f"the folder {name} holds no catalog: no file in it ends in .toml"
        raise CatalogError(Mistake(message, hint=catalogs_below(folder), code="no-catalog"))
    known = sorted({each.stem if each.is_file() else each.name for each in known_catalogs(base)})
    if guess := did_you_mean(name, known):
        meant: str | None = f"did you mean {guess}?"
    else:
        from dealdesk.catalog.mistaken import catalog_meant

        meant = catalog_meant(folder) if folder.parent != (base or Path()) or folder.suffix else None
    allowed = "a folder or file, or one of " + ", ".join(known) if known else "a folder or file"
    raise CatalogError(Mistake(f"there is no catalog {name}", None, None, allowed, meant, "no-catalog"))


def _holds_catalog(path: Path) -> bool:
    """Whether there is a TOML file, or a folder of them, at a path; other files are not even opened.

    A folder with the people of a desk and nothing else is a project, and no catalog.
    """
    try:
        if path.is_dir():
            return any(each.name != PEOPLE for each in path.glob("*.toml"))
        return path.is_file() and path.suffix == ".toml"
    except OSError:  # such as a name that no file can have
        return False


def is_disguised(file: Path) -> bool:
    """Whether a file is a link to one that is no TOML file."""
    try:
        return file.is_symlink() and file.is_file() and file.resolve().suffix != ".toml"
    except (OSError, ValueError, RuntimeError):  # not a name that a file can have; reading it says so
        return False


def _is_endless(file: Path) -> bool:
    """Whether something is neither a file nor a folder: reading it might never end."""
    return file.exists() and not file.is_file() and not file.is_dir()


def is_folder(path: Path) -> bool:
    """Whether there is a folder at a path; False for what cannot even be looked at."""
    try:
        return path.is_dir()
    except (OSError, ValueError):
        return False


def file_in(path: Path, name: str) -> Path:
    """Return the file *name* of a folder that has it; else *path* itself."""
    return path / name if is_folder(path) and (path / name).is_file() else path


def catalog_folders(base: Path | None = None) -> Iterator[Path]:
    """Yield the folders in which catalogs are looked for by id, the nearest first."""
    seen: set[Path] = set()
    starts = [Path.cwd()] if base is None else [base.resolve(), Path.cwd()]
    above = [folder for start in starts for folder in (start, *start.parents)]
    for folder in [each / "catalogs" for each in above] + [packaged("catalogs")]:
        if folder not in seen and folder.is_dir():
            seen.add(folder)
            yield folder


def packaged(kind: str) -> Path:
    """Return the folder of packaged data of one kind: `catalogs` or `templates`."""
    installed = Path(__file__).resolve().parent.parent / "_data" / kind
    return installed if installed.is_dir() else Path(__file__).resolve().parents[3] / kind


def known_catalogs(base: Path | None = None) -> Iterator[Path]:
    """Yield every catalog that can be named by id, nearer ones before farther ones of the same name."""
    names: set[str] = set()
    for folder in catalog_folders(base):
        for each in sorted(folder.iterdir()):
            name = each.stem if each.suffix == ".toml" else each.name
            if name not in names and (each.suffix == ".toml" or (each.is_dir() and any(each.glob("*.toml")))):
                names.add(name)
                yield each


def read_catalog(path: Path, *, named: Callable[[Path], str] | None = None) -> Any:
    """Return the catalog of a folder or file that exists; *named* says what places call a file, instead of its path."""
    from dealdesk.catalog import compiled
    from dealdesk.catalog.models import Catalog

    files = sorted(path.glob("*.toml")) if path.is_dir() else [path]
    names = [(named or shown)(file) for file in files]
    if disguised := [name for file, name in zip(files, names, strict=True) if is_disguised(file)]:
        raise CatalogError(Mistake(DISGUISED, Place(name, 1, 1), code="file") for name in disguised)
    if path.is_dir() and (endless := [name for file, name in zip(files, names, strict=True) if _is_endless(file)]):
        raise CatalogError(Mistake(ENDLESS, Place(name, 1, 1), code="file") for name in endless)
    catalog: Any
    catalog, key = compiled.load(Catalog, files, names, limit_bytes=CATALOG_BYTES)
    if catalog is None:
        catalog = _checked(files, names, whole=path.is_dir())
        compiled.store(catalog, key, catalog.sources, by_entry="products")
    if catalog.catalog.brand.logo is None:
        return catalog
    logo, wrong = _logo(path if path.is_dir() else path.parent, catalog.catalog.brand.logo)
    if wrong is not None:
        at, allowed = ("catalog", "brand", "logo"), "an SVG file in the catalog's folder"
        raise CatalogError((catalog.sources.mistake(at, wrong, allowed=allowed, code="file"),))
    return catalog.but(_logo=logo)


def _checked(files: Sequence[Path], names: Sequence[str], *, whole: bool) -> Any:
    """Read and check the files of a catalog: of a *whole* folder, or one file."""
    from pydantic import ValidationError

    from dealdesk.catalog.check import check
    from dealdesk.catalog.mistaken import not_a_catalog
    from dealdesk.catalog.models import Catalog
    from dealdesk.catalog.source import read_toml

    data, sources = read_toml(files, names=names, limit_bytes=CATALOG_BYTES)
    if other := not_a_catalog(data, sources, None if whole else files[0]):
        raise CatalogError(other)
    try:
        catalog = Catalog.validate(data)
    except ValidationError as error:
        from dealdesk.catalog.mistakes import from_validation

        raise CatalogError(from_validation(error, sources, data=data, model=Catalog.schema_model())) from None
    catalog = catalog.but(_sources=sources, _digest=digest_of(data))
    mistakes = check(catalog)
    if mistakes:
        raise CatalogError(tuple(mistakes))
    return catalog


def _logo(folder: Path, name: str) -> tuple[str | None, str | None]:
    """Return the text of a logo file of the catalog's own folder, and what is wrong with it."""
    file = folder / name
    if Path(name).name != name or file.is_symlink() or file.suffix.lower() != ".svg":
        return None, f'"{name}" is not the name of an SVG file in the catalog\'s folder'
    if _is_endless(file):
        return None, f"{name} cannot be read"
    try:
        with file.open("rb") as stream:
            data = stream.read(LOGO_BYTES + 1)
        if len(data) > LOGO_BYTES:
            return None, f"{name} is larger than {LOGO_BYTES // 1024} KB"
        return data.decode(), None
    except (OSError, UnicodeDecodeError):
        return None, f"{name} cannot be read"


def shown(file: Path) -> str:
    """Return a path as messages and waterfalls print it, so that a person can find the file.

    Below the working folder it is relative; a file of a packaged catalog is named by its catalog, such as
    `stellar-logic/rules.toml`; elsewhere it is whatever is shorter, the path as given or the way there.
    """
    try:
        real, here = file.resolve(), Path.cwd()
        if real.is_relative_to(here):
            return real.relative_to(here).as_posix()
        if real.is_relative_to(catalogs := packaged("catalogs")):
            return real.relative_to(catalogs).as_posix()
        return min(file.as_posix(), Path(relpath(file, here)).as_posix(), key=len)
    except (ValueError, OSError, RuntimeError):  # another drive, or a link that leads to itself
        return file.as_posix()


def digest_of(data: Any) -> str:
    """Return the SHA-256 of what a document says, whatever its layout and comments."""
    text = json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=_plain)
    return hashlib.sha256(text.encode()).hexdigest()


def _plain(value: Any) -> str:
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, date | time):
        return value.isoformat()
    raise TypeError(f"TOML has no {type(value).__name__}")
