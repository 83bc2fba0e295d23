"""Damages catalogs and deals: bytes, words, lines and tables are changed as accidents and mischief change them.

Mutation *n* of seed *s* is always the same, whatever was made before it: `random.Random(f"{s}:{n}")`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random

ROOT = Path(__file__).parents[2]

_TOKEN = re.compile(r'"""|\'\'\'|"(?:[^"\\\n]|\\.)*"|\'[^\'\n]*\'|[A-Za-z0-9_+.:-]+|\s+|.', re.DOTALL)
_HEADER = re.compile(r"^(?=\[)", re.MULTILINE)

HERE = Path(__file__).parent
WORDS: Sequence[str] = (
    *(HERE / "words.txt").read_text(encoding="utf-8").split(),
    *(
        "\n",
        "\r",
        "\r\n",
        "\t",
        "\x00",
        "\x1b[2J",
        "\x9b",
        "\u2029",
        "\u202e",
        "\ufeff",
        "\u00a0",
        "\ud800",
        "\U0001f600",
    ),
    *('"' + "x" * 201 + '"', '"' + "x" * 5_000 + '"', "9" * 5_000, "a." * 20 + "a", "[" * 40, "{a=" * 40),
)
LINES: Sequence[str] = (HERE / "lines.txt").read_text(encoding="utf-8").splitlines()


@dataclass(frozen=True)
class Seed:
    """A file that is damaged.

    Attributes:
        name: What it is, for people.
        sort: `deal`, `catalog` (one file), or `folder`: one file of a catalog of several.
        path: The file.
    """

    name: str
    sort: str
    path: Path

    @property
    def text(self) -> str:
        return _read(self.path)


@cache
def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


@cache
def seeds() -> dict[str, tuple[Seed, ...]]:
    """Return what is damaged, by sort: the shipped catalogs, the examples, and the small shops of the gallery."""
    shops = ROOT / "tests" / "errors"
    deals = [*sorted((ROOT / "examples").glob("*/deal.toml")), shops / "whole" / "deal.toml"]
    catalogs = [*sorted((ROOT / "examples").glob("*/catalog.toml")), *sorted((shops / "catalogs").glob("*.toml"))]
    folders = sorted((ROOT / "catalogs").glob("*/*.toml"))
    return {
        sort: tuple(Seed(path.relative_to(ROOT).as_posix(), sort, path) for path in paths)
        for sort, paths in (("deal", deals), ("catalog", catalogs), ("folder", folders))
    }


@dataclass(frozen=True)
class Mutation:
    """A damaged file: what it was, what was done to it, and its bytes."""

    seed: Seed
    done: tuple[str, ...]
    content: bytes


def mutation(seed: int, number: int) -> Mutation:
    """Return mutation *number* of *seed*."""
    pick = Random(f"{seed}:{number}")
    sort = pick.choices(["deal", "catalog", "folder"], [45, 35, 20])[0]
    source = pick.choice(seeds()[sort])
    text, done = source.text, []
    for _ in range(pick.choice([1, 1, 1, 1, 2, 2, 3, 5])):
        name, change = pick.choice(_CHANGES)
        text = change(text, pick)
        done.append(name)
    content = text.encode("utf-8", "surrogatepass")
    if pick.random() < 0.15:
        content = _bytes(content, pick)
        done.append("bytes")
    return Mutation(source, tuple(done), content)


def _bytes(content: bytes, pick: Random) -> bytes:
    """Change some bytes: flip, cut, double, put in, or cut off the rest."""
    low = pick.randrange(len(content) + 1)
    high = min(len(content), low + pick.choice([1, 1, 1, 2, 4, 16, 64]))
    change = pick.randrange(5)
    if change == 0 and low < high:
        return content[:low] + bytes([content[low] ^ (1 << pick.randrange(8))]) + content[low + 1 :]
    if change == 1:
        return content[:low] + content[high:]
    if change == 2:
        return content[:high] + content[low:]
    if change == 3:
        return content[:low] + pick.randbytes(pick.choice([1, 1, 2, 8])) + content[low:]
    return content[:low]


def _token(text: str, pick: Random) -> str:
    """Replace, drop, double or put in one word, or take one of another place."""
    tokens = _TOKEN.findall(text)
    if not tokens:
        return pick.choice(WORDS)
    at = pick.choice([n for n, token in enumerate(tokens) if not token.isspace()] or [0])
    change = pick.randrange(6)
    if change <= 1:
        tokens[at] = pick.choice(WORDS)
    elif change == 2:
        del tokens[at]
    elif change == 3:
        tokens.insert(at, pick.choice(WORDS))
    elif change == 4:
        tokens[at] = pick.choice(tokens)
    else:
        tokens[at] *= pick.choice([2, 2, 3, 50])
    return "".join(tokens)


def _value(text: str, pick: Random) -> str:
    """Replace the value of one key by a word, or by the value of another key."""
    lines = text.split("\n")
    pairs = [n for n, line in enumerate(lines) if "=" in line and not line.lstrip().startswith("#")]
    if not pairs:
        return text
    at = pick.choice(pairs)
    key, _, _ = lines[at].partition("=")
    value = lines[pick.choice(pairs)].partition("=")[2] if pick.random() < 0.3 else f" {pick.choice(WORDS)}"
    lines[at] = f"{key}={value}"
    return "\n".join(lines)


