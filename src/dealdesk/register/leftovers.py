"""Files that a program which was killed has left half-written: found and taken away at the next start."""

from __future__ import annotations

import os
import re
import time
from contextlib import suppress
from pathlib import Path
from typing import IO

from dealdesk.register.place import FOLDER

_WRITTEN = re.compile(r"\.dealdesk-[0-9a-f]{16}\.tmp")
_COPIED = re.compile(r"\..+-[0-9a-f]{12}\.tmp(-wal|-shm|-journal)?")
SECONDS = 3600
"""Age from which a half-written file counts as left, in a folder that others write to as well."""


def sweep(folder: Path) -> None:
    """Take away what was left in a folder; whoever writes a head must not be at it (`head.locked`)."""
    try:
        names = os.listdir(folder)  # noqa: PTH208
    except OSError:
        return
    for name in names:
        with suppress(OSError):
            written = _WRITTEN.fullmatch(name) and _is_left(folder / name)
            if written or (_COPIED.fullmatch(name) and not _is_kept(folder / re.sub(r"\.tmp-.*", ".tmp", name))):
                (folder / name).unlink()


def _is_left(file: Path) -> bool:
    return file.parent.name == FOLDER or time.time() - file.stat().st_mtime > SECONDS


def keep(stream: IO[bytes]) -> None:
    """Say that a half-written copy is being worked on, until *stream*, which has it open, is closed."""
    with suppress(ImportError, OSError):
        import fcntl

        fcntl.flock(stream, fcntl.LOCK_EX)


def _is_kept(file: Path) -> bool:
    """Whether somebody works on a copy; a system without such locks does not know, and keeps it."""
    try:
        import fcntl

        with file.open("rb") as stream:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except FileNotFoundError:
        return False
    except (ImportError, OSError):
        return True
    return False
