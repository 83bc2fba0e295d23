"""Build the generated pages, `docs/reference/*.md`, from the code: `./run docs`; `./run docs --check` only compares.

`reference/cases.md` is not made here: the tests of published cases write it.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

HERE = Path(__file__).resolve().parent
REFERENCE = HERE / "reference"
NOTICE = "<!-- Made by docs/build.py from the code; change that, and run ./run docs. -->\n\n"


def pages() -> dict[str, Callable[[], str]]:
    """Return the function that makes each page."""
    from generate import charges, cli, errors, findings, keys, lint, metrics, modules, steps

    return {
        "steps.md": steps.page,
        "charges.md": charges.page,
        "catalog.md": keys.catalog_page,
        "deal.md": keys.deal_page,
        "findings.md": findings.page,
        "errors.md": errors.page,
        "lint.md": lint.page,
        "metrics.md": metrics.page,
        "cli.md": cli.page,
        "modules.md": modules.page,
    }


def main(words: list[str]) -> int:
    """Write the pages that changed, or with `--check` name them; return the exit code."""
    if words not in ([], ["--check"]):
        print("usage: docs/build.py [--check]", file=sys.stderr)
        return 2
    os.chdir(HERE.parent)
    os.environ["DEALDESK_CACHE"] = "off"
    stale = []
    for name, make in pages().items():
        text, file = NOTICE + make(), REFERENCE / name
        if not file.is_file() or file.read_text(encoding="utf-8") != text:
            stale.append(name)
            if not words:
                REFERENCE.mkdir(exist_ok=True)
                file.write_text(text, encoding="utf-8")
    from generate.keys import unused

    if unused():
        print(f"src/dealdesk/schema/meanings.toml: there are no keys {', '.join(unused())}", file=sys.stderr)
        return 1
    for name in stale:
        print(f"docs/reference/{name}: {'stale; run ./run docs' if words else 'written'}")
    return 1 if stale and words else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