def _number(text: str, pick: Random) -> str:
    """Change one number: its sign, size, digits or kind."""
    found = list(re.finditer(r"(?<![\w.-])\d[\d_.]*(?![\w.-])", text))
    if not found:
        return text
    match = pick.choice(found)
    new = pick.choice(
        ["-{}", "{}0", "{}000000", "0", "0.{}", "{}.5", '"{}"', "[{}]", "{}e9", "{{ USD = {} }}", "true", "1"]
    ).format(match[0])
    return text[: match.start()] + new + text[match.end() :]


def _key(text: str, pick: Random) -> str:
    """Misspell one key, or give it the name of another."""
    found = list(re.finditer(r"[A-Za-z_][\w-]*(?=\s*=)", text))
    if not found:
        return text
    match = pick.choice(found)
    name = match[0]
    at = pick.randrange(len(name))
    new = pick.choice([name[:at] + name[at + 1 :], name[:at] + name[at:] * 2, pick.choice(found)[0], f'"{name} x"'])
    return text[: match.start()] + (new or "x") + text[match.end() :]


def _line(text: str, pick: Random) -> str:
    """Drop, double, move, swap, join, comment or put in a line."""
    lines = text.split("\n")
    at, other = pick.randrange(len(lines)), pick.randrange(len(lines))
    change = pick.randrange(8)
    if change == 0:
        del lines[at]
    elif change == 1:
        lines.insert(at, lines[at])
    elif change == 2:
        lines.insert(other, lines.pop(at))
    elif change == 3:
        lines[at], lines[other] = lines[other], lines[at]
    elif change == 4:
        lines[at : at + 2] = [" ".join(lines[at : at + 2])]
    elif change == 5:
        lines[at] = "# " + lines[at]
    elif change == 6:
        lines.insert(at, pick.choice(LINES))
    else:
        donor = pick.choice(seeds()[pick.choice(["deal", "catalog", "folder"])]).text.split("\n")
        lines.insert(at, pick.choice(donor))
    return "\n".join(lines)


def _say(text: str, pick: Random) -> str:
    """State one key of a table otherwise, with a value that it may have somewhere, or add it."""
    table, key, line = pick.choice(_says())
    blocks = _HEADER.split(text)
    heads = [match[1].split(".") if (match := _HEAD(block)) else ["top"] for block in blocks]
    fits = [n for n, names in enumerate(heads) if table in names]
    if not fits:
        return text
    at = pick.choice(fits)
    lines = blocks[at].split("\n")
    own = [n for n, each in enumerate(lines) if re.match(rf"{key}\s*=", each)]
    if own:
        lines[own[0]] = line
    else:
        lines.insert(1 if at else len(lines) - 1, line)
    blocks[at] = "\n".join(lines)
    return "".join(blocks)


_HEAD = re.compile(r"\[+([\w.-]+)").match


@cache
def _says() -> Sequence[tuple[str, str, str]]:
    """Tables, keys, and lines that state them."""
    rows = [row.split(" | ") for row in (HERE / "says.txt").read_text(encoding="utf-8").splitlines()]
    return tuple((table, line.split(" = ")[0], line) for table, line in rows)


def _table(text: str, pick: Random) -> str:
    """Drop, double, move or rename a table, change its brackets, or take one of another file."""
    blocks = _HEADER.split(text)
    at, other = pick.randrange(len(blocks)), pick.randrange(len(blocks))
    change = pick.randrange(8)
    if change == 0:
        del blocks[at]
    elif change == 1:
        blocks.insert(at, blocks[at] + "\n")
    elif change == 2:
        blocks.insert(other, blocks.pop(at))
    elif change == 3:
        blocks[at] = re.sub(r"^\[\[(.*?)\]\]", r"[\1]", blocks[at])
    elif change == 4:
        blocks[at] = re.sub(r"^\[([^\[\]]*)\]", r"[[\1]]", blocks[at])
    elif change == 5:
        blocks[at] = re.sub(r"^(\[+)([\w.-]*)", lambda m: m[1] + m[2] + pick.choice(["x", ".x", "", ".0"]), blocks[at])
    elif change == 6:
        blocks[at] = blocks[at].split("\n", 1)[0] + "\n"
    else:
        donor = pick.choice(seeds()[pick.choice(["deal", "catalog", "folder"])]).text
        blocks.insert(at, pick.choice(_HEADER.split(donor)))
    return "".join(blocks)


_CHANGES: Sequence[tuple[str, Callable[[str, Random], str]]] = (
    ("word", _token),
    ("word", _token),
    ("value", _value),
    ("value", _value),
    ("number", _number),
    ("number", _number),
    ("key", _key),
    ("line", _line),
    ("said otherwise", _say),
    ("said otherwise", _say),
    ("said otherwise", _say),
    ("table", _table),
)
