"""Calls of the operating system that fail: the Nth of a sort, for every N until a command gets through."""

from __future__ import annotations

import json
import mmap
import random
import shutil
from collections.abc import Iterator
from pathlib import Path

from dealdesk.errors import DealdeskError
from dealdesk.register import open_register
from dealdesk.register.audit import verify
from tests.abuse.abuse import Abuse, Outcome
from tests.register.disk import traced
from tests.register.drafts import filled, new_file, priced
from tests.register.test_faults import CODES, commands

FAILURES: dict[str, tuple[str, ...]] = {
    "openat": ("EIO", "ENOSPC", "EACCES", "EINTR", "EMFILE"),
    "read": ("EIO", "EINTR"),
    "pread64": ("EIO", "EINTR"),
    "write": ("EIO", "ENOSPC", "EINTR"),
    "pwrite64": ("EIO", "ENOSPC", "EINTR"),
    "fsync": ("EIO", "ENOSPC", "EINTR"),
    "fdatasync": ("EIO", "ENOSPC", "EINTR"),
    "ftruncate": ("EIO", "EACCES"),
    "rename": ("EIO", "ENOSPC", "EACCES"),
    "unlink": ("EIO", "EACCES"),
    "mkdir": ("ENOSPC", "EACCES"),
    "fcntl": ("EIO", "ENOLCK"),
}
"""By call, the errors that it ends with."""

COMMANDS = ("add", "revise", "act", "backup", "export", "log")
MORE = {"revise": 2, "backup": 0, "export": 0}
"""How many entries a command makes, where it is not one."""


def cases(seed: int) -> Iterator[tuple[str, str, str]]:
    """Yield every command with every call and every error, in an order that chance makes."""
    made = [(command, call, error) for command in COMMANDS for call, errors in FAILURES.items() for error in errors]
    yield from random.Random(seed).sample(made, len(made))


class Bench:
    """A register to try on, and memory that a child leaves its answer in: it has no call of the system to make."""

    def __init__(self, folder: Path) -> None:
        priced()
        self.folder, self.answer = folder, mmap.mmap(-1, 1 << 16)
        self.ready = folder / "ready"
        with open_register(str(new_file(self.ready))) as book:
            filled(book, 1)
            self.before = book.head().count
        for command in COMMANDS:  # once without a failure: what a command imports is imported
            self.tried(command, "mkdir", "EIO", 99)

    def tried(self, command: str, call: str, error: str, number: int) -> tuple[str, list[str]]:
        """Let one call fail; return what became of it ("" where the command never came to it), and what is wrong."""
        folder = self.folder / "trial"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        file = Path(shutil.copytree(self.ready, folder / ".dealdesk")) / "register.db"
        if number == 99:
            self._work(file, command)
        else:
            record = self.folder / "strace"
            options = ("-e", f"trace={call}", "-e", f"inject={call}:error={error}:when={number}")
            if traced(lambda tell: self._work(file, command), record, *options) != 0:
                return "crashed", ["the process did not end by itself"]
            if "(INJECTED)" not in record.read_text("utf-8"):
                return "", []
        self.answer.seek(0)
        told = json.loads(self.answer.readline())
        return self._judged(file, command, told)

    def _work(self, file: Path, command: str) -> None:
        told: dict[str, object] = {"words": ""}
        try:
            with open_register(str(file)) as book:
                commands(file.parents[1])[command](book)
        except DealdeskError as refused:
            told = {"words": str(refused), "code": refused.exit_code}
        except BaseException as error:
            told = {"words": f"{type(error).__name__}: {error}", "code": -1}
        self.answer.seek(0)
        self.answer.write(json.dumps(told).encode() + b"\n")

    def _judged(self, file: Path, command: str, told: dict[str, object]) -> tuple[str, list[str]]:
        wrong, words, folder = list[str](), str(told["words"]), file.parents[1]
        loose = any(not line.startswith("  ") for line in words.splitlines()[1:])  # a list of faults may follow
        if words and (told["code"] not in CODES or loose):
            wrong.append(f"ended with {told['code']}: {words[:200]}")
        more = MORE.get(command, 1)
        with open_register(str(file)) as book:
            entries = book.head().count - self.before
            if entries not in (0, more) or (not words and entries != more):
                wrong.append(f"{entries} entries are new, and it said {words[:100]!r}")
            wrong += [f"audit: {each}" for each in verify(book, None).faults]
            if "nothing was saved" in words and entries:
                wrong.append(f"it said {words!r}, and yet it was saved")
            if command in ("add", "revise", "act"):  # run again, it gives the same
                commands(folder)[command](book)
                if book.head().count - self.before != more:
                    wrong.append("run again, it happened twice")
            wrong += [f"audit after it: {each}" for each in verify(book, None).faults]
        if command == "backup" and words and not (folder / "copy.db").exists():
            with open_register(str(file)) as book:
                commands(folder)["backup"](book)
        wrong += [f"left behind: {each.name}" for each in folder.rglob("*.tmp") if each.parent != folder or not words]
        became = "got through in spite of it" if not words else "refused in a sentence"
        return (f"{became}, and saved" if words and entries else became), wrong


def run(seed: int, count: int, folder: Path) -> Outcome:
    """Let calls fail, one in each trial: the first of every sort, the second, and so on until each got through."""
    outcome, bench, left, number = Outcome(), Bench(folder), list(cases(seed)), 0
    while left:
        number += 1
        for case in tuple(left):
            if outcome.counts["calls that failed"] == count:
                return outcome
            command, call, error = case
            # the first reading is what sets the child off
            became, wrong = bench.tried(command, call, error, number + (call == "read"))
            if not became:
                left.remove(case)
                continue
            outcome.counts["calls that failed"] += 1
            outcome.counts[became] += 1
            outcome.faults += [f"{command}, {call} {number}, {error}: {each}" for each in wrong]
    return outcome


ABUSE = Abuse("calls", "each call of the system fails once, with each error, in 6 commands", 5_000, run)
