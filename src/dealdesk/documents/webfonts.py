"""The bundled typefaces inside a web page: those of their characters that it uses, about 15 KB a face."""

from __future__ import annotations

from base64 import b64encode
from functools import lru_cache
from io import BytesIO
from pathlib import Path

from dealdesk.documents.fonts import TEXT, face

FACES = (
    ("Inter", 400, TEXT),
    ("Inter", 500, "Inter-Medium.ttf"),
    ("Inter", 600, "Inter-SemiBold.ttf"),
    ("Inter Display", 600, "InterDisplay-SemiBold.ttf"),
)
"""Family, weight and file of each face that a page may use."""

JAPANESE = (
    ("Zen Kaku Gothic New", 400, "japanese/ZenKakuGothicNew-Regular.ttf"),
    ("Zen Kaku Gothic New", 700, "japanese/ZenKakuGothicNew-Bold.ttf"),
)
"""What prints the characters that those lack."""

USUAL = frozenset({*map(chr, range(0x20, 0x7F)), *map(chr, range(0xA0, 0x100)), *"–—‘’‚“”„…·×−≈€\u202f"})
"""Characters that every page gets, so that most pages have the same typefaces, which are then cut once."""

MOST = 1200
"""Characters of the Japanese faces above which they stay out: a reader of so many has them."""

_FEATURES = ("kern", "mark", "mkmk", "ccmp", "locl", "tnum", "ss03")


def font_faces(text: str, fonts: Path) -> str:
    """Return `@font-face` rules for a page that holds *text*, with the typefaces in them.

    Characters that no bundled typeface has are left to the reader's own.
    """
    used = {char for char in text if char.isprintable()}
    known = set(map(chr, face(fonts / TEXT).widths))
    wanted = [(each, (used | USUAL) & known) for each in FACES]
    others = used - known
    if 0 < len(others) <= MOST:
        wanted += [(each, others) for each in JAPANESE if (fonts / each[2]).is_file() and _has(fonts / each[2], others)]
    rules = []
    for (family, weight, name), characters in wanted:
        if characters and (fonts / name).is_file():
            data = b64encode(_subset(fonts / name, "".join(sorted(characters)))).decode()
            rules.append(
                f'@font-face {{ font-family: "{family}"; font-weight: {weight}; font-display: block; '
                f'src: url("data:font/woff2;base64,{data}") format("woff2"); }}'
            )
    return "\n".join(rules)


def _has(path: Path, characters: set[str]) -> bool:
    return any(ord(each) in face(path).widths for each in characters)


@lru_cache(maxsize=64)
def _subset(path: Path, characters: str) -> bytes:
    """Return the typeface in a file as WOFF2, with *characters* only; always the same bytes."""
    from fontTools.subset import Options, Subsetter  # type: ignore[import-untyped]
    from fontTools.ttLib import TTFont, newTable  # type: ignore[import-untyped]

    options = Options()
    options.hinting = False
    options.layout_features = list(_FEATURES)
    options.drop_tables += ["name"]  # to look for names that nobody reads takes as long as all the rest
    options.notdef_outline = True
    with TTFont(path, lazy=True, recalcTimestamp=False) as font:
        subsetter = Subsetter(options)
        subsetter.populate(text=characters)
        subsetter.subset(font)
        font["name"] = newTable("name")
        font["name"].names = []
        font.flavor = "woff2"
        made = BytesIO()
        font.save(made)
    return made.getvalue()
