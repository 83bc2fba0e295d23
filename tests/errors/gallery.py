"""The gallery of broken files: `<group>/<name>.toml`, or a folder `<group>/<name>`; `<name>.txt` is what the user sees.

A file with a table `[catalog]` is a catalog, and so is a folder; any other file is a deal.  The first line of each says
in one sentence what is wrong with it.  `# right:` says what belongs in place of the line that is marked, or of the line
that is named; without text, the line is to be deleted.  A test makes that change, and then nothing may be wrong.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import chdir
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from unittest import mock

from dealdesk.catalog.load import load_catalog
from dealdesk.errors import DealdeskError, InputError
from dealdesk.quoting.load import catalog_of, load_deal
from dealdesk.quoting.price import price

HERE = Path(__file__).parent
SHOPS = "catalogs"
WITHOUT_MISTAKES = (SHOPS, "whole", "__pycache__")
TODAY = date(2026, 11, 20)

_CATALOG = re.compile(rb"^\[catalog[\].]", re.MULTILINE)
_RIGHT = re.compile(r"^# right(?: \(line (?P<line>\d+)\))?:(?P<first>.*)\n(?P<more>(?:#        .*\n)*)", re.MULTILINE)


@dataclass(frozen=True)
class Broken:
    """A broken file or folder of the gallery."""

    path: Path

    @property
    def group(self) -> str:
        return self.path.parent.name

    @property
    def name(self) -> str:
        return self.path.name.removesuffix(".toml")

    @property
    def golden(self) -> Path:
        return self.path.parent / f"{self.name}.txt"

    @property
    def command(self) -> str:
        return f"dealdesk {'catalog validate' if is_catalog(self.path) else 'price'} {self.path.name}"

    @property
    def text(self) -> str:
        first = min(self.path.glob("*.toml")) if self.path.is_dir() else self.path
        return first.read_text(encoding="utf-8")

    @property
    def sentence(self) -> str:
        return self.text.split("\n", 1)[0].removeprefix("# ")

    @property
    def right(self) -> Right | None:
        """What belongs in place of a line; None where no change of one line mends the file."""
        match = _RIGHT.search(self.text)
        if match is None:
            return None
        lines = [match["first"].removeprefix(" "), *(line[9:] for line in match["more"].splitlines())]
        return Right(int(match["line"]) if match["line"] else None, lines if lines != [""] else [])


@dataclass(frozen=True)
class Right:
    """Lines that belong in place of one line; of the marked one where no number is given."""

    line: int | None
    lines: list[str]


def gallery() -> Iterator[Broken]:
    """Yield every broken file and folder, by group and name."""
    for group in sorted(each for each in HERE.iterdir() if each.is_dir() and each.name not in WITHOUT_MISTAKES):
        for path in sorted(group.iterdir()):
            if path.suffix == ".toml" or path.is_dir():
                yield Broken(path)


def is_catalog(path: Path) -> bool:
    """Whether a file is a catalog rather than a deal."""
    return path.is_dir() or bool(_CATALOG.search(path.read_bytes() if path.is_file() else b""))


def told(path: Path, *, catalog: bool | None = None) -> str:
    """Return what a user sees who checks a catalog, or prices a deal, in the folder of the file; "" if all is well."""
    try:
        with chdir(path.parent), mock.patch.dict(os.environ, DEALDESK_CACHE="off"):
            tried(Path(path.name), catalog=is_catalog(path) if catalog is None else catalog)
    except InputError as wrong:
        return short(f"{wrong}\n")
    except DealdeskError as wrong:
        return short(f"error: {wrong}\n")
    return ""


def short(text: str) -> str:
    """Return a text with the shops where they lie, seen from a folder of the gallery."""
    return text.replace(HERE.as_posix(), "..")


def tried(path: Path, *, catalog: bool) -> None:
    """Check a catalog, or price a deal; raises what a command would print."""
    if catalog:
        load_catalog(path)
    else:
        deal = load_deal(path)
        price(deal, catalog_of(deal, path), today=TODAY)
