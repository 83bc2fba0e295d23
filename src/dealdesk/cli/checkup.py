"""What `dealdesk doctor` looks at, each thing by itself: one that is missing keeps no other from being looked at."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import redirect_stdout
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

from dealdesk.cli import machine, terminal
from dealdesk.errors import DealdeskError, printable

PYTHON = (3, 11)


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at.

    Attributes:
        group: What sort of thing it is.
        name: Its name.
        ok: Whether it is in order.
        found: What was found, or what is wrong.
        needed: Whether dealdesk needs it; something that it can do without makes it slower or plainer.
        fix: The command that mends it, or what else to do; "" when there is nothing to mend.
    """

    group: str
    name: str
    ok: bool
    found: str
    needed: bool = True
    fix: str = ""

    @property
    def state(self) -> str:
        """One word: ok, missing, or optional for what is missing and can be done without."""
        return "ok" if self.ok else "missing" if self.needed else "optional"


def checkup() -> list[Check]:
    """Return everything that was looked at."""
    return [check for look in CHECKS for check in look()]


def _python() -> Iterator[Check]:
    found = ".".join(map(str, sys.version_info[:3]))
    ok = sys.version_info >= PYTHON
    wanted = ".".join(map(str, PYTHON))
    fix = "" if ok else f"install Python {wanted} or newer, and dealdesk with it"
    yield Check("Python", "Python", ok, f"{found}, {printable(sys.executable)}", fix=fix)


def _libraries() -> Iterator[Check]:
    missing = [name for name, wanted in machine.REQUIRED.items() if not _is_there(name, wanted)]
    fix = "pip install " + " ".join(f"'{name}{machine.REQUIRED[name]}'" for name in missing)
    for name, wanted in machine.REQUIRED.items():
        yield _library("Libraries", name, wanted, needed=True, fix=fix)


def _extras() -> Iterator[Check]:
    for name, (wanted, extra, purpose) in machine.EXTRAS.items():
        fix = f"pip install 'dealdesk[{extra}]'"
        yield _library("Extras", name, wanted, needed=False, fix=fix, purpose=f", for {purpose}")


def _is_there(name: str, wanted: str) -> bool:
    version = machine.version_of(name)
    return version is not None and machine.fits(version, wanted)


def _library(group: str, name: str, wanted: str, *, needed: bool, fix: str, purpose: str = "") -> Check:
    version = machine.version_of(name)
    if version is None:
        return Check(group, name, False, f"not installed{purpose}", needed, fix)
    if not machine.fits(version, wanted):
        return Check(group, name, False, f"{version}, and {wanted} is needed{purpose}", needed, fix)
    return Check(group, name, True, version + purpose, needed)


def _system() -> Iterator[Check]:
    loaded = {each.name: machine.load(each) for each in machine.SHARED}
    missing = [each for each in machine.SHARED if loaded[each.name] is None]
    for name, file in loaded.items():
        if file is not None:
            yield Check("System libraries", name, True, file)
        else:
            fix = machine.install_line(missing)
            yield Check("System libraries", name, False, "cannot be loaded; PDFs need it", fix=fix)
    if not missing:
        yield _type_setting()


def _type_setting() -> Check:
    """Set a word in type: the one thing that shows that all of it works together."""
    try:
        with redirect_stdout(StringIO()):  # WeasyPrint prints when it cannot load
            from dealdesk.documents.assets import BASE, packaged_templates
            from dealdesk.documents.fonts import configuration

            configuration(packaged_templates() / BASE / "fonts")
    except Exception as failure:  # whatever keeps it from working is the finding
        why = printable(str(failure).splitlines()[0] if str(failure) else type(failure).__name__)
        return Check("System libraries", "WeasyPrint", False, why, fix="pip install --force-reinstall weasyprint")
    return Check("System libraries", "WeasyPrint", True, "loads, with the fonts of dealdesk")


def _files() -> Iterator[Check]:
    again = "pip install --force-reinstall --no-deps dealdesk"
    try:
        from dealdesk.documents.assets import BASE, packaged_templates
        from dealdesk.documents.fonts import BOLD, JAPANESE, TEXT
        from dealdesk.documents.kinds import KINDS

        templates = packaged_templates()
    except (DealdeskError, ImportError) as failure:
        yield Check("Files", "templates", False, printable(str(failure)), fix=again)
    else:
        without = [each.name for each in KINDS if not (templates / each.folder).is_dir()]
        said = f"{', '.join(each.name for each in KINDS)}; {printable(str(templates))}"
        yield Check("Files", "templates", not without, said, fix=again if without else "")
        folder = templates / BASE / "fonts"
        missing = [name for name in (TEXT, BOLD, JAPANESE) if not (folder / name).is_file()]
        count = len(list(folder.rglob("*.ttf")))
        said = f"{', '.join(missing)} not there" if missing else f"{count} typefaces: Latin, Greek, Cyrillic, Japanese"
        yield Check("Files", "fonts", not missing, said, fix=again if missing else "")
        yield from _own_templates()
    yield from _catalogs(again)


