"""Reads the fenced blocks of Markdown pages."""

import re
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[2]
FENCE = re.compile(r"^```(?P<language>[\w-]*)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
NAMED = re.compile(r"\A(?:# |\{# )(?P<name>[\w./-]+\.(?:py|toml|j2))(?: #\})?\n")


class Block(NamedTuple):
    """One fenced block: its language, its text, and the line of the page that it starts on."""

    language: str
    text: str
    line: int

    @property
    def name(self) -> str | None:
        """The file that the block's first line names, as in `# deal.toml`."""
        found = NAMED.match(self.text)
        return found["name"] if found else None


def blocks(page: Path) -> list[Block]:
    text = page.read_text(encoding="utf-8")
    return [
        Block(found["language"], found["text"], text.count("\n", 0, found.start()) + 1)
        for found in FENCE.finditer(text)
    ]


def pages() -> list[Path]:
    """Every Markdown page that people write or read."""
    return sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
