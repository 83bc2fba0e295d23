"""The head of the log in a file of its own: how many entries there are, and the hash of the last one.

A chain alone does not show that its tail was cut off, or that its last entry was written anew; a head that is kept
elsewhere does.  The file follows the register: it may be some entries behind, after a crash, and never ahead.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from dealdesk.errors import DealdeskError, WriteError, printable
from dealdesk.register.chain import START
from dealdesk.register.problems import Damaged
from dealdesk.register.stored import Head
from dealdesk.writing import write_file

FORMAT = "dealdesk-head/1"
HASH = re.compile("[0-9a-f]{64}")


def text_of(head: Head) -> str:
    """Return a head as its file has it."""
    said = {"format": FORMAT, "register": head.register, "count": head.count, "hash": head.hash}
    return json.dumps(said) + "\n"


def head_in(text: str) -> Head | None:
    """Return the head that a text holds, or None when it holds none."""
    try:
        found = json.loads(text)
        count, last = found["count"], str(found["hash"])
        whole = type(count) is int and count >= 0 and HASH.fullmatch(last) and (count == 0) == (last == START)
        return Head(str(found["register"]), count, last) if whole and found["format"] == FORMAT else None
    except (ValueError, KeyError, TypeError, RecursionError):
        return None


def read(path: Path) -> Head | None:
    """Return the head in a file, or None when there is no such file.

    Raises:
        Damaged: The file holds something else.
    """
    found = read_all(path)
    if len(found) > 1:
        raise Damaged(f"{printable(str(path))} is damaged: it holds {len(found)} heads of a log instead of one")
    return found[0] if found else None


def read_all(path: Path) -> tuple[Head, ...]:
    """Return the heads in a file, a line each, as `audit head` appends them; nothing when there is no such file.

    Raises:
        Damaged: A line holds something else, or there is none.
    """
    try:
        text = path.read_text("utf-8")
    except FileNotFoundError:
        return ()
    except (OSError, UnicodeDecodeError) as failure:
        reason = getattr(failure, "strerror", None) or "it is not UTF-8"
        raise Damaged(f"{printable(str(path))} cannot be read: {reason}") from failure
    found = [head_in(line) for line in text.splitlines() if line.strip()]
    heads = tuple(each for each in found if each is not None)
    if not heads or len(heads) < len(found):
        raise Damaged(f"{printable(str(path))} is damaged: it does not hold the head of a log")
    return heads


class Diverged(DealdeskError):
    """A log that does not go on where the head says that it was."""

    exit_code = 1


def follow(path: Path, head: Head, holds: Callable[[Head], bool]) -> None:
    """Write a head to its file, unless that has a later one.

    Args:
        path: The file.
        head: Where the log ends now.
        holds: Whether the log has the entry that an earlier head names, with that hash.

    Raises:
        Diverged: The log does not go on from the head in the file, which is left as it is: it is the evidence.
        Damaged: The file holds something else.
        WriteError: It cannot be written.
    """
    with locked(path.parent):
        before = read(path)
        if before is not None and (before.register != head.register or not holds(before)):
            raise Diverged(
                f"the log does not go on where {printable(str(path))} says that it ended, at entry {before.count}; "
                "run `dealdesk audit verify`"
            )
        if before is None or before.count < head.count:
            write_file(path, text_of(head).encode())


def replace(path: Path, head: Head) -> None:
    """Write a head to its file, whatever it holds: for a register that was restored on purpose."""
    with locked(path.parent):
        write_file(path, text_of(head).encode())


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Keep other processes from writing the head meanwhile, where the system has such locks.

    Raises:
        WriteError: The folder cannot be opened.
    """
    try:
        import fcntl
    except ImportError:  # Windows; two at once can at most leave the head behind
        yield
        return
    try:
        number = os.open(folder, os.O_RDONLY)
    except OSError as failure:
        raise WriteError(f"cannot write in {printable(str(folder))}: {failure.strerror}") from failure
    try:
        with suppress(OSError):  # a network folder without locks
            fcntl.flock(number, fcntl.LOCK_EX)
        yield
    finally:
        os.close(number)
