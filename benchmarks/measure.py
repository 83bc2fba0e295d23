"""Paired, interleaved measurements of processor time: what drifts on a machine drifts for both sides of a ratio.

Times are user plus system time, so that a process does not pay for waiting while others have the machine.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryFile
from time import process_time
from typing import Any

ROOT = Path(__file__).resolve().parents[1]

DEALDESK = str(Path(sys.executable).with_name("dealdesk"))
"""The command of this environment."""

BARE = (sys.executable, "-c", "pass")
"""The yardstick for commands: the interpreter of this environment, doing nothing."""


@dataclass(frozen=True)
class Result:
    """One figure of a benchmark.

    Attributes:
        id: The benchmark, and after a dot the case: "p1.version".
        what: The work, and what it is compared with.
        target: The largest (or, where `at_least`, the smallest) ratio that is good enough.
        ratio: Median over rounds of our time / the yardstick's time in the same round.
        met: Whether the target is met.
        ours_ms: Median of our processor times, in milliseconds.
        yardstick_ms: Median of the yardstick's.
        rounds: How many pairs were run.
        more: Further figures.
    """

    id: str
    what: str
    target: float
    ratio: float
    met: bool
    ours_ms: float
    yardstick_ms: float
    rounds: int
    more: Mapping[str, Any]

    def as_json(self) -> dict[str, Any]:
        """Return the figures as JSON has them."""
        return asdict(self)


def result(
    name: str, what: str, target: float, ours: Sequence[float], yardstick: Sequence[float], **more: Any
) -> Result:
    """Return the figures of two lists of times in seconds, taken in pairs."""
    ratio = median(a / b for a, b in zip(ours, yardstick, strict=True))
    return Result(
        id=name,
        what=what,
        target=target,
        ratio=round(ratio, 3),
        met=ratio <= target,
        ours_ms=round(median(ours) * 1000, 3),
        yardstick_ms=round(median(yardstick) * 1000, 3),
        rounds=len(ours),
        more=more,
    )


def processes(
    commands: Sequence[Sequence[str]], rounds: int, env: Mapping[str, str] | None = None
) -> list[list[float]]:
    """Run the commands one after the other, *rounds* times, and return the processor times of each.

    The first round, which warms the caches of the system and of Python's bytecode, is not counted.

    Raises:
        RuntimeError: A command failed.
    """
    times: list[list[float]] = [[] for _ in commands]
    for number in range(rounds + 1):
        for command, found in zip(commands, times, strict=True):
            spent = _spawn(command, env)
            if number:
                found.append(spent)
    return times


def calls(functions: Sequence[Callable[[Any], object]], prepare: Callable[[], Any], rounds: int) -> list[list[float]]:
    """Call the functions one after the other, *rounds* times, and return the processor times of each.

    *prepare* makes the argument of each call, outside the measured time.  The garbage collector rests meanwhile.
    """
    times: list[list[float]] = [[] for _ in functions]
    for number in range(rounds + 1):
        for function, found in zip(functions, times, strict=True):
            argument = prepare()
            gc.collect()
            gc.disable()
            begin = process_time()
            kept = function(argument)
            spent = process_time() - begin
            gc.enable()
            del kept
            if number:
                found.append(spent)
    return times


def _spawn(command: Sequence[str], env: Mapping[str, str] | None) -> float:
    environment = {name: value for name, value in (env or os.environ).items() if name != "PYTHONDONTWRITEBYTECODE"}
    with TemporaryFile() as words:
        actions = [
            (os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0),
            (os.POSIX_SPAWN_DUP2, words.fileno(), 2),
        ]
        child = os.posix_spawn(command[0], list(command), environment, file_actions=actions)
        _, status, used = os.wait4(child, 0)
        code = os.waitstatus_to_exitcode(status)
        if code:
            words.seek(0)
            said = words.read().decode(errors="replace")
            raise RuntimeError(f"{' '.join(command)} ended with exit code {code}: {said}")
    return used.ru_utime + used.ru_stime
