"""Files, written whole or not at all."""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from pathlib import Path

from dealdesk.errors import WriteError, printable


def write_file(path: str | Path, data: bytes) -> None:
    """Write *data* to *path*: readers see the old file or the new one, and after a power cut too.

    The data goes to a temporary file in the same folder, which then takes the name. A file that is replaced keeps
    its permissions; a symbolic link stays one, and what it points to is replaced. Devices and pipes are written
    directly.

    Raises:
        WriteError: The file cannot be written. Nothing half-written is left behind.
    """
    try:
        _write(Path(path).resolve(), data)
    except (OSError, ValueError, RuntimeError) as failure:
        reason = getattr(failure, "strerror", None) or str(failure)
        raise WriteError(f"cannot write {printable(str(path))}: {reason}") from failure


def _write(target: Path, data: bytes) -> None:
    try:
        mode = target.stat().st_mode
    except FileNotFoundError:
        mode = None
    if mode is not None and not stat.S_ISREG(mode):
        target.write_bytes(data)  # a folder is refused here, by the system
        return
    temporary = target.with_name(f".dealdesk-{os.urandom(8).hex()}.tmp")
    try:
        with temporary.open("xb") as stream:
            stream.write(data)
            stream.flush()
            if mode is not None:
                temporary.chmod(stat.S_IMODE(mode))
            os.fsync(stream.fileno())
        temporary.replace(target)
    except BaseException:
        with suppress(OSError):
            temporary.unlink()
        raise
    _sync_folder(target.parent)


def _sync_folder(folder: Path) -> None:
    """Make the new name as durable as the data; Windows does so by itself, and opens no folders."""
    if os.name == "nt":
        return
    number = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)
