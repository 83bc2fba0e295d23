"""Plant every fault, one after the other, and say which of them the tests catch: `python -m tests.faults [WORDS]`."""

from __future__ import annotations

import sys
import time
from concurrent.futures import ThreadPoolExecutor

from tests.faults.faults import FAULTS
from tests.faults.plant import FAST, CannotBePlanted, Fault, run_tests
from tests.faults.register import REGISTER
from tests.faults.safety import SAFETY


def tried(fault: Fault) -> tuple[Fault, str, str, float]:
    started = time.monotonic()
    try:
        outcome = run_tests(fault)
        verdict, words = ("caught" if outcome.caught else "MISSED"), outcome.words
    except CannotBePlanted as problem:
        verdict, words = "STALE", str(problem)
    return fault, verdict, words, time.monotonic() - started


def main(wanted: list[str]) -> int:
    faults = [
        fault for fault in (*FAULTS, *SAFETY, *REGISTER) if not wanted or any(word in fault.name for word in wanted)
    ]
    needed = dict.fromkeys(test for fault in faults for test in fault.tests if fault.tests != FAST)
    if run_tests(None, (*(FAST if any(fault.tests == FAST for fault in faults) else ()), *needed)).caught:
        print("The tests fail on the engine as it is: nothing can be said about faults.")
        return 2
    counts: dict[str, int] = {}
    with ThreadPoolExecutor(2) as pool:
        for fault, verdict, words, seconds in pool.map(tried, faults):
            counts[verdict] = counts.get(verdict, 0) + 1
            print(f"{verdict:<7} {seconds:5.1f} s  {fault.name}\n                 {words[:150]}", flush=True)
    print(", ".join(f"{count} {verdict}" for verdict, count in counts.items()))
    return 0 if set(counts) <= {"caught"} else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