def _own_templates() -> Iterator[Check]:
    """Look for templates of one's own, which go before the packaged ones, so that nobody wonders."""
    from dealdesk.documents.apart import unlimited
    from dealdesk.documents.assets import assets, found_templates
    from dealdesk.documents.kinds import KINDS

    for kind in KINDS:
        place = found_templates(kind.folder, parts=kind.parts)
        if place is None:
            continue
        try:
            own = assets(kind.folder, place, parts=kind.parts).own
        except DealdeskError as failure:
            yield Check("Files", f"your {kind.name}", False, str(failure), fix="mend it, or delete it")
            continue
        if own is not None:
            yield Check("Files", f"your {kind.name}", True, own.shown)
        if own is not None and (without := unlimited()):
            said = f"{without}; what templates do is bounded by the clock"
            yield Check("Files", "limits", False, said, needed=False, fix="use templates of people whom you trust")


def _catalogs(again: str) -> Iterator[Check]:
    from dealdesk.catalog.load import catalog_folders, known_catalogs, packaged

    known = list(known_catalogs())
    house = packaged("catalogs")
    theirs = {_id_of(each) for each in house.iterdir()} if house.is_dir() else set()
    for folder in catalog_folders():
        names = [_id_of(each) for each in known if each.parent == folder]
        said = f"{', '.join(map(printable, names)) or 'none of its own'}; {printable(str(folder))}"
        before = sorted(theirs & set(names)) if folder != house else []
        if before:
            said += f"; used instead of what comes with dealdesk: {', '.join(map(printable, before))}"
        yield Check("Files", "catalogs" if folder == house else "your catalogs", True, said)
    if not packaged("catalogs").is_dir():
        yield Check("Files", "catalogs", False, "the packaged ones are not there", needed=False, fix=again)


def _id_of(catalog: Path) -> str:
    return catalog.stem if catalog.suffix == ".toml" else catalog.name


def _cache() -> Iterator[Check]:
    from dealdesk.catalog.compiled import cache

    if os.environ.get("DEALDESK_CACHE") == "off":
        yield Check("Cache", "cache folder", True, "turned off by DEALDESK_CACHE", needed=False)
        return
    folder = cache.folder()
    root = os.environ.get("XDG_CACHE_HOME") or str(Path("~/.cache").expanduser())
    path = printable(str(Path(root) / "dealdesk"))
    if folder is None or not os.access(folder, os.W_OK | os.X_OK):
        said = f"{path} cannot be used: catalogs are checked again by each command"
        fix = f"make {path} a folder of yours that nobody else can write to (chmod 700), or set XDG_CACHE_HOME"
        yield Check("Cache", "cache folder", False, said, needed=False, fix=fix)
        return
    sizes = [each.stat().st_size for each in folder.iterdir() if each.is_file()]
    yield Check("Cache", "cache folder", True, f"{len(sizes)} files, {sum(sizes) / 1e6:.1f} MB; {path}", needed=False)


def _terminal() -> Iterator[Check]:
    where = "a terminal" if sys.stdout.isatty() else "no terminal"
    yield Check("Terminal", "terminal width", True, f"{terminal.width()} columns, {where}", needed=False)
    plain = "NO_COLOR" if os.environ.get("NO_COLOR") else "TERM=dumb" if os.environ.get("TERM") == "dumb" else ""
    colour = (
        f"off: {plain}" if plain else "on" if sys.stdout.isatty() or os.environ.get("FORCE_COLOR") else "off: a pipe"
    )
    yield Check("Terminal", "terminal colour", True, colour, needed=False)
    encoding = sys.stdout.encoding or "unknown"
    signs = "signs are replaced by ASCII" if terminal.ascii_only() else "all signs can be shown"
    yield Check("Terminal", "terminal encoding", True, f"{encoding}: {signs}", needed=False)


CHECKS: tuple[Callable[[], Iterator[Check]], ...] = (
    _python,
    _libraries,
    _system,
    _files,
    _cache,
    _terminal,
    _extras,
)
"""What is looked at, in the order in which it is told."""
