"""`python -m tests.sealing.corpus`: adds the quotes of this release to the corpus that every later one replays.

What is in the corpus stays: lines are added and never changed.
"""

from __future__ import annotations

from pathlib import Path

from dealdesk.sealing.extract import extract

CORPUS = Path(__file__).resolve().parents[1] / "data" / "sealed.jsonl"


def main() -> None:
    """Add the examples, and random quotes."""
    from dataclasses import replace

    from tests.quoting.corpus import kept
    from tests.sealing.priced import EXAMPLES, example, random_quotes

    quotes = [example(name) for name in EXAMPLES] + list(random_quotes(range(40), 4))
    quotes += [each.priced() for each in kept() if each.name.endswith(("amended", "renewed"))][:70]
    known = CORPUS.read_text("utf-8").splitlines() if CORPUS.exists() else []
    made = dict.fromkeys([*known, *(extract(replace(each, logo=None)).decode() for each in quotes)])
    CORPUS.write_text("\n".join(made) + "\n", "utf-8")


if __name__ == "__main__":
    main()
