"""New projects: a catalog, a deal, and what keeps them in order, as `dealdesk init` lays them out."""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from json import dumps
from pathlib import Path

from dealdesk.errors import DealdeskError, WriteError, printable
from dealdesk.money import minor_unit
from dealdesk.version import VERSION
from dealdesk.writing import make_folder, write_file

FILES: Mapping[str, str] = {
    "README.md": "readme.md",
    "catalogs/@id@/catalog.toml": "catalog.toml",
    "catalogs/@id@/products.toml": "products.toml",
    "catalogs/@id@/rules.toml": "rules.toml",
    "catalogs/@id@/examples.toml": "examples.toml",
    "deals/first.toml": "first.toml",
    "people.toml": "people.toml",
    "schemas/catalog.json": "catalog",
    "schemas/deal.json": "deal",
    "templates/README.md": "templates.md",
    ".github/workflows/dealdesk.yml": "github.yml",
    ".gitlab-ci.yml": "gitlab.yml",
    ".gitignore": "gitignore",
}
"""Every file of a new project, and the file of `skeleton/` that it is made from; of a schema, its kind."""

OFTEN_THERE = ("README.md", ".gitignore")
"""What a new repository has already: it is kept, and everything else is laid out beside it."""

MOST_NAMED = 3
"""Files that are named when they are in the way; of the others, the number."""

LONGEST_NAME = 200
LONGEST_ID = 64

_SKELETON = Path(__file__).parent / "skeleton"
_AMOUNT = re.compile(r"@( *-?[0-9]+(?:\.[0-9]+)?)@")
_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>#|~])")
_DEVICES = re.compile(r"con|prn|aux|nul|com[0-9]|lpt[0-9]")  # names that Windows keeps for itself


@dataclass(frozen=True, slots=True)
class Project:
    """What was laid out.

    Attributes:
        folder: Where.
        name: Who sells.
        catalog: The id of the catalog.
        currency: Its currency.
        files: What was written, relative to the folder.
        replaced: Those that were there before.
        kept: What was there before and was left as it is.
    """

    folder: Path
    name: str
    catalog: str
    currency: str
    files: tuple[str, ...]
    replaced: tuple[str, ...]
    kept: tuple[str, ...] = ()


def lay_out(
    folder: Path, *, today: date, name: str | None = None, currency: str = "USD", force: bool = False
) -> Project:
    """Lay out a new project: all of its files, or, when something is in the way, none.

    A README and a `.gitignore` that are there already are not in the way: they are kept.

    Args:
        folder: Where; it is made if need be.
        today: What the catalog is dated.
        name: Who sells; made from the folder's name when left out.
        currency: The currency of the catalog.
        force: Whether files that are there already are replaced.

    Raises:
        DealdeskError: The name or the currency cannot be used.
        WriteError: A file is there already, or cannot be written.
    """
    try:
        name = _named(folder) if name is None else name
    except (OSError, ValueError, RuntimeError) as failure:
        raise WriteError(f"cannot write to {printable(str(folder))}: no folder can have this name") from failure
    check_name(name)
    places = places_of(currency)
    files = filled(name, currency, places, today)
    try:
        there = [each for each in files if is_there(folder, each)]
    except (OSError, ValueError) as failure:  # also a name that no file can have
        reason = getattr(failure, "strerror", None) or "no folder can have this name"
        raise WriteError(f"cannot write to {printable(str(folder))}: {reason}") from failure
    kept = () if force else tuple(each for each in there if each in OFTEN_THERE)
    if not force and (blocking := [each for each in there if each not in kept]):
        raise WriteError(in_the_way(folder, blocking))
    files = {path: text for path, text in files.items() if path not in kept}
    replaced = tuple(each for each in there if each not in kept)
    write_all(folder, files, replaced)
    return Project(folder, name, id_of(name), currency, tuple(files), replaced, kept)


