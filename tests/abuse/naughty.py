"""Strings that programs trip over: the Big List of Naughty Strings, attacks on every output, and mutations of both.

String *n* of seed *s* is always the same, whatever was made before it.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from random import Random

LIST = Path(__file__).parents[1] / "data" / "naughty_strings" / "naughty_strings.json"

ATTACKS: tuple[str, ...] = tuple(json.loads((Path(__file__).with_name("attacks.json")).read_text("utf-8")))
"""Attacks on web pages, PDF, spreadsheets, terminals, logs of builds, Markdown, paths, encodings and type."""

PIECES = (
    *(
        "<",
        ">",
        "&",
        '"',
        "'",
        "`",
        "=",
        "::",
        "##vso[",
        "##[",
        "\x1b[",
        "\x9b",
        "\u2029",
        "\u202e",
        "\ud800",
        "\x00",
        "\n",
    ),
    *(
        "\r",
        "\t",
        "|",
        "*",
        "_",
        "[",
        "](",
        "{{",
        "{%",
        "\\",
        "//",
        "http://",
        "javascript:",
        "url(",
        "@",
        "+",
        "-",
        ")",
        "%",
    ),
    *(
        "</td>",
        "</script>",
        "<!--",
        "é",
        "\u0301",
        "日",
        "ß",
        "\u00ad",
        "\u200b",
        "\ufeff",
        " ",
        "  ",
        "\u00a0",
        "…",
        "’",
        "0",
    ),
)


@cache
def base() -> tuple[str, ...]:
    """Return the strings that are not mutations."""
    return (*json.loads(LIST.read_text("utf-8")), *ATTACKS)


def naughty(seed: int, number: int) -> str:
    """Return one string: first those of the lists, then mutations of them."""
    given = base()
    if number < len(given):
        return given[number]
    random = Random(f"{seed}:{number}")
    text = random.choice(given)
    for _ in range(random.randint(1, 4)):
        text = random.choice(_MUTATIONS)(text, random)
    return text[: random.choice((200, 200, 200, 40, 260))]


def _insert(text: str, random: Random) -> str:
    at = random.randint(0, len(text))
    return text[:at] + random.choice(PIECES) + text[at:]


def _join(text: str, random: Random) -> str:
    return text + random.choice(("", " ", ", ")) + random.choice(base())


def _cut(text: str, random: Random) -> str:
    at = random.randint(0, len(text))
    return text[at:] if random.random() < 0.5 else text[:at]


def _wrap(text: str, random: Random) -> str:
    before, behind = random.choice(
        (("<b>", "</b>"), ("[", "](x)"), ("`", "`"), ("=", ""), ("::error::", ""), ("Acme ", ""))
    )
    return before + text + behind


def _case(text: str, random: Random) -> str:
    return text.swapcase() if random.random() < 0.5 else text.title()


def _shuffle(text: str, random: Random) -> str:
    words = text.split(" ")
    random.shuffle(words)
    return " ".join(words)


def _swap(text: str, random: Random) -> str:
    letters = list(text)
    for _ in range(min(3, len(letters))):
        letters[random.randrange(len(letters))] = random.choice(random.choice(base()) or "x")
    return "".join(letters)


_MUTATIONS = (_insert, _insert, _insert, _join, _cut, _wrap, _case, _shuffle, _swap)
