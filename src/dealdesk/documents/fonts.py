"""The bundled typefaces: what they can print, how wide it is, and how WeasyPrint finds them and no others."""

from __future__ import annotations

import os
import tempfile
import unicodedata
from collections.abc import Callable
from contextlib import redirect_stdout
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import Any
from xml.sax.saxutils import escape

from dealdesk.documents.language import NARROW
from dealdesk.documents.strings import named_strings
from dealdesk.errors import NotAvailable, RenderError, printable

TEXT = "Inter-Regular.ttf"
BOLD = "Inter-SemiBold.ttf"
JAPANESE = "japanese/ZenKakuGothicNew-Regular.ttf"
"""What Inter lacks; its folder is large, and read for documents that need it only."""


_CONF = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
  <dir>{fonts}</dir>
  <cachedir>{cache}</cachedir>{without}
</fontconfig>
"""
_WITHOUT = "\n  <selectfont><rejectfont><glob>*/japanese*</glob></rejectfont></selectfont>"
_MISSING_SYSTEM_LIBRARY = (
    "PDF needs the system library Pango, which cannot be loaded here: `dealdesk doctor` says how to install it; "
    "`--format html` works without"
)
_NOT_PRINTED = frozenset({"Cc", "Cs", "Co", "Cn", "Zl", "Zp"})
_DIRECTIONS = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_LOCK = Lock()


class Face:
    """One typeface: its characters, with the width of each as a part of the type size."""

    def __init__(self, path: Path) -> None:
        from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

        with TTFont(path, lazy=True) as font:
            em, widths = font["head"].unitsPerEm, font["hmtx"].metrics
            self.widths: dict[int, float] = {code: widths[glyph][0] / em for code, glyph in font.getBestCmap().items()}
        # HarfBuzz makes the narrow no-break space of a typeface without one.
        self.widths.setdefault(ord(NARROW), self.widths[ord(" ")] / 2)

    def width(self, text: str, size: float) -> float:
        """Return the width of *text* set at *size*, without kerning, in the unit of *size*."""
        widths = self.widths
        return size * sum(widths.get(ord(char), 1.0) for char in text)

    def missing(self, text: str, other: Face | None = None) -> str | None:
        """Return the first character that the typeface, and an *other* one, cannot print, or None.

        Accents that are typed as characters of their own count as part of the letter that they make.
        """
        if text.isascii() and text.isprintable():
            return None
        for char in unicodedata.normalize("NFC", text):
            if ord(char) not in self.widths and char != "\n" and (other is None or ord(char) not in other.widths):
                return char
        return None


@lru_cache(maxsize=8)
def face(path: Path) -> Face:
    """Return the typeface in a file, read once."""
    return Face(path)


@lru_cache(maxsize=2)
def configuration(folder: Path, *, japanese: bool = False) -> Any:
    """Return WeasyPrint's font configuration with the typefaces of *folder* and no others; made once a process.

    Those for Japanese are left out unless they are asked for.

    WeasyPrint reads fontconfig's settings when the configuration is made, so a private file and the variable that
    names it are needed for that moment only.  The machine's fonts are never looked at: not to borrow a glyph, and
    not to spend half a second on where the font cache cannot be written.

    Raises:
        NotAvailable: Pango, which sets the type, is not installed.
    """
    with _LOCK, tempfile.TemporaryDirectory(prefix="dealdesk-fonts-") as place:
        conf = Path(place, "fonts.conf")
        parts = {"fonts": escape(str(folder)), "cache": escape(str(Path(place, "cache")))}
        parts["without"] = "" if japanese else _WITHOUT
        conf.write_text(_CONF.format(**parts), "utf-8")
        before = os.environ.get("FONTCONFIG_FILE")
        os.environ["FONTCONFIG_FILE"] = str(conf)
        try:
            with redirect_stdout(None):  # it prints when it cannot load; that is told below
                return _bundled()
        except OSError as failure:
            raise NotAvailable(_MISSING_SYSTEM_LIBRARY) from failure
        finally:
            if before is None:
                del os.environ["FONTCONFIG_FILE"]
            else:
                os.environ["FONTCONFIG_FILE"] = before


def _bundled() -> Any:
    """Return a configuration that takes in no typeface of a style, and so makes no folder of files for them.

    Such a folder would be deleted with the configuration, which lives as long as the process: at its end the function
    that deletes folders may be gone already.
    """
    from weasyprint.text.fonts import FontConfiguration

    class Bundled(FontConfiguration):  # type: ignore[misc]
        def add_font_face(self, rule_descriptors: Any, url_fetcher: Any) -> None:
            for kind, address in rule_descriptors["src"]:
                if kind == "external" and address is not None:
                    url_fetcher.fetch(address)  # refuses what is not an asset, and no asset is a typeface

    return Bundled()


def require_glyphs(view: Any, fonts: Path, origin: Callable[[], Any]) -> bool:
    """Check that every text of a view can be printed with the bundled typefaces; return whether it needs Japanese ones.

    Args:
        view: Plain data.
        fonts: The folder of the typefaces.
        origin: Returns the data that the view was made of, to name the field that holds what is wrong.

    Raises:
        RenderError: One cannot; the message names the character, its code point and the field.
    """
    require_printable(view, origin)
    text, japanese = face(fonts / TEXT), False
    for where, value in named_strings(view):
        if text.missing(value) is None:
            continue
        japanese = (fonts / JAPANESE).is_file()
        char = text.missing(value, face(fonts / JAPANESE) if japanese else None)
        if char is not None:
            field, value = _field(origin(), char) or (where, value)
            raise RenderError(
                f"{field}: the document's typefaces have no {_named(char)}, in {printable(value[:60])!r}; "
                "they have Latin, Greek, Cyrillic, Vietnamese and Japanese letters"
            )
    return japanese


def require_printable(view: Any, origin: Callable[[], Any]) -> None:
    """Check that no text of a view holds a character that controls rather than prints.

    Raises:
        RenderError: One does; the message names the character, its code point and the field.
    """
    for where, value in named_strings(view):
        if value.isascii() and value.isprintable():
            continue
        for char in value:
            if char != "\n" and (unicodedata.category(char) in _NOT_PRINTED or char in _DIRECTIONS):
                field, value = _field(origin(), char) or (where, value)
                raise RenderError(
                    f"{field}: {_named(char)} cannot be printed; delete it from {printable(value[:60])!r}"
                )


def _field(origin: Any, char: str) -> tuple[str, str] | None:
    """Return the first field that holds a character, with its text; accents may be composed differently in it."""
    for where, value in named_strings(origin):
        if char in value or char in unicodedata.normalize("NFC", value):
            return where, value
    return None


def _named(char: str) -> str:
    name = unicodedata.name(char, "a control character")
    return f"{printable(char)} (U+{ord(char):04X}, {name})"
