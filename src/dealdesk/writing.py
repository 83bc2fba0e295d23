"""Files, written whole or not at all."""

from __future__ import annotations

import os
import stat
from codecs import BOM_UTF8
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
        if isinstance(failure, FileNotFoundError) and not Path(path).parent.is_dir():
            reason = f"there is no folder {printable(str(Path(path).parent))}"
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


def replace_text(path: str | Path, before: str, after: str) -> None:
    """Write *after* to a file that holds *before*; a byte order mark stays.

    Raises:
        WriteError: The file cannot be written, or holds something else by now: then nothing is written.
    """
    try:
        now = Path(path).read_bytes()
    except OSError as failure:
        raise WriteError(f"cannot write {printable(str(path))}: {failure.strerror or failure}") from failure
    mark = BOM_UTF8 if now.startswith(BOM_UTF8) else b""
    if now.removeprefix(mark) != before.encode():
        raise WriteError(f"{printable(str(path))} has changed meanwhile, so it was not written; run the command again")
    write_file(path, mark + after.encode())


def make_folder(path: str | Path) -> Path:
    """Make a folder and those above it, where they are not there yet, and return it; they outlast a power cut.

    Raises:
        WriteError: It cannot be made: a file has its name, or the folder above may not be written.
    """
    folder = Path(path)
    try:
        missing = [each for each in (folder, *folder.parents) if not each.exists()]
        folder.mkdir(parents=True, exist_ok=True)
        for each in missing:
            with suppress(PermissionError):  # one may write into some folders that one may not open
                _sync_folder(each.parent)
    except (OSError, ValueError) as failure:
        reason = getattr(failure, "strerror", None) or str(failure)
        if isinstance(failure, FileExistsError | NotADirectoryError):
            reason = "there is a file of this name, or above it"
        raise WriteError(f"cannot make the folder {printable(str(path))}: {reason}") from failure
    return folder
