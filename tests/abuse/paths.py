"""Names that try to be paths: of customers, quotes, catalogs, logos, templates, projects and output files."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import chdir, redirect_stderr, redirect_stdout
from datetime import date
from io import BytesIO, StringIO, TextIOWrapper
from json import dumps
from pathlib import Path

from dealdesk.catalog.load import load_catalog
from dealdesk.cli import main
from dealdesk.documents import render
from dealdesk.errors import DealdeskError
from dealdesk.project import lay_out
from dealdesk.quoting.load import catalog_of, load_deal
from dealdesk.quoting.price import price
from dealdesk.writing import write_file
from tests.abuse.abuse import Abuse, Outcome
from tests.documents.samples import sample

SECRET = "secret-51ce"
NAMES = (
    *("..", ".", "../x", "../../x", "../../../../../../../../etc/passwd", "a/../../x", "./x", "x/..", "x/../x"),
    *(
        "/etc/passwd",
        "/x",
        "//x",
        "///",
        "~",
        "~/x",
        "$HOME",
        "${HOME}/x",
        "%2e%2e/x",
        "%2e%2e%2fx",
        "..%2fx",
        "..%5cx",
    ),
    *("..\\x", "\\\\server\\share", "C:\\x", "C:x", "file:///etc/passwd", "file:x", "\\x", "a\\..\\..\\x"),
    *("x\x00y", "\x00", "x\ny", "x\r", "x\ty", "\x1b[2J", "\u202ex", "x\u2029y", "\ud800", "\ufeffx"),
    *("CON", "con.toml", "NUL", "aux", "COM1", "LPT9.svg", "PRN.", "x.", "x ", " x", "x...", "x:stream", "x?*|<>"),
    *("-o", "--help", "-rf", "--", "-", "--templates=/etc", "@x", "=x", "!x", "#x", ";x", "|x", "`x`", "$(x)", "&x"),
    *("x" * 256, "é" * 200, "x" * 5000, "a/" * 2000 + "x", ".hidden", "..x", "...", "....//x", ".git", ".git/config"),
    *("e\u0301", "\u00e9", "README.md", "readme.md", "ReadMe.MD", "outside", "../outside", "../outside/secret.toml"),
    *("link", "link/x", "link/secret.toml", "secret", "../outside/secret", "__proto__", "*", "?", "[x]", "{a,b}"),
)


def snapshot(folder: Path) -> dict[str, bytes | None]:
    """Return what lies below a folder: contents by path, None for what is no file."""
    found: dict[str, bytes | None] = {}
    for each in sorted(folder.rglob("*")):
        is_file = each.is_file() and not each.is_symlink()
        found[each.relative_to(folder).as_posix()] = each.read_bytes() if is_file else None
    return found


class World:
    """A folder with a project in it, and beside it what nobody may write to or read."""

    def __init__(self, root: Path) -> None:
        self.root, self.home, self.outside = root, root / "home", root / "outside"
        for each in (self.home / "out", self.outside):
            each.mkdir(parents=True)
        (self.outside / "secret").write_text(f"{SECRET} is a line\n", "utf-8")
        (self.outside / "secret.toml").write_text(f"{SECRET} is a line\n", "utf-8")
        lay_out(self.home / "shop", today=date(2026, 11, 20), name="Shop")
        (self.home / "shop" / "deals" / "link").symlink_to(self.outside / "secret")
        self.deal = (self.home / "shop" / "deals" / "first.toml").read_text("utf-8")
        self.catalog = self.home / "shop" / "catalogs" / "shop"

    def changed(self, before: dict[str, bytes | None], *allowed: str) -> list[str]:
        """Return what lies elsewhere than below *allowed* and is not what it was."""
        after = snapshot(self.root)
        names = {name for name in before.keys() | after.keys() if before.get(name, b"?") != after.get(name, b"?")}
        return sorted(name for name in names if not name.startswith(allowed))


Try = Callable[[World, str], None]


def _project(world: World, name: str) -> None:
    """`dealdesk init --name`: the name becomes the id of a catalog, and that a folder."""
    lay_out(world.home / "out" / "new", today=date(2026, 11, 20), name=name)


def _folder(world: World, name: str) -> None:
    """`dealdesk init`: the name that is made of a folder's."""
    if "/" in name or name in ("", ".", ".."):
        raise DealdeskError("not one folder")
    lay_out(world.home / "out" / name, today=date(2026, 11, 20))


def _deal(world: World, key: str, value: str) -> Path:
    file = world.home / "shop" / "deals" / "hostile.toml"
    text = "\n".join(line for line in world.deal.splitlines() if not line.startswith(f"{key} "))
    file.write_text(f"{key} = {dumps(value)}\n{text}", "utf-8")
    return file


