"""Names that try to be paths or numbers, given to all that a register has names for.

Numbers of quotes are given by the register and never taken from input; what is written is the file that was asked for.
"""

from __future__ import annotations

import os
import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import chdir, redirect_stderr, redirect_stdout
from io import BytesIO, StringIO, TextIOWrapper
from pathlib import Path

from dealdesk.cli import main
from dealdesk.errors import DealdeskError
from dealdesk.register import make_register
from tests.abuse.abuse import Abuse, Outcome
from tests.abuse.paths import NAMES, SECRET, Try, World, _deal, tried

NUMBER = re.compile(r"Q-\d{4}-\d{5,}")
NUMBERS = (
    *("Q-2026-1", "Q-2026-00001", "q2026-1", "Q-2026-1/../2", "../Q-2026-00001", "Q-2026-00001/", "Q-2026-00001.pdf"),
    *("Q-2026-1\n", "Q-2026-1;", "Q-2026-%31", "Q-2026-٠١", "Q-２０２６-00001", "Q--1", "Q-2026--1", "Q-2026-1e9"),
    *("Q-99999-1", "Q-2026-999999999999999999999", "Q-0000-00000", "Q-2026-00001' OR '1'='1", "Q-2026-*", "0", "-1"),
)  # fmt: skip
"""What is nearly a number."""


class Shop(World):
    """The world, with a register and a quote in it."""

    def __init__(self, root: Path) -> None:
        super().__init__(root)
        self.register = root.parent / "register" / "quotes.db"  # what is in it is looked at by its rows
        self.register.parent.mkdir()
        make_register(str(self.register))
        self.given: list[str] = []
        assert self.said("quote", "new", str(self.home / "shop" / "deals" / "first.toml"))[0] == 0

    def said(self, *words: str) -> tuple[int, str]:
        """Run a command in the folder `out`; return its code and what it said."""
        if any("\x00" in each for each in words) or not _possible(words):
            raise DealdeskError("no shell can hand this over")
        out, err = TextIOWrapper(BytesIO(), "utf-8"), StringIO()
        with chdir(self.home / "out"), redirect_stdout(out), redirect_stderr(err):
            code = main([*words[:2], "--register", str(self.register), *words[2:]])
        out.flush()
        said = out.buffer.getvalue().decode() + err.getvalue()  # type: ignore[attr-defined]
        if SECRET in said:
            raise AssertionError("a line of the secret was shown")
        if code not in (0, 1, 2, 69, 73, 74):
            raise AssertionError(f"ended with {code}: {said[:200]}")
        with sqlite3.connect(self.register) as connection:
            numbers = [row[0] for row in connection.execute("SELECT number FROM versions ORDER BY entry")]
        if numbers[: len(self.given)] != self.given:
            raise AssertionError("quotes are gone, or have other numbers")
        for serial, number in enumerate(numbers, 1):
            if not NUMBER.fullmatch(number) or number != f"Q-{number[2:6]}-{serial:05d}":
                raise AssertionError(f"the number {number} was given")
        self.given = numbers
        return code, said

    def run(self, *words: str) -> None:
        """Run a command that may be refused."""
        code, said = self.said(*words)
        if code:
            raise DealdeskError(said.removeprefix("error: ").replace("\n", " "))


def _possible(words: tuple[str, ...]) -> bool:
    try:
        return all(os.fsencode(each) is not None for each in words)
    except UnicodeEncodeError:
        return False


def _inside(world: Shop, name: str) -> str:
    """Return a name for a file that is written, where it is one of the folder: what is asked for is what is meant."""
    target = os.path.abspath(world.home / "out" / name.replace("\x00", ""))  # noqa: PTH100 - without links
    if not target.startswith(f"{world.home / 'out'}{os.sep}"):
        raise DealdeskError("whoever asks for a file elsewhere gets it")
    return name


def _show(world: Shop, name: str) -> None:
    """A number that is typed: the quote is shown, or none is."""
    world.run("quote", "show", "--", name)


def _clone(world: Shop, name: str) -> None:
    """A number of which a deal is made."""
    world.run("quote", "clone", "-o", "clone.toml", "--", name)


def _new(world: Shop, name: str) -> None:
    """A number, a customer's name and a reference in a deal: the register gives its own number."""
    world.run("quote", "new", str(_deal(world, "number", name)), f"--ref={name}")


def _backup(world: Shop, name: str) -> None:
    """The file of a backup, and its head beside it."""
    world.run("register", "backup", "--", _inside(world, name))


def _export(world: Shop, name: str) -> None:
    """The file of an export."""
    world.run("register", "export", "--", _inside(world, name))


def _restore(world: Shop, name: str) -> None:
    """A backup that is to be put back: what is none is not used."""
    world.run("register", "restore", "--", name)


def _import(world: Shop, name: str) -> None:
    """An export that is to be read."""
    world.run("register", "import", "--", name)


def _mail(world: Shop, name: str) -> None:
    """The file of a calendar."""
    world.run("quote", "remind", f"--output={_inside(world, name)}")


SURFACES: tuple[tuple[Callable[[Shop, str], None], bool], ...] = (
    (_show, False),
    (_clone, True),
    (_new, False),
    (_backup, True),
    (_export, True),
    (_restore, False),
    (_import, False),
    (_mail, True),
)
"""What a name is given to, and whether that writes below `home/out`."""


def cases() -> Iterator[tuple[Try, bool, str]]:
    """Yield every name for everything that has one."""
    for attempt, writes in SURFACES:
        yield from ((attempt, writes, name) for name in (*NAMES, *NUMBERS))  # type: ignore[misc]


def run(seed: int, count: int, folder: Path) -> Outcome:
    """All of them in their order; a *seed* changes nothing."""
    outcome, world = Outcome(), Shop(folder / "world")
    for attempt, writes, name in list(cases())[:count]:
        became, faults = tried(world, attempt, writes, name)
        outcome.counts[f"{attempt.__name__[1:]}: {became}"] += 1
        outcome.faults += faults
    outcome.counts["quotes, whose numbers have no gap"] = len(world.given)
    return outcome


ABUSE = Abuse("numbers", "names that try to be paths or numbers, given to a register", len(list(cases())), run)
