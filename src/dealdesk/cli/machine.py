"""The machine that dealdesk runs on: its libraries, and what installs those that are missing."""

from __future__ import annotations

import ctypes
import os
import sys
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

REQUIRED: Mapping[str, str] = {
    "typer": "==0.28.*",
    "rich": ">=14",
    "pydantic": ">=2.11",
    "jinja2": ">=3.1.6",
    "weasyprint": ">=70.0",
    "tomli": ">=2.4",
    "babel": ">=2.17",
    "pyyaml": ">=6.0.2",
    "xlsxwriter": ">=3.2.5",
    "sqlalchemy": ">=2.0.43",
    "alembic": ">=1.16",
}
"""The libraries that dealdesk needs, with their versions; a test holds that pyproject.toml says the same."""

IMPORTED: Mapping[str, str] = {"pyyaml": "yaml", "python-pptx": "pptx"}
"""What a library is called when it is imported, where that is not its name."""

EXTRAS: Mapping[str, tuple[str, str, str]] = {
    "duckdb": (">=1.4", "batch", "tables of many deals, and reports of pilots"),
    "numpy": (">=2.2", "pilot", "reports of pilots"),
    "highspy": (">=1.12", "solver", "advice where very many products can be combined"),
    "pikepdf": ("", "check", "render --check and verify"),
    "pypdfium2": ("", "check", "render --check and verify"),
    "psycopg": (">=3.2", "postgres", "a register on PostgreSQL"),
    "pyhanko": (">=0.31", "sign", "signatures in PDFs"),
    "python-pptx": (">=1.0.2", "slides", "decks as PowerPoint"),
    "textual": (">=6", "tui", "the desk on the whole screen"),
}
"""Libraries that some commands need: version, the extra that installs them, and what they are for."""

RELEASE = Path("/etc/os-release")


@dataclass(frozen=True, slots=True)
class Shared:
    """A library of the system.

    Attributes:
        name: What it is called.
        files: The names of its file, on one system or another; WeasyPrint looks for the same.
        packages: What installs it, by package manager.
    """

    name: str
    files: tuple[str, ...]
    packages: Mapping[str, str]


def _shared(name: str, stem: str, number: str, apt: str, dnf: str, zypper: str) -> Shared:
    soname = f"{stem}.so.{number}"
    files = (soname, f"{stem}.{number}.dylib", f"{stem}.dylib", f"{stem}-{number}.dll", f"{stem}-0.dll")
    windows = "mingw-w64-ucrt-x86_64-pango"
    packages = {"apt-get": apt, "dnf": dnf, "zypper": zypper, "apk": f"so:{soname}", "pacman": "pango", "brew": "pango"}
    return Shared(name, files, {**packages, "msys2": windows})


SHARED: tuple[Shared, ...] = (
    _shared("Pango", "libpango-1.0", "0", "libpango-1.0-0", "pango", "libpango-1_0-0"),
    _shared("PangoFT2", "libpangoft2-1.0", "0", "libpangoft2-1.0-0", "pango", "libpango-1_0-0"),
    _shared("GObject", "libgobject-2.0", "0", "libpango-1.0-0", "glib2", "libgobject-2_0-0"),
    _shared("HarfBuzz", "libharfbuzz", "0", "libpango-1.0-0", "harfbuzz", "libharfbuzz0"),
    _shared("HarfBuzz subset", "libharfbuzz-subset", "0", "libharfbuzz-subset0", "harfbuzz", "libharfbuzz-subset0"),
    _shared("Fontconfig", "libfontconfig", "1", "libpangoft2-1.0-0", "fontconfig", "fontconfig"),
)
"""The libraries that set type in PDFs."""

_MANAGERS: Mapping[str, tuple[str, ...]] = {
    "apt-get": ("debian", "ubuntu"),
    "dnf": ("fedora", "rhel", "centos"),
    "zypper": ("suse", "opensuse"),
    "apk": ("alpine",),
    "pacman": ("arch",),
}
_COMMANDS: Mapping[str, str] = {
    "apt-get": "apt-get install",
    "dnf": "dnf install",
    "zypper": "zypper install",
    "apk": "apk add",
    "pacman": "pacman -S",
    "brew": "brew install",
    "msys2": "pacman -S",
}


def system() -> str:
    """Return the name of the system, such as "Debian GNU/Linux 12 (bookworm)"."""
    import platform

    release = _release()
    return release.get("PRETTY_NAME") or f"{platform.system()} {platform.release()}".strip()


def manager() -> str | None:
    """Return the package manager of this system, or None when it is not known."""
    if sys.platform == "darwin":
        return "brew"
    if sys.platform == "win32":
        return "msys2"
    release = _release()
    names = [release.get("ID", ""), *release.get("ID_LIKE", "").split()]
    return next((each for each, ids in _MANAGERS.items() if any(name.startswith(ids) for name in names if name)), None)


def _release() -> dict[str, str]:
    try:
        lines = RELEASE.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return {}
    return {key: value.strip("\"'") for key, sign, value in (line.partition("=") for line in lines) if sign}


def install_line(libraries: Iterable[Shared]) -> str:
    """Return the command that installs libraries of the system on this platform."""
    found, named = manager(), tuple(libraries)
    if found is None:
        return "with the package manager of this system: " + ", ".join(each.name for each in named)
    packages = " ".join(dict.fromkeys(each.packages[found] for each in named))
    root = "sudo " if found not in ("brew", "msys2") and hasattr(os, "getuid") and os.getuid() else ""
    return f"{root}{_COMMANDS[found]} {packages}" + ("   (in a shell of MSYS2)" if found == "msys2" else "")


def load(library: Shared) -> str | None:
    """Return the name of the file that a library of the system was loaded from; None when it cannot be."""
    if hasattr(os, "add_dll_directory"):
        for folder in os.environ.get("WEASYPRINT_DLL_DIRECTORIES", r"C:\msys64\ucrt64\bin").split(";"):
            with suppress(OSError):
                os.add_dll_directory(folder)
    for name in library.files:
        with suppress(OSError):
            ctypes.CDLL(name)
            return name
    return None


def can_load_pango() -> bool:
    """Whether this machine can set the type of PDFs."""
    return all(load(each) is not None for each in SHARED if each.name in ("Pango", "PangoFT2", "Fontconfig"))


def version_of(library: str) -> str | None:
    """Return the version of an installed library of Python, or None."""
    from importlib.metadata import PackageNotFoundError, version
    from importlib.util import find_spec

    try:
        return version(library) if find_spec(IMPORTED.get(library, library)) is not None else None
    except (PackageNotFoundError, ImportError, ValueError):
        return None


def fits(version: str, wanted: str) -> bool:
    """Whether a version is one that is wanted: `>=1.2` or `==1.2.*`."""
    asked = _numbers(wanted.lstrip("=><").removesuffix(".*"))
    had = _numbers(version)
    return had[: len(asked)] == asked if wanted.startswith("==") else had >= asked


def _numbers(version: str) -> tuple[int, ...]:
    from re import match

    found = match(r"[0-9]+(?:\.[0-9]+)*", version)
    return tuple(map(int, found[0].split("."))) if found else ()
