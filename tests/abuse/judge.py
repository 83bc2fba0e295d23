"""Reads a damaged file as a command would, and says what is wrong with the way in which it was refused."""

from __future__ import annotations

import os
import shutil
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from unittest import mock

from dealdesk.catalog.load import load_catalog, read_catalog
from dealdesk.errors import DealdeskError, InputError
from dealdesk.quoting.load import catalog_of, load_deal
from dealdesk.quoting.price import price
from tests.abuse.mutate import ROOT, Mutation, mutation
from tests.errors.gallery import TODAY

LIMIT = 1.0
"""Seconds of processor time that no file may take."""


@dataclass
class Tally:
    """What became of the mutations so far."""

    accepted: int = 0
    refused: int = 0
    mistakes: int = 0
    faults: list[str] = field(default_factory=list)
    slowest: list[tuple[float, int, str]] = field(default_factory=list)
    codes: Counter[str] = field(default_factory=Counter)

    def slow(self, seconds: float, number: int, name: str) -> None:
        """Keep the five slowest."""
        self.slowest = sorted([*self.slowest, (seconds, number, name)], reverse=True)[:5]


class Judge:
    """Reads damaged files in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._catalogs: dict[tuple[str, Path | None], Any] = {}
        shutil.copytree(ROOT / "catalogs", folder / "catalogs")
        for shop in sorted((ROOT / "tests" / "errors" / "catalogs").iterdir()):
            shutil.copy(shop, folder / "catalogs" / shop.name)
        for example in sorted((ROOT / "examples").glob("*/catalog.toml")):
            shutil.copytree(example.parent, folder / example.parent.name)

    def catalog(self, name: str, *, near: Path | None = None) -> Any:
        """Return a catalog; those that are not damaged are read once."""
        found = (name, near.parent if near is not None else None)
        if found not in self._catalogs:
            self._catalogs[found] = load_catalog(name, near=near)
        return self._catalogs[found]

    def read(self, damaged: Mutation) -> None:
        """Do with a damaged file what a command does; raises what the command would print."""
        source = damaged.seed.path
        if damaged.seed.sort == "deal":
            home = self.folder / source.parent.name
            home.mkdir(exist_ok=True)
            file = home / "damaged.toml"
            file.write_bytes(damaged.content)
            deal = load_deal(file)
            price(deal, catalog_of(deal, file), today=TODAY)
        elif damaged.seed.sort == "catalog":
            file = self.folder / "damaged.toml"
            file.write_bytes(damaged.content)
            read_catalog(file)
        else:
            file = self.folder / "catalogs" / source.parent.name / source.name
            file.write_bytes(damaged.content)
            try:
                read_catalog(file.parent)
            finally:
                shutil.copy(source, file)

    def judge(self, seed: int, number: int, tally: Tally) -> None:
        """Read mutation *number* of *seed*, and note what is wrong with the way in which it was refused."""
        damaged = mutation(seed, number)
        start = time.process_time()
        faults: list[str] = []
        try:
            self.read(damaged)
            tally.accepted += 1
        except InputError as refused:
            faults += _faults(refused, str(refused))
            tally.refused += 1
            tally.mistakes += len(refused.mistakes)
            tally.codes.update(mistake.code for mistake in refused.mistakes)
        except DealdeskError as refused:
            faults.append(f"a mistake without a place: {refused}")
        except Exception as bug:
            faults.append(f"not an error of ours: {type(bug).__name__}: {bug}")
        taken = time.process_time() - start
        tally.slow(taken, number, f"{damaged.seed.name}: {', '.join(damaged.done)}")
        if taken > LIMIT:
            faults.append(f"took {taken:.1f} s")
        tally.faults += [f"--seed {seed} --only {number} ({damaged.seed.name}): {fault}" for fault in faults]


def _faults(refused: InputError, text: str) -> Iterator[str]:
    """Yield what is wrong with a refusal."""
    if not refused.mistakes:
        yield "refused without a mistake"
    for mistake in refused.mistakes:
        if mistake.place is None:
            yield f"without a place: {mistake.message}"
        elif mistake.place.line < 1 or mistake.place.column < 1 or mistake.place.length < 1:
            yield f"not a place: {mistake.place}"
        if "cannot follow" in mistake.message or "value that cannot be read" in mistake.message:
            yield f"not told: {mistake.message}"
        if "Input should" in mistake.message:
            yield f"words of pydantic: {mistake.message}"
    if not text.replace("\n", "").isprintable():
        yield "a character that acts on terminals"
    if len(text) > 200_000:
        yield f"{len(text):,} characters"


@contextmanager
def court(folder: Path) -> Iterator[Judge]:
    """A judge with a working folder, nothing kept from earlier runs, and catalogs that are read once."""
    here, judge = Path.cwd(), Judge(folder)
    os.chdir(folder)
    try:
        with (
            mock.patch.dict(os.environ, DEALDESK_CACHE="off"),
            mock.patch("dealdesk.quoting.load.load_catalog", judge.catalog),
        ):
            yield judge
    finally:
        os.chdir(here)
