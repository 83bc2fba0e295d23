"""Run the benchmarks, all or some of them, and print their figures as JSON: `./run bench P1 P8`.

A benchmark is a module `p<number>.py` with a `TARGET` and a function `measure`.
"""

from __future__ import annotations

import json
import platform
import sys
from importlib import import_module
from pathlib import Path

HERE = Path(__file__).resolve().parent
if str(HERE.parent) not in sys.path:
    sys.path.insert(0, str(HERE.parent))

NUMBERS = sorted(int(file.stem[1:]) for file in HERE.glob("p*.py") if file.stem[1:].isdigit())


def main(words: list[str]) -> int:
    """Run the benchmarks named by *words* (`P8`, `p8` or `8`; all when empty), and return the exit code."""
    known = {str(number): f"p{number}" for number in NUMBERS}
    wanted = [word.lower().removeprefix("p") for word in words] or list(known)
    unknown = [word for word in wanted if word not in known]
    if unknown:
        print(f"bench: no benchmark {', '.join(unknown)}; there are {', '.join(known.values())}", file=sys.stderr)
        return 2
    results = []
    for word in wanted:
        print(f"bench: {known[word]} …", file=sys.stderr)
        results += [each.as_json() for each in import_module(f"benchmarks.{known[word]}").measure()]
    machine = {"python": platform.python_version(), "machine": platform.machine(), "system": platform.system()}
    print(json.dumps({"machine": machine, "results": results}, indent=2, ensure_ascii=False))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
