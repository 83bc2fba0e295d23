"""Where compiled files are kept, what names them, and which of them go."""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from dealdesk.record import Record
from dealdesk.version import VERSION

FORMAT = "1"
"""Changes when the layout of compiled files does."""

MOST_FILES = 400
MOST_BYTES = 256 << 20
"""Compiled files that are kept, and their bytes; beyond them the oldest quarter goes."""

FOLDERS = (
    "",
    "catalog",
    "catalog/compiled",
    "formula",
    "pricing",
    "pricing/charges",
    "pricing/steps",
    "quoting",
    "quoting/deal",
)
"""The folders of the modules that make records."""

_PACKAGE = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))  # noqa: PTH100, PTH120


def folder() -> Path | None:
    """Return the folder of compiled files, made if need be; None when there is none to be used."""
    if os.environ.get("DEALDESK_CACHE") == "off":
        return None
    root = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")  # noqa: PTH111
    path = Path(root) / "dealdesk"
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
        state = path.stat()
    except OSError:
        return None
    others_may_write = bool(state.st_mode & 0o022) or (hasattr(os, "getuid") and state.st_uid != os.getuid())
    return None if others_may_write else path


@cache
def code_of(package: str) -> str:
    """Return what tells the modules that make records from others: size and time of each, as Python's bytecode has it.

    A checkout changes without a new version, and what it checked yesterday it may refuse today.
    """
    found = []
    for folder in FOLDERS:
        try:
            with os.scandir(os.path.join(package, folder)) as files:  # noqa: PTH118
                state = [(each.name, each.stat()) for each in files if each.name.endswith(".py")]
        except OSError:  # not a folder, such as a package inside an archive
            continue
        found += [f"{folder}/{name} {stat.st_size} {stat.st_mtime_ns}" for name, stat in state]
    return "\n".join(sorted(found))


def name_of(cls: type[Record], contents: Sequence[bytes]) -> str:
    """Return the name of the compiled file of these sources."""
    code = code_of(_PACKAGE)
    found = hashlib.sha256(f"{FORMAT}|{VERSION}|{code}|{sys.version_info[:2]}|{cls.__qualname__}".encode())
    for content in contents:
        found.update(f"|{len(content)}|".encode())
        found.update(content)
    return found.hexdigest()


def tidy(place: Path) -> None:
    """Delete the oldest compiled files beyond `MOST_FILES` and `MOST_BYTES`; what is needed again is compiled again.

    Raises:
        OSError: The folder cannot be read.
    """
    with os.scandir(place) as files:
        states = [(each.stat(), each.path) for each in files]
    found = [(state.st_mtime_ns, state.st_size, name) for state, name in states]
    if len(found) <= MOST_FILES and sum(size for _, size, _ in found) <= MOST_BYTES:
        return
    kept = 0
    for number, (_, size, name) in enumerate(sorted(found, reverse=True)):
        kept += size
        if number and (number >= MOST_FILES * 3 // 4 or kept > MOST_BYTES * 3 // 4):
            Path(name).unlink(missing_ok=True)