def filled(name: str, currency: str, places: int, today: date, catalog: str | None = None) -> dict[str, str]:
    """Return the text of every file of a project, by its path.

    Args:
        name: Who sells.
        currency: The currency of the catalog.
        places: Its decimals; where there are none, as in yen, all example prices are a hundred times as high.
        today: What the catalog is dated.
        catalog: The catalog's id; made from the name when left out.
    """
    words = {
        "@id@": id_of(name) if catalog is None else catalog,
        "@name@": dumps(name, ensure_ascii=False),
        "@name-plain@": name,
        "@name-markdown@": _MARKDOWN.sub(r"\\\1", name),
        "@currency@": currency,
        "@year@": str(today.year),
        "@dealdesk@": VERSION,
    }
    from dealdesk import schema

    any_word = re.compile("|".join(words))

    def made(text: str) -> str:
        lines = [_with_amounts(line, 1 if places else 100) for line in text.splitlines(keepends=True)]
        return any_word.sub(lambda found: words[found[0]], "".join(lines))

    return {
        made(path): schema.text(source) if source in schema.KINDS else made(_skeleton(source))
        for path, source in FILES.items()
    }


def _skeleton(source: str) -> str:
    return (_SKELETON / source).read_text(encoding="utf-8")


def id_of(name: str) -> str:
    """Return the id of a catalog for a name: small letters, digits and dashes."""
    letters = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    found = re.sub(r"[^a-z0-9]+", "-", letters).strip("-")[:LONGEST_ID].rstrip("-")
    return "catalog" if not found else f"{found}-prices" if _DEVICES.fullmatch(found) else found


def _with_amounts(line: str, factor: int) -> str:
    """Fill in the amounts of a line, with commas in comments; those that stand in columns stay in them."""

    def amount(found: re.Match[str]) -> str:
        value = Decimal(found[1].strip()) * factor
        shown = f"{value.to_integral() if factor > 1 else value:,}"
        shown = shown if line.startswith("#") else shown.replace(",", "_")
        return shown.rjust(len(found[1])) if found[1].startswith(" ") else shown

    return _AMOUNT.sub(amount, line)


def _named(folder: Path) -> str:
    """Return a name for who sells, from the name of a folder."""
    words = " ".join(re.sub(r"[\s_-]+", " ", "".join(filter(str.isprintable, folder.resolve().name))).split())
    return (words.title() if words.islower() else words)[:LONGEST_NAME].strip() or "Example"


def check_name(name: str) -> None:
    """Raise DealdeskError when nobody can be called so."""
    if not name.strip():
        raise DealdeskError("the name is empty; say who sells, such as --name 'Acme Inc.'")
    if len(name) > LONGEST_NAME:
        raise DealdeskError(f"the name has {len(name)} characters; {LONGEST_NAME} are allowed")
    if not name.isprintable():
        raise DealdeskError(f"the name {printable(name)} holds a character that nobody can see; leave it out")


def places_of(currency: str) -> int:
    """Return the decimals of a currency; DealdeskError when there is no such currency."""
    try:
        return minor_unit(currency)
    except ValueError as unknown:
        raise DealdeskError(str(unknown)) from None


def is_there(folder: Path, name: str) -> bool:
    """Whether a file is there already; a link on the way to it would lead out of the folder, and is refused."""
    path = folder
    for part in Path(name).parts:
        path = path / part
        if path.is_symlink():
            raise WriteError(f"cannot write {printable(str(folder / name))}: {printable(str(path))} is a symbolic link")
    return os.path.lexists(path)


def in_the_way(folder: Path, there: Sequence[str], or_else: str = "replace what is there with --force") -> str:
    """Return what to say when files are there already, and what to do."""
    names = ", ".join(printable(str(folder / each)) for each in there[:MOST_NAMED])
    if len(there) > MOST_NAMED:
        names += f" and {len(there) - MOST_NAMED} more"
    what = "is there already" if len(there) == 1 else "are there already"
    return f"{names} {what}; nothing was written. Name another folder, or {or_else}"


def write_all(folder: Path, files: Mapping[str, str], there: Sequence[str]) -> None:
    """Write all files; what was made is taken away again when one cannot be written."""
    made: list[Path] = []
    try:
        for name, text in files.items():
            path = folder / name
            for each in _missing(path.parent):
                make_folder(each)
                made.append(each)
            write_file(path, text.encode())
            if name not in there:
                made.append(path)
    except BaseException:
        for each in reversed(made):
            with suppress(OSError):
                each.rmdir() if each.is_dir() else each.unlink()
        raise


def _missing(folder: Path) -> Iterator[Path]:
    """Yield the folders on the way to *folder* that are not there, from the outermost."""
    yield from reversed([each for each in (folder, *folder.parents) if not each.exists()])