def _number(world: World, name: str) -> None:
    """The number of a quote, in a deal: no file is named after it."""
    file = _deal(world, "number", name)
    deal = load_deal(file)
    quote = price(deal, catalog_of(deal, file), today=date(2026, 11, 20))
    with chdir(world.home / "out"):
        write_file("quote.md", render(quote, format="md"))


def _catalog(world: World, name: str) -> None:
    """The catalog that a deal names: what is no TOML is not quoted."""
    file = _deal(world, "catalog", name)
    deal = load_deal(file)
    catalog_of(deal, file)


def _logo(world: World, name: str) -> None:
    """The logo that a catalog names."""
    folder = world.home / "out" / "branded"
    shutil.copytree(world.catalog, folder)
    file = folder / "catalog.toml"
    file.write_text(file.read_text("utf-8") + f"\n[catalog.brand]\nlogo = {dumps(name)}\n", "utf-8")
    load_catalog(folder)
    raise AssertionError("taken")


def _template(world: World, name: str) -> None:
    """A file of that name among templates."""
    folder = world.home / "out" / "templates" / "quote"
    folder.mkdir(parents=True)
    if "/" in name:
        raise DealdeskError("not one file")
    try:
        (folder / f"{name}.css").write_text("p { color: red }", "utf-8")
    except (OSError, ValueError) as failure:
        raise DealdeskError("no file can be called that") from failure
    render(sample(), format="md", templates=folder.parent)


def _output(world: World, name: str) -> None:
    """`-o`: the one file that is named is written, or none."""
    with chdir(world.home / "out"):
        target = os.path.abspath(name.replace("\x00", ""))  # noqa: PTH100 - without links
        if not target.startswith(f"{world.home / 'out'}{os.sep}"):
            raise DealdeskError("whoever asks for a file elsewhere gets it")
        write_file(name, b"x")


def _command(world: World, name: str) -> None:
    """The whole command, with a deal of that name."""
    try:
        possible = "\x00" not in name and bool(os.fsencode(name))
    except UnicodeEncodeError:
        possible = False
    if not possible:
        raise DealdeskError("no shell can hand this over")
    with (
        chdir(world.home / "out"),
        redirect_stdout(TextIOWrapper(BytesIO(), "utf-8")),
        redirect_stderr(StringIO()) as err,
    ):
        code = main(["price", name])
    if SECRET in err.getvalue():
        raise AssertionError("a line of the secret was shown")
    if code not in (0, 2):
        raise AssertionError(f"ended with {code}")
    if code:
        raise DealdeskError("refused")


SURFACES: tuple[tuple[Try, bool], ...] = (
    (_project, True),
    (_folder, True),
    (_number, True),
    (_catalog, False),
    (_logo, False),
    (_template, True),
    (_output, True),
    (_command, False),
)
"""What a name is given to, and whether that writes below `home/out`."""


def cases() -> Iterator[tuple[Try, bool, str]]:
    """Yield every name for everything that has one."""
    for attempt, writes in SURFACES:
        yield from ((attempt, writes, name) for name in NAMES)


def tried(world: World, attempt: Try, writes: bool, name: str) -> tuple[str, list[str]]:
    """Give a name to one thing; return what became of it, and what is wrong with that."""
    before, faults = snapshot(world.root), []
    where = f"{attempt.__name__} {name[:40]!r}"
    try:
        attempt(world, name)
        became = "taken"
    except DealdeskError as refused:
        became = "refused"
        if SECRET in str(refused):
            faults.append(f"{where}: the error quotes what it has no business with: {refused}")
        if not str(refused).replace("\n", "").isprintable():
            faults.append(f"{where}: the error holds a character that acts on terminals")
    except AssertionError as wrong:
        became = "wrong"
        faults.append(f"{where}: {wrong}")
    except (UnicodeEncodeError, ValueError, OSError) as crash:
        became = "crashed"
        faults.append(f"{where}: {type(crash).__name__}: {crash}")
    hostile = "home/shop/deals/hostile.toml"
    elsewhere = world.changed(before, hostile, *(("home/out/",) if writes else ("home/out/branded",)))
    faults += [f"{where}: changed {each}" for each in elsewhere]
    shutil.rmtree(world.home / "out")
    (world.home / "out").mkdir()
    return became, faults


def _run(seed: int, count: int, folder: Path) -> Outcome:
    """All of them in their order; a *seed* changes nothing."""
    outcome, world = Outcome(), World(folder / "world")
    for attempt, writes, name in list(cases())[:count]:
        became, faults = tried(world, attempt, writes, name)
        outcome.counts[became] += 1
        outcome.faults += faults
    return outcome


ABUSE = Abuse("paths", "names that try to be paths, given to everything that has a name", len(list(cases())), _run)
