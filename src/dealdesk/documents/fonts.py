"""The bundled typefaces: what they can print, how wide it is, and how WeasyPrint finds them and no others."""

from __future__ import annotations

import os
import tempfile
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import Any
from xml.sax.saxutils import escape

from dealdesk.errors import NotAvailable, RenderError, printable

TEXT = "Inter-Regular.ttf"
BOLD = "Inter-SemiBold.ttf"

_CONF = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
  <dir>{fonts}</dir>
  <cachedir>{cache}</cachedir>
</fontconfig>
"""
_MISSING_SYSTEM_LIBRARY = (
    "PDF needs the system library Pango, which is not installed: on Debian and Ubuntu "
    "`apt-get install libpango-1.0-0 libpangoft2-1.0-0`, on a Mac `brew install pango`; `--format html` works without"
)
_LOCK = Lock()


class Face:
    """One typeface: its characters, with the width of each as a part of the type size."""

    def __init__(self, path: Path) -> None:
        from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

        with TTFont(path, lazy=True) as font:
            em, widths = font["head"].unitsPerEm, font["hmtx"].metrics
            self.widths: dict[int, float] = {code: widths[glyph][0] / em for code, glyph in font.getBestCmap().items()}

    def width(self, text: str, size: float) -> float:
        """Return the width of *text* set at *size*, without kerning, in the unit of *size*."""
        widths = self.widths
        return size * sum(widths.get(ord(char), 1.0) for char in text)

    def missing(self, text: str) -> str | None:
        """Return the first character that the typeface cannot print, or None.

        Accents that are typed as characters of their own count as part of the letter that they make.
        """
        if text.isascii() and text.isprintable():
            return None
        for char in unicodedata.normalize("NFC", text):
            if ord(char) not in self.widths and char != "\n":
                return char
        return None


@lru_cache(maxsize=8)
def face(path: Path) -> Face:
    """Return the typeface in a file, read once."""
    return Face(path)


@lru_cache(maxsize=2)
def configuration(folder: Path) -> Any:
    """Return WeasyPrint's font configuration with the typefaces of *folder* and no others; made once a process.

    WeasyPrint reads fontconfig's settings when the configuration is made, so a private file and the variable that
    names it are needed for that moment only.  The machine's fonts are never looked at: not to borrow a glyph, and
    not to spend half a second on where the font cache cannot be written.

    Raises:
        NotAvailable: Pango, which sets the type, is not installed.
    """
    with _LOCK, tempfile.TemporaryDirectory(prefix="dealdesk-fonts-") as place:
        conf = Path(place, "fonts.conf")
        conf.write_text(_CONF.format(fonts=escape(str(folder)), cache=escape(str(Path(place, "cache")))), "utf-8")
        before = os.environ.get("FONTCONFIG_FILE")
        os.environ["FONTCONFIG_FILE"] = str(conf)
        try:
            from weasyprint.text.fonts import FontConfiguration

            return FontConfiguration()
        except OSError as failure:
            raise NotAvailable(_MISSING_SYSTEM_LIBRARY) from failure
        finally:
            if before is None:
                del os.environ["FONTCONFIG_FILE"]
            else:
                os.environ["FONTCONFIG_FILE"] = before


def require_glyphs(view: Any, fonts: Path) -> None:
    """Check that every text of a view can be printed with the bundled typefaces.

    Raises:
        RenderError: One cannot; the message names the character, its code point and the field.
    """
    text = face(fonts / TEXT)
    for where, value in strings(view):
        char = text.missing(value)
        if char is not None:
            name = unicodedata.name(char, "no printable character")
            raise RenderError(
                f"{where}: the document's typefaces have no {printable(char)} (U+{ord(char):04X}, {name}) for "
                f"{printable(value[:60])!r}; they have Latin, Greek, Cyrillic and Vietnamese letters"
            )


def strings(view: Any, where: str = "") -> Iterator[tuple[str, str]]:
    """Yield every string inside a view with its path, such as `lines[0].rows[2].cells[0].text`."""
    if isinstance(view, str):
        yield where, view
    elif isinstance(view, dict):
        for name, value in view.items():
            yield from strings(value, f"{where}.{name}" if where else name)
    elif isinstance(view, list):
        for number, value in enumerate(view):
            yield from strings(value, f"{where}[{number}]")
